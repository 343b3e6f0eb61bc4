"""TVM"""

import numpy as np

from corpus import bug


@bug(
    issue="apache/tvm#7340",
    says="The gradient of tanh lacks parentheses: 1 minus the square times the cotangent",
    inputs=[{"shape": ["n"]}],
    case=dict(x=[0.5, -1], cotangent=[2, -1]),
)
class TanhWithoutParentheses:
    def value(x):
        return np.tanh(x)

    def wrong(x, y_bar):
        return 1 - np.tanh(x) ** 2 * y_bar

    def right(x, y_bar):
        return (1 - np.tanh(x) ** 2) * y_bar


@bug(
    issue="apache/tvm#2465",
    says="The gradient of a broadcast subtraction is broadcast once more, where it should be summed",
    inputs=[{"shape": ["n", "m"]}, {"shape": ["m"]}],
    case=dict(x=[[1, 2], [3, 4], [5, 6]], y=[1, 2], cotangent=[[1, 2], [3, 4], [5, 6]]),
)
class BroadcastSubtraction:
    def value(x, y):
        return x - y

    def wrong(x, y, z_bar):
        return z_bar, -z_bar

    def right(x, y, z_bar):
        return z_bar, -z_bar.sum(axis=0)
