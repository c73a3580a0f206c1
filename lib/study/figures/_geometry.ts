/**
 * The geometry of drawings: sizes, points and rectangles in pixels, and curves of Bézier pieces: the start, then two
 * control points and an end for each piece.
 *
 * @module
 */

/** Width and height in pixels. */
export interface Size {
  /** From left to right. */
  readonly width: number;
  /** From top to bottom. */
  readonly height: number;
}

/** A position in pixels, from the left and from the top. */
export interface Point {
  /** From the left. */
  readonly x: number;
  /** From the top. */
  readonly y: number;
}

/** A rectangle in pixels. */
export interface Rectangle extends Size {
  /** Left edge. */
  readonly left: number;
  /** Upper edge. */
  readonly top: number;
}

/** A rectangle of a size around a point. */
export function rectangleAround({ x, y }: Point, { width, height }: Size): Rectangle {
  return { left: x - width / 2, top: y - height / 2, width, height };
}

/** A point on one piece of a curve: at its start for 0, at its end for 1. */
export function pointOn(piece: readonly Point[], t: number): Point {
  const weights = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t ** 3];
  const mix = (axis: "x" | "y") => piece.reduce((sum, point, k) => sum + weights[k]! * point[axis], 0);
  return { x: mix("x"), y: mix("y") };
}

/** Points along a curve, thirteen for each piece. */
export function pointsOn(curve: readonly Point[]): Point[] {
  const points: Point[] = [];
  for (let start = 0; start + 3 < curve.length; start += 3) {
    for (let step = 0; step <= 12; step++) points.push(pointOn(curve.slice(start, start + 4), step / 12));
  }
  return points;
}
