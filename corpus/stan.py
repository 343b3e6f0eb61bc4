"""Stan Math"""

import numpy as np

from corpus import bug


@bug(
    issue="stan-dev/math#1569",
    says="A term of the derivative of ibeta by its first parameter is not multiplied by the cotangent",
    inputs=[{"shape": [], "domain": [0.5, 3]}, {"shape": [], "domain": [0.1, 0.9]}],
    case=dict(a=0.6, c=0.5, cotangent=2),
)
class IncompleteBeta:
    """With b = 1, where it is a power."""

    def value(a, c):
        return c**a

    def wrong(a, c, y_bar):
        return y_bar * (np.log(c) + 1 / a) * c**a - c**a / a, y_bar * a * c ** (a - 1)

    def right(a, c, y_bar):
        return y_bar * np.log(c) * c**a, y_bar * a * c ** (a - 1)
