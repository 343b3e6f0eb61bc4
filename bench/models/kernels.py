"""A small model with nodes that no program has: a hand-written rule, which is wrong, one that is right, and ops of torch.
`python3 adapters/python/export_torch.py bench/models/kernels.py:gated > gated.json`"""

import torch
from torch import nn


class Swish(torch.autograd.Function):
    """x · σ(βx). The rule lacks the β of the inner derivative."""

    @staticmethod
    def forward(ctx, x, beta):
        ctx.save_for_backward(x)
        ctx.beta = beta
        return x * torch.sigmoid(beta * x)

    @staticmethod
    def backward(ctx, dy):
        (x,) = ctx.saved_tensors
        gate = torch.sigmoid(ctx.beta * x)
        return dy * gate * (1 + x * (1 - gate)), None


class Unit(torch.autograd.Function):
    """Rows of length 1, and their former lengths, by which nothing is differentiated."""

    @staticmethod
    def forward(ctx, x):
        lengths = x.norm(dim=1, keepdim=True)
        ctx.save_for_backward(x / lengths, lengths)
        ctx.mark_non_differentiable(lengths)
        return x / lengths, lengths

    @staticmethod
    def backward(ctx, dy, _):
        y, lengths = ctx.saved_tensors
        return (dy - y * (dy * y).sum(1, keepdim=True)) / lengths


swish = Swish.apply


class Gated(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = nn.Linear(3, 4)

    def forward(self, x):
        hidden = swish(self.inner(x), 1.5)
        rows, _ = Unit.apply(hidden)
        root = torch.linalg.cholesky(rows @ rows.t() + torch.eye(2))
        return torch.special.i0(rows).sum(), torch.igamma(hidden.exp(), rows.exp()), root


def gated():
    torch.manual_seed(0)
    return Gated(), (torch.randn(2, 3),)
