"""A small engine on NumPy arrays: a tensor knows how to turn its adjoint into those of what it is made of."""

import numpy as np


class Tensor:
    def __init__(self, data, parents=(), vjp=None):
        self.data, self.parents, self.vjp = np.asarray(data, dtype=np.float64), parents, vjp


def unbroadcast(adjoint, shape):
    """The sum over the axes along which an operand of this shape was repeated."""
    extra = adjoint.ndim - len(shape)
    axes = tuple(range(extra)) + tuple(extra + i for i, size in enumerate(shape) if size == 1)
    return adjoint.sum(axis=axes, keepdims=True).reshape(shape)


def add(a, b):
    return Tensor(a.data + b.data, (a, b), lambda g: (unbroadcast(g, a.data.shape), unbroadcast(g, b.data.shape)))


def multiply(a, b):
    return Tensor(
        a.data * b.data,
        (a, b),
        # The mistake: the adjoint of an operand that was repeated is not summed.
        lambda g: (g * b.data, g * a.data),
    )


def exp(a):
    value = np.exp(a.data)
    return Tensor(value, (a,), lambda g: (g * value,))


def grad(outputs, inputs, out_grads):
    """One gradient per input: the sum of what all uses send back."""
    order, seen = [], set()

    def visit(tensor):
        if id(tensor) not in seen:
            seen.add(id(tensor))
            for parent in tensor.parents:
                visit(parent)
            order.append(tensor)

    for output in outputs:
        visit(output)
    adjoints = {}
    for output, out_grad in zip(outputs, out_grads):
        adjoints[id(output)] = adjoints.get(id(output), 0) + out_grad
    for tensor in reversed(order):
        if tensor.parents:
            for parent, sent in zip(tensor.parents, tensor.vjp(adjoints[id(tensor)])):
                adjoints[id(parent)] = adjoints.get(id(parent), 0) + sent
    return [Tensor(adjoints.get(id(tensor), np.zeros_like(tensor.data))) for tensor in inputs]
