import { assertEquals } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { LinkedLruCache } from "@lib/structures/linked_lru_cache.ts";
import { cacheContract } from "@lib/testing/cache_contract.ts";
import { NaiveLru } from "./naive_lru.ts";

// By hand
Deno.test("get() and put() are uses, has() and peek() are not, and the least recently used entry leaves", () => {
  const cache = new LinkedLruCache<string, number>(3);
  for (const key of ["a", "b", "c"]) cache.put(key, 1); // c b a
  cache.get("a"); // a c b
  cache.has("b");
  cache.peek("b");
  cache.put("d", 1); // d a c, b leaves
  assertEquals([...cache.entries()].map(([key]) => key), ["d", "a", "c"]);
  cache.put("c", 2); // c d a
  cache.put("e", 1); // e c d, a leaves
  assertEquals([...cache.entries()], [["e", 1], ["c", 2], ["d", 1]]);
});

// Oracle
Deno.test("LinkedLruCache does what the naive array does, over 1,000,000 random operations", () => {
  let operations = 0;
  for (let seed = 0; operations < 1_000_000; seed++) {
    const draw = random(seed);
    const capacity = 1 + draw.integer(8);
    const cache = new LinkedLruCache<unknown, unknown>(capacity);
    const naive = new NaiveLru(capacity);
    for (let step = 0; step < 4000; step++, operations++) {
      const key = draw.integer(12);
      const chance = draw.uint32() >>> 24; // of 256
      let got: unknown, expected: unknown;
      if (chance < 100) [got, expected] = [cache.get(key), naive.get(key)];
      else if (chance < 200) [got, expected] = [cache.put(key, step), naive.put(key, step)];
      else if (chance < 220) [got, expected] = [cache.delete(key), naive.delete(key)];
      else if (chance < 246) [got, expected] = [cache.peek(key), naive.peek(key)];
      else if (chance < 255) assertEquals([...cache.entries()], naive.fresh(), `seed ${seed}, step ${step}`);
      else [got, expected] = [cache.clear(), naive.clear()];
      if (got !== expected || cache.size !== naive.entries.length) {
        assertEquals([got, cache.size], [expected, naive.entries.length], `seed ${seed}, step ${step}, key ${key}`);
      }
    }
  }
});

// Contract and refusals
for (const demand of cacheContract((capacity) => new LinkedLruCache(capacity))) {
  Deno.test(`LinkedLruCache: ${demand.name}`, () => demand.run());
}
