/** The proof of one exercise's grader, as a test: a file for each, so that they run side by side. */
import { assertEquals } from "@std/assert";
import { proofKeys, PROOFS_LOCK } from "@lib/study/checks/proof_keys.ts";
import { readTree } from "@lib/study/checks/tree.ts";
import { ContentLock } from "@lib/study/content_lock.ts";
import { type ExerciseName, openExercise } from "@lib/study/exercises/catalogue.ts";
import { prove } from "@lib/study/practice/prove.ts";

const ROOT = decodeURIComponent(new URL("../../", import.meta.url).pathname);

/**
 * Registers the test. What `tests/proofs.lock` knows is not proven again, unless `LAB_PROVE` is "all".
 * @param options `attempts`: how often an answer may be graded; more than once where cases wait for threads in real
 *   time, which a busy machine keeps waiting. @default {1}
 */
export function proven(name: ExerciseName, { attempts = 1 }: { readonly attempts?: number } = {}): void {
  Deno.test(`the grader of ${name} is proven: stub, right answers with several seeds, every wrong answer by its case`, async () => {
    if (Deno.env.get("LAB_PROVE") !== "all" && await isProven(name)) return;
    const { suite, answers, steps } = openExercise(name);
    assertEquals(await prove(await suite(), await answers(), { attempts }), []);
    for (const step of steps as ExerciseName[]) {
      const { suite, answers } = openExercise(step);
      assertEquals(await prove(await suite(), await answers()), [], step);
    }
  });
}

async function isProven(name: ExerciseName): Promise<boolean> {
  const [key] = await proofKeys(await readTree(ROOT), [name]);
  return (await ContentLock.read(`${ROOT}${PROOFS_LOCK}`)).has(name, key!);
}
