/**
 * What every {@linkcode Transformer} must do, as cases that any implementation can be put through.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import type { Transformer } from "../ml/features/estimator.ts";
import { assertAllClose } from "./all_close.ts";
import { type ContractCase, estimatorCases, threeBlobs } from "./estimator_cases.ts";

export type { ContractCase, Transformer };

/**
 * The demands on a transformer; one that has an inverse must keep 2-dimensional rows whole.
 *
 * @example
 * ```ts
 * import { assertRejects } from "@std/assert";
 * import { transformerContract } from "./transformer_contract.ts";
 *
 * const lossy = { fit: () => 0, transform: (_: number, x: { rows: number; columns: number; data: Float64Array }) => x };
 * const cases = transformerContract({ ...lossy, inverseTransform: (_, x) => ({ ...x, data: x.data.map(Math.round) }) });
 * await assertRejects(() => cases.find(({ name }) => name.startsWith("the inverse"))!.run());
 * ```
 */
export function transformerContract<Model>(estimator: Transformer<Model>): ContractCase[] {
  const { inverseTransform } = estimator;
  const cases = estimatorCases({
    fit: (x) => estimator.fit(x),
    answer: async (model, x) => (await estimator.transform(model, x)).data,
    usesLabels: false,
  });
  return [
    ...cases,
    { name: "every row becomes one row", run: () => oneForOne(estimator) },
    ...inverseTransform
      ? [{ name: "the inverse gives the rows back", run: () => thereAndBack({ ...estimator, inverseTransform }) }]
      : [],
  ];
}

async function oneForOne<Model>({ fit, transform }: Transformer<Model>): Promise<void> {
  const { x } = threeBlobs();
  const model = await fit(x);
  const [all, some] = [await transform(model, x), await transform(model, threeBlobs({ rows: 7, seed: 5 }).x)];
  assertEquals([all.rows, some.rows, some.columns, all.data.length], [x.rows, 7, all.columns, x.rows * all.columns]);
}

async function thereAndBack<Model>({ fit, transform, inverseTransform }: Required<Transformer<Model>>): Promise<void> {
  const { x } = threeBlobs();
  const model = await fit(x);
  const back = await inverseTransform(model, await transform(model, x));
  assertEquals([back.rows, back.columns], [x.rows, x.columns]);
  assertAllClose(back.data, x.data, { relative: 1e-9, absolute: 1e-9 });
}
