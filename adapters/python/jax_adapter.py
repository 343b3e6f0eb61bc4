"""JAX, eager and compiled by jax.jit. `backproof oracle -- python3 adapters/python/jax_adapter.py [FILE.py…]`, with jax installed.

The files have the custom_vjp and custom_jvp functions that a graph of `--model` holds."""

import sys

# First, so that a module that is missing is told in a sentence.
from backproof_adapter import Array, only, serve, transform

import jax
import numpy
from jax import lax, nn
from jax import numpy as np

from jax_nodes import Node
from nodes import load
from numpy_ops import axis_of, table

jax.config.update("jax_enable_x64", True)
jax.config.update("jax_platforms", "cpu")


def gather(a, axis, index, indexShape):
    along = axis % a.ndim
    only(
        all(size == a.shape[other] for other, size in enumerate(indexShape) if other != along),
        "take_along_axis takes an index as long as the array",
    )
    return np.take_along_axis(a, numpy.array(index, dtype=int).reshape(indexShape), axis)


def expand(a, shape):
    added = len(shape) - a.ndim
    return np.broadcast_to(a, [a.shape[axis - added] if size == -1 else size for axis, size in enumerate(shape)])


def padded(a, axes, dilation):
    named = {axis % a.ndim for axis in (range(a.ndim) if axes is None else numpy.atleast_1d(axes).astype(int).tolist())}
    return [dilation if axis in named else 0 for axis in range(a.ndim)]


def conv(a, b, stride, padding):
    sides = [(padding, padding)] * 2
    return lax.conv_general_dilated(a, b, (stride, stride), sides, dimension_numbers=("NHWC", "HWIO", "NHWC"))


def avg_pool(a, kernel, stride):
    sums = lax.reduce_window(a, numpy.zeros((), a.dtype), lax.add, (1, kernel, kernel, 1), (1, stride, stride, 1), "VALID")
    return sums / kernel**2


def softmaxed(normalize):
    def on(a, axes):
        only(axes != [], "softmax takes one axis at least")
        return normalize(a, axis=axis_of(axes))

    return on


OPS = {
    **table(np),
    "sigmoid": nn.sigmoid,
    "relu": nn.relu,
    "softplus": nn.softplus,
    "silu": nn.silu,
    "hardswish": nn.hard_swish,
    "erf": lax.erf,
    "gelu": lambda a, approximate: nn.gelu(a, approximate=approximate == "tanh"),
    "sort": lambda a, axis, descending: np.sort(a, axis, descending=descending),
    "cumprod": lambda a, axis: np.cumprod(a, axis),
    "layer_norm": lambda a, axes, eps: nn.standardize(a, axis=axis_of(axes), epsilon=eps),
    "detach": lax.stop_gradient,
    "logsumexp": lambda a, axes, keepdims: nn.logsumexp(a, axis_of(axes), keepdims=keepdims),
    "softmax": softmaxed(nn.softmax),
    "logsoftmax": softmaxed(nn.log_softmax),
    "flip": lambda a, axes: np.flip(a, axis_of(axes)),
    "dilate": lambda a, axes, dilation: lax.pad(
        a, numpy.zeros((), a.dtype), [(0, zeros if a.shape[axis] else 0, zeros) for axis, zeros in enumerate(padded(a, axes, dilation))]
    ),
    "undilate": lambda a, axes, dilation: a[tuple(slice(None, None, zeros + 1) for zeros in padded(a, axes, dilation))],
    "unsqueeze": lambda a, axes: np.expand_dims(a, tuple(axes)),
    "expand": expand,
    "gather": gather,
    "conv": conv,
    "avg_pool": avg_pool,
}


def leaf(array):
    return np.array(array.data, dtype=array.dtype).reshape(array.shape)


def array(value):
    return Array(str(value.dtype), value.shape, numpy.asarray(value).reshape(-1).tolist())


def vjp(function, inputs, out_grads):
    _, backward = jax.vjp(function, inputs)
    return backward(out_grads)[0]


def jvp(function, inputs, tangents):
    return jax.jvp(function, (inputs,), (tangents,))


def vjp_batched(function, inputs, out_grads):
    _, backward = jax.vjp(function, inputs)
    return jax.vmap(lambda each: backward(each)[0])(out_grads)


MODES = {"eager": lambda function: function, "jit": jax.jit}

for file in sys.argv[1:]:
    load(file)

serve(
    {
        "implementation": {"name": "JAX", "version": jax.__version__, "language": "Python", "homepage": "https://docs.jax.dev"},
        "ops": list(OPS),
        "nodes": ["jaxpr"],
        "dtypes": ["float64", "float32"],
        "modes": list(MODES),
        "maxOrder": 2,
        "broadcasts": True,
        "jvp": True,
        "batched": True,
        "pipeline": 16,
    },
    lambda case: transform(case, OPS, leaf, array, vjp, MODES[case.mode], jvp, vjp_batched),
    Node,
)
