"""ForwardDiff"""

import numpy as np

from corpus import bug


@bug(
    issue="JuliaDiff/ForwardDiff.jl#480",
    says="A product that stops at the first zero lacks the later factors in its derivative",
    inputs=[{"shape": ["n"]}],
    case=dict(x=[3, 0, 5], cotangent=1),
)
class ProductStopsEarly:
    def value(x):
        return np.prod(x)

    def wrong(x, y_bar):
        stop = np.argmax(x == 0) + 1 if (x == 0).any() else len(x)
        return np.append(ProductStopsEarly.right(x[:stop], y_bar), np.zeros(len(x) - stop))

    def right(x, y_bar):
        return y_bar * np.array([np.prod(np.delete(x, k)) for k in range(len(x))])


@bug(
    issue="JuliaDiff/ForwardDiff.jl#331",
    says="The second derivative of x to the power of 1 at zero is NaN: zero times infinity",
    inputs=[{"shape": ["n"]}],
    case=dict(x=[0, 2], cotangent=[1, 1]),
    way="second",
)
class FirstPowerTwice:
    def value(x):
        return x * 1.0

    def vjp(x, y_bar):
        return y_bar * x**0.0

    def wrong(x, y_bar, u):
        return u * y_bar * (0 * x**-1.0), u * x**0.0

    def right(x, y_bar, u):
        return np.zeros_like(x), u * 1.0


@bug(
    issue="JuliaDiff/ForwardDiff.jl#414",
    says="The derivative of a power of zero by its exponent is NaN: zero times the logarithm of zero",
    inputs=[{"shape": ["n"], "domain": [0.5, 3]}, {"shape": ["n"], "domain": {"integer": [0, 4]}}],
    case=dict(y=[0.5, 2], base=[0, 3], cotangent=[1, 1]),
)
class PowerOfZero:
    def value(y, base):
        return base**y

    def wrong(y, base, z_bar):
        return z_bar * base**y * np.log(base)

    def right(y, base, z_bar):
        return np.where(base == 0, 0, PowerOfZero.wrong(y, base, z_bar))


@bug(
    issue="JuliaDiff/ForwardDiff.jl#726",
    says="The second derivative of exp(ix) at zero is zero, as the branch for real numbers is taken",
    inputs=[{"shape": ["n"]}],
    case=dict(x=[0, 1], cotangent=[1, 1]),
    way="second",
)
class ComplexExponentialTwice:
    """The real part."""

    def value(x):
        return np.cos(x)

    def vjp(x, y_bar):
        return -y_bar * np.sin(x)

    def wrong(x, y_bar, u):
        x_bar, y_bar_bar = ComplexExponentialTwice.right(x, y_bar, u)
        return np.where(x == 0, 0, x_bar), y_bar_bar

    def right(x, y_bar, u):
        return -u * y_bar * np.cos(x), -u * np.sin(x)
