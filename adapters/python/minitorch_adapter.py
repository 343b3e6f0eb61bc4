"""minitorch, as checkouts of its modules 2 to 4 have it, on its simple backend; `fast` takes that of module 3.

backproof oracle -- python3 adapters/python/minitorch_adapter.py CHECKOUT [fast]

With NUMBA_DISABLE_JIT=1 nobody waits for numba.
"""

import os
import sys

from backproof_adapter import Array, only, serve, transform

sys.path.insert(0, sys.argv[1])
import minitorch
from minitorch import Function, Tensor
from minitorch.tensor_ops import SimpleOps

if not hasattr(minitorch, "TensorBackend"):
    sys.exit("This edition of minitorch has no TensorBackend, which its later ones have: it cannot be run here.")
from minitorch import TensorBackend

FAST = sys.argv[2:] == ["fast"]
if FAST:
    from minitorch import FastOps
BACKEND = TensorBackend(FastOps if FAST else SimpleOps)


def axes_of(a, axes):
    rank = len(a.shape)
    return [axis % rank for axis in (range(rank) if axes is None else [axes] if isinstance(axes, int) else axes)]


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
    order = list(range(len(a.shape)))
    first, second = axes_of(a, axes or [-2, -1])
    order[first], order[second] = order[second], order[first]
    return a.permute(*order)


def chosen(images, rows, columns):
    """Of each image these rows and these columns, zeros where there is none: a product with two matrices of ones and zeros."""

    def matrix(picks, size):
        entries = [1.0 if pick == at else 0.0 for pick in picks for at in range(size)]
        return leaf(Array("float64", (1, 1, len(picks), size), entries))

    only(rows and columns, "there are no empty arrays")
    kept = matrix(rows, images.shape[2]) @ images
    return kept @ matrix(columns, images.shape[3]).permute(0, 1, 3, 2)


def conv(a, b, stride, padding):
    """minitorch's windows begin at every entry, also at those where they reach beyond the image."""
    images, weight = a.permute(0, 3, 1, 2), b.permute(3, 2, 0, 1)
    if padding:
        images = chosen(images, *(range(-padding, size + padding) for size in images.shape[2:]))
    windows = [range(0, size - kernel + 1, stride) for size, kernel in zip(images.shape[2:], weight.shape[2:])]
    whole = minitorch.conv2d(images.contiguous(), weight.contiguous())
    return chosen(whole, *windows).permute(0, 2, 3, 1)


def pool(name):
    """minitorch's windows lie side by side: the entries of each are put there first."""

    def on(a, kernel, stride):
        images = a.permute(0, 3, 1, 2)
        entries = lambda size: [at + k for at in range(0, size - kernel + 1, stride) for k in range(kernel)]
        tiled = chosen(images, *(entries(size) for size in images.shape[2:]))
        return getattr(minitorch, name)(tiled.contiguous(), (kernel, kernel)).permute(0, 2, 3, 1)

    return on


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
}
if FAST:
    OPS["matmul"] = lambda a, b: a @ b
# What module 4 adds, where it is.
LATER = {
    "max": ("max", reduction(lambda a, axis: minitorch.max(a, axis))),
    "softmax": ("softmax", along(lambda a, axis: minitorch.softmax(a, axis))),
    "logsoftmax": ("logsoftmax", along(lambda a, axis: minitorch.logsoftmax(a, axis))),
}
IMAGES = {"conv": ("conv2d", conv), "avg_pool": ("avgpool2d", pool("avgpool2d")), "max_pool": ("maxpool2d", pool("maxpool2d"))}
OPS.update({op: on for op, (name, on) in {**LATER, **(IMAGES if FAST else {})}.items() if hasattr(minitorch, name)})


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
        # Their loops are in Python where numba does not compile them.
        "opLimits": {name: {"mostEntries": 200} for name in IMAGES if name in OPS},
        "dtypes": ["float64"],
        "modes": ["eager"],
        "maxOrder": 1,
        "broadcasts": True,
        "limits": ["zero-d", "empty"],
        # Elsewhere they take any one axis, and no other cases are drawn for that.
        "rowsOnly": [name for name in ("softmax", "logsoftmax") if name in OPS],
        "pipeline": 16,
    },
    lambda case: transform(case, OPS, leaf, array, vjp),
)
