"""Writes torch-edges.json: what PyTorch 1.13 computes at NaN, at zeros and beside infinite slopes, in float64.

    /usr/bin/python3 spec/engine/recorded/torch_edges.py > spec/engine/recorded/torch-edges.json
"""

import json
import math

import torch
from torch.nn import functional

torch.set_default_dtype(torch.float64)
nan, inf = math.nan, math.inf


def encoded(value):
    """JSON has no word for some numbers."""
    if isinstance(value, list):
        return [encoded(each) for each in value]
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return "-0" if value == 0 and math.copysign(1, value) < 0 else value


def run(f, *inputs):
    """The value and the gradients, for cotangents 1, 2, 3, … ."""
    leaves = [torch.tensor(values, requires_grad=True) for values in inputs]
    y = f(*leaves)
    delta = torch.arange(1.0, y.numel() + 1).reshape(y.shape)
    gradients = torch.autograd.grad(y, leaves, delta)
    return {
        "inputs": encoded(list(inputs)),
        "value": encoded(y.tolist()),
        "gradients": encoded([each.tolist() for each in gradients]),
    }


edges = [nan, -0.0, 0.0, 1.0, -1.0, inf, -inf]
below = [-1.0, 0.0, 1.0, 4.0]
left, right = [nan, 1.0, nan, 0.0, 2.0, 3.0, -inf], [1.0, nan, nan, 0.0, 3.0, 2.0, inf]

print(
    json.dumps(
        {
            "relu": run(torch.relu, edges),
            "abs": run(torch.abs, edges),
            "clip": run(lambda x: torch.clamp(x, -0.5, 0.5), edges),
            "clip from 0": run(lambda x: torch.clamp(x, min=0.0), edges),
            "clip to 0": run(lambda x: torch.clamp(x, max=0.0), edges),
            "sqrt of relu": run(lambda x: torch.sqrt(torch.relu(x)), below),
            "sqrt of clip": run(lambda x: torch.sqrt(torch.clamp(x, 0.0, 2.0)), below),
            "sqrt of clip at NaN": run(lambda x: torch.sqrt(torch.clamp(x, 0.0, 2.0)), [nan, 3.0]),
            "sqrt of maximum": run(lambda a, b: torch.sqrt(torch.maximum(a, b)), [-1.0, 0.0, 0.0], [0.0, -1.0, 4.0]),
            "sqrt of minimum": run(lambda a, b: torch.sqrt(torch.minimum(a, b)), [1.0, 0.0, 9.0], [0.0, 2.0, 4.0]),
            "sqrt of max": run(lambda x: torch.sqrt(torch.max(x)), [-1.0, 0.0, -2.0]),
            "sqrt of min": run(lambda x: torch.sqrt(torch.min(x)), [1.0, 0.0, 2.0]),
            "sqrt of max_pool": run(
                lambda x: torch.sqrt(functional.max_pool2d(x.reshape(1, 1, 2, 2), 2)), [-1.0, 0.0, -2.0, -3.0]
            ),
            "maximum": run(torch.maximum, left, right),
            "minimum": run(torch.minimum, left, right),
            "max": run(torch.max, [1.0, nan, 2.0]),
            "max of two NaN": run(torch.max, [nan, 1.0, nan, 2.0]),
            "min": run(torch.min, [1.0, nan, 2.0]),
            "max_pool": run(lambda x: functional.max_pool2d(x.reshape(1, 1, 2, 2), 2), [1.0, nan, 2.0, 3.0]),
            "sort": run(lambda x: torch.sort(x, stable=True).values, edges),
            "sort, descending": run(lambda x: torch.sort(x, stable=True, descending=True).values, edges),
            "sort of two NaN": run(lambda x: torch.sort(x, stable=True).values, [nan, 1.0, nan, -1.0]),
            "cumsum": run(lambda x: torch.cumsum(x, 0), [1.0, nan, 2.0]),
            "softmax": run(lambda x: torch.softmax(x, 0), [1.0, nan, 2.0]),
            "logsoftmax": run(lambda x: torch.log_softmax(x, 0), [1.0, nan, 2.0]),
            "logsumexp": run(lambda x: torch.logsumexp(x, 0), [1.0, nan, 2.0]),
            "logaddexp": run(torch.logaddexp, [-inf, inf, inf, 0.0, nan, -inf], [-inf, inf, 0.0, -inf, 1.0, inf]),
            "power": run(
                torch.pow,
                [0.0, 0.0, 0.0, 0.0, -0.0, nan, nan, 2.0, 1.0, 1.0, -1.0],
                [0.0, 1.0, 2.0, -1.0, 0.0, 0.0, 1.0, nan, nan, inf, -inf],
            ),
            "power_scalar 0": run(lambda x: torch.pow(x, 0), edges),
            "power_scalar 1": run(lambda x: torch.pow(x, 1), edges),
            "power_scalar 2": run(lambda x: torch.pow(x, 2), edges),
            "power_scalar 0.5": run(lambda x: torch.pow(x, 0.5), [nan, 0.0, 1.0, inf]),
            "power_scalar -1": run(lambda x: torch.pow(x, -1), edges),
        },
        indent=None,
    )
)
