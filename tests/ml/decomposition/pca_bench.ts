import { random } from "@lib/base/random.ts";
import { matmul } from "@lib/math/linalg/matmul.ts";
import { type Matrix, matrixFrom } from "@lib/math/linalg/matrix.ts";
import { fitPca } from "@lib/ml/decomposition/pca.ts";
import type { BenchRow } from "@lib/study/bench/bench.ts";
import { closeWithin } from "@lib/study/bench/tolerance.ts";
import { pythonPeer } from "@lib/study/bench/python_peer.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";
import { PCA } from "ml-pca";
import { inFloat32, once } from "../blobs.ts";

const [ROWS, COLUMNS, COMPONENTS] = [20_000, 256, 32];
function normal(rows: number, columns: number, seed: number): Matrix {
  const dice = random(seed);
  return matrixFrom(Float64Array.from({ length: rows * columns }, () => dice.normal()), { rows, columns });
}
/** Rows of rank 32, and noise. */
const x = once(() => {
  const low = matmul(normal(ROWS, COMPONENTS, 1), normal(COMPONENTS, COLUMNS, 2));
  const noise = normal(ROWS, COLUMNS, 3);
  return matrixFrom(low.data.map((value, at) => value + 0.5 * noise.data[at]!), low);
});
const float32 = once(() => inFloat32(x()));
const ours = {
  name: "fitPca",
  prepare: () => async () => [...(await fitPca(x(), { components: COMPONENTS })).explainedVariance],
};
const check = async () => {
  const small = normal(100, 5, 4);
  const [one, other] = [await fitPca(small), await fitPca(small, { solver: "svd" })];
  assertAllClose(one.explainedVariance, other.explainedVariance, { relative: 1e-10 });
};
const sklearn = (solver: string) =>
  pythonPeer({
    name: `scikit-learn, ${solver}`,
    source: new URL("../sklearn_peer.py", import.meta.url),
    prepare: "pca",
    packages: ["numpy", "sklearn"],
    input: () => ({ x: float32(), components: COMPONENTS, solver }),
  });

export const rows: BenchRow[] = [
  ...[["covariance_eigh", 0.7], ["full", 1]].map(([solver, target]): BenchRow => ({
    row: `pca: 20k × 256 → 32, scikit-learn's ${solver} in 32 bits`,
    target: target as number,
    check,
    agree: closeWithin(1e-4),
    ours,
    rounds: 5,
    peers: [sklearn(solver as string)],
  })),
  {
    row: "pca: 20k × 256 → 32, ml-pca",
    target: 20,
    check,
    agree: closeWithin(1e-6),
    ours,
    rounds: 1,
    peers: [{
      name: "ml-pca",
      prepare: () => {
        const { rows, columns, data } = x();
        const plain = Array.from({ length: rows }, (_, i) => Array.from(data.subarray(i * columns, (i + 1) * columns)));
        return () => new PCA(plain, { method: "covarianceMatrix" }).getEigenvalues().slice(0, COMPONENTS);
      },
    }],
  },
];
