import { assert, assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { weightedChoice } from "@lib/storage/datasets/_weighted_choice.ts";

// By hand: weights 1, 0, 3 of 4: up to 0.25 the first, then the third
Deno.test("each index has its share of the uniform numbers, and none where its weight is 0", () => {
  const choose = weightedChoice([1, 0, 3]);
  assertEquals([0, 0.2499, 0.25, 0.5, 0.999999].map(choose), [0, 0, 2, 2, 2]);
  assertEquals([0, 0.999999].map(weightedChoice([0, 0, 5, 0])), [2, 2]);
});

// Oracle: frequencies, by chi-square
Deno.test("indices come as often as their weights say", () => {
  const weights = Array.from({ length: 30 }, (_, i) => 1 / (i + 1));
  const sum = weights.reduce((a, b) => a + b), draws = 200_000;
  const choose = weightedChoice(weights), draw = random(5);
  const counts = new Uint32Array(30);
  for (let i = 0; i < draws; i++) counts[choose(draw.next())]!++;
  const chiSquare = weights.reduce((total, weight, i) => {
    const expected = draws * weight / sum;
    return total + (counts[i]! - expected) ** 2 / expected;
  }, 0);
  assert(chiSquare < 58.3, `chi-square ${chiSquare} with 29 degrees of freedom; 58.3 is its 0.999 quantile`);
});

Deno.test("weights that are negative, infinite, not numbers or all 0 are refused", () => {
  for (const bad of [[1, -1], [NaN], [Infinity]]) {
    assertThrows(() => weightedChoice(bad), RangeError, "must be a non-negative");
  }
  for (const bad of [[], [0, 0]]) assertThrows(() => weightedChoice(bad), RangeError, "positive sum");
  assertThrows(() => weightedChoice([1, -1]), RangeError, "weights[1]");
});
