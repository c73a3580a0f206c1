import { assert, assertAlmostEquals, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { type Matrix, matrixFrom, matrixOf, rowsOf } from "@lib/math/linalg/matrix.ts";
import { addRows, emptyScatter, fitPca, inverseTransform, pcaOfScatter, transform } from "@lib/ml/decomposition/pca.ts";
import { take } from "@lib/math/linalg/rows_and_columns.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";
import { transformerContract } from "@lib/testing/transformer_contract.ts";
import vectors from "./pca_vectors.json" with { type: "json" };

function drawn([rows, columns]: [number, number], seed = 1): Matrix {
  const dice = random(seed);
  const mixed = Float64Array.from({ length: columns * columns }, () => dice.normal());
  const plain = Float64Array.from({ length: rows * columns }, () => dice.normal());
  const data = plain.map((_, at) => {
    const [i, j] = [Math.floor(at / columns), at % columns];
    let sum = 5;
    for (let l = 0; l < columns; l++) sum += plain[i * columns + l]! * mixed[l * columns + j]!;
    return sum;
  });
  return matrixFrom(data, { rows, columns });
}

// By hand: deviations (−2, −1), (0, 0), (2, 1): the variance along (2, 1)/√5 is (5 + 5) / 2
Deno.test("rows on a line have one direction, positive in its largest entry, and variance by n − 1", async () => {
  const model = await fitPca(matrixOf([[1, 4], [3, 5], [5, 6]]));
  assertAllClose(model.components[0]!, [2 / Math.sqrt(5), 1 / Math.sqrt(5)]);
  assertAllClose(model.explainedVariance, [5, 0], { absolute: 1e-12 });
  assertAllClose(model.explainedVarianceRatio, [1, 0], { absolute: 1e-12 });
  assertAllClose(transform(model, matrixOf([[5, 6]])).data, [Math.sqrt(5), 0], { absolute: 1e-12 });
  const white = await fitPca(matrixOf([[1, 4], [3, 5], [5, 6]]), { whiten: true });
  assertAllClose(transform(white, matrixOf([[5, 6]])).data, [1, 0], { absolute: 1e-6 });
});

// Oracle: scikit-learn (pca_vectors.py)
for (const solver of ["covariance", "svd", "randomized", "auto"] as const) {
  Deno.test(`components, variances and transformed rows agree with scikit-learn: ${solver}`, async () => {
    for (const one of vectors) {
      const x = matrixOf(one.x);
      // A small component of a random projection is only as good as the projection.
      const close = solver === "randomized" ? { relative: 1e-3, absolute: 1e-2 } : { relative: 1e-8, absolute: 1e-8 };
      const model = await fitPca(x, { components: one.k, solver });
      assertAllClose(model.components.flat(), one.components.flat(), close);
      assertAllClose(model.explainedVariance, one.variances, close);
      assertAllClose(model.explainedVarianceRatio, one.ratios, close);
      assertAllClose(transform(model, x).data, one.transformed.flat(), close);
      assertAllClose(inverseTransform(model, matrixOf(one.transformed)).data, one.back.flat(), close);
      const white = await fitPca(x, { components: one.k, solver, whiten: true });
      assertAllClose(transform(white, x).data, one.whitened.flat(), close);
    }
  });
}

// Invariants
Deno.test("all directions together give the rows back; fewer leave the least error", async () => {
  const x = drawn([40, 5]);
  const model = await fitPca(x);
  assertAllClose(inverseTransform(model, transform(model, x)).data, x.data, { absolute: 1e-10 });
  const few = await fitPca(x, { components: 2 });
  const back = inverseTransform(few, transform(few, x));
  const error = back.data.reduce((sum, value, at) => sum + (value - x.data[at]!) ** 2, 0);
  const rest = model.explainedVariance.slice(2).reduce((sum, one) => sum + one, 0);
  assertAlmostEquals(error / 39, rest, 1e-9);
  const white = await fitPca(x, { whiten: true });
  const columns = transform(white, x);
  for (let j = 0; j < 5; j++) {
    const values = rowsOf(columns).map((row) => row[j]!);
    assertAlmostEquals(values.reduce((sum, value) => sum + value * value, 0) / 39, 1, 1e-9);
  }
});

Deno.test("rows in portions, in any cut, give the directions of all rows", async () => {
  const x = drawn([50, 4], 3);
  const whole = await fitPca(x);
  for (const cuts of [[0, 1, 50], [0, 20, 35, 50], Array.from({ length: 51 }, (_, i) => i)]) {
    let scatter = emptyScatter(4);
    for (let part = 1; part < cuts.length; part++) {
      const rows = Array.from({ length: cuts[part]! - cuts[part - 1]! }, (_, i) => cuts[part - 1]! + i);
      scatter = await addRows(scatter, take(x, rows));
    }
    const model = pcaOfScatter(scatter);
    assertAllClose(model.components.flat(), whole.components.flat(), { absolute: 1e-9 });
    assertAllClose(model.explainedVariance, whole.explainedVariance);
    assertAllClose(model.means, whole.means);
  }
});

Deno.test("a large covariance, made natively, agrees with singular values", async () => {
  const x = drawn([300, 40], 4);
  const [one, other] = [await fitPca(x, { components: 3 }), await fitPca(x, { components: 3, solver: "svd" })];
  assertAllClose(one.components.flat(), other.components.flat(), { absolute: 1e-9 });
  assert(one.explainedVariance[0]! > one.explainedVariance[1]!);
});

// Contract
for (const [name, options] of [["all", {}], ["whitened", { whiten: true }], ["SVD", { solver: "svd" }]] as const) {
  const fit = (x: Matrix) => fitPca(x, options);
  for (const { name: demand, run } of transformerContract({ fit, transform, inverseTransform })) {
    Deno.test(`PCA, ${name}: ${demand}`, run);
  }
}

// Refusals
Deno.test("PCA refuses what has no directions", async () => {
  const x = drawn([5, 3]);
  const refused: [() => Promise<unknown>, string][] = [
    [() => fitPca(matrixOf([[1, 2]])), "x must have at least two rows: current value is 1"],
    [
      () => fitPca(x, { components: 4 }),
      "components must be at most 3, the smaller of rows and columns: current value is 4",
    ],
    [() => fitPca(x, { components: 0 }), "components must be a positive integer"],
    [() => fitPca(x, { solver: "power" as "svd" }), 'solver must be "auto", "covariance", "svd" or "randomized"'],
    [() => addRows(emptyScatter(2), x), "x must have 2 columns"],
  ];
  for (const [call, why] of refused) await assertRejects(call, RangeError, why);
  assertThrows(() => pcaOfScatter(emptyScatter(2)), RangeError, "there must be at least two rows: current value is 0");
  const model = await fitPca(x, { components: 2 });
  assertThrows(() => inverseTransform(model, x), RangeError, "x must have 2 columns");
  assertEquals(model.components.length, 2);
});
