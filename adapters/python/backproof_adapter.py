"""The protocol's side of an adapter, for any Python library. Standard library alone; copy this file where you need it.

    serve(about, run)    answers requests on standard input with a `run(case) -> Done` of yours
    interpret(...)       runs a program on a table of functions, one per op
    @function(...)       registers a function that is no op, as backproof.py beside this file describes
    opaque(fn, ...)      a node of a graph as a function, for an adapter that says "nodes"
    differentiate(...)   does the whole of a case where a library records a tape
    transform(...)       likewise where a library differentiates functions

Import it first: a module that is missing, of the library's or of what it imports, is then told in a sentence.

Arrays are plain: a dtype ("float64", "float32", "float16" or "bfloat16"), a shape, and the entries in row-major order.
"""

import base64
import json
import math
import os
import struct
import sys
import traceback
from dataclasses import dataclass, field
from typing import NamedTuple, Optional

FORMATS = {"float64": "d", "float32": "f", "float16": "e"}
SPECIALS = {"NaN": float("nan"), "Infinity": float("inf"), "-Infinity": float("-inf"), "-0": -0.0}


class Array(NamedTuple):
    dtype: str
    shape: tuple
    data: list  # of floats, in row-major order
    strides: Optional[tuple] = None  # for adapters that say "layouts": how it should lie in memory, counted in entries


@dataclass(frozen=True)
class Case:
    program: dict  # {"inputs": [{"dtype", "shape"}], "steps": [{"op", "args", …attributes}], "outputs": [id]}
    inputs: list  # of Arrays
    cotangents: list  # each a list of Arrays, one per output
    mode: str
    order: int  # 2: also the gradients of ⟨VJP, u⟩
    directions: list  # for order 2, the u of each cotangent: a list of Arrays, one per input
    tangents: Optional[list] = None  # asked of an adapter that says "jvp": the v of Jv, one Array per input
    batched: bool = False  # asked of an adapter that says "batched": the VJPs of all cotangents at once
    trace: bool = False  # asked of an adapter that says "traces": of which ops each VJP is made


@dataclass(frozen=True)
class Done:
    values: list  # of Arrays, one per output
    vjps: list  # for each cotangent a list of Arrays, one per input
    echo: list  # the inputs, then the cotangents in order, as they are after the run
    seconds: list = field(default_factory=list)  # for order 2, like vjps: the gradients of ⟨VJP, u⟩
    jvps: Optional[list] = None  # for order 2, where known: those by the cotangent, one per output
    tangents: Optional[list] = None  # where the case has tangents v: Jv by forward mode, one per output
    aliases: Optional[list] = None  # where known: sentences such as "gradient 0 shares memory with input 1"
    rule_calls: Optional[int] = None  # where known: how many gradient rules were called
    traces: Optional[list] = None  # where asked for, one per cotangent: {"program", "constants": Arrays}


class Unsupported(Exception):
    """Raise it for a case that the implementation cannot take; `issue` is the URL of the issue that asks for it."""

    def __init__(self, why, issue=None):
        super().__init__(why)
        self.issue = issue


def only(holds, why):
    """Takes a case only if this holds."""
    if not holds:
        raise Unsupported(why)


class Malformed(Exception):
    """Raise it where the implementation returned something that is no gradient."""


def interpret(program, inputs, ops):
    """Runs a program: `ops` maps an op's name to a function of its operands, its attributes as keywords."""
    values = list(inputs)
    for step in program["steps"]:
        if step["op"] not in ops:
            raise Unsupported(f"there is no {step['op']}")
        attributes = {name: value for name, value in step.items() if name not in ("op", "args")}
        values.append(ops[step["op"]](*(values[i] for i in step["args"]), **attributes))
    return [values[i] for i in program["outputs"]]


def stacked(cotangents):
    """For each output, its cotangents as one Array with an axis in front."""
    return [
        Array(outs[0].dtype, (len(outs), *outs[0].shape), [entry for each in outs for entry in each.data])
        for outs in zip(*cotangents)
    ]


