"""Mamba"""

import numpy as np

from corpus import bug


@bug(
    issue="state-spaces/mamba#1023",
    says="The second branch of a layer norm is scaled row by row in the forward pass, and not in the backward pass",
    inputs=[{"shape": [3, "m"]}, {"shape": [3, "m"]}],
    case=dict(x=[[1, 2], [3, -1], [0, 1]], branch=[[0.5, 1], [2, 1], [1, -1]], cotangent=[[1, 2], [-1, 1], [2, 3]]),
)
class ScaledRows:
    scale = np.array([[0.5], [2], [0]])

    def parts(x, branch):
        added = x + branch * ScaledRows.scale
        root = np.sqrt(added.var(axis=1, keepdims=True) + 0.25)
        return (added - added.mean(axis=1, keepdims=True)) / root, root

    def value(x, branch):
        return ScaledRows.parts(x, branch)[0]

    def wrong(x, branch, y_bar):
        y, root = ScaledRows.parts(x, branch)
        mean = lambda a: a.mean(axis=1, keepdims=True)
        added_bar = (y_bar - mean(y_bar) - y * mean(y * y_bar)) / root
        return added_bar, added_bar

    def right(x, branch, y_bar):
        added_bar, _ = ScaledRows.wrong(x, branch, y_bar)
        return added_bar, added_bar * ScaledRows.scale
