"""The scalars of minitorch's module 1, in arrays: `backproof oracle -- python3 adapters/python/minitorch_scalar_adapter.py CHECKOUT`"""

import os
import sys

# First, so that a module that is missing is told in a sentence.
from backproof_adapter import Array, serve, transform

import numpy

from numpy_ops import table

sys.path.insert(0, sys.argv[1])
from minitorch import Scalar
from minitorch.scalar import ScalarFunction

# Some walk the graph by recursion, and Python's own limit ends that after a thousand steps.
sys.setrecursionlimit(20000)

scalars = lambda values: numpy.asarray(values, dtype=object)
NAMES = ["add", "subtract", "multiply", "divide", "add_scalar", "mul_scalar", "divide_scalar", "negate"]
NAMES += ["transpose", "permute", "reshape", "broadcast_to", "summation", "matmul"]
each = lambda name: numpy.vectorize(lambda value: getattr(value, name)(), otypes=[object])
OPS = {**{name: table(numpy)[name] for name in NAMES}, **{name: each(name) for name in ["exp", "log", "sigmoid", "relu"]}}


class Join(ScalarFunction):
    """What all outputs lead to, and what hands each its own cotangent."""

    out_grads = ()

    @staticmethod
    def forward(ctx, *outputs):
        return 0.0

    @classmethod
    def backward(cls, ctx, d_output):
        return Join.out_grads


def leaf(array):
    return scalars([Scalar(float(entry)) for entry in array.data]).reshape(array.shape)


def array(values):
    entries = scalars(values)
    return Array("float64", entries.shape, [float(getattr(entry, "data", entry)) for entry in entries.reshape(-1)])


def vjp(function, inputs, out_grads):
    leaves = [leaf(array(x)) for x in inputs]
    outputs = [entry for output in function(leaves) for entry in scalars(output).reshape(-1)]
    Join.out_grads = tuple(entry for out_grad in out_grads for entry in array(out_grad).data)
    if outputs:
        Join.apply(*outputs).backward()
    gradients = [[Scalar(float(entry.derivative or 0.0)) for entry in x.reshape(-1)] for x in leaves]
    return [scalars(gradient).reshape(x.shape) for gradient, x in zip(gradients, leaves)]


serve(
    {
        "implementation": {
            "name": "minitorch's scalars",
            "version": os.path.basename(os.path.abspath(sys.argv[1])),
            "language": "Python",
            "homepage": "https://minitorch.github.io",
        },
        "ops": list(OPS),
        "dtypes": ["float64"],
        "modes": ["eager"],
        "maxOrder": 1,
        "broadcasts": True,
        "limits": ["empty"],
        "pipeline": 16,
    },
    lambda case: transform(case, OPS, leaf, array, vjp),
)
