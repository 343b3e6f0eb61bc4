"""The ops that NumPy's functions make: for libraries that have these functions, as HIPS autograd and JAX do."""

import numpy

from backproof_adapter import only


def axis_of(axes):
    """NumPy takes several axes as a tuple."""
    return tuple(axes) if isinstance(axes, list) else axes


def bounds_of(starts, stops, steps):
    return tuple(slice(start, stop, step) for start, stop, step in zip(starts, stops, steps))


def table(np):
    """`np` is the library's own NumPy."""

    def reduction(reduce):
        return lambda a, axes, keepdims: reduce(a, axis=axis_of(axes), keepdims=keepdims)

    def where(a, b, condition):
        shape = numpy.broadcast_shapes(a.shape, b.shape)
        return np.where(numpy.array(condition, dtype=bool).reshape(shape), a, b)

    def pad(a, padding):
        only(a.ndim > 0, "pad takes no scalar")
        only(all(size >= 0 for pair in padding for size in pair), "pad takes nothing away")
        return np.pad(a, padding, "constant")

    return {
        "add": np.add,
        "subtract": np.subtract,
        "multiply": np.multiply,
        "divide": np.divide,
        "power": np.power,
        "maximum": np.maximum,
        "minimum": np.minimum,
        "add_scalar": lambda a, scalar: a + scalar,
        "mul_scalar": lambda a, scalar: a * scalar,
        "divide_scalar": lambda a, scalar: a / scalar,
        "power_scalar": lambda a, scalar: a**scalar,
        "negate": lambda a: -a,
        "exp": np.exp,
        "log": np.log,
        "sqrt": np.sqrt,
        "sin": np.sin,
        "cos": np.cos,
        "tanh": np.tanh,
        "abs": np.abs,
        "expm1": np.expm1,
        "log1p": np.log1p,
        "atan2": np.arctan2,
        "where": where,
        "clip": lambda a, min, max: np.clip(a, -numpy.inf if min is None else min, numpy.inf if max is None else max),
        "max": reduction(np.max),
        "min": reduction(np.min),
        "var": lambda a, axes, keepdims, correction: np.var(a, axis_of(axes), ddof=correction, keepdims=keepdims),
        "cumsum": lambda a, axis: np.cumsum(a, axis),
        "std": lambda a, axes, keepdims, correction: np.std(a, axis_of(axes), ddof=correction, keepdims=keepdims),
        "prod": reduction(np.prod),
        "transpose": lambda a, axes: np.swapaxes(a, *(axes or (-2, -1))),
        "permute": lambda a, axes: np.transpose(a, axes),
        "reshape": lambda a, shape: np.reshape(a, shape),
        "broadcast_to": lambda a, shape: np.broadcast_to(a, tuple(shape)),
        "summation": reduction(np.sum),
        "mean": reduction(np.mean),
        "matmul": np.matmul,
        "stack": lambda *all, axis: np.stack(all, axis),
        "concat": lambda *all, axis: np.concatenate(all, axis),
        "split": lambda a, axis, index: a[(slice(None),) * (axis % a.ndim) + (index,)],
        "pad": pad,
        "slice": lambda a, starts, stops, steps: a[bounds_of(starts, stops, steps)],
        "squeeze": lambda a, axes: np.squeeze(a, axis_of(axes)),
        "embedding": lambda a, indices, indicesShape: a[numpy.array(indices, dtype=int).reshape(indicesShape)],
        "einsum": lambda *all, equation: np.einsum(equation, *all),
    }
