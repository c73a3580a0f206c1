/**
 * Fault files: for each module a list of small textual faults that its tests must notice.
 *
 * `tests/structures/heap_faults.json` belongs to `lib/structures/heap.ts`. It names the module, its tests and at least
 * three faults, each a text that occurs once in the module and what to put in its place.
 *
 * **Invariant.** A fault that passes these checks can be planted in one way only, and leaves a module that still parses:
 * what kills it is a test and not the parser.
 *
 * Cost: one parse of the module for each fault.
 *
 * Not here on purpose: planting them and running the tests (`faults.ts`), inventing faults.
 *
 * @module
 */
import type { Finding } from "./finding.ts";
import { nodesOf, parseSource, sourceOf } from "./source_file.ts";
import type { Tree } from "./tree.ts";

/** One fault to plant. */
export interface Fault {
  /** The mistake, as one sentence. */
  readonly what: string;
  /** Text of the module; it occurs exactly once. */
  readonly find: string;
  /** What stands there instead. */
  readonly replace: string;
  /**
   * Whether the tests are type-checked: for faults that only the types notice.
   * @default {false}
   */
  readonly typeCheck?: boolean;
}

/** The faults of one module. */
export interface FaultFile {
  /** Path of the fault file. */
  readonly path: string;
  /** Path of the module. */
  readonly module: string;
  /** Paths of the tests that must notice. */
  readonly tests: readonly string[];
  /** The faults. */
  readonly faults: readonly Fault[];
}

/** Fewer faults than this say little about a module's tests. */
const MIN_FAULTS = 3;

/** Folders whose modules need no faults, each with the reason. Modules without any logic need none either. */
const EXEMPT: Readonly<Record<string, string>> = {
  "lib/study/commands/": "commands only read arguments and call what is tested",
  "lib/study/exercises/": "suites are proven by the wrong answers they must catch",
};

/** The fault files of a tree that can be run, and what is wrong with the others. */
export function readFaultFiles(tree: Tree): { files: FaultFile[]; findings: Finding[] } {
  const files: FaultFile[] = [];
  const findings: Finding[] = [];
  for (const path of tree.paths.filter((path) => path.startsWith("tests/") && path.endsWith("_faults.json"))) {
    const complain = (message: string) => void findings.push({ rule: "faults", path, message });
    const file = readFaultFile(tree, path, complain);
    if (file !== undefined) files.push(file);
  }
  return { files, findings };
}

/** Modules with logic of which no fault file speaks. */
export function modulesWithoutFaults(tree: Tree, files: readonly FaultFile[]): Finding[] {
  const covered = new Set(files.map((file) => file.module));
  const modules = tree.paths.filter((path) => path.startsWith("lib/") && path.endsWith(".ts") && !covered.has(path));
  return modules
    .filter((path) => !Object.keys(EXEMPT).some((folder) => path.startsWith(folder)) && hasLogic(tree, path))
    .map((path) => {
      const file = path.replace(/^lib\//, "tests/").replace(/\.ts$/, "_faults.json");
      return { rule: "faults", path, message: `plant at least ${MIN_FAULTS} faults in ${file}` };
    });
}

/** Whether a module does something: it has a function or a class. */
function hasLogic(tree: Tree, path: string): boolean {
  const source = sourceOf(tree, path);
  if (source === undefined) return false; // the file rules report it
  return nodesOf(source.program).some(({ node }) => /Function|^Class(Declaration|Expression)$/.test(node.type));
}

function readFaultFile(tree: Tree, path: string, complain: (message: string) => void): FaultFile | undefined {
  let json: unknown;
  try {
    json = JSON.parse(tree.read(path));
  } catch (error) {
    return void complain(`it is not JSON: ${(error as Error).message}`);
  }
  const { module, tests, faults } = (json ?? {}) as Record<string, unknown>;
  if (typeof module !== "string" || !tree.paths.includes(module)) {
    return void complain(`module must be a path of this tree: current value is ${JSON.stringify(module)}`);
  }
  const expected = module.replace(/^lib\//, "tests/").replace(/\.ts$/, "_faults.json");
  if (path !== expected) return void complain(`faults of ${module} stand in ${expected}`);
  const missing = Array.isArray(tests) ? tests.filter((test) => !tree.paths.includes(test)) : [tests];
  if (missing.length > 0 || (tests as string[]).length === 0) {
    return void complain(`tests must be paths of this tree: current value is ${JSON.stringify(missing)}`);
  }
  if (!Array.isArray(faults) || faults.length < MIN_FAULTS) {
    return void complain(
      `at least ${MIN_FAULTS} faults: current value is ${Array.isArray(faults) ? faults.length : faults}`,
    );
  }
  const source = tree.read(module);
  const problems = faults.map((fault, index) => {
    const problem = problemOf(fault, source, module);
    return problem === undefined ? undefined : `fault ${index + 1}: ${problem}`;
  }).filter((problem) => problem !== undefined);
  problems.forEach(complain);
  return problems.length > 0 ? undefined : { path, module, tests: tests as string[], faults };
}

function problemOf(fault: unknown, source: string, module: string): string | undefined {
  const { what, find, replace, typeCheck, ...rest } = (fault ?? {}) as Record<string, unknown>;
  if (typeof what !== "string" || what === "") return "what must say what the mistake is";
  if (typeof find !== "string" || typeof replace !== "string") return `find and replace must be texts (${what})`;
  if (typeCheck !== undefined && typeof typeCheck !== "boolean") return `typeCheck must be true or false (${what})`;
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
