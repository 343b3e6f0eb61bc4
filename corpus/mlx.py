"""MLX"""

import numpy as np

from corpus import bug


@bug(
    issue="ml-explore/mlx#3668",
    says="The gradient of the maximum of a length and a small number is NaN where the length is zero: zero times 0/0",
    inputs=[{"shape": ["n", 2]}],
    case=dict(x=[[0, 0], [3, 4]], cotangent=[1, 1]),
)
class LengthAtLeast:
    """The small number is 1/4 here."""

    def value(x):
        return np.maximum(np.sqrt((x * x).sum(axis=1)), 0.25)

    def wrong(x, y_bar):
        length = np.sqrt((x * x).sum(axis=1))
        return (np.where(length > 0.25, y_bar, 0) / length)[:, None] * x

    def right(x, y_bar):
        return np.where(x.any(axis=1, keepdims=True), LengthAtLeast.wrong(x, y_bar), 0)


@bug(
    issue="ml-explore/mlx#1428",
    says="The gradient of topk goes to the ranks of the entries, not to their places: the permutation is the inverse one",
    inputs=[{"shape": [5]}],
    case=dict(x=[9, 5, 6, 7, 8], cotangent=[1, 2]),
)
class LargestTwo:
    def value(x):
        return np.sort(x)[3:]

    def wrong(x, y_bar):
        x_bar = np.zeros(5)
        x_bar[np.argsort(np.argsort(x))[3:]] = y_bar
        return x_bar

    def right(x, y_bar):
        x_bar = np.zeros(5)
        x_bar[np.argsort(x)[3:]] = y_bar
        return x_bar
