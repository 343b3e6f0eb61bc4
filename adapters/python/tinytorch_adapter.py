"""TinyTorch, the course of the book "Machine Learning Systems", on NumPy: the course's own checkout, or a student's.

backproof oracle -- python3 adapters/python/tinytorch_adapter.py CHECKOUT
PYTHONPATH=CHECKOUT backproof oracle -- python3 adapters/python/tinytorch_adapter.py

The package is what the modules were exported to (`tito module complete 06`). With a folder of modules after CHECKOUT, such as
`src`, their own cells are taken instead, those that begin with `#| export`: nothing need be exported.
"""

import contextlib
import glob
import importlib.abc
import importlib.util
import json
import os
import re
import sys
import types
from math import prod

# First, so that a module that is missing is told in a sentence.
from backproof_adapter import Array, function, only, serve, transform

import numpy

from numpy_ops import axis_of

# It walks the graph by recursion, and Python's own limit ends that after a thousand steps.
sys.setrecursionlimit(20000)


def checkout():
    if len(sys.argv) > 1:
        return os.path.abspath(sys.argv[1])
    found = importlib.util.find_spec("tinytorch")
    if found is None or found.origin is None:
        sys.exit("There is no tinytorch: name a checkout after the adapter's file, or set PYTHONPATH.")
    return os.path.dirname(os.path.dirname(found.origin))


CHECKOUT = checkout()
FOLDER = sys.argv[2] if len(sys.argv) > 2 else None


def cells_of(path):
    """The cells of a module, each with the blank lines that keep it at its place in a file of Python."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    if path.endswith(".ipynb"):
        return ["".join(cell["source"]) + "\n" for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]
    return re.split(r"^(?=# %%)", text, flags=re.MULTILINE)


def exported(path):
    """The name of the module that a file is exported to, and its text; what is not exported is blank."""
    cells = cells_of(path)
    name = next((found[1] for found in (re.search(r"^# ?\| ?default_exp (\S+)", cell, re.M) for cell in cells) if found), None)
    is_exported = lambda cell: re.search(r"^# ?\| ?exporti?\b", cell, re.M)
    return name, "".join(cell if is_exported(cell) else "\n" * cell.count("\n") for cell in cells)


class Cells(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the modules of tinytorch in a folder of the course's modules."""

    def __init__(self, folder):
        files = [file for ending in ("py", "ipynb") for file in sorted(glob.glob(f"{folder}/[0-9]*/*.{ending}"))]
        self.found = {f"tinytorch.{name}": (path, text) for path in files for name, text in [exported(path)] if name}
        if "tinytorch.core.tensor" not in self.found:
            sys.exit(f"There are no modules in {folder}: files such as 01_tensor/01_tensor.py were expected there.")

    def find_spec(self, name, path=None, target=None):
        return importlib.util.spec_from_loader(name, self) if name in self.found else None

    def exec_module(self, module):
        path, text = self.found[module.__name__]
        exec(compile(text, path, "exec"), module.__dict__)


def package(name):
    """A package without its own __init__, which imports all twenty modules: a learner has written some of them."""
    made = types.ModuleType(name)
    made.__path__ = [] if FOLDER else [os.path.join(CHECKOUT, *name.split("."))]
    sys.modules[name] = made


def module(name):
    """A module of the course, or None where it is still to be written, or exported."""
    try:
        return importlib.import_module(f"tinytorch.core.{name}")
    except ModuleNotFoundError as error:
        if str(error.name).startswith("tinytorch."):
            return None
        raise


package("tinytorch")
package("tinytorch.core")
if FOLDER:
    sys.meta_path.insert(0, Cells(os.path.join(CHECKOUT, FOLDER)))
# Standard output belongs to the protocol, and modules print when they are imported.
with contextlib.redirect_stdout(sys.stderr):
    MODULES = {
        name: module(name)
        for name in ["tensor", "activations", "losses", "autograd", "spatial", "embeddings", "attention", "transformers"]
    }
    MODULES["spatial"] = MODULES["spatial"] or module("convolutions")
    MODULES["transformers"] = MODULES["transformers"] or module("transformer")
if MODULES["tensor"] is None or MODULES["autograd"] is None:
    missing = "tensor" if MODULES["tensor"] is None else "autograd"
    where = os.path.join(CHECKOUT, "tinytorch", "core", f"{missing}.py")
    sys.exit(f"There is no {where}: export the module (tito module complete), or name the folder of the modules after CHECKOUT.")
