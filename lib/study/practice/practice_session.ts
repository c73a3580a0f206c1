/**
 * One exercise, opened by one reader: check an answer, ask for a hint, look at a solution.
 *
 * Hints belong to the case that failed last, and each question for one goes a rung further. The solution is shown after a pass, or
 * when it is asked for twice, so that running a whole notebook shows nothing. An untouched stub leaves no trace in the record.
 *
 * **Invariant.** A check never throws because of the reader's code or because of the record: both are told about in the verdict.
 *
 * Not here on purpose: how an answer is graded (`grade.ts`), what is due (`mastery.ts`).
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { type Clock, systemClock } from "../../base/clock.ts";
import { CATALOGUE, type ExerciseName } from "../exercises/catalogue.ts";
import type { CatalogueEntry } from "../exercises/catalogue_entry.ts";
import type { Case } from "../exercises/suite.ts";
import { JUPYTER_DISPLAY } from "../notebook/jupyter_display.ts";
import { costReport } from "./cost_report.ts";
import { Feedback } from "./feedback.ts";
import { grade, type GradeOptions } from "./grade.ts";
import { ATTEMPT_OUTCOMES, type MasteryEvent, masteryPath, MasteryRecord } from "./mastery_record.ts";
import { InvalidSubmissionError, type Submission, submissionOfFile, submissionOfValues } from "./submission.ts";
import { Verdict } from "./verdict.ts";
import type { Grade } from "./outcome.ts";

/** What a session needs from outside. */
export interface SessionOptions extends GradeOptions {
  /** Times the limits and the durations. @default {systemClock} */
  readonly clock?: Clock;
  /** The date, in milliseconds since 1970. @default {Date.now} */
  readonly dateMs?: () => number;
  /** The mastery record; `undefined` keeps none. @default {masteryPath()} */
  readonly recordPath?: string | undefined;
  /** Whether the time between checks is the reader's (a notebook) or unknown (one command). @default {true} */
  readonly timed?: boolean;
  /** How the reader asks for more: shown at the end of a verdict. */
  readonly moreHelp?: string;
}

/** What only a kind of event has. */
type Details<Event> = Event extends MasteryEvent ? Omit<Event, "id" | "atMs" | "exercise"> : never;

/** An exercise, opened. `Given` is what `check` must be handed. */
export class PracticeSession<Given> {
  readonly #name: ExerciseName;
  readonly #entry: CatalogueEntry<never>;
  readonly #options: SessionOptions;
  readonly #clock: Clock;
  /** Start of the time that the next attempt took. */
  #sinceMs: number;
  #last: { readonly verdict: Verdict; readonly failed?: Case<unknown> } | undefined;
  /** Hints shown so far, by case. */
  #rungs = new Map<string, number>();
  #solutionAsked = false;

  /** Opens the exercise `name`. */
  constructor(name: ExerciseName, options: SessionOptions = {}) {
    this.#name = name;
    this.#entry = CATALOGUE[name];
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#sinceMs = this.#clock.nowMs();
  }

  /**
   * Grades what was written. The reader's code runs in a process of its own: nothing it does can harm this one.
   * @param given The exercise's names, and any helper that the grader says it misses: `{ LRUCache, Node }`.
   */
  async check(given: Given & Readonly<Record<string, unknown>>): Promise<Verdict> {
    if (typeof given !== "object" || given === null) {
      return this.#conclude(await this.#wrongUse(`check takes an object: ${await this.#usage()}`), undefined);
    }
    return await this.#checkSubmission(submissionOfValues(given));
  }

