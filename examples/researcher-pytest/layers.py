"""Layers of a paper, on NumPy arrays, with their gradients by hand: each vjp takes the inputs, then dy, the adjoint of the value."""

import numpy as np


def soft_threshold(x, level):
    """Entries nearer to 0 than level become 0; the others come nearer to 0 by level."""
    return np.sign(x) * np.maximum(np.abs(x) - level, 0)


def soft_threshold_vjp(x, level, dy):
    kept = np.abs(x) > level
    return dy * kept, -np.sum(dy * np.sign(x) * kept)


def gated(x, w):
    """x · w, row by row, times the sigmoid of the row's sum."""
    return x @ w / (1 + np.exp(-x.sum(axis=1)))


def gated_vjp(x, w, dy):
    gate = 1 / (1 + np.exp(-x.sum(axis=1)))
    # The mistake: the gate depends on x, too.
    return (dy * gate)[:, None] * w, x.T @ (dy * gate)
