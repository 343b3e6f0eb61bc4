"""snnTorch"""

import numpy as np

from corpus import bug


@bug(
    issue="jeshraghian/snntorch#433",
    says="The gradient of a steep sigmoid is NaN far below its threshold, where the exponential overflows",
    inputs=[{"shape": ["n"], "dtype": "float32"}],
    case=dict(x=[-5, 0, 0.1], cotangent=[1, 1, 2]),
)
class SteepSigmoid:
    def small(x):
        """Numbers below the normal ones are zero, as on a GPU."""
        small = np.exp(-25 * np.abs(x))
        return np.where(small < np.finfo(np.float32).tiny, np.float32(0), small)

    def value(x):
        small = SteepSigmoid.small(x)
        return np.where(x > 0, np.float32(1), small) / (1 + small)

    def wrong(x, y_bar):
        power = np.exp(-25 * x)
        return y_bar * 25 * power / (power + 1) ** 2

    def right(x, y_bar):
        small = SteepSigmoid.small(x)
        return y_bar * 25 * small / (1 + small) ** 2
