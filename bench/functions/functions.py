"""Functions as people write them, each with a gradient that is right, and one with a mistake that people make.

The right gradient is that of the function's own graph. The wrong one is that of another graph: a term left out, a factor
held constant, a branch mistaken. Both stand in a custom autograd.Function, whose values are those of the right one.
"""

from dataclasses import dataclass
from typing import Callable

import torch
from torch import exp, log, sigmoid, tanh
from torch.nn import functional as F

torch.manual_seed(3)
LABELS = torch.tensor([2, 0, 3])
NOISE = -log(-log(torch.rand(4, dtype=torch.float64)))
WEIGHTS = 0.2 * torch.randn(4, 4, dtype=torch.float64)
TABLE = torch.randn(9, dtype=torch.float64)


def sample(*shape, scale=1.0, shift=0.0):
    return (scale * torch.randn(*shape, dtype=torch.float64) + shift).requires_grad_()


def at(*numbers):
    return torch.tensor(numbers, dtype=torch.float64, requires_grad=True)


@dataclass
class Entry:
    name: str
    fn: Callable
    samples: list
    wrong: Callable
    described: list = None  # for the judge that draws inputs; None where only the sample makes sense


def custom(fn, graph):
    """A function whose gradient is that of another graph."""

    class Custom(torch.autograd.Function):
        @staticmethod
        def forward(ctx, *x):
            ctx.save_for_backward(*x)
            with torch.no_grad():
                return fn(*x)

        @staticmethod
        def backward(ctx, *dy):
            with torch.enable_grad():
                x = [each.detach().requires_grad_() for each in ctx.saved_tensors]
                y = graph(*x)
                y = y if isinstance(y, tuple) else (y,)
                used = [(a, b) for a, b in zip(y, dy) if a.requires_grad]
                found = _grad(used, x)
            return tuple(found)

    return Custom.apply


def _grad(used, x):
    outputs, deltas = zip(*used)
    found = torch.autograd.grad(outputs, x, deltas, allow_unused=True)
    return [torch.zeros_like(a) if g is None else g for g, a in zip(found, x)]


ROWS = [{"shape": ["n", "m"]}]
VECTOR = [{"shape": ["n"]}]
held = lambda x: x.detach()
norm = lambda x, eps=1e-5: (x - x.mean(-1, True)) / torch.sqrt(x.var(-1, unbiased=False, keepdim=True) + eps)


def fixed_point(x):
    y = torch.zeros_like(x)
    for _ in range(60):
        y = tanh(y @ WEIGHTS + x)
    return y


def cube_root(x):
    y = torch.ones_like(x)
    for _ in range(40):
        y = y - (y**3 - x) / (3 * y**2)
    return y


def interpolated(t, table=TABLE):
    place = t.clamp(0, 7.999)
    low = place.detach().floor().long()
    part = place - low
    return table[low] * (1 - part) + table[low + 1] * part


def focal(x, power=2):
    p = F.log_softmax(x, -1).gather(1, LABELS[:, None])
    return (-((1 - exp(p)) ** power) * p).mean()


def info_nce(a, b):
    scores = F.normalize(a, dim=-1) @ F.normalize(b, dim=-1).T / 0.5
    return F.cross_entropy(scores, torch.arange(len(a)))


def hinge(x, margin=1.0):
    own = x.gather(1, LABELS[:, None])
    return (margin + x - own).clamp(min=0).sum(1) - margin


def attention(q, k, v, scale=0.5):
    return torch.softmax(q @ k.T * scale, -1) @ v


def in_float32(x):
    return sigmoid(x.float()).double()


