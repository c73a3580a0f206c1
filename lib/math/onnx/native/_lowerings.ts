/**
 * How each operation is written as a node of an ONNX model: operator set 20.
 *
 * Most are one node of the same name. What the language keeps as attributes (axes, a new shape, where a slice starts)
 * goes where ONNX wants it: into an attribute or a small tensor of integers.
 *
 * **Invariant.** The table has one entry for each operation; the compiler says which one is missing.
 *
 * Not here on purpose: which element types the runtime has kernels for (`_unsupported_kernels.ts`), fusion (the
 * runtime's).
 *
 * Source: https://onnx.ai/onnx/operators, version 20 of the operator set.
 *
 * @module
 */
import { type Expression, isOperation } from "../expressions/expression.ts";
import type { Lowering, Lowerings, Writing } from "./_lowering.ts";
import { argMax, gelu, logSoftmax, logSumExp, softplus, where } from "./_decompositions.ts";
import { ELEMENT_TYPES } from "./_model_schema.ts";
import type { OperationName, PoolingAttributes, ReductionAttributes } from "../expressions/operation.ts";
import { type Dimension, elementCount, type Shape } from "../expressions/tensor_type.ts";

/** The table. */
export const LOWERINGS: Lowerings = {
  Constant: constant,
  Neg: same,
  Abs: same,
  Sign: same,
  Reciprocal: same,
  Exp: same,
  Log: same,
  Sqrt: same,
  Sin: same,
  Cos: same,
  Erf: same,
  Tanh: same,
  Sigmoid: same,
  Relu: same,
  Softplus: softplus,
  Gelu: gelu,
  Not: same,
  Cast: ({ attributes }, { operands, sink }) => sink.emit("Cast", operands, { to: ELEMENT_TYPES[attributes.to] }),
  StopGradient: (_, { operands, sink }) => sink.emit("Identity", operands),
  Add: ofTwo,
  Sub: ofTwo,
  Mul: ofTwo,
  Div: ofTwo,
  Pow: ofTwo,
  Max: ofTwo,
  Min: ofTwo,
  Equal: same,
  Less: same,
  LessOrEqual: same,
  Greater: same,
  GreaterOrEqual: same,
  And: same,
  Or: same,
  Where: where,
  MatMul: same,
  ReduceSum: sum,
  ReduceMean: reduction,
  ReduceMax: reduction,
  ReduceLogSumExp: logSumExp,
  ArgMax: argMax,
  CumSum: ({ attributes: { axis, exclusive, reverse } }, { operands: [x], sink }) =>
    sink.emit("CumSum", [x!, sink.known(BigInt64Array.of(BigInt(axis)), { dtype: "int64", shape: [] })], {
      exclusive: exclusive ? 1 : 0,
      reverse: reverse ? 1 : 0,
    }),
  TopK: (node, writing) => topK(node, writing)[0],
  TopKIndices: (node, writing) => topK(node, writing)[1],
  Softmax: alongAxis,
  LogSoftmax: logSoftmax,
  Reshape: reshape,
  Expand: ({ attributes }, { operands: [data], sink }) => sink.emit("Expand", [data!, sink.lengths(attributes.shape)]),
  Transpose: ({ attributes }, { operands, sink }) => sink.emit("Transpose", operands, { perm: attributes.permutation }),
  Slice: slice,
  Concat: alongAxis,
  Pad: ({ attributes: { before, after } }, { operands: [data], sink }) =>
    sink.emit("Pad", [data!, sink.lengths([...before, ...after])]),
  Gather: alongAxis,
  GatherElements: alongAxis,
  ScatterND: ({ attributes: { reduction } }, { operands, sink }) => sink.emit("ScatterND", operands, { reduction }),
  ScatterElements: ({ attributes: { axis, reduction } }, { operands, sink }) =>
    sink.emit("ScatterElements", operands, { axis, reduction }),
  OneHot: oneHot,
  Conv: (node, { operands, sink }) => sink.emit("Conv", operands, convolution(node)),
  ConvTranspose: (node, { operands, sink }) =>
    sink.emit("ConvTranspose", operands, { ...convolution(node), output_padding: node.attributes.outputPads }),
  MaxPool: ({ attributes }, { operands, sink }) =>
    sink.emitShared("MaxPool", operands, { attributes: pooling(attributes), result: 0 }),
  MaxPoolIndices: ({ attributes }, { operands, sink }) =>
    sink.emitShared("MaxPool", operands, { attributes: pooling(attributes), result: 1 }),
  AveragePool: ({ attributes }, { operands, sink }) =>
    sink.emit("AveragePool", operands, { ...pooling(attributes), count_include_pad: attributes.countsPads ? 1 : 0 }),
};

