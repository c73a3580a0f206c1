/** The proof of one exercise's grader, as a test: a file for each, so that they run side by side. */
import { assertEquals } from "@std/assert";
import { CATALOGUE, type ExerciseName } from "@lib/study/exercises/catalogue.ts";
import { prove } from "@lib/study/practice/prove.ts";

/** Registers the test. */
export function proven(name: ExerciseName): void {
  Deno.test(`the grader of ${name} is proven: stub, right answers with several seeds, every wrong answer by its case`, async () => {
    const { suite, answers } = CATALOGUE[name];
    assertEquals(await prove(await suite() as never, await answers()), []);
  });
}
