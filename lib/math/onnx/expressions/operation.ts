/**
 * The language: every operation that an expression may consist of, with its attributes. One line each.
 *
 * Names and meanings are ONNX's (operator set 20), so a node of an expression is a node of the model that is written
 * from it. Two things differ. What ONNX passes as small integer tensors (axes, a new shape, where a slice starts) is an
 * attribute here, so that shapes are known when an expression is built. And an operation has one result: what ONNX
 * calls the second output of `MaxPool` is an operation of its own, and the writer makes one node of both.
 *
 * **Invariant.** Shapes and element types are decided where an expression is built (`operations/`); what evaluates,
 * differentiates, simplifies or writes expressions has one entry for each name of this table, and the compiler says
 * which one is missing.
 *
 * Not here on purpose: operations that are compositions (layer norm, attention, cross-entropy: `layers/`), control
 * flow, randomness.
 *
 * Source: the ONNX operator specification, https://onnx.ai/onnx/operators.
 *
 * @module
 */
import type { Dimension, DType, Shape, Values } from "./tensor_type.ts";

/** No attributes. */
export type None = Readonly<Record<never, never>>;

/** Axes to reduce, counted from the front, ascending; never empty. */
export interface ReductionAttributes {
  /** Which axes. */
  readonly axes: readonly number[];
  /** Whether they stay, with length 1. */
  readonly keepDimensions: boolean;
}

/** A window that slides over the spatial axes; every list has one entry for each. */
export interface WindowAttributes {
  /** Steps from one window to the next. */
  readonly strides: readonly number[];
  /** Zeros (for a maximum: nothing) before each axis. */
  readonly padsBefore: readonly number[];
  /** … and behind it. */
  readonly padsAfter: readonly number[];
}

/** Attributes of a convolution; inputs x (n, channels, …), w (filters, channels / groups, …). */
export interface ConvolutionAttributes extends WindowAttributes {
  /** Distance of neighbouring taps. */
  readonly dilations: readonly number[];
  /** Into how many groups the channels are split. */
  readonly groups: number;
}

/** Attributes of a pooling. */
export interface PoolingAttributes extends WindowAttributes {
  /** Size of the window. */
  readonly kernel: readonly number[];
}

/** Attributes of the largest elements. */
export interface TopKAttributes {
  /** Along which axis. */
  readonly axis: number;
  /** How many. */
  readonly k: number;
}

