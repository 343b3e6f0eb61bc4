"""functorch"""

import numpy as np

from corpus import bug


@bug(
    issue="pytorch/functorch#922",
    says="torch.autograd.functional.vjp returns zeros within vmap (there over inputs, here over cotangents)",
    inputs=[{"shape": ["n", "m"]}],
    case=dict(x=[[1, 2], [0, -1]]),
    way="batched",
)
class ZerosWithinVmap:
    def value(x):
        return np.exp(x).sum(axis=1)

    def vjp(x, y_bar):
        return y_bar[:, None] * np.exp(x)

    def wrong(x, y_bars):
        return np.zeros((len(y_bars), *x.shape))

    def right(x, y_bars):
        return y_bars[..., None] * np.exp(x)
