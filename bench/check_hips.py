"""HIPS autograd's check_grads (reverse mode, first order, one direction) on the functions of check.ts; prints JSON, in microseconds of processor time.

autograd is on no Debian mirror: put a copy of it on PYTHONPATH.
"""

import json
import time

import autograd.numpy as np
from autograd.scipy.special import logsumexp
from autograd.test_util import check_grads

np.random.seed(0)


def mlp(x, w1, b1, w2, b2, w3, b3):
    hidden = np.tanh(np.dot(np.tanh(np.dot(x, w1) + b1), w2) + b2)
    return np.tanh(np.dot(hidden, w3) + b3)


FUNCTIONS = {
    "exp (3×4)": (np.exp, [(3, 4)]),
    "add (3×4)+(4)": (lambda a, b: a + b, [(3, 4), (4,)]),
    "sum axis 1 of (2,3,4)": (lambda a: np.sum(a, axis=1), [(2, 3, 4)]),
    "matmul (4×5)(5×3)": (np.matmul, [(4, 5), (5, 3)]),
    "matmul (2,4,5)(5,3)": (np.matmul, [(2, 4, 5), (5, 3)]),
    "logsumexp (3×4) axis 1": (lambda a: logsumexp(a, axis=1), [(3, 4)]),
    "3-layer tanh MLP": (mlp, [(3, 4), (4, 5), (5,), (5, 4), (4,), (4, 2), (2,)]),
}


def median_micros(run):
    for _ in range(20):
        run()
    times = []
    for _ in range(101):
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return sorted(times)[50] * 1e6


def timed(function, shapes):
    inputs = [np.random.rand(*shape) * 2 - 1 for shape in shapes]
    # By all inputs, as ours: by default it looks at the first one alone.
    which = 0 if len(inputs) == 1 else tuple(range(len(inputs)))
    check = check_grads(function, which, modes=["rev"], order=1)
    return {"directional": median_micros(lambda: check(*inputs))}


print(json.dumps({name: timed(*entry) for name, entry in FUNCTIONS.items()}))
