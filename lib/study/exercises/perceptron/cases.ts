/**
 * The cases of the exercise `perceptron`, and what is measured after a pass.
 *
 * @module
 */
import type { Random } from "../../../base/random.ts";
import { REFUSED } from "../script_case.ts";
import type { Case, Cost } from "../suite.ts";
import { tableCase } from "../table_case.ts";
import type { PerceptronGiven } from "./exercise.ts";

type Row = readonly [X: number[][], y: number[]];

/** Separable rows: the labels of the training rows themselves. */
const separableCase = (
  texts: Pick<Case<PerceptronGiven>, "name" | "misconception" | "hints"> & {
    readonly rows: readonly Row[] | ((random: Random) => readonly Row[]);
    readonly frozen?: boolean;
  },
) =>
  tableCase<PerceptronGiven, Row>({
    ...texts,
    call: async ({ Perceptron }, X, y) => {
      const model = new Perceptron();
      await model.fit(X, y);
      return Array.from(await model.predict(X));
    },
    shownAs: "fit, then predict for the same rows",
    oracle: (_, y) => y,
  });

const line = (...values: number[]) => values.map((v) => [v]);

const labelsCase = separableCase({
  name: "labels come back as they were given",
  misconception: "Labels are names: they are any two integers, and need not be 0 and 1 or −1 and 1.",
  hints: [
    "The labels are 3 and 8: what does your update add, and what do you predict?",
    "Map the smaller label to −1 and the larger to 1 before the fit, and back after it.",
    "const side = y[i] === classes[1] ? 1 : -1;",
  ],
  rows: [
    [line(-2, -1, 1, 2), [0, 0, 1, 1]],
    [line(-2, -1, 1, 2), [-1, -1, 1, 1]],
    [line(-2, -1, 1, 2), [8, 8, 3, 3]],
  ],
});

const startCase = separableCase({
  name: "a row on the border is not right yet",
  misconception:
    "With all weights at 0 every score is 0. If that counts as right, no row ever moves the plane, and nothing is learned.",
  hints: [
    "What is the score of the first row before the first update? Does your code move the plane for it?",
    "Only a score above 0 on the row's own side is right: move the plane for 0 as well.",
    "if (side * score > 0) continue;",
  ],
  rows: [[line(-2, -1, 1, 2), [0, 0, 1, 1]]],
});

const moreCase = separableCase({
  name: "only wrong rows move the plane, pass after pass",
  misconception:
    "One pass is not enough, since a later row can undo an earlier one; and a row that is right must not move the plane.",
  hints: [
    "After your last pass, is a training row still wrong?",
    "Move the plane for wrong rows only, and go over all rows again until none is wrong.",
    "if (mistakes === 0) break;",
  ],
  rows: [[[[6, 1], [4, 1], [-6, -1], [-4, -1]], [1, 0, 0, 1]]],
});

const biasCase = separableCase({
  name: "the plane has a bias",
  misconception: "Without a bias every plane passes through the origin, and rows on one side of it all look alike.",
  hints: [
    "The rows are 1, 2, 3 and 4, and the border lies between 2 and 3: which weight alone does that?",
    "Add a bias to the score, and move it by the side of each wrong row.",
    "bias += side;",
  ],
  rows: [[line(1, 2, 3, 4), [0, 0, 1, 1]], [line(-4, -3, -2, -1), [5, 5, 2, 2]]],
});

const passesCase = separableCase({
  name: "separable rows end without a mistake",
  misconception: "A few passes are not enough, and a row that is right must not move the plane.",
  hints: [
    "How many training rows are wrong after your last pass?",
    "Move the plane for wrong rows only, and make passes until one has no mistake.",
    "if (side * score > 0) continue;",
  ],
  rows: (random) => [
    [line(4, 5, 6, 7, 8, 9), [0, 0, 0, 0, 1, 1]],
    [[[0, 0], [0, 1], [1, 0], [1, 1]], [0, 0, 0, 1]],
    drawn(random),
  ],
});