/** Operations and their attributes. */
export interface Operations {
  // Leaves
  /** A tensor that is fed. */
  readonly Input: { readonly name: string };
  /** A tensor that is known; one element, repeated, if `values` has one and the shape is larger. */
  readonly Constant: { readonly values: Values };
  // Element by element, one operand
  /** -x. */
  readonly Neg: None;
  /** |x|. */
  readonly Abs: None;
  /** -1, 0 or 1. */
  readonly Sign: None;
  /** 1 / x. */
  readonly Reciprocal: None;
  /** eˣ. */
  readonly Exp: None;
  /** Natural logarithm. */
  readonly Log: None;
  /** Square root. */
  readonly Sqrt: None;
  /** Sine of an angle in radians. */
  readonly Sin: None;
  /** Cosine of an angle in radians. */
  readonly Cos: None;
  /** Error function. */
  readonly Erf: None;
  /** Hyperbolic tangent. */
  readonly Tanh: None;
  /** 1 / (1 + e⁻ˣ). */
  readonly Sigmoid: None;
  /** max(x, 0). */
  readonly Relu: None;
  /** ln(1 + eˣ). */
  readonly Softplus: None;
  /** x · Φ(x), exactly (`none`) or by the hyperbolic tangent. */
  readonly Gelu: { readonly approximate: "none" | "tanh" };
  /** Not x. */
  readonly Not: None;
  /** The same elements in another type. */
  readonly Cast: { readonly to: DType };
  /** The operand itself, through which no gradient flows; written as `Identity`. */
  readonly StopGradient: None;
  // Element by element, with broadcasting
  /** a + b. */
  readonly Add: None;
  /** a - b. */
  readonly Sub: None;
  /** a · b. */
  readonly Mul: None;
  /** a / b. */
  readonly Div: None;
  /** aᵇ. */
  readonly Pow: None;
  /** The larger. */
  readonly Max: None;
  /** The smaller. */
  readonly Min: None;
  /** a = b. */
  readonly Equal: None;
  /** a < b. */
  readonly Less: None;
  /** a ≤ b. */
  readonly LessOrEqual: None;
  /** a > b. */
  readonly Greater: None;
  /** a ≥ b. */
  readonly GreaterOrEqual: None;
  /** Both. */
  readonly And: None;
  /** One or both. */
  readonly Or: None;
  /** condition, then, otherwise. */
  readonly Where: None;
  // Products
  /** (…, m, k) · (…, k, n); leading axes broadcast. Both operands have at least two axes. */
  readonly MatMul: None;
  // Along axes
  /** Σ x. */
  readonly ReduceSum: ReductionAttributes;
  /** Σ x / n. */
  readonly ReduceMean: ReductionAttributes;
  /** The largest. */
  readonly ReduceMax: ReductionAttributes;
  /** ln Σ eˣ. */
  readonly ReduceLogSumExp: ReductionAttributes;
  /** The first place of the largest element, int64. */
  readonly ArgMax: { readonly axis: number; readonly keepDimensions: boolean };
  /**
   * Sums of all elements up to each along the axis; without itself if `exclusive`, from the back if `reverse`.
   */
  readonly CumSum: { readonly axis: number; readonly exclusive: boolean; readonly reverse: boolean };
  /** The k largest along the axis, the largest first. */
  readonly TopK: TopKAttributes;
  /** Where they lie along the axis, int64. Of equal ones the first comes first. */
  readonly TopKIndices: TopKAttributes;
  /** eˣ / Σ eˣ. */
  readonly Softmax: { readonly axis: number };
  /** x - ln Σ eˣ. */
  readonly LogSoftmax: { readonly axis: number };
  // Shapes
  /** The elements in their order, in another shape. */
  readonly Reshape: { readonly shape: Shape };
  /** Repeated to a larger shape. */
  readonly Expand: { readonly shape: Shape };
  /** Axis i of the result is axis permutation[i] of the operand. */
  readonly Transpose: { readonly permutation: readonly number[] };
  /**
   * One entry for each axis of the operand; `ends` is exclusive and within the axis; steps may be negative (then `ends`
   * may be -1: before the first). A symbolic axis that is taken whole has start 0, end null, step 1; of another a part
   * is cut by dimensions, with step 1 or -1.
   */
  readonly Slice: {
    readonly starts: readonly Dimension[];
    readonly ends: readonly (Dimension | null)[];
    readonly steps: readonly number[];
  };
  /** One behind the other. */
  readonly Concat: { readonly axis: number };
  /** Zeros around; one entry for each axis. */
  readonly Pad: { readonly before: readonly Dimension[]; readonly after: readonly Dimension[] };
  // Lookup
  /** data, indices (int32 or int64, 0 … length - 1): rows of `data` along the axis. */
  readonly Gather: { readonly axis: number };
  /** data, indices of the same rank: one element of `data` for each index. */
  readonly GatherElements: { readonly axis: number };
  /**
   * data (rows, …), indices (…, 1), updates: adds updates to the rows that the indices name, repeated ones as often as
   * they occur.
   */
  readonly ScatterND: { readonly reduction: "add" };
  /** data, indices, updates: the same for single elements. */
  readonly ScatterElements: { readonly axis: number; readonly reduction: "add" };
  /** indices; 1 where the place along the new axis is the index, else 0. An index out of range gives zeros. */
  readonly OneHot: { readonly axis: number; readonly depth: number; readonly to: DType };
  // Windows
  /** Correlation of x with filters; a third operand is added to each channel. */
  readonly Conv: ConvolutionAttributes;
  /**
   * The transpose of `Conv` as a linear map of x; `outputPads` lengthens the result at the end of each spatial axis.
   */
  readonly ConvTranspose: ConvolutionAttributes & { readonly outputPads: readonly number[] };
  /** The largest in each window. */
  readonly MaxPool: PoolingAttributes;
  /** Where in x, flattened as a whole, each maximum lies; int64. Of equal ones the first. */
  readonly MaxPoolIndices: PoolingAttributes;
  /** The mean of each window; pads count or not. */
  readonly AveragePool: PoolingAttributes & { readonly countsPads: boolean };
}

/** The name of an operation. */
export type OperationName = keyof Operations;
