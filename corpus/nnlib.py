"""NNlib"""

import numpy as np

from corpus import bug


@bug(
    issue="FluxML/NNlib.jl#205",
    says="The gradient of maxpool assigns instead of adding: an entry that is the largest of two windows gets that of the last one",
    inputs=[{"shape": [7]}],
    case=dict(x=[1, 2, 9, 3, 4, 5, 0], cotangent=[1, 2, 3]),
)
class OverlappingWindows:
    """Of three entries, with stride 2."""

    def windows(x):
        return np.stack([x[0:3], x[2:5], x[4:7]])

    def value(x):
        return OverlappingWindows.windows(x).max(axis=1)

    def places(x):
        return OverlappingWindows.windows(x).argmax(axis=1) + [0, 2, 4]

    def wrong(x, y_bar):
        x_bar = np.zeros_like(x)
        x_bar[OverlappingWindows.places(x)] = y_bar
        return x_bar

    def right(x, y_bar):
        x_bar = np.zeros_like(x)
        np.add.at(x_bar, OverlappingWindows.places(x), y_bar)
        return x_bar
