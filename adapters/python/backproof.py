"""Is a gradient right? One file, standard library alone; copy it where you need it. It starts the oracle, Node's `backproof`.

    gradcheck(fn, inputs)          raises an AssertionError that shows the smallest case on which the gradient is wrong
    @function(inputs=[…])          registers a function, so that `backproof oracle` lists it
    serve()                        an adapter of the registered functions alone
    pytest_plugins = ["backproof"] gives tests the fixture `backproof`

A function is torch code, JAX code, or a pair (fn, vjp=…) on NumPy arrays or lists. docs/functions.md has examples.
"""

import atexit
import base64
import inspect
import json
import os
import re
import shlex
import shutil
import struct
import subprocess
import sys
import tempfile
import traceback

PROTOCOL = 1
FORMATS = {"float64": "d", "float32": "f", "float16": "e"}


def gradcheck(
    fn, inputs, *, vjp=None, jvp=None, vmap=None, definition=None, runs=None, seed=1, path=None, name=None, library=None, order=1
):
    """Checks a gradient; raises an AssertionError if it is wrong, or if nothing can be said of it.

    fn       takes one argument per entry of inputs; returns an array, or a tuple of them. Also a torch.autograd.Function
    inputs   samples, of which those of floating point have a gradient; {"fixed": value} for one that has none; or
             descriptions, {"shape": ["n", 3], "domain": "positive"}, of which sizes and numbers are drawn
    vjp      takes the inputs, then one cotangent per output; returns a gradient, or a tuple with one per input.
             Without it, torch or JAX differentiates fn
    jvp      forward mode: takes the inputs, then one tangent per input that is not fixed; returns Jv, as fn returns its outputs.
             True: that of torch or JAX
    vmap     the vjp of a batch: takes the inputs, then the cotangents of each output with an axis in front, which the gradients
             have, too. True: that of torch or JAX
    definition  fn entry by entry as an expression of its parameters, such as "x * sigmoid(x)": its gradient is then known
             to the last digits, instead of by differences of fn
    runs     how many inputs are drawn (100); a sample is one case, with four cotangents
    path     with seed: the path that a failure printed, to see it again
    library  "torch", "jax", "numpy" or "lists"; only needed where descriptions leave it open
    order    2 also checks the gradient's own gradient, as torch's gradgradcheck does: of torch code, at samples. Of all else
             it asks whether the gradient's slopes are symmetric, by differences
    """
    if order not in (1, 2):
        raise ValueError(f"order is 1 or 2, not {order!r}")
    checked = _Function(fn, list(inputs), vjp, name, library, jvp, vmap)
    twice = order == 2 and checked.is_pulled_back()
    options = {"definition": definition, "runs": runs, "seed": seed, "path": path, "order": None if twice else order}
    report = _oracle().check(checked, {**options, **checked.ways()})
    if report["state"] != "right":
        __tracebackhide__ = True  # pytest shows the test's own line, not this one
        raise AssertionError(_in_python(report["text"]))
    if not twice:
        return report["text"]
    second, samples = checked.pulled_back()
    name = f"the gradient of {checked.name}"
    return report["text"] + "\n" + gradcheck(second, samples, seed=seed, path=path, name=name, library="torch")


def _in_python(text):
    """The oracle says how to see a case again in JavaScript; here, it is what gradcheck takes."""
    return re.sub(r"\{ seed: (\d+), path: '([\d:]+)' \}", r'gradcheck(…, seed=\1, path="\2")', text)


REGISTERED = []


def function(inputs, *, vjp=None, jvp=None, vmap=None, name=None, library=None, definition=None, order=1):
    """Registers what it decorates as a function of this adapter; inputs, vjp, jvp, vmap and library as in gradcheck.

    definition  the function as an expression, as in gradcheck, or as a program of the protocol, a dict
    order       2 also asks whether the slopes of the gradient are symmetric, as those of a gradient are
    """
    if order not in (1, 2):
        raise ValueError(f"order is 1 or 2, not {order!r}")

    def register(fn):
        registered = _Function(fn, list(inputs), vjp, name, library, jvp, vmap)
        registered.known = {**registered.ways(), **({"definition": definition} if definition is not None else {})}
        if order == 2:
            registered.known["order"] = 2
        REGISTERED.append(registered)
        return fn

    return register


