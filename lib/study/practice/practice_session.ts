/**
 * One exercise, opened by one reader: check an answer, ask for a hint, look at a solution.
 *
 * Hints belong to the case that failed last, or after a pass to the stretch case that is left, and each question for
 * one goes a rung further. The solution is shown after a pass, or when it is asked for twice, so that running a whole
 * notebook shows nothing. An untouched stub leaves no trace in the record. A file that imports the library's own answer
 * is told so, and recorded as a look at the solution.
 *
 * **Invariant.** A check never throws because of the reader's code or because of the record: both are told about in the
 * verdict.
 *
 * Not here on purpose: how an answer is graded (`grade.ts`), what is due (`mastery.ts`).
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { type Clock, systemClock } from "../../base/clock.ts";
import { type CatalogueExercise, type ExerciseName, openExercise } from "../exercises/catalogue.ts";
import type { Answers, Case } from "../exercises/suite.ts";
import { JUPYTER_DISPLAY } from "../notebook/jupyter_display.ts";
import { costReport } from "./_cost_report.ts";
import { Feedback } from "./feedback.ts";
import { grade, type GradeOptions } from "./grade.ts";
import { ATTEMPT_OUTCOMES, type MasteryEvent, masteryPath, MasteryRecord } from "./mastery_record.ts";
import { InvalidSubmissionError, type Submission, submissionOfFile, submissionOfValues } from "./submission.ts";
import { Verdict } from "./_verdict.ts";
import type { Finding, Grade, Outcome } from "./_outcome.ts";

/** What a session needs from outside. */
export interface PracticeSessionOptions extends GradeOptions {
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
  /** Whether a first question for the solution is recorded, so that the next session knows of it. @default {false} */
  readonly remembersQuestion?: boolean;
}

/** What only a kind of event has. */
type Details<Event> = Event extends MasteryEvent ? Omit<Event, "id" | "atMs" | "exercise"> : never;

/** An exercise, opened. `Given` is what `check` must be handed. */
export class PracticeSession<Given> {
  readonly #name: ExerciseName;
  readonly #entry: CatalogueExercise;
  readonly #options: PracticeSessionOptions;
  readonly #clock: Clock;
  /** Start of the time that the next attempt took. */
  #sinceMs: number;
  #last: { readonly verdict: Verdict; readonly failed?: Case<unknown> } | undefined;
  /** Hints shown so far, by case. */
  #rungs = new Map<string, number>();
  #solutionAsked = false;
  #passedBefore = false;

