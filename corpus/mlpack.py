"""mlpack"""

import numpy as np

from corpus import bug


@bug(
    issue="mlpack/mlpack#2360",
    says="The gradient of log-softmax adds the cotangent to the softmax",
    inputs=[{"shape": ["n"]}],
    case=dict(x=[0.1, 0.9], cotangent=[1, 1]),
)
class LogSoftmaxAdds:
    def value(x):
        shifted = x - x.max()
        return shifted - np.log(np.exp(shifted).sum())

    def wrong(x, y_bar):
        return np.exp(LogSoftmaxAdds.value(x)) + y_bar

    def right(x, y_bar):
        return y_bar - np.exp(LogSoftmaxAdds.value(x)) * y_bar.sum()
