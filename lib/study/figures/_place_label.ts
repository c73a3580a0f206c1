/**
 * Where the text of an arrow stands: on its curve, near the middle of a piece, where it covers least.
 *
 * Cost: O(positions · (rectangles + points of other curves)).
 *
 * @module
 */
import { type Point, pointOn, type Rectangle, rectangleAround, type Size } from "./_geometry.ts";

/** Where on a piece a label may stand, the best first. */
const POSITIONS = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.2, 0.8];

/** A label that needs a position. */
export interface LabelTask {
  /** Its size. */
  readonly label: Size;
  /** Rectangles that it must not cover: nodes, names of lanes, other labels. */
  readonly taken: readonly Rectangle[];
  /** Points on the other curves. */
  readonly others: readonly Point[];
}

/** The position on the curve where the label covers least, near the middle of a piece. */
export function placeLabel(curve: readonly Point[], { label, taken, others }: LabelTask): Point {
  let best = curve[0]!, least = Infinity;
  for (let start = 0; start + 3 < curve.length; start += 3) {
    const piece = curve.slice(start, start + 4);
    const isPassing = piece[0]!.x === piece[3]!.x && piece[0]!.y === piece[3]!.y;
    if (isPassing) continue;
    for (const t of POSITIONS) {
      const at = pointOn(piece, t);
      const own = rectangleAround(at, label);
      const covered = taken.reduce((sum, other) => sum + sharedArea(own, other), 0);
      const crossed = others.filter((point) => isInside(point, own)).length;
      const cost = covered + 14 * crossed + start; // of two that cover as much, the one nearer to the middle
      if (cost < least) [best, least] = [at, cost];
    }
  }
  return best;
}

function isInside({ x, y }: Point, { left, top, width, height }: Rectangle): boolean {
  return left <= x && x <= left + width && top <= y && y <= top + height;
}

function sharedArea(a: Rectangle, b: Rectangle): number {
  const width = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left);
  const height = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top);
  return width > 0 && height > 0 ? width * height : 0;
}
