"""zyx"""

import numpy as np

from corpus import bug


@bug(
    issue="zk4x/zyx#8",
    says="The gradient of a slice leaks into the entries that it drops, as those before the lower bound are not masked",
    inputs=[{"shape": [4]}],
    case=dict(x=[1, 2, 3, 4], cotangent=[1, 1]),
)
class SliceLeaks:
    def value(x):
        return x[1:3]

    def wrong(x, y_bar):
        return y_bar[np.clip(np.arange(4) - 1, 0, 1)]

    def right(x, y_bar):
        return np.concatenate([[0], y_bar, [0]])
