"""ggml"""

import numpy as np

from corpus import bug


@bug(
    issue="ggml-org/ggml#1491",
    says="rms_norm_back has wrong numbers, even of the wrong sign, in the scheduler: here, its result shares memory with the cotangent",
    inputs=[{"shape": ["n"]}],
    case=dict(x=[1, 2, -1, 0.5], cotangent=[1, 0, 2, -1]),
)
class NormOverwritesCotangent:
    def value(x):
        return x / np.sqrt((x * x).mean() + 0.1)

    def back(x, y_bar, result):
        square = (x * x).mean() + 0.1
        factor = -(x * y_bar).mean() / square
        result[:] = x
        result *= factor
        result += y_bar
        result /= np.sqrt(square)
        return result

    def wrong(x, y_bar):
        shared = np.array(y_bar)
        return NormOverwritesCotangent.back(x, shared, shared)

    def right(x, y_bar):
        return NormOverwritesCotangent.back(x, y_bar, np.empty_like(x))
