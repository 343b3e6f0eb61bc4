"""Enzyme"""

import numpy as np

from corpus import bug


@bug(
    issue="EnzymeAD/Enzyme.jl#1119",
    says="The gradient of a sum of differences of neighbours is 1, not 3: here, those of the second row are left out",
    inputs=[{"shape": []}],
    case=dict(x=2, cotangent=1),
)
class SumOfDifferences:
    def value(x):
        return np.diff(np.array([[0, x], [1, 2 * x]]), axis=1).sum()

    def wrong(x, y_bar):
        return np.asarray(1.0 * y_bar)

    def right(x, y_bar):
        return np.asarray(3.0 * y_bar)


@bug(
    issue="EnzymeAD/Enzyme.jl#1118",
    says="In forward mode the tangent of a constant from a dictionary is its value",
    inputs=[{"shape": []}, {"fixed": 3}],
    case=dict(x=2, key=3),
    way="jvp",
)
class EntryOfDictionary:
    def value(x, key):
        return np.asarray({1: 1.0, 2: x, 3: 3.0}[key])

    def vjp(x, key, y_bar):
        return y_bar * (key == 2)

    def wrong(x, key, x_dot):
        return np.asarray({1: 1.0, 2: x_dot, 3: 3.0}[key])

    def right(x, key, x_dot):
        return np.asarray({1: 0.0, 2: x_dot, 3: 0.0}[key])


@bug(
    issue="EnzymeAD/Enzyme.jl#1595",
    says="In forward mode a constant field of a struct has itself as its tangent",
    inputs=[{"shape": [], "domain": [0, 1]}],
    case=dict(x=0.5),
    way="jvp",
)
class ConstantField:
    def value(x):
        return x * 1.0

    def vjp(x, y_bar):
        return y_bar * 1.0

    def wrong(x, x_dot):
        return x_dot * 1.0 + x * 1.0

    def right(x, x_dot):
        return x_dot * 1.0


@bug(
    issue="EnzymeAD/Enzyme.jl#2387",
    says="What an array of undefined numbers is filled with and read from again sends nothing back",
    inputs=[{"shape": []}],
    case=dict(a=2, cotangent=1),
)
class FilledArray:
    def value(a):
        filled = np.empty(1)
        filled[0] = a
        return a * a + filled[0]

    def wrong(a, y_bar):
        return y_bar * 2 * a

    def right(a, y_bar):
        return y_bar * (2 * a + 1)


@bug(
    issue="EnzymeAD/Enzyme.jl#3346",
    says="The tangent of a gradient by ForwardDiff has the inputs themselves added to their tangents",
    inputs=[{"shape": [3]}],
    case=dict(x=[1, 2, 3]),
    way="jvp",
)
class TangentOfGradient:
    def value(x):
        return 2 * x

    def vjp(x, y_bar):
        return 2 * y_bar

    def wrong(x, x_dot):
        return 2 * (x + x_dot)

    def right(x, x_dot):
        return 2 * x_dot
