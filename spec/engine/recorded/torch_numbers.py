"""Writes torch.json: what PyTorch 1.13 computes for modules and optimisers, in float64.

    /usr/bin/python3 spec/engine/recorded/torch_numbers.py > spec/engine/recorded/torch.json
"""

import json

import torch
from torch import nn

torch.set_default_dtype(torch.float64)
torch.manual_seed(0)


def decimals(*shape):
    """Short random decimals, so that the file can be read."""
    return (torch.randn(*shape) * 100).round() / 100


def run(module, x):
    """One pass, its input and cotangent, and the gradients by PyTorch's names."""
    x = x.clone().requires_grad_()
    module.zero_grad()
    y = module(x)
    delta = decimals(*y.shape)
    y.backward(delta)
    gradients = {name: p.grad.tolist() for name, p in module.named_parameters()}
    return {
        "x": x.tolist(),
        "y": y.tolist(),
        "delta": delta.tolist(),
        "gradients": {"x": x.grad.tolist(), **gradients},
    }


def with_parameters(module):
    for parameter in module.parameters():
        parameter.data = decimals(*parameter.shape)
    return module, {name: p.tolist() for name, p in module.named_parameters()}


def layer_norm():
    module, parameters = with_parameters(nn.LayerNorm(4))
    return {"parameters": parameters, **run(module, decimals(2, 3, 4))}


def batch_norm(*shapes):
    module, parameters = with_parameters(nn.BatchNorm1d(3))
    passes = []
    for shape in shapes:
        one = run(module, decimals(*shape))
        passes.append(
            {**one, "runningMean": module.running_mean.tolist(), "runningVar": module.running_var.tolist()}
        )
    module.eval()
    return {"parameters": parameters, "learning": passes, "evaluating": run(module, decimals(*shapes[0]))}


def conv(kernel, stride):
    module, parameters = with_parameters(nn.Conv2d(2, 3, kernel, stride=stride, padding=kernel // 2))
    return {"kernel": kernel, "stride": stride, "parameters": parameters, **run(module, decimals(2, 2, 5, 4))}


def linear():
    module, parameters = with_parameters(nn.Linear(3, 2))
    return {"parameters": parameters, **run(module, decimals(2, 4, 3))}


def losses():
    logits, labels = decimals(3, 4), [3, 0, 2]
    prediction, target = decimals(3, 2), decimals(3, 2)
    return {
        "logits": logits.tolist(),
        "labels": labels,
        "softmaxLoss": nn.CrossEntropyLoss()(logits, torch.tensor(labels)).item(),
        "prediction": prediction.tolist(),
        "target": target.tolist(),
        "mseLoss": nn.MSELoss()(prediction, target).item(),
    }


def trajectory(optimizer, options, later_lr=None):
    """A parameter of three entries whose gradient is 2p - 1 in each of six steps; the rate may change after three."""
    parameter = nn.Parameter(torch.tensor([1.0, -2.0, 0.5]))
    steps = optimizer([parameter], **options)
    path = []
    for step in range(6):
        if step == 3 and later_lr is not None:
            steps.param_groups[0]["lr"] = later_lr
        steps.zero_grad()
        (parameter * parameter - parameter).sum().backward()
        steps.step()
        path.append(parameter.tolist())
    return path


print(
    json.dumps(
        {
            "layerNorm": layer_norm(),
            "batchNorm": [batch_norm((4, 3), (5, 3)), batch_norm((2, 3, 4), (3, 3, 2))],
            "conv": [conv(3, 1), conv(3, 2), conv(1, 1), conv(5, 3)],
            "linear": linear(),
            "losses": losses(),
            "sgd": {
                "plain": trajectory(torch.optim.SGD, {"lr": 0.1}),
                "momentum": trajectory(torch.optim.SGD, {"lr": 0.1, "momentum": 0.9}),
                "all": trajectory(torch.optim.SGD, {"lr": 0.1, "momentum": 0.9, "weight_decay": 0.2}, 0.01),
            },
            "adam": {
                "plain": trajectory(torch.optim.Adam, {"lr": 0.1}),
                "all": trajectory(
                    torch.optim.Adam,
                    {"lr": 0.1, "betas": (0.8, 0.95), "eps": 1e-4, "weight_decay": 0.2},
                    0.01,
                ),
            },
        },
        indent=None,
    )
)