Tensor, Function = MODULES["tensor"].Tensor, MODULES["autograd"].Function


def reduction(name):
    return lambda a, axes, keepdims: getattr(a, name)(axis=axis_of(axes), keepdims=keepdims)


def over_axes(normalize):
    """TinyTorch takes one axis: several are moved to the end and merged into one, and taken apart again."""

    def on(a, axes):
        rank = len(a.shape)
        named = range(rank) if axes is None else [axis % rank for axis in ([axes] if isinstance(axes, int) else axes)]
        if len(named) == 1:
            return normalize(a, named[0])
        order, swaps = list(range(rank)), []
        for place, axis in enumerate([axis for axis in range(rank) if axis not in named] + sorted(named)):
            swaps.append((place, order.index(axis)))
            order[place], order[swaps[-1][1]] = axis, order[place]
        moved = swapped(a, *swaps)
        kept = moved.shape[: rank - len(named)]
        merged = moved.reshape((*kept, prod(moved.shape[len(kept) :])))
        return swapped(normalize(merged, len(kept)).reshape(moved.shape), *reversed(swaps))

    return on


def given(result):
    """What is still to be written returns nothing: its solution was taken out, and nothing put there."""
    if result is None:
        raise NotImplementedError("what returns nothing so far")
    return result


def asked(on):
    return lambda *all, **attributes: given(on(*all, **attributes))


def swapped(a, *pairs):
    for first, second in pairs:
        a = a if first == second else a.transpose(first, second)
    return a


def channels_first(images):
    return swapped(images, (2, 3), (1, 2))


def channels_last(images):
    return swapped(images, (1, 2), (2, 3))


def conv(a, b, stride, padding):
    rows, columns, inner, outer = b.shape
    layer = MODULES["spatial"].Conv2d(inner, outer, (rows, columns), stride=stride, padding=padding, bias=False)
    layer.weight = swapped(b, (0, 3), (1, 2), (2, 3))
    return channels_last(given(layer(channels_first(a))))


def pool(name):
    return lambda a, kernel, stride: channels_last(given(getattr(MODULES["spatial"], name)(kernel, stride)(channels_first(a))))


def batch_norm(a, b, c, eps):
    only(len(a.shape) == 4, "it takes images")
    layer = MODULES["spatial"].BatchNorm2d(a.shape[1], eps=eps)
    layer.gamma, layer.beta = b, c
    return layer(a)


def layer_norm(a, b, c, eps):
    """TinyTorch takes the last axis: several are merged into one."""
    only(b.size, "it takes entries")
    layer = MODULES["transformers"].LayerNorm(b.size, eps=eps)
    layer.gamma, layer.beta = (each if len(each.shape) == 1 else each.reshape((b.size,)) for each in (b, c))
    merged = a if len(b.shape) == 1 else a.reshape((*a.shape[: len(a.shape) - len(b.shape)], b.size))
    return layer(merged) if merged is a else given(layer(merged)).reshape(a.shape)


def embedding(a, indices, indicesShape):
    only(indices and all(a.shape), "an embedding has entries, and is read")
    table = MODULES["embeddings"].Embedding(*a.shape)
    table.weight = a
    return table(Tensor(numpy.array(indices).reshape(indicesShape)))


def attention(a, b, c, *mask, causal):
    only(not mask, "its masks hold ones and zeros")
    only(a.shape[-1] and b.shape[-2], "attention has entries")
    mask = Tensor(numpy.tril(numpy.ones((a.shape[-2], b.shape[-2])))) if causal else None
    return MODULES["attention"].scaled_dot_product_attention(a, b, c, mask)[0]


def cross_entropy(a, labels):
    return MODULES["losses"].CrossEntropyLoss()(a, Tensor(labels))


def activation(name):
    return lambda a: getattr(MODULES["activations"], name)().forward(a)


