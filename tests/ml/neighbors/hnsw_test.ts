import { assert, assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { type Matrix, matrixFrom, matrixOf } from "@lib/math/linalg/matrix.ts";
import { rowsView } from "@lib/math/linalg/rows_and_columns.ts";
import { DistanceHeap } from "@lib/ml/neighbors/_distance_heap.ts";
import { Hnsw } from "@lib/ml/neighbors/hnsw.ts";
import { nearestRows } from "@lib/ml/neighbors/nearest_rows.ts";

/** Rows that 32 bits hold exactly. */
function drawn(rows: number, columns: number, seed: number): Matrix {
  const dice = random(seed);
  return matrixFrom(Float64Array.from({ length: rows * columns }, () => Math.fround(dice.normal())), { rows, columns });
}
function graphOf(x: Matrix, options: { m?: number; efConstruction?: number; seed?: number } = {}): Hnsw {
  const graph = new Hnsw({ columns: x.columns, ...options });
  graph.add(x);
  return graph;
}
async function recall(
  graph: Hnsw,
  x: Matrix,
  { queries, k, ef }: { queries: Matrix; k: number; ef: number },
): Promise<number> {
  const [found, truth] = [graph.search(queries, { k, ef }), await nearestRows(x, queries, { k })];
  let right = 0;
  for (let q = 0; q < queries.rows; q++) {
    const near = new Set(truth.rows.subarray(q * k, (q + 1) * k));
    for (const row of found.rows.subarray(q * k, (q + 1) * k)) right += Number(near.has(row));
  }
  return right / (queries.rows * k);
}

// By hand
Deno.test("a small graph finds all rows, the nearest first, with their distances", () => {
  const graph = graphOf(matrixOf([[0], [10], [3], [4]]));
  const { k, rows, distances } = graph.search(matrixOf([[3.25]]), { k: 9 });
  assertEquals([k, [...rows], [...distances]], [4, [2, 3, 0, 1], [0.25, 0.75, 3.25, 6.75]]);
  assertEquals(graph.size, 4);
});

Deno.test("rows that are all alike are found too", () => {
  const { rows, distances } = graphOf(matrixOf(new Array(100).fill([1, 2]))).search(matrixOf([[1, 2]]), { k: 10 });
  assertEquals([new Set(rows).size, [...distances]], [10, new Array(10).fill(0)]);
});

// Oracle: all distances
Deno.test("nearly all true neighbours are found, and more with a larger ef", async () => {
  const [x, queries] = [drawn(1500, 12, 1), drawn(60, 12, 2)];
  const graph = graphOf(x);
  const [narrow, wide] = [
    await recall(graph, x, { queries, k: 10, ef: 10 }),
    await recall(graph, x, { queries, k: 10, ef: 100 }),
  ];
  assert(wide > 0.97, `recall ${wide}`);
  assert(wide > narrow && narrow > 0.5, `${narrow} with ef 10, ${wide} with ef 100`);
  const sparse = graphOf(x, { m: 4, efConstruction: 10 });
  assert(await recall(sparse, x, { queries, k: 10, ef: 100 }) < wide);
  const { distances, rows } = graph.search(queries, { k: 5 });
  for (let at = 0; at < distances.length; at++) {
    let square = 0;
    for (let j = 0; j < 12; j++) {
      square += (x.data[12 * rows[at]! + j]! - queries.data[12 * Math.floor(at / 5) + j]!) ** 2;
    }
    assert(Math.abs(distances[at]! - Math.sqrt(square)) < 1e-9);
    assert(at % 5 === 0 || distances[at]! >= distances[at - 1]!);
  }
});

Deno.test("far-apart clusters are all reached", async () => {
  const dice = random(3);
  const x = matrixFrom(
    Float64Array.from({ length: 2 * 1000 }, (_, at) => Math.fround(dice.normal() + 100 * (Math.floor(at / 2) % 10))),
    { rows: 1000, columns: 2 },
  );
  assert(await recall(graphOf(x), x, { queries: rowsView(x, { from: 0, to: 100 }), k: 5, ef: 50 }) > 0.98);
});

// Invariants
Deno.test("the seed decides, and rows may come in portions", () => {
  const [x, queries] = [drawn(300, 4, 4), drawn(20, 4, 5)];
  const whole = graphOf(x, { seed: 3, m: 4 });
  const parts = new Hnsw({ columns: 4, seed: 3, m: 4 });
  for (const [from, to] of [[0, 1], [1, 100], [100, 300]] as const) parts.add(rowsView(x, { from, to }));
  const asked = { k: 8, ef: 8 };
  assertEquals(parts.search(queries, asked), whole.search(queries, asked));
  assertEquals(parts.search(queries, asked), whole.search(queries, asked), "a search leaves the graph as it is");
});

Deno.test("a heap gives its distances in order", () => {
  const dice = random(6);
  for (const [first, sign] of [["nearest", 1], ["farthest", -1]] as const) {
    const heap = new DistanceHeap(first);
    heap.pop();
    for (let round = 0; round < 3; round++) {
      const distances = Array.from({ length: 150 }, () => dice.integer(60));
      for (const [row, distance] of distances.entries()) heap.push(row, distance);
      const out: number[] = [];
      while (heap.size > 0) {
        assertEquals(distances[heap.topRow], heap.topDistance);
        out.push(heap.topDistance);
        heap.pop();
      }
      assertEquals(out, distances.toSorted((a, b) => sign * (a - b)));
      heap.push(1, 1);
      heap.clear();
      assertEquals(heap.size, 0);
    }
  }
});

// Refusals
Deno.test("what is no graph and no question is refused", () => {
  const graph = graphOf(matrixOf([[0, 1]]));
  const refused: [() => unknown, string][] = [
    [() => new Hnsw({ columns: 0 }), "columns must be a positive integer"],
    [() => new Hnsw({ columns: 1, m: 1 }), "m must be at least 2: current value is 1"],
    [() => new Hnsw({ columns: 1, efConstruction: 0.5 }), "efConstruction must be a positive integer"],
    [() => graph.add(matrixOf([[1]])), "x must have 2 columns"],
    [() => graph.add(matrixOf([[1, NaN]])), "x (row 0, column 1) must be a finite number"],
    [
      () => graph.add(matrixOf([[1, 1e200]])),
      "x (row 0, column 1) must be within the range of 32-bit floats: current value is 1e+200",
    ],
    [() => graph.search(matrixOf([[-4e38, 0]]), { k: 1 }), "queries (row 0, column 0) must be within the range"],
    [() => graph.search(matrixOf([[1]]), { k: 1 }), "queries must have 2 columns"],
    [() => graph.search(matrixOf([[1, 2]]), { k: 0 }), "k must be a positive integer"],
    [() => graph.search(matrixOf([[1, 2]]), { k: 5, ef: 4 }), "ef must be at least k (5): current value is 4"],
    [() => new Hnsw({ columns: 1 }).search(matrixOf([[1]]), { k: 1 }), "it must have rows: current value is 0"],
  ];
  for (const [call, why] of refused) assertThrows(call, RangeError, why);
  assertEquals(graph.size, 1, "what was refused was not added");
});
