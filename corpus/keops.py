"""KeOps"""

import numpy as np

from corpus import bug


@bug(
    issue="getkeops/keops#155",
    says="The two gradients of atan2 are exchanged",
    inputs=[{"shape": ["n"]}, {"shape": ["n"], "domain": "positive"}],
    case=dict(y=[1, -2], x=[3, 1], cotangent=[1, 2]),
)
class Atan2Exchanged:
    def value(y, x):
        return np.arctan2(y, x)

    def wrong(y, x, z_bar):
        return Atan2Exchanged.right(y, x, z_bar)[::-1]

    def right(y, x, z_bar):
        size = x**2 + y**2
        return z_bar * x / size, -z_bar * y / size
