"""TensorFlow.js"""

import numpy as np

from corpus import bug


@bug(
    issue="tensorflow/tfjs#4135",
    says="The gradient of max along another axis than the last is transposed, as the kernel's input is",
    inputs=[{"shape": ["n", "m"]}],
    case=dict(x=[[1, 5], [4, 2]], cotangent=[1, 10]),
)
class MaximumAlongAxis:
    def value(x):
        return x.max(axis=0)

    def wrong(x, y_bar):
        return MaximumAlongAxis.right(x, y_bar).T

    def right(x, y_bar):
        largest = x == x.max(axis=0)
        return y_bar * largest / largest.sum(axis=0)


@bug(
    issue="tensorflow/tfjs#8721",
    says="The gradient of a product of matrices keeps the axis of the batch for a matrix that has none",
    inputs=[{"shape": ["k", "n", "m"]}, {"shape": ["m", 2]}],
    case=dict(a=[[[1, 2], [3, 4]], [[5, 6], [7, 8]]], b=[[9, 10], [11, 12]]),
)
class MatrixWithoutBatch:
    def value(a, b):
        return a @ b

    def wrong(a, b, y_bar):
        return y_bar @ b.T, a.transpose(0, 2, 1) @ y_bar

    def right(a, b, y_bar):
        return y_bar @ b.T, (a.transpose(0, 2, 1) @ y_bar).sum(axis=0)


@bug(
    issue="tensorflow/tfjs#346",
    says="The gradient of a power by its exponent is NaN where the base is zero",
    inputs=[{"shape": ["n"]}, {"shape": ["n"], "domain": [1.5, 3.5]}],
    case=dict(base=[0, 2], exponent=[2, 3], cotangent=[1, 1]),
)
class PowerOfZero:
    def value(base, exponent):
        return np.abs(base) ** exponent

    def wrong(base, exponent, y_bar):
        size = np.abs(base)
        return y_bar * exponent * size ** (exponent - 1) * np.sign(base), y_bar * size**exponent * np.log(size)

    def right(base, exponent, y_bar):
        base_bar, exponent_bar = PowerOfZero.wrong(base, exponent, y_bar)
        return base_bar, np.where(base == 0, 0, exponent_bar)


@bug(
    issue="tensorflow/tfjs-core#398",
    says="The gradient of what is broadcast in an addition is the mean of the cotangents, not their sum",
    inputs=[{"shape": ["n", "m"]}, {"shape": ["m"]}],
    case=dict(x=[[1, 2, 3], [4, 5, 6]], b=[1, 2, 3], cotangent=[[1, 2, 3], [4, 5, 6]]),
)
class BroadcastAddition:
    def value(x, b):
        return x + b

    def wrong(x, b, y_bar):
        return y_bar, y_bar.mean(axis=0)

    def right(x, b, y_bar):
        return y_bar, y_bar.sum(axis=0)