const endsCase = tableCase<PerceptronGiven, Row>({
  name: "the fit ends when no plane separates the rows",
  misconception: "Without a plane between the classes every pass has a mistake, so waiting for none never ends.",
  hints: [
    "The labels are those of XOR: when does your loop stop?",
    "Bound the number of passes.",
    "for (let pass = 0; pass < 1000; pass++)",
  ],
  call: async ({ Perceptron }, X, y) => {
    const model = new Perceptron();
    await model.fit(X, y);
    return (await model.predict(X)).length;
  },
  shownAs: "fit, then the number of predictions",
  rows: [[[[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0]]],
  oracle: (X) => X.length,
});

const refusedCase = tableCase<PerceptronGiven, Row>({
  name: "no rows at all are refused",
  misconception: "Without rows there is nothing to learn from, and every later answer is undefined.",
  hints: [
    "What does your fit do with an empty list?",
    "Check the number of rows first, and throw.",
    'if (X.length === 0) throw new RangeError("…");',
  ],
  call: ({ Perceptron }) => new Perceptron().fit([], []),
  shownAs: "fit",
  rows: [[[], []]],
  oracle: () => REFUSED,
});

const againCase = tableCase<PerceptronGiven, Row>({
  name: "fit again starts afresh",
  misconception: "Labels of the first fit that are still there take part in the second.",
  hints: [
    "What does your object still know of the first fit?",
    "Assign every field again at the start of fit.",
    "this.#classes = […];",
  ],
  call: async ({ Perceptron }, X, y) => {
    const model = new Perceptron();
    await model.fit(X.map((row) => [...row, 1]), y.map((label) => label - 7));
    await model.fit(X, y);
    return Array.from(await model.predict(X));
  },
  shownAs: "two fits of one object, the second",
  rows: [[line(-2, -1, 1, 2), [3, 3, 8, 8]]],
  oracle: (_, y) => y,
});

const argumentsCase = separableCase({
  name: "the arguments stay as they are",
  misconception: "The caller's lists are changed in place, and are no longer what they were.",
  hints: [
    "Which of your lines changes a list that the caller still holds?",
    "Make new rows with map, and copy before you sort.",
    "[...new Set(y)].sort((a, b) => a - b)",
  ],
  rows: [[line(-2, -1, 1, 2), [0, 0, 1, 1]]],
  frozen: true,
});

/** Twenty rows at least 1 from the plane. */
function drawn(random: Random): Row {
  const X = Array.from({ length: 20 }, (_, i) => {
    const along = random.normal();
    const across = (i % 2 ? 1 : -1) * (1 + random.next());
    return [2 + along + across, 1 - along + across];
  });
  return [X, X.map((_, i) => i % 2)];
}

/** Most instructive first. */
export const cases = [
  startCase,
  labelsCase,
  moreCase,
  biasCase,
  passesCase,
  endsCase,
  refusedCase,
  againCase,
  argumentsCase,
] as readonly Case<PerceptronGiven>[];

/** What is measured after a pass. */
export const cost: Cost<PerceptronGiven, number[][], number> = {
  time: {
    what: "a fit of 200 rows with 2 columns",
    input: (random) => Array.from({ length: 200 }, (_, i) => [random.normal() + (i % 2 ? 9 : -9), random.normal()]),
    run({ Perceptron }, X) {
      const model = new Perceptron();
      model.fit(X, X.map((_, i) => i % 2));
      return (model.predict(X) as ArrayLike<number>).length;
    },
  },
  memory: {
    what: "a fit of 200 rows",
    input: () => 200,
    build({ Perceptron }, n) {
      const model = new Perceptron();
      model.fit(
        Array.from({ length: n }, (_, i) => [i % 2 ? 5 : -5, i % 7]),
        Array.from({ length: n }, (_, i) => i % 2),
      );
      return model;
    },
  },
};
