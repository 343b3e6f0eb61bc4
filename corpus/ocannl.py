"""OCANNL"""

import numpy as np

from corpus import bug


@bug(
    issue="ahrefs/ocannl#512",
    says="Where windows overlap, whether an entry won is known of its last window alone, and taken to hold for all",
    inputs=[{"shape": [5]}],
    case=dict(x=[5, 3, 1, 2, 5], cotangent=[1, 1, 1, 1]),
)
class LastWindowDecides:
    """Of two entries, with stride 1."""

    def value(x):
        return np.maximum(x[:-1], x[1:])

    def wrong(x, y_bar):
        y = LastWindowDecides.value(x)
        won = x == np.append(y, y[-1])
        return won * (np.append(y_bar, 0) + np.append(0, y_bar))

    def right(x, y_bar):
        first = np.where(x[:-1] == x[1:], 0.5, x[:-1] > x[1:])
        return np.append(first * y_bar, 0) + np.append(0, (1 - first) * y_bar)
