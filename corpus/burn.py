"""Burn"""

import numpy as np

from corpus import bug


@bug(
    issue="tracel-ai/burn#5373",
    says="The gradient of softplus is NaN where its exponential overflows: infinity divided by infinity",
    inputs=[{"shape": ["n"], "dtype": "float32"}],
    case=dict(x=[100, 20, -1], cotangent=[1, 2, 1]),
)
class SoftplusOverflows:
    def value(x):
        return np.logaddexp(np.float32(0), x)

    def wrong(x, y_bar):
        power = np.exp(x)
        return y_bar * power / (power + 1)

    def right(x, y_bar):
        return y_bar / (1 + np.exp(-x))


@bug(
    issue="tracel-ai/burn#3864",
    says="The gradient of cumprod divides by the entries, and is NaN from the first zero on",
    inputs=[{"shape": ["n"]}],
    case=dict(x=[2, 0, 3, 4], cotangent=[1, 1, 1, 1]),
)
class CumulativeProductOfZero:
    def value(x):
        return np.cumprod(x)

    def wrong(x, y_bar):
        return np.cumsum((np.cumprod(x) * y_bar)[::-1])[::-1] / x

    def right(x, y_bar):
        n = len(x)
        terms = [[y_bar[i] * np.prod(np.delete(x[: i + 1], k)) for i in range(k, n)] for k in range(n)]
        return np.array([np.sum(each) for each in terms])
