import { assert, assertEquals, assertThrows } from "@std/assert";
import { choice, sample, sampleIndices } from "@lib/base/draws/choice.ts";
import { random } from "@lib/base/random.ts";
import { assertCounts } from "./goodness_of_fit.ts";

// By hand
Deno.test("of one item there is one choice, and a sample of all is a permutation", () => {
  assertEquals(choice(["only"], random(1)), "only");
  for (let seed = 0; seed < 50; seed++) {
    assertEquals(sample([3, 1, 2], { count: 3, random: random(seed) }).toSorted(), [1, 2, 3]);
  }
  assertEquals([sample([], { count: 0, random: random(1) }), sample([1, 2], { count: 0, random: random(1) })], [
    [],
    [],
  ]);
  assertEquals(sample(new Uint8Array([7]), { count: 1, random: random(1) }), [7]);
});

// Oracle: equal shares, by chi-square; the seeds are fixed
Deno.test("every item is chosen equally often", () => {
  const source = random(1);
  const counts = [0, 0, 0, 0, 0];
  for (let n = 0; n < 20_000; n++) counts[choice([0, 1, 2, 3, 4], source)]!++;
  assertCounts(counts, Array(5).fill(4000), "choice");
});
Deno.test("every ordered pair of five is drawn equally often", () => {
  const source = random(2);
  const counts = new Map<string, number>();
  for (let n = 0; n < 40_000; n++) {
    const pair = String(sampleIndices(5, { count: 2, random: source }));
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  assertEquals(counts.size, 20);
  assertCounts([...counts.values()], Array(20).fill(2000), "pairs");
});

// Invariants
Deno.test("over 1000 samples no index comes twice, and all are in range", () => {
  const source = random(3);
  for (let round = 0; round < 1000; round++) {
    const length = source.integer(40);
    const count = source.integer(length + 1);
    const indices = sampleIndices(length, { count, random: source });
    assertEquals([indices.length, new Set(indices).size], [count, count]);
    assert(indices.every((index) => Number.isSafeInteger(index) && index >= 0 && index < length));
  }
  assertEquals(new Set(sampleIndices(2 ** 53 - 1, { count: 1000, random: source })).size, 1000);
});

// Refusals
Deno.test("what cannot be chosen from is refused by name and value", () => {
  const source = random(1);
  assertThrows(
    () => choice([], source),
    RangeError,
    "Cannot choose an item: list must not be empty: current value is []",
  );
  assertThrows(() => choice("abc", source), TypeError, 'list must be a list: current value is "abc"');
  assertThrows(() => choice([1], Math as never), TypeError, "random.integer must be a function");
  assertThrows(
    () => sample([1, 2], { count: 3, random: source }),
    RangeError,
    "Cannot sample without replacement: count must be at most the number of items, 2: current value is 3",
  );
  assertThrows(() => sample([1], { count: -1, random: source }), RangeError, "count must be a non-negative integer");
  assertThrows(
    () => sampleIndices(1.5, { count: 1, random: source }),
    RangeError,
    "length must be a non-negative integer",
  );
});