def serve():
    """An adapter that has the registered functions, and no ops."""
    about = {"name": os.path.basename(sys.argv[0]) or "functions", "version": "1", "language": "Python", "homepage": ""}
    start = {
        "version": PROTOCOL,
        "implementation": about,
        "ops": [],
        "functions": entries(),
        "dtypes": ["float64"],
        "modes": ["eager"],
        "maxOrder": 1,
        "broadcasts": True,
        "pipeline": 16,
    }
    # Standard output belongs to the protocol: keep it, and let file descriptor 1 be standard error.
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for line in sys.stdin:
        request = json.loads(line)
        if request["cmd"] == "stop":
            break
        reply = start if request["cmd"] == "start" else answer(request)
        sys.stdout.flush()
        replies.write(json.dumps(reply, allow_nan=False) + "\n")
        replies.flush()


def entries():
    """The registered functions, as the reply to `start` lists them."""
    return [{"name": each.name, "inputs": each.wire_inputs(), **each.known} for each in REGISTERED]


def answer(request, functions=None):
    """The reply to `values`, `vjps` or `jvp`."""
    reply = {"id": request["id"]}
    try:
        known = {each.name: each for each in (REGISTERED if functions is None else functions)}
        if request["function"] not in known:
            return {**reply, "outcome": "unsupported", "why": f"there is no function {request['function']}"}
        found = known[request["function"]].fields(request)
    except Exception as error:
        if isinstance(error, NotImplementedError) and (request["cmd"] == "jvp" or request.get("batched")):
            return {**reply, "outcome": "unsupported", "why": str(error)}
        report = {"type": type(error).__name__, "message": str(error), "traceback": traceback.format_exc()}
        return {**reply, "outcome": "crashed", "error": report}
    return {**reply, "outcome": "done", **found}


class Opaque:
    """A function of as many arrays as a request has, such as a node of a graph; vjp and library as in gradcheck."""

    def __init__(self, fn, *, vjp=None, library=None):
        self.fn, self.vjp, self.library = fn, vjp, library

    def fields(self, request):
        """What answers `values` or `vjps`, besides the id and the outcome."""
        count = len(request["points"][0] if request["cmd"] == "values" else request["inputs"])
        return _Function(self.fn, [{"shape": []}] * count, self.vjp, request["function"], self.library).fields(request)


