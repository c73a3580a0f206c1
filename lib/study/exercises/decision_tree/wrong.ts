/**
 * The wrong answers of the exercise `decision-tree`.
 *
 * @module
 */
import { answersIn, type NaiveAnswer, type WrongAnswers } from "../answers_in.ts";
import type { Answer } from "../suite.ts";

const { answer, mistake } = answersIn(import.meta.url);
const counts = mistake("./right/running_counts.ts");
const filters = mistake("./right/entropy.ts");

const HALFWAY = "a threshold lies halfway, and x ≤ threshold goes left";
const DEPTH = "maxDepth counts the splits on the longest path";
const SAMPLES = "minSamplesSplit bounds the node that is split";
const LEAF = "a leaf predicts its most frequent label, the smallest on a tie";
const FLOATS = "neighbouring floating-point numbers and huge ones are told apart";
const RANKED = "b[1] - a[1] || a[0] - b[0]";
const SCORE = "const score = impurity(left, at) + impurity(right, order.length - at);";
const MIDDLE = "const threshold = middle < b ? middle : a;";

/** By name; the first argument is the case that must catch it before any other does. */
export const wrong: WrongAnswers = {
  "a threshold on the lower value": counts(HALFWAY, ["halfway(a, b)]", "a]"]),
  "x < threshold goes left": counts(HALFWAY, ["<= node.threshold", "< node.threshold"]),
  "values in the order of their texts": filters(HALFWAY, [
    "[...new Set(X.map((row) => row[feature]!))].sort((a, b) => a - b)",
    "[...new Set(X.map((row) => row[feature]!))].sort()",
  ]),
  "labels 0 and 1 alone": counts("labels come back as they were given", [
    "return node.label;",
    "return node.label > 0 ? 1 : 0;",
  ]),
  "one level too deep": counts(DEPTH, ["depth >= this.#maxDepth", "depth > this.#maxDepth"]),
  "0 taken for no limit": counts(DEPTH, ["this.#maxDepth = maxDepth;", "this.#maxDepth = maxDepth || Infinity;"]),
  "children as large as minSamplesSplit": counts(SAMPLES, [
    "if (a === b) continue;",
    "if (a === b || this.#minSamplesSplit > 2 && Math.min(at, order.length - at) < this.#minSamplesSplit) continue;",
  ]),
  "more than minSamplesSplit rows": counts(SAMPLES, [
    "rows.length < this.#minSamplesSplit",
    "rows.length <= this.#minSamplesSplit",
  ]),
  "children without weights": counts("children are weighted by their rows", [
    SCORE,
    "const score = impurity(left, at) / at + impurity(right, order.length - at) / (order.length - at);",
  ]),
  "only splits that gain": counts("a split that gains nothing is made when there is none better", [
    "let best = Infinity",
    "let best = impurity(totals, rows.length)",
  ]),
  "the first of equally frequent labels": counts(LEAF, [RANKED, "b[1] - a[1]"]),
  "the smallest label as text": counts(LEAF, [RANKED, "b[1] - a[1] || (`${a[0]}` < `${b[0]}` ? -1 : 1)"]),
  "the last of equal splits": counts("of equal splits the lowest column, then the lowest threshold", [
    "score < best - 1e-9",
    "score <= best + 1e-9",
  ]),
  "each column once on a path": filters("distinct rows are learnt without a mistake", [
    "const { feature, threshold, isLeft } = split;",
    "const { feature, threshold, isLeft } = split;\n    X = X.map((row) => row.map((v, f) => f === feature ? 0 : v));",
  ]),
  "the number of mistakes as impurity": counts("limited trees agree with the definition for any data", [
    "return n - squares / n;",
    "return n - Math.max(...counts.values()) + 0 * squares;",
  ]),
  "no rows, no error": counts("no rows are refused", [
    'if (X.length === 0) throw new RangeError("Cannot fit: there are no rows");',
    "if (X.length === 0) return;",
  ]),
  "ten levels by default": counts("without arguments nothing is limited, and fit again starts afresh", [
    "maxDepth = Infinity",
    "maxDepth = 10",
  ]),
  "halfway, whatever it rounds to": counts(FLOATS, ["middle >= a && middle < b ? middle : a", "middle"]),
  "a sum that overflows": filters(FLOATS, ["a / 2 + b / 2", "(a + b) / 2"]),
};

/** What someone writes who only read the statement. */
export const textbook: Readonly<Record<string, Answer>> = {
  "recursion over filtered rows": answer("./right/entropy.ts", [MIDDLE, "const threshold = middle;"]),
};

/** Right in what it returns, and as simple as can be. */
export const naive: NaiveAnswer = { what: "rows filtered for each threshold", answer: answer("./right/entropy.ts") };
