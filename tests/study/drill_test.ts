import { assert, assertEquals, assertThrows } from "@std/assert";
import { drill } from "@lib/study/drill.ts";

const RUNS = { ring: [1], modulo: [2], jump: [3] };

Deno.test("drill() by hand: three runs get the labels A, B, C, and reveal() tells which had which", () => {
  const { runs, reveal } = drill(RUNS, { seed: 4 });
  assertEquals(Object.keys(runs), ["A", "B", "C"]);
  assertEquals(Object.values(runs).flat().toSorted(), [1, 2, 3]);
  const known = reveal();
  assertEquals(Object.keys(known).toSorted(), ["jump", "modulo", "ring"]);
  for (const name of ["ring", "modulo", "jump"] as const) {
    assertEquals(known[name].run, RUNS[name]);
    assertEquals(runs[known[name].label], RUNS[name]);
  }
});

Deno.test("drill() gives the same labels for the same seed, and every order for some seed", () => {
  const orderOf = (seed: number) => Object.values(drill(RUNS, { seed }).runs).flat().join("");
  assertEquals(orderOf(9), orderOf(9));
  const orders = new Set(Array.from({ length: 60 }, (_, seed) => orderOf(seed)));
  assertEquals(orders.size, 6);
});

Deno.test("drill() leaves the runs it was given as they were", () => {
  const given = { ...RUNS };
  for (let seed = 0; seed < 6; seed++) drill(given, { seed });
  assertEquals(Object.keys(given), Object.keys(RUNS));
});

Deno.test("drill() labels up to 26 runs with single letters", () => {
  const many = Object.fromEntries(Array.from({ length: 26 }, (_, n) => [`run ${n}`, n]));
  const labels = Object.keys(drill(many, { seed: 1 }).runs);
  assertEquals(labels.at(-1), "Z");
  assert(labels.every((label) => /^[A-Z]$/.test(label)));
});

Deno.test("drill() refuses too few runs, too many, and a seed out of range", () => {
  assertThrows(
    () => drill({ only: 1 }, { seed: 1 }),
    RangeError,
    "Cannot make a drill: the number of runs must be 2 to 26: current value is 1",
  );
  const many = Object.fromEntries(Array.from({ length: 27 }, (_, n) => [`run ${n}`, n]));
  assertThrows(() => drill(many, { seed: 1 }), RangeError, "current value is 27");
  assertThrows(() => drill(RUNS, { seed: -1 }), RangeError);
});
