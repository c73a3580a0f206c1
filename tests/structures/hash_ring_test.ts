import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { hash64 } from "@lib/base/hash64.ts";
import { HashRing, type HashRingState, MAX_POINTS } from "@lib/structures/hash_ring.ts";
import { imbalance, movedRatio } from "@lib/structures/placement.ts";
import { keyPartitionerContract } from "@lib/testing/key_partitioner_contract.ts";

const KEYS = Array.from({ length: 5000 }, (_, n) => `key:${n}`);
const ringOf = (nodes: Record<string, number>, options = {}) => {
  const ring = new HashRing(options);
  for (const [id, weight] of Object.entries(nodes)) ring.addNode(id, weight);
  return ring;
};
const placed = (ring: HashRing) => KEYS.map((key) => ring.getNode(key)!);
const tenNodes = (set: number) => Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`set-${set}/node-${n}`, 1]));

// By hand
Deno.test("a key belongs to the first point at or after its hash, and after the last point to the first", () => {
  const ring = ringOf({ a: 1, b: 1 }, { virtualNodes: 2 });
  const hash = new Uint32Array(2);
  const valueOf = (text: string) => (hash64(text, hash), hash[0]! * 2 ** 32 + hash[1]!);
  const points = ["a#0", "a#1", "b#0", "b#1"].sort((one, other) => valueOf(one) - valueOf(other));
  for (const key of KEYS) {
    const next = points.find((point) => valueOf(point) >= valueOf(key)) ?? points[0]!;
    assertEquals(ring.getNode(key), next[0], key);
  }
  assertEquals(points.map((point) => ring.getNode(point)), points.map((point) => point[0]), "a point is its own");
});
Deno.test("a node stands at virtualNodes · weight points, rounded, and at least at one", () => {
  const ring = ringOf({ a: 1, b: 2.5, c: 0.001 }, { virtualNodes: 10 });
  assertEquals([ring.pointCount, ring.size, ring.totalWeight], [10 + 25 + 1, 3, 3.501]);
  assertEquals([ring.weightOf("b"), ring.weightOf("x")], [2.5, undefined]);
  ring.addNode("b", 1);
  ring.removeNode("c");
  assertEquals([ring.pointCount, ring.totalWeight], [20, 2]);
});

// Oracle: Python with mmh3 5.3.1: points `mmh3.hash64(f"{id}#{i}", 7, x64arch=False, signed=False)[0]`, sorted with
// their ids, `bisect_left` of the key's hash, then the first three ids on the way round.
Deno.test("a ring of Python's gives the same replicas", () => {
  const ring = ringOf({ a: 1, b: 1, c: 2 }, { virtualNodes: 64, seed: 7 });
  const expected = "cba bca cba bca bca cab cab acb cba acb abc cba bac cab bac acb cab bca cab acb bca abc bca abc";
  assertEquals(KEYS.slice(0, 24).map((key) => ring.getNodes(key, 3).join("")).join(" "), expected);
  for (const key of KEYS) assertEquals(ring.getNode(key), ring.getNodes(key, 1)[0], key);
});
Deno.test("another process answers the same from the state", async () => {
  const ring = ringOf({ "größer": 0.3, z: 1, a: 2, "10.0.0.1:6379": 1.5 }, { virtualNodes: 50, seed: 123 });
  ring.addNode("gone");
  ring.removeNode("gone");
  const module = new URL("../../lib/structures/hash_ring.ts", import.meta.url).href;
  const program = `import { HashRing } from ${JSON.stringify(module)};
    const ring = HashRing.from(${JSON.stringify(ring)});
    const answers = Array.from({ length: 5000 }, (_, n) => ring.getNodes("key:" + n, 2));
    console.log(JSON.stringify({ answers, state: ring }));`;
  const args = ["eval", "--ext=ts", "--no-lock", program];
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), { args }).output();
  assert(success, new TextDecoder().decode(stderr));
  const { answers, state } = JSON.parse(new TextDecoder().decode(stdout));
  for (const [n, key] of KEYS.entries()) assertEquals(answers[n], ring.getNodes(key, 2), key);
  assertEquals(state, JSON.parse(JSON.stringify(ring)));
});
Deno.test("ten nodes have imbalance up to 1.10 by default, in 98 of 100 sets of nodes", () => {
  const imbalances = Array.from({ length: 100 }, (_, set) => imbalance(ringOf(tenNodes(set)).shares().values()));
  assert(imbalances.filter((value) => value > 1.1).length <= 2, `${imbalances.filter((value) => value > 1.1)}`);
});