class _Function:
    """A function with its gradient: what is asked of it, in anybody's arrays."""

    def __init__(self, fn, inputs, vjp, name, library, jvp=None, vmap=None):
        described = any(_is_description(each) for each in inputs)
        self.arguments = [each["fixed"] if _is_fixed(each) else each for each in inputs]
        self.library = _library(fn, vjp, self.arguments, library)
        self.name = name or getattr(fn, "__name__", type(fn).__name__)
        self.fn = self.library.callable(fn)
        self.vjp, self.jvp, self.vmap = vjp, jvp, vmap
        self.known = {}
        if described:
            self.places = [at for at, each in enumerate(inputs) if _is_description(each)]
        else:
            self.places = self.library.varied(inputs)
        if not self.places:
            raise ValueError("none of the inputs is a float, an array of floats, or a description: there is no gradient")
        self.described = described
        names = _parameters(fn, len(inputs))
        self.names = [self.arguments[at].get("name", names[at]) if described else names[at] for at in self.places]
        self.whole = [described and _is_whole(self.arguments[at].get("domain")) for at in self.places]

    def wire_inputs(self):
        if self.described:
            return [{"name": name, **self.arguments[at]} for name, at in zip(self.names, self.places)]
        return [_encode(self.library.array(self.arguments[at])) for at in self.places]

    def leaves(self, tensors):
        return [self.library.leaf(*_decode(each), whole) for each, whole in zip(tensors, self.whole)]

    def call(self, leaves):
        return self.library.outputs(self.fn(*self.filled(leaves)))

    def filled(self, leaves):
        filled = list(self.arguments)
        for at, leaf in zip(self.places, leaves):
            filled[at] = leaf
        return filled

    def is_pulled_back(self):
        """Whether torch differentiates the gradient; descriptions leave open what the cotangents are like."""
        return isinstance(self.library, _Torch) and self.vjp is None and not self.described

    def pulled_back(self):
        """The gradient as a function of the inputs and the cotangents, and samples of both."""
        count = len(self.arguments)
        with self.library.without_gradients():
            outputs = self.call([self.arguments[at] for at in self.places])
        samples = [
            self.library.leaf(*self.library.array(each), False).requires_grad_() if at in self.places else {"fixed": each}
            for at, each in enumerate(self.arguments)
        ]
        return (lambda *given: self.library.pull(self, given[:count], given[count:])), samples + self.library.cotangents(outputs)

    def ways(self):
        """How it may be differentiated, besides by its vjp, as the protocol says it."""
        return {**({"jvp": True} if self.jvp else {}), **({"batched": True} if self.vmap else {})}

    def fields(self, request):
        if request.get("batched"):
            return self.pull_batch(request)
        return {"values": self.values, "vjps": self.vjps, "jvp": self.push}[request["cmd"]](request)

    def push(self, request):
        leaves, tangents = self.leaves(request["inputs"]), self.leaves(request["tangent"])
        if callable(self.jvp):
            found = self.library.outputs(self.jvp(*self.filled(leaves), *tangents))
        else:
            found = self.library.jvp(self, leaves, tangents)
        return {"tangents": self.arrays(found)}

    def pull_batch(self, request):
        count, leaves = len(request["cotangents"]), self.leaves(request["inputs"])
        decoded = [[_decode(each) for each in of_output] for of_output in zip(*request["cotangents"])]
        stacks = [
            self.library.leaf(every[0][0], [count, *every[0][1]], [entry for _, _, data in every for entry in data], False)
            for every in decoded
        ]
        if callable(self.vmap):
            found = self.written(self.vmap(*self.filled(leaves), *stacks))
        else:
            found = self.library.vjps_batched(self, leaves, stacks)
        arrays = [None if each is None or whole else self.library.array(each) for each, whole in zip(found, self.whole)]
        return {"vjps": [[_slice(each, at, count) for each in arrays] for at in range(count)]}

    def values(self, request):
        with self.library.without_gradients():
            return {"values": [self.arrays(self.call(self.leaves(point))) for point in request["points"]]}

    def vjps(self, request):
        leaves = self.leaves(request["inputs"])
        cotangents = self.cotangents(request["cotangents"])
        arrays = [*leaves, *(each for delta in cotangents for each in delta)]
        held = lambda: [self.library.array(each) for each in arrays]
        before = held()
        reply = {"vjps": self.gradients(leaves, cotangents)}
        after = held()
        if request.get("again"):
            reply["again"] = self.run_again(request)
        return reply if before == after else {**reply, "echo": [_encode(each) for each in after]}

    def cotangents(self, tensors):
        return [[self.library.leaf(*_decode(each), False) for each in delta] for delta in tensors]

    def gradients(self, leaves, cotangents):
        if self.vjp is None:
            found = self.library.vjps(self, leaves, cotangents)
        else:
            found = [self.written(self.vjp(*self.filled(leaves), *delta)) for delta in cotangents]
        return [[None if each is None else _encode(self.library.array(each)) for each in list_] for list_ in found]

    def run_again(self, request):
        """The values, and the gradients of the first two cotangents, on fresh arrays."""
        with self.library.without_gradients():
            values = self.arrays(self.call(self.leaves(request["inputs"])))
        return {
            "values": values,
            "vjps": self.gradients(self.leaves(request["inputs"]), self.cotangents(request["cotangents"][:2])),
        }

    def written(self, gradients):
        if len(self.places) == 1 and not isinstance(gradients, tuple):
            return [gradients]
        if isinstance(gradients, (tuple, list)) and len(gradients) == len(self.places):
            return list(gradients)
        raise TypeError(f"the vjp returned {gradients!r}; expected a tuple of {len(self.places)}, one per input that is not fixed")

    def arrays(self, tensors):
        return [_encode(self.library.array(each)) for each in tensors]


