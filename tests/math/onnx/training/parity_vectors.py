"""Networks trained for 50 steps by PyTorch: the losses of all steps and the final weights, in parity_vectors.json.

Usage: python3 parity_vectors.py > parity_vectors.json (torch 2.15.0, float32, one thread).

Initial weights and batches are not stored: both sides compute them by the same recipe from a linear congruential
generator, whose numbers are exact in single precision. Weights of linear layers are (in, out) here, transposed for
PyTorch. Key biases of attention have the gradient zero but for rounding, which Adam scales up to a step: they are left out.
"""

import json
import math

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(1)
STEPS = 50


def uniform(seed, shape, scale=1.0):
    """Numbers of [-scale, scale): the upper 24 bits of state = 1664525 state + 1013904223 mod 2^32."""
    count = math.prod(shape)
    state, values = seed, np.empty(count, np.float32)
    for place in range(count):
        state = (1664525 * state + 1013904223) % 2**32
        values[place] = (state >> 8) / 2**23 - 1
    return (values * np.float32(scale)).reshape(shape)


def batch(step, shape, classes):
    """Inputs, and as labels the first number of each sample cut into as many intervals as there are classes."""
    x = uniform(1000 + step, shape)
    first = x.reshape(shape[0], -1)[:, 0]
    return torch.tensor(x), torch.tensor(np.floor((first.astype(np.float64) + 1) / 2 * classes).astype(np.int64))


def fill(parameters, shapes):
    """Sets parameters by name; a shape of one axis is (out,), of two (in, out), of four as PyTorch has it."""
    for seed, (name, shape) in enumerate(shapes.items(), 1):
        values = uniform(seed, shape, 1 / math.sqrt(math.prod(shape[1:]) if len(shape) == 4 else shape[0]))
        if name.endswith(".scale"):
            values = values + np.float32(1)
        parameters[name].data = torch.tensor(values.T.copy() if len(shape) == 2 else values)


def listed(tensor, transposed=False):
    values = tensor.detach().numpy()
    return [float(f"{value:.9g}") for value in (values.T if transposed else values).ravel()]


def trained(model, parameters, shapes, *, optimizer, input_shape, classes, clip=None, schedule=None):
    fill(parameters, shapes)
    stepper = optimizer(list(parameters.values()))
    rates = schedule(stepper) if schedule else None
    losses, norms = [], []
    for step in range(STEPS):
        x, y = batch(step, input_shape, classes)
        stepper.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        if clip is not None:
            norms.append(float(f"{nn.utils.clip_grad_norm_(list(parameters.values()), clip).item():.9g}"))
        stepper.step()
        if rates:
            rates.step()
        losses.append(float(f"{loss.item():.9g}"))
    final = {name: listed(parameters[name], len(shape) == 2) for name, shape in shapes.items()}
    return {"losses": losses, **({"norms": norms} if norms else {}), "parameters": final}


def mlp(**how):
    model = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 4))
    names = {"hidden.weight": "0.weight", "hidden.bias": "0.bias", "out.weight": "2.weight", "out.bias": "2.bias"}
    shapes = {"hidden.weight": (8, 16), "hidden.bias": (16,), "out.weight": (16, 4), "out.bias": (4,)}
    own = dict(model.named_parameters())
    parameters = {ours: own[theirs] for ours, theirs in names.items()}
    return trained(model, parameters, shapes, input_shape=(16, 8), classes=4, **how)


def cnn():
    first, second = nn.Conv2d(1, 4, 3, padding=1, bias=False), nn.Conv2d(4, 6, 3, padding=1, bias=False)
    norms = [nn.BatchNorm2d(4), nn.BatchNorm2d(6)]
    out = nn.Linear(24, 3)
    model = nn.Sequential(
        first, norms[0], nn.ReLU(), nn.MaxPool2d(2), second, norms[1], nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), out
    )
    parameters = {
        "conv1.weight": first.weight, "norm1.scale": norms[0].weight, "norm1.bias": norms[0].bias,
        "conv2.weight": second.weight, "norm2.scale": norms[1].weight, "norm2.bias": norms[1].bias,
        "out.weight": out.weight, "out.bias": out.bias,
    }
    shapes = {
        "conv1.weight": (4, 1, 3, 3), "norm1.scale": (4,), "norm1.bias": (4,),
        "conv2.weight": (6, 4, 3, 3), "norm2.scale": (6,), "norm2.bias": (6,),
        "out.weight": (24, 3), "out.bias": (3,),
    }
    result = trained(
        model, parameters, shapes, optimizer=lambda p: torch.optim.Adam(p, lr=0.01), input_shape=(8, 1, 8, 8), classes=3
    )
    result["statistics"] = {
        f"norm{place}.{ours}": listed(getattr(norm, theirs))
        for place, norm in enumerate(norms, 1)
        for ours, theirs in (("mean", "running_mean"), ("variance", "running_var"))
    }
    return result


