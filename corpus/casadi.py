"""CasADi"""

import numpy as np

from corpus import bug


@bug(
    issue="casadi/casadi#3898",
    says="The gradient of half the squared norm is NaN at zero: that of the norm is 0 divided by 0",
    inputs=[{"shape": ["n"]}, {"shape": ["n"]}],
    case=dict(y=[1, 2], target=[1, 2], cotangent=1),
)
class HalfTheSquaredNorm:
    def value(y, target):
        return 0.5 * ((y - target) ** 2).sum()

    def wrong(y, target, z_bar):
        norm = np.sqrt(((y - target) ** 2).sum())
        y_bar = z_bar * norm * (y - target) / norm
        return y_bar, -y_bar

    def right(y, target, z_bar):
        y_bar = z_bar * (y - target)
        return y_bar, -y_bar


@bug(
    issue="casadi/casadi#2856",
    says="The Jacobian of powers, one of them of exponent zero, is NaN at zero",
    inputs=[{"shape": [2]}, {"fixed": np.array([1.0, 0.0])}],
    case=dict(x=[0, 0], cotangent=1),
)
class SumOfPowers:
    def value(x, powers):
        return np.sum(x**powers)

    def wrong(x, powers, y_bar):
        return y_bar * powers * x ** (powers - 1)

    def right(x, powers, y_bar):
        return y_bar * powers * x ** np.maximum(powers - 1, 0)


@bug(
    issue="casadi/casadi#1878",
    says="if_else multiplies the branch that is not taken by zero, and its derivative, NaN, comes through",
    inputs=[{"shape": ["n"]}],
    case=dict(x=[-3, 1], cotangent=[1, 1]),
)
class BranchNotTaken:
    def value(x):
        return np.where(x > 0, np.abs(x) ** 2.5, 0)

    def wrong(x, y_bar):
        return y_bar * (x > 0) * 2.5 * x**1.5

    def right(x, y_bar):
        return y_bar * np.where(x > 0, 2.5 * np.abs(x) ** 1.5, 0)
