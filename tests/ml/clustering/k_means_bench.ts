import { assertAlmostEquals } from "@std/assert";
import { fitKMeans } from "@lib/ml/clustering/k_means.ts";
import { take } from "@lib/math/linalg/rows_and_columns.ts";
import type { BenchRow } from "@lib/study/bench/bench.ts";
import { pythonPeer } from "@lib/study/bench/python_peer.ts";
import { kmeans } from "ml-kmeans";
import { blobs, inFloat32, once } from "../blobs.ts";

const CLUSTERS = 16;
const data = once(() => blobs({ rows: 100_000, columns: 32, groups: CLUSTERS }));
const start = once(() => take(data().x, Array.from({ length: CLUSTERS }, (_, i) => i)));
const float32 = once(() => ({ x: inFloat32(data().x), start: inFloat32(start()), iterations: 50 }));
const options = () => ({
  clusters: CLUSTERS,
  start: start(),
  iterations: 50,
  tolerance: 0,
  precision: "float32" as const,
});

const ours = { name: "fitKMeans", prepare: () => ((x) => () => fitKMeans(x, options()).inertia)(data().x) };
/** From the same starts both end in the same place, up to rows that 32 bits put on the other side. */
const agree = (theirs: unknown, mine: unknown) => Math.abs(Number(theirs) / Number(mine) - 1) < 1e-4;
const check = () => {
  const small = blobs({ rows: 500, columns: 4, groups: 5 });
  const [fast, plain] = (["hamerly", "lloyd"] as const).map((algorithm) =>
    fitKMeans(small.x, { clusters: 5, algorithm })
  );
  assertAlmostEquals(fast!.inertia, plain!.inertia, 1e-6);
};

export const rows: BenchRow[] = [
  {
    row: "k_means: 100k × 32, 16 clusters, same starts, 50 iterations, scikit-learn in 32 bits",
    target: 1,
    check,
    agree,
    ours,
    rounds: 5,
    peers: [pythonPeer({
      name: "scikit-learn",
      source: new URL("../sklearn_peer.py", import.meta.url),
      prepare: "k_means",
      packages: ["numpy", "sklearn"],
      input: () => float32(),
    })],
  },
  {
    row: "k_means: 100k × 32, 16 clusters, same starts, 50 iterations, ml-kmeans",
    target: 10,
    check,
    agree,
    ours,
    rounds: 1,
    peers: [{
      name: "ml-kmeans",
      prepare: () => {
        const { rows } = data();
        const initialization = rows.slice(0, CLUSTERS);
        return () => {
          const result = kmeans(rows, CLUSTERS, { initialization, maxIterations: 50, tolerance: 1e-300 });
          return result.computeInformation(rows).reduce((sum, { error, size }) => sum + error * size, 0);
        };
      },
    }],
  },
];
