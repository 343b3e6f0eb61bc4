"""needle, as homework checkouts of the Deep Learning Systems course have it, on NumPy.

backproof oracle -- python3 adapters/python/needle_adapter.py CHECKOUT
"""

import os
import sys

import numpy

from backproof_adapter import Array, Unsupported, serve, transform

os.environ.setdefault("NEEDLE_BACKEND", "np")
sys.path.insert(0, os.path.join(sys.argv[1], "python"))
import needle
from needle.autograd import Tensor, TensorOp


def only(holds, why):
    if not holds:
        raise Unsupported(why)


def axis_of(axes):
    return tuple(axes) if isinstance(axes, list) else axes


def reduction(name):
    def reduce(a, axes, keepdims):
        only(not keepdims, f"{name} drops the axes")
        return getattr(needle, name)(a, axis_of(axes))

    return reduce


def logsoftmax(a, axes):
    only(len(a.shape) == 2 and axes in (1, -1, [1], [-1]), "logsoftmax takes the last axis of two")
    return needle.logsoftmax(a)


def plain(name):
    """needle's functions have our attributes, in our order."""
    return lambda *all, **attributes: getattr(needle, name)(*all, *(axis_of(each) for each in attributes.values()))


NAMES = ["add", "multiply", "divide", "add_scalar", "mul_scalar", "divide_scalar", "power_scalar", "negate"]
NAMES += ["exp", "log", "sqrt", "tanh", "sigmoid", "relu", "transpose", "permute", "reshape", "broadcast_to", "matmul"]
NAMES += ["flip", "dilate", "undilate"]
TABLE = {
    **{name: plain(name) for name in NAMES if hasattr(needle, name)},
    "subtract": lambda a, b: a - b,
    "summation": reduction("summation"),
    "logsumexp": reduction("logsumexp"),
    "logsoftmax": logsoftmax,
    "stack": lambda *all, axis: needle.stack(list(all), axis),
    "split": lambda a, axis, index: needle.split(a, axis)[index],
    "conv": lambda a, b, stride, padding: needle.conv(a, b, stride=stride, padding=padding),
}
OPS = {name: on for name, on in TABLE.items() if name == "subtract" or hasattr(needle, name)}


class Join(TensorOp):
    """One tensor that all outputs lead to, and that hands each its own cotangent."""

    def __init__(self, out_grads):
        self.out_grads = out_grads

    def compute(self, *outputs):
        return numpy.zeros((1,), dtype="float32")

    def gradient(self, out_grad, node):
        return tuple(self.out_grads)


def leaf(array):
    return Tensor(numpy.array(array.data).reshape(array.shape), dtype=array.dtype, requires_grad=True)


def array(tensor):
    entries = tensor.numpy()
    return Array(str(entries.dtype), entries.shape, entries.reshape(-1).tolist())


def vjp(function, inputs, out_grads):
    root = Join(out_grads)(*function(inputs))
    for x in inputs:
        x.grad = None
    root.backward()
    return [Tensor(numpy.zeros(x.shape), dtype=x.dtype) if x.grad is None else x.grad for x in inputs]


serve(
    {
        "implementation": {
            "name": "needle",
            "version": os.path.basename(os.path.abspath(sys.argv[1])),
            "language": "Python",
            "homepage": "https://dlsyscourse.org",
        },
        "ops": list(OPS),
        "dtypes": ["float32"],
        "modes": ["eager"],
        "maxOrder": 2,
        "broadcasts": False,
        "batchBroadcasts": True,
        # NumPy makes float64 of what has no axis, and needle drops the axes that it sums over.
        "limits": ["zero-d", "keepdims"],
        "rowsOnly": ["logsoftmax"],
        "pipeline": 16,
    },
    lambda case: transform(case, OPS, leaf, array, vjp),
)
