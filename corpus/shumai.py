"""Shumai"""

import numpy as np

from corpus import bug


@bug(
    issue="facebookresearch/shumai#79",
    says="The gradient of mean along an axis tiles the cotangent as if the mean were of all entries",
    inputs=[{"shape": ["n", "m"]}],
    case=dict(x=[[1, 2], [3, 4], [5, 6]], cotangent=[1, 2]),
)
class MeanAlongAxis:
    def value(x):
        return x.mean(axis=0)

    def wrong(x, y_bar):
        return np.tile(y_bar, x.shape) / x.size

    def right(x, y_bar):
        return np.broadcast_to(y_bar / len(x), x.shape)
