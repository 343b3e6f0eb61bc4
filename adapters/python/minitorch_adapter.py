"""minitorch, as checkouts of its modules have it, on its simple backend.

backproof oracle -- python3 adapters/python/minitorch_adapter.py CHECKOUT
"""

import os
import sys

from backproof_adapter import Array, Unsupported, serve, transform

sys.path.insert(0, sys.argv[1])
import minitorch
from minitorch import Function, Tensor, TensorBackend
from minitorch.tensor_ops import SimpleOps

BACKEND = TensorBackend(SimpleOps)


def only(holds, why):
    if not holds:
        raise Unsupported(why)


def axes_of(a, axes):
    return [axis % a.dims for axis in (range(a.dims) if axes is None else [axes] if isinstance(axes, int) else axes)]


def view(a, shape):
    only(shape, "there are no scalars")
    return a.contiguous().view(*shape)


def reduction(reduce):
    """minitorch takes one axis, and leaves it at size 1."""

    def on(a, axes, keepdims):
        named = axes_of(a, axes)
        reduced = a
        for axis in named:
            reduced = reduce(reduced, axis)
        return reduced if keepdims else view(reduced, [size for axis, size in enumerate(a.shape) if axis not in named])

    return on


def along(normalize):
    def on(a, axes):
        named = axes_of(a, axes)
        only(len(named) == 1, "it takes one axis")
        return normalize(a, named[0])

    return on


def transpose(a, axes):
    order = list(range(a.dims))
    first, second = axes_of(a, axes or [-2, -1])
    order[first], order[second] = order[second], order[first]
    return a.permute(*order)


OPS = {
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "divide": lambda a, b: a / b,
    "add_scalar": lambda a, scalar: a + scalar,
    "mul_scalar": lambda a, scalar: a * scalar,
    "divide_scalar": lambda a, scalar: a / scalar,
    "negate": lambda a: -a,
    "exp": lambda a: a.exp(),
    "log": lambda a: a.log(),
    "sigmoid": lambda a: a.sigmoid(),
    "relu": lambda a: a.relu(),
    "transpose": transpose,
    "permute": lambda a, axes: a.permute(*axes_of(a, axes)),
    "reshape": lambda a, shape: view(a, shape),
    "summation": reduction(lambda a, axis: a.sum(axis)),
    "mean": reduction(lambda a, axis: a.mean(axis)),
    "max": reduction(minitorch.max),
    "softmax": along(minitorch.softmax),
    "logsoftmax": along(minitorch.logsoftmax),
}


def leaf(array):
    return Tensor.make(array.data, tuple(array.shape), backend=BACKEND)


def array(tensor):
    entries = tensor.to_numpy()
    return Array("float64", tuple(entries.shape), entries.reshape(-1).tolist())


def vjp(function, inputs, out_grads):
    class Join(Function):
        """One tensor that all outputs lead to, and that hands each its own cotangent."""

        @staticmethod
        def forward(ctx, *outputs):
            return leaf(Array("float64", (1,), [0.0]))

        @staticmethod
        def backward(ctx, out_grad):
            return tuple(out_grads)

    leaves = [leaf(array(x)) for x in inputs]
    for x in leaves:
        x.requires_grad_(True)
    Join.apply(*function(leaves)).backward()
    return [x.zeros() if x.grad is None else x.grad for x in leaves]


serve(
    {
        "implementation": {
            "name": "minitorch",
            "version": os.path.basename(os.path.abspath(sys.argv[1])),
            "language": "Python",
            "homepage": "https://minitorch.github.io",
        },
        "ops": list(OPS),
        "dtypes": ["float64"],
        "modes": ["eager"],
        "maxOrder": 1,
        "broadcasts": True,
        "limits": ["zero-d", "empty"],
        "pipeline": 16,
    },
    lambda case: transform(case, OPS, leaf, array, vjp),
)
