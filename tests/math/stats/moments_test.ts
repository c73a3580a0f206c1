import { assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import {
  excessKurtosis,
  mergeMoments,
  type Moments,
  momentsOf,
  NO_MOMENTS,
  skewness,
  standardDeviation,
  variance,
} from "@lib/math/stats/moments.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";
import { VECTORS } from "./vectors.ts";

const numbersOf = ({ weight, mean, squares, cubes, fourths }: Moments) => [weight, mean, squares, cubes, fourths];

Deno.test("by hand: 1, 2, 3, 6", () => {
  // mean 3; distances −2, −1, 0, 3; squares 4 + 1 + 0 + 9 = 14; cubes −8 − 1 + 27 = 18; fourths 16 + 1 + 81 = 98
  const moments = momentsOf([1, 2, 3, 6]);
  assertAllClose(numbersOf(moments), [4, 3, 14, 18, 98]);
  assertAllClose([variance(moments), variance(moments, { ddof: 0 })], [14 / 3, 3.5]);
  assertAllClose([skewness(moments), excessKurtosis(moments)], [2 * 18 / 14 ** 1.5, 4 * 98 / 196 - 3]);
});
Deno.test("oracle: NumPy in extended precision, also far from zero", () => {
  for (const { name, x, ...expected } of VECTORS.samples) {
    const moments = momentsOf(x);
    // what one number keeps of its distance from 1e9: nine digits
    const relative = name === "far from zero" ? 1e-7 : 1e-11;
    assertAllClose([moments.mean], [expected.mean], { relative: 1e-15, absolute: 1e-16 });
    assertAllClose([variance(moments)], [expected.variance], { relative });
    assertAllClose([skewness(moments), excessKurtosis(moments)], [expected.skewness, expected.excessKurtosis], {
      relative: 100 * relative,
      absolute: 100 * relative,
    });
  }
});
Deno.test("oracle: weights are how often a number was seen", () => {
  for (const { x, weights, mean, variance: expected, ...shape } of VECTORS.weighted) {
    const moments = momentsOf(x, { weights });
    assertAllClose([moments.mean, variance(moments)], [mean, expected]);
    assertAllClose([skewness(moments), excessKurtosis(moments)], [shape.skewness, shape.excessKurtosis], {
      absolute: 1e-11,
    });
  }
});
Deno.test("however a sample is cut, its parts merge to the whole", () => {
  const dice = random(1);
  for (let round = 0; round < 50; round++) {
    const x = Array.from({ length: 1 + dice.integer(40) }, () => 5 + dice.normal() ** 3);
    let merged = NO_MOMENTS;
    for (let from = 0, to; from < x.length; from = to) {
      to = from + 1 + dice.integer(7);
      merged = mergeMoments(merged, momentsOf(x.slice(from, to)));
    }
    assertAllClose(numbersOf(merged), numbersOf(momentsOf(x)), { relative: 1e-9, absolute: 1e-9 });
  }
  const some = momentsOf([1, 2]);
  assertEquals([mergeMoments(some, NO_MOMENTS), mergeMoments(NO_MOMENTS, some), momentsOf([])], [
    some,
    some,
    NO_MOMENTS,
  ]);
});
Deno.test("refusals", () => {
  const refusals: [() => unknown, string][] = [
    [() => momentsOf([1, NaN]), "x[1] must be a finite number: current value is NaN"],
    [() => momentsOf([1], { weights: [-1] }), "weights[0] must not be negative: current value is -1"],
    [() => momentsOf([1], { weights: [Infinity] }), "weights[0] must be a finite number"],
    [() => momentsOf([1, 2], { weights: [1] }), "weights must have as many numbers as x: current value is 1 and 2"],
    [() => variance(momentsOf([5])), "the weight must be larger than ddof (1): current value is 1"],
    [() => variance(NO_MOMENTS, { ddof: 0 }), "current value is 0"],
    [() => skewness(momentsOf([2, 2])), "Cannot take a skewness: the numbers must not all be equal"],
    [() => excessKurtosis(NO_MOMENTS), "Cannot take a kurtosis"],
    [() => variance(momentsOf([-1e200, 1e200, 0])), "it must not overflow (take a standard deviation)"],
    [() => skewness(momentsOf([0.1 + 0.2, 0.3])), "the numbers must not all be equal: current value is rounding noise"],
    [() => excessKurtosis(momentsOf([0.1 + 0.2, 0.3])), "current value is rounding noise"],
    [() => mergeMoments(NO_MOMENTS, { ...NO_MOMENTS, weight: -1 }), "b.weight must be a non-negative finite number"],
    [() => standardDeviation(momentsOf([5])), "the weight must be larger than ddof (1): current value is 1"],
  ];
  for (const [attempt, message] of refusals) assertThrows(attempt, RangeError, message);
});
