/**
 * What a reader hands in, as the text of one JavaScript module: the only form in which their code reaches the child
 * process.
 *
 * @module
 */
import { stripTypeScriptTypes } from "node:module";
import { fileURLToPath } from "node:url";
import { parse } from "acorn";
import type { Answer, Edit } from "../exercises/suite.ts";
import { closeOver } from "./_cell_closure.ts";
import { codeFrame, type CodePosition } from "./_code_frame.ts";
import { type MappedCode, readSourceMap } from "./_source_map.ts";

/** The reader's code. */
export interface Submission {
  /** A JavaScript module that exports what was handed in. */
  readonly source: string;
  /** The names that it exports. */
  readonly names: readonly string[];
  /** Values that the code mentions and that could not come along, each with the reason. */
  readonly leftBehind: ReadonlyMap<string, string>;
  /** The file as it was written, and the place in it that a place in `source` came from. */
  readonly written?: { readonly text: string; original(place: CodePosition): CodePosition | undefined };
  /** Classes and functions that a file declares and does not export: `class LRUCache`, by name. */
  readonly unexported?: ReadonlyMap<string, string>;
  /** Files that it imports, directly or through others, as URLs. */
  readonly imports?: readonly string[];
}

/** The file could not be read at all: there is nothing to grade. */
export class UnreadableSubmissionError extends Error {
  /** Tells this error from others. */
  override readonly name = "UnreadableSubmissionError";
}

/** The code is not valid TypeScript or JavaScript; the message says why. */
export class InvalidSubmissionError extends Error {
  /** Tells this error from others. */
  override readonly name = "InvalidSubmissionError";
  /** The place in the reader's code, with its line number and a caret, where it is known. */
  readonly excerpt: string | undefined;

  /** An error with its place. */
  constructor(message: string, excerpt?: string) {
    super(message);
    this.excerpt = excerpt;
  }
}

/**
 * The submission of values, as in a notebook: their source, with every function, class and constant of other cells that
 * they mention.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { submissionOfValues } from "./submission.ts";
 * class Pair {}
 * assertEquals(submissionOfValues({ Pair }).names, ["Pair"]);
 * ```
 */
export function submissionOfValues(given: Readonly<Record<string, unknown>>): Submission {
  const { definitions, leftBehind } = closeOver(given);
  const names = Object.keys(given).filter((name) => !leftBehind.has(name));
  return { source: `${definitions}\nexport { ${names.join(", ")} };\n`, names, leftBehind };
}

/**
 * The submission of a file that exports the exercise's names. A file without imports keeps its line numbers; one with
 * imports is bundled with what it imports, by `deno bundle`.
 * @param edits Changes to its text, as in a wrong answer.
 * @throws {UnreadableSubmissionError} If the file can't be read.
 * @throws {InvalidSubmissionError} If it, or a file it imports, does not compile.
 * @throws {RangeError} If the text of an edit is not there exactly once.
 */
export async function submissionOfFile(file: URL, edits: readonly Edit[] = []): Promise<Submission> {
  const text = edits.reduce(edited, await readText(file));
  const { code: source, original } = withoutTypes(text, file);
  const module = parseModule(source, { text, file });
  if (!importsAnything(module, source)) return alone(module, { source, written: { text, original } });
  if (edits.length > 0) {
    throw new RangeError(`Cannot edit an answer: it must not import anything: current value is ${fileURLToPath(file)}`);
  }
  const bundled = await bundle(file);
  return {
    source: bundled,
    names: exportedNames(parseModule(bundled, { text: bundled, file })),
    leftBehind: new Map(),
    unexported: unexportedIn(module),
    imports: await importsOf(file),
  };
}

/**
 * The submission of a module's text, as a stub is; it imports nothing.
 * @param options `exported`: names that are exported although the text does not say so. @default {[]}
 * @throws {InvalidSubmissionError} If it does not compile.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { submissionOfText } from "./submission.ts";
 * assertEquals(submissionOfText("function f(x: number) {}", { exported: ["f"] }).names, ["f"]);
 * ```
 */
export function submissionOfText(
  text: string,
  { exported = [] }: { readonly exported?: readonly string[] } = {},
): Submission {
  const whole = exported.length === 0 ? text : `${text}\nexport { ${exported.join(", ")} };\n`;
  const file = new URL("file:///text.ts");
  const { code: source, original } = withoutTypes(whole, file);
  return alone(parseModule(source, { text: whole, file }), { source, written: { text: whole, original } });
}

/** The submission of one of our own answers. */
export async function submissionOfAnswer(answer: Answer): Promise<Submission> {
  if ("given" in answer) return submissionOfValues(answer.given);
  if ("file" in answer) return await submissionOfFile(answer.file, answer.edits);
  return submissionOfText(answer.text, answer);
}

/**
 * @throws {RangeError} If the text to find is not there exactly once: the right answer has changed, so must the
 * mistake.
 */
function edited(text: string, [find, replace]: Edit): string {
  const times = text.split(find).length - 1;
  if (times !== 1) {
    throw new RangeError(`Cannot edit an answer: find must occur once: current value is ${times} (${find})`);
  }
  return text.replace(find, () => replace);
}

async function readText(file: URL): Promise<string> {
  try {
    return await Deno.readTextFile(file);
  } catch (error) {
    const why = error instanceof Deno.errors.NotFound
      ? "there is no such file"
      : error instanceof Deno.errors.IsADirectory
      ? "it is a folder"
      : (error as Error).message;
    throw new UnreadableSubmissionError(`Cannot read a solution: ${why}: current value is ${fileURLToPath(file)}`);
  }
}

