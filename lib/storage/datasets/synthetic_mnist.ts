/**
 * A generated stand-in for MNIST whose truth is known: digits drawn with a round pen along a few strokes, each turned,
 * slanted, stretched and moved a little, with its own thickness and shaky joints.
 *
 * Cost: about 0.2 s for 10,000 digits. Not here on purpose: styles of writing (a crossed seven, an open four), grey
 * paper.
 *
 * @module
 */
import { checkPositiveInteger } from "../../base/argument.ts";
import { type Random, random } from "../../base/random.ts";
import { DIGIT_COLUMNS, DIGIT_ROWS } from "./_digit_size.ts";
import type { Mnist, MnistTruth } from "./mnist_records.ts";

export type { MnistTruth };

/** Options of {@linkcode syntheticMnist}. */
export interface SyntheticMnistOptions {
  /** Decides everything. @default {1} */
  readonly seed?: number;
  /** How many digits. @default {10000} */
  readonly count?: number;
}

/**
 * The generated set.
 * @throws {RangeError} If `count` is not a positive integer.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { syntheticMnist } from "./synthetic_mnist.ts";
 * assertEquals(syntheticMnist({ count: 3 }).images.length, 3 * 28 * 28);
 * ```
 */
export function syntheticMnist(options: SyntheticMnistOptions = {}): Mnist {
  const { seed = 1, count = 10_000 } = options;
  checkPositiveInteger(count, { action: "generate digits", argument: "count" });
  const draw = random(seed);
  const pixels = DIGIT_ROWS * DIGIT_COLUMNS;
  const images = new Uint8Array(count * pixels), labels = new Uint8Array(count);
  const rotationRadians = new Float32Array(count), penRadiusPixels = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    labels[i] = draw.integer(10);
    rotationRadians[i] = 0.12 * draw.normal();
    penRadiusPixels[i] = 1 + 0.8 * draw.next();
    const pose = drawPose(rotationRadians[i]!, draw);
    const image = images.subarray(i * pixels, (i + 1) * pixels);
    for (const stroke of STROKES[labels[i]!]!) {
      const points = stroke.map(([x, y]) => pose(x + 0.02 * draw.normal(), y + 0.02 * draw.normal()));
      for (let k = 1; k < points.length; k++) {
        inkSegment(image, { from: points[k - 1]!, to: points[k]!, radius: penRadiusPixels[i]! });
      }
    }
  }
  return { origin: "synthetic", images, labels, count, truth: { rotationRadians, penRadiusPixels } };
}

type Point = readonly [x: number, y: number];

/** From the unit square (y downwards) to pixels, about the middle of the picture. */
function drawPose(rotation: number, draw: Random): (x: number, y: number) => Point {
  const slant = 0.15 * draw.normal();
  const width = 12 * (1 + 0.1 * draw.normal()), height = 18 * (1 + 0.06 * draw.normal());
  const middleX = (DIGIT_COLUMNS - 1) / 2 + 0.8 * draw.normal(), middleY = (DIGIT_ROWS - 1) / 2 + 0.8 * draw.normal();
  const cos = Math.cos(rotation), sin = Math.sin(rotation);
  return (x, y) => {
    const down = (y - 0.5) * height, right = (x - 0.5) * width - slant * down;
    return [middleX + cos * right + sin * down, middleY - sin * right + cos * down];
  };
}

interface Segment {
  readonly from: Point;
  readonly to: Point;
  readonly radius: number;
}

/** Darkens the pixels whose middle is within the pen's radius of the segment; the edge is one pixel soft. */
function inkSegment(image: Uint8Array, { from: [x0, y0], to: [x1, y1], radius }: Segment): void {
  const reach = radius + 0.5;
  const [dx, dy] = [x1 - x0, y1 - y0];
  const lengthSquared = Math.max(dx * dx + dy * dy, 1e-12);
  const top = Math.max(0, Math.ceil(Math.min(y0, y1) - reach));
  const bottom = Math.min(DIGIT_ROWS - 1, Math.floor(Math.max(y0, y1) + reach));
  const left = Math.max(0, Math.ceil(Math.min(x0, x1) - reach));
  const right = Math.min(DIGIT_COLUMNS - 1, Math.floor(Math.max(x0, x1) + reach));
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const along = Math.max(0, Math.min(1, ((x - x0) * dx + (y - y0) * dy) / lengthSquared));
      const distance = Math.hypot(x - x0 - along * dx, y - y0 - along * dy);
      const ink = Math.round(255 * Math.max(0, Math.min(1, reach - distance)));
      const at = y * DIGIT_COLUMNS + x;
      if (ink > image[at]!) image[at] = ink;
    }
  }
}

/** Points on part of an ellipse; angles in turns, 0 to the right, growing clockwise on the page. */
function arc(middle: Point, radii: Point, [begin, end]: Point): Point[] {
  return Array.from({ length: 9 }, (_, k): Point => {
    const angle = 2 * Math.PI * (begin + (end - begin) * k / 8);
    return [middle[0] + radii[0] * Math.cos(angle), middle[1] + radii[1] * Math.sin(angle)];
  });
}

/** The strokes of each digit in the unit square. */
const STROKES: readonly (readonly (readonly Point[])[])[] = [
  [arc([0.5, 0.5], [0.42, 0.5], [0, 1])],
  [[[0.3, 0.2], [0.55, 0], [0.55, 1]]],
  [[...arc([0.5, 0.27], [0.4, 0.27], [0.5, 1.1]), [0.1, 1], [0.95, 1]]],
  [arc([0.45, 0.25], [0.4, 0.25], [0.55, 1.25]), arc([0.45, 0.74], [0.45, 0.26], [0.75, 1.45])],
  [[[0.65, 1], [0.65, 0], [0.05, 0.68], [0.95, 0.68]]],
  [[[0.85, 0], [0.2, 0], [0.17, 0.42], ...arc([0.45, 0.68], [0.43, 0.32], [0.7, 1.42])]],
  [[[0.75, 0], [0.35, 0.25], [0.1, 0.7], ...arc([0.5, 0.72], [0.4, 0.28], [0.5, 1.5])]],
  [[[0.05, 0], [0.95, 0], [0.4, 1]]],
  [arc([0.5, 0.25], [0.35, 0.25], [0.25, 1.25]), arc([0.5, 0.75], [0.42, 0.25], [0.75, 1.75])],
  [[...arc([0.5, 0.28], [0.38, 0.28], [0, 1]), [0.85, 0.6], [0.7, 1]]],
];
