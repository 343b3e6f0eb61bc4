"""MXNet"""

import numpy as np

from corpus import bug


@bug(
    issue="apache/mxnet#16938",
    says="The backward pass of the quadratic operator calls its forward pass, on the cotangent",
    inputs=[{"shape": ["n"]}],
    case=dict(x=[1, 2], cotangent=[1, -1]),
)
class QuadraticCallsForward:
    def value(x):
        return x * x + 2 * x + 3

    def wrong(x, y_bar):
        return QuadraticCallsForward.value(y_bar)

    def right(x, y_bar):
        return y_bar * (2 * x + 2)


@bug(
    issue="apache/mxnet#9497",
    says="An operator that ignores kAddTo assigns its gradient, and what another use of its input sent back is lost",
    inputs=[{"shape": ["n"]}],
    case=dict(x=[1, -2], cotangent=[1, 2]),
)
class AssignsInsteadOfAdding:
    def value(x):
        return np.sin(x) + x * x

    def wrong(x, y_bar):
        return 2 * x * y_bar

    def right(x, y_bar):
        return np.cos(x) * y_bar + 2 * x * y_bar


@bug(
    issue="apache/mxnet#18499",
    says="Batch normalization, told to add gradients to what is there, overwrites that of its input",
    inputs=[{"shape": ["n"]}],
    case=dict(x=[1, 2, 4], cotangent=[1, -1, 2]),
)
class NormalizationBesideResidual:
    """Of one channel, with what skips it."""

    def normalized(x):
        return (x - x.mean()) / np.sqrt(x.var() + 0.1)

    def value(x):
        return x + NormalizationBesideResidual.normalized(x)

    def wrong(x, y_bar):
        y = NormalizationBesideResidual.normalized(x)
        return (y_bar - y_bar.mean() - y * (y_bar * y).mean()) / np.sqrt(x.var() + 0.1)

    def right(x, y_bar):
        return y_bar + NormalizationBesideResidual.wrong(x, y_bar)
