"""micrograd"""

import numpy as np

from corpus import bug


@bug(
    issue="karpathy/micrograd#102",
    says="A second backward adds to what the first one left in the nodes on the way",
    inputs=[{"shape": []}],
    case=dict(x=0.5, cotangent=1),
)
class SecondBackward:
    left = {}

    def value(x):
        return np.tanh(3 * x)

    def wrong(x, y_bar):
        on_the_way = SecondBackward.left.get(float(x), 0) + y_bar * (1 - np.tanh(3 * x) ** 2)
        SecondBackward.left[float(x)] = on_the_way
        return 3 * on_the_way

    def right(x, y_bar):
        return 3 * y_bar * (1 - np.tanh(3 * x) ** 2)
