"""PyTorch"""

import numpy as np

from corpus import bug


def others(x):
    """Per entry the product of all others."""
    return np.array([np.prod(np.delete(x, k)) for k in range(len(x))])


def without(x, *places):
    return np.prod(np.delete(x, places))


PLACES = np.array([0, 0, 2])


@bug(
    issue="pytorch/pytorch#1631",
    says="An index that gather meets twice gets the last cotangent, not the sum of both",
    inputs=[{"shape": [3]}],
    case=dict(x=[0.1, 1, 2], cotangent=[0.2, 0.3, 0.5]),
)
class GatherRepeats:
    def value(x):
        return x[PLACES]

    def wrong(x, y_bar):
        x_bar = np.zeros_like(x)
        x_bar[PLACES] = y_bar
        return x_bar

    def right(x, y_bar):
        x_bar = np.zeros_like(x)
        np.add.at(x_bar, PLACES, y_bar)
        return x_bar


@bug(
    issue="pytorch/pytorch#2421",
    says="The gradient of a norm that is zero is NaN, where zero would be a subgradient",
    inputs=[{"shape": ["n"]}],
    case=dict(x=[0, 0], cotangent=1),
)
class NormOfZeros:
    def value(x):
        return np.sqrt((x * x).sum())

    def wrong(x, y_bar):
        return y_bar * x / NormOfZeros.value(x)

    def right(x, y_bar):
        return NormOfZeros.wrong(x, y_bar) if x.any() else np.zeros_like(x)


@bug(
    issue="pytorch/pytorch#4320",
    says="The gradient of the standard deviation of equal entries is NaN",
    inputs=[{"shape": [4]}],
    case=dict(x=[1, 1, 1, 1], cotangent=2),
)
class DeviationOfEqualEntries:
    def value(x):
        return x.std(ddof=1)

    def wrong(x, y_bar):
        return y_bar * (x - x.mean()) / ((len(x) - 1) * x.std(ddof=1))

    def right(x, y_bar):
        return np.zeros_like(x) if x.std() == 0 else DeviationOfEqualEntries.wrong(x, y_bar)


@bug(
    issue="pytorch/pytorch#187297",
    says="where sends zero to the root of a negative number, which is on the side that is not chosen, and NaN comes back",
    inputs=[{"shape": ["n"], "domain": "nonzero"}],
    case=dict(x=[-1, -4], cotangent=[1, 1]),
)
class WhereBesideRoot:
    def value(x):
        return np.where(x > 0, np.sqrt(x), x)

    def wrong(x, y_bar):
        return np.where(x > 0, y_bar, 0) / (2 * np.sqrt(x)) + np.where(x > 0, 0, y_bar)

    def right(x, y_bar):
        return y_bar * np.where(x > 0, 0.5 / np.sqrt(np.abs(x)), 1)


@bug(
    issue="pytorch/pytorch#68425",
    says="where sends zero to an exponential that overflowed on the side that is not chosen, and NaN comes back",
    inputs=[{"shape": ["n"], "dtype": "float32"}],
    case=dict(x=[100, -1], cotangent=[1, 2]),
)
class WhereBesideExponential:
    def value(x):
        return np.where(x <= 0, np.exp(x), 1 + x)

    def wrong(x, y_bar):
        zero = np.zeros_like(x)
        return np.where(x <= 0, y_bar, zero) * np.exp(x) + np.where(x <= 0, zero, y_bar)

    def right(x, y_bar):
        return y_bar * np.exp(np.minimum(x, 0))


@bug(
    issue="pytorch/pytorch#10729",
    says="The gradient of an exponential that is clamped is NaN where the exponential overflows: zero times infinity",
    inputs=[{"shape": ["n"], "dtype": "float32"}],
    case=dict(x=[-5, 90, 100], cotangent=[1, 1, 1]),
)
class ClampOfInfinity:
    def value(x):
        return np.minimum(np.exp(x), 1)

    def wrong(x, y_bar):
        y = np.exp(x)
        return np.where(y <= 1, y_bar, np.zeros_like(x)) * y

    def right(x, y_bar):
        return np.where(x <= 0, y_bar * np.exp(np.minimum(x, 0)), np.zeros_like(x))


