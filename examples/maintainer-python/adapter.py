"""The engine as an adapter: `npx backproof oracle -- python3 adapter.py`."""

from backproof_adapter import Array, Malformed, differentiate, serve

import numpy as np
import engine

OPS = {"add": engine.add, "multiply": engine.multiply, "exp": engine.exp}


def leaf(array, requires_grad):
    return engine.Tensor(np.array(array.data).reshape(array.shape))


def array(tensor):
    return Array("float64", tensor.data.shape, tensor.data.reshape(-1).tolist())


def grad(outputs, inputs, out_grads, create_graph):
    return engine.grad(outputs, inputs, [each.data for each in out_grads])


serve(
    {
        "implementation": {"name": "arrays", "version": "1.2", "language": "Python"},
        "ops": list(OPS),
        "dtypes": ["float64"],
        "modes": ["eager"],
        "maxOrder": 1,
        "broadcasts": True,
        "pipeline": 16,
    },
    lambda case: differentiate(case, OPS, leaf, array, grad),
)
