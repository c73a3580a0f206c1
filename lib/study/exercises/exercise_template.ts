/**
 * The template of a new exercise: the files of everything but the thinking.
 *
 * They type-check as they stand, and the proof of the exercise says what is left to write: the cases' misconceptions
 * and hints, a second right answer, the wrong answers and the textbook's.
 *
 * Not here on purpose: writing files and the notebook (`commands/exercise.ts`, `commands/notebook.ts`).
 *
 * @module
 */

/** What a new exercise is about. */
export interface NewExercise {
  /** Name in the catalogue: `token-ring`. */
  readonly slug: string;
  /** As it is shown: `Token ring`. */
  readonly title: string;
  /** How hard it is. */
  readonly level: "easy" | "medium" | "hard";
  /** Time to plan for. */
  readonly minutes: number;
  /** Path of the notebook, below `notebooks/`, without extension. */
  readonly notebook: string;
  /** Path of the library's module, below `lib/`, without extension. */
  readonly module: string;
  /** What the module exports, and the reader is to write. */
  readonly exported: { readonly kind: "class" | "function"; readonly name: string };
}

/**
 * Paths below the root, each with its text, formatted.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { exerciseFiles } from "./exercise_template.ts";
 * const files = exerciseFiles({
 *   slug: "heap-sort", title: "Heap sort", level: "easy", minutes: 20, notebook: "structures/heap_sort",
 *   module: "structures/heap_sort", exported: { kind: "function", name: "heapSort" },
 * });
 * assertEquals([...files.keys()].at(-1), "tests/proofs/heap_sort_test.ts");
 * ```
 */
export function exerciseFiles(exercise: NewExercise): Map<string, string> {
  const { slug, exported } = exercise;
  const name = slug.replaceAll("-", "_");
  const folder = `lib/study/exercises/${name}`;
  const isClass = exported.kind === "class";
  return new Map([
    [`${folder}/exercise.ts`, cardText(exercise)],
    ...(isClass ? [[`${folder}/script.ts`, scriptText(exercise)] as const] : []),
    [`${folder}/cases.ts`, isClass ? classCases(exercise) : functionCases(exercise)],
    [`${folder}/wrong.ts`, wrongText(exercise)],
    [`${folder}/right/library.ts`, libraryText(exercise)],
    [`${folder}/right/another_way.ts`, anotherWay(exercise)],
    [`tests/proofs/${name}_test.ts`, `import { proven } from "./proven.ts";\n\nproven("${slug}");\n`],
  ]);
}

function givenType({ slug }: NewExercise): string {
  return `${slug.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase())}Given`;
}

function cardText(exercise: NewExercise): string {
  const { slug, title, level, minutes, notebook, exported: { kind, name } } = exercise;
  const given = givenType(exercise);
  const member = kind === "class"
    ? `  /** The reader's class. */
  readonly ${name}: new (size: number) => {
    /** What the method gives. */
    method(value: number): number;
  };`
    : `  /** The reader's function: what it takes and gives. */
  readonly ${name}: (values: readonly number[]) => number;`;
  const stub = kind === "class"
    ? `/** What it is, in one sentence. */
class ${name} {
  constructor(size: number) {
    throw new Error("Not written yet");
  }

  /** What it gives. */
  method(value: number): number {
    throw new Error("Not written yet");
  }
}`
    : `/** What it gives, in one sentence. */
function ${name}(values: readonly number[]): number {
  throw new Error("Not written yet");
}`;
  return `/**
 * The exercise \`${slug}\`: what the reader hands in, its card and its statement.
 *
 * @module
 */
import type { ExerciseCard } from "../exercise_card.ts";

/** What the exercise takes. */
export type ${given} = {
${member}
};

/** Its card. */
export const exercise: ExerciseCard<${given}> = {
  title: ${JSON.stringify(title)},
  level: "${level}",
  minutes: ${minutes},
  notebook: "${notebook}",
  names: ["${name}"],
  task: \`${stub}\`,
  rules: [
    "A sentence for every convention that a core case judges.",
  ],
  firstHint: "A direction, for someone who has not tried yet.",
  solution: {
    file: "right/another_way.ts",
    why: "Why this is the answer to write, and what to say about it in an interview.",
  },
};
`;
}

