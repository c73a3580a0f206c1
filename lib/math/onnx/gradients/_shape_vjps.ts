/**
 * Gradient rules of what rearranges and looks up: each is the transpose of a map that copies elements, so copies of one
 * element are summed and elements that nobody took get zero.
 *
 * **Invariant.** No arithmetic but sums.
 *
 * A slice with steps is undone by spreading: each element is followed by `step - 1` zeros, made by padding an extra
 * axis of length 1.
 *
 * @module
 */
import { type Dimension, dimensionDifference, dimensionSum } from "../expressions/dimension.ts";
import { constant, type Expression } from "../expressions/expression.ts";
import { cast } from "../operations/elementwise.ts";
import { gather, gatherElements, scatterElements, scatterRows } from "../operations/indexing.ts";
import { pad, reshape, slice, split, squeeze, transpose, unsqueeze } from "../operations/shape_ops.ts";
import { sumTo } from "../operations/reductions.ts";
import type { Vjps } from "./_vjp.ts";

/** Rules by operation. */
export const SHAPE_VJPS = {
  Reshape: ({ inputs: [x] }, upstream) => [reshape(upstream, x!.shape)],
  Expand: ({ inputs: [x] }, upstream) => [sumTo(upstream, x!.shape)],
  Transpose: (
    { attributes: { permutation } },
    upstream,
  ) => [transpose(upstream, permutation.map((_, axis) => permutation.indexOf(axis)))],
  Slice: ({ inputs: [x], attributes: { starts, ends, steps } }, upstream) => {
    let back = upstream;
    for (const [axis, length] of x!.shape.entries()) {
      back = unslice(back, { axis, length, start: starts[axis]!, end: ends[axis]!, step: steps[axis]! });
    }
    return [back];
  },
  Concat: ({ inputs, attributes: { axis } }, upstream) => {
    if (inputs.length === 1) return [upstream];
    return split(upstream, { axis, lengths: inputs.map(({ shape }) => shape[axis]!) });
  },
  Pad: ({ inputs: [x], attributes: { before } }, upstream) => {
    const inside = x!.shape.map((length, axis) => ({ axis, start: before[axis]!, length }));
    const cut = inside.filter(({ axis, length }) => upstream.shape[axis] !== length);
    return [
      slice(upstream, cut.map(({ axis, start, length }) => ({ axis, start, end: dimensionSum([start, length]) }))),
    ];
  },
  Gather: ({ inputs: [data, indices], attributes: { axis } }, upstream) => {
    const rank = indices!.shape.length;
    const ofIndices = Array.from({ length: rank }, (_, index) => axis + index);
    const others = [...upstream.shape.keys()].filter((index) => !ofIndices.includes(index));
    const rows = transpose(upstream, [...ofIndices, ...others]);
    const front = [axis, ...[...data!.shape.keys()].filter((index) => index !== axis)];
    const rest = front.slice(1).map((index) => data!.shape[index]!);
    const flat = reshape(indices!, [-1]);
    const zeros = constant(0, { dtype: data!.dtype, shape: front.map((index) => data!.shape[index]!) });
    const summed = scatterRows(zeros, {
      indices: cast(flat, "int64"),
      updates: reshape(rows, [...flat.shape, ...rest]),
    });
    return [transpose(summed, front.map((_, index) => front.indexOf(index))), undefined];
  },
  GatherElements: ({ inputs: [data, indices], attributes: { axis } }, upstream) => {
    const zeros = constant(0, { dtype: data!.dtype, shape: data!.shape });
    return [scatterElements(zeros, { indices: indices!, updates: upstream, axis }), undefined];
  },
  ScatterElements: ({ inputs: [, indices], attributes: { axis } }, upstream) => [
    upstream,
    undefined,
    gatherElements(upstream, indices!, { axis }),
  ],
  ScatterND: ({ inputs: [, indices] }, upstream) => [upstream, undefined, gather(upstream, squeeze(indices!, [-1]))],
  OneHot: "none",
} satisfies Partial<Vjps>;

/** What a slice took of an axis of this length. */
interface Taken {
  readonly axis: number;
  readonly length: Dimension;
  readonly start: Dimension;
  readonly end: Dimension | null;
  readonly step: number;
}

/** The elements of a slice at the places that they were taken from, zeros elsewhere. */
function unslice(part: Expression, { axis, length, start, end, step }: Taken): Expression {
  if (end === null || (start === 0 && end === length && step === 1)) return part;
  const count = part.shape[axis]!;
  const forward = step > 0 ? part : slice(part, [{ axis, step: -1 }]);
  const spread = spreadOut(forward, { axis, step: Math.abs(step) });
  const width = spread.shape[axis]!;
  // walking backwards, the first place that was taken lies a width before the start
  const first = step > 0 ? start : dimensionDifference(dimensionSum([start, 1]), width)!;
  const before = count === 0 ? 0 : first;
  return padAxis(spread, { axis, before, after: dimensionDifference(length, dimensionSum([width, before]))! });
}

/** Each element followed by `step - 1` zeros, but the last by none. */
function spreadOut(x: Expression, { axis, step }: { readonly axis: number; readonly step: number }): Expression {
  const count = x.shape[axis]!;
  if (step === 1 || typeof count === "string" || count < 2) return x;
  const apart = padAxis(unsqueeze(x, axis + 1), { axis: axis + 1, before: 0, after: step - 1 });
  const joined = reshape(apart, x.shape.with(axis, count * step));
  return slice(joined, [{ axis, end: (count - 1) * step + 1 }]);
}

function padAxis(
  x: Expression,
  { axis, before, after }: { readonly axis: number; readonly before: Dimension; readonly after: Dimension },
): Expression {
  const none: readonly Dimension[] = x.shape.map(() => 0);
  return pad(x, { before: none.with(axis, before), after: none.with(axis, after) });
}
