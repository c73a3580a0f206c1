import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { jumpBucket, JumpHash } from "@lib/structures/jump_hash.ts";
import { imbalance, loadsOf, movedRatio } from "@lib/structures/placement.ts";
import { keyPartitionerContract } from "@lib/testing/key_partitioner_contract.ts";

const halvesOf = (key: bigint) => Uint32Array.of(Number(key >> 32n), Number(key & 0xffffffffn));

/** The paper's program, line by line, in 64-bit integers. */
function oracle(key: bigint, buckets: number): number {
  let [bucket, next] = [-1n, 0n];
  while (next < BigInt(buckets)) {
    bucket = next;
    key = BigInt.asUintN(64, key * 2862933555777941757n + 1n);
    next = BigInt(Math.trunc(Number(bucket + 1n) * (2 ** 31 / Number((key >> 33n) + 1n))));
  }
  return Number(bucket);
}

// By hand
Deno.test("one bucket has every key", () => {
  for (const key of [0n, 1n, 2n ** 64n - 1n]) assertEquals(jumpBucket(halvesOf(key), 1), 0);
});

// Oracle: the values in the tests of other implementations (D. Gryski's go-jump), and the paper's program in BigInt.
Deno.test("known keys are in known buckets", () => {
  const known: [bigint, number, number][] = [
    [1n, 1, 0],
    [42n, 57, 43],
    [0xdead10ccn, 1, 0],
    [0xdead10ccn, 666, 361],
    [256n, 1024, 520],
  ];
  for (const [key, buckets, bucket] of known) assertEquals(jumpBucket(halvesOf(key), buckets), bucket, `${key}`);
});
Deno.test("two halves of 32 bits compute what 64 bits do, at every size", () => {
  const draw = random(1);
  const edges = [0, 1, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff];
  const sizes = [2, 3, 10, 1000, 10 ** 6, 2 ** 31 - 1, 2 ** 31];
  for (const high of edges) {
    for (const low of edges) {
      const key = BigInt(high) << 32n | BigInt(low);
      for (const size of sizes) assertEquals(jumpBucket(halvesOf(key), size), oracle(key, size), `${key} of ${size}`);
    }
  }
  for (let round = 0; round < 3000; round++) {
    const key = BigInt(draw.uint32()) << 32n | BigInt(draw.uint32());
    const size = 1 + draw.integer(10 ** draw.integer(7));
    assertEquals(jumpBucket(halvesOf(key), size), oracle(key, size), `${key} of ${size}`);
  }
});

// Invariants
Deno.test("200,000 keys on ten nodes: imbalance up to 1.02, and 1/11 of them move for an eleventh", () => {
  const shards = new JumpHash();
  for (let n = 0; n < 10; n++) shards.addNode(`shard-${n}`);
  const keys = Array.from({ length: 200_000 }, (_, n) => `key:${n}`);
  const before = keys.map((key) => shards.getNode(key)!);
  assert(imbalance(loadsOf(before).values()) <= 1.02, `${imbalance(loadsOf(before).values())}`);
  shards.addNode("shard-10");
  // One standard deviation of the part that moves is √(0.083 / 200,000) = 0.0006.
  assertAlmostEquals(movedRatio(before, keys.map((key) => shards.getNode(key)!)), 1 / 11, 0.003);
});
Deno.test("seeds give placements that know nothing of each other", () => {
  const [one, other] = [new JumpHash(), new JumpHash({ seed: 1 })];
  for (const id of ["a", "b", "c", "d"]) [one, other].forEach((chooser) => chooser.addNode(id));
  const keys = Array.from({ length: 5000 }, (_, n) => `key:${n}`);
  const moved = movedRatio(keys.map((key) => one.getNode(key)!), keys.map((key) => other.getNode(key)!));
  assertAlmostEquals(moved, 3 / 4, 0.04);
});
Deno.test("nodes are numbered as they come: in another order, other keys", () => {
  const keys = Array.from({ length: 1000 }, (_, n) => `key:${n}`);
  const placed = (ids: string[]) => {
    const chooser = new JumpHash();
    for (const id of ids) chooser.addNode(id);
    return keys.map((key) => chooser.getNode(key)!);
  };
  assert(movedRatio(placed(["a", "b", "c"]), placed(["b", "a", "c"])) > 0.5);
});

// Contract
for (const demand of keyPartitionerContract(() => new JumpHash(), { isNumbered: true })) {
  Deno.test(`JumpHash: ${demand.name}`, () => demand.run());
}

// Refusals
Deno.test("a node that is not the last stays, and so do all keys", () => {
  const shards = new JumpHash();
  for (const id of ["a", "b", "c"]) shards.addNode(id);
  const message = 'jump hash removes only the node that was added last: current value is "a"';
  assertThrows(() => shards.removeNode("a"), RangeError, message);
  assertEquals([shards.size, shards.removeNode("x"), shards.removeNode("c"), shards.removeNode("b")], [
    3,
    false,
    true,
    true,
  ]);
});
Deno.test("weights other than 1, numbers of buckets and seeds out of range are refused by value", () => {
  const shards = new JumpHash();
  assertThrows(() => shards.addNode("a", 2), RangeError, "jump hash knows no weight but 1: current value is 2");
  assertEquals(shards.size, 0);
  for (const buckets of [0, -1, 1.5, NaN]) {
    assertThrows(() => jumpBucket(halvesOf(1n), buckets), RangeError, `current value is ${buckets}`);
  }
  assertThrows(() => jumpBucket(halvesOf(1n), 2 ** 31 + 1), RangeError, "buckets must be at most 2³¹");
  for (const seed of [-1, 0.5, 2 ** 32]) assertThrows(() => new JumpHash({ seed }), RangeError, `${seed}`);
});
