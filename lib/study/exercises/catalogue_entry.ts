/**
 * One entry of the catalogue of exercises: what can be said of an exercise before its suite is loaded.
 *
 * @module
 */
import type { Answers, Suite } from "./suite.ts";

/** One line of the catalogue. */
export interface CatalogueEntry<Given> {
  /** As it is shown. */
  readonly title: string;
  /** How hard it is among the lab's exercises. */
  readonly level: "easy" | "medium" | "hard";
  /** Time to plan for, in minutes. */
  readonly minutes: number;
  /** Path of the notebook that teaches it, below `notebooks/`, without extension. */
  readonly notebook: string;
  /** The first hint, for someone who has not tried yet. */
  readonly firstHint: string;
  /** What `solution()` shows: a file of the exercise, and why that is the answer to write. */
  readonly solution: { readonly file: URL; readonly why: string };
  /** Loads the suite. */
  suite(): Promise<Suite<Given>>;
  /** Loads the answers; the reader's `check` only needs them after a pass. */
  answers(): Promise<Answers>;
}
