/**
 * The outcome of a check, as data: the same for a notebook, a terminal and the proof of a suite.
 *
 * @module
 */
import type { CostReport } from "./_cost_report.ts";

/**
 * How a check ended.
 * - `pass`: every core case agreed; `Grade.mastered` says whether the stretch cases agreed as well.
 * - `fail`: a core case saw something else than its oracle expected.
 * - `exception`: the code threw, did not compile, or ended the process.
 * - `not attempted`: the stub is still there.
 * - `out of time`, `out of memory`: the process was ended.
 * - `wrong names`: what the exercise asks for was not handed in.
 */
export type Outcome =
  | "pass"
  | "fail"
  | "exception"
  | "not attempted"
  | "out of time"
  | "out of memory"
  | "wrong names";

/** The one thing to look at next. */
export interface Finding {
  /** The case, when it was a case that found it. */
  readonly caseName?: string;
  /** The mistake that is most likely behind it. */
  readonly misconception?: string;
  /** What was done, as a reader would write it. */
  readonly input?: string;
  /** What should have come out. */
  readonly expected?: string;
  /** What came out. */
  readonly got?: string;
  /** In a sentence, what happened, where no value came out. */
  readonly problem?: string;
  /** The reader's own line, where only its text is known. */
  readonly line?: string;
  /** The place in the reader's file, with its line number and a caret. */
  readonly excerpt?: string;
}

/** The result of a check. */
export interface Grade {
  /** Name in the catalogue. */
  readonly exercise: string;
  /** How the check ended. */
  readonly outcome: Outcome;
  /** Core cases that agreed. */
  readonly passed: number;
  /** All core cases of the suite. */
  readonly total: number;
  /** The stretch cases, likewise. */
  readonly stretch: { readonly passed: number; readonly total: number };
  /** Whether every core case and every stretch case agreed. */
  readonly mastered: boolean;
  /** What decided; absent after a pass. */
  readonly finding?: Finding;
  /** After a pass: the stretch case to look at next; absent once the exercise is mastered. */
  readonly next?: Finding;
  /** First lines of what the reader's code printed in the case that decided. */
  readonly printed: readonly string[];
  /** After a pass: what it costs, compared with ours and with the naive floor. */
  readonly cost?: CostReport;
}
