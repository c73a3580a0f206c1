/**
 * Gradient rules of pooling.
 *
 * A mean spreads the derivative evenly over its window: a transposed convolution with ones. A maximum hands the
 * derivative to the element that it came from, of equal ones to the first.
 *
 * **Invariant.** What arrives at a window leaves it: derivatives before and behind a rule have the same sum, but for
 * means that count padding.
 *
 * For windows of few taps the maximum's element is found again: all taps are compared with the maximum, and one after
 * the other takes the windows that none has taken yet; that bookkeeping is done on truth values, a quarter of the bytes
 * of floats. Larger windows, whose taps would make a long chain and whose columns much memory, ask the runtime for the
 * places (`MaxPoolIndices`) and scatter. The columns are x itself where windows lie along one axis, side by side; else
 * `_im2col.ts` makes them, for which x must be finite.
 *
 * Measured in onnxruntime (x 64×16×28×28, 2×2 windows, float32, two threads): places 2.1 ms instead of 0.2 ms for the
 * maximum alone, scattering 0.85 ms; columns 0.45, comparing 0.4, way back 0.53 ms. Both passes of a small network on
 * one thread: 9.8 ms; with the bookkeeping in floats 10.2 ms; telling the first of equal taps by the largest of falling
 * numbers 11.2 ms. A comparison of x with the maximum brought back to its size costs 8 to 40 ms: broadcasting along a
 * last axis of 2 is slow.
 *
 * @module
 */
import { constant, type Expression } from "../expressions/expression.ts";
import type { PoolingAttributes } from "../expressions/operation.ts";
import { type DType, elementCount, type Shape } from "../expressions/tensor_type.ts";
import { divide, multiply } from "../operations/arithmetic.ts";
import { and, equal, not } from "../operations/logic.ts";
import { cast } from "../operations/elementwise.ts";
import { convolutionTranspose } from "../operations/convolution.ts";
import { scatterElements } from "../operations/indexing.ts";
import { maxPoolIndices } from "../operations/pooling.ts";
import { concat, reshape, slice } from "../operations/shape_ops.ts";
import { paddingPairs } from "../operations/_window.ts";
import type { Vjps } from "./_vjp.ts";
import { col2im, im2col, productOf, unreached, type Window } from "./_im2col.ts";

/** Windows with more taps than this are scattered. */
const MAX_TAPS = 16;

/** Rules by operation. */
export const POOLING_VJPS = {
  MaxPool: (pool, upstream) => {
    const { inputs: [x], attributes } = pool;
    if (productOf(attributes.kernel) > MAX_TAPS) return [scattered(pool, upstream)];
    const axis = axisOfStacks(x!.shape, attributes);
    return [axis === undefined ? throughWindows(pool, upstream) : throughStacks(pool, { upstream, axis })];
  },
  MaxPoolIndices: "none",
  AveragePool: ({ inputs: [x], attributes }, upstream) => {
    const { kernel, strides, countsPads } = attributes;
    const window = withoutDilation(attributes);
    const lengths = x!.shape.slice(2);
    const { dtype } = upstream;
    const share = countsPads
      ? multiply(upstream, 1 / productOf(kernel))
      : divide(upstream, coveredCounts({ window, lengths, positions: upstream.shape.slice(2) }, dtype));
    const groups = Number(x!.shape[1]);
    const ones = constant(new Array(groups * productOf(kernel)).fill(1), { dtype, shape: [groups, 1, ...kernel] });
    const outputPads = unreached(lengths, window);
    return [convolutionTranspose(share, ones, { strides, padding: paddingPairs(window), outputPads, groups })];
  },
} satisfies Partial<Vjps>;

/** Adds each derivative to the place where the maximum lies in x, flattened. */
function scattered(pool: Expression<"MaxPool">, upstream: Expression): Expression {
  const x = pool.inputs[0]!;
  const zeros = constant(0, { dtype: x.dtype, shape: [elementCount(x.shape)] });
  const indices = reshape(maxPoolIndices(pool), [-1]);
  return reshape(scatterElements(zeros, { indices, updates: reshape(upstream, [-1]), axis: 0 }), x.shape);
}

