"""Kornia"""

import numpy as np

from corpus import bug


@bug(
    issue="kornia/kornia#918",
    says="The gradient of the focal loss is NaN where a logit is so large that its probability is 1: zero to the power of -1/2, times zero",
    inputs=[{"shape": ["n"]}],
    case=dict(x=[100, -1, 2], cotangent=[1, 1, 1]),
)
class FocalLoss:
    """Of labels that are 1, with gamma 1/2."""

    def value(x):
        return np.exp(-0.5 * np.logaddexp(0, x)) * np.logaddexp(0, -x)

    def wrong(x, y_bar):
        p = 1 / (1 + np.exp(-x))
        p_bar = y_bar * (0.5 * (1 - p) ** -0.5 * np.log(p) - (1 - p) ** 0.5 / p)
        return p_bar * p * (1 - p)

    def right(x, y_bar):
        p, rest = np.exp(-np.logaddexp(0, -x)), np.exp(-np.logaddexp(0, x))
        return -y_bar * np.sqrt(rest) * (0.5 * p * np.logaddexp(0, -x) + rest)
