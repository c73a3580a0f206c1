/**
 * `deno task exercise new <name> --module <path>` writes a new exercise, everything but the thinking;
 * `deno task exercise index` writes the types of what the exercises take.
 *
 * Exit status 0: done. 1: a file is missing or is there already; nothing has been changed. 2: wrong usage.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { exerciseFiles, type NewExercise } from "../exercises/exercise_template.ts";
import { generateTypes } from "../exercises/generate_types.ts";

/** What the command needs of the outside world. */
export interface ExerciseCommandOptions {
  /** The checkout. @default {the current folder} */
  readonly root?: string;
  /** A line for the user. @default {console.log} */
  readonly say?: (line: string) => void;
  /** A line about what is wrong. @default {console.error} */
  readonly complain?: (line: string) => void;
}

const USAGE =
  `Usage: deno task exercise new <name> --module <path below lib> [options]   writes the files of a new exercise
       deno task exercise index                                            writes the types of what exercises take
  --names <name>      what the reader writes, where the module exports several things
  --notebook <path>   the notebook that teaches it (default: the chapter of the module, the name of the exercise)
  --title <text>  --level easy|medium|hard  --minutes <n>`;

const TYPES = "lib/study/exercises/exercise_types.ts";
const LEVELS = ["easy", "medium", "hard"] as const;
const KNOWN = {
  module: { type: "string" },
  names: { type: "string" },
  notebook: { type: "string" },
  title: { type: "string" },
  level: { type: "string" },
  minutes: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof KNOWN }>>["values"];

/** A mistake in the call, answered with the usage. */
class UsageError extends Error {}

/** What can't be done as things are on disk. */
class RefusedError extends Error {}

/**
 * Runs the command.
 * @param args The command line, without the program.
 * @returns The exit status.
 */
export async function exerciseCommand(args: readonly string[], options: ExerciseCommandOptions = {}): Promise<number> {
  const { root = ".", say = console.log, complain = console.error } = options;
  try {
    const { values, positionals: [action, name, ...rest] } = parsed(args);
    if (values.help) say(USAGE);
    else if (action === "index" && name === undefined) say(await writeTypes(root));
    else if (action === "new" && name !== undefined && rest.length === 0) {
      for (const line of await create(name, { values, root })) say(line);
    } else if (action === "new") {
      throw new UsageError("Cannot make an exercise: new needs one name, such as token-ring");
    } else throw new UsageError(`Cannot tell what to do: there is no action ${action ?? "named"}`);
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      complain(`${error.message}\n\n${USAGE}`);
      return 2;
    }
    if (!(error instanceof RefusedError || error instanceof RangeError)) throw error;
    complain(error.message);
    return 1;
  }
}

function parsed(args: readonly string[]): { values: Values; positionals: string[] } {
  try {
    return parseArgs({ args: [...args], options: KNOWN, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`Cannot read the command: ${(error as Error).message.split(". ")[0]}`);
  }
}

async function writeTypes(root: string): Promise<string> {
  const text = await generateTypes(pathToFileURL(`${resolve(root)}/lib/study/exercises/`));
  const path = join(root, TYPES);
  const before = await Deno.readTextFile(path).catch(() => undefined);
  if (before === text) return `${TYPES} is up to date`;
  await Deno.writeTextFile(path, text);
  return `${TYPES} written`;
}

async function create(
  slug: string,
  { values, root }: { readonly values: Values; readonly root: string },
): Promise<string[]> {
  const exercise = await described(slug, { values, root });
  const files = exerciseFiles(exercise);
  for (const path of files.keys()) {
    if (await isThere(join(root, path))) throw new RefusedError(`Cannot write ${path}: it is there already`);
  }
  for (const [path, text] of files) {
    await Deno.mkdir(join(root, path, ".."), { recursive: true });
    await Deno.writeTextFile(join(root, path), text, { createNew: true });
  }
  const types = await writeTypes(root);
  const { notebook } = exercise;
  const hasNotebook = await isThere(join(root, `notebooks/${notebook}.ipynb`));
  return [
    ...[...files.keys()].map((path) => `written: ${path}`),
    types,
    "",
    "What is left is the thinking:",
    "  exercise.ts   the contract, the stub and the rules of the statement",
    ...(files.size > 6 ? ["  script.ts     the oracle"] : []),
    "  cases.ts      a case for every rule, each with the misconception behind it and three hints",
    "  right/        another right answer, and the library's behind the names of the exercise",
    "  wrong.ts      named mistakes as edits of a right answer, and what the textbook writes",
    ...(hasNotebook ? [] : [`  deno task notebook new ${notebook} --exercise ${slug}`]),
    `  deno test -A tests/proofs/${slug.replaceAll("-", "_")}_test.ts says what is missing`,
  ];
}

async function described(
  slug: string,
  { values, root }: { readonly values: Values; readonly root: string },
): Promise<NewExercise> {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(slug)) {
    throw new UsageError(`Cannot name an exercise ${slug}: small letters, digits and hyphens, such as token-ring`);
  }
  const { module: path, level = "medium", minutes = "30" } = values;
  if (path === undefined) throw new UsageError("Cannot make an exercise: --module names the library's own answer");
  const module = path.replace(/^lib\//, "").replace(/\.ts$/, "");
  if (!LEVELS.some((known) => known === level)) {
    throw new UsageError(`Cannot make an exercise: --level must be ${LEVELS.join(", ")}: current value is ${level}`);
  }
  if (!/^[1-9]\d{0,2}$/.test(minutes)) {
    throw new UsageError(`Cannot make an exercise: --minutes must be from 1 to 999: current value is ${minutes}`);
  }
  const name = slug.replaceAll("-", "_");
  const words = slug.replaceAll("-", " ");
  return {
    slug,
    title: values.title ?? words.charAt(0).toUpperCase() + words.slice(1),
    level: level as NewExercise["level"],
    minutes: Number(minutes),
    notebook: values.notebook ?? `${module.split("/")[0]}/${name}`,
    module,
    exported: await exportedBy(module, { root, name: values.names }),
  };
}

/** The class or function that `module` exports: the one of that name, or the only one. */
async function exportedBy(
  module: string,
  { root, name }: { readonly root: string; readonly name: string | undefined },
): Promise<NewExercise["exported"]> {
  const text = await Deno.readTextFile(join(root, `lib/${module}.ts`)).catch(() => {
    throw new RefusedError(`Cannot read lib/${module}.ts: there is no such module; write it first`);
  });
  const found = [...text.matchAll(/^export (?:abstract )?(?:async )?(class|function)\*? (\w+)/gm)]
    .map(([, kind, name]) => ({ kind: kind as "class" | "function", name: name! }));
  const chosen = found.filter((one) => name === undefined || one.name === name);
  if (chosen.length === 1) return chosen[0]!;
  const names = found.map((one) => one.name).join(", ") || "no class or function";
  throw new UsageError(`Cannot tell what is to be written: lib/${module}.ts exports ${names}; name one with --names`);
}

async function isThere(path: string): Promise<boolean> {
  return await Deno.lstat(path).then(() => true, () => false);
}

if (import.meta.main) Deno.exit(await exerciseCommand(Deno.args));
