// Every public entry of the room, called as a cell of a notebook may call it: without a type checker. It must refuse in
// the house's words, and never accept in silence or fail with the engine's own.
import { assertThrows } from "@std/assert";
import { beladyHits } from "@lib/structures/belady.ts";
import { BoundedLoad } from "@lib/structures/bounded_load.ts";
import { CacheCluster } from "@lib/structures/cache_cluster.ts";
import { HashRing } from "@lib/structures/hash_ring.ts";
import { hitRatio, hitRatioCurve } from "@lib/structures/hit_ratio.ts";
import { jumpBucket, JumpHash } from "@lib/structures/jump_hash.ts";
import { CpuCache } from "@lib/structures/cpu_cache.ts";
import { LruCache } from "@lib/structures/lru_cache.ts";
import { ModuloHash } from "@lib/structures/modulo_hash.ts";
import { imbalance, loadsOf, movedRatio } from "@lib/structures/placement.ts";
import { traceMatmul } from "@lib/study/experiments/blocked_matmul/matmul_trace.ts";
import { RandomCache } from "@lib/structures/random_cache.ts";
import { RateLimitedLogger } from "@lib/structures/rate_limited_logger.ts";
import { RendezvousHash } from "@lib/structures/rendezvous_hash.ts";

// deno-lint-ignore no-explicit-any -- the very point: what a cell may hand over
type Anything = any;
const [nothing, five, text]: Anything[] = [null, 5, "text"];

const REFUSALS: [what: string, call: () => unknown, message: string][] = [
  [
    "LRU options",
    () => new LruCache(2, nothing),
    "Cannot create an LRU cache: options must be an object: current value is null",
  ],
  ["LRU options", () => new LruCache(2, text), 'options must be an object: current value is "text"'],
  ["a random cache without chance", () => new RandomCache(2, nothing), "random.integer must be a function"],
  [
    "Math.random for a generator",
    () => new RandomCache(2, Math.random as Anything),
    "Cannot create a random cache: random.integer",
  ],
  ["a trace that is a text", () => beladyHits(text, 2), 'trace must be a list: current value is "text"'],
  ["no trace", () => beladyHits(nothing, 2), "Cannot count the hits of Belady's policy: trace must be a list"],
  ["a trace that is a number", () => hitRatio(new LruCache(2), five), "trace must be a list: current value is 5"],
  ["no cache", () => hitRatio(nothing, [1]), "Cannot compute a hit ratio: cache.get must be a function"],
  ["no options of a curve", () => hitRatioCurve([1], nothing), "options must be an object: current value is null"],
  [
    "no capacities",
    () => hitRatioCurve([1], { create: () => new LruCache(1) } as Anything),
    "capacities must be a list",
  ],
  [
    "ring options",
    () => new HashRing(five),
    "Cannot create a hash ring: options must be an object: current value is 5",
  ],
  ["a ring's state", () => HashRing.from(nothing), "Cannot restore a hash ring: state must be an object"],
  [
    "a ring's node",
    () => HashRing.from({ virtualNodes: 2, seed: 0, nodes: [five] }),
    "nodes[0] must be a list: current value is 5",
  ],
  [
    "a key that is a number",
    () => ringOfTwo().getNode(five),
    "Cannot hash a text: text must be a string: current value is 5",
  ],
  ["no key", () => ringOfTwo().getNodes(nothing, 1), "text must be a string: current value is null"],
  ["jump options", () => new JumpHash(nothing), "Cannot create a jump hash: options must be an object"],
  [
    "a weight that is a text",
    () => new JumpHash().addNode("a", "2" as Anything),
    'no weight but 1: current value is "2"',
  ],
  [
    "a weight that is a text",
    () => new ModuloHash().addNode("a", "2" as Anything),
    'no weight but 1: current value is "2"',
  ],
  ["a hash that is a text", () => jumpBucket(text, 3), 'hash must be a Uint32Array of 2: current value is "text"'],
  ["rendezvous options", () => new RendezvousHash(text), "Cannot create a rendezvous hash: options must be an object"],
  ["no ring", () => new BoundedLoad(nothing), "Cannot bound the load: ring.nodesFrom must be a function"],
  ["load options", () => new BoundedLoad(ringOfTwo(), nothing), "Cannot bound the load: options must be an object"],
  ["no chooser", () => new CacheCluster({} as Anything, 2), "Cannot create a fleet of caches: chooser.addNode must be"],
  ["no capacity", () => new CacheCluster(new HashRing(), undefined as Anything), "capacity must be a positive integer"],
  ["keys that are a text", () => new CacheCluster(ringOfTwo(), 2).hitRatio(text), "keys must be a list"],
  [
    "amounts that are a text",
    () => imbalance("12" as Anything),
    'amounts must be a list of amounts: current value is "12"',
  ],
  [
    "an amount that is a text",
    () => imbalance(["1"] as Anything),
    'amounts[0] must be a non-negative finite number: current value is "1"',
  ],
  ["no placement", () => loadsOf(nothing), "Cannot count loads: placement must be a list: current value is null"],
  ["one placement", () => movedRatio(["a"], nothing), "Cannot compare placements: after must be a list"],
  ["no sizes", () => new CpuCache(undefined as Anything), "Cannot create a cache of lines: options must be an object"],
  ["no walk", () => traceMatmul(nothing, () => 0), "Cannot walk through a product: walk must be an object"],
  [
    "no visitor",
    () => traceMatmul({ size: 1, order: "row by row" }, nothing),
    "access must be a function: current value is null",
  ],
  ["logger options", () => new RateLimitedLogger(nothing), "Cannot create a rate-limited logger: options must be"],
  ["no timestamps", () => new RateLimitedLogger().shouldPrintAll(nothing, ["a"]), "timestampsSeconds must be a list"],
  [
    "messages that are a text",
    () => new RateLimitedLogger().shouldPrintAll([1], "a" as Anything),
    "messages must be a list",
  ],
];

function ringOfTwo(): HashRing {
  const ring = new HashRing();
  for (const id of ["a", "b"]) ring.addNode(id);
  return ring;
}

for (const [what, call, message] of REFUSALS) {
  Deno.test(`${what} is refused: ${message}`, () => {
    const error = assertThrows(call, Error, message);
    if (!/^Cannot .+: .+: current value is /.test(error.message)) throw new Error(`not the grammar: ${error.message}`);
  });
}
Deno.test("an order that no product has is refused", () => {
  const walk = { size: 1, order: "column by column" as Anything };
  assertThrows(() => traceMatmul(walk, () => 0), RangeError, 'order must be "row times column" or "row by row"');
});
