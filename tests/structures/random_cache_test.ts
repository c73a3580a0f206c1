import { assert, assertEquals } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { RandomCache } from "@lib/structures/random_cache.ts";
import { cacheContract } from "@lib/testing/cache_contract.ts";

// By hand
Deno.test("the entry at the drawn place leaves, and the new one takes its place", () => {
  const drawn: number[] = [];
  const script = [1, 0];
  const cache = new RandomCache<string, number>(3, {
    integer: (count) => {
      drawn.push(count);
      return script.shift()!;
    },
  });
  for (const key of ["a", "b", "c", "d"]) cache.put(key, 1);
  assertEquals([...cache.entries()].map(([key]) => key), ["a", "d", "c"]);
  cache.delete("a"); // c, the last, takes its place
  assertEquals([...cache.entries()].map(([key]) => key), ["c", "d"]);
  cache.put("e", 1); // there is room
  cache.put("f", 1);
  assertEquals([...cache.entries()].map(([key]) => key), ["f", "d", "e"]);
  assertEquals(drawn, [3, 3]);
});

// Invariants
Deno.test("every entry is as likely to leave as any other", () => {
  const size = 10, runs = 20_000, draw = random(1);
  const survived = new Array(size).fill(0);
  for (let run = 0; run < runs; run++) {
    const cache = new RandomCache<number, number>(size, draw);
    for (let key = 0; key <= size; key++) cache.put(key, key);
    for (let key = 0; key < size; key++) if (!cache.has(key)) survived[key]++;
  }
  const expected = runs / size;
  const chi2 = survived.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  assert(chi2 < 27.88, `chi-square ${chi2} with 9 degrees of freedom; 27.88 is its 0.999 quantile`);
});

Deno.test("the same seed keeps the same entries", () => {
  const kept = (seed: number) => {
    const cache = new RandomCache<number, number>(5, random(seed));
    for (let key = 0; key < 100; key++) cache.put(key, key);
    return [...cache.entries()];
  };
  assertEquals(kept(3), kept(3));
  assert(String(kept(3)) !== String(kept(4)));
});

// Contract and refusals
for (const demand of cacheContract((capacity) => new RandomCache(capacity, random(9)))) {
  Deno.test(`RandomCache: ${demand.name}`, () => demand.run());
}
