"""Writes evaluate_vectors.json, beside this file: what NumPy and PyTorch say each operation gives.

Every case is also run by ONNX's reference evaluator as a model of one node, and must agree, but where the language says something else than that evaluator
does (`ONNX_DIFFERS`). Numbers that JSON does not have are written as strings.

Run: python3 tests/math/onnx/evaluate/evaluate_vectors.py   (needs numpy, torch, onnx)
"""

import json
import pathlib
import warnings

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper
from onnx.reference import ReferenceEvaluator

warnings.simplefilter("ignore")
rng = np.random.default_rng(20261121)
F32, F64, I32, I64, B = np.float32, np.float64, np.int32, np.int64, np.bool_
CODES = {"float32": TensorProto.FLOAT, "float64": TensorProto.DOUBLE, "int32": TensorProto.INT32, "int64": TensorProto.INT64, "bool": TensorProto.BOOL}
ONNX_DIFFERS = {
    "integer Div": "floors where the specification truncates",
    "OneHot": "wraps negative indices, the language gives zeros",
    "not compared": "overflows, refuses nothing, numbers places of a padded tensor, or takes no groups here",
    "float to bool of NaN": "the same, but kept apart to be read",
}
nan, inf = float("nan"), float("inf")
cases = []


def t(x):
    return torch.from_numpy(np.ascontiguousarray(x))


def written(x):
    def one(v):
        v = v.item()
        if isinstance(v, bool):
            return int(v)
        if isinstance(v, int) and abs(v) >= 2**53:
            return str(v)
        return v if not isinstance(v, float) or np.isfinite(v) else {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}[str(v)]

    x = np.asarray(x)
    return {"dtype": x.dtype.name, "shape": list(x.shape), "values": [one(v) for v in x.ravel()]}


def case(operation, name, inputs, expected, attributes=None, onnx_attributes=None, onnx_inputs=(), differs=None, onnx_operation=None, output=0):
    attributes = attributes or {}
    inputs = [np.asarray(x) for x in inputs]
    expected = np.asarray(expected)
    if differs is None:
        extra = [np.asarray(x, dtype=I64) for x in onnx_inputs]
        names = [f"x{i}" for i in range(len(inputs) + len(extra))]
        outputs = ["y"] if output == 0 else ["other", "y"]
        node = helper.make_node(onnx_operation or operation, names, outputs, **(onnx_attributes if onnx_attributes is not None else attributes))
        infos = [helper.make_tensor_value_info(n, CODES[x.dtype.name], list(x.shape)) for n, x in zip(names, [*inputs, *extra])]
        graph = helper.make_graph([node], "g", infos, [helper.make_tensor_value_info("y", CODES[expected.dtype.name], list(expected.shape))])
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)])
        onnx.checker.check_model(model)
        got = ReferenceEvaluator(model).run(None, dict(zip(names, [*inputs, *extra])))[0]
        got = np.asarray(got)
        assert got.shape == expected.shape, (operation, name, got.shape, expected.shape)
        rough = expected.dtype == F32 or operation in ("Erf", "Gelu")  # the evaluator's error function has seven digits
        tolerance = {"rtol": 1e-5, "atol": 1e-6} if rough else {"rtol": 1e-9, "atol": 1e-12}
        assert np.allclose(got.astype(F64), expected.astype(F64), equal_nan=True, **tolerance), (operation, name, got, expected)
    else:
        assert differs in ONNX_DIFFERS
    cases.append({"operation": operation, "name": name, "attributes": attributes, "inputs": [written(x) for x in inputs], "expected": written(expected)})


def normal(*shape, dtype=F64):
    return np.round(rng.standard_normal(shape), 4).astype(dtype)