# For each module, what it has that is an op of ours: the names there, and the function.
TABLE = {
    "tensor": {
        "add": ("Tensor", lambda a, b: a + b),
        "subtract": ("Tensor", lambda a, b: a - b),
        "multiply": ("Tensor", lambda a, b: a * b),
        "divide": ("Tensor", lambda a, b: a / b),
        "add_scalar": ("Tensor", lambda a, scalar: a + scalar),
        "mul_scalar": ("Tensor", lambda a, scalar: a * scalar),
        "divide_scalar": ("Tensor", lambda a, scalar: a / scalar),
        "matmul": ("Tensor", lambda a, b: a.matmul(b)),
        "transpose": ("Tensor", lambda a, axes: a.transpose(*(axes or []))),
        "reshape": ("Tensor", lambda a, shape: a.reshape(*(shape or [()]))),
        "slice": ("Tensor", lambda a, starts, stops, steps: a[tuple(map(slice, starts, stops, steps))]),
        "split": ("Tensor", lambda a, axis, index: a[(slice(None),) * (axis % len(a.shape)) + (index,)]),
        "summation": ("Tensor", reduction("sum")),
        "mean": ("Tensor", reduction("mean")),
        "max": ("Tensor", reduction("max")),
    },
    "activations": {
        "relu": ("ReLU", activation("ReLU")),
        "sigmoid": ("Sigmoid", activation("Sigmoid")),
        "tanh": ("Tanh", activation("Tanh")),
        "softmax": ("Softmax", over_axes(lambda a, axis: MODULES["activations"].Softmax().forward(a, axis))),
    },
    "losses": {
        "logsoftmax": ("log_softmax", over_axes(lambda a, axis: MODULES["losses"].log_softmax(a, axis))),
        "cross_entropy": ("CrossEntropyLoss", cross_entropy),
    },
    "spatial": {
        "conv": ("Conv2d", conv),
        "max_pool": ("MaxPool2d", pool("MaxPool2d")),
        "avg_pool": ("AvgPool2d", pool("AvgPool2d")),
        "affine_batch_norm": ("BatchNorm2d", batch_norm),
    },
    "embeddings": {"embedding": ("Embedding", embedding)},
    "attention": {"attention": ("scaled_dot_product_attention", attention)},
    "transformers": {"affine_layer_norm": ("LayerNorm", layer_norm)},
}
OPS = {op: asked(on) for name, ops in TABLE.items() for op, (needed, on) in ops.items() if hasattr(MODULES[name], needed)}


def gelu_vjp(x, out_grad):
    a = Tensor(x, requires_grad=True)
    activation("GELU")(a).backward(out_grad)
    return a.grad


# It is neither of the two functions that our op is.
if hasattr(MODULES["activations"], "GELU"):
    one = {"name": "x", "shape": ["n"], "dtype": "float32"}
    function([one], vjp=gelu_vjp, name="GELU", definition="x * sigmoid(1.702 * x)")(lambda x: activation("GELU")(Tensor(x)).data)


class Join(Function):
    """What all outputs lead to, and what hands each its own cotangent."""

    def __init__(self, outputs, out_grads):
        super().__init__(*outputs)
        self.out_grads = [each.data for each in out_grads]

    def apply(self, grad_output):
        return tuple(self.out_grads)


def vjp(function, inputs, out_grads):
    leaves = [Tensor(x.data, requires_grad=True) for x in inputs]
    root = Tensor(numpy.zeros(1), requires_grad=True)
    root._grad_fn = Join(function(leaves), out_grads)
    root.backward(numpy.ones(1))
    return [Tensor(numpy.zeros(x.shape) if x.grad is None else getattr(x.grad, "data", x.grad)) for x in leaves]


def leaf(array):
    return Tensor(numpy.array(array.data, dtype="float32").reshape(array.shape))


def array(tensor):
    return Array("float32", tensor.data.shape, tensor.data.reshape(-1).tolist())


def version():
    """What the checkout says of itself, or else its name."""
    for name in ("pyproject.toml", "settings.ini"):
        with contextlib.suppress(OSError):
            with open(os.path.join(CHECKOUT, name), encoding="utf-8") as file:
                found = re.search(r'^version ?= ?"?([\w.]+)', file.read(), re.M)
            if found:
                return found[1]
    return os.path.basename(CHECKOUT)


serve(
    {
        "implementation": {
            "name": "TinyTorch",
            "version": version(),
            "language": "Python",
            "homepage": "https://mlsysbook.ai/tinytorch",
        },
        "ops": list(OPS),
        # Its images are walked in loops of Python.
        "opLimits": {name: {"mostEntries": 400} for name in ("conv", "max_pool", "avg_pool") if name in OPS},
        "dtypes": ["float32"],
        "modes": ["eager"],
        "maxOrder": 1,
        "broadcasts": True,
        "pipeline": 16,
    },
    lambda case: transform(case, OPS, leaf, array, vjp),
)