def _slice(array, at, count):
    """One of those that are stacked along the first axis."""
    if array is None:
        return None
    dtype, shape, data = array
    if list(shape[:1]) != [count]:
        raise TypeError(f"expected gradients with an axis of {count} in front, as the cotangents have; got the shape {tuple(shape)}")
    size = len(data) // count
    return _encode((dtype, list(shape[1:]), data[at * size : (at + 1) * size]))


def _is_description(value):
    return isinstance(value, dict) and "shape" in value


def _is_fixed(value):
    return isinstance(value, dict) and "fixed" in value


def _is_whole(domain):
    return domain == "integer" or isinstance(domain, dict)


def _parameters(fn, count):
    """What the parameters are called, where that is known; else a, b, c, …"""
    try:
        target = fn.forward if hasattr(fn, "forward") else fn
        names = [each.name for each in inspect.signature(target).parameters.values() if each.kind < each.VAR_POSITIONAL]
    except (TypeError, ValueError):
        names = []
    if isinstance(fn, type) and names:
        names = names[1:]  # the context of an autograd.Function
    return names[:count] if len(names) >= count else [_letter(at) for at in range(count)]


def _letter(at):
    return chr(ord("a") + at) if at < 26 else f"input{at}"


class _Lists:
    """Numbers and nested lists."""

    def callable(self, fn):
        return fn

    def varied(self, inputs):
        return [at for at, each in enumerate(inputs) if self.is_float(each)]

    def is_float(self, value):
        while isinstance(value, list) and value:
            value = value[0]
        return isinstance(value, float)

    def leaf(self, dtype, shape, data, whole):
        return _nested(shape, [int(each) for each in data] if whole else data)

    def array(self, value):
        shape, inner = [], value
        while isinstance(inner, (list, tuple)):
            shape.append(len(inner))
            inner = inner[0] if len(inner) else None
        data = []
        _collect(value, shape, data)
        return "float64", shape, data

    def outputs(self, value):
        return list(value) if isinstance(value, tuple) else [value]

    def without_gradients(self):
        return _Nothing()

    def vjps(self, function, leaves, cotangents):
        raise TypeError("give the gradient as vjp=…: there is no library that differentiates lists")

    def jvp(self, function, leaves, tangents):
        raise TypeError("give the jvp as a function: there is no library that has it for lists and NumPy's arrays")

    def vjps_batched(self, function, leaves, stacks):
        raise TypeError("give vmap as a function: there is no library that has it for lists and NumPy's arrays")


class _Nothing:
    def __enter__(self):
        return None

    def __exit__(self, *_):
        return None


def _nested(shape, data):
    if not shape:
        return data[0]
    step = len(data) // shape[0] if shape[0] else 0
    return [_nested(shape[1:], data[at * step : (at + 1) * step]) for at in range(shape[0])]


def _collect(value, shape, data):
    if not shape:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise TypeError(f"expected a number, or nested lists of numbers, got {value!r}")
        data.append(float(value))
    elif not isinstance(value, (list, tuple)) or len(value) != shape[0]:
        raise TypeError("expected nested lists of one shape; some are longer than others")
    else:
        for each in value:
            _collect(each, shape[1:], data)


class _Numpy(_Lists):
    def __init__(self):
        import numpy

        self.numpy = numpy

    def is_float(self, value):
        return isinstance(value, float) or getattr(getattr(value, "dtype", None), "kind", "") == "f"

    def leaf(self, dtype, shape, data, whole):
        return self.numpy.array(data, dtype="int64" if whole else dtype).reshape(shape)

    def array(self, value):
        value = self.numpy.asarray(value)
        if value.dtype.kind in "iub":
            value = value.astype("float64")
        if str(value.dtype) not in FORMATS:
            raise TypeError(f"arrays of {value.dtype} cannot be checked; use one of {', '.join(FORMATS)}")
        return str(value.dtype), list(value.shape), value.ravel().tolist()


