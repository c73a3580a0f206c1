import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { RendezvousHash } from "@lib/structures/rendezvous_hash.ts";
import { imbalance, loadsOf, movedRatio } from "@lib/structures/placement.ts";
import { keyPartitionerContract } from "@lib/testing/key_partitioner_contract.ts";

const KEYS = Array.from({ length: 100_000 }, (_, n) => `key:${n}`);
const placed = (nodes: Record<string, number>, options = {}) => {
  const chooser = new RendezvousHash(options);
  for (const [id, weight] of Object.entries(nodes)) chooser.addNode(id, weight);
  return KEYS.map((key) => chooser.getNode(key)!);
};

// By hand: with exponential clocks of rates 1, 2 and 5, the one that rings first is each in 1/8, 2/8 and 5/8 of the
// cases.
Deno.test("a node wins in proportion to its weight, exactly but for chance", () => {
  const loads = loadsOf(placed({ a: 1, b: 2, c: 5 }));
  // One standard deviation of 100,000 draws is at most √(0.25 / 100,000) = 0.0016.
  assertAlmostEquals(loads.get("a")! / 100_000, 1 / 8, 0.0064);
  assertAlmostEquals(loads.get("b")! / 100_000, 2 / 8, 0.0064);
  assertAlmostEquals(loads.get("c")! / 100_000, 5 / 8, 0.0064);
});

// Invariants
Deno.test("no table, no unevenness: ten nodes are equal but for chance", () => {
  const nodes = Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`node-${n}`, 1]));
  assertEquals(imbalance(loadsOf(placed(nodes)).values()) < 1.03, true); // σ is 1 %
});
Deno.test("only proportions matter: weights times 1,000 give the same answers", () => {
  const [one, thousand] = [{ a: 0.5, b: 1, c: 2 }, { a: 500, b: 1000, c: 2000 }];
  assertEquals(movedRatio(placed(one), placed(thousand)), 0);
});
Deno.test("seeds give placements that know nothing of each other", () => {
  assertAlmostEquals(movedRatio(placed({ a: 1, b: 1 }), placed({ a: 1, b: 1 }, { seed: 1 })), 1 / 2, 0.01);
});

// Contract
for (const demand of keyPartitionerContract(() => new RendezvousHash())) {
  Deno.test(`RendezvousHash: ${demand.name}`, () => demand.run());
}

// Refusals
Deno.test("a seed out of range is refused by value", () => {
  for (const seed of [-1, 0.5, 2 ** 32]) assertThrows(() => new RendezvousHash({ seed }), RangeError, `${seed}`);
});
