"""Writes half.json: how NumPy 1.24 rounds to float16 and PyTorch 1.13 to bfloat16, as the bits of the results.

    /usr/bin/python3 spec/case/recorded/half.py > spec/case/recorded/half.json

PyTorch rounds a double to float32 first, so what it is given is float32 already.
"""

import json
import warnings

import numpy as np
import torch

warnings.filterwarnings("ignore", category=RuntimeWarning)
random = np.random.default_rng(0)


def around(bits, to_double):
    """Numbers of the dtype, the ties between them and the next ones, and numbers just beside these ties."""
    found = []
    for each in bits:
        low, high = to_double(each), to_double(each + 1)
        tie = (low + high) / 2
        beside = [np.float64(np.nextafter(np.float32(tie), np.float32(side))) for side in (-np.inf, np.inf)]
        found += [low, tie, *beside]
    return found


def half_of(bits):
    return np.float64(np.array([bits], np.uint16).view(np.float16)[0])


def bfloat_of(bits):
    return np.float64(np.array([bits << 16], np.uint32).view(np.float32)[0])


def numbers(bits, to_double, scattered):
    values = around(bits, to_double) + list(np.float64(np.float32(scattered)))
    signed = [sign * value for value in values for sign in (1, -1)]
    return signed + [0.0, -0.0, np.inf, -np.inf, np.nan]


def written(value):
    if np.isnan(value):
        return "NaN"
    if np.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return "-0" if value == 0 and np.signbit(value) else float(value)


def recorded(values, bits):
    return {"values": [written(value) for value in values], "bits": [int(each) for each in bits]}


scattered = random.normal(size=40) * 10.0 ** random.uniform(-9, 6, size=40)
# Zero, the smallest and largest subnormal, the smallest normal, one, and the largest number, whose next is infinite.
halves = numbers([0, 1, 2, 0x3FE, 0x3FF, 0x400, 0x3BFF, 0x3C00, 0x3C01, 0x7BFE], half_of, scattered)
halves += [65504, 65519.99, 65520, 65536, 1 + 2**-11 + 2**-40, 1 + 2**-11 - 2**-40, 2**-25, 2**-25 * (1 + 2**-50)]
bfloats = numbers([0, 1, 2, 0x7E, 0x7F, 0x80, 0x3F7F, 0x3F80, 0x3F81, 0x7F7E], bfloat_of, scattered)
bfloats += [float(np.float32(each)) for each in (3.3895314e38, 3.3961775e38, 3.3961777e38, 3.4028235e38, 2**-134, 1.5 * 2**-134)]
rounded = torch.tensor(bfloats, dtype=torch.float64).to(torch.float32).to(torch.bfloat16)
print(
    json.dumps(
        {
            "float16": recorded(halves, np.array(halves, np.float64).astype(np.float16).view(np.uint16)),
            "bfloat16": recorded(bfloats, rounded.view(torch.int16).numpy().view(np.uint16)),
        }
    )
)
