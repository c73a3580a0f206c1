/**
 * What an exercise consists of: the cases that judge an answer, and the answers that prove the cases.
 *
 * A case is driven in one place and judged in another. `drive` runs beside the reader's code, in a child process without
 * permissions, and only writes down what it saw. `judge` runs in our own process and compares that evidence with an oracle of its
 * own. So code that bends the globals of the child can spoil its own evidence, but it can't decide what was expected.
 *
 * **Invariant.** `drive`, `Cost.run` and `Cost.build` travel as source text: they may use nothing but their arguments and
 * JavaScript's globals. The proof of every suite (`lib/study/practice/prove.ts`) would fail on anything else.
 *
 * Not here on purpose: how the child is run (`practice/`), points and grades (a case passes or teaches).
 *
 * @module
 */
import type { Random } from "../../base/random.ts";

/** A clock in the child process: what the reader's code is handed, and what moves it. */
export interface ChildClock {
  /** The present reading. */
  nowMs(): number;
  /** Resolves when the clock has been moved by `ms`; rejects with the signal's reason if that comes first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Moves the clock by `ms`, stopping at each sleeper's hour until the work that it wakes has come to rest. For the driver. */
  run(ms: number): Promise<void>;
  /** Sets the clock forward or back by `ms`, waking nobody, as an administrator does. For the driver. */
  step(ms: number): void;
  /** How many sleep at present: how many timers a real clock would hold. For the driver. */
  sleeping(): number;
}

/** What a case can ask of the child process in which it drives the reader's code. */
export interface ChildTools {
  /** Says which step comes next, so that a crash or an endless loop is shown with the steps that led to it. */
  step(index: number): void;
  /** Steps of work done so far by the reader's code; only cases with `counted: true` may ask. */
  work(): number;
  /** A new clock, which stands still at `startMs` until the driver moves it. @default {0} */
  clock(startMs?: number): ChildClock;
  /** Resolves when everything that is ready to run has run: all microtasks, and timers of 0 ms. */
  settled(): Promise<void>;
  /** Address of the reader's module, for a Worker that is to import it. */
  readonly moduleUrl: string;
}

/** Why an answer failed a case, in the reader's terms. */
export interface Failure {
  /** What was done, if it is shorter or clearer than the whole input. */
  readonly input?: string;
  /** What should have come out: from the suite's own oracle. */
  readonly expected: string;
  /** What came out. */
  readonly got: string;
}

/** Three hints, each saying more than the one before. */
export type HintLadder = readonly [direction: string, idea: string, almostCode: string];

/** One thing that an answer must get right, and the mistake that is behind it when it does not. */
export interface Case<Given, Input = unknown> {
  /** A sentence that is true of every right answer. Unique in its suite. */
  readonly name: string;
  /** What someone most likely believes who fails here. */
  readonly misconception: string;
  /** Shown one at a time, when asked. */
  readonly hints: HintLadder;
  /** Whether the reader's code runs with its steps counted: slower, and in a child of its own. */
  readonly counted?: boolean;
  /** The input, from seeded numbers: the author's seeds and the reader's differ. */
  input(random: Random): Input;
  /** The input as a reader would write it; with `throughStep`, no further than that step. */
  show(input: Input, throughStep?: number): string;
  /** Runs in the child: uses the reader's code and returns what it saw. Travels as text. */
  drive(given: Given, input: Input, child: ChildTools): unknown;
  /** Runs here: what is wrong with the evidence, or `undefined`. The evidence is untrusted: its shape must be checked. */
  judge(input: Input, evidence: unknown): Failure | undefined;
}

/** What is measured after a pass. Both functions travel as text. */
export interface Cost<Given, TimeInput = unknown, MemoryInput = unknown> {
  /** What is timed. */
  readonly time: {
    /** What is timed, in words: `20,000 gets, a put after each miss, capacity 1,000`. */
    readonly what: string;
    input(random: Random): TimeInput;
    /** One run; its result keeps the work from being optimised away. */
    run(given: Given, input: TimeInput): unknown;
  };
  /** What is weighed. */
  readonly memory: {
    /** What is held, in words: `20,000 entries`. */
    readonly what: string;
    input(random: Random): MemoryInput;
    /** Builds what is weighed and returns it. */
    build(given: Given, input: MemoryInput): unknown;
  };
}

/** The cases of one exercise. */
export interface Suite<Given> {
  /** Name in the catalogue: `lru-cache`. */
  readonly exercise: string;
  /** What the reader must hand in. */
  readonly names: readonly (keyof Given & string)[];
  /** What to write and the stub to start from, as it stands in the notebook. */
  readonly task: string;
  /** Most instructive first: the first case that fails is the one that is shown. */
  readonly cases: readonly Case<Given>[];
  /** What is measured after a pass. */
  readonly cost: Cost<Given>;
}

/** An answer: values whose source is read, as in a notebook, or a file that exports them. */
export type Answer = { readonly given: Readonly<Record<string, unknown>> } | { readonly file: URL };

/** A realistic mistake, and the case that must be the first to catch it. */
export interface WrongAnswer {
  /** Name of the case. */
  readonly by: string;
  /** The mistake. */
  readonly answer: Answer;
}

/** The answers of one exercise: what its suite is proven with, and what a pass is measured against. */
export interface Answers {
  /** What the reader starts from: every member throws `Not written yet`. */
  readonly stub: Answer;
  /** Right answers that differ in kind, by name. */
  readonly right: Readonly<Record<string, Answer>>;
  /** Named wrong answers: at least four. */
  readonly wrong: Readonly<Record<string, WrongAnswer>>;
  /** Our implementation, behind the exercise's names: a pass is compared with it. */
  readonly ours: Answer;
  /** The naive floor: right, and as simple as can be. */
  readonly naive: { readonly what: string; readonly answer: Answer };
}

/** The message of a member that has not been written; a check that meets it reports *not attempted*. */
export const NOT_WRITTEN_YET = "Not written yet";
