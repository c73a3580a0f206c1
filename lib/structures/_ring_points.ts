/**
 * Points on a circle of 2⁶⁴ places, sorted, each with the number of its owner.
 *
 * Three typed arrays side by side: a point is 12 bytes, and no object is made for it. The functions take sorted points
 * and return new ones, so a walk over the old points is not disturbed.
 *
 * **Invariant.** Points ascend; where two owners share a point, both keep theirs, and the caller's order of owners says
 * which comes first. So the outcome does not depend on who came first, and taking one out leaves the other.
 *
 * | function | cost |
 * | -------- | ---- |
 * | `pointsOf` | O(n log n) |
 * | `mergePoints`, `withoutOwner` | O(n) |
 *
 * Not here on purpose: where points come from (`hash_ring.ts`), searching (`ring_index.ts`).
 *
 * @module
 */

/** Sorted points: those at place k of the three arrays belong together. */
export interface RingPoints {
  /** High 32 bits. */
  readonly high: Uint32Array;
  /** Low 32 bits. */
  readonly low: Uint32Array;
  /** Number of the owner. */
  readonly owner: Uint32Array;
}

/** No points. */
export const NO_POINTS: RingPoints = {
  high: new Uint32Array(0),
  low: new Uint32Array(0),
  owner: new Uint32Array(0),
};

/** The points of one owner in order. `halves` holds them in any order, each as its low and then its high 32 bits. */
export function pointsOf(owner: number, halves: Uint32Array<ArrayBuffer>): RingPoints {
  const sorted = new Uint32Array(new BigUint64Array(halves.slice().buffer).sort().buffer);
  const count = sorted.length / 2;
  return {
    high: Uint32Array.from({ length: count }, (_, at) => sorted[2 * at + 1]!),
    low: Uint32Array.from({ length: count }, (_, at) => sorted[2 * at]!),
    owner: new Uint32Array(count).fill(owner),
  };
}

/**
 * Both in one order. Where a point of each is the same, `compareOwners` decides: below 0, and the owner it was given
 * first comes first.
 */
export function mergePoints(
  [left, right]: readonly [RingPoints, RingPoints],
  compareOwners: (one: number, other: number) => number,
): RingPoints {
  const count = left.high.length + right.high.length;
  const merged = { high: new Uint32Array(count), low: new Uint32Array(count), owner: new Uint32Array(count) };
  let [fromLeft, fromRight] = [0, 0];
  for (let at = 0; at < count; at++) {
    const isLeft = fromRight === right.high.length ||
      (fromLeft < left.high.length && compare([left, fromLeft], [right, fromRight], compareOwners) <= 0);
    const [source, from] = isLeft ? [left, fromLeft++] : [right, fromRight++];
    merged.high[at] = source.high[from]!;
    merged.low[at] = source.low[from]!;
    merged.owner[at] = source.owner[from]!;
  }
  return merged;
}

/** The points without those of `owner`. */
export function withoutOwner(points: RingPoints, owner: number): RingPoints {
  const isKept = (_: number, at: number) => points.owner[at] !== owner;
  return {
    high: points.high.filter(isKept),
    low: points.low.filter(isKept),
    owner: points.owner.filter(isKept),
  };
}

type Place = readonly [points: RingPoints, at: number];

function compare(
  [left, at]: Place,
  [right, other]: Place,
  compareOwners: (one: number, other: number) => number,
): number {
  return left.high[at]! - right.high[other]! || left.low[at]! - right.low[other]! ||
    compareOwners(left.owner[at]!, right.owner[other]!);
}
