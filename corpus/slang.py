"""Slang"""

import numpy as np

from corpus import bug


@bug(
    issue="shader-slang/slang#10071",
    says="The gradient of fmod by its divisor is zero",
    inputs=[{"shape": []}, {"shape": [], "domain": [0.5, 3]}],
    case=dict(x=5.5, y=2, cotangent=1),
)
class RemainderByDivisor:
    def value(x, y):
        return np.fmod(x, y)

    def wrong(x, y, z_bar):
        return z_bar, 0 * z_bar

    def right(x, y, z_bar):
        return z_bar, -z_bar * np.trunc(x / y)


@bug(
    issue="shader-slang/slang#10080",
    says="A proposed gradient of fmod rounds the quotient down, not towards zero, and is wrong if it is negative",
    inputs=[{"shape": []}, {"shape": [], "domain": [0.5, 3]}],
    case=dict(x=-5.5, y=2, cotangent=1),
)
class RemainderOfNegative:
    def value(x, y):
        return np.fmod(x, y)

    def wrong(x, y, z_bar):
        return z_bar, -z_bar * np.floor(x / y)

    def right(x, y, z_bar):
        return z_bar, -z_bar * np.trunc(x / y)
