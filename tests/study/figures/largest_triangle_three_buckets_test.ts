import { assert, assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { largestTriangleThreeBuckets } from "@lib/study/figures/_largest_triangle_three_buckets.ts";

/** By the definition, slowly: the triangle's area through the determinant of its corners. */
function oracle(x: readonly number[], y: readonly number[], count: number): number[] {
  const n = x.length, buckets = count - 4, kept = [0];
  const start = (bucket: number) => 1 + Math.floor(bucket * (n - 2) / buckets);
  const range = (from: number, to: number) => Array.from({ length: to - from }, (_, k) => from + k);
  let last = 0;
  for (let b = 0; b < buckets; b++) {
    const after = b + 1 < buckets ? range(start(b + 1), start(b + 2)) : [n - 1];
    const mean = (of: readonly number[]) => after.reduce((sum, k) => sum + of[k]!, 0) / after.length;
    const [cx, cy] = [mean(x), mean(y)];
    const area = (k: number) =>
      Math.abs(x[last]! * (y[k]! - cy) + x[k]! * (cy - y[last]!) + cx * (y[last]! - y[k]!)) / 2;
    last = range(start(b), start(b + 1)).reduce((best, k) => area(k) > area(best) + 1e-12 ? k : best);
    kept.push(last);
  }
  const extreme = (better: (a: number, b: number) => boolean) =>
    y.reduce((best, _, k) => better(y[k]!, y[best]!) ? k : best, 0);
  kept.push(n - 1, extreme((a, b) => a < b), extreme((a, b) => a > b));
  return [...new Set(kept)].sort((a, b) => a - b);
}

// By hand: y = 0 0 5 0 0 0 -3 0 0 0; with 5 places there is one bucket, 1..8, whose largest triangle with the first and
// the last point is the peak at 2. The lowest, at 6, is kept beside it.
Deno.test("ends, peak and trough of a short line are kept", () => {
  const y = [0, 0, 5, 0, 0, 0, -3, 0, 0, 0];
  assertEquals(largestTriangleThreeBuckets({ x: y.map((_, k) => k), y }, 5), [0, 2, 6, 9]);
});

Deno.test("the points are those of the definition", () => {
  const numbers = random(7);
  for (const n of [20, 101, 1000]) {
    const x = Array.from({ length: n }, (_, k) => k + 0.5 * numbers.next());
    const y = x.map((at) => Math.sin(at / 9) + numbers.next());
    for (const count of [5, 12, 19]) assertEquals(largestTriangleThreeBuckets({ x, y }, count), oracle(x, y, count));
  }
});

Deno.test("the extremes are kept wherever they are, and never more than count", () => {
  const numbers = random(3);
  for (let round = 0; round < 300; round++) {
    const y = Array.from({ length: 500 }, () => numbers.next());
    const [low, high] = [numbers.integer(500), numbers.integer(500)];
    y[low] = -0.001;
    y[high] = 1.001;
    const kept = largestTriangleThreeBuckets({ x: y.map((_, k) => k), y }, 24);
    const extremes = y.flatMap((value, k) => value === Math.min(...y) || value === Math.max(...y) ? [k] : []);
    assert(extremes.every((k) => kept.includes(k)), `round ${round}`);
    assert(kept.length <= 24 && kept[0] === 0 && kept.at(-1) === 499);
    assertEquals(kept, [...new Set(kept)].sort((a, b) => a - b));
  }
});

Deno.test("a short line is kept whole", () => {
  assertEquals(largestTriangleThreeBuckets({ x: [1, 2, 3, 4], y: [1, 1, 1, 1] }, 4), [0, 1, 2, 3]);
  assertEquals(largestTriangleThreeBuckets({ x: [], y: [] }, 4), []);
});

Deno.test("bad counts and unequal coordinates are refused", () => {
  for (const count of [3, 0, -1, 4.5, NaN]) {
    assertThrows(() => largestTriangleThreeBuckets({ x: [1], y: [1] }, count), RangeError, "count");
  }
  assertThrows(() => largestTriangleThreeBuckets({ x: [1, 2], y: [1] }, 4), RangeError, "current values are 2 and 1");
});
