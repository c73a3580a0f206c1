import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { zipf } from "@lib/base/zipf.ts";

/** The probabilities of the ranks 1 … size, summed from the definition. */
function probabilities(exponent: number, size: number): number[] {
  const shares = Array.from({ length: size }, (_, n) => (n + 1) ** -exponent);
  const total = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => share / total);
}

/** The 0.9999 quantile of chi-square, by Wilson and Hilferty: 3.719 is that of the normal distribution. */
function chiSquareBound(freedom: number): number {
  const part = 2 / (9 * freedom);
  return freedom * (1 - part + 3.719 * Math.sqrt(part)) ** 3;
}

// By hand
Deno.test("with one rank there is one answer, and with exponent 0 all ranks are alike", () => {
  const one = zipf({ exponent: 2, size: 1, random: random(1) });
  for (let n = 0; n < 100; n++) assertEquals(one(), 1);
  const even = zipf({ exponent: 0, size: 4, random: random(2) });
  const counts = [0, 0, 0, 0];
  for (let n = 0; n < 40_000; n++) counts[even() - 1]!++;
  for (const count of counts) assertAlmostEquals(count, 10_000, 3.9 * Math.sqrt(40_000 * 0.25 * 0.75));
});

Deno.test("the two ends of the random numbers give ranks within bounds", () => {
  for (const size of [1, 2, 3, 10, 1e6, 2 ** 53 - 1]) {
    for (const exponent of [0, 0.5, 0.99, 1, 1.01, 3]) {
      for (const u of [0, 2 ** -53, 0.5, 1 - 2 ** -53]) {
        let calls = 0;
        const draw = zipf({ exponent, size, random: { next: () => calls++ === 0 ? u : 0.3 } });
        const rank = draw();
        assert(
          Number.isSafeInteger(rank) && rank >= 1 && rank <= size,
          `u ${u}, size ${size}, exponent ${exponent}: ${rank}`,
        );
      }
    }
  }
});

// Oracle: the frequencies of the definition, by chi-square
Deno.test("ranks come up as often as the definition says, for many exponents and sizes", () => {
  for (const exponent of [0, 0.3, 0.99, 1, 1 + 1e-9, 1.5, 3]) {
    for (const size of [2, 3, 10, 100]) {
      const draws = 40_000, draw = zipf({ exponent, size, random: random(Math.round(1000 * exponent) + size) });
      const counts = new Array<number>(size).fill(0);
      for (let n = 0; n < draws; n++) counts[draw() - 1]!++;
      // Ranks so rare that fewer than 10 are expected are counted together.
      let chi2 = 0, freedom = -1, restExpected = 0, restCount = 0;
      for (const [n, probability] of probabilities(exponent, size).entries()) {
        const expected = draws * probability;
        if (expected < 10) [restExpected, restCount] = [restExpected + expected, restCount + counts[n]!];
        else [chi2, freedom] = [chi2 + (counts[n]! - expected) ** 2 / expected, freedom + 1];
      }
      if (restExpected > 0) [chi2, freedom] = [chi2 + (restCount - restExpected) ** 2 / restExpected, freedom + 1];
      const bound = chiSquareBound(freedom);
      assert(
        chi2 < bound,
        `exponent ${exponent}, size ${size}: chi-square ${chi2}, ${freedom} degrees of freedom, bound ${bound}`,
      );
    }
  }
});

// Invariants
Deno.test("a rank costs fewer than 1.2 random numbers on average, however many ranks there are", () => {
  for (const exponent of [0, 0.5, 0.99, 1, 2]) {
    for (const size of [10, 1e4, 1e9]) {
      const source = random(1);
      let drawn = 0;
      const draw = zipf({ exponent, size, random: { next: () => (drawn++, source.next()) } });
      for (let n = 0; n < 5000; n++) draw();
      assert(drawn < 1.2 * 5000, `exponent ${exponent}, size ${size}: ${drawn} for 5000 ranks`);
    }
  }
});

// Refusals
Deno.test("options that cannot be meant are refused by name and value", () => {
  for (const exponent of [-0.1, NaN, Infinity]) {
    assertThrows(
      () => zipf({ exponent, size: 3, random: random(1) }),
      RangeError,
      `exponent must be a non-negative finite number`,
    );
  }
  for (const size of [0, -1, 1.5, NaN, Infinity]) {
    assertThrows(
      () => zipf({ exponent: 1, size, random: random(1) }),
      RangeError,
      `size must be a positive integer: current value is ${size}`,
    );
  }
});
