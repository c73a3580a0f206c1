/**
 * The proof of a grader: what must be true of a suite before it may judge anybody.
 *
 * - The stub is *not attempted*.
 * - Every right answer masters the exercise, with several seeds that are not the reader's; there are at least two.
 * - Every textbook answer passes: it agrees with all core cases; there is at least one.
 * - Every wrong answer is caught, and the first case to catch it is the one that names its mistake; there are at least
 *   four.
 * - Every case has a name of its own, a misconception, three different hints, and is needed: it is the first to catch
 *   some wrong answer. A step of a ladder may do with one right answer, one wrong one a case, and one hint.
 *
 * Cost: answers are graded together in a few child processes, each only through the case that decides; what came out
 * otherwise than it must is graded again by itself. 1 to 3 s of processor time.
 *
 * Not here on purpose: whether the hints help.
 *
 * @module
 */
import { type Answer, type Answers, type Case, inOrderOfDecision, type Suite } from "../exercises/suite.ts";
import { type AnswerToGrade, gradeTogether, READER_SEED } from "./grade.ts";
import { submissionOfAnswer } from "./submission.ts";
import type { Grade } from "./_outcome.ts";

/** How a suite is proven. */
export interface ProofOptions {
  /** Seeds for the right answers; the others are graded with the first. @default {[1, 2, 3]} */
  readonly seeds?: readonly number[];
  /** Hears of each answer when it has been graded. */
  readonly report?: (line: string) => void;
  /** Time limit of a case, in milliseconds: generous, because the proof may share the machine. @default {10000} */
  readonly silenceMs?: number;
  /**
   * How often an answer is graded before it counts as graded wrongly: exercises on threads wait for real time. @default
   * {1}
   */
  readonly attempts?: number;
}

const MIN_WRONG = 4;
const MIN_RIGHT = 2;
/**
 * When answers are graded together, a loop without end is waited for only so long: what is unexpected is graded again.
 */
const TOGETHER_SILENCE_MS = 2000;
/** So many answers share a child: enough to save its start, few enough for its memory. */
const ANSWERS_A_CHILD = 24;

/** One answer, and what must come of it. */
interface Claim {
  readonly what: string;
  readonly answer: Answer;
  readonly seed: number;
  /** Name of the case that decides, where later ones don't matter. */
  readonly through?: string;
  readonly isExpected: (grade: Grade) => boolean;
  /** The sentence of a fault, if `grade` is not what was expected. */
  readonly fault: (grade: Grade) => string;
}

/**
 * What keeps the suite from being proven: one sentence each, none if it is.
 * @throws {RangeError} If a seed is the one that readers get.
 */
export async function prove(
  suite: Suite<never>,
  answers: Answers,
  { seeds = [1, 2, 3], report = () => {}, silenceMs = 10_000, attempts = 1 }: ProofOptions = {},
): Promise<string[]> {
  if (seeds.includes(READER_SEED)) {
    throw new RangeError(`Cannot prove a suite: seeds must not be the readers' own: current value is ${seeds}`);
  }
  const faults = writtenFaults(suite, answers);
  const claims = claimsOf(suite, answers, seeds);
  const submissions = await Promise.all(claims.map(({ answer }) => submissionOfAnswer(answer)));
  const toGrade = claims.map(({ seed, through }, i): AnswerToGrade => ({
    submission: submissions[i]!,
    seed,
    ...(through === undefined ? {} : { through }),
  }));
  const alone = async (one: AnswerToGrade) => (await gradeTogether(suite, [one], { silenceMs }))[0]!;
  const grades: (Grade | undefined)[] = [];
  for (let from = 0; from < claims.length && !suite.threads; from += ANSWERS_A_CHILD) {
    const some = toGrade.slice(from, from + ANSWERS_A_CHILD);
    grades.push(...await gradeTogether(suite, some, { silenceMs: Math.min(silenceMs, TOGETHER_SILENCE_MS) }));
  }
  for (const [i, { what, isExpected, fault }] of claims.entries()) {
    let result = grades[i];
    for (let attempt = 1; !result || (!isExpected(result) && attempt <= attempts); attempt++) {
      result = await alone(toGrade[i]!);
    }
    const text = isExpected(result) ? `${what}: ${result.outcome}` : fault(result);
    if (!isExpected(result)) faults.push(text);
    report(text);
  }
  const needed = new Set(Object.values(answers.wrong).map(({ by }) => by));
  for (const { name } of suite.cases) if (!needed.has(name)) faults.push(`case "${name}": no wrong answer needs it`);
  return faults;
}

