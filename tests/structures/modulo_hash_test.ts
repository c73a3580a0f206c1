import { assert, assertEquals, assertThrows } from "@std/assert";
import { ModuloHash } from "@lib/structures/modulo_hash.ts";
import { movedRatio } from "@lib/structures/placement.ts";
import { keyPartitionerContract } from "@lib/testing/key_partitioner_contract.ts";

const KEYS = Array.from({ length: 20_000 }, (_, n) => `key:${n}`);
const nodesOf = (count: number) => {
  const nodes = new ModuloHash();
  for (let n = 0; n < count; n++) nodes.addNode(`node-${n}`);
  return nodes;
};

// By hand: a hash keeps its node when h mod 10 = h mod 11, which holds for 10 of every 110 hashes.
Deno.test("one node more moves ten of eleven keys", () => {
  const [before, after] = [nodesOf(10), nodesOf(11)].map((nodes) => KEYS.map((key) => nodes.getNode(key)!));
  assert(Math.abs(movedRatio(before!, after!) - 10 / 11) < 0.01);
});

// Contract: what is left of it, and the demand that it can't meet.
const BROKEN = [
  "a node that comes takes its share, and no key moves to another",
  "a node that goes leaves its keys, and no other key moves",
];
for (const demand of keyPartitionerContract(() => new ModuloHash(), { isNumbered: true })) {
  Deno.test(`ModuloHash: ${demand.name}${BROKEN.includes(demand.name) ? " (it does)" : ""}`, () => {
    if (BROKEN.includes(demand.name)) assertThrows(() => demand.run());
    else demand.run();
  });
}

// Refusals
Deno.test("a weight other than 1 is refused by value", () => {
  const nodes = nodesOf(1);
  assertThrows(() => nodes.addNode("b", 2), RangeError, "a remainder knows no weight but 1: current value is 2");
  assertEquals(nodes.size, 1);
});
