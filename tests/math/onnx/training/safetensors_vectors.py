"""A file that the safetensors package wrote, in base64, and what it says about one that we wrote.

Usage, at the top of the repository: python3 tests/math/onnx/training/safetensors_vectors.py > tests/math/onnx/training/safetensors_vectors.json
(safetensors 0.8.0, numpy 2.4.6; deno on the path). Fails if the package does not read ours bit by bit.
"""

import base64
import json
import pathlib
import subprocess

import numpy
import safetensors
import safetensors.numpy

HERE = pathlib.Path(__file__).parent
TENSORS = {
    "weight": numpy.array([[1.5, -0.0], [numpy.nan, numpy.inf], [1e-40, -2]], numpy.float32),
    "double": numpy.array([0.1, -1e300], numpy.float64),
    "small": numpy.array([1, -(2**31)], numpy.int32),
    "large": numpy.array([2**53 + 1, -1], numpy.int64),
    "truth": numpy.array([True, False, True]),
    "scalar": numpy.array(7, numpy.float32),
    "empty": numpy.zeros((0, 3), numpy.float32),
}

theirs = safetensors.numpy.save(TENSORS, metadata={"by": "safetensors"})
ours = base64.b64decode(subprocess.run(
    ["deno", "run", "-A", HERE / "safetensors_models.ts"], input=theirs, stdout=subprocess.PIPE, check=True
).stdout)
read = safetensors.numpy.load(ours)
assert list(read) and set(read) == set(TENSORS), read
for name, tensor in TENSORS.items():
    assert (read[name].dtype, read[name].shape, read[name].tobytes()) == (tensor.dtype, tensor.shape, tensor.tobytes()), name
print(json.dumps({
    "version": safetensors.__version__,
    "theirs": base64.b64encode(theirs).decode(),
    "ours": base64.b64encode(ours).decode(),
    "tensors": {
        name: {"shape": tensor.shape, "dtype": str(tensor.dtype), "bytes": list(tensor.tobytes())}
        for name, tensor in TENSORS.items()
    },
}))
