"""Needle: solutions of the course Deep Learning Systems"""

import numpy as np

from corpus import bug


@bug(
    issue="kcxain/dlsys#5",
    says="The gradient of log-softmax multiplies by 1 - softmax, as if the function went entry by entry",
    inputs=[{"shape": ["n", "m"]}],
    case=dict(x=[[1, 2, 0.5]], cotangent=[[1, -1, 2]]),
)
class LogSoftmaxByEntry:
    def value(x):
        shifted = x - x.max(axis=1, keepdims=True)
        return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))

    def wrong(x, y_bar):
        return y_bar * (1 - np.exp(LogSoftmaxByEntry.value(x)))

    def right(x, y_bar):
        return y_bar - np.exp(LogSoftmaxByEntry.value(x)) * y_bar.sum(axis=1, keepdims=True)
