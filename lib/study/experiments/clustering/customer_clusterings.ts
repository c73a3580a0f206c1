/**
 * Three clusterings of the same customers, which differ in what was done to the columns beforehand.
 *
 * @module
 */
import { type Random, random } from "../../../base/random.ts";
import { type Matrix, matrixOf } from "../../../math/linalg/matrix.ts";
import { fitKMeans, predict } from "../../../ml/clustering/k_means.ts";
import { silhouetteScore } from "../../../ml/metrics/silhouette.ts";
import { fitStandardScaler, transform } from "../../../ml/preprocessing/standard_scaler.ts";

/** How the three differ. */
export type Preparation = "standardises" | "leaves incomes in euros" | "keeps the billionaire";

/** What came out. */
export interface CustomerClustering {
  /** Mean silhouette, by the distances that were clustered. */
  readonly silhouette: number;
  /** Customers in each cluster, from the youngest cluster to the oldest. */
  readonly sizes: readonly number[];
  /** Mean age of each cluster in years, rising. */
  readonly agesByCluster: readonly number[];
}

const CUSTOMERS = 600;
const AGES = [30, 60] as const;
const BILLION_EUROS = 1e9;

/**
 * The three clusterings into two groups. The true groups are about 30 and 60 years old; incomes don't depend on them.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { customerClusterings } from "./customer_clusterings.ts";
 *
 * const { standardises } = customerClusterings({ seed: 1 });
 * assert(standardises.agesByCluster[1]! > 58);
 * ```
 */
export function customerClusterings({ seed }: {
  /** Decides the customers. */
  readonly seed: number;
}): Record<Preparation, CustomerClustering> {
  const dice = random(seed);
  const customers = Array.from({ length: CUSTOMERS }, (_, i) => [AGES[i % 2]! + 3 * dice.normal(), income(dice)]);
  const withBillionaire = [...customers.slice(0, -1), [customers.at(-1)![0]!, BILLION_EUROS]];
  return {
    "standardises": clustering(customers, standardised(customers)),
    "leaves incomes in euros": clustering(customers, matrixOf(customers)),
    "keeps the billionaire": clustering(withBillionaire, standardised(withBillionaire)),
  };
}

/** In euros; independent of the age. */
function income(dice: Random): number {
  return 40_000 + 8000 * dice.normal();
}

function standardised(rows: readonly number[][]): Matrix {
  const x = matrixOf(rows);
  return transform(fitStandardScaler(x), x);
}

function clustering(customers: readonly number[][], x: Matrix): CustomerClustering {
  const labels = predict(fitKMeans(x, { clusters: 2, restarts: 10 }), x);
  const clusters = [0, 1].map((cluster) => {
    const ages = customers.flatMap(([age], i) => labels[i] === cluster ? [age!] : []);
    return { size: ages.length, age: ages.reduce((sum, age) => sum + age, 0) / ages.length };
  }).sort((a, b) => a.age - b.age);
  return {
    silhouette: silhouetteScore(x, labels),
    sizes: clusters.map(({ size }) => size),
    agesByCluster: clusters.map(({ age }) => age),
  };
}
