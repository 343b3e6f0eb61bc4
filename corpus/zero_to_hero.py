"""Neural Networks, Zero to Hero: a course"""

import numpy as np

from corpus import bug


@bug(
    issue="karpathy/nn-zero-to-hero#52",
    says="exp sets the gradient of its input instead of adding to it (in the lecture; the notebook notes it)",
    inputs=[{"shape": []}],
    case=dict(x=0.5, cotangent=1),
)
class ExpSetsGradient:
    def value(x):
        return x * np.exp(x)

    def wrong(x, y_bar):
        return y_bar * x * np.exp(x)

    def right(x, y_bar):
        return y_bar * (x + 1) * np.exp(x)
