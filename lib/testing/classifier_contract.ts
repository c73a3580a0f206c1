/**
 * What every {@linkcode Classifier} must do, as cases that any implementation can be put through.
 *
 * The cases know nothing of the method; how well it does on hard data its own tests must show.
 *
 * @module
 */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { matrixFrom } from "../math/linalg/matrix.ts";
import type { Classifier } from "../ml/features/estimator.ts";
import { type ContractCase, estimatorCases, threeBlobs } from "./estimator_cases.ts";

export type { Classifier, ContractCase };

/** What a classifier promises beyond the rest. */
export interface ClassifierTraits {
  /** Whether one class is refused in the fit, or is then the answer to every row. @default {"refused"} */
  readonly singleClass?: "refused" | "predicted";
  /** Whether only two classes are allowed. @default {false} */
  readonly isBinary?: boolean;
  /** Least share of right answers on the rows that it learnt from. @default {0.97} */
  readonly leastAccuracy?: number;
  /** Whether exchanging the columns must not change a label on easy data. @default {true} */
  readonly isColumnSymmetric?: boolean;
}

/**
 * The demands on a classifier.
 *
 * @example
 * ```ts
 * import { assertEquals, assertRejects } from "@std/assert";
 * import { classifierContract } from "./classifier_contract.ts";
 *
 * // Deaf to what it is taught: it must not pass.
 * const cases = classifierContract({ fit: () => 0, predict: (_, x) => new Int32Array(x.rows) });
 * const learning = cases.find(({ name }) => name.startsWith("far-apart groups"))!;
 * await assertRejects(() => learning.run());
 * assertEquals(cases.length > 9, true);
 * ```
 */
export function classifierContract<Model>(estimator: Classifier<Model>, traits: ClassifierTraits = {}): ContractCase[] {
  const { isBinary = false, isColumnSymmetric = true, singleClass = "refused", leastAccuracy = 0.97 } = traits;
  const subject: Classifier<Model> = isBinary
    ? { ...estimator, fit: (x, y) => estimator.fit(x, y.length === x.rows ? Int32Array.from(y, onlyTwo) : y) }
    : estimator;
  const expected = (y: readonly number[]) => isBinary ? y.map(onlyTwo) : y;
  const cases = estimatorCases({
    fit: (x, y) => subject.fit(x, y),
    answer: async (model, x) => (await subject.predictProbability?.(model, x))?.data ?? await subject.predict(model, x),
    usesLabels: true,
  });
  const { predictProbability } = subject;
  return [
    ...cases,
    {
      name: "far-apart groups are told apart, with the labels that were given",
      run: () => learns(subject, { expected, leastAccuracy }),
    },
    ...isColumnSymmetric ? [{ name: "the order of columns does not matter", run: () => columnOrder(subject) }] : [],
    { name: "labels that are not integers are refused", run: () => badLabels(estimator) },
    singleClass === "refused"
      ? { name: "a single class is refused", run: () => refusesOneClass(estimator) }
      : { name: "a single class is the answer to every row", run: () => predictsOneClass(estimator) },
    ...predictProbability
      ? [{
        name: "probabilities sum to 1 and agree with the labels",
        run: () => probabilities({ ...subject, predictProbability }, expected),
      }]
      : [],
  ];
}

function onlyTwo(label: number): number {
  return label === 7 ? 7 : -1;
}

async function learns<Model>(
  { fit, predict }: Classifier<Model>,
  { expected, leastAccuracy }: {
    readonly expected: (y: readonly number[]) => readonly number[];
    readonly leastAccuracy: number;
  },
): Promise<void> {
  const { x, y } = threeBlobs();
  const answers = await predict(await fit(x, y), x);
  assert(answers instanceof Int32Array, "labels come as 32-bit integers");
  const wanted = expected(y);
  const right = answers.filter((label, i) => label === wanted[i]).length;
  assert(right >= leastAccuracy * y.length, `only ${right} of ${y.length} rows were told apart`);
  const fresh = threeBlobs({ seed: 2 });
  const again = await predict(await fit(x, y), fresh.x);
  const rightAgain = again.filter((label, i) => label === expected(fresh.y)[i]).length;
  assert(rightAgain >= (leastAccuracy - 0.03) * y.length, `only ${rightAgain} of ${y.length} new rows were told apart`);
}

async function columnOrder<Model>({ fit, predict }: Classifier<Model>): Promise<void> {
  const { x, y } = threeBlobs();
  const swapped = matrixFrom(x.data.map((_, at) => x.data[at ^ 1]!), x);
  assertEquals(await predict(await fit(swapped, y), swapped), await predict(await fit(x, y), x));
}

async function badLabels<Model>({ fit }: Classifier<Model>): Promise<void> {
  const { x, y } = threeBlobs();
  for (const label of [0.5, NaN, 2 ** 33]) {
    await assertRejects(async () => await fit(x, [...y.slice(1), label]), RangeError, "y[89] must be an integer");
  }
}

async function refusesOneClass<Model>({ fit }: Classifier<Model>): Promise<void> {
  const { x, y } = threeBlobs();
  await assertRejects(async () => await fit(x, y.map(() => 3)), RangeError, "at least 2 distinct labels");
}

async function predictsOneClass<Model>({ fit, predict, predictProbability }: Classifier<Model>): Promise<void> {
  const { x, y } = threeBlobs();
  const model = await fit(x, y.map(() => 3));
  assertEquals([...await predict(model, x)], y.map(() => 3));
  if (predictProbability) assertEquals([...(await predictProbability(model, x)).data], y.map(() => 1));
}

async function probabilities<Model>(
  { fit, predict, predictProbability }: Required<Classifier<Model>>,
  expected: (y: readonly number[]) => readonly number[],
): Promise<void> {
  const { x, y } = threeBlobs();
  const model = await fit(x, y);
  const p = await predictProbability(model, x);
  const classes = [...new Set(expected(y))].sort((a, b) => a - b);
  assertEquals([p.rows, p.columns], [x.rows, classes.length]);
  const labels = await predict(model, x);
  for (let i = 0; i < p.rows; i++) {
    const row = Array.from(p.data.subarray(i * p.columns, (i + 1) * p.columns));
    assert(row.every((value) => value >= 0 && value <= 1));
    assert(Math.abs(row.reduce((a, b) => a + b) - 1) < 1e-9);
    assertEquals(labels[i], classes[row.indexOf(Math.max(...row))]);
  }
}
