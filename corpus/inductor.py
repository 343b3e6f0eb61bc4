"""torch.compile"""

import numpy as np

from corpus import bug


@bug(
    issue="pytorch/pytorch#180772",
    says="The gradient of slice_scatter by the array that is written into is zero, also where nothing is written",
    inputs=[{"shape": [5]}, {"shape": [2]}],
    case=dict(x=[1, 2, 3, 4, 5], source=[10, 20], cotangent=1),
)
class SliceScatterIntoZeros:
    def value(x, source):
        return np.concatenate([source, x[2:]]).sum()

    def wrong(x, source, y_bar):
        return np.zeros(5), np.full(2, y_bar)

    def right(x, source, y_bar):
        return y_bar * np.array([0, 0, 1, 1, 1]), np.full(2, y_bar)


@bug(
    issue="pytorch/pytorch#183898",
    says="The gradient of slice_scatter by the array that is written into passes all, also where it is written over",
    inputs=[{"shape": [6]}, {"shape": [3]}],
    case=dict(x=[2, 4, 6, 8, 10, 12], source=[30, 40, 50], cotangent=1),
)
class SliceScatterPasses:
    def value(x, source):
        return np.concatenate([x[:1], source, x[4:]]).sum()

    def wrong(x, source, y_bar):
        return np.full(6, y_bar), np.full(3, y_bar)

    def right(x, source, y_bar):
        return y_bar * np.array([1, 0, 0, 0, 1, 1]), np.full(3, y_bar)


@bug(
    issue="pytorch/pytorch#183602",
    says="The gradient of diagonal_scatter by the matrix is zero, also beside the diagonal",
    inputs=[{"shape": ["n", "n"]}, {"shape": ["n"]}],
    case=dict(x=[[1, 2], [3, 4]], source=[5, 6], cotangent=1),
)
class DiagonalScatter:
    def value(x, source):
        return (x * (1 - np.eye(len(x))) + np.diag(source)).sum()

    def wrong(x, source, y_bar):
        return np.zeros_like(x), np.full_like(source, y_bar)

    def right(x, source, y_bar):
        return y_bar * (1 - np.eye(len(x))), np.full_like(source, y_bar)


@bug(
    issue="pytorch/pytorch#174016",
    says="The gradient of cumprod is zero at entries that are zero",
    inputs=[{"shape": ["n", "m"]}],
    case=dict(x=[[2, 3], [0, 4], [5, 6]], cotangent=[[1, 2], [3, -1], [2, 1]]),
)
class CumulativeProductOfZero:
    """Along the first axis."""

    def value(x):
        return np.cumprod(x, axis=0)

    def wrong(x, y_bar):
        return np.where(x == 0, 0, CumulativeProductOfZero.right(x, y_bar))

    def right(x, y_bar):
        before = np.concatenate([np.ones_like(x[:1]), np.cumprod(x, axis=0)[:-1]])
        after = np.array(y_bar)
        for k in range(len(x) - 2, -1, -1):
            after[k] += x[k + 1] * after[k + 1]
        return before * after
