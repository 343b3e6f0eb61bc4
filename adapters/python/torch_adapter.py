"""PyTorch, eager and traced by torch.jit. `backproof oracle -- python3 adapters/python/torch_adapter.py [FILE.py…]`

The files have the autograd Functions, or register the ops, that a graph of `--model` holds beside those of torch."""

import sys
import warnings

# First, so that a module that is missing is told in a sentence.
from backproof_adapter import Array, Unsupported, differentiate, interpret, serve

import torch
from torch.autograd import forward_ad

from nodes import load
from torch_nodes import Node
from torch_ops import OPS

warnings.filterwarnings("ignore", category=torch.jit.TracerWarning)
torch.set_num_threads(1)

DTYPES = {
    "float64": torch.float64,
    "float32": torch.float32,
    "float16": torch.float16,
    "bfloat16": torch.bfloat16,
}
NAMES = {dtype: name for name, dtype in DTYPES.items()}


def leaf(array, requires_grad):
    tensor = torch.tensor(array.data, dtype=DTYPES[array.dtype]).reshape(array.shape)
    if array.strides is not None:
        tensor = torch.empty_strided(array.shape, array.strides, dtype=tensor.dtype).copy_(tensor)
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


def jvp(function, inputs, tangents):
    with forward_ad.dual_level():
        try:
            outputs = function([forward_ad.make_dual(x, v) for x, v in zip(inputs, tangents)])
        except RuntimeError as error:
            if "forward AD" in str(error):
                raise Unsupported(str(error).splitlines()[0]) from error
            raise
        primals, found = zip(*(forward_ad.unpack_dual(output) for output in outputs))
    return primals, [torch.zeros_like(y) if v is None else v for y, v in zip(primals, found)]


def grad_batched(outputs, inputs, out_grads):
    reached = [(output, out_grad) for output, out_grad in zip(outputs, out_grads) if output.requires_grad]
    gradients = [None] * len(inputs)
    if reached:
        outputs, stacks = zip(*reached)
        try:
            gradients = torch.autograd.grad(
                outputs, inputs, stacks, retain_graph=True, allow_unused=True, is_grads_batched=True
            )
        except RuntimeError as error:
            if "atching rule not implemented" in str(error):
                raise Unsupported(str(error).splitlines()[0]) from error
            raise
    count = out_grads[0].shape[0]
    return [x.new_zeros((count, *x.shape)) if own is None else own for own, x in zip(gradients, inputs)]


def traced(program, inputs, ops):
    function = torch.jit.trace(lambda *x: tuple(interpret(program, x, ops)), tuple(inputs), check_trace=False)
    return function(*inputs)


MODES = {"eager": interpret, "torch.jit": traced}


def run(case):
    try:
        return differentiate(case, OPS, leaf, array, grad, MODES[case.mode], jvp, grad_batched)
    except RuntimeError as error:
        # What torch lacks for a dtype: "addmm_impl_cpu_" not implemented for 'Half'.
        if "not implemented for 'Half'" in str(error) or "not implemented for 'BFloat16'" in str(error):
            raise Unsupported(str(error).splitlines()[0]) from error
        raise


for file in sys.argv[1:]:
    load(file)

serve(
    {
        "implementation": {
            "name": "torch",
            "version": torch.__version__,
            "language": "Python",
            "homepage": "https://pytorch.org",
        },
        "ops": list(OPS),
        "nodes": ["aten"],
        "dtypes": list(DTYPES),
        "accumulates": {"float16": "float32", "bfloat16": "float32"},
        "modes": list(MODES),
        "maxOrder": 2,
        "broadcasts": True,
        "layouts": True,
        "jvp": True,
        "batched": True,
        "pipeline": 16,
    },
    run,
    Node,
)
