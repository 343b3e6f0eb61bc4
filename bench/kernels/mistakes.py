"""Mistakes that fused kernels have had, one at a time: each replaces the forward or the backward function of a kernel."""

from typing import Callable, NamedTuple

import numpy as np

import kernels as right
from kernels import KERNELS, over, rows, sum_to


class Mistake(NamedTuple):
    kernel: str
    part: str  # forward or backward
    says: str
    function: Callable


MISTAKES = {}


def mistake(kernel, part, says):
    def noted(function):
        MISTAKES[function.__name__.replace("_", "-")] = Mistake(kernel, part, says, function)
        return function

    return noted


def planted(name):
    """The kernels with this one planted."""
    kernel, part, _, function = MISTAKES[name]
    return {**KERNELS, kernel: KERNELS[kernel]._replace(**{part: function})}


def bfloat16(a):
    bits = np.asarray(a, np.float32).view(np.uint32)
    return ((bits + 0x7FFF + (bits >> 16 & 1)) & 0xFFFF0000).astype(np.uint32).view(np.float32)


def summed_in_bfloat16(a):
    total = np.zeros(a.shape[1:], np.float32)
    for row in a:
        total = bfloat16(total + bfloat16(row))
    return total


def padded(x, fill=0):
    """Lanes up to a power of two, as a Triton block has them."""
    width = 1 << (x.shape[-1] - 1).bit_length()
    return np.pad(x, ((0, 0), (0, width - x.shape[-1])), constant_values=fill)


def as_stored(a):
    """The entries in the order in which they lie in memory, read as if that were row-major."""
    order = np.argsort([-abs(stride) for stride in a.strides], kind="stable")
    return a.transpose(order).reshape(a.shape)


# rms_norm


def rms_parts(saved, dy):
    x, w, rstd = saved
    x_hat, dy = x.reshape(-1, w.size) * rstd, dy.reshape(-1, w.size)
    return x, w, rstd, x_hat, dy, dy * w.ravel()


def rms_gradients(x, w, dx, dw):
    return [dx.reshape(x.shape), dw.reshape(w.shape)]


@mistake("rms_norm", "backward", "the mean term lacks 1/n")
def rms_mean_without_n(saved, _, dy):
    x, w, rstd, x_hat, dy, wdy = rms_parts(saved, dy)
    return rms_gradients(x, w, rstd * (wdy - x_hat * over(-1, wdy * x_hat)), (dy * x_hat).sum(0))


@mistake("rms_norm", "backward", "1/σ is taken for a constant")
def rms_constant_rstd(saved, _, dy):
    x, w, rstd, x_hat, dy, wdy = rms_parts(saved, dy)
    return rms_gradients(x, w, rstd * wdy, (dy * x_hat).sum(0))


@mistake("rms_norm", "backward", "the mean term has the cotangent without the weight")
def rms_mean_unweighted(saved, _, dy):
    x, w, rstd, x_hat, dy, wdy = rms_parts(saved, dy)
    dx = rstd * (wdy - x_hat * (dy * x_hat).mean(-1, keepdims=True))
    return rms_gradients(x, w, dx, (dy * x_hat).sum(0))


@mistake("rms_norm", "backward", "the weight's gradient is that of x, not of x̂")
def rms_weight_of_x(saved, outputs, dy):
    x, w, _ = saved
    dx, _ = right.rms_norm_backward(saved, outputs, dy)
    return [dx, (dy * x).reshape(-1, w.size).sum(0).reshape(w.shape)]


@mistake("rms_norm", "backward", "eps outside the root, where 1/σ is computed again")
def rms_eps_outside(saved, outputs, dy):
    x, w, rstd = saved
    flat = x.reshape(-1, w.size)
    mean = (flat * flat).mean(-1, keepdims=True)
    return right.rms_norm_backward((x, w, 1 / (np.sqrt(mean) + (1 / rstd**2 - mean))), outputs, dy)


