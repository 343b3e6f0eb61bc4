"""TT-Metal"""

import numpy as np

from corpus import bug


@bug(
    issue="tenstorrent/tt-metal#56397",
    says="The gradient of softplus is zero where its exponential overflows, as the reciprocal of infinity is zero",
    inputs=[{"shape": ["n"], "dtype": "float32"}],
    case=dict(x=[90, 85, 1], cotangent=[2, 2, 2]),
)
class SoftplusReciprocal:
    def value(x):
        return np.logaddexp(np.float32(0), x)

    def wrong(x, y_bar):
        power = np.exp(x)
        reciprocal = 1 / (power + 1)
        return np.where(reciprocal == 0, reciprocal, y_bar * power * reciprocal)

    def right(x, y_bar):
        return y_bar / (1 + np.exp(-x))