def transformer():
    width, heads, inner, classes = 8, 2, 16, 3
    layers = [nn.TransformerEncoderLayer(width, heads, inner, dropout=0.0, batch_first=True) for _ in range(2)]
    out = nn.Linear(width, classes)

    def model(x):
        for layer in layers:
            x = layer(x)
        return out(x.mean(1))

    parameters, shapes = {}, {}

    def add(name, parameter, shape):
        parameters[name], shapes[name] = parameter, shape

    for place, layer in enumerate(layers, 1):
        add(f"layer{place}.qkv.weight", layer.self_attn.in_proj_weight, (width, 3 * width))
        add(f"layer{place}.qkv.bias", layer.self_attn.in_proj_bias, (3 * width,))
        add(f"layer{place}.project.weight", layer.self_attn.out_proj.weight, (width, width))
        add(f"layer{place}.project.bias", layer.self_attn.out_proj.bias, (width,))
        add(f"layer{place}.norm1.scale", layer.norm1.weight, (width,))
        add(f"layer{place}.norm1.bias", layer.norm1.bias, (width,))
        add(f"layer{place}.inner.weight", layer.linear1.weight, (width, inner))
        add(f"layer{place}.inner.bias", layer.linear1.bias, (inner,))
        add(f"layer{place}.outer.weight", layer.linear2.weight, (inner, width))
        add(f"layer{place}.outer.bias", layer.linear2.bias, (width,))
        add(f"layer{place}.norm2.scale", layer.norm2.weight, (width,))
        add(f"layer{place}.norm2.bias", layer.norm2.bias, (width,))
    add("out.weight", out.weight, (width, classes))
    add("out.bias", out.bias, (classes,))
    result = trained(
        model, parameters, shapes, optimizer=lambda p: torch.optim.Adam(p, lr=0.005), input_shape=(6, 5, width), classes=classes
    )
    for place in (1, 2):
        bias = result["parameters"][f"layer{place}.qkv.bias"]
        bias[width : 2 * width] = [None] * width
    return result


def rates(make, count=30):
    """The rates that a scheduler of PyTorch sets, from 0.1."""
    stepper = torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=0.1)
    scheduler = make(stepper)
    found = []
    for _ in range(count):
        found.append(stepper.param_groups[0]["lr"])
        stepper.step()
        scheduler.step()
    return found


optim, schedulers = torch.optim, torch.optim.lr_scheduler
print(json.dumps({
    "torch": torch.__version__,
    "mlp": {
        "sgd": mlp(optimizer=lambda p: optim.SGD(p, lr=0.1)),
        "momentum": mlp(optimizer=lambda p: optim.SGD(p, lr=0.05, momentum=0.9)),
        "nesterov": mlp(optimizer=lambda p: optim.SGD(p, lr=0.05, momentum=0.9, nesterov=True)),
        "rmsProp": mlp(optimizer=lambda p: optim.RMSprop(p, lr=0.01)),
        "adam": mlp(optimizer=lambda p: optim.Adam(p, lr=0.01)),
        "adamW": mlp(optimizer=lambda p: optim.AdamW(p, lr=0.01, weight_decay=0.1)),
        "clipped": mlp(optimizer=lambda p: optim.SGD(p, lr=0.5), clip=0.25),
        "scheduled": mlp(optimizer=lambda p: optim.Adam(p, lr=0.02), schedule=lambda s: schedulers.CosineAnnealingLR(s, 40)),
    },
    "cnn": cnn(),
    "transformer": transformer(),
    "rates": {
        "stepDecay": rates(lambda s: schedulers.StepLR(s, 7, 0.5)),
        "cosine": rates(lambda s: schedulers.CosineAnnealingLR(s, 30, 0.01)),
        "warmUp": rates(lambda s: schedulers.LinearLR(s, 1 / 10, 1, 9)),
    },
}))
