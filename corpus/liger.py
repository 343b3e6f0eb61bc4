"""Liger Kernel"""

import numpy as np

from corpus import bug

LABELS = np.array([2, 0, 1])


def losses(x):
    return np.logaddexp.reduce(x, axis=1) - x[np.arange(3), LABELS]


def slopes(x):
    powers = np.exp(x - x.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True) - np.eye(3)[LABELS]


@bug(
    issue="linkedin/Liger-Kernel#968",
    says="The gradient of the cross-entropy of each token is multiplied by the cotangent of the first one",
    inputs=[{"shape": [3, 3]}],
    case=dict(x=[[1, 0, 2], [0, -1, 1], [2, 2, 0]], cotangent=[0, 1, 2]),
)
class CotangentOfFirstToken:
    def value(x):
        return losses(x)

    def wrong(x, y_bar):
        return y_bar[0] * slopes(x)

    def right(x, y_bar):
        return y_bar[:, None] * slopes(x)


@bug(
    issue="linkedin/Liger-Kernel#272",
    says="The cross-entropy writes its gradient over the logits, which others may have saved for their backward passes",
    inputs=[{"shape": [3, 3]}],
    case=dict(x=[[1, 0, 2], [0, -1, 1], [2, 2, 0]], cotangent=[1, 1, 1]),
)
class WritesOverLogits:
    def value(x):
        return losses(x)

    def wrong(x, y_bar):
        x[:] = slopes(x)
        return y_bar[:, None] * x

    def right(x, y_bar):
        return y_bar[:, None] * slopes(x)
