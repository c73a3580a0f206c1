import { assertEquals } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { FifoCache } from "@lib/structures/fifo_cache.ts";
import { cacheContract } from "@lib/testing/cache_contract.ts";

// By hand
Deno.test("the entry that came first leaves, although it was used and overwritten since", () => {
  const cache = new FifoCache<string, number>(2);
  cache.put("a", 1);
  cache.put("b", 2);
  cache.get("a");
  cache.put("a", 3);
  cache.put("c", 4);
  assertEquals([...cache.entries()], [["c", 4], ["b", 2]]);
});

// Oracle
Deno.test("FifoCache does what an array with push and shift does, over 200,000 random operations", () => {
  let operations = 0;
  for (let seed = 0; operations < 200_000; seed++) {
    const draw = random(seed);
    const capacity = 1 + draw.integer(8);
    const cache = new FifoCache<number, number>(capacity);
    let queue: [number, number][] = []; // oldest first
    for (let step = 0; step < 2000; step++, operations++) {
      const key = draw.integer(14);
      const chance = draw.integer(200);
      const found = queue.find(([other]) => other === key);
      if (chance < 120) {
        cache.put(key, step);
        if (found !== undefined) found[1] = step;
        else {
          if (queue.length === capacity) queue.shift();
          queue.push([key, step]);
        }
      } else if (chance < 170) {
        assertEquals(cache.delete(key), found !== undefined);
        queue = queue.filter((entry) => entry !== found);
      } else if (chance < 198) assertEquals(cache.get(key), found?.[1], `seed ${seed}, step ${step}`);
      else {
        cache.clear();
        queue = [];
      }
      if (step % 8 === 0) assertEquals([...cache.entries()], queue.toReversed(), `seed ${seed}, step ${step}`);
    }
  }
});

// Invariants: work is counted by time only in orders of magnitude; walking over gaps would cost 10^9 steps here
Deno.test("a million evictions from a cache of 30,000 entries keep the last 30,000", () => {
  const cache = new FifoCache<number, number>(30_000);
  for (let key = 0; key < 1_000_000; key++) cache.put(key, key);
  assertEquals([cache.size, cache.has(969_999), cache.has(970_000)], [30_000, false, true]);
});

// Contract and refusals
for (const demand of cacheContract((capacity) => new FifoCache(capacity))) {
  Deno.test(`FifoCache: ${demand.name}`, () => demand.run());
}