/** JavaScript, and the way back from its places. */
function withoutTypes(typescript: string, file: URL): MappedCode {
  try {
    return { code: stripTypeScriptTypes(typescript), original: (place) => place }; // types become spaces
  } catch {
    // Something that only TypeScript has at run time (an enum, a parameter property), or a mistake: the other mode
    // tells.
  }
  try {
    return readSourceMap(stripTypeScriptTypes(typescript, { mode: "transform", sourceMap: true }));
  } catch (error) {
    throw invalid((error as Error).message, { text: typescript, file });
  }
}

/** How often Deno may fail to put its bundler into an empty cache, which two first bundles at once can make it do. */
const BUNDLER_ATTEMPTS = 5;

async function bundle(file: URL, attempt = 1): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["bundle", "--quiet", "--no-lock", fileURLToPath(file)],
    env: { NO_COLOR: "1" },
  }).output();
  if (success) return new TextDecoder().decode(stdout);
  // deno-lint-ignore no-control-regex -- colours that Deno writes in spite of NO_COLOR
  const text = new TextDecoder().decode(stderr).replace(/\x1b\[[0-9;]*m/g, "");
  if (/failed to copy esbuild binary/.test(text) && attempt < BUNDLER_ATTEMPTS) return await bundle(file, attempt + 1);
  throw invalid(text.replace(/\n(error: )?bundling failed[^]*$/, "").replace(/^error: /, "").trim(), { file });
}

/** Every file that `file` reaches, as far as `deno info` knows. */
async function importsOf(file: URL): Promise<string[]> {
  const { success, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", "--no-lock", fileURLToPath(file)],
    env: { NO_COLOR: "1" },
    stderr: "null",
  }).output();
  if (!success) return [];
  const { modules } = JSON.parse(new TextDecoder().decode(stdout)) as { modules: { specifier: string }[] };
  return modules.map(({ specifier }) => specifier).filter((specifier) => specifier !== file.href);
}

type Module = ReturnType<typeof parse>;

function alone(module: Module, parts: Pick<Submission, "source" | "written">): Submission {
  return { ...parts, names: exportedNames(module), leftBehind: new Map(), unexported: unexportedIn(module) };
}

function importsAnything({ body }: Module, source: string): boolean {
  const isImport = body.some((node) => node.type === "ImportDeclaration" || ("source" in node && node.source));
  return isImport || /\bimport\s*\(/.test(source);
}

function exportedNames({ body }: Module): string[] {
  return body.flatMap((node) => {
    if (node.type === "ExportDefaultDeclaration") return ["default"];
    if (node.type !== "ExportNamedDeclaration") return [];
    const { declaration, specifiers } = node;
    if (declaration?.type === "VariableDeclaration") {
      return declaration.declarations.flatMap(({ id }) => id.type === "Identifier" ? [id.name] : []);
    }
    if (declaration) return [declaration.id.name];
    return specifiers.map(({ exported }) => exported.type === "Identifier" ? exported.name : String(exported.value));
  });
}

function unexportedIn({ body }: Module): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const node of body) {
    if (node.type === "ClassDeclaration") found.set(node.id.name, `class ${node.id.name}`);
    else if (node.type === "FunctionDeclaration") {
      found.set(node.id.name, `${node.async ? "async " : ""}function ${node.id.name}`);
    } else if (node.type === "VariableDeclaration") {
      for (const { id } of node.declarations) {
        if (id.type === "Identifier") found.set(id.name, `${node.kind} ${id.name}`);
      }
    } else if (node.type === "ExportDefaultDeclaration" && "id" in node.declaration && node.declaration.id) {
      found.set((node.declaration.id as { name: string }).name, "default");
    }
  }
  return found;
}

function parseModule(source: string, { text, file }: { readonly text: string; readonly file: URL }): Module {
  try {
    return parse(source, { ecmaVersion: "latest", sourceType: "module" });
  } catch (error) {
    try {
      stripTypeScriptTypes(text, { mode: "transform" }); // says more
    } catch (better) {
      throw invalid((better as Error).message, { text, file });
    }
    const { message, loc } = error as Error & { loc: { line: number; column: number } };
    const at = { line: loc.line, column: loc.column + 1 };
    throw invalid(message.replace(/ \(\d+:\d+\)$/, ""), { text, file, at });
  }
}

/** An error with the place that `message` ends with, or `at`. */
function invalid(
  message: string,
  { text, file, at }: { readonly text?: string; readonly file: URL; readonly at?: CodePosition },
): InvalidSubmissionError {
  const [, url, line, column] = /at (file:\S+?):(\d+):(\d+)\s*$/.exec(message) ?? [];
  const position = at ?? (line === undefined ? undefined : { line: Number(line), column: Number(column) });
  const why = position ? message.split("\n")[0]!.replace(/^SyntaxError: /, "") : message;
  const isOwn = url === undefined || url.endsWith("/stripTypeScriptTypes.ts") || url === file.href;
  const name = (isOwn ? file.href : url).split("/").at(-1);
  const where = position ? `, line ${position.line}` : "";
  const own = text ?? (isOwn ? readable(file) : readable(new URL(url)));
  return new InvalidSubmissionError(
    `Cannot compile ${name}${where}: ${why}`,
    position && own !== undefined ? codeFrame(own, position) : undefined,
  );
}

function readable(file: URL): string | undefined {
  try {
    return Deno.readTextFileSync(file);
  } catch {
    return undefined;
  }
}
