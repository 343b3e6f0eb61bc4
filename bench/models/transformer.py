"""A transformer block of two layers, with attention written out. `python3 adapters/python/export_torch.py
bench/models/transformer.py:two_layers > transformer.json`"""

import math

import torch
from torch import nn

WIDTH, HEADS, HIDDEN = 8, 2, 16


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.joint = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)

    def forward(self, x):
        batch, length, _ = x.shape
        heads = self.joint(x).reshape(batch, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        queries, keys, values = heads.unbind(0)
        scores = queries @ keys.transpose(-2, -1) / math.sqrt(WIDTH // HEADS)
        later = torch.ones(length, length, dtype=torch.bool).triu(1)
        weights = torch.softmax(scores.masked_fill(later, -math.inf), -1)
        return self.out((weights @ values).transpose(1, 2).reshape(batch, length, WIDTH))


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.before = nn.LayerNorm(WIDTH)
        self.attention = Attention()
        self.between = nn.LayerNorm(WIDTH)
        self.perceptron = nn.Sequential(nn.Linear(WIDTH, HIDDEN), nn.GELU(), nn.Linear(HIDDEN, WIDTH))

    def forward(self, x):
        x = x + self.attention(self.before(x))
        return x + self.perceptron(self.between(x))


def two_layers():
    torch.manual_seed(1)
    return nn.Sequential(Layer(), Layer(), nn.LayerNorm(WIDTH)), (torch.randn(2, 4, WIDTH),)
