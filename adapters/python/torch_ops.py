"""Every op on PyTorch: functions of the operands, then of the attributes by name."""

from math import prod

import torch
from torch.nn import functional

from backproof_adapter import only


def axes_of(a, axes):
    """torch reads an empty list of axes as all axes: name them where all are meant, and only then."""
    return tuple(range(a.dim())) if axes is None else (axes,) if isinstance(axes, int) else tuple(axes)


def reduction(reduce):
    def on(a, axes, keepdims):
        named = axes_of(a, axes)
        return reduce(a, named, keepdims) if named else reduce(a.unsqueeze(0), (0,), False)

    return on


def spread(measure):
    def on(a, axes, keepdims, correction):
        only(float(correction).is_integer(), "corrections are whole")
        return reduction(lambda a, named, keep: measure(a, named, correction=int(correction), keepdim=keep))(
            a, axes, keepdims
        )

    return on


def prod_over(a, axes, keepdims):
    """The library's product takes one axis."""
    for axis in sorted((axis % a.dim() for axis in axes_of(a, axes)), reverse=True):
        a = a.prod(axis, keepdims)
    return a


def at_end(a, named):
    """The axes moved to the end, and what undoes that for a result of the same shape."""
    kept = [axis for axis in range(a.dim()) if axis not in named]
    order = kept + named
    back = [order.index(axis) for axis in range(a.dim())]
    return a.permute(order), lambda result: result.reshape([a.shape[axis] for axis in order]).permute(back)


def over_axes(normalize):
    """torch's softmax takes one axis: several are merged into one, and taken apart again."""

    def on(a, axes):
        named = sorted(axis % a.dim() for axis in axes_of(a, axes))
        if len(named) == 1:
            return normalize(a, named[0])
        moved, back = at_end(a, named)
        sizes = moved.shape[: a.dim() - len(named)]
        return back(normalize(moved.reshape(*sizes, prod(a.shape[axis] for axis in named)), -1))

    return on


def layer_norm(a, axes, eps):
    moved, back = at_end(a, sorted(axis % a.dim() for axis in axes_of(a, axes)))
    sizes = moved.shape[a.dim() - len(axes_of(a, axes)) :]
    only(sizes, "layer_norm takes one axis at least")
    return back(functional.layer_norm(moved, sizes, eps=eps))


def batch_norm(a, eps):
    only(a.numel() > a.shape[1], "batch_norm takes more than one entry a channel")
    return functional.batch_norm(a, None, None, training=True, eps=eps)


def affine_layer_norm(a, b, c, eps):
    only(b.numel(), "layer_norm takes entries")
    return functional.layer_norm(a, b.shape, b, c, eps)


def affine_batch_norm(a, b, c, eps):
    only(a.numel() > a.shape[1], "batch_norm takes more than one entry a channel")
    return functional.batch_norm(a, None, None, b, c, training=True, eps=eps)


def group_norm(a, b, c, groups, eps):
    only(a.numel() != groups, "group_norm takes more than one entry a group")
    return functional.group_norm(a, groups, b, c, eps)


def dilate(a, axes, dilation):
    for axis in sorted((axis % a.dim() for axis in axes_of(a, axes)), reverse=True):
        a = torch.stack([a] + [torch.zeros_like(a)] * dilation, axis + 1).flatten(axis, axis + 1)
    return a


def undilate(a, axes, dilation):
    for axis in axes_of(a, axes):
        a = along(a, axis % a.dim(), None, None, dilation + 1)
    return a


def along(a, axis, start, stop, step):
    """a[…, start:stop:step, …], also backwards, which torch's own slices do not go."""
    if step > 0:
        return a[(slice(None),) * axis + (slice(start, stop, step),)]
    return a.index_select(axis, torch.tensor(range(*slice(start, stop, step).indices(a.shape[axis]))).long())


def slices(a, starts, stops, steps):
    for axis, bounds in enumerate(zip(starts, stops, steps)):
        a = along(a, axis, *bounds)
    return a


def squeeze(a, axes):
    if axes is None:
        return a.squeeze()
    named = [axis % a.dim() for axis in axes_of(a, axes)]
    return a.reshape([size for axis, size in enumerate(a.shape) if axis not in named])


def pad(a, padding):
    sizes = [size for pair in reversed(padding) for size in pair]
    only(a.numel() and all(a.shape[i] + sum(pair) for i, pair in enumerate(padding)), "pad wants entries")
    return functional.pad(a, sizes)


def unsqueeze(a, axes):
    for axis in sorted(axis % (a.dim() + len(axes)) for axis in axes):
        a = a.unsqueeze(axis)
    return a


def embedding(a, indices, indicesShape):
    only(a.numel(), "the gradient of embedding wants rows")
    return functional.embedding(indices_of(indices, indicesShape), a)


def conv(a, b, stride, padding):
    images, weight = channels_first(a, b)
    return functional.conv2d(images, weight, stride=stride, padding=padding).permute(0, 2, 3, 1)


def channels_first(a, b):
    """Images and weights in torch's order; the gradient does not take every layout."""
    return a.permute(0, 3, 1, 2).contiguous(), b.permute(3, 2, 0, 1).contiguous()


def conv_general(a, b, stride, padding, dilation, groups):
    images, weight = channels_first(a, b)
    return functional.conv2d(images, weight, None, stride, padding, dilation, groups).permute(0, 2, 3, 1)