# ---- one operand
curve = np.array([-inf, -40, -6.5, -2.3, -1, -0.4, -1e-9, -0.0, 0.0, 1e-9, 0.3, 0.9, 1.7, 2, 2.6, 5.9, 30, 800, inf, nan])
UNARY = {
    "Neg": np.negative, "Abs": np.abs, "Sign": np.sign, "Exp": np.exp, "Log": np.log, "Sqrt": np.sqrt, "Tanh": np.tanh, "Reciprocal": lambda x: 1 / x,
    "Erf": lambda x: torch.erf(t(x)).numpy(),
    "Sigmoid": lambda x: torch.sigmoid(t(x)).numpy(),
    "Relu": lambda x: torch.relu(t(x)).numpy(),
    "Softplus": lambda x: np.logaddexp(x, 0),
}
for operation, f in UNARY.items():
    # The reference evaluator's softplus and sigmoid overflow: compared with it only where they do not.
    finite = curve[(np.abs(curve) < 700)] if operation in ("Softplus", "Sigmoid") else curve
    case(operation, "float64", [finite], f(finite))
    case(operation, "nothing", [np.zeros((2, 0, 3), F32)], np.zeros((2, 0, 3), F32))
for operation in ("Softplus", "Sigmoid"):
    extreme = np.array([-inf, -800, 800, inf, nan])
    case(operation, "extreme", [extreme], UNARY[operation](extreme), differs="not compared")
for operation, f in UNARY.items():
    x = np.abs(normal(2, 3, dtype=F32)) + F32(0.1)
    case(operation, "float32", [x], f(x).astype(F32))
for operation in ("Neg", "Abs", "Sign"):
    for dtype in (I32, I64):
        x = np.array([-5, 0, 7, 2_000_000_000], dtype)
        case(operation, dtype.__name__, [x], UNARY[operation](x))
case("Neg", "the least int32 stays", [np.array([-(2**31)], I32)], np.array([-(2**31)], I32))
gelu = np.array([-10.0, -6, -3, -1.2, -0.1, 0, 0.7, 2.5, 8, nan])
for approximate in ("none", "tanh"):
    case("Gelu", approximate, [gelu], torch.nn.functional.gelu(t(gelu), approximate=approximate).numpy(), {"approximate": approximate})
case("Not", "bool", [np.array([True, False])], np.array([False, True]))
CASTS = [
    (F64, F32, [0.1, 1e300, -1e-300, nan, inf]), (F64, I32, [-2.9, 2.9, 0, -0.5, 2147483647.5]), (F64, I64, [-2.9, 2.0**52 + 1, 9e18]),
    (F32, I64, [-1.5, 7]), (I64, F32, [2**24 + 1, -3]), (I64, I32, [2**31, -(2**31) - 1, 5]), (I32, I64, [-7, 7]), (I64, F64, [2**53 + 1, 1]),
    (F32, B, [0, -0.0, 0.5, -3]), (I64, B, [0, 2]), (B, F32, [True, False]), (B, I64, [True, False]), (I32, F32, [16777217, -1]),
]
for source, to, values in CASTS:
    x = np.array(values, source)
    case("Cast", f"{source.__name__} to {to.__name__}", [x], x.astype(to), {"to": np.dtype(to).name}, {"to": CODES[np.dtype(to).name]})
case("Cast", "NaN is true", [np.array([nan, 0.0])], np.array([True, False]), {"to": "bool"}, differs="float to bool of NaN")
case("StopGradient", "is the operand", [curve], curve, onnx_operation="Identity")

# ---- two operands
PAIRS = [((2, 3), (2, 3)), ((2, 3), (3,)), ((2, 1, 3), (4, 1)), ((), (2, 2)), ((1, 3), (2, 1)), ((0, 3), (1, 3)), ((2, 1), (2, 0))]
BINARY = {"Add": np.add, "Sub": np.subtract, "Mul": np.multiply, "Div": np.divide, "Pow": np.power, "Max": np.maximum, "Min": np.minimum}
for operation, f in BINARY.items():
    for left, right in PAIRS:
        a, b = normal(*left), normal(*right)
        case(operation, f"{left} and {right}", [a, b], f(a, b))
    a, b = normal(2, 3, dtype=F32), normal(3, dtype=F32)
    case(operation, "float32", [a, b], f(a, b))
    special = np.array([nan, inf, -inf, 0.0, -0.0, 1, -1, -2, 0.5, 3])
    case(operation, "special", [special[:, None], special[None, :]], f(special[:, None], special[None, :]))
