"""Deep Course: a course"""

import numpy as np

from corpus import bug


@bug(
    issue="arthurdouillard/deepcourse#9",
    says="The gradient of a hidden layer's bias leaves out the slope of tanh",
    inputs=[{"shape": ["n", "m"]}, {"shape": ["m", "k"]}, {"shape": ["k"]}],
    case=dict(x=[[1, -0.5]], w=[[0.5, 1], [0.25, -1]], b=[0.5, -0.5], cotangent=[[1, 2]]),
)
class HiddenBias:
    def value(x, w, b):
        return np.tanh(x @ w + b)

    def wrong(x, w, b, y_bar):
        x_bar, w_bar, _ = HiddenBias.right(x, w, b, y_bar)
        return x_bar, w_bar, y_bar.sum(axis=0)

    def right(x, w, b, y_bar):
        inner_bar = y_bar * (1 - np.tanh(x @ w + b) ** 2)
        return inner_bar @ w.T, x.T @ inner_bar, inner_bar.sum(axis=0)
