"""DiffSharp"""

import numpy as np

from corpus import bug


@bug(
    issue="DiffSharp/DiffSharp#91",
    says="A negation that is the first term of a sum gets no gradient",
    inputs=[{"shape": [2]}],
    case=dict(v=[1, 1], cotangent=1),
)
class NegationFirst:
    def value(v):
        return -v[0] - 2 * v[1]

    def wrong(v, y_bar):
        return y_bar * np.array([0.0, -2.0])

    def right(v, y_bar):
        return y_bar * np.array([-1.0, -2.0])