whole = np.array([-7, -2, -1, 1, 3, 10])
for dtype in (I32, I64):
    a, b = whole.astype(dtype)[:, None], whole.astype(dtype)[None, :]
    for operation in ("Add", "Sub", "Mul", "Max", "Min"):
        case(operation, dtype.__name__, [a, b], BINARY[operation](a, b))
    case("Div", f"{dtype.__name__} is truncated", [a, b], np.trunc(a / b).astype(dtype), differs="integer Div")
    case("Pow", dtype.__name__, [a, np.array([0, 1, 2, 5], dtype)[:, None, None]], a ** np.array([0, 1, 2, 5], dtype)[:, None, None])
    big = np.array([2**30 + 12345, -(2**30) - 777, 46341], dtype) if dtype == I32 else np.array([2**62 + 12345, -(2**62) - 777, 3037000500], dtype)
    for operation in ("Add", "Sub", "Mul"):
        case(operation, f"{dtype.__name__} wraps", [big[:, None], -big[None, :]], BINARY[operation](big[:, None], -big[None, :]))
COMPARE = {"Equal": np.equal, "Less": np.less, "LessOrEqual": np.less_equal, "Greater": np.greater, "GreaterOrEqual": np.greater_equal}
for operation, f in COMPARE.items():
    special = np.array([nan, inf, -inf, 0.0, -0.0, 1])
    case(operation, "special", [special[:, None], special[None, :]], f(special[:, None], special[None, :]))
    a, b = rng.integers(-2, 3, (2, 1, 3)), rng.integers(-2, 3, (4, 1))
    case(operation, "int64, broadcast", [a, b], f(a, b))
truth = np.array([True, False])
case("And", "table", [truth[:, None], truth], truth[:, None] & truth)
case("Or", "table", [truth[:, None], truth], truth[:, None] | truth)
case("Equal", "bool", [truth[:, None], truth], truth[:, None] == truth)
for shapes in [((2, 3), (2, 3), (2, 3)), ((2, 1), (3,), ()), ((), (2, 1), (1, 3)), ((4, 1, 1), (2, 3), (1,)), ((0,), (1,), (1,))]:
    condition = rng.random(shapes[0]) < 0.5
    a, b = normal(*shapes[1]), normal(*shapes[2])
    case("Where", str(shapes), [condition, a, b], np.where(condition, a, b))
case("Where", "int64, and what is not chosen does not matter", [truth, np.array([1, 2]), np.array([3, 4])], np.array([1, 4]))
case("Where", "NaN that is not chosen", [truth, np.array([1.0, nan]), np.array([nan, 4])], np.array([1.0, 4]))

# ---- products
for left, right in [((2, 3), (3, 4)), ((1, 1), (1, 1)), ((2, 3, 4), (4, 5)), ((2, 3), (4, 3, 2)), ((2, 1, 3, 4), (5, 4, 2)), ((2, 0), (0, 3)), ((0, 3), (3, 2)), ((1, 2, 3), (4, 3, 1))]:
    a, b = normal(*left), normal(*right)
    case("MatMul", f"{left} and {right}", [a, b], a @ b)
a, b = normal(5, 40, dtype=F32), normal(40, 3, dtype=F32)
case("MatMul", "float32", [a, b], (a.astype(F64) @ b.astype(F64)).astype(F32))

# ---- along axes
REDUCE = {"ReduceSum": np.sum, "ReduceMean": np.mean, "ReduceMax": np.max}
for shape, axes in [((2, 3), [0]), ((2, 3), [1]), ((2, 3), [0, 1]), ((2, 3, 4), [1]), ((2, 3, 4), [0, 2]), ((1, 3, 1), [0, 2]), ((5,), [0])]:
    for keep in (True, False):
        x = normal(*shape)
        attributes = {"axes": axes, "keepDimensions": keep}
        for operation, f in REDUCE.items():
            case(operation, f"{shape} over {axes}, keep {keep}", [x], f(x, axis=tuple(axes), keepdims=keep), attributes, {"keepdims": int(keep)}, [axes])
        expected = torch.logsumexp(t(x), axes, keepdim=keep).numpy()
        case("ReduceLogSumExp", f"{shape} over {axes}, keep {keep}", [x], expected, attributes, {"keepdims": int(keep)}, [axes])
