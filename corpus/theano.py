"""Theano"""

import numpy as np

from corpus import bug


@bug(
    issue="Theano/Theano#1996",
    says="The gradient of one entry of a root is NaN, as the root of another entry is zero: zero times infinity",
    inputs=[{"shape": [], "domain": "positive"}],
    case=dict(alpha=1, cotangent=1),
)
class EntryOfRoot:
    xs, ys = np.meshgrid(np.arange(4.0) - 2, np.arange(6.0) - 3)

    def term(alpha):
        return EntryOfRoot.xs**2 + alpha * EntryOfRoot.ys**2

    def value(alpha):
        return np.sqrt(EntryOfRoot.term(alpha))[0, 0]

    def wrong(alpha, y_bar):
        root_bar = np.zeros((6, 4))
        root_bar[0, 0] = y_bar
        return np.sum(root_bar / (2 * np.sqrt(EntryOfRoot.term(alpha))) * EntryOfRoot.ys**2)

    def right(alpha, y_bar):
        return y_bar * EntryOfRoot.ys[0, 0] ** 2 / (2 * EntryOfRoot.value(alpha))
