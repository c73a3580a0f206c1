/**
 * What can be said of an exercise before its cases are loaded: its card in the catalogue and its statement.
 *
 * The statement has one source, here: the notebook, the command line and the site show `task`, `rules` and `mastery`,
 * and the stub that a proof grades is made from `task`.
 *
 * @module
 */
import type { Case } from "./suite.ts";
import type { WrongAnswers } from "./answers_in.ts";

/** What exercises and steps of a ladder have in common. */
export interface Statement<Given> {
  /** As it is shown: `LRU cache`. */
  readonly title: string;
  /** Time to plan for, in minutes. */
  readonly minutes: number;
  /** What the reader must hand in. */
  readonly names: readonly (keyof Given & string)[];
  /** Other names under which it may be handed in: `{ softmaxJacobian: ["softmaxDerivative"] }`. */
  readonly aliases?: Readonly<Record<string, readonly string[]>>;
  /** The stub to start from: declarations without `export`, every body of which throws `Not written yet`. */
  readonly task: string;
  /** What decides *passed*: a sentence for every convention that a core case judges. Markdown with `code` only. */
  readonly rules: readonly string[];
  /** The first hint, for someone who has not tried yet. */
  readonly firstHint: string;
}

/** The card of an exercise: `export const exercise` of its `exercise.ts`. */
export interface ExerciseCard<Given> extends Statement<Given> {
  /** How hard it is among the lab's exercises. */
  readonly level: "easy" | "medium" | "hard";
  /** Path of the notebook that teaches it, below `notebooks/`, without extension. */
  readonly notebook: string;
  /** What decides *mastered* beyond that: a sentence for every stretch case or group of them. @default {[]} */
  readonly mastery?: readonly string[];
  /** What `solution()` shows: a file of the exercise's folder (`right/…`), and why that is the answer to write. */
  readonly solution: { readonly file: string; readonly why: string };
  /** Whether answers start threads: then each is graded in a process of its own. @default {false} */
  readonly threads?: boolean;
}

/** A small step towards an exercise: an entry of `export const ladder` of its `ladder.ts`. */
export interface LadderStep<Given> extends Statement<Given> {
  /** Why the solution, `steps/<step>.ts`, is the answer to write. */
  readonly why: string;
  /** Its cases: at least one, each with a misconception and a hint. */
  readonly cases: readonly Case<Given>[];
  /** Named wrong answers, most of them edits of `steps/<step>.ts`: each case is the first to catch at least one. */
  readonly wrong: WrongAnswers;
}

/** The steps of an exercise, in order, by name. */
// deno-lint-ignore no-explicit-any -- each step has names of its own
export type Ladder = Readonly<Record<string, LadderStep<any>>>;
