/**
 * What every {@linkcode Clusterer} must do, as cases that any implementation can be put through.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import type { Clusterer } from "../ml/features/estimator.ts";
import { type ContractCase, estimatorCases, threeBlobs } from "./estimator_cases.ts";

export type { Clusterer, ContractCase };

/**
 * The demands on a clusterer that is to find three clusters.
 *
 * @example
 * ```ts
 * import { assertRejects } from "@std/assert";
 * import { clustererContract } from "./clusterer_contract.ts";
 *
 * const deaf = clustererContract({ fit: () => 0, predict: (_, x) => new Int32Array(x.rows) });
 * await assertRejects(() => deaf.find(({ name }) => name.startsWith("three far-apart"))!.run());
 * ```
 */
export function clustererContract<Model>(estimator: Clusterer<Model>): ContractCase[] {
  const cases = estimatorCases({
    fit: (x) => estimator.fit(x),
    answer: (model, x) => estimator.predict(model, x),
    usesLabels: false,
  });
  return [...cases, { name: "three far-apart groups are the three clusters", run: () => finds(estimator) }];
}

async function finds<Model>({ fit, predict }: Clusterer<Model>): Promise<void> {
  const { x, y } = threeBlobs();
  const clusters = await predict(await fit(x), x);
  assert(clusters instanceof Int32Array, "clusters come as 32-bit integers");
  const pairs = new Set(y.map((label, i) => `${label} ${clusters[i]}`));
  assertEquals(pairs.size, 3, `groups and clusters: ${[...pairs].join(", ")}`);
  assertEquals([...new Set(clusters)].sort(), [0, 1, 2]);
}
