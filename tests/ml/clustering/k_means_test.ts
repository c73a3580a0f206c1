import { assert, assertAlmostEquals, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { matrixFrom, matrixOf, rowsOf } from "@lib/math/linalg/matrix.ts";
import { fitKMeans, kMeansSteps, predict, score } from "@lib/ml/clustering/k_means.ts";
import { inertiaOf, repairEmptyClusters } from "@lib/ml/clustering/_cluster_rows.ts";
import { kMeansPlusPlus } from "@lib/ml/clustering/k_means_plus_plus.ts";
import { fitMiniBatchKMeans, followBatch, miniBatchKMeansSteps } from "@lib/ml/clustering/mini_batch_k_means.ts";
import { assignment } from "@lib/ml/clustering/_nearest_centroids.ts";
import { scoreKernel } from "@lib/ml/clustering/_score_kernel.ts";
import { silhouettes, silhouetteScore } from "@lib/ml/metrics/silhouette.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";
import { clustererContract } from "@lib/testing/clusterer_contract.ts";
import vectors from "./k_means_vectors.json" with { type: "json" };

const X = matrixOf([[0], [1], [9], [11]]);

// By hand
Deno.test("k-means moves centroids to the means of their rows until no row changes sides", () => {
  // Start 0 and 1: rows 1, 9, 11 go to the second, whose mean is 7; then row 1 is nearer to 0.
  const [first, second, third] = [...kMeansSteps(X, { clusters: 2, start: matrixOf([[0], [1]]), tolerance: 0 })];
  assertEquals([first!.centroids, [...first!.labels], first!.inertia], [[[0], [7]], [0, 1, 1, 1], 36 + 4 + 16]);
  assertEquals([second!.centroids, [...second!.labels], second!.changed], [[[0.5], [10]], [0, 0, 1, 1], 1]);
  assertEquals([third!.changed, third!.shift], [0, 0]);
  const model = fitKMeans(X, { clusters: 2, start: matrixOf([[0], [1]]), tolerance: 0 });
  assertEquals([model.inertia, model.iterations, model.converged], [2.5, 3, true]);
  assertEquals([...predict(model, matrixOf([[5.25], [5.3]]))], [0, 1], "5.25 is as near to both: the lower number");
  assertEquals(score(model, matrixOf([[0], [10]])), -0.25);
});

Deno.test("an empty cluster gets the row that is farthest from its centroid", () => {
  const x = matrixOf([[0], [1], [8], [11]]);
  const [first] = [...kMeansSteps(x, { clusters: 2, start: matrixOf([[3], [99]]) })];
  assertEquals([first!.centroids, [...first!.labels]], [[[3], [11]], [0, 0, 0, 1]]);
});

Deno.test("a repair takes no row that is alone in its cluster", () => {
  const rows = {
    data: Float64Array.of(0, 1, 50),
    d: 1,
    labels: Int32Array.of(0, 0, 1),
    centroids: Float64Array.of(0, 40, 9),
  };
  const sizes = Float64Array.of(2, 1, 0);
  const moves: number[][] = [];
  const move = (row: number, from: number, to: number) => {
    moves.push([row, from, to]);
    sizes[from]!--;
    sizes[to]!++;
  };
  assertEquals(repairEmptyClusters({ ...rows, sizes, move }), true); // row 2 is farther, but alone
  assertEquals([moves, [...rows.labels]], [[[1, 0, 2]], [0, 2, 1]]);
  assertEquals(repairEmptyClusters({ ...rows, sizes, move }), false);
  assertEquals(inertiaOf(rows), 0 + 64 + 100);
});

Deno.test("k-means++ draws rows by squared distance", () => {
  // Rows 0, 1 and 3: after row 0, row 2 is drawn nine times as often as row 1.
  const counts = [0, 0, 0];
  for (let seed = 0; seed < 2000; seed++) {
    const [first, second] = kMeansPlusPlus(matrixOf([[0], [1], [3]]), { clusters: 2, seed });
    if (first === 0) counts[second!]!++;
  }
  assertEquals(counts[0], 0);
  const share = counts[2]! / (counts[1]! + counts[2]!);
  assert(Math.abs(share - 0.9) < 0.05, `drawn with ${share}`);
  assertEquals(kMeansPlusPlus(matrixOf([[5], [5], [5]]), { clusters: 3 }).sort(), [0, 1, 2]);
  for (let seed = 0; seed < 20; seed++) { // all centroids so far keep their doubles from being drawn
    const values = [0, 0, 10, 10, 5];
    const chosen = kMeansPlusPlus(matrixOf(values.map((value) => [value])), { clusters: 3, seed });
    assertEquals(new Set(chosen.map((row) => values[row])).size, 3);
  }
});

Deno.test("a row that is alone, or as near to both clusters, has silhouette 0", () => {
  assertEquals([...silhouettes(matrixOf([[0], [2], [1]]), [0, 0, 1])], [(1 - 2) / 2, (1 - 2) / 2, 0]);
  assertEquals(silhouettes(matrixOf([[0], [0], [0]]), [0, 0, 1])[0], 0);
  const [x, labels] = [matrixOf([[0], [1], [9], [11]]), [5, 5, 2, 2]];
  assertEquals(silhouetteScore(x, labels, { sample: 4 }), silhouetteScore(x, labels));
  const sampled = [0, 1, 2, 3, 4, 5].map((seed) => silhouetteScore(x, labels, { sample: 3, seed }));
  assert(new Set(sampled).size > 1);
});

Deno.test("mini-batches move each centroid to the mean of the rows it has seen", () => {
  const model = followBatch({ centroids: [[0], [10]], counts: [0, 3] }, matrixOf([[4], [2], [14]]));
  assertEquals(model, { centroids: [[3], [11]], counts: [2, 4] });
  const before = { centroids: [[0]], counts: [0] };
  followBatch(before, matrixOf([[5]]));
  assertEquals(before, { centroids: [[0]], counts: [0] });
  const states = [...miniBatchKMeansSteps(X, { clusters: 2, batchSize: 2, epochs: 3 })];
  assertEquals(states.map(({ counts }) => counts[0]! + counts[1]!), [2, 4, 6, 8, 10, 12]);
});

// Oracle: scikit-learn (k_means_vectors.py)
for (const algorithm of ["hamerly", "lloyd"] as const) {
  for (const precision of ["float64", "float32"] as const) {
    Deno.test(`from given starts all agree with scikit-learn: ${algorithm}, ${precision}`, () => {
      for (const one of vectors) {
        const options = { clusters: one.start.length, start: matrixOf(one.start), algorithm, precision };
        const { iterations, tolerance } = one;
        const model = fitKMeans(matrixOf(one.x), { ...options, iterations, tolerance });
        assertAllClose(model.centroids.flat(), one.centroids.flat(), { relative: 1e-9 });
        assertAlmostEquals(model.inertia, one.inertia, 1e-6 * one.inertia);
        assertEquals([...predict(model, matrixOf(one.x))], one.labels);
        assertEquals(model.iterations, one.passes);
      }
    });
  }
}
Deno.test("silhouettes agree with scikit-learn", () => {
  for (const { x, labels, silhouettes: theirs } of vectors) {
    assertAllClose(silhouettes(matrixOf(x), labels), theirs, { relative: 1e-8, absolute: 1e-10 });
  }
});

// Invariants
Deno.test("bounds spare distances and change nothing; inertia never rises", () => {
  const dice = random(5);
  const data = Float64Array.from({ length: 3000 * 4 }, (_, at) => dice.normal() + 3 * (Math.floor(at / 4) % 5));
  const x = matrixFrom(data, { rows: 3000, columns: 4 });
  const options = { clusters: 7, seed: 3, tolerance: 0 };
  const [fast, plain] = [fitKMeans(x, options), fitKMeans(x, { ...options, algorithm: "lloyd" })];
  assertEquals([fast.centroids, fast.iterations], [plain.centroids, plain.iterations]);
  assertEquals(plain.evaluations, 3000 * 7 * plain.iterations);
  assert(fast.evaluations < plain.evaluations / 2, `${fast.evaluations} of ${plain.evaluations}`);
  let last = Infinity;
  for (const { inertia } of kMeansSteps(x, options)) {
    assert(inertia <= last + 1e-9);
    last = inertia;
  }
  assertAlmostEquals(last, fast.inertia, 1e-9 * last);
});

Deno.test("the kernel gives bias + x · c for any sizes, whatever rows are listed together", () => {
  const dice = random(6);
  for (const [columns, centres] of [[1, 1], [3, 5], [8, 16], [5, 17], [2, 40]] as const) {
    const data = Float64Array.from({ length: 9 * columns }, () => dice.normal());
    const c = Float64Array.from({ length: centres * columns }, () => dice.normal());
    const biases = Float64Array.from({ length: centres }, () => dice.normal());
    for (const precision of ["float32", "float64"] as const) {
      const kernel = scoreKernel(data, { columns, centres, precision });
      kernel.setCentres(c, biases);
      for (const rows of [[0, 1, 2, 3, 4, 5, 6, 7, 8], [8], [3, 3, 7]]) {
        const scores = kernel.scores(Int32Array.from(rows));
        for (const [place, row] of rows.entries()) {
          for (let centre = 0; centre < centres; centre++) {
            let sum = biases[centre]!;
            for (let j = 0; j < columns; j++) sum += data[row * columns + j]! * c[centre * columns + j]!;
            assertAlmostEquals(scores[place * kernel.stride + centre]!, sum, precision === "float32" ? 1e-5 : 1e-12);
          }
        }
      }
    }
  }
});

Deno.test("a row that is as near to two centroids belongs to the lower one", () => {
  const rows = assignment({
    data: Float64Array.of(0),
    columns: 1,
    clusters: 2,
    usesBounds: false,
    precision: "float64",
  });
  rows.update(Float64Array.of(1, -1), (row, from, to) => assertEquals([row, from, to], [0, -1, 0]));
  assertEquals([...rows.labels], [0]);
});

Deno.test("a forgotten assignment looks at all rows again", () => {
  const rows = assignment({
    data: Float64Array.of(-3, 3),
    columns: 1,
    clusters: 2,
    usesBounds: true,
    precision: "float64",
  });
  const centroids = Float64Array.of(-3, 3);
  for (const expected of [4, 4, 8]) {
    if (expected === 8) rows.forget();
    rows.update(centroids, () => {});
    assertEquals(rows.evaluations, expected);
  }
});

Deno.test("more starts do not make it worse, and the seed decides", () => {
  const dice = random(9);
  const x = matrixFrom(Float64Array.from({ length: 200 }, () => dice.normal()), { rows: 100, columns: 2 });
  const options = { clusters: 8, start: "random" } as const;
  const single = Array.from({ length: 6 }, (_, seed) => fitKMeans(x, { ...options, seed }).inertia);
  assertEquals(fitKMeans(x, { ...options, restarts: 6 }).inertia, Math.min(...single));
  assert(new Set(single).size > 1);
  const worst = single.indexOf(Math.max(...single));
  assert(fitKMeans(x, { ...options, restarts: 6, seed: worst }).inertia < single[worst]!);
  assertNotEquals(fitKMeans(x, { clusters: 8, seed: 1 }).centroids, fitKMeans(x, { clusters: 8, seed: 2 }).centroids);
});

// Contract
for (const { name, run } of clustererContract({ fit: (x) => fitKMeans(x, { restarts: 3 }), predict })) {
  Deno.test(`k-means: ${name}`, run);
}
for (
  const { name, run } of clustererContract({ fit: (x) => fitMiniBatchKMeans(x, { batchSize: 30, seed: 1 }), predict })
) {
  Deno.test(`mini-batch k-means: ${name}`, run);
}

// Refusals
Deno.test("options that do not fit are refused", () => {
  const refused: [() => unknown, string][] = [
    [() => fitKMeans(X, { clusters: 5 }), "clusters must be at most the number of rows (4): current value is 5"],
    [() => fitKMeans(X, { clusters: 0 }), "clusters must be a positive integer"],
    [() => fitKMeans(X, { restarts: 0 }), "restarts must be a positive integer"],
    [() => fitKMeans(X, { iterations: 0 }), "iterations must be a positive integer"],
    [() => fitKMeans(X, { tolerance: -1 }), "tolerance must be a non-negative finite number"],
    [() => fitKMeans(X, { algorithm: "elkan" as "lloyd" }), 'algorithm must be "hamerly" or "lloyd"'],
    [() => fitKMeans(X, { precision: "int8" as "float32" }), 'precision must be "float64" or "float32"'],
    [() => fitKMeans(X, { start: "far" as "random" }), 'start must be "k-means++" or "random"'],
    [() => fitKMeans(X, { clusters: 2, start: matrixOf([[1]]) }), "start must have 2 rows, one a cluster"],
    [() => fitKMeans(X, { clusters: 1, start: matrixOf([[1, 2]]) }), "start must have 1 columns"],
    [() => kMeansPlusPlus(X, { clusters: 5 }), "clusters must be at most the number of rows (4)"],
    [() => fitMiniBatchKMeans(X, { batchSize: 0 }), "batchSize must be a positive integer"],
    [() => fitMiniBatchKMeans(X, { epochs: 0 }), "epochs must be a positive integer"],
    [() => silhouettes(X, [0, 0, 0, 0]), "labels must have at least 2 distinct labels"],
    [() => silhouetteScore(X, [0, 0, 1, 1], { sample: 0 }), "sample must be a positive integer"],
  ];
  for (const [call, why] of refused) assertThrows(call, RangeError, why);
  assertEquals(rowsOf(X), [[0], [1], [9], [11]]);
});
