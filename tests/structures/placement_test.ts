import { assertEquals, assertThrows } from "@std/assert";
import { imbalance, loadsOf, movedRatio } from "@lib/structures/placement.ts";

// By hand
Deno.test("loads are counted by node", () => {
  assertEquals([...loadsOf(["b", "a", "b"])], [["b", 2], ["a", 1]]);
  assertEquals([...loadsOf([])], []);
});
Deno.test("imbalance is the largest over the mean", () => {
  assertEquals([imbalance([2, 2]), imbalance([3, 1]), imbalance([0, 0, 6]), imbalance([0.5])], [1, 1.5, 3, 1]);
});
Deno.test("what moved is counted key by key", () => {
  assertEquals(movedRatio(["a", "b", "a", "b"], ["a", "a", "b", "b"]), 0.5);
  assertEquals(movedRatio(["a"], ["a"]), 0);
});

// Refusals
Deno.test("nothing to measure is refused", () => {
  assertThrows(() => imbalance([]), RangeError, "current value is []");
  assertThrows(() => imbalance([0, 0]), RangeError, "current value is [0,0]");
  assertThrows(() => movedRatio(["a"], []), RangeError, "current value is 1 and 0");
  assertThrows(() => movedRatio([], []), RangeError, "current value is 0 and 0");
});
