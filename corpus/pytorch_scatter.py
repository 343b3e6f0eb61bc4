"""pytorch_scatter"""

import numpy as np

from corpus import bug


@bug(
    issue="rusty1s/pytorch_scatter#189",
    says="The gradient of scatter_mul divides by the entries, and is NaN where one is zero",
    inputs=[{"shape": [6]}],
    case=dict(x=[0, 0, 1, 1, 2, 2], cotangent=[1, 1, 1]),
)
class ScatteredProducts:
    target = np.array([1, 2, 0, 2, 0, 1])

    def value(x):
        return np.array([np.prod(x[ScatteredProducts.target == k]) for k in range(3)])

    def wrong(x, y_bar):
        return (y_bar * ScatteredProducts.value(x))[ScatteredProducts.target] / x

    def right(x, y_bar):
        # Two entries each: that of one is the other.
        partner = np.array([5, 3, 4, 1, 2, 0])
        return y_bar[ScatteredProducts.target] * x[partner]