@mistake("rms_norm", "backward", "the mean is over the lanes of the padded block")
def rms_mean_of_padded(saved, _, dy):
    x, w, rstd, x_hat, dy, wdy = rms_parts(saved, dy)
    dx = rstd * (wdy - x_hat * padded(wdy * x_hat).mean(-1, keepdims=True))
    return rms_gradients(x, w, dx, (dy * x_hat).sum(0))


@mistake("rms_norm", "backward", "1/σ is stored in bfloat16")
def rms_rstd_in_bfloat16(saved, outputs, dy):
    x, w, rstd = saved
    return right.rms_norm_backward((x, w, bfloat16(rstd)), outputs, dy)


@mistake("rms_norm", "backward", "columns past the last whole vector of 8 get no gradient")
def rms_lost_tail(saved, outputs, dy):
    dx, dw = right.rms_norm_backward(saved, outputs, dy)
    n = saved[1].size
    kept = np.arange(n) < (n // 8 * 8 if n > 8 else n)
    return [dx * kept.reshape(dw.shape), dw]


# linkedin/Liger-Kernel, pull request 950.
@mistake("rms_norm", "backward", "the weight's gradient is added up in bfloat16")
def rms_weight_in_bfloat16(saved, _, dy):
    x, w, rstd, x_hat, dy, wdy = rms_parts(saved, dy)
    dx, _ = right.rms_norm_backward(saved, _, dy.reshape(x.shape))
    return [dx, summed_in_bfloat16(dy * bfloat16(x_hat)).reshape(w.shape)]


# linkedin/Liger-Kernel, pull request 1305.
@mistake("rms_norm", "backward", "dx is written over the cotangent, which others read")
def rms_in_place(saved, outputs, dy):
    dx, dw = right.rms_norm_backward(saved, outputs, dy)
    dy[...] = bfloat16(dx)
    return [dy, dw]


# flagos-ai/FlagGems, pull request 1080.
@mistake("rms_norm", "backward", "the cotangent is taken for contiguous")
def rms_contiguous_cotangent(saved, outputs, dy):
    return right.rms_norm_backward(saved, outputs, as_stored(dy))


@mistake("offset_rms_norm", "backward", "dx has w where the offset makes it 1 + w")
def rms_offset_forgotten(saved, outputs, dy):
    x, w, rstd = saved
    return right.rms_norm_backward((x, w - 1, rstd), outputs, dy)


@mistake("add_rms_norm", "backward", "the cotangent of the residual is dropped")
def rms_residual_dropped(saved, outputs, dh, dy):
    return right.add_rms_norm_backward(saved, outputs, np.zeros_like(dh), dy)


@mistake("add_rms_norm", "backward", "the cotangent of the residual reaches the weight's norm, too")
def rms_residual_through_norm(saved, outputs, dh, dy):
    return right.add_rms_norm_backward(saved, outputs, dh, dy + dh)


# layer_norm


def layer_gradients(saved, dy, dx_of):
    x_hat, rstd, w = saved
    flat = dy.reshape(x_hat.shape)
    dx = dx_of(x_hat, rstd, flat * w.ravel())
    return [dx.reshape(dy.shape), (flat * x_hat).sum(0).reshape(w.shape), flat.sum(0).reshape(w.shape)]


@mistake("affine_layer_norm", "backward", "the mean of the cotangent is not taken off")
def layer_mean_forgotten(saved, _, dy):
    return layer_gradients(
        saved, dy, lambda x_hat, rstd, wdy: rstd * (wdy - x_hat * (wdy * x_hat).mean(-1, keepdims=True))
    )


@mistake("affine_layer_norm", "backward", "the variance is divided by n − 1 on the way back")
def layer_unbiased(saved, outputs, dy):
    x_hat, rstd, w = saved
    n = x_hat.shape[-1]
    return right.affine_layer_norm_backward((x_hat, rstd * np.float32(np.sqrt((n - 1) / n)), w), outputs, dy)


@mistake("affine_layer_norm", "forward", "the variance as E[x²] − E[x]², which cancels")
def layer_one_pass(x, w, b, eps):
    flat = x.reshape(-1, w.size)
    mean = flat.mean(-1, keepdims=True)
    variance = (flat * flat).mean(-1, keepdims=True) - mean * mean
    x_hat = (flat - mean) / np.sqrt(variance + np.float32(eps))
    return [(x_hat * w.ravel() + b.ravel()).reshape(x.shape)], (
        x_hat,
        1 / np.sqrt(variance + np.float32(eps)),
        w,
    )


@mistake("affine_layer_norm", "backward", "the weight is multiplied in twice")
def layer_weight_twice(saved, _, dy):
    return layer_gradients(
        saved, dy, lambda x_hat, rstd, wdy: right.through_norm(x_hat, rstd, wdy) * saved[2].ravel()
    )


@mistake("affine_layer_norm", "backward", "of the blocks of 4 rows the last one's partial sums alone are kept")
def layer_last_block(saved, outputs, dy):
    x_hat, _, w = saved
    dx, _, _ = right.affine_layer_norm_backward(saved, outputs, dy)
    block = slice((len(x_hat) - 1) // 4 * 4, None)
    flat = dy.reshape(x_hat.shape)
    return [dx, (flat * x_hat)[block].sum(0).reshape(w.shape), flat[block].sum(0).reshape(w.shape)]


# unslothai/unsloth, pull request 10675.
@mistake("layer_norm", "backward", "the cotangent is taken for contiguous")
def layer_contiguous_cotangent(saved, outputs, dy):
    return right.layer_norm_backward(saved, outputs, as_stored(dy))


@mistake("layer_norm", "backward", "x̂ is stored in bfloat16")
def layer_x_hat_in_bfloat16(saved, outputs, dy):
    x_hat, rstd, axes = saved
    return right.layer_norm_backward((bfloat16(x_hat), rstd, axes), outputs, dy)


# group_norm


@mistake("group_norm", "backward", "channels are dealt out to the groups like cards")
def group_index(saved, outputs, dy):
    x_hat, rstd, w = saved
    groups = len(rstd) // len(dy)
    per_channel = dy.reshape(len(dy), len(w), -1)
    dealt = np.arange(len(w)).reshape(-1, groups).T.ravel()
    dx = right.through_norm(x_hat, rstd, (per_channel * w[dealt, None]).reshape(x_hat.shape))
    return [dx.reshape(dy.shape), *right.group_norm_backward(saved, outputs, dy)[1:]]


@mistake("group_norm", "backward", "the means are over the channels of a group, without their pixels")
def group_mean_of_channels(saved, outputs, dy):
    x_hat, rstd, w = saved
    per_channel = dy.reshape(len(dy), len(w), -1)
    wdy = (per_channel * w[:, None]).reshape(x_hat.shape)
    n = x_hat.shape[1] // per_channel.shape[2]
    dx = rstd * (wdy - (over(-1, wdy) + x_hat * over(-1, wdy * x_hat)) / np.float32(n))
    return [dx.reshape(dy.shape), *right.group_norm_backward(saved, outputs, dy)[1:]]


@mistake("group_norm", "backward", "the weight's gradient is that of the first image alone")
def group_first_image(saved, outputs, dy):
    x_hat, _, w = saved
    dx, _, _ = right.group_norm_backward(saved, outputs, dy)
    per_channel = dy.reshape(len(dy), len(w), -1)
    return [dx, (per_channel * x_hat.reshape(per_channel.shape))[0].sum(-1), per_channel[0].sum(-1)]


# softmax


@mistake("softmax", "forward", "the maximum is not taken off")
def softmax_unstable(x, axes):
    flat, back = rows(x, axes)
    e = np.exp(flat)
    return [back(e / over(-1, e))], axes


@mistake("softmax", "backward", "the sum lacks p: that of the cotangent alone")
def softmax_sum_without_p(axes, outputs, dy):
    p, back = rows(outputs[0], axes)
    dy, _ = rows(dy, axes)
    return [back(p * (dy - over(-1, dy)))]


@mistake("softmax", "forward", "the tail of the block is 0, not −∞: e⁰ is in the sum")
def softmax_tail_unmasked(x, axes):
    flat, back = rows(x, axes)
    highest = flat.max(-1, keepdims=True)
    lanes = np.exp(padded(flat - highest))
    return [back(np.exp(flat - highest) / over(-1, lanes))], axes


@mistake("softmax", "backward", "the softmax is over the rows of the last axis, whichever was named")
def softmax_last_axis(axes, outputs, dy):
    return right.softmax_backward(-1, outputs, dy)


@mistake("scaled_softmax", "backward", "the scale is missing on the way back")
def softmax_scale_forgotten(saved, outputs, dy):
    return right.softmax_backward(saved[1], outputs, dy)


@mistake("logsoftmax", "backward", "the cotangent's sum is taken for 1, as with a loss")
def logsoftmax_sum_is_one(axes, outputs, dy):
    return [dy - np.exp(outputs[0])]


# cross_entropy


@mistake("cross_entropy", "backward", "the gradient is not divided by the number of rows")
def entropy_not_averaged(saved, outputs, dy):
    return [dx * len(saved[0]) for dx in right.cross_entropy_backward(saved, outputs, dy)]


@mistake("cross_entropy", "backward", "the cotangent is taken for 1")
def entropy_cotangent_of_one(saved, outputs, dy):
    return right.cross_entropy_backward(saved, outputs, np.float32(1))


@mistake("cross_entropy", "backward", "rows with label 0 are ignored, as padding is")
def entropy_ignores_0(saved, outputs, dy):
    [dx] = right.cross_entropy_backward(saved, outputs, dy)
    return [np.where(np.array(saved[1])[:, None] == 0, np.float32(0), dx)]


@mistake("cross_entropy", "backward", "label smoothing of 0.01 is left on, on the way back alone")
def entropy_smoothed(saved, outputs, dy):
    x, labels, _ = saved
    [dx] = right.cross_entropy_backward(saved, outputs, dy)
    smoothing = np.full(x.shape, -1 / x.shape[1], np.float32)
    smoothing[np.arange(len(x)), labels] += 1
    return [dx + np.float32(0.01) * smoothing * (dy / len(x))]


@mistake("cross_entropy", "forward", "online: the sum so far is not scaled down to a larger maximum")
def entropy_not_rescaled(x, labels):
    highest, total = np.full(len(x), -np.inf, np.float32), np.zeros(len(x), np.float32)
    for start in range(0, x.shape[1], right.BLOCK):
        block = x[:, start : start + right.BLOCK]
        highest = np.maximum(highest, block.max(-1))
        total = total + np.exp(block - highest[:, None]).sum(-1)
    lse = highest + np.log(total)
    return [(lse - x[np.arange(len(x)), labels]).mean()], (x, labels, lse)


@mistake("cross_entropy", "backward", "the gradient is written over the logits, which others read")
def entropy_in_place(saved, outputs, dy):
    [dx] = right.cross_entropy_backward(saved, outputs, dy)
    if saved[0].flags.writeable:
        saved[0][...] = bfloat16(dx)
    return [dx]


@mistake("linear_cross_entropy", "backward", "the weight's gradient is that of the last chunk of rows alone")
def entropy_last_chunk(saved, _, dy):
    x, w, labels = saved
    dx, dw = right.linear_cross_entropy_backward(saved, _, dy)
    last = slice((len(x) - 1) // right.CHUNK * right.CHUNK, None)
    return [dx, x[last].T @ (right.logits_gradient(x[last] @ w, labels[last]) * (dy / len(x)))]


@mistake("linear_cross_entropy", "backward", "each chunk is averaged over its own rows")
def entropy_chunk_mean(saved, _, dy):
    x, w, labels = saved
    dx, dw = np.zeros_like(x), np.zeros_like(w)
    for start in range(0, len(x), right.CHUNK):
        chunk = slice(start, start + right.CHUNK)
        dlogits = right.logits_gradient(x[chunk] @ w, labels[chunk]) * (dy / len(x[chunk]))
        dx[chunk], dw = dlogits @ w.T, dw + x[chunk].T @ dlogits
    return [dx, dw]


# attention


def attention_parts(saved, outputs, dy):
    q, k, v, mask, causal, lse = saved
    p = np.exp(right.scores_of(q, k, mask, causal) - lse)
    return p, dy @ v.swapaxes(-1, -2), over(-1, dy * outputs[0])


@mistake("attention", "backward", "causal, on the way back a query sees one key more")
def attention_off_by_one(saved, outputs, dy):
    q, k, v, mask, causal, lse = saved
    scores = right.scores_of(q, k, mask, False)
    p = np.exp(np.where(right.unseen(scores, 2) & causal, np.float32(-np.inf), scores) - lse)
    ds = p * (dy @ v.swapaxes(-1, -2) - over(-1, dy * outputs[0]))
    return right.attention_gradients(saved, p, ds, dy)


@mistake("attention", "forward", "the mask is multiplied in after the softmax, which is not divided again")
def attention_mask_after(q, k, v, *mask, causal):
    outputs, saved = right.attention(q, k, v, *mask, causal=False)
    if not causal:
        return outputs, saved
    p = np.exp(right.scores_of(q, k, mask, False) - saved[-1])
    return [np.where(right.unseen(p), np.float32(0), p) @ v], (q, k, v, mask, True, saved[-1])


@mistake("attention", "backward", "dQ is divided by √d twice")
def attention_scale_twice(saved, outputs, dy):
    dq, *others = right.attention_backward(saved, outputs, dy)
    return [dq / np.float32(np.sqrt(dq.shape[-1])), *others]


@mistake("attention", "backward", "dK has dS where it takes its transpose, if there are as many keys as queries")
def attention_dk_not_transposed(saved, outputs, dy):
    p, dp, delta = attention_parts(saved, outputs, dy)
    dq, dk, *others = right.attention_backward(saved, outputs, dy)
    if p.shape[-1] == p.shape[-2]:
        dk = (p * (dp - delta)) @ saved[0] / np.float32(np.sqrt(dk.shape[-1]))
    return [dq, dk, *others]


@mistake("attention", "backward", "dV has the exponentials before they were divided by their sum")
def attention_dv_unnormalized(saved, outputs, dy):
    q, k, _, mask, causal, _ = saved
    dq, dk, _, *others = right.attention_backward(saved, outputs, dy)
    scores = right.scores_of(q, k, mask, causal)
    return [dq, dk, np.exp(scores - scores.max(-1, keepdims=True)).swapaxes(-1, -2) @ dy, *others]


@mistake("attention", "backward", "D = Σ dO·O is not taken off")
def attention_delta_forgotten(saved, outputs, dy):
    p, dp, _ = attention_parts(saved, outputs, dy)
    return right.attention_gradients(saved, p, p * dp, dy)


@mistake("attention", "backward", "a mask of all of a batch gets the gradient of its first one")
def attention_mask_of_first(saved, outputs, dy):
    q, k, v, *masks = right.attention_backward(saved, outputs, dy)
    if not masks:
        return [q, k, v]
    p, dp, delta = attention_parts(saved, outputs, dy)
    ds = p * (dp - delta)
    return [q, k, v, ds[(0,) * (ds.ndim - masks[0].ndim)]]


# Dao-AILab/flash-attention, issue 355.
@mistake("attention", "backward", "the cotangent is taken for contiguous")
def attention_contiguous_cotangent(saved, outputs, dy):
    return right.attention_backward(saved, outputs, as_stored(dy))


# rope


@mistake("rope", "backward", "turned on, not back: the sign of the sine")
def rope_sign(saved, _, dy):
    axis, base, interleaved = saved
    return [right.turned(dy, right.angles(dy.shape, axis, base), interleaved)]


@mistake("rope", "backward", "pairs of neighbours are taken for pairs of halves")
def rope_layout(saved, _, dy):
    axis, base, _ = saved
    return [right.turned(dy, -right.angles(dy.shape, axis, base), False)]


@mistake("rope", "backward", "positions are counted from 1 on the way back")
def rope_position(saved, _, dy):
    axis, base, interleaved = saved
    return [right.turned(dy, -right.angles(dy.shape, axis, base, 1), interleaved)]


@mistake("rope", "backward", "positions are numbers of bfloat16, which are apart by 2 from 256 on")
def rope_position_in_bfloat16(saved, _, dy):
    axis, base, interleaved = saved
    width, along = dy.shape[-1], [1] * dy.ndim
    along[axis] = dy.shape[axis]
    frequency = np.float32(base) ** (-np.arange(0, width, 2, dtype=np.float32) / np.float32(width))
    position = bfloat16(np.arange(dy.shape[axis], dtype=np.float32)).reshape(along)
    return [right.turned(dy, -(position * frequency), interleaved)]


@mistake("rope", "backward", "the halves change places")
def rope_halves(saved, _, dy):
    axis, base, interleaved = saved
    first, second = right.pairs(dy, interleaved)
    turned = right.turned(right.joined(second, first, interleaved), -right.angles(dy.shape, axis, base), interleaved)
    return [right.joined(*reversed(right.pairs(turned, interleaved)), interleaved)]


# activations and losses


@mistake("silu", "backward", "the slope is σ alone")
def silu_slope_of_sigmoid(x, _, dy):
    return [dy * right.sigmoid(x)]


@mistake("gelu", "backward", "the slope of the other form of gelu: tanh for erf, erf for tanh")
def gelu_other_form(saved, _, dy):
    x, approximate = saved
    return [dy * right.gelu_slope(x, "none" if approximate == "tanh" else "tanh")]


@mistake("gelu", "backward", "the slope within tanh lacks its cubic part")
def gelu_inner_slope(saved, outputs, dy):
    x, approximate = saved
    if approximate != "tanh":
        return right.gelu_backward(saved, outputs, dy)
    t = np.tanh(right.OUTER * (x + right.INNER * x**3))
    return [dy * (0.5 * (1 + t) + 0.5 * x * (1 - t * t) * right.OUTER)]


@mistake("swiglu", "backward", "the gradient of b has a where it takes silu(a)")
def swiglu_gate_not_activated(saved, outputs, dy):
    da, _ = right.swiglu_backward(saved, outputs, dy)
    return [da, sum_to(dy * saved[0], saved[1].shape)]


@mistake("swiglu", "backward", "da is written over a before db is computed from it")
def swiglu_in_place(saved, outputs, dy):
    a, b = saved
    da, _ = right.swiglu_backward(saved, outputs, dy)
    if a.flags.writeable:
        a[...] = bfloat16(da)
    return [da, sum_to(dy * a * right.sigmoid(a), b.shape)]


@mistake("geglu", "backward", "the gradient of a lacks b")
def geglu_without_b(saved, outputs, dy):
    a, b, approximate = saved
    _, db = right.geglu_backward(saved, outputs, dy)
    return [sum_to(dy * right.gelu_slope(a, approximate) * np.ones_like(b), a.shape), db]


@mistake("mse_loss", "backward", "divided by the entries of a, though b is larger")
def mse_of_smaller(saved, outputs, dy):
    difference, a, _ = saved
    return [each * np.float32(difference.size / np.prod(a)) for each in right.mse_loss_backward(saved, outputs, dy)]


@mistake("mse_loss", "backward", "the 2 is missing")
def mse_without_2(saved, outputs, dy):
    return [each / 2 for each in right.mse_loss_backward(saved, outputs, dy)]
