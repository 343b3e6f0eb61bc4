"""PyTensor"""

import numpy as np

from corpus import bug


@bug(
    issue="pymc-devs/pytensor#1911",
    says="The gradient of cumprod along an axis divides by the entries, and is NaN where one is zero",
    inputs=[{"shape": ["n", "m"]}],
    case=dict(x=[[2, 0, 3], [1, 2, 4]], cotangent=[[1, 2, 3], [1, -1, 2]]),
)
class CumulativeProductAlongAxis:
    def value(x):
        return np.cumprod(x, axis=1)

    def wrong(x, y_bar):
        sums = np.cumsum((np.cumprod(x, axis=1) * y_bar)[:, ::-1], axis=1)[:, ::-1]
        return sums / x

    def right(x, y_bar):
        before = np.concatenate([np.ones_like(x[:, :1]), np.cumprod(x, axis=1)[:, :-1]], axis=1)
        after = np.array(y_bar)
        for k in range(x.shape[1] - 2, -1, -1):
            after[:, k] += x[:, k + 1] * after[:, k + 1]
        return before * after
