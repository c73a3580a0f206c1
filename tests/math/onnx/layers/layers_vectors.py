"""Writes layers_vectors.json, beside this file: what lib/math/onnx must agree with, values and gradients.

Each case is one call of a PyTorch function in float64. The loss weighs element i of each output by sin(1 + 2 i), so that no error can cancel; gradients are of that.

Run: python3 tests/math/onnx/layers/layers_vectors.py   (needs torch)
"""

import json
import pathlib

import torch
import torch.nn.functional as F

torch.manual_seed(20261121)
torch.set_default_dtype(torch.float64)
cases = []


def normal(*shape):
    return torch.round(torch.randn(*shape) * 1000) / 1000


def tensor(t):
    kind = {torch.float64: "float64", torch.int64: "int64", torch.bool: "bool"}[t.dtype]
    return {"dtype": kind, "shape": list(t.shape), "values": t.flatten().to(torch.float64 if kind == "float64" else torch.int64).tolist()}


def case(layer, name, inputs, options, call):
    leaves = {k: v.clone().requires_grad_(v.dtype == torch.float64) for k, v in inputs.items()}
    outputs = call(**leaves)
    outputs = outputs if isinstance(outputs, dict) else {"output": outputs}
    loss = 0
    for value in outputs.values():
        if value.requires_grad:
            loss = loss + (value.flatten() * torch.sin(1 + 2 * torch.arange(value.numel()))).sum()
    loss.backward()
    cases.append({
        "layer": layer,
        "name": name,
        "options": options,
        "inputs": {k: tensor(v) for k, v in inputs.items()},
        "outputs": {k: tensor(v.detach()) for k, v in outputs.items()},
        "gradients": {k: v.grad.flatten().tolist() for k, v in leaves.items() if v.grad is not None},
    })


def conv(name, x, w, *, bias=True, pads=None, **options):
    dims = len(x) - 2
    function = {1: F.conv1d, 2: F.conv2d}[dims]
    inputs = {"x": normal(*x), "w": normal(*w)}
    if bias:
        inputs["bias"] = normal(w[0])
    torch_names = {"strides": "stride", "dilations": "dilation", "groups": "groups"}
    arguments = {torch_names[k]: v for k, v in options.items()}
    padding = pads if pads is not None else 0
    case("convolution", name, inputs, {**options, "padding": padding},
         lambda x, w, bias=None: function(x, w, bias, padding=padding, **arguments))


conv("plain", (2, 3, 6, 5), (4, 3, 3, 2))
conv("same", (2, 2, 7, 6), (3, 2, 3, 4), pads="same")
conv("strides and padding", (2, 2, 8, 9), (3, 2, 3, 3), pads=1, strides=[2, 3])
conv("dilated groups", (2, 4, 9, 7), (6, 2, 3, 2), pads=2, groups=2, dilations=[2, 3])
conv("depthwise with a multiplier", (1, 3, 5, 5), (6, 1, 3, 3), pads=1, groups=3, bias=False)
conv("one axis", (3, 2, 11), (4, 2, 4), strides=3, pads=2)


def conv_transpose(name, x, w, *, groups=1, **options):
    inputs = {"x": normal(*x), "w": normal(*w), "bias": normal(w[1] * groups)}
    names = {"strides": "stride", "dilations": "dilation", "padding": "padding", "outputPads": "output_padding"}
    case("convolutionTranspose", name, inputs, {**options, "groups": groups},
         lambda x, w, bias: F.conv_transpose2d(x, w, bias, groups=groups, **{names[k]: v for k, v in options.items()}))


conv_transpose("plain", (2, 3, 4, 3), (3, 2, 3, 2))
conv_transpose("strides, padding, output pads", (2, 4, 3, 4), (4, 2, 3, 3), strides=2, padding=1, outputPads=1)
conv_transpose("dilated groups", (1, 4, 3, 4), (4, 2, 2, 3), groups=2, dilations=2, strides=[2, 1])

