"""micrograd: arrays of its scalars. `backproof oracle -- python3 adapters/python/micrograd_adapter.py CHECKOUT`"""

import os
import sys

# First, so that a module that is missing is told in a sentence.
from backproof_adapter import Array, serve, transform

import numpy

from numpy_ops import table

sys.path.insert(0, sys.argv[1])
from micrograd.engine import Value

# It walks the graph by recursion, and Python's own limit ends that after a thousand steps.
sys.setrecursionlimit(20000)

scalars = lambda values: numpy.asarray(values, dtype=object)
relu = numpy.vectorize(lambda value: value.relu(), otypes=[object])
# numpy.mean would divide by an integer of NumPy's, which micrograd does not know.
NAMES = ["add", "subtract", "multiply", "divide", "add_scalar", "mul_scalar", "divide_scalar", "power_scalar", "negate"]
NAMES += ["where", "transpose", "permute", "reshape", "broadcast_to", "summation", "matmul", "stack", "concat", "split"]
NAMES += ["slice", "squeeze", "embedding"]
OPS = {**{name: table(numpy)[name] for name in NAMES}, "relu": relu}


def arrays_of(on):
    """NumPy returns the entry itself, no array, where the result has no axis."""
    return lambda *all, **attributes: filled(scalars(on(*all, **attributes)))


def filled(a):
    """NumPy sums no entries up to the number 0, which is no Value."""
    return scalars([each if isinstance(each, Value) else Value(float(each)) for each in a.reshape(-1)]).reshape(a.shape)


def leaf(array):
    return filled(numpy.array(array.data).reshape(array.shape))


def array(values):
    return Array("float64", values.shape, [float(value.data) for value in filled(values).reshape(-1)])


def vjp(function, inputs, out_grads):
    """Backwards from one Value that all outputs lead to, and that hands each its own cotangent."""
    leaves = [leaf(array(x)) for x in inputs]
    pairs = [
        pair for out, out_grad in zip(function(leaves), out_grads) for pair in zip(filled(out).flat, out_grad.flat)
    ]
    root = Value(0.0, [out for out, _ in pairs])

    def backward():
        for out, out_grad in pairs:
            out.grad += out_grad.data

    root._backward = backward
    root.backward()
    gradients = [[Value(float(value.grad)) for value in x.flat] for x in leaves]
    return [scalars(gradient).reshape(x.shape) for gradient, x in zip(gradients, leaves)]


serve(
    {
        "implementation": {
            "name": "micrograd",
            "version": os.path.basename(os.path.abspath(sys.argv[1])),
            "language": "Python",
            "homepage": "https://github.com/karpathy/micrograd",
        },
        "ops": list(OPS),
        "dtypes": ["float64"],
        "modes": ["eager"],
        "maxOrder": 1,
        "broadcasts": True,
        "pipeline": 16,
    },
    lambda case: transform(case, {name: arrays_of(on) for name, on in OPS.items()}, leaf, array, vjp),
)
