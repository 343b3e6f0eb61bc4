"""Fused kernels with their backward formulas written by hand, as kernel suites have them: all in float32, over rows.

A kernel is `forward(*inputs, **attributes) -> outputs, saved` and `backward(saved, outputs, *out_grads) -> gradients`, one
per input. What comes in are numbers of the half dtype, held as float32; what goes out is rounded once, by the tape.
"""

from math import erf, prod, sqrt
from typing import Callable, NamedTuple

import numpy as np


class Kernel(NamedTuple):
    forward: Callable
    backward: Callable


def rows(a, axes):
    """The named axes as rows, (count, n), and what puts such rows back."""
    named = tuple(range(a.ndim)) if axes is None else (axes,) if isinstance(axes, int) else tuple(axes)
    named = sorted(axis % a.ndim for axis in named)
    last = range(a.ndim - len(named), a.ndim)
    moved = np.moveaxis(a, named, last)
    flat = moved.reshape(-1, prod(a.shape[axis] for axis in named))
    return flat, lambda rows: np.moveaxis(rows.reshape(moved.shape), last, named)


def sum_to(a, shape):
    """The adjoint of broadcasting from this shape."""
    a = a.sum(tuple(range(a.ndim - len(shape))))
    return a.sum(tuple(axis for axis, size in enumerate(shape) if size == 1), keepdims=True)


def over(axis, a):
    return a.sum(axis, keepdims=True)


# softmax and its kin


def softmax_of(x):
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / over(-1, e)


def softmax(x, axes):
    flat, back = rows(x, axes)
    return [back(softmax_of(flat))], axes


def softmax_backward(axes, outputs, dy):
    p, back = rows(outputs[0], axes)
    dy, _ = rows(dy, axes)
    return [back(p * (dy - over(-1, p * dy)))]


def scaled_softmax(x, scalar, axes):
    outputs, _ = softmax(scalar * x, axes)
    return outputs, (scalar, axes)


def scaled_softmax_backward(saved, outputs, dy):
    scalar, axes = saved
    return [scalar * dx for dx in softmax_backward(axes, outputs, dy)]


def logsoftmax(x, axes):
    flat, back = rows(x, axes)
    shifted = flat - flat.max(-1, keepdims=True)
    return [back(shifted - np.log(over(-1, np.exp(shifted))))], axes


def logsoftmax_backward(axes, outputs, dy):
    y, back = rows(outputs[0], axes)
    dy, _ = rows(dy, axes)
    return [back(dy - np.exp(y) * over(-1, dy))]


BLOCK = 2  # columns at a time; real ones take thousands


def log_sum_exp(x):
    """Online: the sum so far is scaled down whenever a block brings a larger maximum."""
    highest = np.full(len(x), -np.inf, np.float32)
    total = np.zeros(len(x), np.float32)
    for start in range(0, x.shape[1], BLOCK):
        block = x[:, start : start + BLOCK]
        larger = np.maximum(highest, block.max(-1))
        total = total * np.exp(highest - larger) + np.exp(block - larger[:, None]).sum(-1)
        highest = larger
    return highest + np.log(total)


def cross_entropy(x, labels):
    lse = log_sum_exp(x)
    return [(lse - x[np.arange(len(x)), labels]).mean()], (x, labels, lse)


def cross_entropy_backward(saved, outputs, dy):
    x, labels, lse = saved
    dx = np.exp(x - lse[:, None])
    dx[np.arange(len(x)), labels] -= 1
    return [dx * (dy / len(x))]


CHUNK = 2  # rows at a time, so that the logits never exist as a whole


def linear_cross_entropy(x, w, labels):
    outputs, _ = cross_entropy(x @ w, labels)
    return outputs, (x, w, labels)


def linear_cross_entropy_backward(saved, outputs, dy):
    x, w, labels = saved
    dx, dw = np.zeros_like(x), np.zeros_like(w)
    for start in range(0, len(x), CHUNK):
        chunk = slice(start, start + CHUNK)
        dlogits = logits_gradient(x[chunk] @ w, labels[chunk]) * (dy / len(x))
        dx[chunk] = dlogits @ w.T
        dw += x[chunk].T @ dlogits
    return [dx, dw]


def logits_gradient(logits, labels):
    p = softmax_of(logits)
    p[np.arange(len(logits)), labels] -= 1
    return p


# norms


def normalized(x, eps):
    """x̂ of each row, and 1/σ."""
    centred = x - x.mean(-1, keepdims=True)
    rstd = 1 / np.sqrt((centred * centred).mean(-1, keepdims=True) + np.float32(eps))
    return centred * rstd, rstd


def through_norm(x_hat, rstd, wdy):
    """Of layer_norm: the cotangent without its mean and without its part along x̂."""
    return rstd * (wdy - wdy.mean(-1, keepdims=True) - x_hat * (wdy * x_hat).mean(-1, keepdims=True))