def unstacked(gradients, count):
    """For each cotangent the gradients of all inputs, out of one Array per input with an axis of `count` in front."""
    if any(each.shape[:1] != (count,) for each in gradients):
        shapes = ", ".join(str(each.shape) for each in gradients)
        raise Malformed(f"expected gradients with an axis of {count} in front, as the batch has; got the shapes {shapes}")
    size = lambda each: len(each.data) // count
    return [
        [Array(each.dtype, each.shape[1:], each.data[at * size(each) : (at + 1) * size(each)]) for each in gradients]
        for at in range(count)
    ]


def differentiate(case, ops, leaf, array, grad, evaluate=interpret, jvp=None, grad_batched=None):
    """A whole case, for a library that records a tape.

    leaf(Array, requires_grad) -> tensor;  array(tensor) -> Array
    grad(outputs, inputs, out_grads, create_graph) -> one gradient per input, zeros where nothing depends on it
    evaluate(program, inputs, ops) -> outputs; something other than interpret for a mode that compiles
    jvp(function, inputs, tangents) -> (outputs, tangents); for an adapter that says "jvp"
    grad_batched(outputs, inputs, out_grads) -> as grad, with an axis in front of out_grads and gradients; for one that
    says "batched"
    """
    if case.tangents is not None:
        return _pushed(case, lambda x: evaluate(case.program, x, ops), lambda each: leaf(each, False), array, jvp)
    twice = case.order == 2
    inputs = [leaf(each, True) for each in case.inputs]
    cotangents = [[leaf(each, twice) for each in out_grads] for out_grads in case.cotangents]
    outputs = evaluate(case.program, inputs, ops)
    arrays = lambda tensors: [array(each) for each in tensors]
    if case.batched:
        stacks = [leaf(each, False) for each in stacked(case.cotangents)]
        vjps = unstacked(arrays(grad_batched(outputs, inputs, stacks)), len(cotangents))
        return Done(values=arrays(outputs), vjps=vjps, echo=arrays(inputs + sum(cotangents, [])))
    vjps = [grad(outputs, inputs, out_grads, twice) for out_grads in cotangents]
    both = [
        grad(vjp, inputs + out_grads, [leaf(each, False) for each in direction], False)
        for vjp, out_grads, direction in zip(vjps, cotangents, case.directions)
    ]
    return Done(
        values=arrays(outputs),
        vjps=[arrays(vjp) for vjp in vjps],
        echo=arrays(inputs + sum(cotangents, [])),
        seconds=[arrays(each[: len(inputs)]) for each in both],
        jvps=[arrays(each[len(inputs) :]) for each in both],
    )


def _pushed(case, function, leaf, array, jvp):
    """A case with tangents: values and Jv, both by forward mode."""
    arrays = lambda tensors: [array(each) for each in tensors]
    inputs = [leaf(each) for each in case.inputs]
    outputs, tangents = jvp(function, inputs, [leaf(each) for each in case.tangents])
    return Done(
        values=arrays(outputs),
        vjps=[],
        tangents=arrays(tangents),
        echo=arrays(inputs) + sum(case.cotangents, []),
    )


