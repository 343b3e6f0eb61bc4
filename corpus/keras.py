"""Keras"""

import numpy as np

from corpus import bug


@bug(
    issue="keras-team/keras#23075",
    says="The gradient of normalize is NaN for zeros: the epsilon bounds the value alone (it is larger here)",
    inputs=[{"shape": ["n"]}],
    case=dict(x=[0, 0, 0], cotangent=[1, -1, 2]),
)
class NormalizeZeros:
    epsilon = 0.25

    def scale(x):
        return np.minimum(1 / np.sqrt((x * x).sum()), 1 / NormalizeZeros.epsilon)

    def value(x):
        return x * NormalizeZeros.scale(x)

    def wrong(x, y_bar):
        inverse = 1 / np.sqrt((x * x).sum())
        inverse_bar = np.where(inverse < 1 / NormalizeZeros.epsilon, y_bar @ x, 0)
        return y_bar * NormalizeZeros.scale(x) - inverse_bar * inverse**3 * x

    def right(x, y_bar):
        return NormalizeZeros.wrong(x, y_bar) if x.any() else y_bar / NormalizeZeros.epsilon


@bug(
    issue="keras-team/keras-io#910",
    says="The gradient of the gradient penalty is NaN where the gradients are zero",
    inputs=[{"shape": ["n", "m"]}],
    case=dict(gradients=[[0, 0], [3, 4]], cotangent=1),
)
class GradientPenalty:
    def value(gradients):
        return np.mean((np.sqrt((gradients**2).sum(axis=1)) - 1) ** 2)

    def wrong(gradients, y_bar):
        norm = np.sqrt((gradients**2).sum(axis=1))
        norm_bar = 2 * y_bar * (norm - 1) / len(norm)
        return norm_bar[:, None] / (2 * norm[:, None]) * 2 * gradients

    def right(gradients, y_bar):
        return np.where(gradients.any(axis=1, keepdims=True), GradientPenalty.wrong(gradients, y_bar), 0)
