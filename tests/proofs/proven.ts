/** The proof of one exercise's grader, as a test: a file for each, so that they run side by side. */
import { assertEquals } from "@std/assert";
import { type ExerciseName, openExercise } from "@lib/study/exercises/catalogue.ts";
import { prove } from "@lib/study/practice/prove.ts";

/**
 * Registers the test.
 * @param options `attempts`: how often an answer may be graded; more than once where cases wait for threads in real time,
 *   which a busy machine keeps waiting. @default {1}
 */
export function proven(name: ExerciseName, { attempts = 1 }: { readonly attempts?: number } = {}): void {
  Deno.test(`the grader of ${name} is proven: stub, right answers with several seeds, every wrong answer by its case`, async () => {
    const { suite, answers, steps } = openExercise(name);
    assertEquals(await prove(await suite(), await answers(), { attempts }), []);
    for (const step of steps as ExerciseName[]) {
      const { suite, answers } = openExercise(step);
      assertEquals(await prove(await suite(), await answers()), [], step);
    }
  });
}
