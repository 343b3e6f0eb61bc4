"""Stan Math"""

import numpy as np

from corpus import bug


@bug(
    issue="stan-dev/math#1679",
    says="The two derivatives of log_sum_exp of large equal numbers add up to 2, as log 2 is lost beside them",
    inputs=[{"shape": [2]}],
    case=dict(x=[1e17, 1e17], cotangent=1),
)
class LogSumExpOfLargeNumbers:
    def value(x):
        return np.logaddexp(x[0], x[1])

    def wrong(x, y_bar):
        return y_bar * np.exp(x - LogSumExpOfLargeNumbers.value(x))

    def right(x, y_bar):
        powers = np.exp(x - x.max())
        return y_bar * powers / powers.sum()


@bug(
    issue="stan-dev/math#1569",
    says="A term of the derivative of ibeta by its first parameter is not multiplied by the cotangent",
    inputs=[{"shape": [], "domain": [0.5, 3]}, {"shape": [], "domain": [0.1, 0.9]}],
    case=dict(a=0.6, c=0.5, cotangent=2),
)
class IncompleteBeta:
    """With b = 1, where it is a power."""

    def value(a, c):
        return c**a

    def wrong(a, c, y_bar):
        return y_bar * (np.log(c) + 1 / a) * c**a - c**a / a, y_bar * a * c ** (a - 1)

    def right(a, c, y_bar):
        return y_bar * np.log(c) * c**a, y_bar * a * c ** (a - 1)
