"""Fused kernels behind a small tape. `backproof oracle --dtype bfloat16 -- python3 bench/kernels/kernels_adapter.py`

Two steps that a kernel fuses run as that kernel: silu and multiply as swiglu, for example. `--mistake NAME` plants one of
the mistakes of mistakes.py, `--list` prints them.
"""

import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "adapters" / "python"))

from backproof_adapter import Array, Done, Unsupported, serve

import numpy as np

from kernels import KERNELS
from mistakes import MISTAKES, planted
from views import PLAIN, VIEWS

np.seterr(all="ignore")

# By the earlier step, the later one, and which operand of the later it is.
FUSIONS = {
    ("silu", "multiply", 0): "swiglu",
    ("gelu", "multiply", 0): "geglu",
    ("mul_scalar", "softmax", 0): "scaled_softmax",
    ("matmul", "cross_entropy", 0): "linear_cross_entropy",
    ("add_scalar", "rms_norm", 1): "offset_rms_norm",
    ("add", "rms_norm", 0): "add_rms_norm",
}
GIVES_BOTH = {"add_rms_norm"}


def bfloat16(a):
    """Round to nearest, ties to even: the upper half of a float32."""
    bits = np.asarray(a, np.float32).view(np.uint32)
    rounded = ((bits + 0x7FFF + (bits >> 16 & 1)) & 0xFFFF0000).astype(np.uint32).view(np.float32)
    return np.where(np.isnan(a), np.float32(np.nan), rounded)


ROUND = {"bfloat16": bfloat16, "float16": lambda a: np.asarray(a).astype(np.float16).astype(np.float32)}


class Node:
    def __init__(self, step, out):
        self.op = step["op"]
        self.args = list(step["args"])
        self.outs = [out]
        self.attributes = {name: value for name, value in step.items() if name not in ("op", "args")}


def nodes_of(program):
    """The steps in order, those fused that a kernel takes together."""
    count = len(program["inputs"])
    reads = Counter([*(arg for step in program["steps"] for arg in step["args"]), *program["outputs"]])
    nodes = []
    for out, step in enumerate(program["steps"], count):
        node = Node(step, out)
        earlier = nodes[-1] if nodes else None
        for operand, arg in enumerate(node.args):
            name = earlier and FUSIONS.get((earlier.op, node.op, operand))
            if name and earlier.outs == [arg] and node.args.count(arg) == 1:
                if name in GIVES_BOTH or reads[arg] == 1:
                    fuse(nodes.pop(), node, name, operand)
                    break
        nodes.append(node)
    return nodes


def fuse(earlier, node, name, operand):
    node.args[operand : operand + 1] = earlier.args
    node.attributes = {**earlier.attributes, **node.attributes}
    node.op = name
    if name in GIVES_BOTH:
        node.outs = earlier.outs + node.outs


class Tape:
    """Of one case: values and adjoints are numbers of its dtype, held as float32."""

    def __init__(self, program, inputs, dtype, kernels):
        self.kernels, self.round = {**VIEWS, **PLAIN, **kernels}, ROUND[dtype]
        self.values = dict(enumerate(inputs))
        self.done = [self.run(node) for node in nodes_of(program)]

    def run(self, node):
        args = [self.values[arg] for arg in node.args]
        if node.op not in self.kernels:
            raise Unsupported(f"there is no kernel for {node.op}")
        outputs, saved = self.kernels[node.op].forward(*args, **node.attributes)
        # Rounding copies, and a view is none.
        if node.op not in VIEWS and node.op != "broadcast_to":
            outputs = [self.round(each) for each in outputs]
        self.values.update(zip(node.outs, outputs))
        return node, saved, outputs

    def vjp(self, outputs, cotangents, count):
        adjoints = {}
        for output, cotangent in zip(outputs, cotangents):
            self.send(adjoints, output, cotangent)
        for node, saved, values in reversed(self.done):
            if not any(out in adjoints for out in node.outs):
                continue
            out_grads = [adjoints.get(out, np.zeros_like(value)) for out, value in zip(node.outs, values)]
            gradients = self.kernels[node.op].backward(saved, values, *out_grads)
            for arg, gradient in zip(node.args, gradients):
                if gradient is not None:
                    self.send(adjoints, arg, gradient if node.op in VIEWS else self.round(gradient))
        return [adjoints.get(arg, np.zeros_like(self.values[arg])) for arg in range(count)]

    def send(self, adjoints, to, gradient):
        adjoints[to] = self.round(adjoints[to] + gradient) if to in adjoints else gradient


def runner(kernels):
    def run(case):
        dtype = case.inputs[0].dtype
        held = lambda array: np.array(array.data, np.float32).reshape(array.shape)
        told = lambda a: Array(dtype, a.shape, a.reshape(-1).tolist())
        inputs = [held(each) for each in case.inputs]
        cotangents = [[held(each) for each in some] for some in case.cotangents]
        tape = Tape(case.program, inputs, dtype, kernels)
        # Read before the backward pass, as a caller would.
        values = [told(tape.values[output]) for output in case.program["outputs"]]
        vjps = [
            [told(each) for each in tape.vjp(case.program["outputs"], some, len(inputs))] for some in cotangents
        ]
        return Done(values=values, vjps=vjps, echo=[told(each) for each in inputs + sum(cotangents, [])])

    return run


if "--list" in sys.argv:
    for name, mistake in MISTAKES.items():
        print(name, mistake.kernel, mistake.says, sep="\t")
    sys.exit()

chosen = sys.argv[sys.argv.index("--mistake") + 1] if "--mistake" in sys.argv else None
fused = set(FUSIONS.values())
# These keep their outputs, which are rounded, for the way back.
KEEPING = {"softmax", "logsoftmax", "attention"}
serve(
    {
        "implementation": {"name": chosen or "kernels", "version": "1", "language": "Python", "homepage": ""},
        "ops": [*(op for op in KERNELS if op not in fused), *VIEWS, *PLAIN],
        "dtypes": list(ROUND),
        "accumulates": {"float16": "float32", "bfloat16": "float32"},
        "roundsOnce": [op for op in [*KERNELS, *PLAIN] if op not in fused and op not in KEEPING],
        "modes": ["eager"],
        "maxOrder": 1,
        "broadcasts": True,
        "limits": ["empty", "broadcast-to-empty"],
        "pipeline": 16,
    },
    runner(planted(chosen) if chosen else KERNELS),
)
