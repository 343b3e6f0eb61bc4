"""tinygrad"""

import numpy as np

from corpus import bug


@bug(
    issue="tinygrad/tinygrad#9597",
    says="Two constants that are equal are taken for one, and each gets the gradients of both",
    inputs=[{"shape": []}, {"shape": []}],
    case=dict(a=3, b=3, cotangent=1),
)
class EqualConstants:
    def value(a, b):
        return a + b

    def wrong(a, b, y_bar):
        gradient = y_bar * (2 if a == b else 1)
        return gradient, gradient

    def right(a, b, y_bar):
        return y_bar, y_bar


@bug(
    issue="tinygrad/tinygrad#15806",
    says="where passes 0 to the root on the side that is not chosen, and 0 divided by 0 comes back",
    inputs=[{"shape": ["n"]}],
    case=dict(x=[0, 4, 0], cotangent=[1, 1, -2]),
)
class WhereBesideRoot:
    def value(x):
        return np.where(x > 0, x * np.sqrt(np.abs(x)), 0)

    def wrong(x, y_bar):
        chosen_bar = np.where(x > 0, y_bar, 0)
        root = np.sqrt(np.abs(x))
        return chosen_bar * root + chosen_bar * x * np.sign(x) / (2 * root)

    def right(x, y_bar):
        return np.where(x > 0, 1.5 * y_bar * np.sqrt(np.abs(x)), 0)
