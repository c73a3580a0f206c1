/**
 * Machine paths: places on one computer, and hosts of package registries, that have no business in the project.
 *
 * Sources are searched for this checkout's own folder, for home folders of anybody, and for registry hosts. Outputs of
 * notebooks are searched for temporary folders too. Tests may name made-up homes, because code that hides paths has to
 * be tested with some.
 *
 * **Invariant.** What passes reads the same on every machine.
 *
 * Not here on purpose: secrets (they have other shapes and other tools), binary files.
 *
 * @module
 */
import type { Diagnostic } from "./diagnostic.ts";
import type { Tree } from "./tree.ts";

/** Files that are text and ours to keep clean. */
const TEXT_FILE = /\.(ts|js|json|jsonc|lock|md|ipynb|yml|yaml|py|sh|csv|txt|css|html)$|^\.ci\/run$|^\.gitignore$/;

/** A home folder: not part of a longer path or of an address. */
const HOME =
  /(?:(?<![\w.~/-])|(?<=file:\/\/))(?:\/(?:home|Users)\/[\w.-]+|\/root)\/|[A-Za-z]:\\{1,2}Users\\{1,2}[\w.-]+/;

/** A temporary folder with a made-up name in it. */
const TEMPORARY = /(?:(?<![\w.~/-])|(?<=file:\/\/))(?:\/private)?\/(?:tmp|var\/folders)\/[\w.-]+/;

/** Where package managers download from. */
const REGISTRY =
  /\b(?:registry\.(?:npmjs\.org|yarnpkg\.com)|npm\.jsr\.io|files\.pythonhosted\.org|pypi\.org\/simple)\b/;

/** A place that should not be named. */
export interface MachinePath {
  /** What was found. */
  readonly text: string;
  /** Offset of its first character. */
  readonly start: number;
}

/**
 * The first machine path in what a notebook shows, if there is one.
 * @param root Absolute path of the checkout.
 *
 * @example
 * ```ts
 * import { machinePathIn } from "@lib/study/checks/machine_paths.ts";
 * import { assertEquals } from "@std/assert";
 * assertEquals(machinePathIn("at file:///src/lab/lib/x.ts:3", "/src/lab")?.text, "/src/lab");
 * assertEquals(machinePathIn("at lib/x.ts:3, see https://example.org/home/x/", "/src/lab"), undefined);
 * ```
 */
export function machinePathIn(text: string, root: string): MachinePath | undefined {
  return firstOf(text, [exactly(root), HOME, TEMPORARY, REGISTRY]);
}

/** Every text file of a tree that names a machine path: the first one of each file. */
export function checkMachinePaths(tree: Tree): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  for (const path of tree.paths.filter((path) => TEXT_FILE.test(path))) {
    const text = tree.read(path);
    const patterns = path.startsWith("tests/") ? [exactly(tree.root), REGISTRY] : [exactly(tree.root), HOME, REGISTRY];
    const found = firstOf(text, patterns);
    if (found === undefined) continue;
    const line = text.slice(0, found.start).split("\n").length;
    diagnostics.push({
      rule: "machine-path",
      path,
      line,
      message: `leave out what only one machine knows: ${found.text}`,
    });
  }
  return diagnostics;
}

function exactly(root: string): RegExp {
  return new RegExp(root.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&") + "(?![\\w.-])");
}

function firstOf(text: string, patterns: readonly RegExp[]): MachinePath | undefined {
  const matches = patterns.map((pattern) => pattern.exec(text)).filter((match) => match !== null);
  const [first] = matches.sort((one, other) => one.index - other.index);
  return first && { text: first[0], start: first.index };
}
