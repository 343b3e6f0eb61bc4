"""The model of kernels.py on JAX: a hand-written rule, which is wrong, and primitives that no program has.
`python3 adapters/python/export_jax.py bench/models/kernels_jax.py:gated > gated.json`"""

import jax
from jax import numpy as np


@jax.custom_vjp
def swish(x, beta):
    """x · σ(βx). The rule lacks the β of the inner derivative."""
    return x * jax.nn.sigmoid(beta * x)


def forward(x, beta):
    return swish(x, beta), (x, beta)


def backward(held, dy):
    x, beta = held
    gate = jax.nn.sigmoid(beta * x)
    return dy * gate * (1 + x * (1 - gate)), np.zeros_like(beta)


swish.defvjp(forward, backward)


def of(weight, x):
    hidden = swish(x @ weight, 1.5)
    return jax.lax.lgamma(np.exp(hidden)), jax.lax.erf_inv(np.tanh(hidden))


def gated():
    weight = np.array([[0.5, -0.25, 1.5], [0.75, 1, -0.5]], dtype="float32")
    return of, (weight, np.array([[1, -0.5], [0.25, 2]], dtype="float32"))
