/** What NumPy and SciPy say of samples with ties, far from zero and with heavy tails (`stats_vectors.py`). */
import type { QuantileMethod } from "@lib/math/stats/quantile.ts";
import vectors from "./stats_vectors.json" with { type: "json" };

interface Described {
  readonly x: number[];
  readonly mean: number;
  readonly variance: number;
  readonly skewness: number;
  readonly excessKurtosis: number;
}

interface Vectors {
  readonly ps: number[];
  readonly samples: (Described & {
    readonly name: string;
    readonly quantiles: Record<QuantileMethod, number[]>;
    readonly ranks: number[];
    readonly freedmanDiaconis: number[];
    readonly sevenEdges: number[];
    readonly counts: number[];
  })[];
  readonly weighted: (Described & { readonly weights: number[] })[];
  readonly pairs: { readonly x: number[]; readonly y: number[]; pearson: number; spearman: number; kendall: number }[];
  readonly distances: { readonly x: number[]; readonly y: number[]; wasserstein: number; energy: number }[];
  readonly bins: {
    readonly p: number[];
    readonly q: number[];
    jensenShannon: number;
    hellinger: number;
    stability: number;
  }[];
}

/** All vectors. */
export const VECTORS = vectors as unknown as Vectors;
