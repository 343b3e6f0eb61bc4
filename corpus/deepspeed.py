"""DeepSpeed"""

import numpy as np

from corpus import bug


@bug(
    issue="deepspeedai/DeepSpeed#1563",
    says="The gradient of a layer norm of 160 columns is wrong, not that of 128: here, the fifth warp is left out of the sums",
    inputs=[{"shape": ["n"]}],
    sizes=dict(n=16),
    case=dict(x=[0.5, -1, 2, 1.5, 0] * 32, cotangent=[1, -2, 0.5, 3] * 40),
)
class NormOfFiveWarps:
    def value(x):
        return (x - x.mean()) / np.sqrt(x.var() + 0.1)

    def pulled(x, y_bar, end):
        y, mean = NormOfFiveWarps.value(x), lambda a: a[:end].sum() / len(a)
        return (y_bar - mean(y_bar) - y * mean(y * y_bar)) / np.sqrt(x.var() + 0.1)

    def wrong(x, y_bar):
        return NormOfFiveWarps.pulled(x, y_bar, 128)

    def right(x, y_bar):
        return NormOfFiveWarps.pulled(x, y_bar, None)
