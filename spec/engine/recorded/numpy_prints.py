"""Writes numpy.json: how NumPy 1.24 prints arrays.

    /usr/bin/python3 spec/engine/recorded/numpy_prints.py > spec/engine/recorded/numpy.json
"""

import json
import math

import numpy as np

inf, nan = math.inf, math.nan
random = np.random.default_rng(0)

arrays = [
    [[1, 2], [3, 4.5]],
    1.5,
    2,
    1 / 3,
    1e16,
    123456789.0,
    1e-5,
    0.0001,
    -0.0,
    nan,
    -inf,
    [],
    [[], []],
    [0, 0],
    [-0.0, 1],
    [1, -1],
    [1 / 3, 2 / 3, -1],
    [0.1, 0.25, 100],
    [1e8, 1],
    [99999999, 1],
    [1e-4, 1e-1],
    [1e-4, 1e-1 + 1e-9],
    [9e-5, 1],
    [1, 1000],
    [1, 1000.5],
    [1e-10, 1e10],
    [1e100, -1e-100],
    [5e-324, 1.7976931348623157e308],
    [5e-324, 1, 1.5],
    [5e-324],
    [-0.0, 1e-9],
    [2**-9, 3 * 2**-9, -(2**-9), 5 * 2**-9],
    [1234567885, 1234567895, 1],
    [0.999999999, 1],
    [0.000123456789, 0.01],
    [nan, 1, 2],
    [inf, -inf, 1.25],
    [inf, 1e-9, nan],
    [nan, nan],
    [inf, inf],
    [-inf, nan],
    [[[1, 2], [3, 4]], [[5, 6], [7, 8.25]]],
    [[[[1], [2]]], [[[3], [4]]]],
    list(range(30)),
    [x / 7 for x in range(25)],
    [[x / 3 + y * 1e3 for x in range(12)] for y in range(2)],
    random.standard_normal((3, 4)).tolist(),
    (random.standard_normal((4, 5)) * 10.0 ** random.integers(-3, 4, (4, 5))).tolist(),
    (random.standard_normal((3, 3)) * 1e12).tolist(),
]


# Shapes of 0, 1, 2, ... / 8.
counted = [(1000,), (1001,), (2, 1000), (500, 4), (3, 20, 20), (10, 10, 10, 10), (1, 7, 150), (6, 6, 28)]


def printed(dtype, values):
    array = np.array(values, dtype=dtype)
    return {
        "dtype": dtype,
        "values": [str(x) if x != x or x in (inf, -inf) else x for x in array.ravel().tolist()],
        "shape": list(array.shape),
        "text": str(array),
    }


def count(shape):
    array = np.arange(math.prod(shape)).reshape(shape) / 8
    return {"dtype": "float64", "shape": list(shape), "text": str(array)}


records = [printed("float64", values) for values in arrays] + [count(shape) for shape in counted]
records += [printed("float32", [0.1, 1 / 3, 2**-9]), printed("float32", 0.1), printed("float32", [[1e-5, 0.1]])]
records += [printed("float32", [16777216, 1e8, 1e-3]), printed("float32", [1e-5, 0.1234567, 0.1])]
print(json.dumps(records))
