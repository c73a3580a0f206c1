/**
 * A tree as text, a node a line: to be printed and read.
 *
 * **Invariant.** Every leaf is one line; the lines of a side stand below the condition that leads there, one step
 * further in.
 *
 * @module
 */
import type { Tree } from "./tree.ts";

/** What nodes are called. */
export interface PrintTreeOptions {
  /** Names of the features. @default {"x[0]", "x[1]", …} */
  readonly features?: readonly string[];
  /** Names of the classes; left out for a regression tree, whose leaves show their value. */
  readonly classes?: readonly (string | number)[];
}

/**
 * The lines, joined.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { matrixOf } from "../../math/linalg/matrix.ts";
 * import { fitDecisionTree } from "./decision_tree.ts";
 * import { printTree } from "./print_tree.ts";
 * const { classes, tree } = fitDecisionTree(matrixOf([[1], [2], [4]]), [0, 0, 1]);
 * assertEquals(printTree(tree, { features: ["bill"], classes }), [
 *   "bill <= 3",
 *   "  0 (2 rows)",
 *   "bill > 3",
 *   "  1 (1 row)",
 * ].join("\n"));
 * ```
 */
export function printTree(tree: Tree, { features = [], classes }: PrintTreeOptions = {}): string {
  const lines: string[] = [];
  const open = [{ node: 0, depth: 0, condition: "" }];
  while (open.length > 0) {
    const { node, depth, condition } = open.pop()!;
    if (condition !== "") lines.push("  ".repeat(depth - 1) + condition);
    const f = tree.feature[node]!;
    if (f < 0) {
      lines.push("  ".repeat(depth) + leafText(tree, { node, ...classes === undefined ? {} : { classes } }));
      continue;
    }
    const [name, at] = [features[f] ?? `x[${f}]`, Number(tree.threshold[node]!.toPrecision(6))];
    open.push(
      { node: tree.right[node]!, depth: depth + 1, condition: `${name} > ${at}` },
      { node: tree.left[node]!, depth: depth + 1, condition: `${name} <= ${at}` },
    );
  }
  return lines.join("\n");
}

function leafText(
  { value, outputs, weight }: Tree,
  { node, classes }: { readonly node: number; readonly classes?: readonly (string | number)[] },
): string {
  const values = value.slice(node * outputs, (node + 1) * outputs);
  const [most, rows] = [Math.max(...values), weight[node]!];
  const answer = classes === undefined ? Number(values[0]!.toPrecision(6)) : classes[values.indexOf(most)]!;
  const share = classes === undefined || most === 1 ? "" : `, ${Math.round(100 * most)} %`;
  return `${answer} (${rows} ${rows === 1 ? "row" : "rows"}${share})`;
}
