import { assertEquals } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { ArrayLruCache } from "@lib/structures/array_lru_cache.ts";
import { LinkedLruCache } from "@lib/structures/linked_lru_cache.ts";
import { cacheContract } from "@lib/testing/cache_contract.ts";

const keysOf = (cache: ArrayLruCache<string, number>) => [...cache.entries()].map(([key]) => key).join(" ");

// By hand: capacity 2; each line shows the order, most recent first.
Deno.test("ArrayLruCache keeps the order of last use", () => {
  const cache = new ArrayLruCache<string, number>(2);
  const orders = [
    () => cache.put("a", 1),
    () => cache.put("b", 2),
    () => cache.get("a"),
    () => cache.put("c", 3),
    () => cache.get("b"),
    () => cache.put("a", 9),
    () => cache.put("d", 4),
  ].map((step) => (step(), keysOf(cache)));
  assertEquals(orders, ["a", "b a", "a b", "c a", "c a", "a c", "d a"]);
});

// Oracle: the linked version, which shares no line with it.
Deno.test("ArrayLruCache agrees with the linked nodes over random operations", () => {
  for (let seed = 0; seed < 20; seed++) {
    const draw = random(seed), capacity = 1 + draw.integer(8);
    const [array, linked] = [new ArrayLruCache<number, number>(capacity), new LinkedLruCache<number, number>(capacity)];
    for (let step = 0; step < 500; step++) {
      const key = draw.integer(12), call = draw.integer(4), where = `seed ${seed}, step ${step}`;
      if (call === 0) assertEquals(array.get(key), linked.get(key), where);
      if (call === 1) assertEquals(array.delete(key), linked.delete(key), where);
      if (call >= 2) [array.put(key, step), linked.put(key, step)];
      assertEquals([...array.entries()], [...linked.entries()], where);
    }
  }
});

for (const { name, run } of cacheContract((capacity) => new ArrayLruCache(capacity))) {
  Deno.test(`ArrayLruCache: ${name}`, run);
}