@bug(
    issue="pytorch/pytorch#49724",
    says="The gradient of logaddexp is NaN where both arguments are masked with minus infinity",
    inputs=[{"shape": [3]}],
    case=dict(x=[1, 3, 2], cotangent=1),
)
class LogaddexpOfMaskedEntries:
    def masked(x):
        return x[0] - np.inf, x[1] - np.inf

    def value(x):
        return np.logaddexp(np.logaddexp(*LogaddexpOfMaskedEntries.masked(x)), x[2])

    def wrong(x, y_bar):
        a, b = LogaddexpOfMaskedEntries.masked(x)
        inner, y = np.logaddexp(a, b), LogaddexpOfMaskedEntries.value(x)
        inner_bar = y_bar * np.exp(inner - y)
        return np.array([inner_bar * np.exp(a - inner), inner_bar * np.exp(b - inner), y_bar * np.exp(x[2] - y)])

    def right(x, y_bar):
        return np.array([0, 0, y_bar])


@bug(
    issue="pytorch/pytorch#106789",
    says="The gradient of prod has no gradient where two or more entries are zero",
    inputs=[{"shape": [4]}],
    cotangent={"shape": []},
    case=dict(x=[2, 3, 0, 0], cotangent=1),
    way="second",
)
class ProductOfTwoZerosTwice:
    def value(x):
        return np.prod(x)

    def vjp(x, y_bar):
        return y_bar * others(x)

    def wrong(x, y_bar, u):
        x_bar, y_bar_bar = ProductOfTwoZerosTwice.right(x, y_bar, u)
        return (np.zeros_like(x) if (x == 0).sum() > 1 else x_bar), y_bar_bar

    def right(x, y_bar, u):
        every = range(len(x))
        x_bar = [y_bar * sum(u[i] * without(x, i, k) for i in every if i != k) for k in every]
        return np.array(x_bar), np.sum(u * others(x))


@bug(
    issue="pytorch/pytorch#76185",
    says="What the forward pass saves besides inputs and outputs is a constant to the second derivative, silently",
    inputs=[{"shape": ["n"], "domain": "positive"}],
    case=dict(x=[0.5, 2], cotangent=[1, 1]),
    way="second",
)
class SavedTemporaryTwice:
    def value(x):
        return 6 * x

    def vjp(x, y_bar):
        temporary = 2 * x
        return 3 * y_bar * temporary / x

    def wrong(x, y_bar, u):
        temporary = 2 * x
        return -3 * u * y_bar * temporary / x**2, 3 * u * temporary / x

    def right(x, y_bar, u):
        return np.zeros_like(x), 6 * u


@bug(
    issue="pytorch/pytorch#18619",
    says="The second derivative takes a saved output for a constant when it is asked for a second time",
    inputs=[{"shape": [3], "domain": "nonzero"}],
    cotangent={"shape": []},
    case=dict(x=[1, 1, 1], cotangent=1),
    way="second",
)
class SavedOutputTwice:
    def value(x):
        return np.prod(x)

    def vjp(x, y_bar):
        return y_bar * np.prod(x) / x

    def wrong(x, y_bar, u):
        y = np.prod(x)
        return -u * y_bar * y / x**2, np.sum(u * y / x)

    def right(x, y_bar, u):
        x_bar, y_bar_bar = SavedOutputTwice.wrong(x, y_bar, u)
        return x_bar + y_bar * np.prod(x) * np.sum(u / x) / x, y_bar_bar


@bug(
    issue="pytorch/pytorch#196704",
    says="The second derivative of logaddexp is NaN where its arguments are far apart: infinity divided by infinity",
    inputs=[{"shape": []}, {"shape": []}],
    cotangent={"shape": []},
    case=dict(a=1000, b=3, cotangent=1),
    way="second",
)
class LogaddexpTwice:
    def value(a, b):
        return np.logaddexp(a, b)

    def vjp(a, b, y_bar):
        return y_bar / (1 + np.exp(b - a)), y_bar / (1 + np.exp(a - b))

    def wrong(a, b, y_bar, u, v):
        slope = lambda difference: np.exp(difference) / (1 + np.exp(difference)) ** 2
        a_bar = y_bar * (u * slope(b - a) - v * slope(a - b))
        return a_bar, -a_bar, u / (1 + np.exp(b - a)) + v / (1 + np.exp(a - b))

    def right(a, b, y_bar, u, v):
        p, q = LogaddexpTwice.vjp(a, b, 1.0)
        a_bar = y_bar * (u - v) * p * q
        return a_bar, -a_bar, u * p + v * q


