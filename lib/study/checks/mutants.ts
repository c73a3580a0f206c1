/**
 * Mutants: for each module a list of small mistakes, as changes of its text, that its tests must notice.
 *
 * `tests/structures/lru_cache_mutants.json` belongs to `lib/structures/lru_cache.ts`. It names the module, its tests
 * and at least three mutants, each a text that occurs once in the module and what to put in its place.
 *
 * **Invariant.** A mutant that passes these checks can be made in one way only, and leaves a module that still parses:
 * what kills it is a test and not the parser.
 *
 * Cost: one parse of the module for each mutant.
 *
 * Not here on purpose: running the tests (`mutation_testing.ts`), inventing mutants.
 *
 * @module
 */
import type { Diagnostic } from "./diagnostic.ts";
import { nodesOf, parseSource, sourceOf } from "./source_file.ts";
import type { Tree } from "./tree.ts";

/** One mutant: a module with one mistake. */
export interface Mutant {
  /** The mistake, as one sentence. */
  readonly what: string;
  /** Text of the module; it occurs exactly once. */
  readonly find: string;
  /** What stands there instead. */
  readonly replace: string;
}

/** The mutants of one module. */
export interface MutantFile {
  /** Path of the mutant file. */
  readonly path: string;
  /** Path of the module. */
  readonly module: string;
  /** Paths of the tests that must notice. */
  readonly tests: readonly string[];
  /** The mutants. */
  readonly mutants: readonly Mutant[];
}

/** Fewer mutants than this say little about a module's tests. */
const MIN_MUTANTS = 3;

/** Folders whose modules need no mutants, each with the reason. Modules without any logic need none either. */
const EXEMPT: Readonly<Record<string, string>> = {
  "lib/study/commands/": "commands only read arguments and call what is tested",
  "lib/study/experiments/": "programs that a page runs to show something; what they run is tested where it lies",
  "lib/study/exercises/": "suites are proven by the wrong answers they must catch",
};

/** The mutant files of a tree that can be run, and what is wrong with the others. */
export function readMutantFiles(tree: Tree): { files: MutantFile[]; diagnostics: Diagnostic[] } {
  const files: MutantFile[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const path of tree.paths.filter((path) => path.startsWith("tests/") && path.endsWith("_mutants.json"))) {
    const complain = (message: string) => void diagnostics.push({ rule: "mutants", path, message });
    const file = readMutantFile(tree, path, complain);
    if (file !== undefined) files.push(file);
  }
  return { files, diagnostics };
}

/** Modules with logic that have no mutants. */
export function modulesWithoutMutants(tree: Tree, files: readonly MutantFile[]): Diagnostic[] {
  const covered = new Set(files.map((file) => file.module));
  const modules = tree.paths.filter((path) => path.startsWith("lib/") && path.endsWith(".ts") && !covered.has(path));
  return modules
    .filter((path) => !Object.keys(EXEMPT).some((folder) => path.startsWith(folder)) && hasLogic(tree, path))
    .map((path) => {
      return { rule: "mutants", path, message: `write at least ${MIN_MUTANTS} mutants in ${mutantsPath(path)}` };
    });
}

/** Where the mutants of a module are, whether or not its name has the underscore of a private file. */
function mutantsPath(module: string): string {
  return module.replace(/^lib\//, "tests/").replace("/_", "/").replace(/\.ts$/, "_mutants.json");
}

/** Whether a module does something: it has a function or a class. */
function hasLogic(tree: Tree, path: string): boolean {
  const source = sourceOf(tree, path);
  if (source === undefined) return false; // the file rules report it
  return nodesOf(source.program).some(({ node }) => /Function|^Class(Declaration|Expression)$/.test(node.type));
}

function readMutantFile(tree: Tree, path: string, complain: (message: string) => void): MutantFile | undefined {
  let json: unknown;
  try {
    json = JSON.parse(tree.read(path));
  } catch (error) {
    return void complain(`it is not JSON: ${(error as Error).message}`);
  }
  const { module, tests, mutants } = (json ?? {}) as Record<string, unknown>;
  if (typeof module !== "string" || !tree.paths.includes(module)) {
    return void complain(`module must be a path of this tree: current value is ${JSON.stringify(module)}`);
  }
  const expected = mutantsPath(module);
  if (path.replace("/_", "/") !== expected) return void complain(`mutants of ${module} belong in ${expected}`);
  const missing = Array.isArray(tests) ? tests.filter((test) => !tree.paths.includes(test)) : [tests];
  if (missing.length > 0 || (tests as string[]).length === 0) {
    return void complain(`tests must be paths of this tree: current value is ${JSON.stringify(missing)}`);
  }
  if (!Array.isArray(mutants) || mutants.length < MIN_MUTANTS) {
    return void complain(
      `at least ${MIN_MUTANTS} mutants: current value is ${Array.isArray(mutants) ? mutants.length : mutants}`,
    );
  }
  const source = tree.read(module);
  const problems = mutants.map((mutant, index) => {
    const problem = problemOf(mutant, source, module);
    return problem === undefined ? undefined : `mutant ${index + 1}: ${problem}`;
  }).filter((problem) => problem !== undefined);
  problems.forEach(complain);
  return problems.length > 0 ? undefined : { path, module, tests: tests as string[], mutants };
}

function problemOf(mutant: unknown, source: string, module: string): string | undefined {
  const { what, find, replace, ...rest } = (mutant ?? {}) as Record<string, unknown>;
  if (typeof what !== "string" || what === "") return "what must say what the mistake is";
  if (typeof find !== "string" || typeof replace !== "string") return `find and replace must be texts (${what})`;
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) return `no such field: ${unknown} (${what})`;
  if (find === replace) return `find and replace are the same (${what})`;
  const times = find === "" ? 0 : source.split(find).length - 1;
  if (times !== 1) return `find must occur once in ${module}: current value is ${times} times (${what})`;
  try {
    parseSource(source.replace(find, () => replace), module);
  } catch {
    return `the module no longer parses, so its death proves nothing (${what})`;
  }
  return undefined;
}