/** The elements that each window covers in a column; of those that equal the maximum the first takes the derivative. */
function throughWindows(pool: Expression<"MaxPool">, upstream: Expression): Expression {
  const { inputs: [x], attributes } = pool;
  const window = withoutDilation(attributes);
  const lengths = x!.shape.slice(2);
  const placement = { window, lengths, positions: pool.shape.slice(2) };
  const padded = [...window.padsBefore, ...window.padsAfter].some((count) => count > 0);
  const insideOf = (tap: number) => constant(insideAt(tap, placement), { dtype: "bool", shape: placement.positions });
  const shares = sharesOf(im2col(x!, window), { pool, upstream, axis: 2, ...padded ? { insideOf } : {} });
  return col2im(shares, { window, lengths });
}

/** The same for windows along one axis, side by side: the columns are x itself, (…, windows, taps, …). */
function throughStacks(
  pool: Expression<"MaxPool">,
  { upstream, axis }: { readonly upstream: Expression; readonly axis: number },
): Expression {
  const { inputs: [x], attributes } = pool;
  const stacks = reshape(x!, x!.shape.toSpliced(axis, 1, pool.shape[axis]!, attributes.kernel[axis - 2]!));
  return reshape(sharesOf(stacks, { pool, upstream, axis: axis + 1 }), x!.shape);
}

interface Shares {
  readonly pool: Expression;
  readonly upstream: Expression;
  /** The axis of the taps. */
  readonly axis: number;
  /** Truth values for a tap: where it does not lie in the padding. */
  readonly insideOf?: (tap: number) => Expression;
}

/** The derivative for the first tap of each window that equals the maximum, 0 for the others. */
function sharesOf(columns: Expression, { pool, upstream, axis, insideOf }: Shares): Expression {
  const single = columns.shape.with(axis, 1);
  const isLargest = equal(columns, reshape(pool, single));
  let left: Expression | undefined; // windows whose first largest element is yet to come
  const first: Expression[] = [];
  for (let tap = 0; tap < Number(columns.shape[axis]); tap++) {
    const equals = slice(isLargest, [{ axis, start: tap, end: tap + 1 }]);
    const candidate = insideOf === undefined ? equals : and(equals, insideOf(tap));
    first.push(left === undefined ? candidate : and(candidate, left));
    left = left === undefined ? not(candidate) : and(left, not(candidate));
  }
  return multiply(cast(concat(first, { axis }), upstream.dtype), reshape(upstream, single));
}

/** The axis that all windows lie along, side by side from end to end; undefined if there is none. */
function axisOfStacks(shape: Shape, { kernel, strides, padsBefore, padsAfter }: PoolingAttributes): number | undefined {
  const wide = kernel.flatMap((taps, axis) => taps > 1 ? [axis] : []);
  const [axis] = wide;
  if (axis === undefined || wide.length > 1 || [...padsBefore, ...padsAfter].some((count) => count > 0)) {
    return undefined;
  }
  if (strides.some((step, other) => step !== kernel[other])) return undefined;
  return Number(shape[axis + 2]) % kernel[axis]! === 0 ? axis + 2 : undefined;
}

function withoutDilation({ kernel, strides, padsBefore, padsAfter }: PoolingAttributes): Window {
  return { kernel, strides, padsBefore, padsAfter, dilations: kernel.map(() => 1) };
}

interface Placement {
  readonly window: Window;
  readonly lengths: Shape;
  readonly positions: Shape;
}

/** For each position, row after row: 1 where this tap of the window lies in x, 0 where it lies in the padding. */
function insideAt(tap: number, { window, lengths, positions }: Placement): number[] {
  let inside = [1];
  let rest = tap;
  for (let axis = window.kernel.length - 1; axis >= 0; axis--) {
    const along = rest % window.kernel[axis]! - window.padsBefore[axis]!;
    rest = Math.floor(rest / window.kernel[axis]!);
    const behind = inside;
    inside = Array.from({ length: Number(positions[axis]) }, (_, position) => {
      const index = position * window.strides[axis]! + along;
      return behind.map((one) => index >= 0 && index < Number(lengths[axis]) ? one : 0);
    }).flat();
  }
  return inside;
}

/** (positions …): how many places of x each window covers. */
function coveredCounts(placement: Placement, dtype: DType): Expression {
  const { window: { kernel }, positions } = placement;
  const counts = new Float64Array(productOf(positions as number[]));
  for (let tap = 0; tap < productOf(kernel); tap++) {
    for (const [position, one] of insideAt(tap, placement).entries()) counts[position]! += one;
  }
  return constant(counts, { dtype, shape: positions });
}
