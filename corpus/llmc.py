"""llm.c"""

import numpy as np

from corpus import bug


@bug(
    issue="karpathy/llm.c#439",
    says="The gradient of a bias is summed by halves, and loses terms if their number is no power of two",
    inputs=[{"shape": ["n", "m"]}, {"shape": ["m"]}],
    case=dict(x=[[1, 2], [3, 4], [5, 6]], bias=[1, -1], cotangent=[[1, 2], [3, -1], [4, 1]]),
)
class BiasByHalves:
    def value(x, bias):
        return x + bias

    def wrong(x, bias, y_bar):
        rows, stride = np.array(y_bar), len(y_bar) // 2
        while stride > 0:
            rows[:stride] += rows[stride : 2 * stride]
            stride //= 2
        return y_bar, rows[0]

    def right(x, bias, y_bar):
        return y_bar, y_bar.sum(axis=0)
