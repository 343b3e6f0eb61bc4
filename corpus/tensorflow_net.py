"""TensorFlow.NET"""

from corpus import bug


@bug(
    issue="SciSharp/TensorFlow.NET#787",
    says="The gradient of squared_difference is its inputs: the cotangent and the difference are left out",
    inputs=[{"shape": ["n"]}, {"shape": ["n"]}],
    case=dict(x=[1, 2, 3], y=[2, 2, 1], cotangent=[1, 1, 1]),
)
class SquaredDifference:
    def value(x, y):
        return (x - y) ** 2

    def wrong(x, y, z_bar):
        return x, y

    def right(x, y, z_bar):
        x_bar = 2 * (x - y) * z_bar
        return x_bar, -x_bar
