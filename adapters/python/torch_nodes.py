"""A node of a graph that export_torch.py wrote, as a function of its inputs: an op of torch, an op that somebody registered with
torch.library, or an autograd.Function that somebody wrote. Where the last two come from, `load` is told."""

import importlib.util
import os
import sys

import torch

from backproof_adapter import Unsupported, opaque

SPECIALS = {"NaN": float("nan"), "Infinity": float("inf"), "-Infinity": float("-inf"), "-0": -0.0}


def load(file):
    """Runs a file as a module with its name, which it may import others beside."""
    name = os.path.splitext(os.path.basename(file))[0]
    sys.path.insert(0, os.path.dirname(os.path.abspath(file)))
    spec = importlib.util.spec_from_file_location(name, file)
    sys.modules[name] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def find(path):
    """What has a path such as kernels.Swish in a module that is loaded; None if nothing has. A graph makes no module load."""
    parts = path.split(".")
    for count in range(len(parts) - 1, 0, -1):
        found = sys.modules.get(".".join(parts[:count]))
        for part in parts[count:] if found is not None else ():
            found = getattr(found, part, None)
        if found is not None:
            return found
    return None


class Node:
    """What a request says of a node; its op is looked up at once."""

    def __init__(self, node):
        self.args, self.outputs = node["args"], node["outputs"]
        if node["op"].endswith(".apply"):
            self.call = function(node["op"][: -len(".apply")])
        else:
            self.call = registered(node["op"])
        self.opaque = opaque(self.run, library="torch")

    def run(self, *inputs):
        args = {name: read(value, inputs) for name, value in self.args.items()}
        made = self.call(args)
        listed = list(made) if isinstance(made, (tuple, list)) else [made]
        return tuple(listed[place] for place in self.outputs)

    def fields(self, request):
        try:
            return self.opaque.fields(request)
        except (NotImplementedError, RuntimeError) as error:
            # derivative for aten::special_bessel_j0 is not implemented
            if "not implemented" in str(error):
                raise Unsupported(str(error).splitlines()[0]) from error
            raise


def function(path):
    found = find(path)
    if not (isinstance(found, type) and issubclass(found, torch.autograd.Function)):
        raise Unsupported(f"there is no autograd.Function {path}; name the file that has it behind the adapter's own, {how()}")
    return lambda args: found.apply(*args.values())


def registered(op):
    """By its full name, aten.sum.dim_IntList."""
    try:
        space, name, overload = op.split(".")
        target = getattr(getattr(getattr(torch.ops, space), name), overload)
    except (AttributeError, RuntimeError, ValueError):
        raise Unsupported(f"torch has no op {op}; name the file that registers it behind the adapter's own, {how()}") from None

    def call(args):
        given = [argument for argument in target._schema.arguments if argument.name in args]
        own = lambda each: each.clone() if name.endswith("_") and isinstance(each, torch.Tensor) else each
        # What it writes into is no leaf, and not the caller's.
        plain = [own(args[each.name]) for each in given if not each.kwarg_only]
        return target(*plain, **{each.name: args[each.name] for each in given if each.kwarg_only})

    return call


def how():
    return f"python3 {os.path.basename(sys.argv[0])} FILE.py"


def read(value, inputs):
    """An argument: the inputs in their places, arrays as tensors, what torch has for words that JSON has."""
    if isinstance(value, list):
        return [read(each, inputs) for each in value]
    if isinstance(value, dict):
        return inputs[value["input"]] if "input" in value else tensor(value["array"])
    if not isinstance(value, str):
        return value
    if value in SPECIALS:
        return SPECIALS[value]
    if not value.startswith("torch."):
        return value
    named = getattr(torch, value[len("torch.") :], value)
    return inputs[0].dtype if isinstance(named, torch.dtype) and named.is_floating_point else named


def tensor(array):
    data = [SPECIALS.get(each, each) for each in array["data"]]
    return torch.tensor(data, dtype=getattr(torch, array["dtype"])).reshape(array["shape"])
