"""Warp"""

import numpy as np

from corpus import bug


@bug(
    issue="NVIDIA/warp#168",
    says="The backward pass of matmul overwrites the gradient of a matrix that is used elsewhere, too",
    inputs=[{"shape": ["n", "n"]}, {"shape": ["n", "n"]}],
    case=dict(a=[[1, 2], [3, 4]], b=[[0, 1], [2, 1]], cotangent=[[1, 2], [3, -1]]),
)
class MatrixUsedTwice:
    def value(a, b):
        return a @ b + a

    def wrong(a, b, y_bar):
        return y_bar @ b.T, a.T @ y_bar

    def right(a, b, y_bar):
        return y_bar @ b.T + y_bar, a.T @ y_bar


@bug(
    issue="NVIDIA/warp#1466",
    says="The adjoint of sign on vectors is that of abs",
    inputs=[{"shape": [3], "domain": "nonzero"}],
    case=dict(x=[1, -2, 0.5], cotangent=[1, 2, 3]),
)
class SignOfVector:
    def value(x):
        return np.sign(x)

    def wrong(x, y_bar):
        return y_bar * np.sign(x)

    def right(x, y_bar):
        return np.zeros_like(x)


@bug(
    issue="NVIDIA/warp#1697",
    says="Each write to a component that adds to it counts the later ones twice",
    inputs=[{"shape": ["n"]}],
    case=dict(x=[1, 2, 3], cotangent=1),
)
class ComponentAddsUp:
    def value(x):
        component = 0.0
        for each in x:
            component = component + each
        return component

    def wrong(x, y_bar):
        return y_bar * 2.0 ** np.arange(len(x))[::-1]

    def right(x, y_bar):
        return np.full_like(x, y_bar)


@bug(
    issue="NVIDIA/warp#1552",
    says="After continue in a loop, every maximum is taken to have come from the last turn of the loop",
    inputs=[{"shape": ["n"]}],
    case=dict(x=[1, -1, 2], cotangent=[1, 1, 1]),
)
class MaximumOfLoop:
    factors = np.array([1, -2, 0.5])

    def value(x):
        return (x[:, None] * MaximumOfLoop.factors).max(axis=1)

    def wrong(x, y_bar):
        return y_bar * MaximumOfLoop.factors[-1]

    def right(x, y_bar):
        return y_bar * MaximumOfLoop.factors[(x[:, None] * MaximumOfLoop.factors).argmax(axis=1)]


@bug(
    issue="NVIDIA/warp#1350",
    says="The backward pass reads an input that was overwritten after the forward pass, with 7 here",
    inputs=[{"shape": ["n"]}],
    case=dict(x=[3, 1], cotangent=[1, 1]),
)
class OverwrittenAfterwards:
    def value(x):
        return x * x

    def wrong(x, y_bar):
        return 2 * np.full_like(x, 7) * y_bar

    def right(x, y_bar):
        return 2 * x * y_bar
