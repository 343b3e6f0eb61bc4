"""OneFlow"""

import numpy as np

from corpus import bug


@bug(
    issue="Oneflow-Inc/oneflow#8955",
    says="Leaves that retain their gradients get them twice",
    inputs=[{"shape": [], "domain": "positive"}, {"shape": []}],
    case=dict(a=2, b=5, cotangent=1),
)
class LeavesTwice:
    def value(a, b):
        return np.log(a) + a * b - np.sin(b)

    def wrong(a, b, y_bar):
        a_bar, b_bar = LeavesTwice.right(a, b, y_bar)
        return 2 * a_bar, 2 * b_bar

    def right(a, b, y_bar):
        return y_bar * (1 / a + b), y_bar * (a - np.cos(b))


@bug(
    issue="Oneflow-Inc/oneflow#8769",
    says="The gradient of fmod by an array that is broadcast is not summed",
    inputs=[{"shape": [1], "domain": [4, 6]}, {"fixed": np.array([[2.0], [2.0]])}],
    case=dict(x=[5.5], cotangent=[[1], [1]]),
)
class BroadcastRemainder:
    def value(x, y):
        return np.fmod(x, y)

    def wrong(x, y, z_bar):
        return z_bar[:, 0]

    def right(x, y, z_bar):
        return z_bar.sum(axis=0)
