"""needle, as homework checkouts of the Deep Learning Systems course have it, on NumPy.

backproof oracle -- python3 adapters/python/needle_adapter.py CHECKOUT
"""

import contextlib
import dataclasses
import importlib.util
import os
import sys

# First, so that a module that is missing is told in a sentence.
from backproof_adapter import Array, Unsupported, interpret, only, serve, transform

import numpy

from numpy_ops import axis_of, table

os.environ.setdefault("NEEDLE_BACKEND", "np")
# As under pytest: the course's tests add "python" to the root, which `python3 -m pytest` starts from.
CHECKOUT = os.path.abspath(sys.argv[1])
sys.path[:0] = [os.path.join(CHECKOUT, "python"), CHECKOUT]
if importlib.util.find_spec("needle") is None:
    sys.exit(f"There is no needle in {CHECKOUT}: python/needle was expected there. Is it the root of a checkout?")
# Standard output belongs to the protocol, and later homeworks print the name of the backend.
with contextlib.redirect_stdout(sys.stderr):
    import needle
    from needle.autograd import Tensor, TensorOp


def reduction(name):
    def reduce(a, axes, keepdims):
        only(not keepdims, f"{name} drops the axes")
        return getattr(needle, name)(a, axis_of(axes))

    return reduce


def logsoftmax(a, axes):
    only(len(a.shape) == 2 and axes in (1, -1, [1], [-1]), "logsoftmax takes the last axis of two")
    return needle.logsoftmax(a)


def plain(name):
    """needle's functions have our attributes, in our order."""
    return lambda *all, **attributes: getattr(needle, name)(*all, *(axis_of(each) for each in attributes.values()))


NAMES = ["add", "multiply", "divide", "power", "add_scalar", "mul_scalar", "divide_scalar", "power_scalar", "negate"]
NAMES += ["exp", "log", "sqrt", "tanh", "sigmoid", "relu", "transpose", "permute", "reshape", "broadcast_to", "matmul"]
NAMES += ["flip", "dilate", "undilate"]
TABLE = {
    **{name: plain(name) for name in NAMES if hasattr(needle, name)},
    "subtract": lambda a, b: a - b,
    "summation": reduction("summation"),
    "logsumexp": reduction("logsumexp"),
    "logsoftmax": logsoftmax,
    "stack": lambda *all, axis: needle.stack(list(all), axis),
    "split": lambda a, axis, index: needle.split(a, axis)[index],
    "conv": lambda a, b, stride, padding: needle.conv(a, b, stride=stride, padding=padding),
}
OPS = {name: on for name, on in TABLE.items() if name == "subtract" or hasattr(needle, name)}


def is_handed_out(power):
    """Some editions hand power out with a gradient that takes no tensors: nobody was asked to write it."""
    x = Tensor(numpy.ones((1,), dtype="float32"))
    try:
        power(x, x).backward()
    except ValueError as error:
        return str(error) == "Both inputs must be tensors (NDArray)."
    except Exception:
        pass  # A mistake of the learner's own, or still to be written: its cases will tell.
    return False


if "power" in OPS and is_handed_out(OPS["power"]):
    del OPS["power"]


class Join(TensorOp):
    """A tensor that one or two others lead to, and that hands each its own cotangent.

    No op of homework 1 has more inputs than two, and an engine need not walk more.
    """

    def __init__(self, out_grads):
        self.out_grads = tuple(out_grads)

    def compute(self, *joined):
        if os.environ["NEEDLE_BACKEND"] == "np":
            return numpy.zeros((1,), dtype="float32")
        # The course's own arrays know their device.
        return leaf(Array("float32", (1,), [0.0])).realize_cached_data()

    def gradient(self, out_grad, node):
        return self.out_grads


def joined(outputs, out_grads):
    """One tensor that all outputs lead to."""
    root = Join(out_grads[:2])(*outputs[:2])
    for output, own in zip(outputs[2:], out_grads[2:]):
        root = Join([leaf(Array("float32", (1,), [0.0])), own])(root, output)
    return root


def leaf(array):
    return Tensor(numpy.array(array.data).reshape(array.shape), dtype=array.dtype, requires_grad=True)


def array(tensor):
    entries = tensor.numpy()
    return Array(str(entries.dtype), entries.shape, entries.reshape(-1).tolist())


def vjp(function, inputs, out_grads):
    root = joined(function(inputs), out_grads)
    for x in inputs:
        x.grad = None
    root.backward()
    return [Tensor(numpy.zeros(x.shape), dtype=x.dtype) if x.grad is None else x.grad for x in inputs]