// Invariants
Deno.test("shares are what keys find, and add up to the circle", () => {
  const ring = ringOf({ c: 1, a: 1, b: 2 }, { virtualNodes: 40 });
  const shares = ring.shares();
  assertEquals([...shares.keys()], ["a", "b", "c"]);
  assertAlmostEquals([...shares.values()].reduce((sum, share) => sum + share), 1, 1e-12);
  const placement = placed(ring);
  for (const [id, share] of shares) {
    // Four standard deviations of 5,000 draws.
    assertAlmostEquals(placement.filter((node) => node === id).length / 5000, share, 4 * Math.sqrt(0.25 / 5000));
  }
  assertEquals([...ringOf({ only: 1 }, { virtualNodes: 1 }).shares()], [["only", 1]]);
  assertEquals([...new HashRing().shares()], []);
});
Deno.test("a weight that changes moves its own share and no more", () => {
  const ring = ringOf({ a: 1, b: 1, c: 1, d: 1 });
  const before = placed(ring);
  ring.addNode("d", 2); // from 1/4 to 2/5 of the keys
  assertAlmostEquals(movedRatio(before, placed(ring)), 2 / 5 - 1 / 4, 0.03);
  ring.addNode("d", 1);
  assertEquals(movedRatio(before, placed(ring)), 0);
});
Deno.test("seeds make rings that know nothing of each other", () => {
  const nodes = { a: 1, b: 1, c: 1, d: 1 };
  const moved = movedRatio(placed(ringOf(nodes)), placed(ringOf(nodes, { seed: 1 })));
  assertAlmostEquals(moved, 3 / 4, 0.04);
});
Deno.test("the walk meets each node once, and does not notice what changes meanwhile", () => {
  const ring = ringOf({ a: 1, b: 1, c: 1 });
  const expected = ring.getNodes("key", 3);
  const met: string[] = [];
  for (const id of ring.nodesFrom("key")) {
    met.push(id);
    ring.removeNode(id);
    ring.addNode(`instead of ${id}`);
  }
  assertEquals(met, expected);
  assertEquals(ring.size, 3);
});
Deno.test("a state does not depend on the history that led to it", () => {
  const draw = random(5);
  const ring = new HashRing({ virtualNodes: 8 });
  for (let step = 0; step < 100; step++) {
    const id = `node-${draw.integer(12)}`;
    if (draw.next() < 0.6) ring.addNode(id, 1 + draw.integer(3));
    else ring.removeNode(id);
    const copy = HashRing.from(JSON.parse(JSON.stringify(ring)));
    assertEquals(JSON.stringify(copy), JSON.stringify(ring));
    assertEquals([copy.pointCount, copy.totalWeight], [ring.pointCount, ring.totalWeight]);
    assertEquals(KEYS.slice(0, 50).map((key) => copy.getNode(key)), KEYS.slice(0, 50).map((key) => ring.getNode(key)));
  }
});

// Contract. At 1,024 points a node's share varies by 1/√1,024 = 3 % of itself.
for (const demand of keyPartitionerContract(() => new HashRing(), { unevenness: 1 / 32 })) {
  Deno.test(`HashRing: ${demand.name}`, () => demand.run());
}

// Refusals
Deno.test("a layout that can't be meant is refused by name and value", () => {
  for (const virtualNodes of [0, -1, 1.5, NaN]) {
    assertThrows(
      () => new HashRing({ virtualNodes }),
      RangeError,
      `virtualNodes must be a positive integer: current value is ${virtualNodes}`,
    );
  }
  for (const seed of [-1, 0.5, 2 ** 32]) assertThrows(() => new HashRing({ seed }), RangeError, `${seed}`);
});
Deno.test("more points than a ring may have are refused, and the ring is as before", () => {
  const ring = ringOf({ a: 1, b: 1 }, { virtualNodes: 1000 });
  const before = [JSON.stringify(ring), placed(ring)];
  const message = `a ring has at most ${MAX_POINTS} points: current value is ${MAX_POINTS + 8}`;
  assertThrows(() => ring.addNode("c", (MAX_POINTS - 1992) / 1000), RangeError, message);
  assertThrows(() => ring.addNode("b", (MAX_POINTS - 992) / 1000), RangeError, message);
  assertEquals([JSON.stringify(ring), placed(ring)], before);
});
Deno.test("a state of another shape is refused", () => {
  const state = { virtualNodes: 4, seed: 0, nodes: [["a", 1]] };
  const refused: [unknown, new () => Error, string][] = [
    [{ ...state, virtualNodes: 0 }, RangeError, "virtualNodes must be a positive integer"],
    [{ ...state, seed: -1 }, RangeError, "seed must be a non-negative integer"],
    [{ ...state, nodes: {} }, TypeError, "nodes must be a list: current value is an object"],
    [{ ...state, nodes: [["a", 1], ["a", 2]] }, RangeError, 'a node must be listed once: current value is "a"'],
    [{ ...state, nodes: [["a", 0]] }, RangeError, "weight must be a positive finite number: current value is 0"],
    [{ ...state, nodes: [["", 1]] }, TypeError, "id must be a non-empty, well-formed text"],
  ];
  for (const [given, errorClass, message] of refused) {
    assertThrows(() => HashRing.from(given as HashRingState), errorClass, message);
  }
});