class _Torch(_Lists):
    def __init__(self):
        import torch

        self.torch = torch
        self.dtypes = {name: getattr(torch, name) for name in ("float64", "float32", "float16", "bfloat16")}
        self.names = {dtype: name for name, dtype in self.dtypes.items()}

    def callable(self, fn):
        is_function = isinstance(fn, type) and issubclass(fn, self.torch.autograd.Function)
        return fn.apply if is_function else fn

    def varied(self, inputs):
        """As torch's gradcheck: those that require a gradient; if none does, all of floating point."""
        floats = super().varied(inputs)
        asked = [at for at in floats if getattr(inputs[at], "requires_grad", False)]
        return asked or floats

    def is_float(self, value):
        return isinstance(value, float) or (isinstance(value, self.torch.Tensor) and value.is_floating_point())

    def leaf(self, dtype, shape, data, whole):
        return self.torch.tensor(data, dtype=self.torch.int64 if whole else self.dtypes[dtype]).reshape(shape)

    def array(self, value):
        value = self.torch.as_tensor(value, dtype=self.torch.float64) if isinstance(value, (int, float)) else value
        if not isinstance(value, self.torch.Tensor):
            raise TypeError(f"expected a tensor, got {value!r}")
        if not value.is_floating_point():
            value = value.double()
        value = value.detach()
        value = value.clone() if value._is_zerotensor() else value
        return self.names[value.dtype], list(value.shape), value.reshape(-1).tolist()

    def outputs(self, value):
        """Those of floating point: a sort also returns indices."""
        listed = list(value) if isinstance(value, (tuple, list)) else [value]
        return [each for each in listed if not isinstance(each, self.torch.Tensor) or each.is_floating_point()]

    def without_gradients(self):
        return self.torch.no_grad()

    def vjps(self, function, leaves, cotangents):
        floats = [each.requires_grad_(True) for each, whole in zip(leaves, function.whole) if not whole]
        outputs = function.call(leaves)
        found = []
        for delta in cotangents:
            reached = [(y, dy) for y, dy in zip(outputs, delta) if y.requires_grad]
            gradients = [None] * len(floats)
            if reached:
                gradients = self._grad(reached, floats)
            gradients = iter([self.torch.zeros_like(x) if g is None else g for g, x in zip(gradients, floats)])
            found.append([None if whole else next(gradients) for whole in function.whole])
        return found

    def jvp(self, function, leaves, tangents):
        from torch.autograd import forward_ad

        with forward_ad.dual_level():
            pairs = zip(leaves, tangents, function.whole)
            duals = [x if whole else forward_ad.make_dual(x, v) for x, v, whole in pairs]
            try:
                outputs = function.call(duals)
            except RuntimeError as error:
                if "forward AD" in str(error):
                    raise NotImplementedError(str(error).splitlines()[0]) from error
                raise
            parts = [forward_ad.unpack_dual(each) for each in outputs]
            return [self.torch.zeros_like(y) if v is None else v for y, v in parts]

    def vjps_batched(self, function, leaves, stacks):
        floats = [each.requires_grad_(True) for each, whole in zip(leaves, function.whole) if not whole]
        reached = [(y, dy) for y, dy in zip(function.call(leaves), stacks) if y.requires_grad]
        gradients = [None] * len(floats)
        if reached:
            try:
                gradients = self._grad(reached, floats, is_grads_batched=True)
            except RuntimeError as error:
                if "atching rule not implemented" in str(error):
                    raise NotImplementedError(str(error).splitlines()[0]) from error
                raise
        count = len(stacks[0])
        zeros = [x.new_zeros((count, *x.shape)) if g is None else g for g, x in zip(gradients, floats)]
        found = iter(zeros)
        return [None if whole else next(found) for whole in function.whole]

    def cotangents(self, outputs):
        """One per output, without a pattern, and each requires a gradient."""
        random = self.torch.Generator().manual_seed(1)
        return [self.torch.randn(y.shape, generator=random, dtype=y.dtype).requires_grad_() for y in outputs]

    def pull(self, function, inputs, cotangents):
        """The gradient, with a graph of its own."""
        with self.torch.enable_grad():
            inputs = list(inputs)
            for at in function.places:
                inputs[at] = inputs[at] if inputs[at].requires_grad else inputs[at].detach().requires_grad_()
            floats = [inputs[at] for at in function.places]
            outputs = function.library.outputs(function.fn(*inputs))
            found = self.torch.autograd.grad(outputs, floats, cotangents, create_graph=True, allow_unused=True)
            return tuple(self.torch.zeros_like(x) if g is None else g for g, x in zip(found, floats))

    def _grad(self, reached, floats, **how):
        outputs, deltas = zip(*reached)
        return self.torch.autograd.grad(outputs, floats, deltas, retain_graph=True, allow_unused=True, **how)


