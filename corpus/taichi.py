"""Taichi"""

import numpy as np

from corpus import bug


@bug(
    issue="taichi-dev/taichi#2505",
    says="A field that is multiplied in place is read by the backward pass as it is afterwards",
    inputs=[{"shape": []}, {"shape": []}],
    case=dict(theta=1, x=2, cotangent=1),
)
class MultipliedInPlace:
    def value(theta, x):
        return np.cos(theta) * x

    def wrong(theta, x, y_bar):
        after = np.cos(theta) * x
        return -y_bar * np.sin(theta) * after, y_bar * np.cos(theta)

    def right(theta, x, y_bar):
        return -y_bar * np.sin(theta) * x, y_bar * np.cos(theta)


@bug(
    issue="taichi-dev/taichi#5284",
    says="The gradient of a field that a kernel both writes and reads is zero: here, what comes to it from elsewhere is lost",
    inputs=[{"shape": []}],
    case=dict(x=1, cotangent=(1, 1)),
)
class ReadAfterWriting:
    """The two fields a = 2 x and b = a + 1; what b sends through a arrives, what comes to a itself does not."""

    def value(x):
        return 2 * x, 2 * x + 1

    def wrong(x, a_bar, b_bar):
        return np.asarray(2.0 * b_bar)

    def right(x, a_bar, b_bar):
        return np.asarray(2.0 * (a_bar + b_bar))
