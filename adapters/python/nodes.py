"""What adapters share that run single nodes of a graph: what a node calls is found in the files that they were told, and its arguments
are filled in."""

import importlib.util
import os
import sys

from backproof_adapter import SPECIALS, Unsupported


def load(file):
    """Runs a file as a module with its name, which may import others beside it."""
    name = os.path.splitext(os.path.basename(file))[0]
    sys.path.insert(0, os.path.dirname(os.path.abspath(file)))
    spec = importlib.util.spec_from_file_location(name, file)
    sys.modules[name] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def find(path):
    """What has a path such as kernels.Swish in a module that is loaded; None if nothing has. No graph makes a module load."""
    parts = path.split(".")
    for count in range(len(parts) - 1, 0, -1):
        found = sys.modules.get(".".join(parts[:count]))
        for part in parts[count:] if found is not None else ():
            found = getattr(found, part, None)
        if found is not None:
            return found
    return None


def lacking(what):
    """Of a node whose op is nowhere."""
    how = f"python3 {os.path.basename(sys.argv[0])} FILE.py"
    return Unsupported(f"there is no {what}; if a file has it, name that file behind the adapter's own, {how}")


def filled(value, inputs, tensor, word):
    """An argument of a node: inputs in their places, numbers for the words that JSON has for them.

    tensor(array) -> a tensor of an array that has no derivative;  word(text) -> what any other text stands for
    """
    if isinstance(value, list):
        return [filled(each, inputs, tensor, word) for each in value]
    if isinstance(value, dict) and "input" in value:
        return inputs[value["input"]]
    if isinstance(value, dict) and "array" in value:
        array = value["array"]
        return tensor({**array, "data": [SPECIALS.get(each, each) for each in array["data"]]})
    if isinstance(value, dict):
        return {name: filled(each, inputs, tensor, word) for name, each in value.items()}
    return SPECIALS.get(value, word(value)) if isinstance(value, str) else value
