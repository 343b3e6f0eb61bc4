"""tinygrad. `backproof oracle -- python3 adapters/python/tinygrad_adapter.py`, where tinygrad can be imported.

Without clang, its device PYTHON needs nothing else: DEV=PYTHON.
"""

# First, so that a module that is missing is told in a sentence.
from backproof_adapter import Array, differentiate, only, serve

from tinygrad import Tensor, dtypes

DTYPES = {"float64": dtypes.float64, "float32": dtypes.float32}
NAMES = {dtype: name for name, dtype in DTYPES.items()}


def axis_of(axes):
    return tuple(axes) if isinstance(axes, list) else axes


def reduction(name):
    return lambda a, axes, keepdims: getattr(a, name)(axis=axis_of(axes), keepdim=keepdims)


def along(name):
    def on(a, axes):
        named = list(range(a.ndim)) if axes is None else [axes] if isinstance(axes, int) else axes
        only(len(named) == 1, f"{name} takes one axis")
        return getattr(a, name)(named[0])

    return on


def logsumexp(a, axes, keepdims):
    only(axes is None or isinstance(axes, int) or len(axes) == 1, "logsumexp takes one axis, or all")
    return a.logsumexp(axis=axes[0] if isinstance(axes, list) else axes, keepdim=keepdims)


def where(a, b, condition):
    shape = (a + b).shape
    return Tensor([bool(bit) for bit in condition]).reshape(shape).where(a, b)


def gelu(a, approximate):
    only(approximate == "tanh", "gelu is the approximation by tanh")
    return a.gelu()


def unsqueeze(a, axes):
    for axis in sorted(axis % (a.ndim + len(axes)) for axis in axes):
        a = a.unsqueeze(axis)
    return a


def integers(data, shape):
    return Tensor(data, dtype=dtypes.int32).reshape(tuple(shape))


def conv(a, b, stride, padding):
    return a.permute(0, 3, 1, 2).conv2d(b.permute(3, 2, 0, 1), stride=stride, padding=padding).permute(0, 2, 3, 1)


def avg_pool(a, kernel, stride):
    return a.permute(0, 3, 1, 2).avg_pool2d((kernel, kernel), stride).permute(0, 2, 3, 1)


UNARY = {"negate": "neg", **{name: name for name in "exp log sqrt sin cos tanh sigmoid relu abs softplus silu hardswish erf detach".split()}}
OPS = {
    **{name: lambda a, method=method: getattr(a, method)() for name, method in UNARY.items()},
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "divide": lambda a, b: a / b,
    "power": lambda a, b: a**b,
    "maximum": lambda a, b: a.maximum(b),
    "minimum": lambda a, b: a.minimum(b),
    "add_scalar": lambda a, scalar: a + scalar,
    "mul_scalar": lambda a, scalar: a * scalar,
    "divide_scalar": lambda a, scalar: a / scalar,
    "power_scalar": lambda a, scalar: a**scalar,
    "where": where,
    "clip": lambda a, min, max: a.clip(min, max),
    "gelu": gelu,
    "max": reduction("max"),
    "min": reduction("min"),
    "var": lambda a, axes, keepdims, correction: a.var(axis_of(axes), keepdim=keepdims, correction=correction),
    "cumsum": lambda a, axis: a.cumsum(axis),
    "std": lambda a, axes, keepdims, correction: a.std(axis_of(axes), keepdim=keepdims, correction=correction),
    "prod": reduction("prod"),
    "cumprod": lambda a, axis: a.cumprod(axis),
    "sort": lambda a, axis, descending: a.sort(axis, descending)[0],
    "transpose": lambda a, axes: a.transpose(*(axes or (-2, -1))),
    "permute": lambda a, axes: a.permute(axes),
    "reshape": lambda a, shape: a.reshape(tuple(shape)),
    "broadcast_to": lambda a, shape: a.expand(tuple(shape)),
    "expand": lambda a, shape: a.expand(tuple(shape)),
    "summation": reduction("sum"),
    "mean": reduction("mean"),
    "logsumexp": logsumexp,
    "softmax": along("softmax"),
    "logsoftmax": along("log_softmax"),
    "matmul": lambda a, b: a @ b,
    "stack": lambda *all, axis: Tensor.stack(*all, dim=axis),
    "concat": lambda *all, axis: Tensor.cat(*all, dim=axis),
    "split": lambda a, axis, index: a[(slice(None),) * (axis % a.ndim) + (index,)],
    "flip": lambda a, axes: a.flip(tuple(range(a.ndim)) if axes is None else axis_of(axes)),
    "pad": lambda a, padding: a.pad(tuple(map(tuple, padding))),
    "slice": lambda a, starts, stops, steps: a[tuple(slice(*bounds) for bounds in zip(starts, stops, steps))],
    "unsqueeze": unsqueeze,
    "gather": lambda a, axis, index, indexShape: a.gather(axis, integers(index, indexShape)),
    "embedding": lambda a, indices, indicesShape: a[integers(indices, indicesShape)],
    "einsum": lambda *all, equation: Tensor.einsum(equation, *all),
    "conv": conv,
    "avg_pool": avg_pool,
}


def leaf(array, requires_grad):
    return Tensor(array.data, dtype=DTYPES[array.dtype]).reshape(tuple(array.shape)).contiguous().realize()


def array(tensor):
    # A constant has no device of its own, and its list would be made on another; its clone has one.
    return Array(NAMES[tensor.dtype], tensor.shape, tensor.clone().reshape(-1).tolist())


def grad(outputs, inputs, out_grads, create_graph):
    """Backwards from one number that all outputs lead to: the sum of ⟨output, its cotangent⟩."""
    return sum((output * out_grad).sum() for output, out_grad in zip(outputs, out_grads)).gradient(*inputs)


serve(
    {
        "implementation": {"name": "tinygrad", "version": "0.13", "language": "Python", "homepage": "https://tinygrad.org"},
        "ops": list(OPS),
        "dtypes": ["float32", "float64"],
        "modes": ["eager"],
        "maxOrder": 2,
        "broadcasts": True,
        "limits": ["empty"],
        "pipeline": 16,
    },
    lambda case: differentiate(case, OPS, leaf, array, grad),
)