@bug(
    issue="pytorch/pytorch#13669",
    says="The JIT merges two equal exponentials, and the gradient of the one that is broadcast is added to that of the other before it is summed",
    inputs=[{"shape": []}],
    case=dict(z=1, cotangent=1),
)
class BroadcastBesideScalar:
    def value(z):
        return np.exp(z) + (np.exp(z) - np.zeros(1000)).sum()

    def wrong(z, y_bar):
        return np.sum(y_bar + np.full(1000, y_bar)) * np.exp(z)

    def right(z, y_bar):
        return (y_bar + np.full(1000, y_bar).sum()) * np.exp(z)


@bug(
    issue="pytorch/pytorch#196682",
    says="The jvp of cholesky_inverse multiplies by the inverse between the tangent and the factor",
    inputs=[{"shape": [2, 2], "domain": [0.5, 3]}],
    case=dict(factor=[[1.7, 0], [1, 2]]),
    way="jvp",
)
class CholeskyInverse:
    def value(factor):
        lower = np.tril(factor)
        return np.linalg.inv(lower @ lower.T)

    def vjp(factor, y_bar):
        y = CholeskyInverse.value(factor)
        return np.tril(-y @ (y_bar + y_bar.T) @ y @ np.tril(factor))

    def wrong(factor, factor_dot):
        y, lower = CholeskyInverse.value(factor), np.tril(factor)
        half = y @ np.tril(factor_dot) @ y @ lower.T
        return -(half + half.T)

    def right(factor, factor_dot):
        y, lower = CholeskyInverse.value(factor), np.tril(factor)
        half = y @ np.tril(factor_dot) @ lower.T @ y
        return -(half + half.T)


@bug(
    issue="pytorch/pytorch#196705",
    says="The jvp of logcumsumexp scales all prefixes by the largest entry of all, so that an early one underflows and is dropped",
    inputs=[{"shape": ["n"]}],
    case=dict(x=[-400, 401, -797]),
    way="jvp",
)
class LogCumulativeSum:
    def value(x):
        return np.logaddexp.accumulate(x)

    def shares(x):
        """How much entry k has of prefix i, at [i, k]."""
        y = LogCumulativeSum.value(x)
        return np.tril(np.exp(np.minimum(x - y[:, None], 0)))

    def vjp(x, y_bar):
        return y_bar @ LogCumulativeSum.shares(x)

    def wrong(x, x_dot):
        scaled = np.exp(x - x.max())
        return np.cumsum(scaled * x_dot) / (np.cumsum(scaled) + 1e-13)

    def right(x, x_dot):
        return LogCumulativeSum.shares(x) @ x_dot


def centered(x):
    return x - x.mean()


def deviations(x):
    """What layer_norm saves: the inverse of the deviation."""
    return 1 / np.sqrt(x.var() + 0.25)


@bug(
    issue="pytorch/pytorch#196700",
    says="The jvp of the jvp of layer_norm takes the mean and the deviation, which were saved, for constants",
    inputs=[{"shape": ["n"]}, {"shape": ["n"]}],
    case=dict(x=[0.7, 0, 1], v=[1, 0, -2]),
    way="jvp",
)
class LayerNormTangent:
    """The tangent of layer_norm, in which x, its tangent v and the cotangent have the same part."""

    def value(x, v):
        r, c = deviations(x), centered(x)
        return r * centered(v) - r**3 * c * np.mean(c * v)

    def vjp(x, v, y_bar):
        r, c, a, b = deviations(x), centered(x), centered(v), centered(y_bar)
        along_a, along_b = np.mean(c * a), np.mean(c * b)
        x_bar = -(r**3) * (c * np.mean(a * b) + a * along_b + b * along_a) + 3 * r**5 * c * along_a * along_b
        return x_bar, LayerNormTangent.value(x, y_bar)

    def wrong(x, v, x_dot, v_dot):
        r, c = deviations(x), centered(x)
        scale = -(r**3) * np.mean(centered(v) * c)
        scale_dot = -(r**3) * np.mean(centered(v_dot) * c + centered(v) * x_dot)
        return r * centered(v_dot) + x_dot * scale + c * scale_dot

    def right(x, v, x_dot, v_dot):
        # The second derivative is symmetric: this is the part of x in the vjp.
        return LayerNormTangent.value(x, v_dot) + LayerNormTangent.vjp(x, v, x_dot)[0]


