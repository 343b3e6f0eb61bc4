"""What stands around kernels: views, which copy nothing, and sums and products, which the tape rounds like any kernel's."""

import numpy as np

from kernels import Kernel, sum_to


def view(look, undo):
    """`undo(cotangent, shape of the operand, **attributes)` gives the gradient."""
    return Kernel(
        lambda a, **attributes: ([look(a, **attributes)], (a.shape, attributes)),
        lambda saved, _, dy: [undo(dy, saved[0], **saved[1])],
    )


def swapped(a, axes):
    return a.swapaxes(*(axes or (-2, -1)))


def back(axes):
    return np.argsort([axis % len(axes) for axis in axes])


def cut(starts, stops, steps):
    return tuple(slice(*each) for each in zip(starts, stops, steps))


def uncut(dy, shape, **bounds):
    whole = np.zeros(shape, np.float32)
    whole[cut(**bounds)] = dy
    return whole


def flipped(a, axes):
    return np.flip(a, axes if axes is None or isinstance(axes, int) else tuple(axes))


def nothing(*_):
    return [None]


VIEWS = {
    "transpose": view(swapped, lambda dy, _, axes: swapped(dy, axes)),
    "permute": view(lambda a, axes: a.transpose(axes), lambda dy, _, axes: dy.transpose(back(axes))),
    "reshape": view(lambda a, shape: a.reshape(shape), lambda dy, old, shape: dy.reshape(old)),
    "flip": view(flipped, lambda dy, _, axes: flipped(dy, axes)),
    "slice": view(lambda a, **bounds: a[cut(**bounds)], uncut),
    "detach": Kernel(lambda a: ([a], None), nothing),
}

# Beside them, with arithmetic of their own.
PLAIN = {
    "broadcast_to": Kernel(
        lambda a, shape: ([np.broadcast_to(a, shape)], a.shape), lambda saved, _, dy: [sum_to(dy, saved)]
    ),
    "add": Kernel(
        lambda a, b: ([a + b], (a.shape, b.shape)), lambda saved, _, dy: [sum_to(dy, each) for each in saved]
    ),
    "multiply": Kernel(
        lambda a, b: ([a * b], (a, b)),
        lambda saved, _, dy: [sum_to(dy * saved[1], saved[0].shape), sum_to(dy * saved[0], saved[1].shape)],
    ),
    "negate": Kernel(lambda a: ([-a], None), lambda _, __, dy: [-dy]),
    "add_scalar": Kernel(lambda a, scalar: ([a + np.float32(scalar)], None), lambda _, __, dy: [dy]),
    "mul_scalar": Kernel(
        lambda a, scalar: ([a * np.float32(scalar)], scalar), lambda scalar, _, dy: [dy * np.float32(scalar)]
    ),
}
