/**
 * The proof of a grader: what must be true of a suite before it may judge anybody.
 *
 * - The stub is *not attempted*.
 * - Every right answer passes, with several seeds that are not the reader's; there are at least two.
 * - Every wrong answer is caught, and the first case to catch it is the one that names its mistake; there are at least four.
 * - Every case has a name of its own, a misconception, three different hints, and is needed: it is the first to catch some wrong answer.
 *
 * Cost: one to two child processes an answer and seed: about 4 s for the suite of `lru-cache`.
 *
 * Not here on purpose: whether the hints help.
 *
 * @module
 */
import type { Answers, Case, Suite } from "../exercises/suite.ts";
import { grade, READER_SEED } from "./grade.ts";
import { submissionOfAnswer } from "./submission.ts";
import type { Grade } from "./outcome.ts";

/** How a suite is proven. */
export interface ProofOptions {
  /** Seeds for the right answers; the wrong ones are graded with the first. @default {[1, 2, 3]} */
  readonly seeds?: readonly number[];
  /** Hears of each answer when it has been graded. */
  readonly report?: (line: string) => void;
  /** Time limit of a case, in milliseconds: generous, because the proof may share the machine. @default {10000} */
  readonly silenceMs?: number;
  /** How often an answer is graded before it counts as graded wrongly: exercises on threads wait for real time. @default {1} */
  readonly attempts?: number;
}

const FEWEST_WRONG = 4;
const FEWEST_RIGHT = 2;

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
  const graded = async (
    answer: Parameters<typeof submissionOfAnswer>[0],
    { seed = seeds[0]!, isExpected }: { readonly seed?: number; readonly isExpected: (grade: Grade) => boolean },
  ): Promise<Grade> => {
    for (let attempt = 1;; attempt++) {
      const result = await grade(suite, await submissionOfAnswer(answer), { seed, silenceMs });
      if (attempt >= attempts || isExpected(result)) return result;
    }
  };
  const fault = (text: string) => {
    faults.push(text);
    report(text);
  };

  const stub = await graded(answers.stub, { isExpected: ({ outcome }) => outcome === "not attempted" });
  if (stub.outcome !== "not attempted") fault(`the stub must be "not attempted", it is "${stub.outcome}"`);
  else report("the stub is not attempted");
  for (const [name, answer] of Object.entries({ ...answers.right, "(ours)": answers.ours })) {
    for (const seed of name === "(ours)" ? seeds.slice(0, 1) : seeds) {
      const { outcome, finding } = await graded(answer, { seed, isExpected: (grade) => grade.outcome === "pass" });
      const why = [finding?.caseName, finding?.problem ?? `expected ${finding?.expected}, got ${finding?.got}`];
      if (outcome !== "pass") fault(`right answer "${name}", seed ${seed}: ${outcome} (${why.join(": ")})`);
      else report(`right answer "${name}", seed ${seed}: pass`);
    }
  }
  const needed = new Set<string>();
  for (const [name, { by, answer }] of Object.entries(answers.wrong)) {
    const isCaught = (grade: Grade) => grade.outcome !== "pass" && grade.finding?.caseName === by;
    const { outcome, finding } = await graded(answer, { isExpected: isCaught });
    if (outcome === "pass") fault(`wrong answer "${name}" passes: "${by}" must catch it`);
    else if (finding?.caseName !== by) {
      const caught = finding?.caseName ?? finding?.problem ?? outcome;
      fault(`wrong answer "${name}" is caught by "${caught}" before "${by}"`);
    } else report(`wrong answer "${name}": ${outcome}, caught by "${by}"`);
    needed.add(by);
  }
  for (const { name } of suite.cases) {
    if (!needed.has(name)) fault(`case "${name}": no wrong answer needs it`);
  }
  return faults;
}

/** What can be seen without running anything. */
function writtenFaults({ cases, names }: Suite<never>, answers: Answers): string[] {
  const faults: string[] = [];
  const wrong = Object.values(answers.wrong);
  if (names.length === 0) faults.push("the suite asks for no names");
  if (wrong.length < FEWEST_WRONG) {
    faults.push(`at least ${FEWEST_WRONG} wrong answers are needed, there are ${wrong.length}`);
  }
  const right = Object.keys(answers.right).length;
  if (right < FEWEST_RIGHT) faults.push(`at least ${FEWEST_RIGHT} right answers are needed, there are ${right}`);
  const known = new Set(cases.map(({ name }) => name));
  if (known.size < cases.length) faults.push("two cases have the same name");
  for (const { by } of wrong) if (!known.has(by)) faults.push(`no case is called "${by}"`);
  for (const one of cases as readonly Case<unknown>[]) {
    if (!one.misconception.trim()) faults.push(`case "${one.name}" names no misconception`);
    const written = new Set(one.hints.map((hint) => hint.trim()).filter(Boolean));
    if (written.size < 3) faults.push(`case "${one.name}" needs three different hints, it has ${written.size}`);
  }
  return faults;
}