def layer_norm(x, axes, eps):
    flat, back = rows(x, axes)
    x_hat, rstd = normalized(flat, eps)
    return [back(x_hat)], (x_hat, rstd, axes)


def layer_norm_backward(saved, outputs, dy):
    x_hat, rstd, axes = saved
    dy, back = rows(dy, axes)
    return [back(through_norm(x_hat, rstd, dy))]


def affine_layer_norm(x, w, b, eps):
    x_hat, rstd = normalized(x.reshape(-1, w.size), eps)
    return [(x_hat * w.ravel() + b.ravel()).reshape(x.shape)], (x_hat, rstd, w)


def affine_layer_norm_backward(saved, outputs, dy):
    x_hat, rstd, w = saved
    flat = dy.reshape(x_hat.shape)
    dx = through_norm(x_hat, rstd, flat * w.ravel())
    return [dx.reshape(dy.shape), (flat * x_hat).sum(0).reshape(w.shape), flat.sum(0).reshape(w.shape)]


def group_norm(x, w, b, groups, eps):
    x_hat, rstd = normalized(x.reshape(len(x) * groups, -1), eps)
    per_channel = x_hat.reshape(len(x), len(w), -1)
    return [(per_channel * w[:, None] + b[:, None]).reshape(x.shape)], (x_hat, rstd, w)


def group_norm_backward(saved, outputs, dy):
    x_hat, rstd, w = saved
    per_channel = dy.reshape(len(dy), len(w), -1)
    dx = through_norm(x_hat, rstd, (per_channel * w[:, None]).reshape(x_hat.shape))
    dw = (per_channel * x_hat.reshape(per_channel.shape)).sum((0, 2))
    return [dx.reshape(dy.shape), dw, per_channel.sum((0, 2))]


def rms_norm(x, w, eps):
    flat = x.reshape(-1, w.size)
    rstd = 1 / np.sqrt((flat * flat).mean(-1, keepdims=True) + np.float32(eps))
    return [(flat * rstd * w.ravel()).reshape(x.shape)], (x, w, rstd)


def rms_norm_backward(saved, outputs, dy):
    x, w, rstd = saved
    x_hat, dy = x.reshape(-1, w.size) * rstd, dy.reshape(-1, w.size)
    wdy = dy * w.ravel()
    dx = rstd * (wdy - x_hat * (wdy * x_hat).mean(-1, keepdims=True))
    return [dx.reshape(x.shape), (dy * x_hat).sum(0).reshape(w.shape)]


def offset_rms_norm(x, w, scalar, eps):
    """Gemma's, where the weight is stored less its offset: 1 + w."""
    return rms_norm(x, w + np.float32(scalar), eps)


def add_rms_norm(x, residual, w, eps):
    """The sum h comes out as well: the next block adds to it."""
    h = x + residual
    outputs, saved = rms_norm(h, w, eps)
    return [h, *outputs], (x.shape, residual.shape, saved)


def add_rms_norm_backward(saved, outputs, dh, dy):
    x, residual, norm = saved
    through, dw = rms_norm_backward(norm, outputs, dy)
    total = through + dh
    return [sum_to(total, x), sum_to(total, residual), dw]


# attention


def scores_of(q, k, mask, causal):
    scores = q @ k.swapaxes(-1, -2) / np.float32(sqrt(q.shape[-1]))
    for each in mask:
        scores = scores + each
    return np.where(unseen(scores), np.float32(-np.inf), scores) if causal else scores


def unseen(scores, ahead=1):
    """Keys after the query."""
    return np.triu(np.ones(scores.shape[-2:], bool), ahead)


def attention(q, k, v, *mask, causal):
    scores = scores_of(q, k, mask, causal)
    highest = scores.max(-1, keepdims=True)
    e = np.exp(scores - highest)
    lse = highest + np.log(over(-1, e))
    return [e @ v / over(-1, e)], (q, k, v, mask, causal, lse)


def attention_backward(saved, outputs, dy):
    q, k, v, mask, causal, lse = saved
    p = np.exp(scores_of(q, k, mask, causal) - lse)
    ds = p * (dy @ v.swapaxes(-1, -2) - over(-1, dy * outputs[0]))
    return attention_gradients(saved, p, ds, dy)


def attention_gradients(saved, p, ds, dy):
    q, k, _, mask, _, _ = saved
    scale = np.float32(1 / sqrt(q.shape[-1]))
    dmask = [sum_to(ds, each.shape) for each in mask]
    return [scale * (ds @ k), scale * (ds.swapaxes(-1, -2) @ q), p.swapaxes(-1, -2) @ dy, *dmask]


# rotary embeddings


