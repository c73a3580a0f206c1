"""Freezes what Python makes of the models that we write: `onnx_vectors.json`.

The graphs of `onnx_models.ts` are written to a temporary folder; onnx.checker checks each file in full, with shape inference in strict mode,
and Python's onnxruntime runs it, unoptimised. Frozen are the SHA-256 of the file, the feeds, and the results.

Needs onnx, onnxruntime and numpy; run at the top of the repository:

    python tests/math/onnx/native/onnx_vectors.py
"""

import hashlib
import json
import pathlib
import subprocess
import tempfile

import numpy
import onnx
import onnxruntime

HERE = pathlib.Path(__file__).parent


def written(array):
    return {"dtype": str(array.dtype), "shape": list(array.shape), "values": [number(value) for value in array.ravel()]}


def number(value):
    return float(value) if isinstance(value, numpy.floating) else int(value)


def tensor(feed):
    return numpy.array(feed["values"], dtype=feed["dtype"]).reshape(feed["shape"])


def vector(path):
    data = path.read_bytes()
    model = onnx.load_from_string(data)
    onnx.checker.check_model(model, full_check=True)
    onnx.shape_inference.infer_shapes(model, check_type=True, strict_mode=True, data_prop=True)
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    session = onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
    feeds = json.loads(path.with_suffix(".json").read_text())
    results = session.run(None, {name: tensor(feed) for name, feed in feeds.items()})
    names = [output.name for output in session.get_outputs()]
    return {
        "name": path.stem,
        "sha256": hashlib.sha256(data).hexdigest(),
        "feeds": feeds,
        "results": {name: written(result) for name, result in zip(names, results)},
    }


def main():
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["deno", "run", "-A", str(HERE / "onnx_models.ts"), folder], check=True)
        cases = [vector(path) for path in sorted(pathlib.Path(folder).glob("*.onnx"))]
    versions = {module.__name__: module.__version__ for module in (onnx, onnxruntime, numpy)}
    vectors = HERE / "onnx_vectors.json"
    vectors.write_text(json.dumps({"versions": versions, "cases": cases}))
    subprocess.run(["deno", "fmt", "--quiet", str(vectors)], check=True)


main()
