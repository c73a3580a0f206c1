import { assertGreaterOrEqual } from "@std/assert";
import { rowsView } from "@lib/math/linalg/rows_and_columns.ts";
import { Hnsw } from "@lib/ml/neighbors/hnsw.ts";
import { nearestRows } from "@lib/ml/neighbors/nearest_rows.ts";
import type { BenchRow } from "@lib/study/bench/bench.ts";
import { Index, MetricKind } from "usearch";
import { blobs, once } from "../blobs.ts";

// 30k rows: a graph of the 100k that a user might have takes minutes to build here, and a search hardly longer.
const [ROWS, QUERIES, COLUMNS, K, EF] = [30_000, 1000, 64, 10, 64];
const data = once(() => {
  const { x } = blobs({ rows: ROWS + QUERIES, columns: COLUMNS, groups: 100 });
  return { x: rowsView(x, { from: 0, to: ROWS }), queries: rowsView(x, { from: ROWS }) };
});
const ours = once(() => {
  const graph = new Hnsw({ columns: COLUMNS });
  graph.add(data().x);
  return graph;
});
const theirs = once(() => {
  const options = {
    dimensions: COLUMNS,
    metric: MetricKind.L2sq,
    connectivity: 16,
    expansion_add: 100,
    expansion_search: EF,
  };
  const index = new Index(options as ConstructorParameters<typeof Index>[0]);
  index.add(BigUint64Array.from({ length: ROWS }, (_, i) => BigInt(i)), Float32Array.from(data().x.data), 1);
  return index;
});
const truth = once(() => nearestRows(data().x, data().queries, { k: K }));
const theirRows = () => {
  const { keys } = theirs().search(Float32Array.from(data().queries.data), K, 1) as unknown as { keys: BigUint64Array };
  return Array.from(keys, Number);
};

async function recall(rows: ArrayLike<number>): Promise<number> {
  const wanted = (await truth()).rows;
  let right = 0;
  for (let q = 0; q < QUERIES; q++) {
    const near = new Set(wanted.subarray(q * K, (q + 1) * K));
    for (let place = q * K; place < (q + 1) * K; place++) right += Number(near.has(rows[place]!));
  }
  return right / (QUERIES * K);
}

export const rows: BenchRow[] = [{
  row: "hnsw: 1,000 searches among 30k × 64, recall at least .95, usearch on one thread",
  target: 0.3,
  check: async () => {
    assertGreaterOrEqual(await recall(ours().search(data().queries, { k: K, ef: EF }).rows), 0.95);
    assertGreaterOrEqual(await recall(theirRows()), 0.95);
  },
  agree: () => true, // both are approximate: what counts is their recall, which the check has measured
  ours: {
    name: "Hnsw",
    prepare: () =>
      ((graph, queries) => () => graph.search(queries, { k: K, ef: EF }).rows.length)(ours(), data().queries),
  },
  rounds: 5,
  peers: [{ name: "usearch", prepare: () => ((_) => () => theirRows().length)(theirs()) }],
}];
