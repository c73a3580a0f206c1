import { assertEquals, assertThrows } from "@std/assert";
import { closeWithin } from "@lib/study/bench/tolerance.ts";

Deno.test("closeWithin() compares numbers relative to the largest of ours, the limit included", () => {
  const agree = closeWithin(0.25);
  assertEquals([agree(1.25, 1), agree(0.75, 1), agree(1.26, 1), agree(0.74, 1)], [true, true, false, false]);
  assertEquals([agree(5, 4), agree(4, 5)], [true, true]);
  assertEquals(closeWithin(0.2)(5, 4), false); // of ours, not of theirs
});

Deno.test("closeWithin() compares lists and typed arrays number by number", () => {
  const agree = closeWithin(0.01);
  assertEquals(agree([100, 1, 0.5], Float64Array.of(100, 0, 0)), true);
  assertEquals(agree([-100, 1.5], Float32Array.of(-100, 0)), false);
  assertEquals(agree([100, -50], [100, 50]), false);
  assertEquals([agree([], []), agree([1], [1, 1]), agree([1, 1], [1])], [true, false, false]);
});

Deno.test("closeWithin() takes nothing else for close", () => {
  const agree = closeWithin(1);
  for (const other of [NaN, "1", null, undefined, [NaN], ["1"], [Infinity], { length: 1, 0: 1 }, Infinity]) {
    assertEquals([agree(other, 1), agree(1, other)], [false, false], String(other));
  }
});

// Refusals
Deno.test("closeWithin() refuses a tolerance that is none", () => {
  for (const tolerance of [-1, NaN, Infinity]) {
    assertThrows(() => closeWithin(tolerance), RangeError, "Cannot compare answers: tolerance must be");
  }
});
