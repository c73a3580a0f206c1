/**
 * The cases of the exercise `decision-tree`, and what is measured after a pass.
 *
 * Entropy and Gini impurity are both right, so what is asked here has the same answer by either.
 *
 * @module
 */
import type { Random } from "../../../base/random.ts";
import { matrixOf } from "../../../math/linalg/matrix.ts";
import { fitDecisionTree, predict } from "../../../ml/trees/decision_tree.ts";
import { REFUSED } from "../script_case.ts";
import type { Case, Cost } from "../suite.ts";
import { tableCase, type TableCaseSpec } from "../table_case.ts";
import type { DecisionTreeGiven } from "./exercise.ts";

type Limits = { readonly maxDepth?: number; readonly minSamplesSplit?: number };
type Row = readonly [limits: Limits, X: number[][], y: number[], query: number[][]];

const answers = (impurity: "gini" | "entropy", ...[limits, X, y, query]: Row) =>
  Array.from(predict(fitDecisionTree(matrixOf(X), y, { ...limits, impurity }), matrixOf(query)));
const oracle = (...row: Row): unknown => answers("gini", ...row);
const column = (...values: number[]) => values.map((value) => [value]);
const seen = (limits: Limits, X: number[][], y: number[]): Row => [limits, X, y, X];

function treeCase(spec: Omit<TableCaseSpec<DecisionTreeGiven, Row>, "call">): Case<DecisionTreeGiven> {
  return tableCase<DecisionTreeGiven, Row>({
    shownAs: "DecisionTree",
    frozen: true,
    ...(spec.accept === undefined ? { oracle } : {}),
    ...spec,
    call: async ({ DecisionTree }, limits, X, y, query) => {
      const tree = new DecisionTree(limits);
      await tree.fit(X, y);
      return Array.from(await tree.predict(query));
    },
  });
}

/** Whether entropy and Gini agree, and no tie is decided by the order of columns, thresholds or labels. */
function isClear(...[limits, X, y, query]: Row): boolean {
  const mirror = (rows: number[][]) => rows.map((row) => row.map((v) => -v).reverse());
  const expected = `${answers("gini", limits, X, y, query)}`;
  const mirrored = answers("gini", limits, mirror(X), y.map((v) => -v), mirror(query)).map((v) => -v);
  return expected === `${answers("entropy", limits, X, y, query)}` && expected === `${mirrored}`;
}

function drawLimited(random: Random): Row {
  const d = 1 + random.integer(3), n = 8 + random.integer(16), classes = 2 + random.integer(2);
  const rows = (count: number) => Array.from({ length: count }, () => Array.from({ length: d }, () => random.normal()));
  const X = rows(n);
  const y = X.map((row) => row[0]! > 0 ? random.integer(classes) : random.integer(2));
  const row: Row = [{ maxDepth: 1 + random.integer(3), minSamplesSplit: 2 + random.integer(5) }, X, y, rows(12)];
  return isClear(...row) ? row : drawLimited(random);
}

function drawDistinct(random: Random): Row {
  const cells = random.shuffle(Array.from({ length: 16 }, (_, i) => [i % 4, Math.floor(i / 4)])).slice(0, 10);
  return seen({}, cells, cells.map(() => random.integer(3)));
}

const limited = treeCase({
  name: "limited trees agree with the definition for any data",
  misconception:
    "Every column and threshold is compared by the weighted entropy or Gini impurity of the children; the number of mistakes, for one, ranks splits otherwise.",
  hints: [
    "Grow a tree with maxDepth 1: which split is it, and what is the impurity of its two sides?",
    "Score = n(left) · impurity(left) + n(right) · impurity(right), over all columns and thresholds.",
    "let squares = 0; for (const count of counts.values()) squares += (count / n) ** 2; return 1 - squares;",
  ],
  rows: (random) => Array.from({ length: 40 }, () => drawLimited(random)),
});

const empty = tableCase<DecisionTreeGiven, readonly [X: number[][], y: number[]]>({
  name: "no rows are refused",
  misconception: "A tree without rows has no majority to predict; the caller should hear of it at once.",
  hints: [
    "What does fit([], []) do?",
    "Look at the number of rows first.",
    'if (X.length === 0) throw new Error("no rows");',
  ],
  call: async ({ DecisionTree }, X, y) => {
    await new DecisionTree().fit(X, y);
    return "no error";
  },
  shownAs: "fit",
  rows: [[[], []]],
  oracle: () => REFUSED,
});