def angles(shape, axis, base, first=0):
    """Of shape (…, positions, …, pairs), to broadcast over the pairs of the last axis."""
    width = shape[-1]
    position = np.arange(first, first + shape[axis], dtype=np.float32)
    frequency = np.float32(base) ** (-np.arange(0, width, 2, dtype=np.float32) / np.float32(width))
    along = [1] * len(shape)
    along[axis] = shape[axis]
    return position.reshape(along) * frequency


def pairs(x, interleaved):
    half = x.shape[-1] // 2
    return (x[..., ::2], x[..., 1::2]) if interleaved else (x[..., :half], x[..., half:])


def joined(first, second, interleaved):
    if not interleaved:
        return np.concatenate([first, second], -1)
    return np.stack([first, second], -1).reshape(*first.shape[:-1], -1)


def turned(x, angle, interleaved):
    (first, second), cos, sin = pairs(x, interleaved), np.cos(angle), np.sin(angle)
    return joined(first * cos - second * sin, first * sin + second * cos, interleaved)


def rope(x, axis, base, interleaved):
    return [turned(x, angles(x.shape, axis, base), interleaved)], (axis, base, interleaved)


def rope_backward(saved, outputs, dy):
    axis, base, interleaved = saved
    return [turned(dy, -angles(dy.shape, axis, base), interleaved)]


# activations


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def silu_slope(x):
    s = sigmoid(x)
    return s * (1 + x * (1 - s))


def silu(x):
    return [x * sigmoid(x)], x


def silu_backward(x, outputs, dy):
    return [dy * silu_slope(x)]


erf_of = np.vectorize(erf, otypes=[np.float32])
OUTER, INNER = sqrt(2 / np.pi), 0.044715


def gelu_of(x, approximate):
    if approximate == "tanh":
        return 0.5 * x * (1 + np.tanh(OUTER * (x + INNER * x**3)))
    return 0.5 * x * (1 + erf_of(x / sqrt(2)))


def gelu_slope(x, approximate):
    if approximate == "tanh":
        t = np.tanh(OUTER * (x + INNER * x**3))
        return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * OUTER * (1 + 3 * INNER * x * x)
    return 0.5 * (1 + erf_of(x / sqrt(2))) + x * np.exp(-x * x / 2) / sqrt(2 * np.pi)


def gelu(x, approximate):
    return [gelu_of(x, approximate)], (x, approximate)


def gelu_backward(saved, outputs, dy):
    return [dy * gelu_slope(*saved)]


def swiglu(a, b):
    return [a * sigmoid(a) * b], (a, b)


def swiglu_backward(saved, outputs, dy):
    a, b = saved
    return [sum_to(dy * b * silu_slope(a), a.shape), sum_to(dy * a * sigmoid(a), b.shape)]


def geglu(a, b, approximate):
    return [gelu_of(a, approximate) * b], (a, b, approximate)


def geglu_backward(saved, outputs, dy):
    a, b, approximate = saved
    return [sum_to(dy * b * gelu_slope(a, approximate), a.shape), sum_to(dy * gelu_of(a, approximate), b.shape)]


# losses


def mse_loss(a, b):
    difference = a - b
    return [(difference * difference).mean()], (difference, a.shape, b.shape)


def mse_loss_backward(saved, outputs, dy):
    difference, a, b = saved
    slope = 2 * difference * (dy / difference.size)
    return [sum_to(slope, a), sum_to(-slope, b)]


KERNELS = {
    "softmax": Kernel(softmax, softmax_backward),
    "scaled_softmax": Kernel(scaled_softmax, scaled_softmax_backward),
    "logsoftmax": Kernel(logsoftmax, logsoftmax_backward),
    "cross_entropy": Kernel(cross_entropy, cross_entropy_backward),
    "linear_cross_entropy": Kernel(linear_cross_entropy, linear_cross_entropy_backward),
    "layer_norm": Kernel(layer_norm, layer_norm_backward),
    "affine_layer_norm": Kernel(affine_layer_norm, affine_layer_norm_backward),
    "group_norm": Kernel(group_norm, group_norm_backward),
    "rms_norm": Kernel(rms_norm, rms_norm_backward),
    "offset_rms_norm": Kernel(offset_rms_norm, rms_norm_backward),
    "add_rms_norm": Kernel(add_rms_norm, add_rms_norm_backward),
    "attention": Kernel(attention, attention_backward),
    "rope": Kernel(rope, rope_backward),
    "silu": Kernel(silu, silu_backward),
    "gelu": Kernel(gelu, gelu_backward),
    "swiglu": Kernel(swiglu, swiglu_backward),
    "geglu": Kernel(geglu, geglu_backward),
    "mse_loss": Kernel(mse_loss, mse_loss_backward),
}
