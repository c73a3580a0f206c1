/**
 * What every {@linkcode Regressor} must do, as cases that any implementation can be put through.
 *
 * @module
 */
import { assert, assertRejects } from "@std/assert";
import { matrixFrom } from "../math/linalg/matrix.ts";
import type { Regressor } from "../ml/features/estimator.ts";
import { assertAllClose } from "./all_close.ts";
import { type ContractCase, estimatorCases, threeBlobs } from "./estimator_cases.ts";

export type { ContractCase, Regressor };

/** What a regressor promises beyond the rest. */
export interface RegressorTraits {
  /** Least R² on the rows that it learnt a plane from. @default {0.9} */
  readonly leastR2?: number;
  /** Whether exchanging the columns must not change an answer. @default {true} */
  readonly isColumnSymmetric?: boolean;
}

/**
 * The demands on a regressor.
 *
 * @example
 * ```ts
 * import { assertRejects } from "@std/assert";
 * import { regressorContract } from "./regressor_contract.ts";
 *
 * const deaf = regressorContract({ fit: () => 0, predict: (_, x) => new Float64Array(x.rows) });
 * await assertRejects(() => deaf.find(({ name }) => name.startsWith("a plane"))!.run());
 * ```
 */
export function regressorContract<Model>(
  estimator: Regressor<Model>,
  { leastR2 = 0.9, isColumnSymmetric = true }: RegressorTraits = {},
): ContractCase[] {
  const subject = {
    fit: (x: Parameters<typeof estimator.fit>[0], y: ArrayLike<number>) => estimator.fit(x, y),
    answer: (model: Model, x: Parameters<typeof estimator.fit>[0]) => estimator.predict(model, x),
    usesLabels: true,
  };
  return [
    ...estimatorCases(subject),
    { name: "a plane is learnt", run: () => learns(estimator, leastR2) },
    { name: "constant targets are answered with their value", run: () => constantTarget(estimator) },
    { name: "targets that are not finite are refused", run: () => badTargets(estimator) },
    ...isColumnSymmetric ? [{ name: "the order of columns does not matter", run: () => columnOrder(estimator) }] : [],
  ];
}

function plane() {
  const { x } = threeBlobs();
  return { x, y: Array.from({ length: x.rows }, (_, i) => 3 + 2 * x.data[2 * i]! - x.data[2 * i + 1]!) };
}

async function learns<Model>({ fit, predict }: Regressor<Model>, leastR2: number): Promise<void> {
  const { x, y } = plane();
  const answers = await predict(await fit(x, y), x);
  assert(answers instanceof Float64Array, "answers come as 64-bit floats");
  const mean = y.reduce((a, b) => a + b) / y.length;
  const [left, all] = y.reduce(([l, t], value, i) => [l + (value - answers[i]!) ** 2, t + (value - mean) ** 2], [0, 0]);
  assert(1 - left / all >= leastR2, `R² is ${1 - left / all}, wanted at least ${leastR2}`);
}

async function constantTarget<Model>({ fit, predict }: Regressor<Model>): Promise<void> {
  const { x } = plane();
  const answers = await predict(await fit(x, new Array(x.rows).fill(4)), x);
  assertAllClose(answers, new Array(x.rows).fill(4), { relative: 1e-6 });
}

async function badTargets<Model>({ fit }: Regressor<Model>): Promise<void> {
  const { x, y } = plane();
  for (const value of [NaN, Infinity]) {
    const why = `y[89] must be a finite number: current value is ${value}`;
    await assertRejects(async () => await fit(x, [...y.slice(1), value]), RangeError, why);
  }
}

async function columnOrder<Model>({ fit, predict }: Regressor<Model>): Promise<void> {
  const { x, y } = plane();
  const swapped = matrixFrom(x.data.map((_, at) => x.data[at ^ 1]!), x);
  const [one, other] = [await predict(await fit(x, y), x), await predict(await fit(swapped, y), swapped)];
  assertAllClose(other, one, { relative: 1e-5, absolute: 1e-5 });
}