def conv_transpose(a, b, stride, padding, dilation, groups, outputPadding):
    images, weight = channels_first(a, b)
    result = functional.conv_transpose2d(images, weight, None, stride, padding, outputPadding, groups, dilation)
    return result.permute(0, 2, 3, 1)


def attention(a, b, c, *mask, causal):
    public = getattr(functional, "scaled_dot_product_attention", None)
    if public is not None:
        only(not (mask and causal), "scaled_dot_product_attention takes a mask or is causal")
        return public(a, b, c, *mask, is_causal=causal)
    only(not mask, "_scaled_dot_product_attention takes masks of booleans alone")
    return functional._scaled_dot_product_attention(a, b, c, None, 0.0, False, causal)[0]


def pool(name):
    def pooled(a, kernel, stride):
        only(a.shape[3], f"{name} wants a channel")
        return getattr(functional, name)(a.permute(0, 3, 1, 2), kernel, stride).permute(0, 2, 3, 1)

    return pooled


def indices_of(data, shape):
    return torch.tensor(data, dtype=torch.int64).reshape(shape)


def where(a, b, condition):
    shape = torch.broadcast_shapes(a.shape, b.shape)
    return torch.where(torch.tensor(condition, dtype=torch.bool).reshape(shape), a, b)


OPS = {
    "add": torch.add,
    "subtract": torch.sub,
    "multiply": torch.mul,
    "divide": torch.div,
    "power": torch.pow,
    "maximum": torch.maximum,
    "minimum": torch.minimum,
    "add_scalar": lambda a, scalar: a + scalar,
    "mul_scalar": lambda a, scalar: a * scalar,
    "divide_scalar": lambda a, scalar: a / scalar,
    "power_scalar": lambda a, scalar: a**scalar,
    "negate": torch.neg,
    "exp": torch.exp,
    "log": torch.log,
    "sqrt": torch.sqrt,
    "sin": torch.sin,
    "cos": torch.cos,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "relu": torch.relu,
    "abs": torch.abs,
    "detach": lambda a: a.detach(),
    "transpose": lambda a, axes: a.transpose(*(axes or (-2, -1))),
    "permute": lambda a, axes: a.permute(axes),
    "reshape": lambda a, shape: a.reshape(shape),
    "broadcast_to": lambda a, shape: a.broadcast_to(shape),
    "summation": reduction(torch.sum),
    "mean": reduction(torch.mean),
    "logsumexp": reduction(torch.logsumexp),
    "softmax": over_axes(torch.softmax),
    "logsoftmax": over_axes(torch.log_softmax),
    "matmul": torch.matmul,
    "where": where,
    "clip": lambda a, min, max: torch.clamp(a, min, max),
    # Its own threshold, above which it returns its operand, is 20: too low for float64.
    "softplus": lambda a: functional.softplus(a, threshold=40),
    "logaddexp": torch.logaddexp,
    "gelu": lambda a, approximate: functional.gelu(a, approximate=approximate),
    "silu": functional.silu,
    "hardswish": functional.hardswish,
    "erf": torch.erf,
    "expm1": torch.expm1,
    "log1p": torch.log1p,
    "atan2": torch.atan2,
    "max": reduction(torch.amax),
    "min": reduction(torch.amin),
    "var": spread(torch.var),
    "cumsum": lambda a, axis: a.cumsum(axis),
    "std": spread(torch.std),
    "norm": reduction(lambda a, named, keep: torch.linalg.vector_norm(a, 2, named, keep)),
    "prod": prod_over,
    "cumprod": lambda a, axis: a.cumprod(axis),
    "sort": lambda a, axis, descending: a.sort(dim=axis, descending=descending, stable=True).values,
    "dropout": lambda a, p, mask: a * (torch.tensor(mask, dtype=a.dtype).reshape(a.shape) / (1 - p)),
    "cross_entropy": lambda a, labels: functional.cross_entropy(a, indices_of(labels, [len(labels)])),
    "mse_loss": lambda a, b: functional.mse_loss(*torch.broadcast_tensors(a, b)),
    "layer_norm": layer_norm,
    "batch_norm": batch_norm,
    "affine_layer_norm": affine_layer_norm,
    "affine_batch_norm": affine_batch_norm,
    "group_norm": group_norm,
    "stack": lambda *all, axis: torch.stack(all, axis),
    "concat": lambda *all, axis: torch.cat(all, axis),
    "split": lambda a, axis, index: a.unbind(axis)[index],
    "flip": lambda a, axes: a.flip(axes_of(a, axes)),
    "dilate": dilate,
    "undilate": undilate,
    "pad": pad,
    "slice": slices,
    "squeeze": squeeze,
    "unsqueeze": unsqueeze,
    "expand": lambda a, shape: a.expand(shape),
    "gather": lambda a, axis, index, indexShape: a.gather(axis, indices_of(index, indexShape)),
    "embedding": embedding,
    "scatter_add": lambda a, b, axis, index: a.scatter_add(axis, indices_of(index, b.shape), b),
    "index_put": lambda a, b, indices: a.index_put((indices_of(indices, [len(indices)]),), b),
    "einsum": lambda *all, equation: torch.einsum(equation, *all),
    "conv": conv,
    "attention": attention,
    "conv_general": conv_general,
    "conv_transpose": conv_transpose,
    "avg_pool": pool("avg_pool2d"),
    "max_pool": pool("max_pool2d"),
}
