"""Chainer"""

import numpy as np

from corpus import bug


@bug(
    issue="chainer/chainer#1178",
    says="The gradient of the Huber loss takes the cotangents for ones",
    inputs=[{"shape": ["n", "m"]}, {"shape": ["n", "m"]}],
    case=dict(x=[[0.5, 3], [-2, 0]], t=[[0, 0], [0, 0.5]], cotangent=[2, -1]),
)
class HuberLoss:
    """With delta 1, one loss per row."""

    def value(x, t):
        size = np.abs(x - t)
        return np.where(size < 1, 0.5 * size**2, size - 0.5).sum(axis=1)

    def wrong(x, t, y_bar):
        slope = np.clip(x - t, -1, 1)
        return slope, -slope

    def right(x, t, y_bar):
        slope = y_bar[:, None] * np.clip(x - t, -1, 1)
        return slope, -slope
