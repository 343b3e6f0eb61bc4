"""The PyTorch adapter with one wrong rule: the gradient of affine_layer_norm takes the mean for a constant.
`backproof oracle --model FILE -- python3 bench/models/planted_adapter.py`"""

import runpy
import sys
from pathlib import Path

ADAPTERS = Path(__file__).resolve().parents[2] / "adapters" / "python"
sys.path.insert(0, str(ADAPTERS))


import torch_ops


def without_the_mean_term(a, b, c, eps):
    axes = tuple(range(-b.dim(), 0))
    centred = a - a.mean(axes, keepdim=True).detach()
    return centred / (centred.square().mean(axes, keepdim=True) + eps).sqrt() * b + c


torch_ops.OPS["affine_layer_norm"] = without_the_mean_term
runpy.run_path(str(ADAPTERS / "torch_adapter.py"), run_name="__main__")
