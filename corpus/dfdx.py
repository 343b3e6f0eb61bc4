"""dfdx"""

import numpy as np

from corpus import bug


@bug(
    issue="chelsea0x3b/dfdx#111",
    says="Of two entries that are both the largest, each gets the whole gradient of max",
    inputs=[{"shape": ["n", "m"]}],
    case=dict(x=[[1, 3, 3], [2, 1, 0]], cotangent=[1, 1]),
)
class MaximumOfTies:
    def value(x):
        return x.max(axis=1)

    def wrong(x, y_bar):
        return y_bar[:, None] * (x == x.max(axis=1, keepdims=True))

    def right(x, y_bar):
        largest = x == x.max(axis=1, keepdims=True)
        return y_bar[:, None] * largest / largest.sum(axis=1, keepdims=True)