@bug(
    issue="pytorch/pytorch#23925",
    says="grid_sample with the mode border takes a pixel beyond the border for zero, in the gradient by a point on the border",
    inputs=[{"shape": [5]}, {"shape": ["n"], "domain": [-1, 5]}],
    case=dict(image=[0, 1, 2, 3, 4], point=[4, 1.5], cotangent=[1, 1]),
)
class SampleOnTheBorder:
    """Of one axis."""

    def value(image, point):
        clipped = np.clip(point, 0, 4)
        low = np.minimum(np.floor(clipped), 3).astype(int)
        part = clipped - low
        return image[low] * (1 - part) + image[low + 1] * part

    def weights(image, point, y_bar):
        clipped = np.clip(point, 0, 4)
        low = np.minimum(np.floor(clipped), 3).astype(int)
        image_bar = np.zeros_like(image)
        np.add.at(image_bar, low, y_bar * (1 - clipped + low))
        np.add.at(image_bar, low + 1, y_bar * (clipped - low))
        return image_bar

    def wrong(image, point, y_bar):
        low = np.floor(np.clip(point, 0, 4)).astype(int)
        inside = (point >= 0) & (point <= 4)
        padded = np.append(image, 0)
        return SampleOnTheBorder.weights(image, point, y_bar), y_bar * inside * (padded[low + 1] - padded[low])

    def right(image, point, y_bar):
        low = np.minimum(np.floor(np.clip(point, 0, 4)), 3).astype(int)
        inside = (point >= 0) & (point < 4)
        return SampleOnTheBorder.weights(image, point, y_bar), y_bar * inside * (image[low + 1] - image[low])


@bug(
    issue="pytorch/pytorch#22843",
    says="The gradient is zero beyond the largest number of blocks that a kernel can have (65,535 there, 255 here)",
    inputs=[{"shape": ["n"]}],
    sizes=dict(n=16),
    case=dict(x=[0.5, -1, 2, 1.5] * 65, cotangent=[1, -2, 0.5, 3] * 65),
)
class BeyondTheBlocks:
    def value(x):
        return x * x

    def wrong(x, y_bar):
        return 2 * x * y_bar * (np.arange(len(x)) < 255)

    def right(x, y_bar):
        return 2 * x * y_bar


# Of two frames and a single label: the three ways to align it, as entries that are added. Label 0 is the blank.
ALIGNMENTS = np.array([[0, 1, 0, 1], [0, 1, 1, 0], [1, 0, 0, 1]])


def ctc(log_probabilities):
    return -np.logaddexp.reduce(ALIGNMENTS @ log_probabilities.ravel())


def posterior(log_probabilities):
    found = np.exp(ALIGNMENTS @ log_probabilities.ravel() + ctc(log_probabilities))
    return (found @ ALIGNMENTS).reshape(2, 2)


def log_softmax(x):
    return x - np.logaddexp.reduce(x, axis=1)[:, None]


@bug(
    issue="pytorch/pytorch#11750",
    says="A term of the gradient of ctc_loss is not multiplied by the cotangent",
    inputs=[{"shape": [2, 2]}],
    case=dict(logits=[[0.5, 1], [-1, 2]], cotangent=2),
)
class CtcWithoutCotangent:
    def value(logits):
        return ctc(log_softmax(logits))

    def wrong(logits, y_bar):
        y = log_softmax(logits)
        return np.exp(y) - y_bar * posterior(y)

    def right(logits, y_bar):
        y = log_softmax(logits)
        return y_bar * (np.exp(y) - posterior(y))


@bug(
    issue="pytorch/pytorch#82545",
    says="The gradient of ctc_loss by the logarithms of probabilities is that by logits",
    inputs=[{"shape": [2, 2], "domain": [-3, 0]}],
    case=dict(log_probabilities=[[-1, -0.5], [-2, -0.1]], cotangent=1),
)
class CtcOfLogarithms:
    def value(log_probabilities):
        return ctc(log_probabilities)

    def wrong(log_probabilities, y_bar):
        return y_bar * (np.exp(log_probabilities) - posterior(log_probabilities))

    def right(log_probabilities, y_bar):
        return -y_bar * posterior(log_probabilities)