function scriptText(exercise: NewExercise): string {
  const { exported: { name } } = exercise;
  const given = givenType(exercise);
  return `/**
 * What is called on one ${name}, and what must come back: slow and plainly right, and nothing shared with \`lib/\`.
 *
 * @module
 */
import { scripted } from "../script_case.ts";
import type { ${given} } from "./exercise.ts";

/** Cases that play calls on one ${name}. */
export const { scriptCase, randomScripts } = scripted<${given}>({
  construct: "${name}",
  oracle({ args: [size], calls }) {
    return calls.map(([method, value]) => method === "method" ? (value as number) % (size as number) : undefined);
  },
});
`;
}

const CASE_TEXTS = `  misconception: "",
  hints: ["", "", ""],`;

function classCases(exercise: NewExercise): string {
  const given = givenType(exercise);
  return `/**
 * The cases of the exercise \`${exercise.slug}\`: the rules first, then random scripts; last what a senior engineer
 * adds.
 *
 * @module
 */
import type { Case } from "../suite.ts";
import type { ${given} } from "./exercise.ts";
import { randomScripts, scriptCase } from "./script.ts";

const rule = scriptCase({
  name: "a sentence that is true of every right answer",
${CASE_TEXTS}
  args: [3],
  calls: [["method", 4]],
});

const mixed = randomScripts({
  name: "any mix of calls agrees with the oracle",
${CASE_TEXTS}
  count: 100,
  script: (random, i) => ({
    args: [1 + random.integer(5)],
    calls: Array.from({ length: 2 + i }, () => ["method", random.integer(10)] as const),
  }),
});

/** Most instructive first. */
export const cases: readonly Case<${given}>[] = [rule, mixed];
`;
}

function functionCases(exercise: NewExercise): string {
  const given = givenType(exercise);
  return `/**
 * The cases of the exercise \`${exercise.slug}\`: the rules first; last what a senior engineer adds.
 *
 * @module
 */
import type { Case } from "../suite.ts";
import { tableCase } from "../table_case.ts";
import type { ${given} } from "./exercise.ts";

/** Slow and plainly right, and nothing shared with \`lib/\`. */
const oracle = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

const byHand = tableCase<${given}, readonly [readonly number[]]>({
  name: "a sentence that is true of every right answer",
${CASE_TEXTS}
  call: "${exercise.exported.name}",
  rows: [[[1, 2, 3]], [[]]],
  oracle,
  tolerance: 1e-9,
});

const drawn = tableCase<${given}, readonly [readonly number[]]>({
  name: "any values agree with the oracle",
${CASE_TEXTS}
  call: "${exercise.exported.name}",
  rows: (random) => Array.from({ length: 50 }, (_, i) => [Array.from({ length: i }, () => random.integer(100))]),
  oracle,
  tolerance: 1e-9,
});

/** Most instructive first. */
export const cases: readonly Case<${given}>[] = [byHand, drawn];
`;
}

function wrongText({ slug }: NewExercise): string {
  return `/**
 * The wrong answers of the exercise \`${slug}\`: each is a right answer with one thing changed, and names the case that
 * must be the first to catch it.
 *
 * @module
 */
import { answersIn, type WrongAnswers } from "../answers_in.ts";
import type { Answer } from "../suite.ts";

const { answer, mistake } = answersIn(import.meta.url);
const changed = mistake("./right/another_way.ts");

/** By name; the first argument is the case that must catch it before any other does. */
export const wrong: WrongAnswers = {
  "what the mistake is": changed("a sentence that is true of every right answer", [
    'throw new Error("Not written yet");',
    "return 0;",
  ]),
};

/** What someone writes who only read the statement. */
export const textbook: Readonly<Record<string, Answer>> = {
  "another way": answer("./right/another_way.ts"),
};
`;
}

function libraryText({ module, exported: { kind, name } }: NewExercise): string {
  return `/** The library's ${kind} behind the name of the exercise: what a reader's answer is measured against. */
export { ${name} } from "../../../../${module}.ts";
`;
}

function anotherWay({ exported: { kind, name } }: NewExercise): string {
  const header = `/** A right answer that differs in kind from the library's: the one that \`solution()\` shows. */\n`;
  return kind === "class"
    ? `${header}export class ${name} {
  /** An empty one. */
  constructor(size: number) {
    void size;
  }

  /** What it gives. */
  method(value: number): number {
    void value;
    throw new Error("Not written yet");
  }
}
`
    : `${header}export function ${name}(values: readonly number[]): number {
  void values;
  throw new Error("Not written yet");
}
`;
}
