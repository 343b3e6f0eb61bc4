"""qixianbiao/RNN: a network in NumPy"""

import numpy as np

from corpus import bug


@bug(
    issue="qixianbiao/RNN#2",
    says="Through time, the gradient of a hidden state is not passed on to the state before",
    inputs=[{"shape": ["n"]}, {"shape": []}],
    case=dict(x=[1, -0.5, 0.25], weight=0.5, cotangent=[1, 2, -1]),
)
class ThroughTime:
    def value(x, weight):
        states, state = [], 0.0
        for each in x:
            state = np.tanh(each + weight * state)
            states.append(state)
        return np.array(states)

    def pulled(x, weight, y_bar, passed_on):
        states = ThroughTime.value(x, weight)
        x_bar, weight_bar, state_bar = np.zeros_like(x), 0.0, 0.0
        for t in reversed(range(len(x))):
            x_bar[t] = (y_bar[t] + passed_on * state_bar) * (1 - states[t] ** 2)
            weight_bar += x_bar[t] * (states[t - 1] if t > 0 else 0)
            state_bar = weight * x_bar[t]
        return x_bar, weight_bar

    def wrong(x, weight, y_bar):
        return ThroughTime.pulled(x, weight, y_bar, 0)

    def right(x, weight, y_bar):
        return ThroughTime.pulled(x, weight, y_bar, 1)