all_kept = {"axes": [0], "keepDimensions": False}
empty = np.zeros((0, 2))
case("ReduceSum", "nothing", [empty], np.zeros(2), all_kept, {"keepdims": 0}, [[0]])
case("ReduceMean", "nothing", [empty], np.full(2, nan), all_kept, differs="not compared")
case("ReduceMax", "nothing", [empty], np.full(2, -inf), all_kept, differs="not compared")
case("ReduceMax", "nothing, int64", [np.zeros((0, 2), I64)], np.full(2, -(2**63), I64), all_kept, differs="not compared")
case("ReduceMax", "nothing, int32", [np.zeros((0, 2), I32)], np.full(2, -(2**31), I32), all_kept, differs="not compared")
case("ReduceLogSumExp", "nothing", [empty], np.full(2, -inf), all_kept, differs="not compared")
for operation in ("ReduceSum", "ReduceMax"):
    for dtype in (I32, I64):
        x = rng.integers(-9, 9, (3, 4)).astype(dtype)
        case(operation, dtype.__name__, [x], REDUCE[operation](x, axis=0, dtype=dtype) if operation == "ReduceSum" else x.max(axis=0), all_kept, {"keepdims": 0}, [[0]])
lines = np.array([[1000.0, 1000, 999], [-1000, -1001, -1002], [inf, 1, 2], [-inf, -inf, -inf], [nan, 1, 2], [-inf, 0, 1], [1, nan, inf], [1e-8, 0, -1e-8]])
along = {"axes": [1], "keepDimensions": False}
for operation, expected in [("ReduceSum", lines.sum(1)), ("ReduceMean", lines.mean(1)), ("ReduceMax", lines.max(1))]:
    case(operation, "special", [lines], expected, along, {"keepdims": 0}, [[1]])
case("ReduceLogSumExp", "special", [lines], torch.logsumexp(t(lines), 1).numpy(), along, differs="not compared")
case("ReduceSum", "float32 is summed in double precision", [np.array([[1e8, 1, -1e8, 1e-3]], F32)], np.array([1.001], F32), along, differs="not compared")
for shape, axis in [((2, 3), 0), ((2, 3), 1), ((2, 3, 4), 1), ((1, 1), 1), ((2, 0, 3), 2), ((3,), 0)]:
    x = normal(*shape)
    case("Softmax", f"{shape} along {axis}", [x], torch.softmax(t(x), axis).numpy(), {"axis": axis})
    case("LogSoftmax", f"{shape} along {axis}", [x], torch.log_softmax(t(x), axis).numpy(), {"axis": axis})
case("Softmax", "special", [lines], torch.softmax(t(lines), 1).numpy(), {"axis": 1})
case("LogSoftmax", "special", [lines[[0, 1, 4, 5, 7]]], torch.log_softmax(t(lines[[0, 1, 4, 5, 7]]), 1).numpy(), {"axis": 1}, differs="not compared")
x = normal(4, 7, dtype=F32)
case("Softmax", "float32", [x], torch.softmax(t(x), 1).numpy(), {"axis": 1})
for x, name in [(normal(2, 3, 4), "float64"), (rng.integers(0, 3, (2, 3, 4)), "int64 with ties"), (np.ones((2, 3, 4), F32), "all equal")]:
    for axis in range(3):
        for keep in (True, False):
            expected = np.argmax(x, axis=axis, keepdims=keep)
            case("ArgMax", f"{name} along {axis}, keep {keep}", [x], expected, {"axis": axis, "keepDimensions": keep}, {"axis": axis, "keepdims": int(keep), "select_last_index": 0})
case("ArgMax", "special", [lines], np.argmax(lines, 1), {"axis": 1, "keepDimensions": False}, {"axis": 1, "keepdims": 0})

# ---- shapes
x = normal(2, 3, 4)
for shape in [[24], [4, 6], [3, 1, 8], [2, 2, 2, 3]]:
    case("Reshape", str(shape), [x], x.reshape(shape), {"shape": shape}, {}, [shape])
