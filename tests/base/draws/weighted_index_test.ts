import { assert, assertEquals, assertThrows } from "@std/assert";
import { weightedIndex } from "@lib/base/draws/weighted_index.ts";
import { random } from "@lib/base/random.ts";
import { assertCounts } from "./goodness_of_fit.ts";

const counted = (weights: readonly number[], { seed, draws }: { seed: number; draws: number }) => {
  const draw = weightedIndex(weights, { random: random(seed) });
  const counts = new Array<number>(weights.length).fill(0);
  for (let n = 0; n < draws; n++) counts[draw()]!++;
  return counts;
};

// By hand: weights 1 and 3 in two columns of height 2; index 0 fills half of its own, the rest of it is index 1
Deno.test("a column holds its own index up to its share, and its alias above", () => {
  const at = (column: number, height: number) =>
    weightedIndex([1, 3], { random: { integer: () => column, next: () => height } })();
  assertEquals([at(0, 0), at(0, 0.49), at(0, 0.51), at(0, 0.99)], [0, 0, 1, 1]);
  assertEquals([at(1, 0), at(1, 0.99)], [1, 1]);
});
Deno.test("one index is always drawn, and one of weight 0 never", () => {
  assertEquals(counted([5], { seed: 1, draws: 100 }), [100]);
  const counts = counted([0, 1, 0, 0, 1e-3, 0], { seed: 2, draws: 20_000 });
  assertEquals([counts[0], counts[2], counts[3], counts[5]], [0, 0, 0, 0]);
  assert(counts[4]! > 0);
});

// Oracle: the weights themselves, by chi-square; the seeds are fixed
Deno.test("indices come up in proportion to their weights", () => {
  const draw = random(3);
  for (
    const weights of [
      [1, 1],
      [0.1, 0.2, 0.3, 0.4],
      Array.from({ length: 100 }, (_, k) => 1 / (k + 1)),
      Array.from({ length: 37 }, () => draw.next() ** 3 + 0.01),
      [1e-320, 3e-320].map((weight) => weight),
      [1e308, 1.5e308, 0.5e308],
    ]
  ) {
    const counts = counted(weights, { seed: 4, draws: 50_000 });
    const largest = Math.max(...weights);
    const sum = weights.reduce((sum, weight) => sum + weight / largest, 0);
    assertCounts(counts, weights.map((weight) => weight / largest / sum * 50_000), `${weights.length} weights`);
  }
});

// Invariants: the parts of an index in all columns add up to its weight
Deno.test("over 300 random tables every index has exactly its share", () => {
  const draw = random(5);
  for (let table = 0; table < 300; table++) {
    const weights = Array.from({ length: 1 + draw.integer(30) }, () => draw.next() < 0.2 ? 0 : draw.next());
    if (weights.every((weight) => weight === 0)) continue;
    const n = weights.length;
    const steps = 4096;
    const shares = new Array<number>(n).fill(0);
    let [column, height] = [0, 0];
    const next = weightedIndex(weights, { random: { integer: () => column, next: () => height } });
    for (column = 0; column < n; column++) {
      for (let step = 0; step < steps; step++) {
        height = (step + 0.5) / steps;
        shares[next()]! += 1 / (n * steps);
      }
    }
    const sum = weights.reduce((sum, weight) => sum + weight, 0);
    weights.forEach((weight, i) => {
      assert(
        Math.abs(shares[i]! - weight / sum) <= 1 / steps,
        `table ${table}, index ${i}: ${shares[i]}, ${weight / sum}`,
      );
      if (weight === 0) assertEquals(shares[i], 0);
    });
  }
});

// Refusals
Deno.test("weights that are none are refused by name and value", () => {
  const source = random(1);
  const refused: [unknown, ErrorConstructor, string][] = [
    [[], RangeError, "Cannot draw by weight: weights must have a positive sum: current value is []"],
    [[0, 0], RangeError, "weights must have a positive sum: current value is only zeros"],
    [[1, -1], RangeError, "weights[1] must be a non-negative finite number: current value is -1"],
    [[Infinity], RangeError, "weights[0] must be a non-negative finite number: current value is Infinity"],
    [["1"], TypeError, 'weights[0] must be a non-negative finite number: current value is "1"'],
    ["12", TypeError, 'weights must be a list: current value is "12"'],
  ];
  for (const [weights, errorClass, message] of refused) {
    assertThrows(() => weightedIndex(weights as number[], { random: source }), errorClass, message);
  }
  assertThrows(() => weightedIndex([1], { random: Math as never }), TypeError, "random.integer must be a function");
});
