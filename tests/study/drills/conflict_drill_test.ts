import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { conflictDrill } from "@lib/study/drills/conflict_drill.ts";
import { CpuCache } from "@lib/structures/cpu_cache.ts";
import { traceMatmul } from "@lib/study/experiments/blocked_matmul/matmul_trace.ts";

// By hand: 8 × 8 fits into the cache, so each of 3 · 8 lines is missed once: 24 misses for 512 multiplications.
Deno.test("a product that fits into the cache misses each line once, in both runs", () => {
  const { padded, unpadded } = conflictDrill([8], { seed: 3 }).reveal();
  assertAlmostEquals(unpadded.run[0]!, 24 / 512, 1e-12);
  assertAlmostEquals(padded.run[0]!, 24 / 512, 1e-12);
});

Deno.test("the runs are those of the simulated cache, with rows of 64 and of 72 numbers", () => {
  const missesWith = (leading: number) => {
    const cache = new CpuCache({ lines: 64, ways: 4 });
    traceMatmul({ size: 64, order: "row by row", block: 8, leading }, (at) => cache.access(at));
    return cache.misses / 64 ** 3;
  };
  const { padded, unpadded } = conflictDrill([64], { seed: 3 }).reveal();
  assertEquals([unpadded.run, padded.run], [[missesWith(64)], [missesWith(72)]]);
  assert(unpadded.run[0]! > 4 * padded.run[0]!);
});

Deno.test("rows of an odd number of lines are left as they are", () => {
  const { padded, unpadded } = conflictDrill([24, 40], { seed: 1 }).reveal();
  assertEquals(padded.run, unpadded.run);
});

Deno.test("the seed decides the labels, and each size is announced", () => {
  let announced = 0;
  const { runs, reveal } = conflictDrill([8, 16], { seed: 9, onSize: () => announced++ });
  assertEquals([Object.keys(runs), announced, reveal().unpadded.label], [["A", "B"], 2, "A"]);
  assertEquals(conflictDrill([8], { seed: 5 }).reveal().unpadded.label, "B");
});

Deno.test("sizes that are not positive integers are refused", () => {
  for (const size of [0, -1, 1.5, NaN]) assertThrows(() => conflictDrill([size], { seed: 1 }), RangeError);
});
