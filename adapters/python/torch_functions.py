"""For export_torch.py: a call of an autograd.Function as one node of a graph. Traced, it would be the ops of its forward, and its
backward, which somebody wrote, would be lost."""

import contextlib
import inspect

import torch
from torch.utils._mode_utils import no_dispatch

from nodes import find

# Ops stand for the functions; what each of them stands for, and its schema.
NAMESPACE, KEPT = "backproof", {}
LIBRARY = torch.library.Library(NAMESPACE, "DEF")
APPLY = next(each.__dict__["apply"] for each in torch.autograd.Function.__mro__ if "apply" in each.__dict__)
TRACING = False


@contextlib.contextmanager
def functions_kept(tracing=False):
    """While a graph is traced, calls are kept. A file that gives `apply` another name, as in `swish = Swish.apply`, is loaded in here."""
    global TRACING
    own = torch.autograd.Function.__dict__.get("apply")
    torch.autograd.Function.apply = classmethod(kept)
    TRACING = tracing
    try:
        yield
    finally:
        TRACING = False
        if own is None:
            del torch.autograd.Function.apply
        else:
            torch.autograd.Function.apply = own


def kept(function, *args):
    """What `apply` does, as one op, if its arguments and what it returns are such as ops have, and an adapter can find it."""
    apply = APPLY.__get__(None, function)
    kinds = [kind(each) for each in args]
    if not TRACING or None in kinds or find(path_of(function)) is not function:
        return apply(*args)
    with no_dispatch(), torch.no_grad():
        made = apply(*args)
    several = isinstance(made, tuple)
    if not all(isinstance(each, torch.Tensor) for each in (made if several else [made])):
        return apply(*args)
    taken = ", ".join(f"{each} {name}" for each, name in zip(kinds, names_of(function, len(args))))
    returned = f"({', '.join(['Tensor'] * len(made))})" if several else "Tensor"
    return getattr(getattr(torch.ops, NAMESPACE), op_of(function, f"({taken}) -> {returned}"))(*args)


def op_of(function, schema):
    """The name of the op that stands for a function with such arguments."""
    known = [name for name, each in KEPT.items() if each == (function, schema)]
    if not known:
        alike = sum(name.split("_of_")[0] == function.__name__ for name in KEPT)
        known = [function.__name__ if alike == 0 else f"{function.__name__}_of_{alike}"]
        KEPT[known[0]] = function, schema
        LIBRARY.define(known[0] + schema)
        LIBRARY.impl(known[0], APPLY.__get__(None, function), "CompositeExplicitAutograd")
    return known[0]


def kind(value):
    """As the schema of an op has it; None for what none has."""
    if isinstance(value, (list, tuple)):
        kinds = {kind(each) for each in value}
        return f"{kinds.pop()}[]" if len(kinds) == 1 and kinds <= {"Tensor", "int", "float"} else None
    known = {torch.Tensor: "Tensor", torch.nn.Parameter: "Tensor", type(None): "Tensor?"}
    return {**known, bool: "bool", int: "int", float: "float", str: "str"}.get(type(value))


def names_of(function, count):
    """Of the arguments of `forward`, behind the context."""
    parameters = [each.name for each in inspect.signature(function.forward).parameters.values() if each.kind < each.VAR_POSITIONAL]
    return [*parameters[1 : count + 1], *(f"input{at}" for at in range(len(parameters) - 1, count))]


def path_of(function):
    return f"{function.__module__}.{function.__qualname__}"


def target_of(node):
    """What a node calls, with its derivative, and the name of that."""
    if getattr(node.target, "namespace", None) != NAMESPACE:
        return node.target, str(node.target)
    function, _ = KEPT[node.target.__name__.split(".")[0]]
    return function.apply, f"{path_of(function)}.apply"
