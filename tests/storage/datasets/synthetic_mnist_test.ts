import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { type MnistTruth, syntheticMnist } from "@lib/storage/datasets/synthetic_mnist.ts";

const PIXELS = 28 * 28;
const set = syntheticMnist({ count: 3000 });
const truth = (set as { truth: MnistTruth }).truth;
const image = (i: number) => set.images.subarray(i * PIXELS, (i + 1) * PIXELS);

// Invariants
Deno.test("it has the public set's size by default, and its schema", () => {
  const { origin, count, images, labels } = syntheticMnist();
  assertEquals([origin, count, images.length, labels.length], ["synthetic", 10_000, 7_840_000, 10_000]);
});

Deno.test("digits are there as often as one another, with ink in the middle and none at the edge", () => {
  const counts = new Uint32Array(10);
  set.labels.forEach((digit) => counts[digit]!++);
  const chiSquare = counts.reduce((sum, count) => sum + (count - 300) ** 2 / 300, 0);
  assert(chiSquare < 27.9, `chi-square ${chiSquare} with 9 degrees of freedom; 27.9 is its 0.999 quantile`);
  let edge = 0, all = 0;
  for (let i = 0; i < set.count; i++) {
    image(i).forEach((grey, pixel) => {
      all += grey;
      if (pixel < 28 || pixel >= PIXELS - 28 || pixel % 28 === 0 || pixel % 28 === 27) edge += grey;
    });
    assert(image(i).some((grey) => grey === 255), `digit ${i} has no full ink`);
  }
  assert(edge / all < 0.002, `share of the ink at the edge: ${edge / all}`);
  assertAlmostEquals(all / set.images.length, 35, 8); // the public set: 33.8
});

Deno.test("a seed decides everything", () => {
  assertEquals(syntheticMnist({ seed: 2, count: 5 }), syntheticMnist({ seed: 2, count: 5 }));
  assert(String(syntheticMnist({ seed: 2, count: 5 }).images) !== String(syntheticMnist({ seed: 3, count: 5 }).images));
});

// The truth shows in the data
Deno.test("digits can be told apart, and not by everybody: the nearest mean is right in most cases but not all", () => {
  const means = Array.from({ length: 10 }, () => new Float64Array(PIXELS));
  const counts = new Float64Array(10);
  for (let i = 0; i < 2000; i++) {
    const digit = set.labels[i]!;
    image(i).forEach((grey, pixel) => means[digit]![pixel]! += grey);
    counts[digit]!++;
  }
  means.forEach((mean, digit) => mean.forEach((sum, pixel) => mean[pixel] = sum / counts[digit]!));
  let right = 0;
  for (let i = 2000; i < 3000; i++) {
    const distances = means.map((mean) => mean.reduce((sum, grey, pixel) => sum + (grey - image(i)[pixel]!) ** 2, 0));
    if (distances.indexOf(Math.min(...distances)) === set.labels[i]) right++;
  }
  assert(right > 700 && right < 995, `${right} of 1000`); // the public set: about 820
});

Deno.test("a one leans as far as the truth says, and a thick pen leaves more ink", () => {
  const ones = Array.from(set.labels.keys()).filter((i) => set.labels[i] === 1);
  const slope = (i: number) => { // of the ink: covariance of column and row over variance of row
    let n = 0, x = 0, y = 0, xy = 0, yy = 0;
    image(i).forEach((grey, pixel) => {
      const row = Math.floor(pixel / 28), column = pixel % 28;
      n += grey, x += grey * column, y += grey * row, xy += grey * column * row, yy += grey * row * row;
    });
    return (xy - x * y / n) / (yy - y * y / n);
  };
  const upright = ones.filter((i) => Math.abs(truth.rotationRadians[i]!) < 0.03).map(slope);
  const turned = ones.filter((i) => truth.rotationRadians[i]! > 0.15).map(slope);
  const mean = (list: number[]) => list.reduce((a, b) => a + b, 0) / list.length;
  assert(mean(turned) - mean(upright) > 0.08, `${mean(turned)} against ${mean(upright)}`);
  const ink = (i: number) => image(i).reduce((a, b) => a + b, 0);
  assert(
    mean(ones.filter((i) => truth.penRadiusPixels[i]! > 1.6).map(ink)) > 1.2 * mean(
          ones.filter((i) => truth.penRadiusPixels[i]! < 1.2).map(ink),
        ),
  );
});

Deno.test("nearly every digit is in one piece, as its strokes touch", () => {
  let whole = 0;
  for (let i = 0; i < 500; i++) {
    const ink = new Set(Array.from(image(i).keys()).filter((pixel) => image(i)[pixel]! >= 64));
    const reached = [ink.values().next().value!];
    ink.delete(reached[0]!);
    for (const pixel of reached) {
      for (const next of [-29, -28, -27, -1, 1, 27, 28, 29].map((step) => pixel + step)) {
        if (ink.delete(next)) reached.push(next);
      }
    }
    if (ink.size === 0) whole++;
  }
  assert(whole > 490, `${whole} of 500`);
});

Deno.test("a count that cannot be is refused", () => {
  assertThrows(() => syntheticMnist({ count: 0 }), RangeError, "count must be a positive integer: current value is 0");
});
