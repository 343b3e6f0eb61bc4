"""TrenTorch"""

from corpus import bug


@bug(
    issue="TrenTorch/TrenTorch#182",
    says="A tensor that two ops use passes on the gradient of the first alone",
    inputs=[{"shape": ["n"]}],
    case=dict(x=[2], cotangent=[1]),
)
class Diamond:
    def value(x):
        shared = 3 * x
        return 2 * shared + 5 * shared

    def wrong(x, y_bar):
        return 3 * 2 * y_bar

    def right(x, y_bar):
        return 3 * (2 + 5) * y_bar
