"""JAX"""

import numpy as np

from corpus import bug


@bug(
    issue="jax-ml/jax#764",
    says="The gradient of tanh is NaN at large arguments, where hyperbolic sine and cosine overflow",
    inputs=[{"shape": ["n"], "dtype": "float32"}],
    case=dict(x=[190, 1], cotangent=[1, 2]),
)
class TanhOverflows:
    def value(x):
        return np.tanh(x)

    def wrong(x, y_bar):
        return y_bar * (1 - np.sinh(x) ** 2 / np.cosh(x) ** 2)

    def right(x, y_bar):
        y = np.tanh(x)
        return y_bar * (1 - y) * (1 + y)


@bug(
    issue="jax-ml/jax#2107",
    says="The gradient of softplus at zero is 0, not a half: it comes from max and abs, which have kinks there",
    inputs=[{"shape": ["n"]}],
    case=dict(x=[0, 1], cotangent=[1, 1]),
)
class SoftplusOfZero:
    def value(x):
        return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))

    def wrong(x, y_bar):
        small = np.exp(-np.abs(x))
        return y_bar * ((x > 0) - np.sign(x) * small / (1 + small))

    def right(x, y_bar):
        return y_bar * (0.5 + 0.5 * np.tanh(x / 2))


@bug(
    issue="jax-ml/jax#22398",
    says="The gradient of logsumexp by a weight that is zero is zero",
    inputs=[{"shape": [3]}, {"shape": [3], "domain": [-0.001, 2]}],
    case=dict(x=[0, 0, 1], b=[1, 0, 2], cotangent=1),
)
class WeightsOfLogSumExp:
    def value(x, b):
        return np.log(np.sum(b * np.exp(x)))

    def wrong(x, b, y_bar):
        x_bar, b_bar = WeightsOfLogSumExp.right(x, b, y_bar)
        return x_bar, np.where(b == 0, 0, b_bar)

    def right(x, b, y_bar):
        share = y_bar * np.exp(x) / np.sum(b * np.exp(x))
        return b * share, share


@bug(
    issue="jax-ml/jax#15598",
    says="The gradient of the density of a beta distribution lacks a logarithm where a parameter is 1: that of 0 times log x is 0",
    inputs=[{"shape": ["n"]}, {"shape": ["n"], "domain": [0.1, 0.9]}],
    case=dict(a=[1, 2], x=[0.5, 0.25], cotangent=[1, 1]),
)
class BetaDensity:
    """The part xlogy(a - 1, x)."""

    def value(a, x):
        return (a - 1) * np.log(x)

    def wrong(a, x, y_bar):
        a_bar, x_bar = BetaDensity.right(a, x, y_bar)
        return np.where(a == 1, 0, a_bar), x_bar

    def right(a, x, y_bar):
        return y_bar * np.log(x), y_bar * (a - 1) / x


@bug(
    issue="jax-ml/jax#9296",
    says="The gradient of segment_prod passes on the cotangent of the segment, without the other entries",
    inputs=[{"shape": [5], "domain": "positive"}],
    case=dict(x=[2, 3, 4, 5, 0.5], cotangent=[1, 2]),
)
class SegmentProducts:
    """Of two segments, the first two entries and the other three."""

    def value(x):
        return np.array([np.prod(x[:2]), np.prod(x[2:])])

    def wrong(x, y_bar):
        return np.repeat(y_bar, [2, 3])

    def right(x, y_bar):
        return np.repeat(y_bar * SegmentProducts.value(x), [2, 3]) / x


@bug(
    issue="jax-ml/jax#1521",
    says="Where take_along_axis broadcasts the array along the indices, only the first row of cotangents comes back",
    inputs=[{"shape": [1, 3]}],
    case=dict(x=[[5, 6, 7]], cotangent=[[1], [2], [3], [4]]),
)
class TakeAlongBroadcastAxis:
    def value(x):
        return np.take_along_axis(np.broadcast_to(x, (4, 3)), TakeAlongBroadcastAxis.indices, axis=1)

    indices = np.array([[0], [1], [2], [2]])

    def spread(y_bar):
        every = np.zeros((4, 3))
        np.put_along_axis(every, TakeAlongBroadcastAxis.indices, y_bar, axis=1)
        return every

    def wrong(x, y_bar):
        return TakeAlongBroadcastAxis.spread(y_bar)[:1]

    def right(x, y_bar):
        return TakeAlongBroadcastAxis.spread(y_bar).sum(axis=0, keepdims=True)


