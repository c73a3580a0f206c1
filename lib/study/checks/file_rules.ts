/**
 * File rules: where files stand, how they are called, and how long they get.
 *
 * The top level holds what the design names and what tools demand, nothing else. Names are in snake_case, say what is
 * in the file (with the words of its exports, or of its header), and are never a drawer for everything. Tests mirror
 * `lib/`.
 *
 * **Invariant.** Who knows the name of a thing finds its file without searching.
 *
 * Cost: one look at each path, one parse of each module.
 *
 * Not here on purpose: what is inside a module (`module_rules.ts`), who imports whom (`layers.ts`).
 *
 * @module
 */
import { declaredNames } from "./free_names.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { parseSource, type SourceFile, sourceOf } from "./source_file.ts";
import type { Tree } from "./tree.ts";

/** What may stand at the top of the repository. */
const TOP_LEVEL = new Set([
  ...["deno.json", "deno.lock", "README.md", "notebooks", "lib", "data", "models", "tests"],
  ...["LICENSE", "CONTRIBUTING.md", "ARCHITECTURE.md", "CHANGELOG.md"], // what people look for
  ...[".ci", ".github", ".devcontainer", ".vscode", ".gitignore", ".gitattributes", ".dockerignore", "package.json"],
]);

/** Names that say nothing about what is inside. */
const VAGUE_NAMES = new Set([
  ...["utils", "util", "common", "helpers", "helper", "types", "type", "misc", "constants", "core", "shared", "lib"],
  ...["base_types", "index", "mod", "main", "tools", "stuff", "general", "functions", "classes", "interfaces"],
]);

/** Folders below `tests/` that mirror nothing in `lib/`. */
const TESTS_OF_THE_WHOLE = ["tests/stand_ins/", "tests/browser/", "tests/jupyter/", "tests/engines/", "tests/proofs/"];

/** Where a file is getting too long to be about one thing. */
const LONG_LINES = 300;

/** A leading underscore marks a file that is not for import from outside its room. */
const SNAKE_CASE = /^_?[a-z0-9]+(_[a-z0-9]+)*$/;

/** Every file that stands, or is called, as it should not. */
export function checkFileRules(tree: Tree): Diagnostic[] {
  return [...topLevel(tree), ...tree.paths.flatMap((path) => [...fileDiagnostics(tree, path)])];
}

function* topLevel(tree: Tree): Generator<Diagnostic> {
  for (const name of new Set(tree.paths.map((path) => path.split("/")[0]!))) {
    if (TOP_LEVEL.has(name)) continue;
    const path = tree.paths.find((one) => one === name || one.startsWith(`${name}/`))!;
    yield { rule: "top-level", path, message: `the top level has no place for ${name}` };
  }
}

function* fileDiagnostics(tree: Tree, path: string): Generator<Diagnostic> {
  const parts = path.split("/");
  if (!["lib", "tests", "notebooks", "data", "models"].includes(parts[0]!)) return;
  const [stem = "", ...extensions] = parts.at(-1)!.split(".");
  const isCode = /\.(ts|ipynb)$/.test(path);
  for (const name of [...parts.slice(1, -1), ...isCode ? [stem] : []]) {
    if (!SNAKE_CASE.test(name)) yield { rule: "file-name", path, message: `names are in snake_case: ${name}` };
  }
  if (!path.endsWith(".ts")) return;
  if (extensions.length > 1) yield { rule: "file-name", path, message: "a module's name has no dots but .ts" };
  const lines = tree.read(path).split("\n").length - 1;
  if (lines > LONG_LINES && parts[0] === "lib") {
    const message = `${lines} lines: look for a second concept to move out (most files stay under ${LONG_LINES})`;
    yield { rule: "file-length", path, message, severity: "advice" };
  }
  yield* syntaxDiagnostics(tree, path);
  if (parts[0] === "lib") yield* libraryDiagnostics(tree, path, stem);
  if (parts[0] === "tests") yield* mirrorDiagnostics(tree, path);
}

function* syntaxDiagnostics(tree: Tree, path: string): Generator<Diagnostic> {
  if (sourceOf(tree, path) !== undefined) return;
  try {
    parseSource(tree.read(path), path);
  } catch (error) {
    yield { rule: "syntax", path, message: (error as Error).message };
  }
}

function* libraryDiagnostics(tree: Tree, path: string, stem: string): Generator<Diagnostic> {
  for (const name of [...path.split("/").slice(1, -1), stem]) {
    if (VAGUE_NAMES.has(name)) {
      yield { rule: "file-name", path, message: `a name says what is inside, and ${name} does not` };
    }
  }
  const source = sourceOf(tree, path);
  if (source === undefined || isNamedByUse(path)) return;
  const names = exportedNames(source);
  const header = headerOf(source);
  const words = stem.split("_").filter((word) => word !== "" && !path.split("/").slice(1, -1).includes(word));
  const missing = words.filter((word) => ![...names, header].some((name) => isIn(word, name)));
  if (missing.length === 0) return;
  const known = names.length === 0 ? "nothing" : names.join(", ");
  const where = "neither in its header nor in what it exports";
  const message = `a file is named after what it is about, and "${missing.join(", ")}" is ${where}: ${known}`;
  yield { rule: "file-name", path, message };
}

/** Commands are named after what the user types, answers to an exercise after their approach. */
function isNamedByUse(path: string): boolean {
  return path.startsWith("lib/study/commands/") || /^lib\/study\/exercises\/[^/]+\//.test(path);
}

/** What the head of a module says. */
function headerOf(source: SourceFile): string {
  return source.comments.find(({ type, value }) => type === "Block" && value.startsWith("*"))?.value ?? "";
}

/** Whether a word of a file's name is in the name of an export; singular and plural are the same. */
function isIn(word: string, name: string): boolean {
  return name.toLowerCase().replaceAll("_", "").includes(word.replace(/(?:ies|y|s)$/, ""));
}

/** Names that a module exports, types included. */
export function exportedNames(source: SourceFile): string[] {
  const names: string[] = [];
  for (const statement of source.program.body) {
    if (statement.type !== "ExportNamedDeclaration") continue;
    names.push(...declaredNames(statement));
    for (const { exported } of statement.specifiers) if (exported.type === "Identifier") names.push(exported.name);
  }
  for (const [at, token] of source.typeTokens.entries()) {
    if (token.value !== "export" || token.isString) continue;
    const [kind, name] = source.typeTokens.slice(at + 1, at + 3);
    if (kind?.value === "interface" || kind?.value === "type") names.push(name?.value ?? "");
  }
  return names.filter((name) => /^\w+$/.test(name));
}

/** A test stands where the module it tests stands in `lib/`. */
function* mirrorDiagnostics(tree: Tree, path: string): Generator<Diagnostic> {
  if (!path.endsWith("_test.ts") || TESTS_OF_THE_WHOLE.some((folder) => path.startsWith(folder))) return;
  const module = path.replace(/^tests\//, "lib/").replace(/_test\.ts$/, ".ts");
  const folder = module.slice(0, module.lastIndexOf("/") + 1);
  if (tree.paths.includes(module) || tree.paths.some((one) => one.startsWith(folder) && folder !== "lib/")) return;
  yield { rule: "mirror", path, message: `tests mirror lib/, and there is no ${module}` };
}