/** The node of the same name, without attributes. */
function same({ operation }: Expression, { operands, sink }: Writing): string {
  return sink.emit(operation, operands);
}

/**
 * The node of the same name; a number beside a last axis of 1 gets as many axes as its partner, or the runtime would
 * fetch it again for each element (2048×1 floats: 26 µs instead of 1).
 */
function ofTwo({ operation, inputs, dtype, shape }: Expression, { operands, sink }: Writing): string {
  const spread = operands.map((operand, index) => {
    const own = inputs[index]!;
    if (shape.at(-1) !== 1 || own.shape.length > 0 || !isOperation(own, "Constant")) return operand;
    return sink.known(own.attributes.values, { dtype, shape: shape.map(() => 1) });
  });
  return sink.emit(operation, spread);
}

/** A tensor of the model; one that repeats an element is made by the graph when it runs. */
function constant(
  { attributes: { values }, dtype, shape }: Expression<"Constant">,
  { sink }: Writing,
) {
  const lengths = shape.filter((length) => typeof length === "number");
  const ofItself = lengths.length === shape.length &&
    lengths.reduce((product, length) => product * length, 1) === values.length;
  if (ofItself) return sink.known(values, { dtype, shape: lengths });
  return sink.emit("ConstantOfShape", [sink.lengths(shape)], { value: { tensor: { dtype, values } } });
}

function reduction<Name extends "ReduceSum" | "ReduceMean" | "ReduceMax">(
  { operation, attributes }: Expression<Name>,
  { operands: [data], sink }: Writing,
): string {
  const { axes, keepDimensions }: ReductionAttributes = attributes;
  return sink.emit(operation, [data!, sink.integers(axes)], { keepdims: keepDimensions ? 1 : 0 });
}

/**
 * A sum over leading axes of float32 is a row of ones times a matrix: the runtime's own sum walks down the columns,
 * which for 128×256 takes 35 µs, and the product 3.
 */
function sum(node: Expression<"ReduceSum">, { operands, sink }: Writing): string {
  const { attributes: { axes }, inputs, shape } = node;
  const summed = inputs[0]!.shape.slice(0, axes.length);
  const kept = inputs[0]!.shape.slice(axes.length).filter((length) => typeof length === "number" && length > 0);
  const isLeading = axes.every((axis, index) => axis === index) &&
    kept.length + axes.length === inputs[0]!.shape.length;
  if (node.dtype !== "float32" || !isLeading || kept.length === 0) return reduction(node, { operands, sink });
  const matrix = sink.emit("Reshape", [operands[0]!, sink.integers([-1, Number(elementCount(kept))])]);
  const one = { dtype: "float32", values: Float32Array.of(1) } as const;
  const ones = sink.emit("ConstantOfShape", [sink.lengths([1, elementCount(summed)])], { value: { tensor: one } });
  return sink.emit("Reshape", [sink.emit("MatMul", [ones, matrix]), sink.integers(shape.map(Number))]);
}

function alongAxis<Name extends "Softmax" | "Concat" | "Gather" | "GatherElements">(
  { operation, attributes }: Expression<Name>,
  { operands, sink }: Writing,
): string {
  const { axis }: { readonly axis: number } = attributes;
  return sink.emit(operation, operands, { axis });
}

/** The new shape is a constant if its symbols can be left to the runtime; else the graph computes it. */
function reshape({ attributes: { shape }, inputs }: Expression<"Reshape">, { operands: [data], sink }: Writing) {
  const constantShape = reshapeCodes(inputs[0]!.shape, shape);
  if (constantShape !== undefined) return sink.emit("Reshape", [data!, sink.integers(constantShape)]);
  return sink.emit("Reshape", [data!, sink.lengths(shape)], { allowzero: 1 });
}