case("Reshape", "nothing", [np.zeros((0, 4))], np.zeros((2, 0)), {"shape": [2, 0]}, {"allowzero": 1}, [[2, 0]])
case("Reshape", "int64", [np.arange(6)], np.arange(6).reshape(2, 3), {"shape": [2, 3]}, {}, [[2, 3]])
for source, shape in [((3, 1), [3, 4]), ((1,), [2, 3]), ((), [2, 2]), ((2, 1, 3), [4, 2, 5, 3]), ((1, 3), [0, 3])]:
    y = normal(*source)
    case("Expand", f"{source} to {shape}", [y], np.broadcast_to(y, shape), {"shape": shape}, {}, [shape])
case("Expand", "bool", [truth], np.broadcast_to(truth, (2, 2)), {"shape": [2, 2]}, {}, [[2, 2]])
for permutation in [[0, 1, 2], [2, 1, 0], [1, 2, 0], [2, 0, 1], [0, 2, 1]]:
    case("Transpose", str(permutation), [x], x.transpose(permutation), {"permutation": permutation}, {"perm": permutation})
case("Transpose", "a scalar", [np.float64(3)], np.float64(3), {"permutation": []}, {"perm": []}, differs="not compared")
SLICES = [
    ((7,), [1], [6], [2]), ((7,), [6], [-1], [-1]), ((7,), [5], [0], [-2]), ((7,), [3], [3], [1]), ((4, 5), [1, 4], [3, -1], [1, -2]), ((4, 5), [0, 0], [4, 5], [1, 1]),
    ((4, 5), [3, 1], [-1, 5], [-3, 3]), ((2, 3, 4), [1, 0, 3], [2, 3, 0], [1, 2, -1]), ((0, 3), [0, 1], [0, 3], [1, 1]),
]
for shape, starts, ends, steps in SLICES:
    y = normal(*shape)
    index = tuple(slice(s, None if e < 0 else e, p) for s, e, p in zip(starts, ends, steps))
    for_onnx = [e if e >= 0 else -(2**31) for e in ends]
    case("Slice", f"{shape} {starts}:{ends}:{steps}", [y], y[index], {"starts": starts, "ends": ends, "steps": steps}, {}, [starts, for_onnx, list(range(len(shape))), steps])
for shapes, axis in [([(2, 3), (4, 3)], 0), ([(2, 3), (2, 1), (2, 2)], 1), ([(2, 0), (2, 2)], 1), ([(1, 2, 3), (1, 5, 3)], 1), ([(3,)], 0)]:
    parts = [normal(*shape) for shape in shapes]
    case("Concat", f"{shapes} along {axis}", parts, np.concatenate(parts, axis), {"axis": axis})
for shape, before, after in [((3,), [1], [2]), ((2, 3), [0, 1], [1, 0]), ((2, 2, 2), [1, 0, 2], [0, 0, 1]), ((0, 2), [1, 1], [0, 0]), ((2, 2), [0, 0], [0, 0])]:
    y = normal(*shape)
    case("Pad", f"{shape} {before} {after}", [y], np.pad(y, list(zip(before, after))), {"before": before, "after": after}, {}, [before + after])

# ---- lookup
data = normal(4, 3, 2)
for axis in range(3):
    for shape in [(), (5,), (2, 3), (0,)]:
        for dtype in (I64,) if shape != (2, 3) else (I64, I32):
            indices = rng.integers(0, data.shape[axis], shape).astype(dtype)
            case("Gather", f"axis {axis}, indices {shape} {dtype.__name__}", [data, indices], np.take(data, indices, axis), {"axis": axis})
    indices = rng.integers(0, data.shape[axis], [6 if other == axis else length for other, length in enumerate(data.shape)])
    case("GatherElements", f"axis {axis}", [data, indices], np.take_along_axis(data, indices, axis), {"axis": axis})
    updates = normal(*indices.shape)
    expected = torch.scatter_add(t(data), axis, t(indices), t(updates)).numpy()
    case("ScatterElements", f"axis {axis}, repeated", [data, indices, updates], expected, {"axis": axis, "reduction": "add"})
