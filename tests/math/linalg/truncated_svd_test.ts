import { assert, assertEquals, assertThrows } from "@std/assert";
import { choleskySolveBatch } from "@lib/math/linalg/cholesky_batch.ts";
import { csrFromDense } from "@lib/math/linalg/csr_matrix.ts";
import { logDeterminant } from "@lib/math/linalg/lu.ts";
import { matmul } from "@lib/math/linalg/matmul.ts";
import { identity, matrixFrom, matrixOf, transpose, zeros } from "@lib/math/linalg/matrix.ts";
import { svd } from "@lib/math/linalg/svd.ts";
import { randomisedSvd, truncatedSvd } from "@lib/math/linalg/truncated_svd.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";
import vectors from "./array_vectors.json" with { type: "json" };
import { assertOrthonormal } from "./vectors.ts";

const TALL = matrixOf(vectors.tall);
const WAYS = [TALL, csrFromDense(TALL)];

/** u · diag(values) · vᵀ. */
function product({ u, values, v }: ReturnType<typeof svd>) {
  const scaled = u.data.map((value, at) => value * values[at % values.length]!);
  return matmul(matrixFrom(scaled, u), transpose(v));
}

Deno.test("oracle: NumPy's largest singular values and the best matrix of rank 3, dense and sparse", () => {
  for (const a of WAYS) {
    const found = truncatedSvd(a, { k: 3 });
    assert(found.converged);
    assertAllClose(found.values, vectors.singularValues.slice(0, 3), { relative: 1e-12 });
    assertAllClose(product(found).data, vectors.rankThree.flat(), { relative: 0, absolute: 1e-9 });
    assertAllClose(randomisedSvd(a, { k: 3 }).values, vectors.singularValues.slice(0, 3), { relative: 1e-9 });
  }
});
Deno.test("vectors are orthonormal, with the signs of the full decomposition, wide or tall", () => {
  for (const a of [TALL, transpose(TALL)]) {
    const [found, full] = [truncatedSvd(a, { k: 4 }), svd(a)];
    assertOrthonormal(found.u);
    assertOrthonormal(found.v);
    for (let j = 0; j < 4; j++) {
      const column = (m: typeof found.v, width: number) =>
        Float64Array.from({ length: m.rows }, (_, i) => m.data[i * width + j]!);
      assertAllClose(column(found.v, 4), column(full.v, 12), { relative: 0, absolute: 1e-8 });
    }
  }
});
Deno.test("all values, equal values, rank below k, and no oversampling", () => {
  assertAllClose(truncatedSvd(TALL, { k: 12 }).values, vectors.singularValues, { relative: 1e-10 });
  assertAllClose(truncatedSvd(identity(9), { k: 4 }).values, [1, 1, 1, 1], { relative: 1e-12 });
  const one = matrixOf([[1, 2], [2, 4], [3, 6]]);
  assertAllClose(truncatedSvd(one, { k: 2 }).values, [Math.sqrt(70), 0], { relative: 1e-12, absolute: 1e-12 });
  assertAllClose(truncatedSvd(zeros(3, 2), { k: 1 }).values, [0], { relative: 0, absolute: 1e-300 });
  assertAllClose(truncatedSvd(TALL, { k: 2, oversampling: 0 }).values, vectors.singularValues.slice(0, 2), {
    relative: 1e-10,
  });
});
Deno.test("the seed decides, and too few passes are said", () => {
  const once = (seed: number) => randomisedSvd(TALL, { k: 2, seed, oversampling: 0, powerIterations: 0 }).values;
  assertEquals(once(5), once(5));
  assert(once(5)[1] !== once(6)[1]);
  const flat = matrixFrom(Float64Array.from({ length: 900 }, (_, at) => at % 31 === 0 ? 1 + at / 9000 : 0), {
    rows: 30,
    columns: 30,
  });
  const { converged, iterations } = truncatedSvd(flat, { k: 3, oversampling: 0, maxIterations: 2 });
  assertEquals([converged, iterations], [false, 2]);
  const good = truncatedSvd(flat, { k: 3 });
  assert(good.converged && good.iterations < 300);
});
Deno.test("oracle: NumPy's solutions of a batch, and slogdet", () => {
  const systems = Float64Array.from(vectors.systems.flat(2));
  const rightSides = Float64Array.from(vectors.rightSides.flat());
  const before = rightSides.slice();
  assertAllClose(choleskySolveBatch(systems, rightSides, { size: 3 }), vectors.solutions.flat(), { relative: 1e-12 });
  assertEquals(rightSides, before);
  const matrices = vectors.systems.map((rows) => matrixOf(rows));
  const all = [...matrices, matrixFrom(matrices[0]!.data.map((value) => -value), matrices[0]!), thousandths(300)];
  for (const [i, a] of all.entries()) {
    const { sign, logAbsolute } = logDeterminant(a);
    assertAllClose([sign, logAbsolute], vectors.slogdet[i]!, { relative: 1e-12 });
  }
});
const thousandths = (n: number) => matrixFrom(identity(n).data.map((value) => value * 1e-3), { rows: n, columns: n });

Deno.test("what has no answer is refused", () => {
  const refusals: [() => unknown, string][] = [
    [() => truncatedSvd(TALL, { k: 13 }), "k must be at most 12, as a is 30 × 12: current value is 13"],
    [() => randomisedSvd(TALL, { k: 0 }), "k must be a positive integer: current value is 0"],
    [() => truncatedSvd(TALL, { k: 1, tolerance: 0 }), "tolerance must be a positive finite number"],
    [() => randomisedSvd(TALL, { k: 1, powerIterations: -1 }), "powerIterations must be a non-negative integer"],
    [() => truncatedSvd(matrixOf([[NaN]]), { k: 1 }), "a[0, 0] must be finite"],
    [() => choleskySolveBatch(Float64Array.of(1, 1), Float64Array.of(1), { size: 1 }), "current value is 2 and 1"],
    [
      () => choleskySolveBatch(Float64Array.of(1, -1), Float64Array.of(1, 1), { size: 1 }),
      "system 1 must be positive definite and finite",
    ],
    [
      () => choleskySolveBatch(Float64Array.of(1, NaN), Float64Array.of(1, 1), { size: 1 }),
      "system 1 must be positive definite and finite",
    ],
    [
      () => choleskySolveBatch(Float64Array.of(1, 1), Float64Array.of(NaN, 1), { size: 1 }),
      "right side 0 must be finite",
    ],
    [
      () => choleskySolveBatch(new Float64Array(0), new Float64Array(0), { size: 0 }),
      "size must be a positive integer",
    ],
  ];
  for (const [attempt, message] of refusals) assertThrows(attempt, RangeError, message);
  assertThrows(() => truncatedSvd([[1]] as never, { k: 1 }), TypeError, "a must be a matrix");
});
