/**
 * What a reader hands in, as the text of one JavaScript module: the only form in which their code reaches the child process.
 *
 * @module
 */
import { stripTypeScriptTypes } from "node:module";
import { fileURLToPath } from "node:url";
import { parse } from "acorn";
import type { Answer } from "../exercises/suite.ts";
import { closeOver } from "./cell_closure.ts";

/** The reader's code. */
export interface Submission {
  /** A JavaScript module that exports what was handed in. */
  readonly source: string;
  /** The names that it exports. */
  readonly names: readonly string[];
  /** Values that the code mentions and that could not come along, each with the reason. */
  readonly leftBehind: ReadonlyMap<string, string>;
}

/** The file could not be read at all: there is nothing to grade. */
export class UnreadableSubmissionError extends Error {
  /** Tells this error from others. */
  override readonly name = "UnreadableSubmissionError";
}

/** The code is not valid TypeScript or JavaScript; the message says where. */
export class InvalidSubmissionError extends Error {
  /** Tells this error from others. */
  override readonly name = "InvalidSubmissionError";
}

/**
 * The submission of values, as in a notebook: their source, with every function, class and constant of other cells that they mention.
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
 * The submission of a file that exports the exercise's names. A file without imports keeps its line numbers; one with imports is
 * bundled with what it imports, by `deno bundle`.
 * @throws {UnreadableSubmissionError} If the file can't be read.
 * @throws {InvalidSubmissionError} If it, or a file it imports, does not compile.
 */
export async function submissionOfFile(file: URL): Promise<Submission> {
  let typescript: string;
  try {
    typescript = await Deno.readTextFile(file);
  } catch (error) {
    const why = error instanceof Deno.errors.NotFound ? "there is no such file" : (error as Error).message;
    throw new UnreadableSubmissionError(`Cannot read a solution: ${why}: current value is ${fileURLToPath(file)}`);
  }
  const alone = withoutTypes(typescript, file);
  const source = importsAnything(alone) ? await bundle(file) : alone;
  return { source, names: exportedNames(source), leftBehind: new Map() };
}

/** The submission of one of our own answers. */
export async function submissionOfAnswer(answer: Answer): Promise<Submission> {
  return "file" in answer ? await submissionOfFile(answer.file) : submissionOfValues(answer.given);
}

function withoutTypes(typescript: string, file: URL): string {
  try {
    return stripTypeScriptTypes(typescript); // types become spaces: every position stays
  } catch {
    // Something that only TypeScript has at run time (an enum, a parameter property), or a mistake: the other mode tells them apart.
  }
  try {
    return stripTypeScriptTypes(typescript, { mode: "transform" });
  } catch (error) {
    throw invalid((error as Error).message.replace(/file:\/\/\/stripTypeScriptTypes\.ts/g, fileURLToPath(file)), file);
  }
}

async function bundle(file: URL): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["bundle", "--quiet", "--no-lock", fileURLToPath(file)],
    env: { NO_COLOR: "1" },
  }).output();
  if (success) return new TextDecoder().decode(stdout);
  // deno-lint-ignore no-control-regex -- colours that Deno writes in spite of NO_COLOR
  const text = new TextDecoder().decode(stderr).replace(/\x1b\[[0-9;]*m/g, "");
  throw invalid(text.replace(/\nerror: bundling failed[^]*$/, "").replace(/^error: /, "").trim(), file);
}

function importsAnything(source: string): boolean {
  const { body } = parseModule(source);
  const isImport = body.some((node) => node.type === "ImportDeclaration" || ("source" in node && node.source));
  return isImport || /\bimport\s*\(/.test(source);
}

function exportedNames(source: string): string[] {
  return parseModule(source).body.flatMap((node) => {
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

function parseModule(source: string): ReturnType<typeof parse> {
  try {
    return parse(source, { ecmaVersion: "latest", sourceType: "module" });
  } catch (error) {
    throw new InvalidSubmissionError(`Cannot compile a solution: ${(error as Error).message}`);
  }
}

function invalid(why: string, file: URL): InvalidSubmissionError {
  return new InvalidSubmissionError(`Cannot compile ${file.pathname.split("/").at(-1)}: ${why}`);
}