GROUPS = (slice(0, 2), slice(2, 4))


@bug(
    issue="pytorch/pytorch#76523",
    says="The gradient of scatter_reduce by products is zero at every entry that is zero",
    inputs=[{"shape": [4]}],
    case=dict(x=[0, 2, 3, 4], cotangent=[1, 2]),
)
class ScatteredProducts:
    def value(x):
        return np.array([np.prod(x[group]) for group in GROUPS])

    def wrong(x, y_bar):
        return np.where(x == 0, 0, np.repeat(y_bar * ScatteredProducts.value(x), 2) / x)

    def right(x, y_bar):
        return np.concatenate([y * others(x[group]) for y, group in zip(y_bar, GROUPS)])


def inverse(a):
    """Of a + 2, so that there is one."""
    return np.linalg.inv(a + 2 * np.eye(len(a)))


MATRICES = [{"shape": ["n", "n"], "domain": [0, 1]}, {"shape": ["n", "n"]}]


@bug(
    issue="pytorch/pytorch#196696",
    says="The jvp of the jvp of det takes the inverse, which is made of saved factors, for a constant",
    inputs=MATRICES,
    case=dict(a=[[0.7, 1], [1, 2.4]], v=[[1, 0], [0, 2]]),
    way="jvp",
)
class DeterminantTangent:
    """The tangent v of a determinant."""

    def value(a, v):
        p = inverse(a)
        return np.trace(p @ v) / np.linalg.det(p)

    def vjp(a, v, y_bar):
        p = inverse(a)
        scaled = y_bar / np.linalg.det(p)
        return scaled * (np.trace(p @ v) * p - p @ v @ p).T, scaled * p.T

    def wrong(a, v, a_dot, v_dot):
        p = inverse(a)
        return (np.trace(p @ a_dot) * np.trace(p @ v) + np.trace(p @ v_dot)) / np.linalg.det(p)

    def right(a, v, a_dot, v_dot):
        p = inverse(a)
        return DeterminantTangent.wrong(a, v, a_dot, v_dot) - np.trace(p @ a_dot @ p @ v) / np.linalg.det(p)


@bug(
    issue="pytorch/pytorch#196697",
    says="The jvp of the jvp of slogdet is zero along one direction: the inverse is a constant to it",
    inputs=MATRICES,
    case=dict(a=[[0.7, 1], [1, 1]], v=[[1, 0], [0, 0]]),
    way="jvp",
)
class LogDeterminantTangent:
    """The tangent v of the logarithm of a determinant."""

    def value(a, v):
        return np.trace(inverse(a) @ v)

    def vjp(a, v, y_bar):
        p = inverse(a)
        return -y_bar * (p @ v @ p).T, y_bar * p.T

    def wrong(a, v, a_dot, v_dot):
        return np.trace(inverse(a) @ v_dot)

    def right(a, v, a_dot, v_dot):
        p = inverse(a)
        return np.trace(p @ v_dot) - np.trace(p @ a_dot @ p @ v)


@bug(
    issue="pytorch/pytorch#196695",
    says="The jvp of the jvp of solve lacks a term, as the factors that were saved are constants to it: along one direction it is half",
    inputs=[*MATRICES, {"shape": ["n"]}],
    case=dict(a=[[-0.5, 1], [0, 0.5]], v=[[1, 0], [0, 1]], b=[1, 2]),
    way="jvp",
)
class SolutionTangent:
    """The tangent v, of the matrix, of a solution."""

    def value(a, v, b):
        p = inverse(a)
        return -p @ v @ p @ b

    def vjp(a, v, b, y_bar):
        p = inverse(a)
        first, second = p.T @ y_bar, (p @ v @ p).T @ y_bar
        return np.outer(first, p @ v @ p @ b) + np.outer(second, p @ b), -np.outer(first, p @ b), -second

    def wrong(a, v, b, a_dot, v_dot, b_dot):
        p = inverse(a)
        return -p @ v_dot @ p @ b + p @ v @ p @ (a_dot @ p @ b - b_dot)

    def right(a, v, b, a_dot, v_dot, b_dot):
        p = inverse(a)
        return SolutionTangent.wrong(a, v, b, a_dot, v_dot, b_dot) + p @ a_dot @ p @ v @ p @ b
