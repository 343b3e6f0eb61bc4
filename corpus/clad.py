"""Clad"""

import numpy as np

from corpus import bug


@bug(
    issue="vgvassilev/clad#265",
    says="The gradient by i of a parameter j that i was assigned to is zero, as j has no derivative of its own",
    inputs=[{"shape": []}],
    case=dict(i=3, cotangent=1),
)
class AssignedToParameter:
    def value(i):
        j = i
        return j * 1.0

    def wrong(i, y_bar):
        return np.asarray(0.0)

    def right(i, y_bar):
        return np.asarray(y_bar * 1.0)
