import { assert, assertEquals, assertThrows } from "@std/assert";
import { CATALOGUE, EXERCISE_NAMES, exerciseName } from "@lib/study/exercises/catalogue.ts";

Deno.test("every entry of the catalogue has its suite, its answers and a solution that exists", async () => {
  for (const name of EXERCISE_NAMES) {
    const entry = CATALOGUE[name];
    const suite = await entry.suite();
    assertEquals(suite.exercise, name);
    assert(entry.minutes > 0 && entry.firstHint.length > 20 && entry.solution.why.length > 20);
    await Deno.stat(new URL(`../../../notebooks/${entry.notebook}.ipynb`, import.meta.url));
    const solution = await Deno.readTextFile(entry.solution.file);
    for (const exported of suite.names) {
      assert(new RegExp(`^export (class|(async )?function\\*?) ${exported}\\b`, "m").test(solution), exported);
      assert(suite.task.includes(exported));
    }
    assert((suite.task.match(/Not written yet/g) ?? []).length >= 1, "the task is the stub");
    assert(Object.keys((await entry.answers()).wrong).length >= 4);
  }
});
Deno.test("every exercise has its proof among the tests", async () => {
  for (const name of EXERCISE_NAMES) {
    const proof = new URL(`../../proofs/${name.replaceAll("-", "_")}_test.ts`, import.meta.url);
    assert((await Deno.readTextFile(proof)).includes(`proven("${name}"`), name);
  }
});
Deno.test("a name that is not in the catalogue is refused, also one that every object has", () => {
  for (const name of ["", "LRU-CACHE", "constructor", "__proto__"]) {
    assertThrows(
      () => exerciseName(name),
      RangeError,
      `the catalogue has ${EXERCISE_NAMES.join(", ")}: current value is ${name}`,
    );
  }
});