class _Jax(_Numpy):
    def __init__(self):
        import jax
        import numpy

        self.jax, self.numpy = jax, numpy

    def leaf(self, dtype, shape, data, whole):
        if dtype == "float64" and not whole and not self.jax.config.jax_enable_x64:
            raise TypeError('JAX has no float64 unless jax.config.update("jax_enable_x64", True) is called first; or say {"dtype": "float32"}')
        return self.jax.numpy.asarray(super().leaf(dtype, shape, data, whole))

    def outputs(self, value):
        return list(value) if isinstance(value, (tuple, list)) else [value]

    def of_floats(self, function, leaves):
        """The function of those inputs that have a gradient alone, and these."""
        places = [at for at, whole in enumerate(function.whole) if not whole]

        def of_floats(*floats):
            filled = list(leaves)
            for at, each in zip(places, floats):
                filled[at] = each
            return tuple(function.call(filled))

        return of_floats, tuple(leaves[at] for at in places)

    def jvp(self, function, leaves, tangents):
        of_floats, floats = self.of_floats(function, leaves)
        _, found = self.jax.jvp(of_floats, floats, tuple(v for v, whole in zip(tangents, function.whole) if not whole))
        return found

    def vjps_batched(self, function, leaves, stacks):
        of_floats, floats = self.of_floats(function, leaves)
        _, pull = self.jax.vjp(of_floats, *floats)
        gradients = iter(self.jax.vmap(pull)(tuple(stacks)))
        return [None if whole else next(gradients) for whole in function.whole]

    def vjps(self, function, leaves, cotangents):
        of_floats, floats = self.of_floats(function, leaves)
        _, pull = self.jax.vjp(of_floats, *floats)
        found = []
        for delta in cotangents:
            gradients = iter(pull(tuple(delta)))
            found.append([None if whole else next(gradients) for whole in function.whole])
        return found


LIBRARIES = {"lists": _Lists, "numpy": _Numpy, "torch": _Torch, "jax": _Jax}


def _library(fn, vjp, arguments, name):
    if name is None:
        name = _library_name(fn, vjp, arguments)
    if name not in LIBRARIES:
        raise ValueError(f"there is no library {name!r}; library is one of {', '.join(LIBRARIES)}")
    return LIBRARIES[name]()


def _library_name(fn, vjp, arguments):
    """That of the samples, or of the function; else of what is loaded, if that is one alone."""
    kinds = [*(type(each) for each in arguments), *(fn if isinstance(fn, type) else type(fn)).__mro__]
    roots = [kind.__module__.split(".")[0] for kind in kinds]
    for root, library in (("torch", "torch"), ("jax", "jax"), ("jaxlib", "jax"), ("numpy", "numpy")):
        if root in roots:
            return library
    if vjp is not None:
        return "numpy" if "numpy" in sys.modules and any(_is_description(each) for each in arguments) else "lists"
    loaded = [each for each in ("torch", "jax") if each in sys.modules]
    if len(loaded) == 1:
        return loaded[0]
    if loaded:
        raise ValueError('torch and JAX are both loaded: say which one differentiates the function, library="torch" or library="jax"')
    raise ValueError("give the gradient as vjp=…, or import torch or JAX, which differentiate the function")


