"""PaddlePaddle"""

import numpy as np

from corpus import bug


@bug(
    issue="PaddlePaddle/Paddle#40741",
    says="paddle.grad of a product whose factors both depend on the styles has wrong numbers: the second path is left out here",
    inputs=[{"shape": ["n", "m"]}, {"shape": ["m"]}],
    case=dict(weights=[[1, 2], [3, -1], [0.5, 1]], styles=[0.5, 2], cotangent=[[1, 2], [3, 1], [-1, 2]]),
)
class ModulatedWeights:
    def value(weights, styles):
        modulated = weights * styles
        return modulated * modulated.sum(axis=1, keepdims=True)

    def pulled(weights, styles, y_bar, second):
        modulated = weights * styles
        rows = modulated.sum(axis=1, keepdims=True)
        modulated_bar = y_bar * rows + second * (y_bar * modulated).sum(axis=1, keepdims=True)
        return modulated_bar * styles, (modulated_bar * weights).sum(axis=0)

    def wrong(weights, styles, y_bar):
        weights_bar, _ = ModulatedWeights.pulled(weights, styles, y_bar, 1)
        return weights_bar, ModulatedWeights.pulled(weights, styles, y_bar, 0)[1]

    def right(weights, styles, y_bar):
        return ModulatedWeights.pulled(weights, styles, y_bar, 1)


@bug(
    issue="PaddlePaddle/Paddle#43645",
    says="The gradient of a layer that to_static compiled and that is called twice is 4, not 5: here, the inputs of the calls are exchanged",
    inputs=[{"shape": []}],
    case=dict(weight=3, cotangent=[1, 2]),
)
class LayerCalledTwice:
    """On 1, then on 2."""

    def value(weight):
        return np.array([weight * 1, weight * 2])

    def wrong(weight, y_bar):
        return y_bar[0] * 2 + y_bar[1] * 1

    def right(weight, y_bar):
        return y_bar[0] * 1 + y_bar[1] * 2