function claimsOf(suite: Suite<never>, answers: Answers, seeds: readonly number[]): Claim[] {
  const [seed = 1] = seeds;
  const cases = inOrderOfDecision(suite.cases as readonly Case<unknown>[]);
  const lastCore = cases.findLast(({ stretch }) => !stretch)?.name;
  const why = ({ outcome, finding, next }: Grade) => {
    const found = finding ?? next;
    const seen = [found?.caseName, found?.problem ?? `expected ${found?.expected}, got ${found?.got}`];
    return `${outcome} (${seen.filter((part) => part !== undefined).join(": ")})`;
  };
  const stub: Claim = {
    what: "the stub",
    answer: answers.stub,
    seed,
    isExpected: ({ outcome }) => outcome === "not attempted",
    fault: ({ outcome }) => `the stub must be "not attempted", it is "${outcome}"`,
  };
  const right = Object.entries({ ...answers.right, "(ours)": answers.ours }).flatMap(([name, answer]) => {
    const isOursAgain = name === "(ours)" && Object.values(answers.right).includes(answers.ours);
    const own = isOursAgain ? [] : name === "(ours)" ? [seed] : seeds;
    return own.map((seed): Claim => ({
      what: `right answer "${name}", seed ${seed}`,
      answer,
      seed,
      isExpected: ({ mastered }) => mastered,
      fault: (grade) => `right answer "${name}", seed ${seed}: ${why(grade)}`,
    }));
  });
  const textbook = Object.entries(answers.textbook ?? {}).map(([name, answer]): Claim => ({
    what: `textbook answer "${name}"`,
    answer,
    seed,
    ...(lastCore === undefined ? {} : { through: lastCore }),
    isExpected: ({ outcome }) => outcome === "pass",
    fault: (grade) => `textbook answer "${name}" must pass: ${why(grade)}`,
  }));
  const known = new Set(cases.map(({ name }) => name));
  const wrong = Object.entries(answers.wrong).filter(([, { by }]) => known.has(by)).map((
    [name, { by, answer }],
  ): Claim => ({
    what: `wrong answer "${name}", caught by "${by}"`,
    answer,
    seed,
    through: by,
    isExpected: ({ finding, next }) => (finding ?? next)?.caseName === by,
    fault: ({ outcome, finding = undefined, next, mastered }) => {
      const found = finding ?? next;
      return mastered || !found
        ? `wrong answer "${name}" passes: "${by}" must catch it`
        : `wrong answer "${name}" is caught by "${found.caseName ?? found.problem ?? outcome}" before "${by}"`;
    },
  }));
  return [stub, ...right, ...textbook, ...wrong];
}

/** What can be seen without running anything. */
function writtenFaults({ exercise, cases, names, cost }: Suite<never>, answers: Answers): string[] {
  const faults: string[] = [];
  const isStep = exercise.includes(".");
  const wrong = Object.values(answers.wrong);
  const [minWrong, minRight, minHints] = isStep ? [1, 1, 1] : [MIN_WRONG, MIN_RIGHT, 3];
  if (names.length === 0) faults.push("the suite asks for no names");
  if (wrong.length < minWrong) faults.push(`at least ${minWrong} wrong answers are needed, there are ${wrong.length}`);
  const right = Object.keys(answers.right).length;
  if (right < minRight) faults.push(`at least ${minRight} right answers are needed, there are ${right}`);
  if (answers.textbook && Object.keys(answers.textbook).length === 0) {
    faults.push("at least 1 textbook answer is needed, there are 0");
  }
  if (cost && !answers.naive) faults.push("a cost is measured against a naive answer, there is none");
  const known = new Set(cases.map(({ name }) => name));
  if (known.size < cases.length) faults.push("two cases have the same name");
  for (const { by } of wrong) if (!known.has(by)) faults.push(`no case is called "${by}"`);
  for (const one of cases as readonly Case<unknown>[]) {
    if (!one.misconception.trim()) faults.push(`case "${one.name}" names no misconception`);
    const written = new Set(one.hints.map((hint) => hint.trim()).filter(Boolean));
    if (written.size < minHints) {
      const many = ["no", "one hint", "two different hints", "three different hints"][minHints];
      faults.push(`case "${one.name}" needs ${many}, it has ${written.size}`);
    }
  }
  return faults;
}