ties = torch.tensor([[[[1.0, 1, 0, 2], [1, 1, 2, 2], [-3, -3, 0, 0], [-3, -3, 0, 0]]]])
for name, x, options in [
    ("side by side", normal(2, 3, 6, 8), {"kernel": 2}),
    ("ties go to the first", ties, {"kernel": 2}),
    ("overlapping ties", ties, {"kernel": 3, "strides": 1, "padding": 1}),
    ("overlapping", normal(2, 2, 7, 7), {"kernel": 3, "strides": 2, "padding": 1}),
    ("large windows", normal(1, 2, 9, 8), {"kernel": [5, 4], "strides": [2, 1], "padding": [2, 1]}),
]:
    def arguments(options):
        padding = options.get("padding", 0)
        return {"kernel_size": options["kernel"], "stride": options.get("strides", options["kernel"]), "padding": padding}

    ours = dict(options)
    if isinstance(ours.get("padding"), list):
        ours["padding"] = [[p, p] for p in ours["padding"]]
    case("maxPool", name, {"x": x}, ours, lambda x: F.max_pool2d(x, **arguments(options)))
    for counts in (True, False):
        case("averagePool", name, {"x": x}, {**ours, "countsPads": counts},
             lambda x: F.avg_pool2d(x, **arguments(options), count_include_pad=counts))

for name, shape, first, affine, eps in [
    ("last axis", (3, 4, 5), 2, True, 1e-5),
    ("two axes, without parameters", (3, 4, 5), 1, False, 1e-5),
    ("far from zero", (2, 6), 1, True, 1e-2),
]:
    x = normal(*shape) + (1000 if name == "far from zero" else 0)
    inputs = {"x": x, **({"scale": normal(*shape[first:]), "bias": normal(*shape[first:])} if affine else {})}
    case("layerNorm", name, inputs, {"axis": first, "epsilon": eps},
         lambda x, scale=None, bias=None: F.layer_norm(x, shape[first:], scale, bias, eps))

for name, shape, momentum, eps in [("images", (4, 3, 5, 4), 0.1, 1e-5), ("rows", (6, 4), 0.3, 1e-3), ("lines", (2, 2, 3), 1.0, 1e-5)]:
    c = shape[1]
    inputs = {"x": normal(*shape) * 2 + 1, "scale": normal(c), "bias": normal(c)}
    running = {"runningMean": normal(c), "runningVariance": normal(c).abs() + 0.5}

    def train(x, scale, bias, runningMean, runningVariance):
        m, v = runningMean.detach().clone(), runningVariance.detach().clone()
        output = F.batch_norm(x, m, v, scale, bias, training=True, momentum=momentum, eps=eps)
        return {"output": output, "runningMean": m, "runningVariance": v}

    case("batchNormTraining", name, {**inputs, **running}, {"momentum": momentum, "epsilon": eps}, train)
    case("batchNorm", name, {**inputs, **running}, {"epsilon": eps},
         lambda x, scale, bias, runningMean, runningVariance: F.batch_norm(
             x, runningMean.detach(), runningVariance.detach(), scale, bias, training=False, eps=eps))

x, mask = normal(3, 4), torch.tensor([[1, 0, 1, 1], [0, 0, 1, 1], [1, 1, 1, 0]], dtype=torch.bool)
case("dropout", "a given mask", {"x": x, "mask": mask}, {"rate": 0.4}, lambda x, mask: x * mask / (1 - 0.4))

q, k, v = normal(2, 2, 3, 4), normal(2, 2, 5, 4), normal(2, 2, 5, 3)
some = torch.rand(2, 1, 3, 5) < 0.6
some[:, :, :, 0] = True
padded = torch.tensor([[[[1, 1, 1, 0, 0]]], [[[1, 1, 1, 1, 1]]]], dtype=torch.bool)
sdpa = F.scaled_dot_product_attention
case("attention", "without a mask", {"query": q, "key": k, "value": v}, {}, lambda query, key, value: sdpa(query, key, value))
case("attention", "with a mask", {"query": q, "key": k, "value": v, "mask": some}, {}, lambda query, key, value, mask: sdpa(query, key, value, attn_mask=mask))
case("attention", "padded keys, another scale", {"query": q * 3, "key": k, "value": v, "mask": padded}, {"scale": 0.7},
     lambda query, key, value, mask: sdpa(query, key, value, attn_mask=mask, scale=0.7))

