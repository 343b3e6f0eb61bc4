"""A PyTorch module as a graph of ATen ops in JSON, for `backproof oracle --model`. docs/models.md has the format.

    python3 export_torch.py FILE.py:NAME > model.json

NAME is a function that returns a module and a tuple of example inputs. An fx.GraphModule of ATen ops, such as torch.export
makes, goes into `graph_json`. The module is exported in evaluation mode. An autograd.Function is one node, as its backward would be
lost in the ops of its forward.
"""

import json
import math
import operator
import sys

import torch
from torch.fx.experimental.proxy_tensor import make_fx
from torch.utils._pytree import tree_flatten, tree_map

from nodes import load
from torch_functions import functions_kept, target_of

try:
    from torch.func import functional_call
except ImportError:
    from torch.nn.utils.stateless import functional_call


def export(module, inputs):
    """Of a module at example inputs."""
    module.eval()
    state = {name: tensor.detach() for name, tensor in [*module.named_parameters(), *module.named_buffers()]}
    with torch.no_grad(), functions_kept(tracing=True):
        graph = make_fx(lambda state, *inputs: functional_call(module, state, inputs))(state, *inputs)
    kinds = ["parameter" if tensor.is_floating_point() else "constant" for tensor in state.values()]
    given = tree_flatten(inputs)[0]
    names = [*state, *(f"input {index}" for index in range(len(given)))]
    return graph_json(graph, [*state.values(), *given], names, kinds + ["input"] * len(given))


def from_exported(exported, inputs):
    """Of what torch.export.export returned; its run_decompositions leaves fewer ops to know."""
    given, values, names, kinds = iter(tree_flatten(inputs)[0]), [], [], []
    for spec in exported.graph_signature.input_specs:
        is_input = spec.kind.name == "USER_INPUT"
        held = next(given) if is_input else {**exported.constants, **exported.state_dict}[spec.target]
        values.append(held)
        names.append(spec.target or spec.arg.name)
        kinds.append("input" if is_input else "parameter" if spec.kind.name == "PARAMETER" else "constant")
    return graph_json(exported.graph_module, values, names, kinds)


class Recorder(torch.fx.Interpreter):
    """Runs the graph on the example inputs and keeps the value of every node."""

    def __init__(self, graph):
        super().__init__(graph)
        self.values = {}

    def run_node(self, node):
        value = super().run_node(node)
        # A later op may write into it.
        self.values[node] = tree_map(lambda each: each.clone() if isinstance(each, torch.Tensor) else each, value)
        return value


def graph_json(graph, inputs, names, kinds):
    """Of an fx.GraphModule, with one value, name and kind (input, parameter, constant) for each of its placeholders."""
    recorder = Recorder(graph)
    with torch.no_grad():
        recorder.run(*inputs)
    tensors, nodes, references, moving = [], [], {}, set()
    given, own = iter(zip(names, kinds)), dict(graph.named_parameters())
    for node in graph.graph.nodes:
        value = recorder.values[node]
        if node.op == "output":
            outputs = [references[each] for each in node.all_input_nodes]
        elif node.op in ("placeholder", "get_attr"):
            held = "parameter" if node.target in own else "constant"
            name, kind = next(given) if node.op == "placeholder" else (str(node.target), held)
            references[node] = name
            # A tensor that the graph holds is read by a node of its own each time.
            if name not in (tensor["name"] for tensor in tensors):
                tensors.append({"name": name, "kind": kind, **encoded(value)})
            moving.update([node] if kind != "constant" and value.is_floating_point() else [])
        elif node.target is operator.getitem:
            references[node] = f"{references[node.args[0]]}.{node.args[1]}"
            moving.update([node] if node.args[0] in moving else [])
        else:
            references[node] = node.name
            several = isinstance(value, (tuple, list))
            made = [
                {"name": f"{node.name}.{index}" if several else node.name, **encoded(each)}
                for index, each in enumerate(value if several else [value])
                if isinstance(each, torch.Tensor)
            ]
            moves = not moving.isdisjoint(node.all_input_nodes)
            moving.update([node] if moves else [])
            # What depends on no input, and what has no derivative, is kept as it is at the example inputs.
            constant = underived(node, recorder.values) if moves and len(made) > 1 else ()
            frozen = [
                each for each in made if not moves or each["name"] in constant or each["dtype"] in ("int64", "int32", "bool")
            ]
            tensors += [{**each, "kind": "frozen" if moves else "constant"} for each in frozen]
            if len(frozen) < len(made):
                nodes.append({"op": target_of(node)[1], "args": arguments(node, references), "outputs": made})
    return {"graph": "aten", "inputs": tensors, "nodes": nodes, "outputs": outputs}


def underived(node, values):
    """The names of those outputs that torch does not differentiate, though it does others: the statistics of a batch norm."""
    leaf = lambda value: value.clone().requires_grad_().clone() if is_float(value) else value
    fill = lambda args: torch.fx.node.map_arg(args, lambda each: tree_map(leaf, values[each]))
    try:
        with torch.enable_grad():
            made = target_of(node)[0](*fill(node.args), **fill(node.kwargs))
    except RuntimeError:
        return ()
    derived = [isinstance(each, torch.Tensor) and each.requires_grad for each in made]
    return [f"{node.name}.{index}" for index, each in enumerate(derived) if not each] if any(derived) else ()


def is_float(value):
    return isinstance(value, torch.Tensor) and value.is_floating_point()


def arguments(node, references):
    """By the names that they have in the op's schema, with defaults filled in."""
    schema = node.target._schema.arguments
    args = {argument.name: argument.default_value for argument in schema if argument.has_default_value()}
    args.update(zip([argument.name for argument in schema], node.args), **node.kwargs)
    return {name: plain(value, references) for name, value in args.items()}


def plain(value, references):
    if isinstance(value, torch.fx.Node):
        return {"ref": references[value]}
    if isinstance(value, (list, tuple)):
        return [plain(each, references) for each in value]
    if isinstance(value, float):
        return number(value)
    return value if value is None or isinstance(value, (bool, int, str)) else str(value)


def number(value):
    """JSON has no infinities, no NaN and no -0."""
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return "-0" if value == 0 and math.copysign(1, value) < 0 else value


def encoded(tensor):
    data = tensor.detach().reshape(-1).tolist()
    numbers = [number(value) if isinstance(value, float) else int(value) for value in data]
    return {"dtype": str(tensor.dtype).removeprefix("torch."), "shape": list(tensor.shape), "data": numbers}


if __name__ == "__main__":
    file, _, name = sys.argv[1].rpartition(":")
    with functions_kept():
        model = load(file)
    json.dump(export(*getattr(model, name)()), sys.stdout)
