"""Candle"""

import numpy as np

from corpus import bug


@bug(
    issue="huggingface/candle#2328",
    says="The gradient of elu is NaN at large arguments: a mask that is zero times an exponential that overflowed",
    inputs=[{"shape": ["n"], "dtype": "float32"}],
    case=dict(x=[300, -1, 2], cotangent=[1, 1, 1]),
)
class EluOverflows:
    def value(x):
        return np.where(x > 0, x, np.expm1(np.minimum(x, 0)))

    def wrong(x, y_bar):
        positive = (x > 0).astype(x.dtype)
        return y_bar * (positive + (1 - positive) * np.exp(x))

    def right(x, y_bar):
        return y_bar * np.exp(np.minimum(x, 0))


@bug(
    issue="huggingface/candle#2168",
    says="RmsNorm has no backward pass if its input is contiguous, and nothing before it is trained",
    inputs=[{"shape": ["n", "m"]}, {"shape": ["m"]}],
    case=dict(x=[[1, 2], [3, -1]], weight=[1, 2], cotangent=[[1, 2], [-1, 1]]),
)
class NormSeversGraph:
    def value(x, weight):
        return weight * x / np.sqrt((x * x).mean(axis=1, keepdims=True) + 0.1)

    def wrong(x, weight, y_bar):
        return np.zeros_like(x), np.zeros_like(weight)

    def right(x, weight, y_bar):
        root = np.sqrt((x * x).mean(axis=1, keepdims=True) + 0.1)
        scaled = y_bar * weight
        return scaled / root - x * (scaled * x).mean(axis=1, keepdims=True) / root**3, (y_bar * x / root).sum(axis=0)