logits, targets = normal(6, 4) * 3, torch.tensor([0, 3, 1, -100, 2, 1])
case("crossEntropy", "plain", {"logits": logits, "targets": targets.clamp(min=0)}, {}, lambda logits, targets: F.cross_entropy(logits, targets))
case("crossEntropy", "ignored", {"logits": logits, "targets": targets}, {}, lambda logits, targets: F.cross_entropy(logits, targets))
case("crossEntropy", "ignored class, smoothed", {"logits": logits, "targets": targets.clamp(min=0)}, {"ignoredIndex": 1, "labelSmoothing": 0.2},
     lambda logits, targets: F.cross_entropy(logits, targets, ignore_index=1, label_smoothing=0.2))
case("crossEntropy", "smoothed, huge logits, sequences", {"logits": (logits * 300).reshape(2, 3, 4), "targets": targets.reshape(2, 3)}, {"labelSmoothing": 0.1},
     lambda logits, targets: F.cross_entropy(logits.flatten(0, 1), targets.flatten(), label_smoothing=0.1))



def cosine(a, b, dim, eps):
    """F.cosine_similarity clamps the lengths where autograd does not see it, so its gradient is not the slope of its value; this has both."""
    result = (a * b).sum(dim) / (a.norm(dim=dim).clamp(min=eps) * b.norm(dim=dim).clamp(min=eps))
    assert torch.allclose(result, F.cosine_similarity(a, b, dim=dim, eps=eps), rtol=1e-12)
    return result


a, b = normal(3, 1, 5), normal(4, 5)
case("cosineSimilarity", "broadcast", {"a": a, "b": b}, {}, lambda a, b: F.cosine_similarity(a, b, dim=-1))
case("cosineSimilarity", "first axis, short vectors", {"a": normal(5, 3) * 1e-3, "b": normal(5, 3)}, {"axis": 0, "epsilon": 0.01},
     lambda a, b: cosine(a, b, dim=0, eps=0.01))

case("embedding", "repeated rows", {"table": normal(5, 3), "indices": torch.tensor([[0, 4, 4], [2, 0, 4]])}, {}, lambda table, indices: F.embedding(indices, table))
case("linear", "with a bias", {"x": normal(2, 3, 4), "weight": normal(4, 5), "bias": normal(5)}, {}, lambda x, weight, bias: F.linear(x, weight.T, bias))

for name, shape, first, affine, eps in [("last axis", (3, 4, 5), 2, True, 1e-6), ("two axes", (2, 3, 4), 1, True, 1e-2), ("without a scale", (2, 6), 1, False, 1e-6)]:
    inputs = {"x": normal(*shape) * 2, **({"scale": normal(*shape[first:])} if affine else {})}
    case("rmsNorm", name, inputs, {"axis": first, "epsilon": eps}, lambda x, scale=None: F.rms_norm(x, shape[first:], scale, eps))

for name, shape, groups, affine, eps in [("images", (2, 6, 3, 4), 3, True, 1e-5), ("one group", (3, 4, 5), 1, True, 1e-3), ("each channel", (2, 3, 7), 3, False, 1e-5), ("rows", (4, 6), 2, True, 1e-5)]:
    c = shape[1]
    inputs = {"x": normal(*shape) + 2, **({"scale": normal(c), "bias": normal(c)} if affine else {})}
    case("groupNorm", name, inputs, {"groups": groups, "epsilon": eps}, lambda x, scale=None, bias=None: F.group_norm(x, groups, scale, bias, eps))

case("l2Normalize", "last axis", {"x": normal(3, 4)}, {}, lambda x: F.normalize(x))
case("l2Normalize", "first axis", {"x": normal(3, 4)}, {"axis": 0}, lambda x: F.normalize(x, dim=0))

