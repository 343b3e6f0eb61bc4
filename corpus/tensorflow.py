"""TensorFlow"""

import numpy as np

from corpus import bug


def backwards(x):
    """Cumulative sums from the end."""
    return np.cumsum(x[::-1])[::-1]


def cumulative_product_bar(x, y_bar):
    before = np.concatenate([[1], np.cumprod(x)[:-1]])
    after = np.array(y_bar)
    for k in range(len(x) - 2, -1, -1):
        after[k] += x[k + 1] * after[k + 1]
    return before * after


@bug(
    issue="tensorflow/tensorflow#3862",
    says="The gradient of cumprod divides by the entries, and is NaN where one is zero",
    inputs=[{"shape": ["n"]}],
    case=dict(x=[2, 0, 3], cotangent=[1, 1, 2]),
)
class CumulativeProductDivides:
    def value(x):
        return np.cumprod(x)

    def wrong(x, y_bar):
        return backwards(np.cumprod(x) * y_bar) / x

    def right(x, y_bar):
        return cumulative_product_bar(x, y_bar)


@bug(
    issue="tensorflow/tensorflow#119430",
    says="The gradient of cumprod is zero at an entry that is zero, where it had been NaN",
    inputs=[{"shape": ["n"]}],
    case=dict(x=[0, 2, 3], cotangent=[1, 1, 1]),
)
class CumulativeProductMasks:
    def value(x):
        return np.cumprod(x)

    def wrong(x, y_bar):
        return np.where(x == 0, 0, backwards(np.cumprod(x) * y_bar) / x)

    def right(x, y_bar):
        return cumulative_product_bar(x, y_bar)


def sigmoid(x):
    return 0.5 + 0.5 * np.tanh(x / 2)


@bug(
    issue="tensorflow/tensorflow#127690",
    says="The gradient of swish by a beta of one entry per column is summed to a single number",
    inputs=[{"shape": ["n", "m"]}, {"shape": ["m"]}],
    case=dict(x=[[1, 2], [-1, 0.5]], beta=[1, 0.5], cotangent=[[1, 1], [1, 1]]),
)
class SwishOfColumns:
    def value(x, beta):
        return x * sigmoid(beta * x)

    def wrong(x, beta, y_bar):
        x_bar, beta_bar = SwishOfColumns.right(x, beta, y_bar)
        return x_bar, beta_bar.sum()

    def right(x, beta, y_bar):
        s = sigmoid(beta * x)
        return y_bar * s * (1 + beta * x * (1 - s)), (y_bar * x**2 * s * (1 - s)).sum(axis=0)


@bug(
    issue="tensorflow/tensorflow#61117",
    says="The mixed second derivatives of reduce_prod are zero where an entry is zero",
    inputs=[{"shape": [2]}],
    cotangent={"shape": []},
    case=dict(x=[0, 1], cotangent=1),
    way="second",
)
class ProductTwice:
    def value(x):
        return np.prod(x)

    def vjp(x, y_bar):
        return y_bar * x[::-1]

    def wrong(x, y_bar, u):
        x_bar, y_bar_bar = ProductTwice.right(x, y_bar, u)
        return (np.zeros(2) if (x == 0).any() else x_bar), y_bar_bar

    def right(x, y_bar, u):
        return y_bar * u[::-1], u @ x[::-1]


@bug(
    issue="tensorflow/tensorflow#7403",
    says="The second derivative of softmax_cross_entropy_with_logits is zero",
    inputs=[{"shape": [3]}],
    cotangent={"shape": []},
    case=dict(logits=[0.5, 0.5, -1], cotangent=1),
    way="second",
)
class CrossEntropyTwice:
    """Of the first label."""

    def softmax(logits):
        powers = np.exp(logits - logits.max())
        return powers / powers.sum()

    def value(logits):
        return np.logaddexp.reduce(logits) - logits[0]

    def vjp(logits, y_bar):
        return y_bar * (CrossEntropyTwice.softmax(logits) - [1, 0, 0])

    def wrong(logits, y_bar, u):
        return np.zeros(3), CrossEntropyTwice.vjp(logits, 1.0) @ u

    def right(logits, y_bar, u):
        p = CrossEntropyTwice.softmax(logits)
        return y_bar * p * (u - p @ u), CrossEntropyTwice.vjp(logits, 1.0) @ u


@bug(
    issue="tensorflow/tensorflow#20355",
    says="where sends zero to a quotient or a logarithm that is infinite on the side that is not chosen, and NaN comes back",
    inputs=[{"shape": ["n"], "domain": "nonzero"}],
    case=dict(x=[1, -1, 0.5], cotangent=[1, 1, 1]),
)
class WhereBesideQuotient:
    def value(x):
        return np.where(x < 0, 1 / (1 - x), np.log(x + 1))

    def wrong(x, y_bar):
        return np.where(x < 0, y_bar, 0) / (1 - x) ** 2 + np.where(x < 0, 0, y_bar) / (x + 1)

    def right(x, y_bar):
        return np.where(x < 0, y_bar / (1 + np.abs(x)) ** 2, y_bar / (1 + np.abs(x)))
