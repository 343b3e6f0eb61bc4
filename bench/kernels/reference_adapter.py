"""What kernel suites compare with: PyTorch's own autograd in float32."""

import sys
from math import prod
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "adapters" / "python"))

from backproof_adapter import Array, differentiate, serve

import torch

from torch_ops import OPS, at_end, axes_of

torch.set_num_threads(1)


def attention(q, k, v, *mask, causal):
    scores = q @ k.transpose(-1, -2) / q.shape[-1] ** 0.5
    for each in mask:
        scores = scores + each
    if causal:
        scores = scores.masked_fill(torch.ones(scores.shape[-2:]).triu(1).bool(), float("-inf"))
    return scores.softmax(-1) @ v


def rms_norm(x, w, eps):
    axes = tuple(range(x.dim() - w.dim(), x.dim()))
    return x * torch.rsqrt((x * x).mean(axes, keepdim=True) + eps) * w


def normalized(rows, eps):
    """torch's own norms refuse rows of one entry."""
    centred = rows - rows.mean(-1, keepdim=True)
    return centred * torch.rsqrt((centred * centred).mean(-1, keepdim=True) + eps)


def layer_norm(x, axes, eps):
    named = sorted(axis % x.dim() for axis in axes_of(x, axes))
    moved, back = at_end(x, named)
    kept = moved.shape[: x.dim() - len(named)]
    return back(normalized(moved.reshape(*kept, prod(x.shape[axis] for axis in named)), eps))


def group_norm(x, w, b, groups, eps):
    normed = normalized(x.reshape(len(x), groups, prod(x.shape[1:]) // groups), eps)
    channels = [-1, *[1] * (x.dim() - 2)]
    return normed.reshape(x.shape) * w.reshape(channels) + b.reshape(channels)


def rope(x, axis, base, interleaved):
    width, along = x.shape[-1], [1] * x.dim()
    along[axis] = x.shape[axis]
    angle = torch.arange(x.shape[axis]).reshape(along) * base ** (-torch.arange(0, width, 2) / width)
    first, second = (x[..., ::2], x[..., 1::2]) if interleaved else x.chunk(2, -1)
    cos, sin = angle.cos(), angle.sin()
    turned = [first * cos - second * sin, first * sin + second * cos]
    return torch.stack(turned, -1).flatten(-2) if interleaved else torch.cat(turned, -1)


OPS = {**OPS, "attention": attention, "rms_norm": rms_norm, "rope": rope, "layer_norm": layer_norm, "group_norm": group_norm}


def leaf(array, requires_grad):
    return torch.tensor(array.data, dtype=torch.float32).reshape(array.shape).requires_grad_(requires_grad)


def array(tensor):
    held = tensor.detach().clone()
    return Array("float32", tuple(held.shape), held.reshape(-1).tolist())


def grad(outputs, inputs, out_grads, create_graph):
    reached = [(output, out_grad) for output, out_grad in zip(outputs, out_grads) if output.requires_grad]
    outputs, out_grads = zip(*reached)
    gradients = torch.autograd.grad(outputs, inputs, out_grads, retain_graph=True, allow_unused=True)
    return [torch.zeros_like(x) if gradient is None else gradient for gradient, x in zip(gradients, inputs)]


serve(
    {
        "implementation": {"name": "torch in float32", "version": torch.__version__, "language": "Python", "homepage": ""},
        "ops": list(OPS),
        "dtypes": ["float32"],
        "modes": ["eager"],
        "maxOrder": 1,
        "broadcasts": True,
        "pipeline": 16,
    },
    lambda case: differentiate(case, OPS, leaf, array, grad),
)
