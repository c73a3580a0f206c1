import { assertEquals } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { LfuCache } from "@lib/structures/lfu_cache.ts";
import { cacheContract } from "@lib/testing/cache_contract.ts";

// By hand
Deno.test("the entry used least often leaves, among equals the one used least recently", () => {
  const cache = new LfuCache<string, number>(3);
  for (const key of ["a", "b", "c"]) cache.put(key, 1); // 1 use: c b a
  cache.get("a"); // 2 uses: a; 1 use: c b
  cache.put("d", 1); // b leaves
  assertEquals([...cache.entries()].map(([key]) => key), ["a", "d", "c"]);
  cache.put("c", 2); // overwriting is a use. 2 uses: c a; 1 use: d
  cache.put("e", 1); // d leaves
  assertEquals([...cache.entries()], [["c", 2], ["a", 1], ["e", 1]]);
});

Deno.test("an entry that left starts again at one use", () => {
  const cache = new LfuCache<string, number>(2);
  cache.put("a", 1);
  for (let use = 0; use < 5; use++) cache.get("a");
  cache.put("b", 1);
  cache.get("b");
  cache.delete("a");
  cache.put("a", 1); // 2 uses: b; 1 use: a
  cache.put("c", 1);
  assertEquals([...cache.entries()].map(([key]) => key), ["b", "c"]);
});

// Oracle
Deno.test("LfuCache does what an array with counters does, over 300,000 random operations", () => {
  let operations = 0;
  for (let seed = 0; operations < 300_000; seed++) {
    const draw = random(seed);
    const capacity = 1 + draw.integer(8);
    const cache = new LfuCache<number, number>(capacity);
    let naive: { key: number; value: number; uses: number; at: number }[] = [];
    const sorted = () => naive.toSorted((a, b) => b.uses - a.uses || b.at - a.at);
    for (let step = 0; step < 2000; step++, operations++) {
      const key = Math.min(draw.integer(14), draw.integer(14)); // low keys more often
      const chance = draw.integer(400);
      const found = naive.find((entry) => entry.key === key);
      if (chance < 150) {
        cache.put(key, step);
        if (found !== undefined) Object.assign(found, { value: step, uses: found.uses + 1, at: step });
        else {
          if (naive.length === capacity) naive = sorted().slice(0, -1);
          naive.push({ key, value: step, uses: 1, at: step });
        }
      } else if (chance < 350) {
        assertEquals(cache.get(key), found?.value, `seed ${seed}, step ${step}`);
        if (found !== undefined) Object.assign(found, { uses: found.uses + 1, at: step });
      } else if (chance < 399) {
        assertEquals(cache.delete(key), found !== undefined);
        naive = naive.filter((entry) => entry !== found);
      } else {
        cache.clear();
        naive = [];
      }
      if (step % 16 === 0) {
        assertEquals(
          [...cache.entries()],
          sorted().map(({ key, value }) => [key, value]),
          `seed ${seed}, step ${step}`,
        );
      }
    }
  }
});

// Contract and refusals
for (const demand of cacheContract((capacity) => new LfuCache(capacity))) {
  Deno.test(`LfuCache: ${demand.name}`, () => demand.run());
}
