"""Neural Network Libraries"""

from corpus import bug


@bug(
    issue="sony/nnabla#532",
    says="A variable that one function takes twice gets the gradient of one place alone",
    inputs=[{"shape": ["n", "m"]}],
    case=dict(x=[[1, 2, 3], [1, 2, 3]], cotangent=[[1, 1, 1], [1, 1, 1]]),
)
class CubeByProducts:
    def value(x):
        return x * x * x

    def wrong(x, y_bar):
        return y_bar * (x * x + x * x)

    def right(x, y_bar):
        return y_bar * (x * x + 2 * x * x)
