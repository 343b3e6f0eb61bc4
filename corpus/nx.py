"""Nx"""

import numpy as np

from corpus import bug


@bug(
    issue="elixir-nx/nx#1779",
    says="The gradient of clip multiplies by the cotangent twice",
    inputs=[{"shape": ["n"]}, {"fixed": -1.0}, {"fixed": 1.0}],
    case=dict(x=[0.5, -0.25, 3], cotangent=[0.5, -2, 1]),
)
class ClipSquaresCotangent:
    def value(x, low, high):
        return np.clip(x, low, high)

    def wrong(x, low, high, y_bar):
        return ClipSquaresCotangent.right(x, low, high, y_bar) * y_bar

    def right(x, low, high, y_bar):
        return np.where((low <= x) & (x <= high), y_bar, 0)


@bug(
    issue="elixir-nx/nx#1747",
    says="The gradient of a loop is wrong where the slope by what it carries depends on the variable",
    inputs=[{"shape": []}],
    case=dict(x=0.5, cotangent=1),
)
class LoopOfProducts:
    def value(x):
        product = np.ones_like(x)
        for _ in range(3):
            product = product * x
        return product

    def wrong(x, y_bar):
        return y_bar * (1 + x**2 + x**4)

    def right(x, y_bar):
        return y_bar * 3 * x**2
