"""HIPS autograd"""

import numpy as np

from corpus import bug


@bug(
    issue="HIPS/autograd#378",
    says="The gradient of prod divides by the entries, and is NaN where one is zero",
    inputs=[{"shape": ["n"]}],
    case=dict(x=[0, 1, 3], cotangent=2),
)
class ProductWithZero:
    def value(x):
        return np.prod(x)

    def wrong(x, y_bar):
        return y_bar * np.prod(x) / x

    def right(x, y_bar):
        return y_bar * np.array([np.prod(np.delete(x, k)) for k in range(len(x))])


@bug(
    issue="HIPS/autograd#617",
    says="The gradient of the squared norm of a row of zeros is NaN: that of the norm is 0 divided by 0, and multiplied by 0",
    inputs=[{"shape": ["n", "m"]}],
    case=dict(x=[[0, 0], [3, 4]], cotangent=[1, -1]),
)
class SquaredNormOfZero:
    def value(x):
        return np.linalg.norm(x, axis=-1) ** 2

    def wrong(x, y_bar):
        norm = np.linalg.norm(x, axis=-1)
        return (2 * norm * y_bar / norm)[:, None] * x

    def right(x, y_bar):
        return 2 * y_bar[:, None] * x


@bug(
    issue="HIPS/autograd#466",
    says="The gradient of tensordot mistakes the axes of the second array, whose gradient is transposed",
    inputs=[{"shape": ["n"]}, {"shape": ["n", "n"]}],
    case=dict(a=[1, 0], b=[[0, -2], [2, 0]], cotangent=[1, -3]),
)
class TensordotAxes:
    def value(a, b):
        return np.tensordot(a, b, (0, 1))

    def wrong(a, b, y_bar):
        return y_bar @ b, np.outer(a, y_bar)

    def right(a, b, y_bar):
        return y_bar @ b, np.outer(y_bar, a)


@bug(
    issue="HIPS/autograd#376",
    says="The gradient of einsum has the shape of the other array where that one is broadcast",
    inputs=[{"shape": ["n"]}, {"shape": [1]}],
    case=dict(x=[2, 3], y=[2], cotangent=1),
)
class EinsumBroadcasts:
    def value(x, y):
        return np.einsum("i,i", x, y)

    def wrong(x, y, z_bar):
        return z_bar * y, np.array([z_bar * x.sum()])

    def right(x, y, z_bar):
        return np.full_like(x, z_bar * y[0]), np.array([z_bar * x.sum()])


@bug(
    issue="HIPS/autograd#412",
    says="The gradient of the density of a normal distribution by its covariance has the wrong sign",
    inputs=[{"shape": ["n"]}, {"shape": ["n", "n"]}],
    case=dict(x=[1, -0.5], factor=[[1, 0], [0.5, 2]], cotangent=1),
)
class NormalDensityCovariance:
    def covariance(factor):
        return factor @ factor.T + np.eye(len(factor))

    def value(x, factor):
        covariance = NormalDensityCovariance.covariance(factor)
        return -0.5 * (x @ np.linalg.solve(covariance, x) + np.linalg.slogdet(covariance)[1])

    def pulled(x, factor, y_bar, sign):
        inverse = np.linalg.inv(NormalDensityCovariance.covariance(factor))
        scaled = inverse @ x
        covariance_bar = sign * 0.5 * y_bar * (np.outer(scaled, scaled) - inverse)
        return -y_bar * scaled, 2 * covariance_bar @ factor

    def wrong(x, factor, y_bar):
        return NormalDensityCovariance.pulled(x, factor, y_bar, -1)

    def right(x, factor, y_bar):
        return NormalDensityCovariance.pulled(x, factor, y_bar, 1)


@bug(
    issue="HIPS/autograd#141",
    says="The gradient of max counts an entry twice that stands in the array twice",
    inputs=[{"shape": ["n"]}],
    case=dict(x=[1, 3, 2], cotangent=1),
)
class MaximumOfTwoCopies:
    def value(x):
        return np.concatenate([x, x]).max()

    def wrong(x, y_bar):
        return 2.0 * y_bar * (x == x.max())

    def right(x, y_bar):
        largest = x == x.max()
        return y_bar * largest / largest.sum()
