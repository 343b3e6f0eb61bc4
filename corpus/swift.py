"""Swift for TensorFlow"""

import numpy as np

from corpus import bug


@bug(
    issue="tensorflow/swift#161",
    says="The derivative of squareRoot is that of a square",
    inputs=[{"shape": [], "domain": "nonzero"}, {"shape": [], "domain": "nonzero"}],
    case=dict(x=2, y=2, cotangent=1),
)
class SquareRoot:
    def value(x, y):
        return np.sqrt(x * x + y * y)

    def wrong(x, y, z_bar):
        sum_bar = 2 * (x * x + y * y) * z_bar
        return 2 * x * sum_bar, 2 * y * sum_bar

    def right(x, y, z_bar):
        norm = np.sqrt(x * x + y * y)
        return z_bar * x / norm, z_bar * y / norm
