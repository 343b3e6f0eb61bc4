"""Runs an instructor's exercise in Python: a file with two functions of NumPy arrays.

    value(x, …)           the function
    vjp(out_grad, x, …)   the adjoint of each input, in a list or a tuple; a single one without it

backproof starts it with the file, the number of the function's inputs, and the names of the ops that cases may hold. It runs no ops: the file's function
stands for the whole program of a case.
"""

import importlib.util
import os
import sys
import traceback

from backproof_adapter import Array, Done, Malformed, missing, serve
import numpy as np

FILE, COUNT, OPS = sys.argv[1], int(sys.argv[2]), sys.argv[3].split(",")


def loaded(file):
    """The file as a module; files beside it can be imported."""
    sys.path.insert(0, os.path.dirname(file))
    spec = importlib.util.spec_from_file_location("exercise", file)
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        sys.exit(missing(error) or told(error, file))
    for name in ("value", "vjp"):
        if not callable(getattr(module, name, None)):
            sys.exit(f"{file} has no function {name}. Keep the names that the stub has: the grader calls them.")
    return module


def told(error, file):
    """The error from where the file begins: what called it is no concern of its author."""
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename != file:
        trace = trace.tb_next
    return "".join(traceback.format_exception(type(error), error, trace)).strip()


def leaf(array):
    return np.array(array.data, dtype=np.float64).reshape(array.shape)


def array(what, returned):
    if returned is None:
        raise Malformed(f"{what} returned None; return a NumPy array")
    entries = np.asarray(returned)
    if entries.dtype.kind not in "fiub":
        raise Malformed(f"{what} returned an array of {entries.dtype}; return an array of float64")
    dtype = "float32" if entries.dtype == np.float32 else "float64"
    return Array(dtype, entries.shape, entries.astype(np.float64).reshape(-1).tolist())


def adjoints(exercise, out_grad, inputs):
    returned = exercise.vjp(out_grad, *inputs)
    listed = list(returned) if isinstance(returned, (list, tuple)) else [returned]
    if len(listed) != len(inputs):
        raise Malformed(f"vjp returned {len(listed)} adjoints; return one for each of the {len(inputs)} inputs")
    return listed


def aliases(gradients, given):
    """Which gradients share memory with one another, or with what was given."""
    found = []
    for at, one in enumerate(gradients):
        if not isinstance(one, np.ndarray):
            continue
        if any(np.shares_memory(one, each) for each in given):
            found.append(f"gradient {at} shares memory with an input or a cotangent")
        for before in range(at):
            if isinstance(gradients[before], np.ndarray) and np.shares_memory(one, gradients[before]):
                found.append(f"gradient {at} shares memory with gradient {before}")
    return found


def run_with(exercise):
    def run(case):
        # Those behind them are constants of the definition: the function has its own.
        inputs, constants = [leaf(each) for each in case.inputs[:COUNT]], [leaf(each) for each in case.inputs[COUNT:]]
        cotangents = [leaf(out_grad) for out_grad, in case.cotangents]
        value = array("value", exercise.value(*inputs))
        vjps = [adjoints(exercise, out_grad, inputs) for out_grad in cotangents]
        return Done(
            values=[value],
            vjps=[[array("vjp", each) for each in [*vjp, *map(np.zeros_like, constants)]] for vjp in vjps],
            echo=[array("an input", each) for each in [*inputs, *constants, *cotangents]],
            aliases=[each for vjp in vjps for each in aliases(vjp, [*inputs, *cotangents])],
        )

    return run


serve(
    {
        "implementation": {"name": "exercise", "version": "1", "language": "Python", "homepage": ""},
        "ops": OPS,
        "dtypes": ["float64"],
        "modes": ["eager"],
        "maxOrder": 1,
        "broadcasts": False,
        "pipeline": 16,
    },
    run_with(loaded(FILE)),
)
