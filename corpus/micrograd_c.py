"""micrograd_c"""

from corpus import bug


@bug(
    issue="KhawajaAbaid/micrograd_c#1",
    says="What is subtracted gets its gradient without the minus",
    inputs=[{"shape": []}, {"shape": []}],
    case=dict(a=3, b=2, cotangent=1),
)
class Subtraction:
    def value(a, b):
        return a - b

    def wrong(a, b, y_bar):
        return y_bar, y_bar

    def right(a, b, y_bar):
        return y_bar, -y_bar
