"""HIPS autograd. `backproof oracle -- python3 adapters/python/hips_adapter.py`, where autograd can be imported."""

from importlib.metadata import PackageNotFoundError, version

# First, so that a module that is missing is told in a sentence.
from backproof_adapter import Array, only, serve, transform

import autograd.numpy as np
import numpy
from numpy.lib.stride_tricks import as_strided
from autograd import make_vjp
from autograd.builtins import tuple as tuple_
from autograd.scipy.special import logsumexp

from numpy_ops import axis_of, table


def logsumexp_of(a, axes, keepdims):
    only(a.size > 0, "the maximum of no entries")
    return logsumexp(a, axis_of(axes), keepdims=keepdims)


def sort(a, axis, descending):
    only(a.ndim == 1 and not descending, "the gradient of sort is that of a vector")
    return np.sort(a)


OPS = {**table(np), "logsumexp": logsumexp_of, "sort": sort}


def leaf(array):
    entries = numpy.array(array.data, dtype=array.dtype).reshape(array.shape)
    if array.strides is None:
        return entries
    reach = 1 + sum(max(0, size - 1) * stride for size, stride in zip(array.shape, array.strides))
    memory = numpy.zeros(reach, dtype=array.dtype)
    held = as_strided(memory, array.shape, [stride * memory.itemsize for stride in array.strides])
    held[...] = entries
    return held


def array(value):
    entries = numpy.asarray(value)
    return Array(str(entries.dtype), entries.shape, entries.reshape(-1).tolist())


def vjp(function, inputs, out_grads):
    backward, _ = make_vjp(lambda x: tuple_(function(list(x))))(tuple(inputs))
    return list(backward(tuple(out_grads)))


def installed():
    try:
        return version("autograd")
    except PackageNotFoundError:
        return "a checkout"


serve(
    {
        "implementation": {
            "name": "HIPS autograd",
            "version": installed(),
            "language": "Python",
            "homepage": "https://github.com/HIPS/autograd",
        },
        "ops": list(OPS),
        "dtypes": ["float64"],
        "modes": ["eager"],
        "layouts": True,
        "maxOrder": 2,
        "broadcasts": True,
        "pipeline": 16,
    },
    lambda case: transform(case, OPS, leaf, array, vjp),
)
