"""A JAX function as a graph of primitives in JSON, for `backproof oracle --model`. docs/models.md has the format.

    python3 export_jax.py FILE.py:NAME > model.json

NAME is a function that returns a function and a tuple of example arguments, the parameters first. Where a jaxpr calls another
one, as for jit, the other's equations are written. A function with a custom rule is one node if a module has it, and its arguments
are arrays: the rule would be lost in its equations.
"""

import inspect
import json
import math
import sys

import numpy

from nodes import load

# Calls of one jaxpr, and the names under which their parameters have it.
CALLS = {"pjit", "jit", "closed_call", "core_call", "remat", "checkpoint", "custom_jvp_call", "custom_vjp_call"}
CALLED = ("jaxpr", "call_jaxpr", "fun_jaxpr")


def export(function, arguments):
    """Of a function at example arguments."""
    import jax

    closed = jax.make_jaxpr(function)(*arguments)
    paths, _ = jax.tree_util.tree_flatten_with_path(tuple(arguments))
    names = [f"argument {jax.tree_util.keystr(path)}" for path, _ in paths]
    kinds = ["parameter" if path[0].idx == 0 and len(arguments) > 1 else "input" for path, _ in paths]
    return graph_json(closed, [value for _, value in paths], names, kinds)


def graph_json(closed, inputs, names, kinds):
    """Of a ClosedJaxpr, with one value, name and kind (input, parameter) for each of its inputs."""
    graph = Graph()
    given = [graph.array(*each) for each in zip(names, inputs, kinds)]
    outputs = graph.walk(closed, given)
    return {"graph": "jaxpr", "inputs": graph.arrays, "nodes": graph.nodes, "outputs": [each.name for each in outputs]}


class Traced:
    """A value at the example arguments, its name, and whether it moves with them."""

    def __init__(self, name, value, moves):
        self.name, self.value, self.moves = name, value, moves


class Graph:
    def __init__(self):
        self.arrays, self.nodes, self.count = [], [], 0

    def array(self, name, value, kind):
        self.arrays.append({"name": name, "kind": kind, **encoded(value)})
        return Traced(name, value, kind != "constant" and is_float(value))

    def named(self, of):
        self.count += 1
        return f"{of} {self.count}"

    def walk(self, closed, given):
        """Writes the equations of a jaxpr, closed over constants or not, and returns its outputs."""
        jaxpr = getattr(closed, "jaxpr", closed)
        constants = [self.array(self.named("constant"), each, "constant") for each in getattr(closed, "consts", [])]
        held = {**dict(zip(jaxpr.invars, given)), **dict(zip(jaxpr.constvars, constants))}
        for equation in jaxpr.eqns:
            operands = [self.read(atom, held) for atom in equation.invars]
            called = next((equation.params[key] for key in CALLED if key in equation.params), None)
            is_call = called is not None and equation.primitive.name.replace("_jaxpr", "") in CALLS
            custom = custom_of(called, len(operands)) if is_call and "custom" in equation.primitive.name else None
            if custom is not None:
                made = self.made(custom.split(".")[-2], self.bound(equation, operands), operands, custom, {})
            else:
                made = self.walk(called, operands) if is_call else self.equation(equation, operands)
            held.update(zip(equation.outvars, made))
        return [self.read(atom, held) for atom in jaxpr.outvars]

    def read(self, atom, held):
        """A variable, or a literal, which has a value instead."""
        return Traced(None, atom.val, False) if hasattr(atom, "val") else held[atom]

    def equation(self, equation, operands):
        name = equation.primitive.name
        return self.made(name, self.bound(equation, operands), operands, name, plain(equation.params))

    def bound(self, equation, operands):
        primitive = equation.primitive
        bound = primitive.get_bind_params(equation.params)
        # Before JAX 0.7 the functions that a primitive calls stood apart from its parameters.
        subfunctions, parameters = bound if isinstance(bound, tuple) else ((), bound)
        values = primitive.bind(*subfunctions, *(operand.value for operand in operands), **parameters)
        return values if primitive.multiple_results else [values]

    def made(self, name, values, operands, op, parameters):
        moves = any(operand.moves for operand in operands)
        made = [Traced(self.named(name), value, moves and is_float(value)) for value in values]
        # What depends on no argument, and what has no derivative, is kept as it is at the example arguments.
        kept = [each for each in made if not each.moves]
        kind = "frozen" if moves else "constant"
        self.arrays += [{"name": each.name, "kind": kind, **encoded(each.value)} for each in kept]
        if len(kept) < len(made):
            args = {"in": [written(operand) for operand in operands], **parameters}
            outputs = [{"name": each.name, **encoded(each.value)} for each in made]
            self.nodes.append({"op": op, "args": args, "outputs": outputs})
        return made


def custom_of(called, count):
    """The name of a function with a custom rule, as an adapter finds it; None where no module of the user's has it."""
    import jax

    name = getattr(getattr(getattr(called, "jaxpr", called), "debug_info", None), "func_name", None)
    modules = [(key, each) for key, each in sys.modules.items() if key.split(".")[0] not in ("jax", "jaxlib")]
    for path, module in modules:
        found = vars(module).get(name) if hasattr(module, "__dict__") else None
        if not isinstance(found, (jax.custom_vjp, jax.custom_jvp)) or found.nondiff_argnums:
            continue
        if len(inspect.signature(found.__wrapped__).parameters) == count:
            return f"{path}.{name}.call"
    return None


def written(operand):
    if operand.name is not None:
        return {"ref": operand.name}
    return number(numpy.asarray(operand.value).astype(float).item())


def plain(value):
    """Parameters as JSON; tuples with names become objects, and what JSON has not becomes text."""
    if isinstance(value, dict) or hasattr(value, "_asdict"):
        return {key: plain(each) for key, each in dict(value if isinstance(value, dict) else value._asdict()).items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if isinstance(value, numpy.generic):
        value = value.item()
    if isinstance(value, float):
        return number(value)
    return value if value is None or isinstance(value, (bool, int, str)) else str(value)


def number(value):
    """JSON has no infinities, no NaN and no -0."""
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return "-0" if value == 0 and math.copysign(1, value) < 0 else value


def is_float(value):
    return "float" in str(numpy.asarray(value).dtype)


def encoded(value):
    array = numpy.asarray(value)
    entries = array.reshape(-1).astype(float if is_float(array) else int).tolist()
    name = str(array.dtype)
    known = ("float64", "float32", "float16", "bfloat16", "bool")
    numbers = [number(entry) if isinstance(entry, float) else entry for entry in entries]
    return {"dtype": name if name in known else "int64", "shape": list(array.shape), "data": numbers}


if __name__ == "__main__":
    file, _, name = sys.argv[1].rpartition(":")
    json.dump(export(*getattr(load(file), name)()), sys.stdout)
