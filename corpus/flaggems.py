"""FlagGems"""

import numpy as np

from corpus import bug


@bug(
    issue="flagos-ai/FlagGems#5023",
    says="The gradient of cdist ignores p, and is that of Euclidean distances",
    inputs=[{"shape": ["n", 2]}, {"shape": ["m", 2]}],
    case=dict(x=[[1, 2], [0, 0]], y=[[3, 5]], cotangent=[[1], [2]]),
)
class DistanceOfThirdPowers:
    def value(x, y):
        return (np.abs(x[:, None] - y[None]) ** 3).sum(axis=-1) ** (1 / 3)

    def pulled(terms):
        return terms.sum(axis=1), -terms.sum(axis=0)

    def wrong(x, y, z_bar):
        difference, distance = x[:, None] - y[None], DistanceOfThirdPowers.value(x, y)
        return DistanceOfThirdPowers.pulled((z_bar / distance)[..., None] * difference)

    def right(x, y, z_bar):
        difference, distance = x[:, None] - y[None], DistanceOfThirdPowers.value(x, y)
        slope = np.where(distance > 0, z_bar / distance**2, 0)
        return DistanceOfThirdPowers.pulled(slope[..., None] * difference * np.abs(difference))


@bug(
    issue="flagos-ai/FlagGems#5218",
    says="The gradient of a linear upsampling looks for its terms in a window that is too narrow if the corners are aligned",
    inputs=[{"shape": [2]}],
    case=dict(x=[1, 3], cotangent=[1, 1, 1, 1, 1, 1, 1, 1, 1, 1]),
)
class UpsampledToTen:
    part = np.arange(10) / 9

    def value(x):
        return x[0] * (1 - UpsampledToTen.part) + x[1] * UpsampledToTen.part

    def wrong(x, y_bar):
        near = np.arange(10) <= 5
        return np.array([near * y_bar @ (1 - UpsampledToTen.part), near[::-1] * y_bar @ UpsampledToTen.part])

    def right(x, y_bar):
        return np.array([y_bar @ (1 - UpsampledToTen.part), y_bar @ UpsampledToTen.part])
