/**
 * Reductions: sums, means, largest elements and log-sum-exp along axes; cumulative sums; and the sum that undoes a
 * broadcast.
 *
 * **Invariant.** The axes that are reduced disappear, or stay with length 1 where `keepDimensions` asks for it. Without
 * axes named, all are reduced.
 *
 * Not here on purpose: products, variances (a mean of squares: `layers/`).
 *
 * Source: ONNX ReduceSum, ReduceMean, ReduceMax, ReduceLogSumExp, ArgMax, CumSum.
 *
 * @module
 */
import { type Expression, node } from "../expressions/expression.ts";
import {
  broadcastShapes,
  checkAxis,
  checkFloats,
  sameShape,
  type Shape,
  showShape,
  showType,
} from "../expressions/tensor_type.ts";
import { reshape } from "./shape_ops.ts";

/** Which axes to reduce. */
export interface ReductionOptions {
  /** Negative ones count from the back. @default {all} */
  readonly axes?: readonly number[];
  /** Whether they stay, with length 1. @default {false} */
  readonly keepDimensions?: boolean;
}

type Reduction = "ReduceSum" | "ReduceMean" | "ReduceMax" | "ReduceLogSumExp";

/**
 * Sum along axes.
 * @throws {TypeError} If x holds truth values.
 * @throws {RangeError} If an axis is not there or named twice.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { input } from "../expressions/expression.ts";
 * import { sum } from "./reductions.ts";
 * const x = input("x", { shape: ["batch", 3, 5] });
 * assertEquals(sum(x, { axes: [-1] }).shape, ["batch", 3]);
 * assertEquals(sum(x).shape, []);
 * ```
 */
export function sum(x: Expression, options: ReductionOptions = {}): Expression {
  if (x.dtype === "bool") {
    throw new TypeError(`Cannot build ReduceSum: the operand must hold numbers: current value is ${showType(x)}`);
  }
  return reduction("ReduceSum", x, options);
}

/** Mean along axes. @throws {TypeError} If x holds no floats. @throws {RangeError} As for {@linkcode sum}. */
export function mean(x: Expression, options: ReductionOptions = {}): Expression {
  checkFloats("ReduceMean", x);
  return reduction("ReduceMean", x, options);
}

/** Largest element along axes; an axis of length 0 has none. Errors as for {@linkcode sum}. */
export function max(x: Expression, options: ReductionOptions = {}): Expression {
  if (x.dtype === "bool") {
    throw new TypeError(`Cannot build ReduceMax: the operand must hold numbers: current value is ${showType(x)}`);
  }
  const rank = x.shape.length;
  const axes = options.axes ?? [...x.shape.keys()];
  if (axes.some((axis) => x.shape[checkAxis(axis, { rank, operation: "ReduceMax" })] === 0)) {
    throw new RangeError(
      `Cannot build ReduceMax: an axis that is reduced must not be empty: current value is ${showShape(x.shape)}`,
    );
  }
  return reduction("ReduceMax", x, options);
}

/** ln Σ eˣ along axes, without overflow. Errors as for {@linkcode mean}. */
export function logSumExp(x: Expression, options: ReductionOptions = {}): Expression {
  checkFloats("ReduceLogSumExp", x);
  return reduction("ReduceLogSumExp", x, options);
}

/**
 * The place of the largest element along an axis, the first of equal ones; int64.
 * @throws {RangeError} If there is no such axis.
 */
export function argMax(
  x: Expression,
  { axis, keepDimensions = false }: { readonly axis: number; readonly keepDimensions?: boolean },
): Expression {
  const index = checkAxis(axis, { rank: x.shape.length, operation: "ArgMax" });
  const shape = keepDimensions ? x.shape.with(index, 1) : x.shape.toSpliced(index, 1);
  return node("ArgMax", [x], { attributes: { axis: index, keepDimensions }, dtype: "int64", shape });
}

/** How sums run. */
export interface CumulativeSumOptions {
  /** Along which axis; negative ones count from the back. @default {-1} */
  readonly axis?: number;
  /** Whether an element is left out of its own sum. @default {false} */
  readonly exclusive?: boolean;
  /** Whether sums run from the back. @default {false} */
  readonly reverse?: boolean;
}

/**
 * For each element the sum of all up to it along an axis.
 * @throws {TypeError} If x holds truth values.
 * @throws {RangeError} If there is no such axis.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { evaluate } from "../evaluate/evaluate.ts";
 * import { constant } from "../expressions/expression.ts";
 * import { cumulativeSum } from "./reductions.ts";
 * assertEquals(evaluate([cumulativeSum(constant([1, 2, 4]))], {})[0]!.values, new Float32Array([1, 3, 7]));
 * ```
 */
export function cumulativeSum(
  x: Expression,
  { axis = -1, exclusive = false, reverse = false }: CumulativeSumOptions = {},
): Expression {
  if (x.dtype === "bool") {
    throw new TypeError(`Cannot build CumSum: the operand must hold numbers: current value is ${showType(x)}`);
  }
  const own = checkAxis(axis, { rank: x.shape.length, operation: "CumSum" });
  return node("CumSum", [x], { attributes: { axis: own, exclusive, reverse }, dtype: x.dtype, shape: x.shape });
}

/**
 * Summed over the axes that broadcasting from `shape` would have repeated: what a gradient needs to come back to its
 * operand.
 * @throws {RangeError} If `shape` does not broadcast to that of x.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { input } from "../expressions/expression.ts";
 * import { sumTo } from "./reductions.ts";
 * assertEquals(sumTo(input("x", { shape: ["batch", 3, 5] }), [3, 1]).shape, [3, 1]);
 * ```
 */
export function sumTo(x: Expression, shape: Shape): Expression {
  if (!sameShape(broadcastShapes([shape, x.shape], "ReduceSum"), x.shape)) {
    throw new RangeError(
      `Cannot build ReduceSum: the shape must broadcast to the operand's: current value is ${showShape(shape)} and ${
        showShape(x.shape)
      }`,
    );
  }
  const added = x.shape.length - shape.length;
  const axes = [...x.shape.keys()].filter((axis) => axis < added || shape[axis - added] !== x.shape[axis]);
  if (axes.length === 0) return x;
  if (axes.length === added) return reduction("ReduceSum", x, { axes });
  const summed = reduction("ReduceSum", x, { axes, keepDimensions: true });
  return added === 0 ? summed : reshape(summed, shape);
}

function reduction(name: Reduction, x: Expression, { axes, keepDimensions = false }: ReductionOptions): Expression {
  const rank = x.shape.length;
  const named = axes ?? [...x.shape.keys()];
  const indices = named.map((axis) => checkAxis(axis, { rank, operation: name })).sort((a, b) => a - b);
  if (new Set(indices).size !== indices.length) {
    throw new RangeError(`Cannot build ${name}: axes must be named once: current value is [${axes}]`);
  }
  if (indices.length === 0) return x;
  const gone = new Set(indices);
  const shape = keepDimensions
    ? x.shape.map((length, axis) => gone.has(axis) ? 1 : length)
    : x.shape.filter((_, axis) => !gone.has(axis));
  return node(name, [x], { attributes: { axes: indices, keepDimensions }, dtype: x.dtype, shape });
}