@bug(
    issue="jax-ml/jax#40626",
    says="The gradient of scatter_max is infinite where an index out of bounds is clipped",
    inputs=[{"shape": [2]}],
    case=dict(update=[1.03, 3.97], cotangent=[2, 1, 3]),
)
class ScatterMaxClips:
    """Into [1, 3, 4], at -3 and 8, which are clipped to 0 and 2."""

    def value(update):
        return np.array([max(1.0, update[0]), 3.0, max(4.0, update[1])])

    def wrong(update, y_bar):
        return np.where(update > [1, 4], np.inf, 0) * y_bar[[0, 2]]

    def right(update, y_bar):
        return (update > [1, 4]) * y_bar[[0, 2]]


@bug(
    issue="jax-ml/jax#40421",
    says="The gradient of an upper Cholesky factor sends half of some terms to the lower triangle, which is never read",
    inputs=[{"shape": [2, 2], "domain": [-1, 1]}],
    case=dict(x=[[1, 1], [1, 0]], cotangent=[[1, 1], [1, 1]]),
)
class CholeskyOfUpper:
    """Of x + 3, so that it is positive definite."""

    def value(x):
        root = np.sqrt(x[0, 0] + 3)
        corner = x[0, 1] / root
        return np.array([[root, corner], [0, np.sqrt(x[1, 1] + 3 - corner**2)]])

    def wrong(x, y_bar):
        x_bar = CholeskyOfUpper.right(x, y_bar)
        [root, corner], [_, last] = CholeskyOfUpper.value(x)
        half = -0.5 * y_bar[1, 1] * corner / last / root
        return x_bar + half * np.array([[0, -1], [1, 0]])

    def right(x, y_bar):
        [root, corner], [_, last] = CholeskyOfUpper.value(x)
        corner_bar = y_bar[0, 1] - y_bar[1, 1] * corner / last
        root_bar = y_bar[0, 0] - corner_bar * corner / root
        return np.array([[root_bar / (2 * root), corner_bar / root], [0, y_bar[1, 1] / (2 * last)]])


@bug(
    issue="jax-ml/jax#18450",
    says="The gradient of a power whose exponent is zero is NaN at zero under jit",
    inputs=[{"shape": ["n"]}, {"shape": [], "domain": {"integer": [0, 3]}}],
    case=dict(x=[0, 3], k=0, cotangent=[1, 1]),
)
class PowerOfZero:
    def value(x, k):
        return x ** float(k)

    def wrong(x, k, y_bar):
        return y_bar * k * x ** (k - 1.0)

    def right(x, k, y_bar):
        return np.zeros_like(x) if k == 0 else PowerOfZero.wrong(x, k, y_bar)


@bug(
    issue="jax-ml/jax#6452",
    says="The gradient of logaddexp by a number that vmap closes over is not summed: it has the axis of the batch",
    inputs=[{"shape": ["n", 2]}, {"shape": []}],
    case=dict(y=[[1, 1], [1, 1], [1, 1]], z=0.1, cotangent=1),
)
class LogaddexpUnderVmap:
    def value(y, z):
        return np.logaddexp(z, y.sum(axis=1) + z).sum()

    def parts(y, z, y_bar):
        """Both slopes by z are that of one argument; together they are 1."""
        share = 0.5 + 0.5 * np.tanh(y.sum(axis=1) / 2)
        return np.repeat(y_bar * share, 2).reshape(y.shape), y_bar * np.ones(len(y))

    def wrong(y, z, y_bar):
        return LogaddexpUnderVmap.parts(y, z, y_bar)

    def right(y, z, y_bar):
        first, rows = LogaddexpUnderVmap.parts(y, z, y_bar)
        return first, rows.sum()


@bug(
    issue="jax-ml/jax#3407",
    says="The gradient of distances is NaN, as those of points to themselves are masked after their roots are taken",
    inputs=[{"shape": ["n", 3]}],
    case=dict(x=[[1, 2, 3], [0.2, 4, 6]], cotangent=1),
)
class PairDistances:
    def between(x):
        return np.sqrt(((x[:, None] - x[None]) ** 2).sum(axis=-1))

    def value(x):
        return PairDistances.between(x)[~np.eye(len(x), dtype=bool)].sum()

    def wrong(x, y_bar):
        distance = PairDistances.between(x)
        distance_bar = np.where(np.eye(len(x)), 0, y_bar)
        return 2 * (distance_bar[..., None] * (x[:, None] - x[None]) / distance[..., None]).sum(axis=1)

    def right(x, y_bar):
        distance = PairDistances.between(x)
        distance = np.where(distance == 0, 1, distance)
        return 2 * (y_bar * (x[:, None] - x[None]) / distance[..., None]).sum(axis=1)