ENTRIES = [
    Entry("swish", lambda x: x * sigmoid(x), [sample(6)], lambda x: x * sigmoid(held(x)), VECTOR),
    Entry("mish", F.mish, [sample(6)], lambda x: x * tanh(held(F.softplus(x))), VECTOR),
    Entry("gelu", F.gelu, [sample(6)], lambda x: F.gelu(x, approximate="tanh"), VECTOR),
    Entry(
        "gelu by tanh",
        lambda x: F.gelu(x, approximate="tanh"),
        [sample(6)],
        lambda x: 0.5 * x * (1 + tanh(0.7978845608 * (x + 0.044 * x**3))),
        VECTOR,
    ),
    Entry("softplus", F.softplus, [sample(6)], lambda x: torch.where(x > 2, x, F.softplus(x)), VECTOR),
    Entry("elu", F.elu, [sample(6)], lambda x: torch.where(x > 0, x, x + 1), VECTOR),
    Entry("layer norm, fused", norm, [sample(3, 5)], lambda x: (x - x.mean(-1, True)) / held((x.var(-1, unbiased=False, keepdim=True) + 1e-5).sqrt()), ROWS),
    Entry("layer norm, ε forgotten", lambda x: norm(x, 1e-3), [sample(3, 5)], lambda x: norm(x, 0.0) if x.shape[-1] > 1 else norm(x, 1e-3), [{"shape": ["n", 4]}]),
    Entry("RMS norm, fused", lambda x: x / (x.square().mean(-1, True) + 1e-6).sqrt(), [sample(3, 5)], lambda x: x / (x.square().sum(-1, True) + 1e-6).sqrt(), ROWS),
    Entry("normalized rows", lambda x: F.normalize(x, dim=-1), [sample(3, 4)], lambda x: x / held(x.norm(dim=-1, keepdim=True)), ROWS),
    Entry("softmax", lambda x: torch.softmax(x, -1), [sample(3, 4)], lambda x: exp(x) / held(exp(x).sum(-1, True)), ROWS),
    Entry("log-softmax", lambda x: torch.log_softmax(x, -1), [sample(3, 4)], lambda x: x - held(torch.logsumexp(x, -1, True)), ROWS),
    Entry("log-sum-exp", lambda x: torch.logsumexp(x, -1), [sample(3, 4)], lambda x: x.max(-1).values, ROWS),
    Entry("cross-entropy with labels", lambda x: F.cross_entropy(x, LABELS), [sample(3, 4)], lambda x: F.cross_entropy(x, LABELS, reduction="sum"), [{"shape": [3, 4]}]),
    Entry("label smoothing", lambda x: F.cross_entropy(x, LABELS, label_smoothing=0.1), [sample(3, 4)], lambda x: F.cross_entropy(x, LABELS), [{"shape": [3, 4]}]),
    Entry("focal loss with labels", focal, [sample(3, 4)], lambda x: focal(x, 1), [{"shape": [3, 4]}]),
    Entry("hinge with labels", hinge, [sample(3, 4)], lambda x: hinge(x, 0.5), [{"shape": [3, 4]}]),
    Entry("InfoNCE", info_nce, [sample(3, 4), sample(3, 4)], lambda a, b: info_nce(a, held(b)), [{"shape": ["n", "m"]}, {"shape": ["n", "m"]}]),
    Entry("soft clipping", lambda x: 2 * tanh(x / 2), [sample(6)], lambda x: x.clamp(-2, 2), VECTOR),
    Entry("leaky clipping", lambda x: x.clamp(-1, 1) + 0.1 * (x - x.clamp(-1, 1)), [sample(6)], lambda x: x.clamp(-1, 1), VECTOR),
    Entry("clipping by norm", lambda x: x * 2 / x.norm().clamp(min=2), [sample(6, scale=3.0)], lambda x: x * held(2 / x.norm().clamp(min=2)), VECTOR),
    Entry("Gumbel-softmax, fixed noise", lambda x: torch.softmax((x + NOISE) / 0.5, -1), [sample(3, 4)], lambda x: torch.softmax(x + NOISE, -1), [{"shape": ["n", 4]}]),
    Entry("linear solver", lambda a, b: torch.linalg.solve(a + 4 * torch.eye(len(b), dtype=a.dtype), b), [sample(3, 3), sample(3)], lambda a, b: torch.linalg.solve(a.T + 4 * torch.eye(len(b), dtype=a.dtype), b), [{"shape": [3, 3], "domain": [-0.5, 0.5]}, {"shape": [3]}]),
    Entry("fixed point, implicit", fixed_point, [sample(2, 4)], lambda x: tanh(held(fixed_point(x)) @ WEIGHTS + x), [{"shape": ["n", 4]}]),
    Entry("cube root, implicit", cube_root, [sample(4, scale=0.3, shift=2.0)], lambda x: x / (3 * held(cube_root(x))), [{"shape": ["n"], "domain": [0.5, 4]}]),
    Entry("sort", lambda x: torch.sort(x, -1).values, [sample(3, 4)], lambda x: x, ROWS),
    Entry("largest two", lambda x: torch.topk(x, 2, -1).values, [sample(3, 4)], lambda x: torch.topk(x, 2, -1).values.flip(-1), [{"shape": ["n", 4]}]),
    Entry("running maximum", lambda x: torch.cummax(x, -1).values, [sample(3, 4)], lambda x: x, ROWS),
    Entry("linear interpolation", interpolated, [sample(5, scale=1.5, shift=4.0)], lambda t: TABLE[0] + 0 * t + interpolated(t.clamp(1, 7)), [{"shape": ["n"], "domain": [0, 8]}]),
    Entry("Huber loss", lambda x: F.huber_loss(x, torch.zeros_like(x), delta=1.0), [sample(6)], lambda x: F.smooth_l1_loss(x, torch.zeros_like(x), beta=0.5), VECTOR),
    Entry("attention, fused", attention, [sample(2, 4), sample(3, 4), sample(3, 4)], lambda q, k, v: attention(held(q), k, v) + 0 * q.sum() + (held(attention(q, k, v)) * 0), [{"shape": ["n", "d"]}, {"shape": ["m", "d"]}, {"shape": ["m", "d"]}]),
    Entry("running product", lambda x: torch.cumprod(x, -1), [sample(3, 4)], lambda x: held(torch.cumprod(x, -1)) * log(x.abs()), ROWS),
    Entry("two outputs, mean and spread", lambda x: (x.mean(-1), x.var(-1, unbiased=False)), [sample(3, 4)], lambda x: (x.mean(-1), (x - held(x.mean(-1, True))).square().sum(-1)), ROWS),
    # Right ones where differences of one step are misled, and mistakes no larger than a loose tolerance.
    Entry("relu on its kink", torch.relu, [at(0.0, 1.0, -1.0)], lambda x: 1.5 * torch.relu(x), VECTOR),
    Entry("maximum of a tie", lambda x: x.amax(-1), [at(1.0, 1.0, 0.5)], lambda x: x.sum(-1), ROWS),
    Entry("interpolation on knots", interpolated, [at(1.0, 2.0, 3.5)], lambda t: interpolated(t, 1.01 * TABLE), [{"shape": ["n"], "domain": [0, 8]}]),
    Entry("root of small numbers", torch.sqrt, [at(1e-7, 1e-5, 1.0)], lambda x: torch.sqrt(x + 1e-4), [{"shape": ["n"], "domain": "positive"}]),
    Entry("sigmoid in float32", in_float32, [sample(4)], lambda x: 0.9 * sigmoid(x), None),
    Entry("exp of large numbers", exp, [at(20.0, 30.0)], lambda x: exp(held(x)) * (1 + 2e-4) * x, VECTOR),
    Entry("Student's log-likelihood", lambda x: -2 * torch.log1p(x * x / 3), [sample(5)], lambda x: -2 * (1 + 5e-4) * torch.log1p(x * x / 3), VECTOR),
]
