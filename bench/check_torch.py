"""torch's gradcheck (full), gradcheck (fast) and gradgradcheck on the functions of check.ts; prints JSON, microseconds of processor time."""

import json
import time

import torch
from torch.autograd import gradcheck, gradgradcheck

torch.manual_seed(0)
torch.set_num_threads(1)


def leaf(*shape):
    return torch.rand(*shape, dtype=torch.float64).mul(2).sub(1).requires_grad_()


def mlp(x, w1, b1, w2, b2, w3, b3):
    return torch.tanh(torch.tanh(torch.tanh(x @ w1 + b1) @ w2 + b2) @ w3 + b3)


FUNCTIONS = {
    "exp (3×4)": (torch.exp, [(3, 4)]),
    "add (3×4)+(4)": (torch.add, [(3, 4), (4,)]),
    "sum axis 1 of (2,3,4)": (lambda a: a.sum(1), [(2, 3, 4)]),
    "matmul (4×5)(5×3)": (torch.matmul, [(4, 5), (5, 3)]),
    "matmul (2,4,5)(5,3)": (torch.matmul, [(2, 4, 5), (5, 3)]),
    "logsumexp (3×4) axis 1": (lambda a: torch.logsumexp(a, 1), [(3, 4)]),
    "3-layer tanh MLP": (mlp, [(3, 4), (4, 5), (5,), (5, 4), (4,), (4, 2), (2,)]),
}


def median_micros(run):
    for _ in range(3):
        run()
    times = []
    for _ in range(11):
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return sorted(times)[5] * 1e6


def timed(function, shapes):
    inputs = [leaf(*shape) for shape in shapes]
    return {
        "dense": median_micros(lambda: gradcheck(function, inputs)),
        "directional": median_micros(lambda: gradcheck(function, inputs, fast_mode=True)),
        "second-order": median_micros(lambda: gradgradcheck(function, inputs)),
    }


print(json.dumps({name: timed(*entry) for name, entry in FUNCTIONS.items()}))
