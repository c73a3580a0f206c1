"""Writes models_vectors.json, beside this file: what PyTorch makes of a BERT encoder and of a Llama-style decoder.

The decoder is small, with weights drawn here, in float64. The encoder is all-MiniLM-L6-v2 with its weights in half precision (LAB_MODELS), in float32.

Run: LAB_MODELS=... python3 tests/math/onnx/models/models_vectors.py   (needs torch, safetensors)
"""

import json
import math
import os
import pathlib

import torch
import torch.nn.functional as F
from safetensors.torch import load_file

SENTENCES = [[101, 1037, 4937, 7719, 2006, 1996, 13523, 1012, 102], [101, 2129, 2079, 1045, 8670, 3489, 7852, 1029, 102], [101, 7592, 2088, 102, 0, 0, 0, 0, 0]]


def bert(w, tokens, mask, layers=6, heads=12, eps=1e-12):
    def dense(name, x):
        return F.linear(x, w[name + ".weight"], w[name + ".bias"])

    def norm(name, x):
        return F.layer_norm(x, x.shape[-1:], w[name + ".weight"], w[name + ".bias"], eps)

    n, length = tokens.shape
    x = w["embeddings.word_embeddings.weight"][tokens] + w["embeddings.position_embeddings.weight"][:length] + w["embeddings.token_type_embeddings.weight"][0]
    x = norm("embeddings.LayerNorm", x)
    for layer in range(layers):
        p = f"encoder.layer.{layer}."
        q, k, v = (dense(p + "attention.self." + name, x).view(n, length, heads, -1).transpose(1, 2) for name in ("query", "key", "value"))
        a = F.scaled_dot_product_attention(q, k, v, attn_mask=mask[:, None, None]).transpose(1, 2).flatten(2)
        x = norm(p + "attention.output.LayerNorm", dense(p + "attention.output.dense", a) + x)
        h = dense(p + "output.dense", F.gelu(dense(p + "intermediate.dense", x)))
        x = norm(p + "output.LayerNorm", h + x)
    return x


def rotated(x, cos, sin):
    half = x.shape[-1] // 2
    return x * cos + torch.cat([-x[..., half:], x[..., :half]], -1) * sin


def llama(w, tokens, layers, heads, key_heads, eps=1e-5, base=10000.0):
    n, length = tokens.shape
    x = w["model.embed_tokens.weight"][tokens]
    d = x.shape[-1] // heads
    angles = torch.outer(torch.arange(length, dtype=x.dtype), base ** (-torch.arange(0, d, 2, dtype=x.dtype) / d))
    cos, sin = torch.cat([angles, angles], -1).cos(), torch.cat([angles, angles], -1).sin()
    for layer in range(layers):
        p = f"model.layers.{layer}."
        h = F.rms_norm(x, x.shape[-1:], w[p + "input_layernorm.weight"], eps)
        q = F.linear(h, w[p + "self_attn.q_proj.weight"]).view(n, length, heads, d).transpose(1, 2)
        k = F.linear(h, w[p + "self_attn.k_proj.weight"]).view(n, length, key_heads, d).transpose(1, 2)
        v = F.linear(h, w[p + "self_attn.v_proj.weight"]).view(n, length, key_heads, d).transpose(1, 2)
        a = F.scaled_dot_product_attention(rotated(q, cos, sin), rotated(k, cos, sin), v, is_causal=True, enable_gqa=True)
        x = x + F.linear(a.transpose(1, 2).flatten(2), w[p + "self_attn.o_proj.weight"])
        h = F.rms_norm(x, x.shape[-1:], w[p + "post_attention_layernorm.weight"], eps)
        x = x + F.linear(F.silu(F.linear(h, w[p + "mlp.gate_proj.weight"])) * F.linear(h, w[p + "mlp.up_proj.weight"]), w[p + "mlp.down_proj.weight"])
    return F.linear(F.rms_norm(x, x.shape[-1:], w["model.norm.weight"], eps), w["lm_head.weight"])


torch.manual_seed(7)
weights = {k: v.float() for k, v in load_file(pathlib.Path(os.environ["LAB_MODELS"]) / "minilm-l6-v2-fp16" / "model.safetensors").items() if v.is_floating_point()}
tokens = torch.tensor(SENTENCES)
mask = tokens != 0
with torch.no_grad():
    hidden = bert(weights, tokens, mask)
    pooled = F.normalize((hidden * mask[..., None]).sum(1) / mask.sum(1, keepdim=True))

CONFIG = {"vocabularySize": 11, "width": 12, "layers": 2, "heads": 6, "keyHeads": 2, "innerWidth": 10, "positions": 16}
shapes = {"model.embed_tokens.weight": (11, 12), "model.norm.weight": (12,), "lm_head.weight": (11, 12)}
for layer in range(2):
    p = f"model.layers.{layer}."
    shapes |= {p + "input_layernorm.weight": (12,), p + "post_attention_layernorm.weight": (12,), p + "self_attn.q_proj.weight": (12, 12), p + "self_attn.k_proj.weight": (4, 12),
               p + "self_attn.v_proj.weight": (4, 12), p + "self_attn.o_proj.weight": (12, 12), p + "mlp.gate_proj.weight": (10, 12), p + "mlp.up_proj.weight": (10, 12), p + "mlp.down_proj.weight": (12, 10)}
small = {name: (torch.randn(shape, dtype=torch.float64) * 0.4 + (1 if len(shape) == 1 else 0)).round(decimals=3).requires_grad_() for name, shape in shapes.items()}
text = torch.tensor([[3, 1, 4, 1, 5, 9], [2, 6, 5, 3, 5, 8]])
logits = llama(small, text, 2, 6, 2)
loss = F.cross_entropy(logits[:, :-1].flatten(0, 1), text[:, 1:].flatten())
loss.backward()

path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps({
    "torch": torch.__version__,
    "bert": {"tokens": SENTENCES, "pooled": [[round(x, 8) for x in row] for row in pooled.tolist()], "firstHidden": [round(x, 8) for x in hidden[0, 0].tolist()]},
    "llama": {"config": CONFIG, "tokens": text.tolist(), "weights": {k: {"shape": list(v.shape), "values": v.detach().flatten().tolist()} for k, v in small.items()},
              "logits": logits.detach().flatten().tolist(), "loss": loss.item(), "gradients": {k: v.grad.flatten().tolist() for k, v in small.items()}},
}) + "\n")
print(path.stat().st_size, "bytes")