def transform(case, ops, leaf, array, vjp, compiled=lambda function: function, jvp=None, vjp_batched=None):
    """A whole case, for a library that turns functions into their gradients.

    leaf(Array) -> tensor;  array(tensor) -> Array
    vjp(function, inputs, out_grads) -> one gradient per input, zeros where nothing depends on it; the function takes
    and returns lists of tensors
    compiled(function) -> function; for a mode that compiles
    jvp(function, inputs, tangents) -> (outputs, tangents); for an adapter that says "jvp"
    vjp_batched(function, inputs, out_grads) -> as vjp, with an axis in front of out_grads and gradients; for one that
    says "batched"
    """
    function = compiled(lambda x: interpret(case.program, x, ops))
    if case.tangents is not None:
        return _pushed(case, function, leaf, array, jvp)
    arrays = lambda tensors: [array(each) for each in tensors]
    inputs = [leaf(each) for each in case.inputs]
    cotangents = [[leaf(each) for each in out_grads] for out_grads in case.cotangents]
    if case.batched:
        stacks = [leaf(each) for each in stacked(case.cotangents)]
        vjps = unstacked(arrays(vjp_batched(function, inputs, stacks)), len(cotangents))
        return Done(values=arrays(function(inputs)), vjps=vjps, echo=arrays(inputs + sum(cotangents, [])))
    count = len(inputs)
    backward = lambda both: vjp(function, both[:count], both[count:])
    seconds = [
        vjp(backward, inputs + out_grads, [leaf(each) for each in direction])
        for out_grads, direction in zip(cotangents, case.directions)
    ]
    return Done(
        values=arrays(function(inputs)),
        vjps=[arrays(backward(inputs + out_grads)) for out_grads in cotangents],
        echo=arrays(inputs + sum(cotangents, [])),
        seconds=[arrays(each[:count]) for each in seconds],
        jvps=[arrays(each[count:]) for each in seconds],
    )


# What installs a module, where it is not `pip install` with the module's name.
INSTALLERS = {
    "tkinter": "apt-get install python3-tk",
    "_tkinter": "apt-get install python3-tk",
    "PIL": "pip install pillow",
    "cv2": "pip install opencv-python",
    "sklearn": "pip install scikit-learn",
    "yaml": "pip install pyyaml",
    "mugrade": "pip install git+https://github.com/dlsyscourse/mugrade.git",
}


def missing(error):
    """Which module is missing, who imports it, and what to do; None where the error is another."""
    if not isinstance(error, ModuleNotFoundError) or error.name is None:
        return None
    places = [each for each in traceback.extract_tb(error.__traceback__) if not each.filename.startswith("<")]
    importer = f", which {places[-1].filename}, line {places[-1].lineno}, imports" if places else ""
    package = error.name.split(".")[0]
    if package != error.name and sys.modules.get(package) is not None:
        return f"There is no module {error.name}{importer}. Is its file there, and its name right?"
    how = INSTALLERS.get(package, f"pip install {package}")
    return f"The module {error.name} is missing{importer}. Install it where submissions are run ({how}), or correct its name."


def _tell(kind, error, trace):
    sentence = missing(error)
    if sentence is None:
        sys.__excepthook__(kind, error, trace)
    else:
        print(sentence, file=sys.stderr)


sys.excepthook = _tell


def function(inputs, **options):
    """Registers what it decorates as a function beside the ops: see `function` in backproof.py, which must be there."""
    import backproof

    return backproof.function(inputs, **options)


def opaque(fn, **options):
    """A function of arrays that is known by its values, and by vjp= or a library that differentiates it: see `Opaque` in
    backproof.py, which must be there. The node is in another framework's words; docs/protocol.md has an example."""
    import backproof

    return backproof.Opaque(fn, **options)


def serve(about, run, node=None):
    """Answers requests until told to stop. What is printed meanwhile, in C too, goes to standard error.

    `about` is the reply to "start": implementation, ops, dtypes, modes, maxOrder, broadcasts, and, where they
    apply, accumulates, roundsOnce, batchBroadcasts, limits, opLimits, rowsOnly, traces, jvp, batched, layouts, nondeterministic and pipeline.
    `node`, of an adapter that says of whose graphs it runs "nodes", makes `opaque(…)` of a dict with graph, op, args and outputs,
    or raises Unsupported.
    """
    # Standard output belongs to the protocol: keep it, and let file descriptor 1 be standard error.
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    functions = sys.modules.get("backproof")  # None where nothing was registered
    registered = {} if functions is None else {"functions": functions.entries()}
    for line in sys.stdin:
        request = json.loads(line)
        if request["cmd"] == "stop":
            break
        if request["cmd"] == "start":
            reply = {"version": 1, **about, **registered}
        elif "node" in request:
            reply = {"id": request["id"], **_outcome(lambda: node(request["node"]).fields(request))}
        elif request["cmd"] in ("values", "vjps", "jvp"):
            reply = functions.answer(request)
        else:
            reply = {"id": request["id"], **_outcome(lambda: _done(run, request["case"], request.get("trace", False)))}
        # What was printed belongs to this case, and is read before its reply.
        sys.stdout.flush()
        replies.write(json.dumps(reply, allow_nan=False) + "\n")
        replies.flush()


