/**
 * Decompositions, lowerings in several nodes: operations for which the runtime has no kernel of an element type, or
 * only an imprecise one, written with others.
 *
 * **Invariant.** A bridge is as precise as the element type: nothing is computed in a narrower one.
 *
 * Not here on purpose: what cannot be bridged so (`_unsupported_kernels.ts`).
 *
 * Source: D. Hendrycks, K. Gimpel, Gaussian Error Linear Units, 2016 (the approximation by the hyperbolic tangent).
 *
 * @module
 */
import type { Expression } from "../expressions/expression.ts";
import type { NodeSink, Writing } from "./_lowering.ts";
import { ARRAY_OF } from "../expressions/tensor_type.ts";
import { ELEMENT_TYPES } from "./_model_schema.ts";

/** log(1 + exp(-|x|)) + max(x, 0) in float64, which does not overflow: the runtime has no kernel for that. */
export function softplus({ dtype }: Expression<"Softplus">, { operands: [x], sink }: Writing): string {
  if (dtype !== "float64") return sink.emit("Softplus", [x!]);
  const decay = sink.emit("Exp", [sink.emit("Neg", [sink.emit("Abs", [x!])])]);
  const bend = sink.emit("Log", [sink.emit("Add", [decay, double(1, sink)])]);
  return sink.emit("Add", [bend, sink.emit("Max", [x!, double(0, sink)])]);
}

/**
 * x / 2 · (1 + tanh(√(2/π) (x + 0.044715 x³))) in float64: the runtime computes that with constants of single
 * precision.
 */
export function gelu({ dtype, attributes }: Expression<"Gelu">, { operands: [x], sink }: Writing): string {
  const { approximate } = attributes;
  if (dtype !== "float64" || approximate === "none") return sink.emit("Gelu", [x!], { approximate });
  const times = (a: string, b: string) => sink.emit("Mul", [a, b]);
  const cubic = times(double(0.044715, sink), times(x!, times(x!, x!)));
  const slope = times(double(Math.sqrt(2 / Math.PI), sink), sink.emit("Add", [x!, cubic]));
  const gate = sink.emit("Add", [sink.emit("Tanh", [slope]), double(1, sink)]);
  return times(times(x!, double(0.5, sink)), gate);
}

/** (condition and then) or (not condition and otherwise) of truth values: the runtime has no kernel for those. */
export function where({ dtype }: Expression<"Where">, { operands, sink }: Writing): string {
  if (dtype !== "bool") return sink.emit("Where", operands);
  const [condition, then, otherwise] = operands;
  const other = sink.emit("And", [sink.emit("Not", [condition!]), otherwise!]);
  return sink.emit("Or", [sink.emit("And", [condition!, then!]), other]);
}

/**
 * m + ln Σ e^(x − m) with the largest element m: the runtime's own takes 0 for m if the first element is -∞, and then
 * the logarithm of nothing where the others are below -104. An infinite m is replaced by the last number before it.
 */
export function logSumExp(
  { dtype, attributes, inputs: [x] }: Expression<"ReduceLogSumExp">,
  { operands: [name], sink }: Writing,
): string {
  const axes = sink.integers(attributes.axes);
  const most = dtype === "float64" ? Number.MAX_VALUE : (2 - 2 ** -23) * 2 ** 127;
  const limit = (value: number) => sink.known(new ARRAY_OF[dtype](1).fill(value as never), { dtype, shape: [] });
  const largest = (keepdims: number) =>
    sink.emit("Min", [
      sink.emit("Max", [sink.emit("ReduceMax", [name!, axes], { keepdims }), limit(-most)]),
      limit(most),
    ]);
  const kept = largest(1);
  const total = sink.emit("ReduceSum", [sink.emit("Exp", [sink.emit("Sub", [name!, kept])]), axes], {
    keepdims: attributes.keepDimensions ? 1 : 0,
  });
  const isSame = attributes.keepDimensions || x!.shape.length === 0;
  return sink.emit("Add", [sink.emit("Log", [total]), isSame ? kept : largest(0)]);
}

/** x − m − ln Σ e^(x − m) in float64: the runtime's own gives -∞ among NaN and infinite elements. */
export function logSoftmax(
  { dtype, attributes: { axis } }: Expression<"LogSoftmax">,
  { operands: [x], sink }: Writing,
): string {
  if (dtype !== "float64") return sink.emit("LogSoftmax", [x!], { axis });
  const axes = sink.integers([axis]);
  const below = sink.emit("Sub", [x!, sink.emit("ReduceMax", [x!, axes], { keepdims: 1 })]);
  const total = sink.emit("ReduceSum", [sink.emit("Exp", [below]), axes], { keepdims: 1 });
  return sink.emit("Sub", [below, sink.emit("Log", [total])]);
}

/** Truth values as whole numbers: ONNX has no order of truth values. */
export function argMax({ attributes, inputs }: Expression<"ArgMax">, { operands: [x], sink }: Writing): string {
  const { axis, keepDimensions } = attributes;
  const numbers = inputs[0]!.dtype === "bool" ? sink.emit("Cast", [x!], { to: ELEMENT_TYPES.int32 }) : x!;
  return sink.emit("ArgMax", [numbers], { axis, keepdims: keepDimensions ? 1 : 0 });
}

function double(value: number, sink: NodeSink): string {
  return sink.known(Float64Array.of(value), { dtype: "float64", shape: [] });
}
