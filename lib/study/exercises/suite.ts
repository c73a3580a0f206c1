/**
 * What an exercise consists of: the cases that judge an answer, and the answers that prove the cases.
 *
 * A case is driven in one place and judged in another. `drive` runs beside the reader's code, in a child process
 * without permissions, and only writes down what it saw. `judge` runs in our own process and compares that evidence
 * with an oracle of its own. So code that bends the globals of the child can spoil its own evidence, but it can't
 * decide what was expected.
 *
 * A case is *core* when the statement asks for it in so many words, and *stretch* otherwise. The core cases decide
 * whether an answer passes; the stretch cases, taught one at a time after a pass, whether the exercise is mastered.
 *
 * **Invariant.** `drive`, `Cost.run` and `Cost.build` travel as source text: they may use nothing but their arguments,
 * the functions in `uses`, and JavaScript's globals. The proof of every suite (`prove.ts`) would fail on anything else.
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
  /**
   * Moves the clock by `ms`, stopping whenever a sleeper is due until the work that it wakes has come to
   * rest. For the driver.
   */
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
  /** Those steps by operation: `{ "loops and calls": 120, "Array.shift": 512 }`. */
  operations(): Record<string, number>;
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
  /**
   * Name of the case that teaches this mistake, where it is another: its misconception and hints are the ones shown.
   */
  readonly lesson?: string;
}

/**
 * Hints, each saying more than the one before: a direction, the idea, almost the code. A step of a ladder may have one.
 */
export type HintLadder = readonly [direction: string, ...more: string[]];

/** Functions that travel to the child beside a drive, by the names under which it calls them. */
// deno-lint-ignore no-explicit-any -- any functions at all
export type Helpers = Readonly<Record<string, (...args: any[]) => unknown>>;

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
  /** Whether it decides *mastered* instead of *passed*: the statement does not ask for it in so many words. */
  readonly stretch?: boolean;
  /** Functions that `drive` may call. */
  readonly uses?: Helpers;
  /** The input, from seeded numbers: the author's seeds and the reader's differ. */
  input(random: Random): Input;
  /** The input as a reader would write it; with `throughStep`, no further than that step. */
  show(input: Input, throughStep?: number): string;
  /** Runs in the child: uses the reader's code and returns what it saw. Travels as text. */
  drive(given: Given, input: Input, child: ChildTools): unknown;
  /**
   * Runs here: what is wrong with the evidence, or `undefined`. The evidence is untrusted: its shape must be checked.
   */
  judge(input: Input, evidence: unknown): Failure | undefined;
}

/** What is measured after a pass. Both functions travel as text. */
export interface Cost<Given, TimeInput = unknown, MemoryInput = unknown> {
  /** Functions that `run` and `build` may call. */
  readonly uses?: Helpers;
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
  /** Other names under which it may be handed in: `{ softmaxJacobian: ["softmaxDerivative"] }`. */
  readonly aliases?: Readonly<Record<string, readonly string[]>>;
  /** The stub to start from, as it stands in the notebook. */
  readonly task: string;
  /** Most instructive first: the first core case that fails is the one that is shown. */
  readonly cases: readonly Case<Given>[];
  /** What is measured after a pass. */
  readonly cost?: Cost<Given>;
  /** Whether its answers start threads: they are graded one child process each, also in a proof. */
  readonly threads?: boolean;
}

/** The cases in the order in which they decide: core before stretch, and in each those that count steps last. */
export function inOrderOfDecision<Given>(cases: readonly Case<Given>[]): Case<Given>[] {
  const rank = ({ stretch = false, counted = false }: Case<Given>) => 2 * Number(stretch) + Number(counted);
  return cases.toSorted((a, b) => rank(a) - rank(b));
}

/** A change to a text: `find` must occur in it exactly once. */
export type Edit = readonly [find: string, replace: string];

/**
 * An answer: values whose source is read, as in a notebook, the text of a module, or a file, as it stands or with
 * edits.
 */
export type Answer =
  | { readonly given: Readonly<Record<string, unknown>> }
  | { readonly text: string; readonly exported?: readonly string[] }
  | { readonly file: URL; readonly edits?: readonly Edit[] };

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
  /** Right answers that differ in kind, by name: they pass the core and the stretch cases. */
  readonly right: Readonly<Record<string, Answer>>;
  /** What someone writes who only read the statement, by name: at least one; it passes the core cases. */
  readonly textbook?: Readonly<Record<string, Answer>>;
  /** Named wrong answers: at least four. */
  readonly wrong: Readonly<Record<string, WrongAnswer>>;
  /** Our implementation, behind the exercise's names: a pass is compared with it. */
  readonly ours: Answer;
  /** The naive floor: right, and as simple as can be; needed where cost is measured. */
  readonly naive?: { readonly what: string; readonly answer: Answer };
}

/** The message of a member that has not been written; a check that meets it reports *not attempted*. */
export const NOT_WRITTEN_YET = "Not written yet";
