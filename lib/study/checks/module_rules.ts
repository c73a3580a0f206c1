/**
 * Module rules: how a module of `lib/` is written, as far as its syntax tree can tell.
 *
 * No barrel files inside a room, no default exports, private fields with `#` (`protected` is for subclasses, which `#`
 * shuts out), at most two positional arguments before the options, a header comment, examples that assert, and one
 * grammar for refusals: `Cannot <action>: <why>: current value is <x>`.
 *
 * **Invariant.** What is checked here needs no reading by a person any more.
 *
 * Cost: one walk over each syntax tree.
 *
 * Not here on purpose: what `deno lint` and `deno doc --lint` know, taste.
 *
 * @module
 */
import type { AnyNode } from "acorn";
import type { Diagnostic } from "./diagnostic.ts";
import { nodesOf, type SourceFile, sourceOf } from "./source_file.ts";
import type { Tree } from "./tree.ts";

/** Files at the top of a room that others enter by. */
const ENTRY_POINTS = new Set(["lib/study/practice.ts", "lib/study/notebook.ts"]);

/** Answers to exercises, right and wrong, are written as readers write them, and travel alone. */
export const ANSWER_FILE: RegExp = /^lib\/study\/exercises\/[^/]+\/(?:right|wrong|steps)\//;

/** Positional arguments before the options object. */
const MAX_POSITIONAL = 2;

/**
 * Every module of `lib/` that breaks a rule of writing.
 *
 * @example
 * ```ts
 * import { checkModuleRules } from "@lib/study/checks/module_rules.ts";
 * import { treeOf } from "@lib/study/checks/tree.ts";
 * import { assertEquals } from "@std/assert";
 * const tree = treeOf({ "lib/math/all.ts": '/** All. *\/\nexport * from "./mean.ts";\n'.replace("\\", "") });
 * assertEquals(checkModuleRules(tree).map((diagnostic) => diagnostic.rule), ["barrel"]);
 * ```
 */
export function checkModuleRules(tree: Tree): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  for (const path of tree.paths.filter((path) => path.startsWith("lib/") && path.endsWith(".ts"))) {
    const source = sourceOf(tree, path);
    if (source === undefined) continue;
    for (
      const { rule, start, message } of [...wholeFile(source), ...examples(source), ...types(source), ...nodes(source)]
    ) {
      diagnostics.push({ rule, path, line: source.lineOf(start), message });
    }
  }
  return diagnostics;
}

interface Breach {
  readonly rule: string;
  readonly start: number;
  readonly message: string;
}

function* wholeFile(source: SourceFile): Generator<Breach> {
  const { body } = source.program;
  const isPassingOn = (node: AnyNode) =>
    node.type === "ImportDeclaration" || node.type === "ExportAllDeclaration" ||
    (node.type === "ExportNamedDeclaration" && (node.source !== null || node.specifiers.length > 0));
  const passesOn = body.some((node) => node.type !== "ImportDeclaration" && isPassingOn(node));
  if (passesOn && body.every(isPassingOn) && !ENTRY_POINTS.has(source.path) && !ANSWER_FILE.test(source.path)) {
    yield {
      rule: "barrel",
      start: 0,
      message: "a file that only passes on others hides where things are: import them",
    };
  }
  if (!source.comments.some(({ type, value }) => type === "Block" && value.startsWith("*"))) {
    yield { rule: "header", start: 0, message: "say what the module is, in a /** comment */ at its head" };
  }
}

/** Examples in doc comments run as tests; one that asserts nothing is a test that cannot fail. */
function* examples(source: SourceFile): Generator<Breach> {
  for (const { value, start } of source.comments) {
    for (const [text, language, code] of value.matchAll(/```(\S*)([^\n]*\n[^]*?)```/g)) {
      const runs = ["ts", "typescript", "js", "javascript"].includes(language!) && !/^ +ignore/.test(code!);
      if (!runs || /\bassert/.test(code!)) continue;
      const at = start + "/*".length + value.indexOf(text);
      yield {
        rule: "example",
        start: at,
        message: "an example that asserts nothing proves nothing (or mark it ts ignore)",
      };
    }
  }
}

function* types(source: SourceFile): Generator<Breach> {
  if (ANSWER_FILE.test(source.path)) return;
  for (const [at, { value, start, isString }] of source.typeTokens.entries()) {
    const next = source.typeTokens[at + 1]?.value;
    if (isString || !["private", "public"].includes(value) || next === ":" || next === "?") continue;
    yield { rule: "private-field", start, message: `a field is private by #, not by a word that vanishes: ${value}` };
  }
}

function* nodes(source: SourceFile): Generator<Breach> {
  for (const { node, parent } of nodesOf(source.program)) {
    if (node.type === "ExportDefaultDeclaration") {
      yield { rule: "default-export", start: node.start, message: "exports have names" };
    }
    if (node.type === "FunctionDeclaration" && parent?.type === "ExportNamedDeclaration") {
      const { params, id } = node;
      const [last] = params.slice(MAX_POSITIONAL);
      const isOptions = last === undefined || (params.length === MAX_POSITIONAL + 1 && isOptionsParameter(last));
      if (!isOptions) {
        const message = `${id?.name}() takes at most ${MAX_POSITIONAL} positional arguments, then one options object`;
        if (!ANSWER_FILE.test(source.path)) yield { rule: "arguments", start: node.start, message };
      }
    }
    if (node.type === "NewExpression" && node.callee.type === "Identifier") {
      const isRefusal = ["TypeError", "RangeError"].includes(node.callee.name) && !ANSWER_FILE.test(source.path);
      if (isRefusal) yield* errorGrammar(node.arguments[0], node.start);
    }
  }
}

function isOptionsParameter(node: AnyNode): boolean {
  if (node.type === "AssignmentPattern") return isOptionsParameter(node.left);
  return node.type === "ObjectPattern" || (node.type === "Identifier" && /options$/i.test(node.name));
}

/** Only texts that stand where they are thrown; a text built elsewhere is read by people. */
function* errorGrammar(message: AnyNode | undefined, start: number): Generator<Breach> {
  const parts = message?.type === "TemplateLiteral"
    ? message.quasis.map((quasi) => quasi.value.cooked ?? "")
    : message?.type === "Literal"
    ? [String(message.value)]
    : undefined;
  if (parts === undefined) return;
  const isPlainStart = parts[0] !== "";
  const grammar = "`Cannot <action>: <why>: current value is <x>`";
  if (isPlainStart && !parts[0]!.startsWith("Cannot ")) {
    yield {
      rule: "error-grammar",
      start,
      message: `an error says ${grammar}, and this one begins "${parts[0]!.slice(0, 30)}"`,
    };
  }
  if (/\.$/.test(parts.at(-1)!)) {
    yield { rule: "error-grammar", start, message: "an error's message ends without a full stop" };
  }
}