  /** Opens the exercise `name`. */
  constructor(name: ExerciseName, options: PracticeSessionOptions = {}) {
    this.#name = name;
    this.#entry = openExercise(name);
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
      const { message, excerpt } = error;
      const finding = { problem: message, ...(excerpt === undefined ? {} : { excerpt }) };
      return this.#conclude(await this.#ungraded("exception", finding), undefined);
    }
  }

  /** The next hint for the case that failed last; a first direction when nothing has been checked. */
  hint(): Feedback {
    const { failed, verdict } = this.#last ?? {};
    if (verdict?.grade.mastered) {
      const how = verdict.grade.stretch.total > 0 ? "Mastered" : "Passed";
      return new Feedback({ title: `${how}: there is nothing left to hint at`, mood: "good" });
    }
    if (!failed) {
      return new Feedback({ title: "A first hint", mood: "plain", paragraphs: [this.#entry.firstHint] });
    }
    const rung = Math.min((this.#rungs.get(failed.name) ?? 0) + 1, failed.hints.length);
    this.#rungs.set(failed.name, rung);
    const isLast = rung === failed.hints.length && failed.hints.length > 1; // the last of several is almost code
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
    const passed = this.#passedBefore || this.#last?.verdict.outcome === "pass";
    if (!passed && !this.#solutionAsked) {
      this.#solutionAsked = true;
      const note = this.#options.remembersQuestion ? this.#record({ kind: "solution", asked: true }) : undefined;
      return new Feedback({
        title: "Not yet",
        mood: "plain",
        paragraphs: [
          "The solution is shown after a pass. To see it now, ask once more; a hint gives less away.",
          ...(note ? [note] : []),
        ],
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

  /**
   * Takes up a question for the solution where another session left it: that it was asked, or that a pass is on record.
   */
  resumeSolution({ asked, passed }: { readonly asked: boolean; readonly passed: boolean }): void {
    this.#solutionAsked ||= asked;
    this.#passedBefore ||= passed;
  }

  /** What the exercise asks for: its rules, and what is beyond a pass. */
  statement(): Feedback {
    const { title, level, minutes, rules, mastery, steps } = this.#entry;
    return new Feedback({
      title: `${title}: ${level}, about ${minutes} minutes`,
      mood: "plain",
      paragraphs: ["Write it, then `check` it; `hint()` and `solution()` help when asked."],
      lists: [
        ...(rules.length > 0 ? [{ title: "To pass:", items: rules }] : []),
        ...(mastery.length > 0 ? [{ title: "To master it:", items: mastery }] : []),
        ...(steps.length > 0 ? [{ title: "In small steps:", items: steps.map((step) => `\`${step}\``) }] : []),
      ],
    });
  }

  /** What a Jupyter front end shows of an exercise that was opened. */
  [JUPYTER_DISPLAY](): Record<string, string> {
    return this.statement()[JUPYTER_DISPLAY]();
  }

  async #checkSubmission(submission: Submission): Promise<Verdict> {
    const suite = await this.#entry.suite();
    const result = await grade(suite, submission, { silenceMs: patienceMs(), ...this.#options });
    if (result.outcome === "wrong names") {
      return this.#conclude(await this.#wrongUse(`${result.finding!.problem}. ${await this.#usage()}`), undefined);
    }
    const cases = suite.cases as readonly Case<unknown>[];
    const failed = cases.find(({ name }) => name === (result.finding ?? result.next)?.caseName);
    if (result.outcome === "not attempted") return this.#conclude(result, undefined);
    const answers = await this.#entry.answers();
    const note = this.#noteOfImports(submission, answers);
    if (result.outcome !== "pass") return this.#conclude(result, failed, note);
    const cost = await costReport(submission, { suite, answers, clock: this.#clock });
    return this.#conclude(cost ? { ...result, cost } : result, failed, note);
  }

  /** A line for a reader whose file imports the library's own answer; recorded as a look at the solution. */
  #noteOfImports({ imports = [] }: Submission, { ours }: Answers): string | undefined {
    const own = new Set("file" in ours ? [ours.file.href, ...libraryModules(ours.file)] : []);
    const folder = new URL("../exercises/", import.meta.url).href;
    const found = imports.find((url) => own.has(url) || url.startsWith(folder));
    if (found === undefined) return undefined;
    const path = found.slice(found.lastIndexOf("/lib/") + 1);
    const note = this.#record({ kind: "solution" });
    const said = `Your file imports ${path}, so it is the library's answer that was graded, not yours. ` +
      "This counts as a look at the solution.";
    return note ? `${said} ${note}` : said;
  }

  #conclude(result: Grade, failed: Case<unknown> | undefined, importsNote?: string): Verdict {
    const nowMs = this.#clock.nowMs();
    const durationMs = nowMs - this.#sinceMs;
    this.#sinceMs = nowMs;
    const outcome = ATTEMPT_OUTCOMES.find((known) => known === result.outcome);
    const recordNote = outcome && this.#record({
      kind: "attempt",
      outcome,
      ...(outcome === "pass" ? { mastered: result.mastered } : {}),
      ...(failed ? { caseName: failed.name } : {}),
      ...(this.#options.timed === false ? {} : { durationMs }),
    });
    const { title } = this.#entry;
    const { moreHelp } = this.#options;
    const note = [importsNote, recordNote].filter((part) => part !== undefined).join(" ");
    const verdict = new Verdict(result, { title, ...(note ? { note } : {}), ...(moreHelp ? { moreHelp } : {}) });
    this.#last = { verdict, ...(failed ? { failed } : {}) };
    return verdict;
  }

  #wrongUse(problem: string): Promise<Grade> {
    return this.#ungraded("wrong names", { problem });
  }

  async #ungraded(outcome: Outcome, finding: Finding): Promise<Grade> {
    const cases = (await this.#entry.suite()).cases as readonly Case<unknown>[];
    const stretch = cases.filter((one) => one.stretch).length;
    return {
      exercise: this.#name,
      outcome,
      passed: 0,
      total: cases.length - stretch,
      stretch: { passed: 0, total: stretch },
      mastered: false,
      finding,
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

/** Modules that our answer is made of: what `right/library.ts` imports, but for the rooms that are anyone's tools. */
function libraryModules(file: URL): string[] {
  const text = Deno.readTextFileSync(fileURLToPath(file));
  const urls = [...text.matchAll(/\bfrom "(\.[^"]+)"/g)].map(([, specifier]) => new URL(specifier!, file).href);
  return urls.filter((url) => !/\/lib\/(base|testing)\//.test(url));
}

/** How long a case may take on an idle machine. */
const CASE_MS = 2000;

/** The same on this machine now: where others want the cores too, a right answer takes longer. At most four times. */
function patienceMs(): number {
  const [load = 0] = Deno.loadavg();
  return CASE_MS * Math.min(4, Math.max(1, Math.round(load / navigator.hardwareConcurrency)));
}
