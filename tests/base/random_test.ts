import { assert, assertAlmostEquals, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { Random, random, type RandomState, splitMix64 } from "@lib/base/random.ts";
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

Deno.test("a generator goes on from its state, through JSON, also in the middle of a pair of normal numbers", () => {
  const generator = random(11);
  for (let n = 0; n < 50; n++) {
    const saved = JSON.parse(JSON.stringify(generator));
    assertEquals(saved, generator.state);
    const following = () => {
      const draw = Random.from(saved);
      return [draw.normal(), draw.uint32(), draw.normal(), draw.integer(1000), draw.next()];
    };
    const expected = following();
    const other = random(99);
    other.normal(); // a spare number of its own
    other.restore(saved);
    const draws = (draw: Random) => [draw.normal(), draw.uint32(), draw.normal(), draw.integer(1000), draw.next()];
    assertEquals(draws(other), expected);
    assertEquals(draws(generator), expected);
    if (n % 3 === 0) generator.normal();
  }
});

Deno.test("the state is the reference's words, before and after a draw", () => {
  const { state, numbers } = vectors.published.xoshiro128starstar;
  const words = state as [number, number, number, number];
  assertEquals(new Random(words).state, { words });
  const high = Random.from({ words: [0, 0, 0, 2 ** 32 - 1] });
  assertEquals(high.state.words, [0, 0, 0, 2 ** 32 - 1]);
  const restored = Random.from({ words });
  assertEquals(numbers.map(() => restored.uint32()), numbers);
});

Deno.test("split() depends on the seed and the order of calls alone, and drawing from a child leaves its parent alone", () => {
  const [one, other] = [random(3), random(3)];
  const [a, b] = [one.split(), other.split()];
  assertEquals(a.state, b.state);
  for (let n = 0; n < 100; n++) a.next();
  assertEquals(one.state, other.state);
  assertNotEquals(one.split().state, a.state);
  const states = new Set<string>();
  const root = random(4);
  for (let n = 0; n < 1000; n++) {
    const child = root.split();
    for (const one of [child, child.split(), child.split().split()]) states.add(JSON.stringify(one));
  }
  assertEquals(states.size, 3000);
});

Deno.test("a child's words are four draws of its parent, mixed by the published splitMix64()", () => {
  const twin = random(3);
  const mixed = () => splitMix64(BigInt(twin.uint32()) << 32n | BigInt(twin.uint32())).output;
  const halves = [mixed(), mixed()].flatMap((word) => [Number(word & 0xffffffffn), Number(word >> 32n)]);
  assertEquals([...random(3).split().state.words], halves);
});

Deno.test("streams are uncorrelated: parent and child, siblings, and children of neighbouring seeds", () => {
  const draws = 20_000;
  const root = random(8);
  const pairs: [string, Random, Random][] = [
    ["parent and child", root.split(), root],
    ["siblings", root.split(), root.split()],
    ["grandchild and child", root.split().split(), root.split()],
    ["children of neighbouring seeds", random(20).split(), random(21).split()],
    ["child and a seed", random(20).split(), random(20)],
  ];
  for (const [what, one, other] of pairs) {
    let sum = 0;
    const bins = new Array(64).fill(0);
    for (let n = 0; n < draws; n++) {
      const [x, y] = [one.next(), other.next()];
      sum += (x - 0.5) * (y - 0.5);
      bins[8 * Math.floor(8 * x) + Math.floor(8 * y)]++;
    }
    const z = 12 * sum / Math.sqrt(draws);
    assert(Math.abs(z) < 3.3, `${what}: correlation z = ${z}`);
    const chi2 = bins.reduce((sum, bin) => sum + (bin - draws / 64) ** 2 / (draws / 64), 0);
    assert(chi2 < 103.44, `${what}: chi-square ${chi2} with 63 degrees of freedom`);
  }
});

Deno.test("the first numbers of many children are uniform", () => {
  const root = random(9), children = 20_000;
  const bins = new Array(100).fill(0);
  for (let n = 0; n < children; n++) bins[Math.floor(100 * root.split().next())]++;
  const chi2 = bins.reduce((sum, bin) => sum + (bin - children / 100) ** 2 / (children / 100), 0);
  assert(chi2 < 148.2, `chi-square ${chi2} with 99 degrees of freedom`);
});

// Refusals
Deno.test("a state that no generator can have is refused, and the generator is as before", () => {
  const generator = random(1);
  const before = generator.state;
  const refused: [unknown, ErrorConstructor, string][] = [
    [undefined, TypeError, "state must be an object: current value is undefined"],
    [[1, 2, 3, 4], TypeError, "state must be an object: current value is an array"],
    [{}, TypeError, "state must be a list: current value is undefined"],
    [{ words: "1234" }, TypeError, 'state must be a list: current value is "1234"'],
    [{ words: [1, 2, 3] }, RangeError, "state must be four words: current value is 3"],
    [{ words: [0, 0, 0, 0] }, RangeError, "state must not be all zero"],
    [{ words: [1, 2, 3, -1] }, RangeError, "state[3] must be an unsigned 32-bit integer: current value is -1"],
    [{ words: [1, 2 ** 32, 3, 4] }, RangeError, "state[1] must be an unsigned 32-bit integer"],
    [{ words: [0.5, 1, 2, 3] }, RangeError, "state[0] must be an unsigned 32-bit integer: current value is 0.5"],
    [{ words: ["1", 1, 2, 3] }, TypeError, 'state[0] must be an unsigned 32-bit integer: current value is "1"'],
    [{ words: [1, 2, 3, 4], spareNormal: NaN }, RangeError, "state.spareNormal must be a finite number"],
    [{ words: [1, 2, 3, 4], spareNormal: null }, TypeError, "state.spareNormal must be a finite number"],
  ];
  for (const [state, errorClass, message] of refused) {
    const full = `Cannot restore a random generator: ${message}`;
    assertThrows(() => generator.restore(state as RandomState), errorClass, full);
    assertThrows(() => Random.from(state as RandomState), errorClass, full);
    assertEquals(generator.state, before);
  }
  assertThrows(
    () => generator.shuffle("abc" as never),
    TypeError,
    'Cannot shuffle: list must be a list: current value is "abc"',
  );
});

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
