import { assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { hitRatio, hitRatioCurve } from "@lib/structures/hit_ratio.ts";
import { LruCache } from "@lib/structures/lru_cache.ts";

// By hand
Deno.test("hitRatio() is the share of accesses that found their key", () => {
  assertEquals(hitRatio(new LruCache<string, true>(2), ["a", "b", "a", "c", "b", "b"]), 2 / 6); // hits: a, the second b
  const warm = new LruCache<string, true>(2);
  warm.put("a", true);
  assertEquals(hitRatio(warm, ["a", "b"]), 1 / 2);
});

// Oracle: an LRU cache of capacity c hits when fewer than c other keys came since the last access to the key
Deno.test("hitRatioCurve() agrees with the definition by distance, at every capacity", () => {
  const draw = random(1);
  const trace = Array.from({ length: 400 }, () => Math.min(draw.integer(40), draw.integer(40)));
  const capacities = [1, 2, 3, 5, 8, 13, 21, 40];
  const curve = hitRatioCurve(trace, { create: (capacity) => new LruCache(capacity), capacities });
  for (const [place, capacity] of capacities.entries()) {
    const hits = trace.filter((key, at) => {
      const before = trace.lastIndexOf(key, at - 1);
      return at > 0 && before >= 0 && new Set(trace.slice(before + 1, at)).size < capacity;
    });
    assertEquals(curve[place], { capacity, hitRatio: hits.length / trace.length });
  }
});

// Refusals
Deno.test("an empty trace has no hit ratio", () => {
  assertThrows(() => hitRatio(new LruCache(1), []), RangeError, "trace must not be empty");
  assertThrows(
    () => hitRatioCurve([], { create: (capacity) => new LruCache(capacity), capacities: [1] }),
    RangeError,
    "empty",
  );
  assertEquals(hitRatioCurve([], { create: (capacity) => new LruCache(capacity), capacities: [] }), []);
});