def _outcome(fields):
    try:
        reply = {"outcome": "done", **fields()}
    except Unsupported as error:
        reply = {"outcome": "unsupported", "why": str(error), "issue": error.issue}
    except Malformed as error:
        reply = {"outcome": "malformed", "problem": str(error)}
    except Exception as error:
        message = missing(error) or str(error)
        report = {"type": type(error).__name__, "message": message, "traceback": traceback.format_exc()}
        reply = {"outcome": "crashed", "error": report}
    return {name: value for name, value in reply.items() if value is not None}


def _done(run, case, trace):
    done = run(_decode_case(case, trace))
    return {
        "values": _encode(done.values, "output"),
        "vjps": _encode(done.vjps, "gradient"),
        "seconds": _encode(done.seconds, "second gradient"),
        "jvps": _encode(done.jvps),
        "tangents": _encode(done.tangents),
        "echo": _encode(done.echo),
        "aliases": done.aliases,
        "ruleCalls": done.rule_calls,
        "traces": _encode_traces(done.traces),
    }


def _encode(value, what="array"):
    """Arrays, in lists or not, as base64 of little-endian bytes: exact, and no number needs to be written out."""
    if isinstance(value, list):
        return [_encode(each, what if isinstance(each, list) else f"{what} {at}") for at, each in enumerate(value)]
    if value is None:
        return None
    size = math.prod(value.shape)
    if len(value.data) != size:
        raise Malformed(f"{what} has {len(value.data)} entries; its shape {tuple(value.shape)} has {size}")
    return {
        "dtype": value.dtype,
        "shape": list(value.shape),
        "data": base64.b64encode(_pack(value.dtype, value.data)).decode("ascii"),
    }


def _pack(dtype, data):
    """Little-endian bytes. A number of bfloat16 is the upper half of a float32."""
    if dtype == "bfloat16":
        return struct.pack(f"<{len(data)}H", *(_bfloat16_bits(each) for each in data))
    return struct.pack(f"<{len(data)}{FORMATS[dtype]}", *data)


def _bfloat16_bits(number):
    if number != number:
        return 0x7FC0
    (bits,) = struct.unpack("<I", struct.pack("<f", number))
    return (bits + 0x7FFF + (bits >> 16 & 1)) >> 16  # a tie goes to the even one


def _unpack(dtype, packed):
    if dtype == "bfloat16":
        return [struct.unpack("<f", b"\0\0" + packed[at : at + 2])[0] for at in range(0, len(packed), 2)]
    return [each for (each,) in struct.iter_unpack(f"<{FORMATS[dtype]}", packed)]


def _encode_traces(traces):
    if traces is None:
        return None
    return [{"program": each["program"], "constants": _encode(each["constants"])} for each in traces]


def _decode_case(case, trace):
    arrays = lambda tensors: [_decode(each) for each in tensors]
    for step in case["program"]["steps"]:
        for name, value in step.items():
            if isinstance(value, str) and value in SPECIALS:
                step[name] = SPECIALS[value]
    return Case(
        program=case["program"],
        inputs=arrays(case["inputs"]),
        cotangents=[arrays(each) for each in case["cotangents"]],
        mode=case["mode"],
        order=case["order"],
        directions=[arrays(each) for each in case["directions"]],
        tangents=arrays(case["tangents"]) if "tangents" in case else None,
        batched=case.get("batched", False),
        trace=trace,
    )


def _decode(tensor):
    dtype, data = tensor["dtype"], tensor["data"]
    if isinstance(data, str):
        data = _unpack(dtype, base64.b64decode(data))
    else:
        data = [SPECIALS[each] if isinstance(each, str) else float(each) for each in data]
    strides = tensor.get("strides")
    return Array(dtype, tuple(tensor["shape"]), data, None if strides is None else tuple(strides))
