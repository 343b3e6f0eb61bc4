"""Zygote"""

import numpy as np

from corpus import bug


@bug(
    issue="FluxML/Zygote.jl#1602",
    says="Where a broadcast function asks whether its index is 1, the gradient goes to the other branch",
    inputs=[{"shape": []}, {"shape": []}],
    case=dict(a=0.2, d=0.5, cotangent=[1, 1, 1]),
)
class BranchOnIndex:
    def value(a, d):
        return np.array([a, d, d])

    def wrong(a, d, y_bar):
        return np.asarray(0.0), y_bar[1:].sum()

    def right(a, d, y_bar):
        return np.asarray(y_bar[0]), y_bar[1:].sum()


@bug(
    issue="FluxML/Zygote.jl#988",
    says="The gradient of prod along an axis divides by the entries, and is not that of a product with a zero",
    inputs=[{"shape": ["n", "m"]}],
    case=dict(x=[[1.2, 0], [2, 3]], cotangent=[1, -1]),
)
class ProductAlongAxis:
    def value(x):
        return x.prod(axis=1)

    def wrong(x, y_bar):
        return (y_bar * x.prod(axis=1))[:, None] / x

    def right(x, y_bar):
        others = [np.delete(x, k, axis=1).prod(axis=1) for k in range(x.shape[1])]
        return y_bar[:, None] * np.stack(others, axis=1)
