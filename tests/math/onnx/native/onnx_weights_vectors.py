"""Writes onnx_weights_vectors.json, beside this file: a model whose tensors the onnx package wrote in every way that there is, and their values.

Run: python3 tests/math/onnx/native/onnx_weights_vectors.py   (needs onnx, numpy, ml_dtypes)
"""

import base64
import json
import pathlib

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

arrays = {
    "f32": np.array([[1.5, -2], [3e38, 1e-45]], np.float32),
    "f64": np.array([1e300, -0.1]),
    "f16": np.array([1, -2, 65504, 6e-8], np.float16),
    "i8": np.array([-128, 127], np.int8),
    "u8": np.array([0, 255], np.uint8),
    "i16": np.array([-32768, 32767], np.int16),
    "u16": np.array([0, 65535], np.uint16),
    "i32": np.array([-(2**31), 2**31 - 1], np.int32),
    "i64": np.array([-(2**63), 2**63 - 1, 2**53 + 1], np.int64),
    "u32": np.array([2**32 - 1], np.uint32),
    "u64": np.array([2**63 - 1], np.uint64),
    "bool": np.array([True, False, True]),
    "scalar": np.array(7, np.int32),
    "empty": np.zeros((0, 3), np.float32),
}
tensors = []
for name, array in arrays.items():
    tensors.append(numpy_helper.from_array(array, f"{name} raw"))
    kind = helper.np_dtype_to_tensor_dtype(array.dtype)
    tensors.append(helper.make_tensor(f"{name} listed", kind, array.shape, array.flatten().tolist()))
tensors.append(helper.make_tensor("bf16 raw", TensorProto.BFLOAT16, [2], np.array([0x3F80, 0xC049], np.uint16).tobytes(), raw=True))
outside = TensorProto(name="outside", data_type=TensorProto.FLOAT, dims=[2], data_location=TensorProto.EXTERNAL)
for key, value in {"location": "weights.bin", "offset": "4", "length": "8"}.items():
    outside.external_data.add(key=key, value=value)
tensors.append(outside)
graph = helper.make_graph([], "g", [], [], tensors)
data = helper.make_model(graph).SerializeToString()
expected = {name: {"shape": list(array.shape), "values": [str(x) for x in array.astype(np.int64 if array.dtype == bool else array.dtype).flatten().tolist()]} for name, array in arrays.items()}
expected["bf16"] = {"shape": [2], "values": ["1.0", "-3.140625"]}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps({"onnx": onnx.__version__, "model": base64.b64encode(data).decode(), "tensors": expected}) + "\n")
print(len(data), "bytes")