for data, rows in [(normal(5, 2, 3), [1, 1, 4, 1]), (normal(3), [2, 0, 2, 2]), (normal(2, 2, dtype=F32), [0, 0]), (rng.integers(0, 9, (3, 2)), [1, 1, 2]), (normal(4, 2), [])]:
    rows = np.array(rows, I64)
    updates = (rng.integers(-5, 5, (len(rows), *data.shape[1:])) if data.dtype == I64 else normal(len(rows), *data.shape[1:])).astype(data.dtype)
    expected = data.copy()
    np.add.at(expected, rows, updates)
    case("ScatterND", f"{data.dtype.name} {data.shape}, rows {rows.tolist()}", [data, rows[:, None], updates], expected, {"reduction": "add"})
for axis in range(3):
    for dtype in (F32, I64):
        indices = rng.integers(0, 4, (2, 3))
        expected = np.moveaxis(np.eye(4, dtype=dtype)[indices], -1, axis)
        case("OneHot", f"axis {axis}, {dtype.__name__}", [indices], expected, {"axis": axis, "depth": 4, "to": np.dtype(dtype).name}, differs="OneHot")
case("OneHot", "out of range", [np.array([-1, 0, 3, 7], I32)], np.array([[0, 0, 0], [1, 0, 0], [0, 0, 0], [0, 0, 0]], B), {"axis": 1, "depth": 3, "to": "bool"}, differs="OneHot")

# ---- windows
CONV = [
    # x, filters, kernel, strides, pads before, after, dilations, groups, bias
    ((2, 3, 8), 4, (3,), (1,), (0,), (0,), (1,), 1, True), ((1, 2, 9), 2, (3,), (2,), (1,), (1,), (1,), 1, False), ((1, 2, 9), 2, (2,), (1,), (2,), (0,), (3,), 1, False),
    ((2, 4, 7), 6, (3,), (2,), (0,), (1,), (2,), 2, True), ((1, 3, 5), 3, (1,), (1,), (0,), (0,), (1,), 3, True), ((1, 1, 3), 1, (5,), (1,), (2,), (2,), (1,), 1, False),
    ((2, 3, 5, 6), 2, (3, 3), (1, 1), (0, 0), (0, 0), (1, 1), 1, True), ((1, 2, 5, 6), 2, (3, 2), (2, 3), (1, 0), (0, 1), (1, 2), 1, False),
    ((2, 4, 4, 4), 4, (3, 3), (1, 1), (1, 1), (1, 1), (1, 1), 4, True), ((1, 4, 6, 5), 2, (2, 3), (2, 1), (1, 1), (1, 1), (2, 1), 2, True),
    ((1, 1, 3, 3), 1, (3, 3), (1, 1), (0, 0), (0, 0), (1, 1), 1, False), ((0, 2, 5, 5), 3, (3, 3), (1, 1), (0, 0), (0, 0), (1, 1), 1, True),
    ((1, 2, 3, 4, 3), 2, (2, 2, 2), (1, 2, 1), (1, 0, 0), (0, 0, 1), (1, 1, 2), 1, False),
]
FUNCTIONS = {1: (torch.nn.functional.conv1d, torch.nn.functional.conv_transpose1d), 2: (torch.nn.functional.conv2d, torch.nn.functional.conv_transpose2d), 3: (torch.nn.functional.conv3d, torch.nn.functional.conv_transpose3d)}


def crop(y, before, after):
    return y[(slice(None), slice(None), *(slice(b, y.shape[i + 2] - a) for i, (b, a) in enumerate(zip(before, after))))]


