"""Native sparse attention (Triton)"""

import numpy as np

from corpus import bug


@bug(
    issue="XunhaoLai/native-sparse-attention-triton#27",
    says="The gradient by the queries sees as many channels of the values as the keys have, and not the others",
    inputs=[{"shape": ["n", 2]}, {"shape": ["m", 2]}, {"shape": ["m", 3]}],
    case=dict(
        q=[[1, 0], [0.5, -1]], k=[[1, 2], [0, 1], [-1, 0]], v=[[1, 0, 2], [0, 1, 3], [2, 1, 0]], cotangent=[[1, 2, 1], [0, -1, 3]]
    ),
)
class ChannelsOfValues:
    def shares(q, k):
        scores = q @ k.T
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)

    def value(q, k, v):
        return ChannelsOfValues.shares(q, k) @ v

    def scores_bar(p, v, y_bar):
        p_bar = y_bar @ v.T
        return p * (p_bar - (p * p_bar).sum(axis=1, keepdims=True))

    def wrong(q, k, v, y_bar):
        p = ChannelsOfValues.shares(q, k)
        return (ChannelsOfValues.scores_bar(p, v[:, :2], y_bar[:, :2]) @ k, *ChannelsOfValues.right(q, k, v, y_bar)[1:])

    def right(q, k, v, y_bar):
        p = ChannelsOfValues.shares(q, k)
        scores_bar = ChannelsOfValues.scores_bar(p, v, y_bar)
        return scores_bar @ k, scores_bar.T @ q, p.T @ y_bar
