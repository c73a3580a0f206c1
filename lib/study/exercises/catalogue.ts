/**
 * The exercises, read from the folders beside this file: a folder with an `exercise.ts` is an exercise, and nothing
 * needs to be registered.
 *
 * | file | exports |
 * | ---- | ------- |
 * | `exercise.ts` | `exercise`, its card; the type of what is handed in, `…Given` |
 * | `cases.ts` | `cases`, and `cost` where time and memory are measured |
 * | `wrong.ts` | `wrong`, `textbook`, `naive` |
 * | `right/*.ts` | right answers; `right/library.ts` is ours |
 * | `ladder.ts`, `steps/*.ts` | `ladder`, small steps towards the whole, and their answers |
 *
 * A card is loaded when it is asked for, the rest when it is needed, so that a notebook depends on its own exercise
 * only. The types of what is handed in stand in `exercise_types.ts`, which `deno task exercise index` writes.
 *
 * @module
 */
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { closestName } from "./closest_name.ts";
import type { ExerciseCard, Ladder, LadderStep, Statement } from "./exercise_card.ts";
import type { ExerciseName, Exercises } from "./exercise_types.ts";
import type { Answer, Answers, Suite } from "./suite.ts";

export type { ExerciseName, Exercises };

/** An exercise, or a step of one. */
export interface CatalogueExercise extends Omit<Statement<never>, "names" | "task"> {
  /** Name in the catalogue: `k-means`, or `k-means.assign` for a step. */
  readonly name: string;
  /** How hard it is; a step is easy. */
  readonly level: "easy" | "medium" | "hard";
  /** Path of the notebook, below `notebooks/`, without extension. */
  readonly notebook: string;
  /** What decides *mastered*, in sentences. */
  readonly mastery: readonly string[];
  /** What `solution()` shows. */
  readonly solution: { readonly file: URL; readonly why: string };
  /** Names of its steps, in order: `k-means.assign`. */
  readonly steps: readonly string[];
  /** Loads what the reader must hand in, the stub and the cases. */
  suite(): Promise<Suite<never>>;
  /** Loads the answers; a check needs them only after a pass. */
  answers(): Promise<Answers>;
}

const HERE = new URL("./", import.meta.url);
const require = createRequire(import.meta.url);

/** All exercises, by chapter and title of their notebooks; their steps are not among them. */
export function exerciseNames(): ExerciseName[] {
  const folders = [...Deno.readDirSync(HERE)].filter(({ name, isDirectory }) =>
    isDirectory && isFile(new URL(`${name}/exercise.ts`, HERE))
  );
  const names = folders.map(({ name }) => name.replaceAll("_", "-") as ExerciseName);
  const notebooks = new Map(names.map((name) => [name, openExercise(name).notebook]));
  return names.sort((a, b) => notebooks.get(a)!.localeCompare(notebooks.get(b)!) || a.localeCompare(b));
}

/**
 * The name as one that the catalogue knows, of an exercise or of a step.
 * @throws {RangeError} If it knows no such exercise; the message names the closest, or lists them all.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { exerciseName } from "./catalogue.ts";
 * assertEquals(exerciseName("lru-cache"), "lru-cache");
 * ```
 */
export function exerciseName(name: string): ExerciseName {
  const [exercise = "", step] = name.split(".");
  const isExercise = /^[a-z0-9]+(-[a-z0-9]+)*$/.test(exercise) && isFile(fileOf(exercise, "exercise.ts"));
  if (isExercise && (step === undefined || (name.split(".").length === 2 && stepOf(exercise, step)))) {
    return name as ExerciseName;
  }
  const known = [...exerciseNames(), ...exerciseNames().flatMap((one) => openExercise(one).steps)];
  const close = closestName(name, known);
  const help = close === undefined ? `the catalogue has ${exerciseNames().join(", ")}` : `did you mean ${close}?`;
  throw new RangeError(`Cannot open the exercise ${JSON.stringify(name)}: there is none of this name; ${help}`);
}

/**
 * The exercise of that name. Its card is read at once, its cases and answers when they are asked for.
 * @param name A name that {@linkcode exerciseName} accepts.
 */
export function openExercise(name: ExerciseName): CatalogueExercise {
  const [exercise = "", step] = name.split(".");
  const card: ExerciseCard<never> = require(fileURLToPath(fileOf(exercise, "exercise.ts"))).exercise;
  return step === undefined ? wholeExercise(name, card) : ladderStep(name, { card, step: stepOf(exercise, step)! });
}

function wholeExercise(name: string, card: ExerciseCard<never>): CatalogueExercise {
  const { solution, mastery = [], task, names, aliases, threads = false, ...shown } = card;
  const load = async (file: string) => await import(fileOf(name, file).href);
  return {
    ...shown,
    name,
    mastery,
    solution: { why: solution.why, file: fileOf(name, solution.file) },
    steps: Object.keys(ladderOf(name)).map((step) => `${name}.${step}`),
    async suite() {
      const { cases, cost } = await load("cases.ts");
      return {
        exercise: name,
        names,
        ...(aliases ? { aliases } : {}),
        task,
        cases,
        ...(cost ? { cost } : {}),
        threads,
      };
    },
    async answers() {
      const { wrong, textbook, naive } = await load("wrong.ts");
      const right = filesIn(fileOf(name, "right/"));
      const ours = right.library ?? Object.values(right)[0]!;
      return { stub: { text: task, exported: names }, right, textbook, wrong, ours, ...(naive ? { naive } : {}) };
    },
  };
}

function ladderStep(
  name: string,
  { card, step }: { readonly card: ExerciseCard<never>; readonly step: LadderStep<never> },
): CatalogueExercise {
  const { cases, wrong, why, task, names, aliases, ...shown } = step;
  const [exercise = "", last = ""] = name.split(".");
  const file = fileOf(exercise, `steps/${last.replaceAll("-", "_")}.ts`);
  return {
    ...shown,
    name,
    level: "easy",
    notebook: card.notebook,
    mastery: [],
    solution: { file, why },
    steps: [],
    suite: () => Promise.resolve({ exercise: name, names, ...(aliases ? { aliases } : {}), task, cases }),
    answers() {
      const ours: Answer = { file };
      const right = { "the solution": ours };
      return Promise.resolve({ stub: { text: task, exported: names }, right, textbook: right, wrong, ours });
    },
  };
}

function ladderOf(exercise: string): Ladder {
  const file = fileOf(exercise, "ladder.ts");
  return isFile(file) ? require(fileURLToPath(file)).ladder : {};
}

function stepOf(exercise: string, step: string): LadderStep<never> | undefined {
  const ladder = ladderOf(exercise);
  return Object.hasOwn(ladder, step) ? ladder[step] : undefined;
}

/** Every module of a folder as an answer, named by its file. */
function filesIn(folder: URL): Record<string, Answer> {
  const names = [...Deno.readDirSync(folder)].map(({ name }) => name).filter((name) => name.endsWith(".ts")).sort();
  return Object.fromEntries(
    names.map((name) => [name.slice(0, -3).replaceAll("_", " "), { file: new URL(name, folder) }]),
  );
}

function fileOf(exercise: string, path: string): URL {
  return new URL(`${exercise.replaceAll("-", "_")}/${path}`, HERE);
}

function isFile(file: URL): boolean {
  try {
    return Deno.statSync(file).isFile;
  } catch {
    return false;
  }
}
