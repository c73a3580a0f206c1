import { assert, assertAlmostEquals, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { Random, random, splitMix64 } from "@lib/base/random.ts";
import vectors from "./random_vectors.json" with { type: "json" };

// Oracle: vectors published with rand_xoshiro, made by the authors' reference programs, and our own by a second
// implementation (random_vectors.py, which checks itself against the published ones)
Deno.test("uint32() gives the published numbers of xoshiro128**", () => {
  const { state, numbers } = vectors.published.xoshiro128starstar;
  const generator = new Random(state as [number, number, number, number]);
  assertEquals(numbers.map(() => generator.uint32()), numbers);
});

Deno.test("splitMix64() gives the published numbers", () => {
  const { seed, numbers } = vectors.published.splitmix64;
  let state = BigInt(seed);
  for (const expected of numbers) {
    const step = splitMix64(state);
    assertEquals(step.output, BigInt(expected));
    state = step.state;
  }
});

Deno.test("random(seed) gives the numbers of the reference seeded in the same way", () => {
  for (const { seed, uint32, next } of vectors.seeded) {
    const generator = random(seed);
    assertEquals(uint32.map(() => generator.uint32()), uint32, `seed ${seed}`);
    const fresh = random(seed);
    assertEquals(next.map(() => fresh.next()), next, `seed ${seed}`);
  }
});

// By hand
Deno.test("the same seed gives the same numbers, another seed others", () => {
  const five = (seed: number) => {
    const generator = random(seed);
    return [
      generator.next(),
      generator.integer(1000),
      generator.normal(),
      generator.normal(),
      generator.shuffle([1, 2, 3, 4]),
    ];
  };
  assertEquals(five(42), five(42));
  assertNotEquals(five(42), five(43));
});

Deno.test("integer() is 0 for one choice, reaches every choice, and never the count itself", () => {
  const generator = random(1);
  for (let n = 0; n < 20; n++) assertEquals(generator.integer(1), 0);
  for (const count of [2, 3, 7, 10]) {
    const seen = new Set(Array.from({ length: 1000 }, () => generator.integer(count)));
    assertEquals([...seen].sort((a, b) => a - b), Array.from({ length: count }, (_, n) => n));
  }
});

// Invariants, statistically: each bound is the 0.999 quantile of its distribution, the seeds are fixed
Deno.test("integer() is unbiased where 2^32 is not a multiple of the count", () => {
  // With count = 3 · 2^30, taking the remainder alone would give the lowest third twice the share of the others: 1/2.
  const count = 3 * 2 ** 30, draws = 30_000, generator = random(2);
  let low = 0;
  for (let n = 0; n < draws; n++) if (generator.integer(count) < 2 ** 30) low++;
  const z = (low - draws / 3) / Math.sqrt(draws * (1 / 3) * (2 / 3));
  assert(Math.abs(z) < 3.3, `z = ${z}`);
});

Deno.test("integer() is uniform, below 2^32 and above", () => {
  for (const count of [10, 1000 * 2 ** 33]) {
    const bins = new Array(10).fill(0), draws = 20_000, generator = random(3);
    for (let n = 0; n < draws; n++) {
      const drawn = generator.integer(count);
      assert(Number.isSafeInteger(drawn) && drawn < count);
      bins[Math.floor(drawn / count * 10)]++;
    }
    const chi2 = bins.reduce((sum, bin) => sum + (bin - draws / 10) ** 2 / (draws / 10), 0);
    assert(chi2 < 27.88, `chi-square ${chi2} with 9 degrees of freedom`);
  }
  const wide = random(4);
  const odd = Array.from({ length: 1000 }, () => wide.integer(2 ** 53 - 1) % 2).reduce((sum, bit) => sum + bit, 0);
  assert(Math.abs(odd - 500) < 3.3 * Math.sqrt(250), `${odd} of 1000 are odd`);
});

Deno.test("next() is uniform in [0, 1) down to its last bits", () => {
  const generator = random(5), draws = 50_000;
  const bins = new Array(100).fill(0);
  let lastBits = 0;
  for (let n = 0; n < draws; n++) {
    const drawn = generator.next();
    assert(drawn >= 0 && drawn < 1);
    bins[Math.floor(drawn * 100)]++;
    lastBits += (drawn * 2 ** 53) % 2;
  }
  const chi2 = bins.reduce((sum, bin) => sum + (bin - draws / 100) ** 2 / (draws / 100), 0);
  assert(chi2 < 148.2, `chi-square ${chi2} with 99 degrees of freedom`);
  assert(Math.abs(lastBits - draws / 2) < 3.3 * Math.sqrt(draws / 4), `the last bit was set ${lastBits} times`);
});

Deno.test("normal() has mean 0, variance 1, no skew, the tails of the normal distribution, and independent neighbours", () => {
  const generator = random(6), draws = 100_000;
  const drawn = Array.from({ length: draws }, () => generator.normal());
  const moment = (power: number) => drawn.reduce((sum, x) => sum + x ** power, 0) / draws;
  assertAlmostEquals(moment(1), 0, 3.3 / Math.sqrt(draws));
  assertAlmostEquals(moment(2), 1, 3.3 * Math.sqrt(2 / draws));
  assertAlmostEquals(moment(3), 0, 3.3 * Math.sqrt(15 / draws));
  assertAlmostEquals(moment(4), 3, 3.3 * Math.sqrt(96 / draws));
  const beyond = drawn.filter((x) => Math.abs(x) > 1.959964).length / draws;
  assertAlmostEquals(beyond, 0.05, 3.3 * Math.sqrt(0.05 * 0.95 / draws));
  const together = drawn.reduce((sum, x, n) => sum + x * (drawn[n + 1] ?? 0), 0) / draws;
  assertAlmostEquals(together, 0, 3.3 / Math.sqrt(draws));
});

Deno.test("shuffle() gives every order of four equally often, in place", () => {
  const generator = random(7), runs = 24_000;
  const orders = new Map<string, number>();
  for (let run = 0; run < runs; run++) {
    const list = [1, 2, 3, 4];
    assert(generator.shuffle(list) === list);
    orders.set(String(list), (orders.get(String(list)) ?? 0) + 1);
  }
  assertEquals(orders.size, 24);
  const chi2 = [...orders.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
  assert(chi2 < 49.73, `chi-square ${chi2} with 23 degrees of freedom`);
  assertEquals(generator.shuffle([]), []);
  assertEquals([...generator.shuffle(new Int32Array([5, 6, 7]))].sort(), [5, 6, 7]);
});

// Refusals
Deno.test("a seed, a count or a state that cannot be meant is refused by name and value", () => {
  for (const seed of [-1, 0.5, NaN, Infinity, 2 ** 53]) {
    const message = `Cannot create a random generator: seed must be a non-negative integer: current value is ${seed}`;
    assertThrows(() => random(seed), RangeError, message);
  }
  assertThrows(() => random("1" as unknown as number), TypeError, 'current value is "1"');
  for (const count of [0, -1, 1.5, NaN, Infinity, 2 ** 53]) {
    assertThrows(
      () => random(1).integer(count),
      RangeError,
      `count must be a positive integer: current value is ${count}`,
    );
  }
  assertThrows(() => new Random([0, 0, 0, 0]), RangeError, "state must not be all zero");
});
