import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { sampleOf } from "@lib/study/checks/mutant_sample.ts";
import type { MutantFile } from "@lib/study/checks/mutants.ts";

/** 300 modules with four mutants each. */
const FILES: MutantFile[] = Array.from({ length: 300 }, (_, k) => ({
  path: `tests/m${k}_mutants.json`,
  module: `lib/m${k}.ts`,
  tests: [`tests/m${k}_test.ts`],
  mutants: [0, 1, 2, 3].map((i) => ({ what: "w", find: `find ${i}`, replace: "r" })),
}));
const drawn = (seed: string, files = FILES) =>
  sampleOf(files, { seed }).flatMap(({ module, mutants }) => mutants.map(({ find }) => `${module} ${find}`));

Deno.test("a sample holds about one mutant of twenty, and no file without any", () => {
  // 1200 draws of 5 %: 60 ± 7.5; four deviations on both sides
  for (const seed of ["a", "b", "c"]) assert(Math.abs(drawn(seed).length - 60) < 30, seed);
  assert(sampleOf(FILES, { seed: "a" }).every(({ mutants }) => mutants.length > 0));
});

Deno.test("the seed decides alone: the same again, another sample for another commit", () => {
  assertEquals(drawn("a"), drawn("a"));
  assertNotEquals(drawn("a"), drawn("b"));
});

Deno.test("whether a mutant is drawn does not depend on the others", () => {
  const half = FILES.filter((_, k) => k % 2 === 0);
  assertEquals(drawn("a", half), drawn("a").filter((name) => half.some(({ module }) => name.startsWith(`${module} `))));
});
