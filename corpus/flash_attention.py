"""FlashAttention"""

import numpy as np

from corpus import bug


@bug(
    issue="Dao-AILab/flash-attention#355",
    says="The backward pass reads cotangents that are not contiguous as if they lay side by side",
    inputs=[{"shape": ["n", "d"]}, {"shape": ["m", "d"]}, {"shape": ["m", 3]}],
    case=dict(
        q=[[1, 0], [0.5, -1]], k=[[1, 2], [0, 1], [-1, 0]], v=[[1, 0, 2], [0, 1, 3], [2, 1, 0]], cotangent=[[1, 2], [0, -1], [3, 1]]
    ),
)
class TransposedAttention:
    """What is attended to, with its axes exchanged, so that its cotangent is a view."""

    def shares(q, k):
        scores = q @ k.T
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)

    def value(q, k, v):
        return (TransposedAttention.shares(q, k) @ v).T

    def pulled(q, k, v, rows_bar):
        p = TransposedAttention.shares(q, k)
        p_bar = rows_bar @ v.T
        scores_bar = p * (p_bar - (p * p_bar).sum(axis=1, keepdims=True))
        return scores_bar @ k, scores_bar.T @ q, p.T @ rows_bar

    def wrong(q, k, v, y_bar):
        return TransposedAttention.pulled(q, k, v, y_bar.reshape(len(q), 3))

    def right(q, k, v, y_bar):
        return TransposedAttention.pulled(q, k, v, y_bar.T)
