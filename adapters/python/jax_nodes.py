"""A node of a graph that export_jax.py wrote, as a function of its inputs: a primitive, or a custom_vjp or custom_jvp of a file."""

import numpy
from jax import numpy as np

from backproof_adapter import Unsupported, opaque
from nodes import filled, find, lacking

try:
    from jax.extend.core import primitives
except ImportError:  # before JAX 0.4.36
    primitives = None

FLOATS = ("float64", "float32", "float16", "bfloat16")


class Node:
    """What a request says of a node; its op is looked up at once."""

    def __init__(self, node):
        self.args, self.outputs = dict(node["args"]), node["outputs"]
        self.operands, op = self.args.pop("in"), node["op"]
        self.call = custom(op) if op.endswith(".call") else getattr(primitives, f"{op}_p", None)
        if self.call is None:
            raise lacking(f"primitive {op}")
        self.opaque = opaque(self.run, library="jax")

    def run(self, *inputs):
        word = lambda text: inputs[0].dtype if text in FLOATS else text
        fill = lambda value: filled(value, inputs, tensor, word)
        bind = getattr(self.call, "bind", self.call)
        made = bind(*(operand(fill(each), inputs[0].dtype) for each in self.operands), **frozen(fill(self.args)))
        listed = list(made) if isinstance(made, (tuple, list)) else [made]
        return tuple(listed[place] for place in self.outputs)

    def fields(self, request):
        try:
            return self.opaque.fields(request)
        except (AttributeError, NotImplementedError, TypeError, ValueError) as error:
            # Parameters that JSON has no words for, or a primitive without a rule.
            raise Unsupported(f"JAX cannot run or differentiate it: {str(error).splitlines()[0]}") from error


def custom(op):
    path = op[: -len(".call")]
    found = find(path)
    if found is None:
        raise lacking(f"custom_vjp or custom_jvp {path}")
    return lambda *operands: found(*operands)


def operand(value, dtype):
    return np.asarray(value, dtype) if isinstance(value, (int, float)) else value


def frozen(value):
    """Parameters of a primitive are hashed."""
    if isinstance(value, dict):
        return {name: frozen(each) for name, each in value.items()}
    return tuple(frozen(each) for each in value) if isinstance(value, list) else value


def tensor(array):
    return np.asarray(numpy.array(array["data"], dtype=array["dtype"]).reshape(array["shape"]))