const defaults = tableCase<DecisionTreeGiven, readonly [X: number[][], y: number[]]>({
  name: "without arguments nothing is limited, and fit again starts afresh",
  misconception: "Depth is unlimited by default, and a second fit forgets the first tree.",
  hints: [
    "How deep must a tree be for labels that alternate over forty rows?",
    "Give both options and the object itself a default, and build a new root in fit.",
    "constructor({ maxDepth = Infinity, minSamplesSplit = 2 } = {})",
  ],
  call: async ({ DecisionTree }, X, y) => {
    const trees = [new DecisionTree(), new DecisionTree({})];
    const found: number[][] = [];
    for (const tree of trees) {
      await tree.fit(X, y.map((label) => 1 - label));
      await tree.fit(X, y);
      found.push(Array.from(await tree.predict(X)));
    }
    return found;
  },
  shownAs: "new DecisionTree()",
  rows: [[Array.from({ length: 40 }, (_, i) => [i]), Array.from({ length: 40 }, (_, i) => i % 2)]],
  oracle: (_, y) => [y, y],
});

const BITS = [[0, 0, 0], [0, 0, 1], [0, 1, 0], [0, 1, 1], [1, 0, 0], [1, 0, 1], [1, 1, 0], [1, 1, 1]];

/** Most instructive first. */
export const cases = [
  treeCase({
    name: "a threshold lies halfway, and x ≤ threshold goes left",
    misconception:
      "Between 0 and 10 the border is 5, and 5 itself belongs to the left: a threshold on a row's own value leaves no margin on one side.",
    hints: [
      "Rows at 0 and 10: what does your tree say about 4, 5 and 6?",
      "Sort the values of a column as numbers; between two different neighbours a and b try (a + b) / 2.",
      "row[feature] <= threshold ? left : right",
    ],
    rows: [
      [{}, column(0, 0, 10, 10), [0, 0, 1, 1], column(0, 4, 5, 6, 10)],
      [{}, column(9, 8, 10, 100), [0, 0, 1, 1], column(8, 9, 9.5, 9.6, 10, 100)],
    ],
  }),
  treeCase({
    name: "labels come back as they were given",
    misconception: "A label is a name: −1 and 1, or 7 and 3, are as good as 0 and 1.",
    hints: [
      "Fit with the labels −1 and 1 and look at what predict returns.",
      "Store the label itself in the leaf, not its position and not a rounded mean.",
      "return { label: majority(labels) };",
    ],
    rows: [
      seen({}, column(1, 1, 2, 2), [-1, -1, 1, 1]),
      seen({}, column(1, 1, 2, 2), [7, 7, 3, 3]),
    ],
  }),
  treeCase({
    name: "maxDepth counts the splits on the longest path",
    misconception: "maxDepth 0 is a single leaf, and maxDepth 1 has one split: it counts splits, not levels of nodes.",
    hints: [
      "What does a tree with maxDepth 0 predict?",
      "The root has depth 0; a node is split only if its depth is less than maxDepth. Mind that 0 is falsy.",
      "if (depth >= maxDepth) return leaf;",
    ],
    rows: [
      seen({ maxDepth: 0 }, column(0, 1, 2), [1, 1, 0]),
      seen({ maxDepth: 1 }, column(0, 1, 2, 3, 4), [0, 0, 1, 1, 2]),
    ],
  }),
  treeCase({
    name: "minSamplesSplit bounds the node that is split",
    misconception:
      "A node with exactly minSamplesSplit rows is split, and its children may be smaller: the limit on children has another name (minSamplesLeaf).",
    hints: [
      "Four rows, minSamplesSplit 4, and one row is different: may it get a leaf of its own?",
      "Compare the number of rows of the node, once, before you look for splits.",
      "if (rows.length < minSamplesSplit) return leaf;",
    ],
    rows: [
      seen({ minSamplesSplit: 4 }, column(0, 1, 2, 3), [1, 0, 0, 0]),
      seen({ minSamplesSplit: 5 }, column(0, 1, 2, 3), [1, 0, 0, 0]),
      seen({ minSamplesSplit: 4 }, column(0, 1, 2, 3, 4, 5), [0, 0, 0, 1, 1, 0]),
    ],
  }),
  treeCase({
    name: "children are weighted by their rows",
    misconception: "Without weights a pure child of one row looks as good as a pure child of a thousand.",
    hints: [
      "For the labels 1, 1, 0, 1, 0 compare the split after two rows with that after four.",
      "Weight the impurity of each side with its share of the rows.",
      "left.length / n * impurity(left) + right.length / n * impurity(right)",
    ],
    rows: [seen({ maxDepth: 1 }, column(0, 1, 2, 3, 4), [1, 1, 0, 1, 0])],
  }),
  treeCase({
    name: "a split that gains nothing is made when there is none better",
    misconception: "XOR gains nothing by its first split, and everything by the second: gain > 0 stops too early.",
    hints: [
      "What is the gain of the first split for the four rows of XOR?",
      "Start from a gain of −Infinity, and stop only where labels are pure or no column varies.",
      "let best = -Infinity;",
    ],
    rows: [
      seen({}, [[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0]),
      seen({}, BITS, BITS.map((row) => (row[0]! + row[1]! + row[2]!) % 2)),
    ],
  }),
  treeCase({
    name: "a leaf predicts its most frequent label, the smallest on a tie",
    misconception:
      "Of equally frequent labels the smallest number wins, neither the first that was met nor the first as text.",
    hints: [
      "A leaf has the labels 10 and 9. What does it predict? And if no column can tell rows apart?",
      "Count the labels, and compare first by count, then by number. Rows with equal columns can't be split.",
      "labels.sort((a, b) => count(b) - count(a) || a - b)[0]",
    ],
    rows: [
      seen({ maxDepth: 0 }, column(0, 1, 2), [9, 3, 3]),
      seen({ maxDepth: 0 }, column(0, 1), [10, 9]),
      seen({}, column(5, 5, 5, 5), [2, 1, 1, 2]),
    ],
  }),
  treeCase({
    name: "of equal splits the lowest column, then the lowest threshold",
    misconception: "A later split that is only as good must not replace an earlier one.",
    hints: [
      "Two columns split the rows equally well: which one does your tree ask?",
      "Walk through columns and thresholds upwards, and keep the first of equals.",
      "if (gain > best)  // not >=",
    ],
    rows: [
      [{}, [[0, 5], [1, 6]], [0, 1], [[0, 6], [1, 5]]],
      seen({ maxDepth: 1 }, column(0, 1, 2), [1, 0, 1]),
    ],
  }),
  treeCase({
    name: "distinct rows are learnt without a mistake",
    misconception: "A column may be asked again further down, with another threshold, until every leaf is pure.",
    hints: [
      "Which of its own rows does your unlimited tree get wrong, and where does it stop on the way to them?",
      "At every node try all columns again.",
      "grow(rows of one side, depth + 1) // with all columns",
    ],
    rows: (random) => Array.from({ length: 20 }, () => drawDistinct(random)),
    accept: (got, _limits, _X, y) =>
      `${got}` === `${y}` ? undefined : { expected: `its own labels: [${y.join(", ")}]`, got: `[${got}]` },
  }),
  limited,
  empty,
  defaults,
  treeCase({
    name: "neighbouring floating-point numbers and huge ones are told apart",
    stretch: true,
    misconception:
      "Halfway between neighbouring floats rounds to one of them, and a + b can overflow: if it is the upper one, no row goes right.",
    hints: [
      "What is (a + b) / 2 for a = 1 + ε and b = 1 + 2ε? And for a = −1.5e308 and b = −1e308?",
      "Halve before you add, and take a itself unless the result lies in [a, b).",
      "const middle = a / 2 + b / 2; const threshold = middle >= a && middle < b ? middle : a;",
    ],
    rows: [
      seen({}, column(1 + Number.EPSILON, 1 + 2 * Number.EPSILON), [0, 1]),
      seen({}, column(-1.5e308, -1e308, 1e308, 1.5e308), [0, 1, 0, 1]),
    ],
  }),
] as readonly Case<DecisionTreeGiven>[];

/** What is measured after a pass. */
export const cost: Cost<DecisionTreeGiven, { readonly X: number[][]; readonly y: number[] }, number> = {
  time: {
    what: "an unlimited tree of 300 rows with 3 columns",
    input: (random) => {
      const X = Array.from({ length: 300 }, () => [random.normal(), random.normal(), random.normal()]);
      return { X, y: X.map((row) => Number(row[0]! + row[1]! + 0.5 * random.normal() > 0)) };
    },
    run({ DecisionTree }, { X, y }) {
      const tree = new DecisionTree();
      tree.fit(X, y);
      return X.length;
    },
  },
  memory: {
    what: "a tree of 200 rows",
    input: () => 200,
    build({ DecisionTree }, n) {
      const tree = new DecisionTree();
      tree.fit(Array.from({ length: n }, (_, i) => [i]), Array.from({ length: n }, (_, i) => Math.floor(i / 20) % 2));
      return tree;
    },
  },
};
