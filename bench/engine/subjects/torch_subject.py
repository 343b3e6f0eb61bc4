"""PyTorch on one thread."""


import torch

from serve import blas, serve

torch.set_num_threads(1)


class Ops:
    add, subtract, multiply, relu, sum = torch.add, torch.sub, torch.mul, torch.relu, torch.sum
    matmul, einsum, concat = torch.matmul, torch.einsum, torch.cat

    conv = staticmethod(lambda images, weight: torch.conv2d(images, weight, padding=1))
    # Its broadcasts and transposes are views: the others write theirs.
    broadcast_to = staticmethod(lambda a, shape: torch.broadcast_to(a, shape).contiguous())
    transpose = staticmethod(lambda a: a.t().contiguous())
    sum_of_axis_0 = staticmethod(lambda a: a.sum(0))


def prepare(function, tensors, wanted):
    if not wanted:
        return lambda: (function(*tensors), [])
    leaves = [tensors[at] for at in wanted]

    def run():
        output = function(*tensors)
        return output, torch.autograd.grad(output, leaves)

    return run


def check(x):
    x.requires_grad_()
    softmax = lambda a: torch.softmax(a, 0)  # noqa: E731

    def run():
        assert torch.autograd.gradcheck(softmax, [x])
        return x, []

    return run


class Torch:
    name = "torch"
    version = f"{torch.__version__} with {blas()}"
    layouts = {"conv": [(0, 3, 1, 2), (3, 2, 0, 1)]}
    ops = Ops
    own = {"check": check}
    prepare = staticmethod(prepare)

    @staticmethod
    def tensor(data, requires_grad):
        return torch.from_numpy(data).requires_grad_(requires_grad)


serve(Torch)