/**
 * The new shape in ONNX's code: -1 for the one length that follows from the others, 0 for one that is taken from the
 * same axis of the operand. Undefined if more than one symbol would be left, or a length is 0, which the code means
 * otherwise.
 */
function reshapeCodes(from: Shape, to: Shape): number[] | undefined {
  if (to.includes(0)) return undefined;
  const symbolic = to.filter((length) => typeof length === "string").length;
  const codes = to.map((length, axis) => {
    if (typeof length === "number") return length;
    return symbolic > 1 && from[axis] === length ? 0 : -1;
  });
  return codes.filter((code) => code === -1).length <= 1 ? codes : undefined;
}

/** Only the axes of which something is cut off. */
function slice(
  { attributes: { starts, ends, steps }, inputs }: Expression<"Slice">,
  { operands: [data], sink }: Writing,
) {
  const { shape } = inputs[0]!;
  const cuts = starts.flatMap((start, axis) => {
    const [length, end, step] = [shape[axis], ends[axis], steps[axis]!];
    const isWhole = start === 0 && step === 1 && end === length;
    return end === null || end === undefined || isWhole
      ? []
      : [{ axis, start, end: sliceEnd(end, { length, step }), step }];
  });
  if (cuts.length === 0) return sink.emit("Identity", [data!]);
  const parameters = (["start", "end", "axis", "step"] as const).map((name) =>
    sink.lengths(cuts.map((cut) => cut[name]))
  );
  return sink.emit("Slice", [data!, ...parameters]);
}

/** ONNX counts a negative end from the back, so "before the first" has to lie a whole axis further back. */
function sliceEnd(
  end: Dimension,
  { length, step }: { readonly length: Dimension | undefined; readonly step: number },
): Dimension {
  if (end !== -1 || step > 0) return end;
  return typeof length === "number" ? -length - 1 : -(2 ** 31); // before the first of any axis
}

/**
 * Compares each index with 0 … depth - 1: ONNX's own operation takes negative indices for places counted from the back.
 */
function oneHot(
  { attributes: { axis, depth, to }, inputs, shape }: Expression<"OneHot">,
  { operands: [indices], sink }: Writing,
) {
  const { dtype } = inputs[0]!;
  const classes = Array.from({ length: depth }, (_, index) => index);
  const index = dtype === "int64" ? BigInt64Array.from(classes, BigInt) : Int32Array.from(classes);
  const alongAxis = shape.map((_, other) => other === axis ? depth : 1);
  const column = sink.emit("Unsqueeze", [indices!, sink.integers([axis])]);
  const hit = sink.emit("Equal", [column, sink.known(index, { dtype, shape: alongAxis })]);
  return to === "bool" ? hit : sink.emit("Cast", [hit], { to: ELEMENT_TYPES[to] });
}

/** Values and indices; ONNX wants both to have names. */
function topK(
  { attributes: { axis, k } }: Expression<"TopK" | "TopKIndices">,
  { operands: [x], sink }: Writing,
): readonly [values: string, indices: string] {
  const operands = [x!, sink.integers([k])];
  const [indices, values] = [1, 0].map((result) => sink.emitShared("TopK", operands, { attributes: { axis }, result }));
  return [values!, indices!];
}

function convolution({ attributes, inputs }: Expression<"Conv" | "ConvTranspose">) {
  const { strides, padsBefore, padsAfter, dilations, groups } = attributes;
  return {
    kernel_shape: inputs[1]!.shape.slice(2).map(Number),
    strides,
    pads: [...padsBefore, ...padsAfter],
    dilations,
    group: groups,
  };
}

function pooling({ kernel, strides, padsBefore, padsAfter }: PoolingAttributes) {
  return { kernel_shape: kernel, strides, pads: [...padsBefore, ...padsAfter] };
}

/** The lowering of a node. */
export function loweringOf(operation: Exclude<OperationName, "Input">): Lowering<OperationName> {
  return LOWERINGS[operation] as Lowering<OperationName>;
}
