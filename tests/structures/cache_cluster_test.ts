import { assert, assertEquals } from "@std/assert";
import { CacheCluster } from "@lib/structures/cache_cluster.ts";
import { HashRing } from "@lib/structures/hash_ring.ts";
import { ModuloHash } from "@lib/structures/modulo_hash.ts";

const KEYS = Array.from({ length: 3000 }, (_, n) => `key:${n}`);
const fleetOf = (chooser: HashRing | ModuloHash, capacity = 3000) => {
  const fleet = new CacheCluster(chooser, capacity);
  for (const id of ["a", "b", "c", "d"]) fleet.addNode(id);
  return fleet;
};

// By hand
Deno.test("a key is a miss once, then a hit, until its cache is full", () => {
  const fleet = fleetOf(new HashRing());
  assertEquals([fleet.hitRatio(KEYS), fleet.hitRatio(KEYS), fleet.hitRatio([])], [0, 1, 0]);
  const small = new CacheCluster(new HashRing(), 1);
  small.addNode("a");
  assertEquals(["x", "y", "x", "x"].map((key) => small.request(key)), [false, false, false, true]);
});

// Invariants
Deno.test("when one of four nodes goes, a ring misses its keys, a remainder most of all", () => {
  const ring = new HashRing();
  const fleet = fleetOf(ring);
  fleet.hitRatio(KEYS);
  const own = KEYS.filter((key) => ring.getNode(key) === "b").length;
  assertEquals([fleet.removeNode("b"), fleet.removeNode("b")], [true, false]);
  assertEquals(fleet.hitRatio(KEYS), 1 - own / KEYS.length);
  const modulo = fleetOf(new ModuloHash());
  modulo.hitRatio(KEYS);
  modulo.removeNode("b");
  assert(modulo.hitRatio(KEYS) < 0.5);
});
Deno.test("a node that comes back is empty, one that is added again keeps its entries", () => {
  const fleet = new CacheCluster(new HashRing(), 10);
  assertEquals(fleet.request("x"), false);
  fleet.addNode("a");
  fleet.request("x");
  fleet.addNode("a");
  assertEquals(fleet.request("x"), true);
  fleet.removeNode("a");
  assertEquals(fleet.request("x"), false);
  fleet.addNode("a");
  assertEquals(fleet.request("x"), false);
});