for shape, filters, kernel, strides, before, after, dilations, groups, has_bias in CONV:
    rank = len(kernel)
    for dtype in (F64, F32) if shape == (2, 3, 5, 6) else (F64,):
        x = normal(*shape, dtype=dtype)
        w = normal(filters, shape[1] // groups, *kernel, dtype=dtype)
        bias = [normal(filters, dtype=dtype)] if has_bias else []
        padded = np.pad(x, [(0, 0), (0, 0), *zip(before, after)])
        y = FUNCTIONS[rank][0](t(padded), t(w), t(bias[0]) if bias else None, stride=strides, dilation=dilations, groups=groups).numpy()
        name = f"{shape}, {filters} of {kernel}, strides {strides}, pads {before} {after}, dilations {dilations}, {groups} groups, {x.dtype.name}"
        own = {"strides": strides, "padsBefore": before, "padsAfter": after, "dilations": dilations, "groups": groups}
        case("Conv", name, [x, w, *bias], y, own, {"strides": strides, "pads": before + after, "dilations": dilations, "group": groups}, differs="not compared" if shape[0] == 0 or rank == 3 else None)
        # the transpose, from a tensor shaped as y
        x, w2 = normal(*y.shape, dtype=dtype), normal(filters, shape[1] // groups, *kernel, dtype=dtype)
        out_pads = tuple(1 if s > 1 else 0 for s in strides)
        full = FUNCTIONS[rank][1](t(x), t(w2), None, stride=strides, dilation=dilations, groups=groups, output_padding=out_pads).numpy()
        z = crop(full, before, after)
        bias2 = [normal(shape[1], dtype=dtype)] if has_bias else []
        if bias2:
            z = z + bias2[0].reshape(1, -1, *[1] * rank)
        onnx_own = {"strides": strides, "pads": before + after, "dilations": dilations, "group": groups, "output_padding": out_pads}
        own = {**own, "outputPads": out_pads}
        skip = shape[0] == 0 or rank == 3 or groups > 1
        case("ConvTranspose", name, [x, w2, *bias2], z, own, onnx_own, differs="not compared" if skip else None)
POOL = [
    ((2, 3, 8), (3,), (1,), (0,), (0,)), ((1, 2, 8), (2,), (2,), (0,), (0,)), ((1, 2, 7), (3,), (2,), (1,), (1,)), ((1, 2, 7), (3,), (3,), (1,), (0,)),
    ((2, 2, 5, 6), (2, 2), (2, 2), (0, 0), (0, 0)), ((1, 3, 5, 6), (3, 2), (1, 2), (1, 1), (1, 0)), ((1, 1, 4, 4), (3, 3), (2, 2), (1, 1), (1, 1)), ((1, 1, 1, 1), (1, 1), (1, 1), (0, 0), (0, 0)),
    ((0, 2, 4, 4), (2, 2), (2, 2), (0, 0), (0, 0)),
]
for shape, kernel, strides, before, after in POOL:
    own = {"kernel": kernel, "strides": strides, "padsBefore": before, "padsAfter": after}
    of_onnx = {"kernel_shape": kernel, "strides": strides, "pads": before + after}
    for values, ties in [(normal(*shape), "no ties"), (rng.integers(0, 2, shape).astype(F64), "ties"), (np.full(shape, -1.5), "all equal, negative")]:
        name = f"{shape}, {kernel}, strides {strides}, pads {before} {after}, {ties}"
        windows = np.lib.stride_tricks.sliding_window_view
        spatial = tuple(range(2, 2 + len(kernel)))
        step = (slice(None), slice(None), *(slice(None, None, s) for s in strides))
        flat = np.arange(values.size).reshape(shape)
        pads = [(0, 0), (0, 0), *zip(before, after)]
        cut = windows(np.pad(values, pads, constant_values=-inf), kernel, spatial)[step]
        cut = cut.reshape(*cut.shape[: 2 + len(kernel)], int(np.prod(kernel)))
        places = windows(np.pad(flat, pads, constant_values=-1), kernel, spatial)[step].reshape(cut.shape)
        best = cut.argmax(-1)[..., None]
        largest = np.take_along_axis(cut, best, -1)[..., 0]
        where = np.take_along_axis(places, best, -1)[..., 0]
        plain = before == after and ties == "no ties" and shape[0] > 0
        if plain and all(2 * b <= k for b, k in zip(before, kernel)):
            pool = torch.nn.functional.max_pool1d if len(kernel) == 1 else torch.nn.functional.max_pool2d
            assert np.array_equal(pool(t(values), kernel, strides, before).numpy(), largest)
        skip = "not compared" if shape[0] == 0 else None
        case("MaxPool", name, [values], largest, own, of_onnx, differs=skip)
        # the reference evaluator numbers the places of a padded tensor: not compared with it
        case("MaxPoolIndices", name, [values], where, own, differs="not compared")
        if ties == "all equal, negative":
            continue
        total = windows(np.pad(values, pads), kernel, spatial)[step].reshape(cut.shape).sum(-1)
        count = (places >= 0).sum(-1)
        for counts_pads in (True, False):
            y = total / (np.prod(kernel) if counts_pads else count)
            case("AveragePool", f"{name}, counts pads {counts_pads}", [values], y, {**own, "countsPads": counts_pads}, {**of_onnx, "count_include_pad": int(counts_pads)}, differs=skip)
holes = np.array([[[1.0, nan, 3, 4]]])
own = {"kernel": [2], "strides": [2], "padsBefore": [0], "padsAfter": [0]}
assert np.array_equal(torch.nn.functional.max_pool1d(t(holes), 2).numpy(), [[[nan, 4]]], equal_nan=True)
case("MaxPool", "NaN", [holes], np.array([[[nan, 4]]]), own, differs="not compared")
case("MaxPoolIndices", "NaN", [holes], np.array([[[1, 3]]]), own, differs="not compared")

# ---- trigonometry, cumulative sums, largest elements
angles = np.array([-inf, -1e6, -40, -3.14159265, -1, -1e-9, -0.0, 0.0, 1e-9, 0.5, 1.5707963, 2, 100, inf, nan])
for operation, function in [("Sin", np.sin), ("Cos", np.cos)]:
    case(operation, "curve", [angles], function(angles))
    case(operation, "single", [angles.astype(F32)], function(angles.astype(F32)))
for shape, axis in [((7,), 0), ((3, 4), 0), ((3, 4), 1), ((2, 3, 2), 1), ((0, 3), 0)]:
    for exclusive in (False, True):
        for reverse in (False, True):
            for dtype in (F64, I64, I32, F32):
                x = normal(*shape) if dtype in (F64, F32) else rng.integers(-9, 9, shape)
                x = x.astype(dtype)
                y = np.flip(x, axis) if reverse else x
                y = np.cumsum(y, axis, dtype=dtype) - (y if exclusive else 0)
                y = (np.flip(y, axis) if reverse else y).astype(dtype)
                own = {"axis": axis, "exclusive": exclusive, "reverse": reverse}
                # the reference evaluator subtracts in another order
                name = f"{shape}, {axis}, exclusive {exclusive}, reverse {reverse}, {np.dtype(dtype).name}"
                case("CumSum", name, [x], y, own, differs="not compared")
for shape, axis, k in [((7,), 0, 3), ((3, 5), 1, 2), ((4, 3), 0, 4), ((2, 3, 4), 1, 1)]:
    for name, x in [("floats", normal(*shape)), ("ties", rng.integers(0, 3, shape).astype(F64)), ("whole", rng.integers(-5, 5, shape).astype(I64)), ("single", normal(*shape, dtype=F32))]:
        order = np.argsort(-x, axis=axis, kind="stable").take(range(k), axis)
        own = {"axis": axis, "k": k}
        if name == "floats":
            values, indices = torch.topk(t(x), k, axis)
            assert np.array_equal(values.numpy(), np.take_along_axis(x, order, axis)) and np.array_equal(indices.numpy(), order)
        case("TopK", f"{shape} {axis} {k} {name}", [x], np.take_along_axis(x, order, axis), own, differs="not compared")
        case("TopKIndices", f"{shape} {axis} {k} {name}", [x], order.astype(I64), own, differs="not compared")

named = {(c["operation"], c["name"]) for c in cases}
assert len(named) == len(cases), "names must be unique"
path = pathlib.Path(__file__).with_name("evaluate_vectors.json")
rows = ",\n".join(json.dumps(c, separators=(",", ":")) for c in cases)
path.write_text(f'{{"from":{json.dumps({"numpy": np.__version__, "torch": torch.__version__, "onnx": onnx.__version__})},"cases":[\n{rows}\n]}}\n')
print(len(cases), "cases,", path.stat().st_size, "bytes")
