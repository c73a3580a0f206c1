/**
 * Code cell rules: short, ends in something to see, and defines no algorithm.
 *
 * **Invariant.** An algorithm that a page talks about stands in `lib/`, where tests find it; the page only uses it.
 *
 * Cost: one parse of the cell.
 *
 * Not here on purpose: what the cell showed (`output_rules.ts`), where it stands (`template_rules.ts`).
 *
 * @module
 */
import type { AnyNode } from "acorn";
import type { CodeCell } from "../notebook/nbformat.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { nodesOf, parseSource, type SourceFile } from "./source_file.ts";

/** A diagnostic whose notebook, and perhaps cell, is still to be named. */
export type CellRule = Omit<Diagnostic, "path">;

/** A cell may be this long, its imports apart. */
const MAX_LINES = 14;

/**
 * There is nothing to follow in the parts and arrows of a drawing, nor in a stub, which says what its exercise says.
 */
const MAX_LISTED_LINES = 24;
const DRAWING = /\b(?:diagram|cellDiagram|ringDiagram|expressionGraph)\(/;
const IMPORT = /^import\s[^;]*;\n*/gm;

/** A function in a cell may have this many statements. */
const MAX_STATEMENTS = 3;

/** Every rule about code that a cell breaks; a cell that cannot be parsed breaks none (the syntax check names it). */
export function codeRules(cell: CodeCell): CellRule[] {
  const found: CellRule[] = [];
  const lines = cell.source.replaceAll(IMPORT, "").split("\n").length;
  const most = DRAWING.test(cell.source) || hasTag(cell, "stub") ? MAX_LISTED_LINES : MAX_LINES;
  if (lines > most) {
    found.push({ rule: "cell-length", message: `a cell has at most ${most} lines: current value is ${lines}` });
  }
  const source = sourceOfCell(cell);
  if (source === undefined) return found;
  const isStub = hasTag(cell, "stub");
  if (!isStub) found.push(...definitions(source));
  const isUnrun = cell.execution_count === null; // what it shows is not known yet
  if (isStub || isUnrun || cell.outputs.length > 0 || endsInAssertion(source)) return found;
  const message = "a cell ends in a value, a plot or an assertion, and this one shows nothing";
  const last = source.program.body.at(-1);
  const line = last === undefined ? {} : { line: source.lineOf(last.start) };
  return [...found, { rule: "cell-end", message, ...line }];
}

/** Whether a cell has a tag. */
export function hasTag(cell: CodeCell, tag: string): boolean {
  return cell.metadata.tags?.includes(tag) ?? false;
}

function sourceOfCell(cell: CodeCell): SourceFile | undefined {
  try {
    return parseSource(cell.source.replaceAll("\r\n", "\n"), "the cell");
  } catch {
    return undefined;
  }
}

function endsInAssertion({ program }: SourceFile): boolean {
  if (program.body.every((node) => node.type === "ImportDeclaration")) return true;
  return asserts(program.body.at(-1));
}

function asserts(node: AnyNode | undefined): boolean {
  switch (node?.type) {
    case "ExpressionStatement":
      return asserts(node.expression);
    case "AwaitExpression":
      return asserts(node.argument);
    case "BlockStatement":
      return asserts(node.body.at(-1));
    case "ForStatement":
    case "ForOfStatement":
    case "ForInStatement":
      return asserts(node.body);
    case "CallExpression":
      return node.callee.type === "Identifier" && node.callee.name.startsWith("assert");
    default:
      return false;
  }
}

function* definitions(source: SourceFile): Generator<CellRule> {
  for (const { node } of nodesOf(source.program)) {
    const what = definitionOf(node);
    if (what === undefined) continue;
    const message = `a page defines no algorithm, and this is ${what}: move it to lib/ and import it`;
    yield { rule: "definition", line: source.lineOf(node.start), message };
  }
}

function definitionOf(node: AnyNode): string | undefined {
  if (node.type === "ClassDeclaration" || node.type === "ClassExpression") return "a class";
  if (node.type === "FunctionDeclaration") return "a function";
  if (node.type !== "ArrowFunctionExpression" && node.type !== "FunctionExpression") return undefined;
  if (node.body.type !== "BlockStatement") return undefined;
  if (node.body.body.length > MAX_STATEMENTS) return `a function of ${node.body.body.length} statements`;
  const hasLoop = nodesOf(node.body).some(({ node: inner }) => /^(For|While|DoWhile)/.test(inner.type));
  return hasLoop ? "a function with a loop" : undefined;
}
