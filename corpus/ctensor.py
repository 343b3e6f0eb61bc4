"""cTensor"""

import numpy as np

from corpus import bug


@bug(
    issue="pocketpy/cTensor#31",
    says="The gradient of softmax is multiplied by the cotangent once more",
    inputs=[{"shape": ["n"]}],
    case=dict(x=[1, 2, 0.5], cotangent=[1, -1, 2]),
)
class SoftmaxTwiceMultiplied:
    def value(x):
        powers = np.exp(x - x.max())
        return powers / powers.sum()

    def wrong(x, y_bar):
        return y_bar * SoftmaxTwiceMultiplied.right(x, y_bar)

    def right(x, y_bar):
        p = SoftmaxTwiceMultiplied.value(x)
        return p * (y_bar - p @ y_bar)