# What each op keeps, and what our step holds beside it.
KEPT = {name: () for name in ["add", "multiply", "divide", "power", "negate", "exp", "log", "sqrt", "tanh", "sigmoid", "relu", "matmul"]}
KEPT.update({name: ("scalar",) for name in ["add_scalar", "mul_scalar", "divide_scalar", "power_scalar"]})
KEPT.update(transpose=("axes",), reshape=("shape",), broadcast_to=("shape",), summation=("axes",), logsumexp=("axes",))
BESIDE = {"summation": {"keepdims": False}, "logsumexp": {"keepdims": False}}
NUMPY = table(numpy)
TRIED = {"scalar": 2.0, "axes": None, "shape": (1, 1)}


def class_of(name):
    """The class whose nodes this op makes; None where it makes none, or more than one."""
    x = Tensor(numpy.ones((1, 1), dtype="float32"))
    operands = [x, x] if name in ("add", "multiply", "divide", "power", "matmul") else [x]
    try:
        node = OPS[name](*operands, **{each: TRIED[each] for each in KEPT[name]}, **BESIDE.get(name, {}))
        return type(node.op) if list(node.inputs) == operands else None
    except Exception:
        return None


def plainly(value):
    """NumPy's numbers are none of JSON's."""
    if isinstance(value, (numpy.ndarray, numpy.generic)):
        value = value.tolist()
    return [int(each) for each in value] if isinstance(value, (list, tuple)) else value


def attributes_of(name, node):
    kept = {each: plainly(getattr(node.op, each)) for each in KEPT[name]}
    # Where a rule leaves a size open, as in (-1, 3), the node knows it.
    return {**kept, "shape": list(node.shape)} if "shape" in kept else kept


def step_of(node, names):
    name = names.get(type(node.op))
    if name is None:
        raise Unsupported(f"{type(node.op).__name__} is not traced")
    return {"op": name, **attributes_of(name, node), **BESIDE.get(name, {})}


def trace(outputs, leaves, names):
    """Of which ops the outputs were made, as a program of the leaves and of constants."""
    ids, constants, nodes, stack = {id(each): at for at, each in enumerate(leaves)}, [], [], list(outputs)
    seen = set(ids)
    while stack:
        node = stack[-1]
        waited = [] if node.op is None else [each for each in node.inputs if id(each) not in seen]
        if id(node) in seen or not waited:
            stack.pop()
            if id(node) not in seen:
                seen.add(id(node))
                (constants if node.op is None else nodes).append(node)
        stack.extend(waited)
    for each in constants + nodes:
        ids[id(each)] = len(ids)
    inputs = leaves + constants
    steps = [{**step_of(each, names), "args": [ids[id(x)] for x in each.inputs]} for each in nodes]
    types = [{"dtype": "float32", "shape": list(each.shape)} for each in inputs]
    program = {"inputs": types, "steps": steps, "outputs": [ids[id(each)] for each in outputs]}
    return {"program": program, "constants": [array(each)._replace(dtype="float32") for each in constants]}


def traced(case, names):
    traces = []
    for cotangent in case.cotangents:
        inputs, out_grads = [leaf(each) for each in case.inputs], [leaf(each) for each in cotangent]
        gradients = vjp(lambda x: interpret(case.program, x, OPS), inputs, out_grads)
        traces.append(trace(gradients, inputs + out_grads, names))
    return traces


@contextlib.contextmanager
def computing_rightly(names):
    """NumPy computes meanwhile, so that the graph of a right rule is made whatever its ops compute."""

    def right(name):
        def compute(self, *arrays):
            attributes = {each: plainly(getattr(self, each)) for each in KEPT[name]}
            return numpy.asarray(NUMPY[name](*arrays, **attributes, **BESIDE.get(name, {})), dtype="float32")

        return compute

    own = {of: of.compute for of, name in names.items() if name in NUMPY}
    try:
        for of in own:
            of.compute = right(names[of])
        yield
    finally:
        for of, compute in own.items():
            of.compute = compute


def run(case):
    if not case.trace:
        return transform(case, OPS, leaf, array, vjp)
    names = {class_of(name): name for name in KEPT if name in OPS}
    names.pop(None, None)
    with computing_rightly(names):
        done = transform(case, OPS, leaf, array, vjp)
        try:
            return dataclasses.replace(done, traces=traced(case, names))
        except Unsupported:  # What cannot be traced is judged by its numbers alone.
            return done


serve(
    {
        "implementation": {
            "name": "needle",
            "version": os.path.basename(CHECKOUT),
            "language": "Python",
            "homepage": "https://dlsyscourse.org",
        },
        "ops": list(OPS),
        "dtypes": ["float32"],
        "modes": ["eager"],
        "maxOrder": 2,
        "broadcasts": False,
        "batchBroadcasts": True,
        # NumPy makes float64 of what has no axis, and needle drops the axes that it sums over.
        "limits": ["zero-d", "keepdims"],
        "rowsOnly": ["logsoftmax"],
        "traces": True,
        "pipeline": 16,
    },
    run,
)
