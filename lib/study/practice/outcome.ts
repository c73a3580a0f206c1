/**
 * The outcome of a check, as data: the same for a notebook, a terminal and the proof of a suite.
 *
 * @module
 */
import type { CostReport } from "./cost_report.ts";

/**
 * How a check ended.
 * - `pass`: every case agreed.
 * - `fail`: a case saw something else than its oracle expected.
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
  /** The reader's own line, where it is known. */
  readonly line?: string;
}

/** The result of a check. */
export interface Grade {
  /** Name in the catalogue. */
  readonly exercise: string;
  /** How the check ended. */
  readonly outcome: Outcome;
  /** Cases that agreed. */
  readonly passed: number;
  /** All cases of the suite. */
  readonly total: number;
  /** Absent after a pass. */
  readonly finding?: Finding;
  /** First lines of what the reader's code printed in the case that decided. */
  readonly printed: readonly string[];
  /** After a pass: what it costs, compared with ours and with the naive floor. */
  readonly cost?: CostReport;
}
