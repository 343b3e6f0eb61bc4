"""A node of a graph that export_torch.py wrote, as a function of its inputs: an op of torch, or one that a file registered with
torch.library, or an autograd.Function of a file."""

import torch

from backproof_adapter import Unsupported, opaque
from nodes import filled, find, lacking


symmetric = lambda a: (a + a.mT) / 2
normalized = lambda log_probs: log_probs.log_softmax(2)
# Ops that read a part of an argument, and whose gradient holds as long as the rest goes with it: a triangle of a symmetric matrix, or
# logarithms of probabilities. They are asked on what has that form; torch's own tests do the same.
FORMS = {
    "aten._linalg_eigh": ("A", symmetric),
    "aten.linalg_cholesky_ex": ("self", symmetric),
    "aten.cholesky": ("self", symmetric),
    "aten._ctc_loss": ("log_probs", normalized),
}
# What torch says of a derivative that it does not have.
LACKING = ("not implemented", "is not differentiable with respect to")


class Node:
    """What a request says of a node; its op is looked up at once."""

    def __init__(self, node):
        self.args, self.outputs = node["args"], node["outputs"]
        self.call = function(node["op"]) if node["op"].endswith(".apply") else registered(node["op"])
        self.opaque = opaque(self.run, library="torch")

    def run(self, *inputs):
        word = lambda text: named(text, inputs[0].dtype)
        made = self.call({name: filled(value, inputs, tensor, word) for name, value in self.args.items()})
        listed = list(made) if isinstance(made, (tuple, list)) else [made]
        return tuple(listed[place] for place in self.outputs)

    def fields(self, request):
        try:
            return self.opaque.fields(request)
        except RuntimeError as error:
            if any(each in str(error) for each in LACKING):
                raise Unsupported(str(error).splitlines()[0]) from error
            raise


def function(op):
    path = op[: -len(".apply")]
    found = find(path)
    if not (isinstance(found, type) and issubclass(found, torch.autograd.Function)):
        raise lacking(f"autograd.Function {path}")
    return lambda args: found.apply(*args.values())


def registered(op):
    """By its full name, aten.sum.dim_IntList."""
    try:
        # Traced without gradients, an op may be one that has none.
        space, name, overload = op.replace("_forward_only", "").split(".")
        target = getattr(getattr(getattr(torch.ops, space), name), overload)
    except (AttributeError, RuntimeError, ValueError):
        raise lacking(f"op {op}") from None

    formed, form = FORMS.get(f"{space}.{name}", (None, None))

    def call(args):
        args = {key: form(each) if key == formed else each for key, each in args.items()}
        given = [argument for argument in target._schema.arguments if argument.name in args]
        # What it writes into is no leaf, and not the caller's.
        own = lambda each: each.clone() if name.endswith("_") and isinstance(each, torch.Tensor) else each
        plain = [own(args[each.name]) for each in given if not each.kwarg_only]
        return target(*plain, **{each.name: args[each.name] for each in given if each.kwarg_only})

    return call


def named(text, dtype):
    """What torch has under a name, such as torch.strided; of the dtypes of floats that of the inputs."""
    found = getattr(torch, text[len("torch.") :], text) if text.startswith("torch.") else text
    return dtype if isinstance(found, torch.dtype) and found.is_floating_point else found


def tensor(array):
    return torch.tensor(array["data"], dtype=getattr(torch, array["dtype"])).reshape(array["shape"])
