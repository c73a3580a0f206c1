import { assert, assertAlmostEquals, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { type Matrix, matrixFrom, matrixOf } from "@lib/math/linalg/matrix.ts";
import { buildKDTree, searchKDTree } from "@lib/ml/neighbors/k_d_tree.ts";
import { fitNearestNeighbors, predict, predictProbability, score } from "@lib/ml/neighbors/k_nearest_neighbors.ts";
import { byProducts, nearestRows } from "@lib/ml/neighbors/nearest_rows.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";
import { classifierContract } from "@lib/testing/classifier_contract.ts";
import vectors from "./neighbors_vectors.json" with { type: "json" };

/** Every distance, sorted; of equal ones the earlier row first. */
function bruteForce(x: Matrix, queries: Matrix, k: number): number[] {
  const d = x.columns;
  return Array.from({ length: queries.rows }, (_, q) => {
    const squares = Array.from({ length: x.rows }, (_, i) => {
      let sum = 0;
      for (let j = 0; j < d; j++) sum += (x.data[i * d + j]! - queries.data[q * d + j]!) ** 2;
      return sum;
    });
    return [...squares.keys()].sort((a, b) => squares[a]! - squares[b]! || a - b).slice(0, k);
  }).flat();
}

/** Rows of which many are equal, or equally far from others. */
function drawn(
  rows: number,
  columns: number,
  { seed, values = 0, shift = 0 }: { seed: number; values?: number; shift?: number },
): Matrix {
  const dice = random(seed);
  const data = Float64Array.from(
    { length: rows * columns },
    () => shift + (values > 0 ? dice.integer(values) : dice.normal()),
  );
  return matrixFrom(data, { rows, columns });
}

// By hand
Deno.test("equal distances go to the earlier row, equal votes to the smallest label", async () => {
  const x = matrixOf([[2], [0], [2], [0]]);
  const { rows, distances } = await nearestRows(x, matrixOf([[1]]), { k: 3 });
  assertEquals([[...rows], [...distances]], [[0, 1, 2], [1, 1, 1]]);
  const model = fitNearestNeighbors(x, [9, 4, 9, 4], { k: 4 });
  assertEquals([...await predict(model, matrixOf([[1]]))], [4]);
  assertEquals(await score(model, { x: matrixOf([[1]]), y: [9] }), 0);
});

Deno.test("votes may weigh 1 / distance, and rows at distance 0 decide alone", async () => {
  const model = fitNearestNeighbors(matrixOf([[0], [3], [3.5]]), [0, 1, 1], { k: 3, weights: "distance" });
  // From 1: distances 1, 2, 2.5: votes 1 against 0.5 + 0.4.
  assertAllClose((await predictProbability(model, matrixOf([[1]]))).data, [1 / 1.9, 0.9 / 1.9]);
  assertEquals([...(await predictProbability(model, matrixOf([[3]]))).data], [0, 1]);
});

// Oracle: scikit-learn (neighbors_vectors.py)
Deno.test("probabilities agree with scikit-learn, with both kinds of votes", async () => {
  for (const { x, y, queries, k, uniform, distance } of vectors) {
    for (const [weights, theirs] of [["uniform", uniform], ["distance", distance]] as const) {
      const model = fitNearestNeighbors(matrixOf(x), y, { k, weights });
      assertAllClose((await predictProbability(model, matrixOf(queries))).data, theirs.flat(), {
        relative: 1e-9,
        absolute: 1e-12,
      });
    }
  }
});

// Oracle: brute force
Deno.test("loops, products and the tree all find what brute force finds, ties included", async () => {
  for (
    const [n, d, options] of [[60, 2, { values: 4 }], [80, 5, { values: 2 }], [70, 3, {}], [50, 4, { shift: 1e4 }], [
      40,
      1,
      { values: 1 },
    ]] as const
  ) {
    const [x, queries] = [drawn(n, d, { seed: 1, ...options }), drawn(9, d, { seed: 2, ...options })];
    for (const k of [1, 4, n]) {
      const expected = bruteForce(x, queries, k);
      assertEquals([...(await nearestRows(x, queries, { k })).rows], expected);
      const products = await byProducts(x, queries, { k });
      assertEquals([...products.rows], expected);
      const found = searchKDTree(buildKDTree(x, { leafSize: 3 }), queries, { k });
      assertEquals([...found.rows], expected);
      assertAllClose(found.distances, products.distances, { absolute: 1e-12 });
    }
  }
});

Deno.test("many queries go in blocks, natively", async () => {
  const [x, queries] = [drawn(500, 40, { seed: 3 }), drawn(300, 40, { seed: 4 })];
  assertEquals([...(await nearestRows(x, queries, { k: 3 })).rows], bruteForce(x, queries, 3));
});

// Invariants
Deno.test("a k-d tree passes most rows by in two dimensions, and hardly any in thirty", () => {
  const few = searchKDTree(buildKDTree(drawn(4000, 2, { seed: 5 })), drawn(50, 2, { seed: 6 }), { k: 3 });
  const many = searchKDTree(buildKDTree(drawn(4000, 30, { seed: 5 })), drawn(50, 30, { seed: 6 }), { k: 3 });
  assert(few.visited < 0.03 * 4000 * 50, `${few.visited / 50} rows a query`);
  assert(many.visited > 0.5 * 4000 * 50, `${many.visited / 50} rows a query`);
});

Deno.test("a row among the training rows is its own nearest neighbour", async () => {
  const x = drawn(40, 3, { seed: 7 });
  const { rows, distances } = await nearestRows(x, x, { k: 1 });
  assertEquals([...rows], [...new Array(40).keys()]);
  assertEquals([...distances], new Array(40).fill(0));
  assertAlmostEquals((await nearestRows(matrixOf([[0, 0]]), matrixOf([[3, 4]]), { k: 1 })).distances[0]!, 5);
});

// Contract
for (const weights of ["uniform", "distance"] as const) {
  const fit = (x: Matrix, y: ArrayLike<number>) => fitNearestNeighbors(x, y, { weights });
  for (const { name, run } of classifierContract({ fit, predict, predictProbability }, { singleClass: "predicted" })) {
    Deno.test(`k nearest neighbours, ${weights}: ${name}`, run);
  }
}

// Refusals
Deno.test("more neighbours than rows are refused", async () => {
  const x = matrixOf([[1], [2]]);
  const refused: [() => unknown, string][] = [
    [() => fitNearestNeighbors(x, [0, 1], { k: 3 }), "k must be at most the number of rows (2): current value is 3"],
    [() => fitNearestNeighbors(x, [0, 1], { k: 0 }), "k must be a positive integer"],
    [
      () => fitNearestNeighbors(x, [0, 1], { k: 1, weights: "rank" as "uniform" }),
      'weights must be "uniform" or "distance"',
    ],
    [() => buildKDTree(x, { leafSize: 0 }), "leafSize must be a positive integer"],
    [() => searchKDTree(buildKDTree(x), x, { k: 3 }), "k must be at most the number of rows (2)"],
    [() => searchKDTree(buildKDTree(x), matrixOf([[1, 2]]), { k: 1 }), "queries must have 1 columns"],
  ];
  for (const [call, why] of refused) assertThrows(call, RangeError, why);
  await assertRejects(() => nearestRows(x, x, { k: 3 }), RangeError, "k must be at most the number of rows (2)");
  await assertRejects(() => nearestRows(x, matrixOf([[1, 2]]), { k: 1 }), RangeError, "queries must have 1 columns");
});
