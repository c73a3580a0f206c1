/**
 * The answers of one exercise, written as files of its folder and edits of them.
 *
 * @module
 */
import type { Answer, Edit, WrongAnswer } from "./suite.ts";

/** Wrong answers by name: each says which case must be the first to catch it. */
export type WrongAnswers = Readonly<Record<string, WrongAnswer>>;

/** The floor that a pass is measured against: right, and as simple as can be. */
export interface NaiveAnswer {
  /** What it is, in words that follow "that of": `an array that is searched`. */
  readonly what: string;
  /** The answer. */
  readonly answer: Answer;
}

/**
 * Makes answers of files beside the module at `base`.
 * @param base `import.meta.url` of `wrong.ts` or `ladder.ts`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { answersIn } from "./answers_in.ts";
 * const { mistake } = answersIn("file:///lab/lru_cache/wrong.ts");
 * const map = mistake("./right/insertion_order.ts");
 * const wrong = { "-1 when absent": map("an absent key gives undefined", ["return undefined", "return -1"]) };
 * assertEquals(wrong["-1 when absent"].answer, {
 *   file: new URL("file:///lab/lru_cache/right/insertion_order.ts"), edits: [["return undefined", "return -1"]],
 * });
 * ```
 */
export function answersIn(base: string): {
  /** The file at `path`, as it stands or with `edits`. */
  answer(path: string, ...edits: Edit[]): Answer;
  /**
   * A function that makes wrong answers of the file at `path`: the name of the case that catches it, then the edits.
   */
  mistake(path: string): (by: string, ...edits: Edit[]) => WrongAnswer;
} {
  const answer = (path: string, ...edits: Edit[]): Answer => ({
    file: new URL(path, base),
    ...(edits.length > 0 ? { edits } : {}),
  });
  return { answer, mistake: (path) => (by, ...edits) => ({ by, answer: answer(path, ...edits) }) };
}
