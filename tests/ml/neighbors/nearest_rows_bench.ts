import { assertEquals } from "@std/assert";
import { rowsView } from "@lib/math/linalg/rows_and_columns.ts";
import { fitNearestNeighbors, predict } from "@lib/ml/neighbors/k_nearest_neighbors.ts";
import type { BenchRow } from "@lib/study/bench/bench.ts";
import { pythonPeer } from "@lib/study/bench/python_peer.ts";
import KNN from "ml-knn";
import { blobs, inFloat32, once } from "../blobs.ts";

const TRAIN = 20_000;
const data = once(() => blobs({ rows: 22_000, columns: 64, groups: 10 }));
const parts = once(() => {
  const { x, y } = data();
  return { x: rowsView(x, { from: 0, to: TRAIN }), queries: rowsView(x, { from: TRAIN }), y: y.subarray(0, TRAIN) };
});
const float32 = once(() => ({
  x: inFloat32(parts().x),
  queries: inFloat32(parts().queries),
  y: { values: parts().y, shape: [TRAIN] },
  k: 5,
}));
const ours = {
  name: "k_nearest_neighbors",
  prepare: () => {
    const { x, y, queries } = parts();
    const model = fitNearestNeighbors(x, y);
    return async () => (await predict(model, queries)).join(" ");
  },
};
const check = async () => {
  const { x, y } = blobs({ rows: 200, columns: 3, groups: 3, spread: 0.1 });
  assertEquals(await predict(fitNearestNeighbors(x, y), x), y);
};
const agree = (theirs: unknown, mine: unknown) => [...theirs as Iterable<number>].join(" ") === mine;

export const rows: BenchRow[] = [
  {
    row: "k_nearest_neighbors: 20k × 64, 2k queries, all distances, scikit-learn",
    target: 1,
    check,
    agree,
    ours,
    rounds: 5,
    peers: [pythonPeer({
      name: "scikit-learn",
      source: new URL("../sklearn_peer.py", import.meta.url),
      prepare: "nearest_neighbors",
      packages: ["numpy", "sklearn"],
      input: () => float32(),
    })],
  },
  {
    row: "k_nearest_neighbors: 20k × 64, 2k queries, all distances, ml-knn",
    target: 20,
    check,
    agree,
    ours,
    rounds: 1,
    peers: [{
      name: "ml-knn",
      approximate: "equal votes go to another class",
      prepare: () => {
        const { rows, y } = data();
        const model = new KNN(rows.slice(0, TRAIN), Array.from(y.subarray(0, TRAIN)), { k: 5 });
        return () => model.predict(rows.slice(TRAIN));
      },
    }],
  },
];