def _encode(array):
    """Base64 of little-endian bytes: exact, and no number needs to be written out."""
    dtype, shape, data = array
    if dtype == "bfloat16":
        bits = [struct.unpack("<I", struct.pack("<f", each))[0] >> 16 for each in data]
        packed = struct.pack(f"<{len(bits)}H", *bits)
    else:
        packed = struct.pack(f"<{len(data)}{FORMATS[dtype]}", *data)
    return {"dtype": dtype, "shape": shape, "data": base64.b64encode(packed).decode("ascii")}


def _decode(tensor):
    # What JSON has no numbers for comes as words that float knows: "NaN", "-Infinity", "-0".
    return tensor["dtype"], tensor["shape"], list(map(float, tensor["data"]))


class OracleError(Exception):
    """Backproof could not be run; nothing is said of any gradient."""


class _Oracle:
    """Node's `backproof function --stdio`: one process for all checks of this one."""

    def __init__(self):
        self.command = _command()
        self.complaints = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")
        try:
            self.process = subprocess.Popen(
                [*self.command, "function", "--stdio"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self.complaints,
                encoding="utf-8",
            )
        except OSError as error:
            raise OracleError(f"{shlex.join(self.command)} cannot be started: {error.strerror}. {_HOW}") from error

    def check(self, checked, options):
        asked = {"cmd": "check", "version": PROTOCOL, "name": checked.name, "names": checked.names}
        asked.update({name: value for name, value in options.items() if value is not None}, inputs=checked.wire_inputs())
        try:
            self.send(asked)
            while True:
                message = self.receive()
                if message["cmd"] == "report":
                    return message
                self.send(answer(message, [checked]))
        except BaseException:
            self.close()
            raise

    def send(self, message):
        try:
            self.process.stdin.write(json.dumps(message, allow_nan=False) + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            raise self.ended() from None

    def receive(self):
        line = self.process.stdout.readline()
        if not line:
            raise self.ended()
        return json.loads(line)

    def ended(self):
        code = self.process.wait()
        self.complaints.seek(0)
        said = self.complaints.read().strip()
        command = shlex.join(self.command)
        if 'There is no command "function"' in said:
            return OracleError(f"{command} is too old: it has no command `function`. Update it: npm install backproof@latest")
        return OracleError(f"{command} function --stdio ended with exit code {code}. {_HOW}\n{said[-2000:]}".rstrip())

    def close(self):
        global _running
        _running = None
        self.process.kill()
        self.process.wait()
        for each in (self.process.stdin, self.process.stdout, self.complaints):
            try:
                each.close()
            except OSError:
                pass


_HOW = "Install it with npm install backproof, or say in the environment variable BACKPROOF how to start it."
_running = None


def _oracle():
    global _running
    if _running is None:
        _running = _Oracle()
    return _running


@atexit.register
def _end():
    if _running is not None:
        _running.close()


def _command():
    """BACKPROOF, a package around this file or the working directory, or npx."""
    told = os.environ.get("BACKPROOF")
    if told:
        return shlex.split(told)
    node = shutil.which("node")
    if node is None:
        raise OracleError(f"There is no node, which backproof runs on: install Node.js 20 or later (https://nodejs.org). {_HOW}")
    own = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "bin", "backproof.js")
    if os.path.exists(own):
        return [node, os.path.normpath(own)]
    folder = os.getcwd()
    while True:
        local = os.path.join(folder, "node_modules", ".bin", "backproof")
        if os.path.exists(local):
            return [local]
        if os.path.dirname(folder) == folder:
            break
        folder = os.path.dirname(folder)
    npx = shutil.which("npx")
    if npx is None:
        raise OracleError(f"There is no backproof near {os.getcwd()}, and no npx. {_HOW}")
    return [npx, "--yes", "backproof"]


if "pytest" in sys.modules:
    import pytest

    @pytest.fixture(name="backproof")
    def _fixture():
        """This module: `def test_swish(backproof): backproof.gradcheck(swish, [x])`."""
        return sys.modules[__name__]