q, k, v = normal(2, 6, 3, 4), normal(2, 2, 5, 4), normal(2, 2, 5, 3)
for name, mask in [("without a mask", None), ("with a mask", torch.rand(3, 5) < 0.7), ("a mask for each head", torch.rand(2, 6, 3, 5) < 0.7), ("a mask for each sample", torch.rand(2, 1, 3, 5) < 0.7)]:
    if mask is not None:
        mask[..., 0] = True
    inputs = {"query": q, "key": k, "value": v, **({} if mask is None else {"mask": mask})}
    case("groupedQueryAttention", name, inputs, {}, lambda query, key, value, mask=None: sdpa(query, key, value, attn_mask=mask, enable_gqa=True))


def rotary(x, cos, sin):
    """Hugging Face's apply_rotary_pos_emb: cos and sin are repeated, and half of the features is rotated."""
    c, s = torch.cat([cos, cos], -1), torch.cat([sin, sin], -1)
    half = x.shape[-1] // 2
    return x * c + torch.cat([-x[..., half:], x[..., :half]], -1) * s


def rotary_of_paper(x, cos, sin):
    turned = torch.view_as_complex(x.reshape(*x.shape[:-1], -1, 2)) * torch.complex(cos, sin)
    return torch.view_as_real(turned).flatten(-2)


angles = torch.outer(torch.arange(5.0), 10000.0 ** (-torch.arange(0, 6, 2) / 6))
tables = {"cos": angles.cos(), "sin": angles.sin()}
case("rotaryEmbedding", "halves", {"x": normal(2, 3, 5, 6), **tables}, {}, rotary)
case("rotaryEmbedding", "neighbours", {"x": normal(2, 5, 6), **tables}, {"interleaved": True}, rotary_of_paper)

for name, x, options in [
    ("larger", normal(2, 2, 3, 4), {"size": [5, 7]}),
    ("smaller", normal(1, 2, 7, 6), {"size": [3, 4]}),
    ("one axis", normal(2, 1, 5), {"size": 8}),
    ("nearest, larger", normal(2, 2, 3, 4), {"size": [5, 9], "mode": "nearest"}),
    ("nearest, smaller", normal(1, 1, 7, 9), {"size": [3, 4], "mode": "nearest"}),
    ("the same", normal(1, 1, 3, 3), {"size": 3}),
]:
    size = options["size"]
    mode = "nearest-exact" if options.get("mode") == "nearest" else {3: "linear", 4: "bilinear"}[x.dim()]
    case("resize", name, {"x": x}, options, lambda x: F.interpolate(x, size=size, mode=mode))

queries, items = normal(5, 3), normal(5, 3)
logs, ids = torch.log(torch.rand(5) * 0.5 + 0.1), torch.tensor([3, 1, 3, 2, 1])


def in_batch(queries, items, temperature=1, logProbabilities=None, ids=None):
    scores = queries @ items.T / temperature
    if logProbabilities is not None:
        scores = scores - logProbabilities
    if ids is not None:
        scores = scores.masked_fill((ids[:, None] == ids[None]) & ~torch.eye(len(ids), dtype=torch.bool), -torch.inf)
    return F.cross_entropy(scores, torch.arange(len(scores)))


case("inBatchSoftmaxLoss", "plain", {"queries": queries, "items": items}, {}, in_batch)
case("inBatchSoftmaxLoss", "temperature, correction", {"queries": queries, "items": items, "logProbabilities": logs}, {"temperature": 0.2},
     lambda **inputs: in_batch(**inputs, temperature=0.2))
case("inBatchSoftmaxLoss", "ids", {"queries": queries, "items": items, "logProbabilities": logs, "ids": ids}, {"temperature": 0.5},
     lambda **inputs: in_batch(**inputs, temperature=0.5))
case("cumulativeSum", "last axis", {"x": normal(2, 5)}, {}, lambda x: x.cumsum(-1))
case("topK", "last axis", {"x": normal(2, 5)}, {"k": 2}, lambda x: {"values": x.topk(2).values})
case("globalAveragePool", "images", {"x": normal(2, 3, 4, 5)}, {}, lambda x: F.adaptive_avg_pool2d(x, 1).flatten(1))
case("globalMaxPool", "images", {"x": normal(2, 3, 4, 5)}, {}, lambda x: F.adaptive_max_pool2d(x, 1).flatten(1))

path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps({"torch": torch.__version__, "cases": cases}) + "\n")
print(len(cases), "cases", path.stat().st_size, "bytes")
