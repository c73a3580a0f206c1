import { assert, assertAlmostEquals, assertThrows } from "@std/assert";
import { growthExponent } from "@lib/study/exercises/growth.ts";

const SIZES = [32, 64, 128, 256, 512, 1024];
const exponentOf = (work: (size: number) => number) =>
  growthExponent(SIZES.map((size) => ({ size, work: work(size) })));

// By hand: from size 10 to 100 the work grows from 3 to 300, a factor of 10²: exponent 2.
Deno.test("two points give the exponent of the line through them", () => {
  assertAlmostEquals(growthExponent([{ size: 10, work: 3 }, { size: 100, work: 300 }]), 2, 1e-12);
});
Deno.test("a power law gives its exponent, whatever its factor", () => {
  for (const exponent of [0, 0.5, 1, 2]) assertAlmostEquals(exponentOf((n) => 7 * n ** exponent), exponent, 1e-12);
});
Deno.test("constant, logarithmic, square-root and linear work are told apart at our sizes", () => {
  const logarithmic = exponentOf((n) => 1 + Math.log2(n));
  assert(exponentOf(() => 5) < 0.05 && logarithmic > 0.1 && logarithmic < 0.3, `${logarithmic}`);
  assert(exponentOf((n) => 3 + Math.sqrt(n)) > 0.3);
  assert(exponentOf((n) => 20 + n) > 0.6);
});
Deno.test("fewer than two different sizes are refused", () => {
  for (const points of [[], [{ size: 1, work: 1 }], [{ size: 5, work: 1 }, { size: 5, work: 2 }]]) {
    assertThrows(() => growthExponent(points), RangeError, "two different sizes are needed");
  }
});
Deno.test("sizes and work that are not positive are refused by name", () => {
  for (const bad of [0, -1, NaN, Infinity]) {
    assertThrows(() => growthExponent([{ size: bad, work: 1 }, { size: 2, work: 1 }]), RangeError, "size must be");
    assertThrows(() => growthExponent([{ size: 1, work: bad }, { size: 2, work: 1 }]), RangeError, "work must be");
  }
});
