"""Training steps in PyTorch, for training_bench.ts: the same weights, batch and optimizer.

Linear weights arrive as (in, out). A network is built once and set back before each round.
"""

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(2)
torch.set_num_interop_threads(1)


class Encoder(nn.Module):
    def __init__(self, width=128, heads=4, inner=512, classes=10):
        super().__init__()
        layer = nn.TransformerEncoderLayer(width, heads, inner, dropout=0.0, batch_first=True)
        self.layers = nn.TransformerEncoder(layer, 2)
        self.out = nn.Linear(width, classes)

    def forward(self, x):
        return self.out(self.layers(x).mean(1))


def mlp():
    model = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 10))
    return model, {"hidden": model[0], "out": model[2]}


def cnn():
    model = nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(),
        nn.MaxPool2d(2), nn.Flatten(), nn.Linear(32 * 49, 10)
    )
    return model, {"conv1": model[0], "conv2": model[3], "out": model[7]}


def transformer():
    model = Encoder()
    parts = {"out": model.out}
    for place, layer in enumerate(model.layers.layers, 1):
        attention = layer.self_attn
        parts |= {
            f"layer{place}.qkv": (attention.in_proj_weight, attention.in_proj_bias), f"layer{place}.project": attention.out_proj,
            f"layer{place}.norm1": layer.norm1, f"layer{place}.norm2": layer.norm2,
            f"layer{place}.inner": layer.linear1, f"layer{place}.outer": layer.linear2,
        }
    return model, parts


NETWORKS = {"mlp": mlp, "cnn": cnn, "transformer": transformer}
BUILT = {}


def tensors_of(part):
    return part if isinstance(part, tuple) else (part.weight, part.bias)


def fill(parts, weights):
    """Sets the parameters, in place, so that what was compiled stays."""
    with torch.no_grad():
        for name, part in parts.items():
            for kind, tensor in zip(("scale" if ".norm" in name else "weight", "bias"), tensors_of(part)):
                values = torch.from_numpy(np.array(weights[f"{name}.{kind}"], np.float32))
                tensor.copy_(values.T if values.ndim == 2 else values)


def train(_round, network, mode, steps, rate, x, y, **weights):
    """The losses of the first three steps of a run of many."""
    if (network, mode) not in BUILT:
        torch.manual_seed(0)
        model, parts = NETWORKS[network]()
        BUILT[network, mode] = model, parts, torch.compile(model) if mode == "compiled" else model
    model, parts, forward = BUILT[network, mode]
    fill(parts, weights)
    optimizer = torch.optim.Adam(model.parameters(), lr=rate, fused=mode != "eager" or None)
    inputs, targets = torch.from_numpy(np.array(x)), torch.from_numpy(np.array(y)).long()

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = F.cross_entropy(forward(inputs), targets)
        loss.backward()
        optimizer.step()
        return loss

    def run():
        losses = [step() for _ in range(steps)]
        return [loss.item() for loss in losses[:3]]

    if mode == "compiled":  # the first call compiles
        step()
        fill(parts, weights)
        optimizer.state.clear()
    return run
