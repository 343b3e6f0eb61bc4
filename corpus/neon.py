"""neon"""

import numpy as np

from corpus import bug


@bug(
    issue="NervanaSystems/neon#169",
    says="Of the product of a matrix and its own transpose, what comes back through the transpose is lost",
    inputs=[{"shape": ["n", "m"]}],
    case=dict(x=[[1, 2], [3, -1]], cotangent=[[1, 2], [0.5, 1]]),
)
class ProductWithTranspose:
    def value(x):
        return x @ x.T

    def wrong(x, y_bar):
        return y_bar @ x

    def right(x, y_bar):
        return (y_bar + y_bar.T) @ x


@bug(
    issue="NervanaSystems/neon#111",
    says="The gradient of a convolution is written where the output is, not where the input was read",
    inputs=[{"shape": [4]}, {"shape": [2]}],
    case=dict(x=[1, 2, 3, 4], kernel=[1, -2], cotangent=[1, 2, 3]),
)
class ConvolutionWritesAtOutput:
    """Along the axis of depth."""

    def value(x, kernel):
        return kernel[0] * x[:3] + kernel[1] * x[1:]

    def kernel_bar(x, y_bar):
        return np.array([y_bar @ x[:3], y_bar @ x[1:]])

    def wrong(x, kernel, y_bar):
        return np.append(y_bar * kernel.sum(), 0), ConvolutionWritesAtOutput.kernel_bar(x, y_bar)

    def right(x, kernel, y_bar):
        x_bar = np.append(kernel[0] * y_bar, 0) + np.append(0, kernel[1] * y_bar)
        return x_bar, ConvolutionWritesAtOutput.kernel_bar(x, y_bar)
