/**
 * The wrong answers of the exercise `isolation-forest`.
 *
 * @module
 */
import { answersIn, type NaiveAnswer, type WrongAnswers } from "../answers_in.ts";
import type { Answer } from "../suite.ts";

const { answer, mistake } = answersIn(import.meta.url);
const recursive = mistake("./right/recursive.ts");

const LEAF = "return depth + meanPath(node.size);";
const EXACT = "let harmonic = 0;\n  for (let i = 1; i < n; i++) harmonic += 1 / i;";
const LOGARITHM = "const harmonic = Math.log(n - 1) + 0.5772156649;";
const LIMIT = "Math.ceil(Math.log2(this.#size))";
const DRAWN = "columns[Math.floor(this.#next() * columns.length)]!";
const STOP = "trees stop at depth ⌈log₂ sample⌉";

/** By name; the first argument is the case that must catch it before any other does. */
export const wrong: WrongAnswers = {
  "long paths score high": recursive("a far row scores highest", ["2 ** (-sum", "2 ** (sum"]),
  "always the first column that varies": recursive("each column may be cut", [DRAWN, "columns[0]!"]),
  "leaves without c(size)": recursive("identical rows score ½", [LEAF, "return depth;"]),
  "a logarithm instead of harmonic numbers": recursive("two distinct rows score ½ each", [EXACT, LOGARITHM]),
  "0 / 0 for one row": recursive("a sample of one row scores ½", [
    "if (this.#size === 1) return X.map(() => 0.5);",
    "",
  ]),
  "any column is drawn": recursive("only columns that still vary are cut", [
    DRAWN,
    "Math.floor(this.#next() * rows[0]!.length)",
  ], ["const sides = [", "if (low === high) return { size, column: 0, cut: 0, children: [] };\n    const sides = ["]),
  "a fit without rows": recursive("no rows at all are refused", [
    'throw new RangeError("Cannot fit: X must have rows");',
    "X = [[0]];",
  ]),
  "the caller's list is shuffled": recursive("the arguments stay as they are", [
    "const rows = [...X];",
    "const rows = X;",
  ]),
  "drawn with replacement": recursive("rows are drawn without replacement", [
    "[rows[i], rows[other]] = [rows[other]!, rows[i]!];",
    "rows[i] = X[Math.floor(this.#next() * X.length + 0 * other)]!;",
  ]),
  "a logarithm, but c(2) = 1": recursive("c is exact", [EXACT, `if (n === 2) return 1;\n  ${LOGARITHM}`]),
  "no height limit": recursive(STOP, [LIMIT, "Infinity"]),
  "a limit rounded down": recursive(STOP, [
    LIMIT,
    "Math.floor(Math.log2(this.#size + 0.5) + (this.#size < 12 ? 1 : 0))",
  ]),
  "trees that pile up": recursive("fit again starts afresh", ["this.#trees = [];\n    for", "for"]),
  "no seed": recursive("equal seeds give equal scores", [
    "return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;",
    "return Math.random();",
  ]),
};

/** What someone writes who only read the statement. */
export const textbook: Readonly<Record<string, Answer>> = {
  "nested nodes": answer("./right/recursive.ts"),
};

/** Right in what it returns, and as simple as can be. */
export const naive: NaiveAnswer = { what: "nested nodes, rows filtered", answer: answer("./right/recursive.ts") };