  /**
   * Grades a file that exports the exercise's names.
   * @throws {UnreadableSubmissionError} If the file can't be read.
   */
  async checkFile(file: URL): Promise<Verdict> {
    try {
      return await this.#checkSubmission(await submissionOfFile(file));
    } catch (error) {
      if (!(error instanceof InvalidSubmissionError)) throw error;
      const { cases } = await this.#entry.suite();
      const finding = { problem: error.message };
      const result = { exercise: this.#name, passed: 0, total: cases.length, printed: [], finding };
      return this.#conclude({ ...result, outcome: "exception" }, undefined);
    }
  }

  /** The next hint for the case that failed last; a first direction when nothing has been checked. */
  hint(): Feedback {
    const { failed, verdict } = this.#last ?? {};
    if (verdict?.outcome === "pass") {
      return new Feedback({ title: "Passed: there is nothing left to hint at", mood: "good" });
    }
    if (!failed) {
      return new Feedback({ title: "A first hint", mood: "plain", paragraphs: [this.#entry.firstHint] });
    }
    const rung = Math.min((this.#rungs.get(failed.name) ?? 0) + 1, failed.hints.length);
    this.#rungs.set(failed.name, rung);
    const isLast = rung === failed.hints.length;
    const note = this.#record({ kind: "hint", caseName: failed.name, rung });
    return new Feedback({
      title: `Hint ${rung} of ${failed.hints.length}: ${failed.name}`,
      mood: "plain",
      paragraphs: [
        ...(isLast ? [] : [failed.hints[rung - 1]!]),
        ...(note ? [note] : []),
      ],
      ...(isLast ? { code: { text: failed.hints[rung - 1]!, language: "ts" as const } } : {}),
    });
  }

  /** Takes up the ladder where another session left it: hints that the record says were shown since the last pass. */
  resumeHints(shown: readonly Extract<MasteryEvent, { kind: "hint" }>[]): void {
    for (const { caseName, rung } of shown) {
      this.#rungs.set(caseName, Math.max(rung, this.#rungs.get(caseName) ?? 0));
    }
  }

  /** A solution with the reasons for it: after a pass, or when asked a second time. */
  solution(): Feedback {
    const passed = this.#last?.verdict.outcome === "pass";
    if (!passed && !this.#solutionAsked) {
      this.#solutionAsked = true;
      return new Feedback({
        title: "Not yet",
        mood: "plain",
        paragraphs: ["The solution is shown after a pass. To see it now, ask once more; a hint gives less away."],
      });
    }
    const note = passed ? undefined : this.#record({ kind: "solution" });
    const { file, why } = this.#entry.solution;
    return new Feedback({
      title: `A solution: ${this.#entry.title}`,
      mood: "plain",
      paragraphs: [why, ...(note ? [note] : [])],
      code: { text: Deno.readTextFileSync(fileURLToPath(file)), language: "ts" },
    });
  }

  /** What a Jupyter front end shows of an exercise that was opened. */
  [JUPYTER_DISPLAY](): Record<string, string> {
    const { title, level, minutes } = this.#entry;
    return new Feedback({
      title: `${title}: ${level}, about ${minutes} minutes`,
      mood: "plain",
      paragraphs: ["Write it, then `check` it; `hint()` and `solution()` help when asked."],
    })[JUPYTER_DISPLAY]();
  }

  async #checkSubmission(submission: Submission): Promise<Verdict> {
    const suite = await this.#entry.suite();
    const result = await grade(suite, submission, this.#options);
    if (result.outcome === "wrong names") {
      return this.#conclude(await this.#wrongUse(`${result.finding!.problem}. ${await this.#usage()}`), undefined);
    }
    const failed = (suite.cases as readonly Case<unknown>[]).find(({ name }) => name === result.finding?.caseName);
    if (result.outcome !== "pass") return this.#conclude(result, failed);
    const cost = await costReport(submission, { suite, answers: await this.#entry.answers(), clock: this.#clock });
    return this.#conclude(cost ? { ...result, cost } : result, undefined);
  }

  #conclude(result: Grade, failed: Case<unknown> | undefined): Verdict {
    const nowMs = this.#clock.nowMs();
    const durationMs = nowMs - this.#sinceMs;
    this.#sinceMs = nowMs;
    const outcome = ATTEMPT_OUTCOMES.find((known) => known === result.outcome);
    const note = outcome && this.#record({
      kind: "attempt",
      outcome,
      ...(failed ? { caseName: failed.name } : {}),
      ...(this.#options.timed === false ? {} : { durationMs }),
    });
    const { title } = this.#entry;
    const { moreHelp } = this.#options;
    const verdict = new Verdict(result, { title, ...(note ? { note } : {}), ...(moreHelp ? { moreHelp } : {}) });
    this.#last = { verdict, ...(failed ? { failed } : {}) };
    return verdict;
  }

  async #wrongUse(problem: string): Promise<Grade> {
    const { cases } = await this.#entry.suite();
    return {
      exercise: this.#name,
      outcome: "wrong names",
      passed: 0,
      total: cases.length,
      finding: { problem },
      printed: [],
    };
  }

  async #usage(): Promise<string> {
    return `This exercise takes ${(await this.#entry.suite()).names.join(", ")}`;
  }

  /** Writes one event; returns a line for the reader if it could not be written. */
  #record(details: Details<MasteryEvent>): string | undefined {
    const { dateMs = Date.now } = this.#options;
    try {
      const path = "recordPath" in this.#options ? this.#options.recordPath : masteryPath();
      if (path === undefined) return undefined;
      using record = new MasteryRecord(path);
      const event = { id: crypto.randomUUID(), atMs: dateMs(), exercise: this.#name, ...details };
      record.add([event as MasteryEvent]);
    } catch (error) {
      return `Not recorded. ${(error as Error).message}`;
    }
  }
}
