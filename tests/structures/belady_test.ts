import { assert, assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { beladyHits } from "@lib/structures/belady.ts";
import { FifoCache } from "@lib/structures/fifo_cache.ts";
import { hitRatio } from "@lib/structures/hit_ratio.ts";
import { LfuCache } from "@lib/structures/lfu_cache.ts";
import { LruCache } from "@lib/structures/lru_cache.ts";
import { RandomCache } from "@lib/structures/random_cache.ts";

/** The most hits by trying every choice of victim. */
function bestByTrying(trace: readonly unknown[], capacity: number): number {
  const known = new Map<string, number>();
  const best = (at: number, held: readonly unknown[]): number => {
    if (at === trace.length) return 0;
    const key = trace[at];
    if (held.includes(key)) return 1 + best(at + 1, held);
    if (held.length < capacity) return best(at + 1, [...held, key].sort());
    const state = `${at} ${held}`;
    let found = known.get(state);
    if (found === undefined) {
      found = Math.max(
        ...held.map((victim) => best(at + 1, [...held.filter((other) => other !== victim), key].sort())),
      );
      known.set(state, found);
    }
    return found;
  };
  return best(0, []);
}

// By hand
Deno.test("beladyHits() keeps what is needed soonest", () => {
  assertEquals(beladyHits(["a", "b", "c", "a", "b"], 2), 1); // c replaces b, which is needed after a
  assertEquals(beladyHits(["a", "b", "a", "b"], 1), 0); // every missed key is taken in
  assertEquals(beladyHits(["a", "b", "a", "b"], 2), 2);
  assertEquals(beladyHits([], 3), 0);
  assertEquals(beladyHits([NaN, NaN, 0, -0], 2), 2);
  // Belady's own example of a page string, with 3 frames: 9 faults by FIFO, 7 at best
  assertEquals(beladyHits([1, 2, 3, 4, 1, 2, 5, 1, 2, 3, 4, 5], 3), 12 - 7);
});

// Oracle
Deno.test("beladyHits() is the best of all choices of victims, on every random trace", () => {
  for (let seed = 0; seed < 300; seed++) {
    const draw = random(seed);
    const keys = 2 + draw.integer(5);
    const trace = Array.from({ length: 14 }, () => draw.integer(keys));
    for (const capacity of [1, 2, 3, 4]) {
      assertEquals(beladyHits(trace, capacity), bestByTrying(trace, capacity), `${trace} with capacity ${capacity}`);
    }
  }
});

// Invariants
Deno.test("no policy beats it, more capacity never hurts it, and a capacity for all keys misses each once", () => {
  const draw = random(5);
  const trace = Array.from({ length: 5000 }, () => Math.min(draw.integer(100), draw.integer(100)));
  let before = 0;
  for (const capacity of [1, 2, 5, 10, 30, 60, 100, 1000]) {
    const best = beladyHits(trace, capacity);
    assert(best >= before);
    for (
      const cache of [
        new LruCache<number, true>(capacity),
        new FifoCache<number, true>(capacity),
        new LfuCache<number, true>(capacity),
        new RandomCache<number, true>(capacity, draw),
      ]
    ) {
      assert(
        Math.round(hitRatio(cache, trace) * trace.length) <= best,
        `${cache.constructor.name}, capacity ${capacity}`,
      );
    }
    before = best;
  }
  assertEquals(before, trace.length - new Set(trace).size);
});

// Refusals
Deno.test("a capacity that is not a positive integer is refused", () => {
  for (const capacity of [0, -1, 1.5, NaN]) {
    assertThrows(
      () => beladyHits([1], capacity),
      RangeError,
      `capacity must be a positive integer: current value is ${capacity}`,
    );
  }
});
