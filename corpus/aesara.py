"""Aesara"""

import numpy as np

from corpus import bug


@bug(
    issue="aesara-devs/aesara#660",
    says="The tutorial's gradient of a x + b adds b to it",
    inputs=[{"shape": ["n"]}],
    case=dict(x=[1, 2], cotangent=[1, -1]),
)
class TutorialAddsBias:
    def value(x):
        return 3 * x + 0.5

    def wrong(x, y_bar):
        return 3 * y_bar + 0.5

    def right(x, y_bar):
        return 3 * y_bar


@bug(
    issue="aesara-devs/aesara#1089",
    says="The gradient of what is broadcast only at run time is not summed",
    inputs=[{"shape": [1, "m"]}, {"shape": ["n", "m"]}],
    case=dict(x=[[1, 2]], y=[[1, 2], [3, 4], [5, 6]], cotangent=[[1, 2], [3, 4], [5, 6]]),
)
class BroadcastAtRunTime:
    def value(x, y):
        return x + y

    def wrong(x, y, z_bar):
        return z_bar, z_bar

    def right(x, y, z_bar):
        return z_bar.sum(axis=0, keepdims=True), z_bar
