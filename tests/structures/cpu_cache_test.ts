import { assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { CpuCache, type CpuCacheOptions } from "@lib/structures/cpu_cache.ts";

const hits = (options: CpuCacheOptions, places: readonly number[]) => {
  const cache = new CpuCache(options);
  return places.map((at) => cache.access(at));
};

// By hand
Deno.test("neighbours come with the line, and the line used longest ago goes", () => {
  // Two lines of four numbers: line 0, again, line 1, line 0, line 2 (drops line 1), line 0 still there, line 1 gone.
  assertEquals(hits({ lines: 2, numbersPerLine: 4 }, [0, 3, 4, 1, 8, 2, 5]), [
    false,
    true,
    false,
    true,
    false,
    true,
    false,
  ]);
});
Deno.test("a line has its place in one set: two lines of one set drive each other out while the other set is empty", () => {
  // Direct-mapped, two sets: lines 0 and 2 both belong to set 0.
  assertEquals(hits({ lines: 2, ways: 1, numbersPerLine: 1 }, [0, 2, 0, 2]), [false, false, false, false]);
  assertEquals(hits({ lines: 2, ways: 2, numbersPerLine: 1 }, [0, 2, 0, 2]), [false, false, true, true]);
  assertEquals(hits({ lines: 4, ways: 2, numbersPerLine: 1 }, [0, 2, 1, 4, 0, 1]), [
    false,
    false,
    false,
    false,
    false,
    true,
  ]);
});
Deno.test("a line has eight numbers unless told otherwise, and both counts are kept", () => {
  const cache = new CpuCache({ lines: 1 });
  for (const at of [0, 7, 8, 15, 0]) cache.access(at);
  assertEquals([cache.accesses, cache.misses], [5, 3]);
});

// Oracle
Deno.test("oracle: the misses are those of a list searched from the front, for random places", () => {
  const dice = random(1);
  for (const [lines, ways] of [[8, 8], [8, 2], [6, 3], [4, 1]] as const) {
    const places = Array.from({ length: 3000 }, () => dice.integer(8 * 24));
    const sets = Array.from({ length: lines / ways }, (): number[] => []);
    const expected = places.map((at) => {
      const line = Math.floor(at / 8);
      const set = sets[line % sets.length]!;
      const found = set.indexOf(line);
      if (found >= 0) set.splice(found, 1);
      set.unshift(line);
      if (set.length > ways) set.pop();
      return found >= 0;
    });
    assertEquals(hits({ lines, ways }, places), expected, `${lines} lines, ${ways} ways`);
  }
});

// Invariants
Deno.test("of one set, a larger cache never misses more", () => {
  const dice = random(2);
  const places = Array.from({ length: 2000 }, () => Math.floor(400 * dice.next() ** 2));
  const misses = [1, 2, 3, 5, 8, 16, 32, 64].map((lines) => hits({ lines }, places).filter((isHit) => !isHit).length);
  assertEquals(misses, misses.toSorted((one, other) => other - one));
});

// Refusals
Deno.test("sizes that make no cache, and places that are none, are refused", () => {
  for (const options of [{ lines: 0 }, { lines: 2, ways: 0 }, { lines: 2, numbersPerLine: 1.5 }]) {
    assertThrows(() => new CpuCache(options), RangeError, "must be a positive integer");
  }
  const ragged = "lines must be a multiple of ways, 4: current value is 6";
  assertThrows(() => new CpuCache({ lines: 6, ways: 4 }), RangeError, ragged);
  const cache = new CpuCache({ lines: 1 });
  assertThrows(() => cache.access(-1), RangeError, "Cannot access memory");
  assertEquals([cache.accesses, cache.misses], [0, 0]);
});
