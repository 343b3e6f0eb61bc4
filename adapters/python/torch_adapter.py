"""PyTorch, eager and traced by torch.jit. `backproof oracle -- python3 adapters/python/torch_adapter.py`"""

import warnings
from math import prod

import torch

from backproof_adapter import Array, differentiate, interpret, serve

warnings.filterwarnings("ignore", category=torch.jit.TracerWarning)
torch.set_num_threads(1)

DTYPES = {"float64": torch.float64, "float32": torch.float32}
NAMES = {dtype: name for name, dtype in DTYPES.items()}


def axes_of(a, axes):
    """torch reads an empty list of axes as all axes: name them where all are meant, and only then."""
    return tuple(range(a.dim())) if axes is None else (axes,) if isinstance(axes, int) else tuple(axes)


def reduction(reduce):
    def on(a, axes, keepdims):
        named = axes_of(a, axes)
        return reduce(a, named, keepdims) if named else reduce(a.unsqueeze(0), (0,), False)

    return on


def over_axes(normalize):
    """torch's softmax takes one axis: several are merged into one, and taken apart again."""

    def on(a, axes):
        named = sorted(axis % a.dim() for axis in axes_of(a, axes))
        if len(named) == 1:
            return normalize(a, named[0])
        if not named:
            return normalize(a.unsqueeze(0), 0).squeeze(0)
        kept = [axis for axis in range(a.dim()) if axis not in named]
        order = kept + named
        moved = a.permute(order)
        flat = moved.reshape([a.shape[axis] for axis in kept] + [prod(a.shape[axis] for axis in named)])
        back = [order.index(axis) for axis in range(a.dim())]
        return normalize(flat, -1).reshape(moved.shape).permute(back)

    return on


OPS = {
    "add": torch.add,
    "subtract": torch.sub,
    "multiply": torch.mul,
    "divide": torch.div,
    "power": torch.pow,
    "maximum": torch.maximum,
    "minimum": torch.minimum,
    "add_scalar": lambda a, scalar: a + scalar,
    "mul_scalar": lambda a, scalar: a * scalar,
    "divide_scalar": lambda a, scalar: a / scalar,
    "power_scalar": lambda a, scalar: a**scalar,
    "negate": torch.neg,
    "exp": torch.exp,
    "log": torch.log,
    "sqrt": torch.sqrt,
    "sin": torch.sin,
    "cos": torch.cos,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "relu": torch.relu,
    "abs": torch.abs,
    "detach": lambda a: a.detach(),
    "transpose": lambda a, axes: a.transpose(*(axes or (-2, -1))),
    "permute": lambda a, axes: a.permute(axes),
    "reshape": lambda a, shape: a.reshape(shape),
    "broadcast_to": lambda a, shape: a.broadcast_to(shape),
    "summation": reduction(torch.sum),
    "mean": reduction(torch.mean),
    "logsumexp": reduction(torch.logsumexp),
    "softmax": over_axes(torch.softmax),
    "logsoftmax": over_axes(torch.log_softmax),
    "matmul": torch.matmul,
}


def leaf(array, requires_grad):
    tensor = torch.tensor(array.data, dtype=DTYPES[array.dtype]).reshape(array.shape)
    return tensor.requires_grad_(requires_grad)


def array(tensor):
    # A zero that torch never allocated has no list of entries; its clone has.
    held = tensor.detach().clone() if tensor._is_zerotensor() else tensor.detach()
    return Array(NAMES[tensor.dtype], tuple(tensor.shape), held.reshape(-1).tolist())


def grad(outputs, inputs, out_grads, create_graph):
    # torch refuses outputs that do not require a gradient (detached ones): they contribute nothing.
    reached = [(output, out_grad) for output, out_grad in zip(outputs, out_grads) if output.requires_grad]
    gradients = [None] * len(inputs)
    if reached:
        outputs, out_grads = zip(*reached)
        gradients = torch.autograd.grad(
            outputs, inputs, out_grads, retain_graph=True, create_graph=create_graph, allow_unused=True
        )
    return [torch.zeros_like(x) if gradient is None else gradient for gradient, x in zip(gradients, inputs)]


def traced(program, inputs, ops):
    function = torch.jit.trace(lambda *x: tuple(interpret(program, x, ops)), tuple(inputs), check_trace=False)
    return function(*inputs)


MODES = {"eager": interpret, "torch.jit": traced}


def run(case):
    return differentiate(case, OPS, leaf, array, grad, MODES[case.mode])


serve(
    {
        "implementation": {
            "name": "torch",
            "version": torch.__version__,
            "language": "Python",
            "homepage": "https://pytorch.org",
        },
        "ops": list(OPS),
        "dtypes": list(DTYPES),
        "modes": list(MODES),
        "maxOrder": 2,
        "broadcasts": True,
        "pipeline": 16,
    },
    run,
)
