"""The smallest adapter: three ops, with their gradients written out. No library, not even Backproof's kit.

backproof oracle -- python3 adapters/hello/hello.py
"""

import json
import sys

SPECIALS = {"NaN": float("nan"), "Infinity": float("inf"), "-Infinity": float("-inf"), "-0": -0.0}

# Operands have equal shapes, because this adapter says that it does not broadcast. So an op is a function of
# entries, and a gradient one of the operands' entries and the entry of the adjoint that comes back.
VALUES = {"add": lambda a, b: a + b, "multiply": lambda a, b: a * b, "negate": lambda a: -a}
GRADIENTS = {
    "add": lambda a, b, adjoint: (adjoint, adjoint),
    "multiply": lambda a, b, adjoint: (adjoint * b, adjoint * a),
    "negate": lambda a, adjoint: (-adjoint,),
}


def forward(steps, values):
    for step in steps:
        operands = [values[i] for i in step["args"]]
        values = values + [[VALUES[step["op"]](*entries) for entries in zip(*operands)]]
    return values


def backward(steps, outputs, values, cotangent, inputs):
    adjoints = [[0.0] * len(value) for value in values]
    accumulate = lambda i, terms: adjoints.__setitem__(i, [x + y for x, y in zip(adjoints[i], terms)])
    for i, terms in zip(outputs, cotangent):
        accumulate(i, terms)
    for i in reversed(range(inputs, len(values))):
        step = steps[i - inputs]
        operands = [values[arg] for arg in step["args"]]
        rows = [GRADIENTS[step["op"]](*entries) for entries in zip(*operands, adjoints[i])]
        for position, arg in enumerate(step["args"]):
            accumulate(arg, [row[position] for row in rows])
    return adjoints[:inputs]


def run(case):
    steps, outputs = case["program"]["steps"], case["program"]["outputs"]
    shapes = [tensor["shape"] for tensor in case["inputs"]]
    # Every op keeps its operands' shape: a step's shape is that of its first operand.
    for step in steps:
        shapes.append(shapes[step["args"][0]])
    values = forward(steps, [read(tensor) for tensor in case["inputs"]])
    inputs = len(case["inputs"])
    vjps = [
        backward(steps, outputs, values, [read(tensor) for tensor in cotangent], inputs)
        for cotangent in case["cotangents"]
    ]
    return {
        "outcome": "done",
        "values": [write(shapes[i], values[i]) for i in outputs],
        "vjps": [[write(shapes[i], gradient) for i, gradient in enumerate(vjp)] for vjp in vjps],
        "echo": [*case["inputs"], *(tensor for cotangent in case["cotangents"] for tensor in cotangent)],
    }


def read(tensor):
    return [SPECIALS[x] if isinstance(x, str) else float(x) for x in tensor["data"]]


def write(shape, data):
    return {"dtype": "float64", "shape": shape, "data": [number(x) for x in data]}


def number(x):
    """JSON has no NaN, no infinities, and its readers may lose the sign of -0."""
    if x != x:
        return "NaN"
    if x in (float("inf"), float("-inf")):
        return "Infinity" if x > 0 else "-Infinity"
    return "-0" if x == 0 and str(x) == "-0.0" else x


ABOUT = {
    "version": 1,
    "implementation": {"name": "hello", "version": "1", "language": "Python"},
    "ops": list(VALUES),
    "dtypes": ["float64"],
    "modes": ["eager"],
    "maxOrder": 1,
    "broadcasts": False,
    "pipeline": 16,
}

for line in sys.stdin:
    request = json.loads(line)
    if request["cmd"] == "stop":
        break
    reply = ABOUT if request["cmd"] == "start" else {"id": request["id"], **run(request["case"])}
    print(json.dumps(reply), flush=True)
