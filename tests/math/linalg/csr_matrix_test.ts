import { assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import {
  csrFrom,
  csrFromDense,
  csrFromTriplets,
  csrMatmul,
  type CsrMatrix,
  csrMatvec,
  csrRow,
  csrToDense,
  csrTranspose,
  csrTransposedMatmul,
  csrTransposedMatvec,
  type Triplet,
} from "@lib/math/linalg/csr_matrix.ts";
import { matrixOf, rowsOf, transpose, zeros } from "@lib/math/linalg/matrix.ts";
import { naiveMatmul } from "@lib/math/linalg/naive_matmul.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";
import vectors from "./array_vectors.json" with { type: "json" };
import { randomMatrix } from "./vectors.ts";

const { sparse } = vectors;
const A = csrFromDense(matrixOf(sparse.dense));

/** A random sparse matrix. */
function randomSparse(seed: number, shape: { rows: number; columns: number }): CsrMatrix {
  const dice = random(seed);
  const triplets = Array.from(
    { length: 60 },
    (): Triplet => [dice.integer(shape.rows), dice.integer(shape.columns), dice.integer(19) - 9],
  );
  return csrFromTriplets(triplets, shape);
}

Deno.test("by hand: triplets in any order, repeats added up, empty rows kept", () => {
  const a = csrFromTriplets([[2, 2, 9], [0, 1, 5], [2, 0, 3], [2, 0, 4]], { rows: 4, columns: 3 });
  assertEquals([...a.indptr, ...a.indices, ...a.data], [0, 1, 1, 3, 3, 1, 0, 2, 5, 7, 9]);
  assertEquals(rowsOf(csrToDense(a)), [[0, 5, 0], [0, 0, 0], [7, 0, 9], [0, 0, 0]]);
  assertEquals([[...csrRow(a, 2).indices], [...csrRow(a, 2).data], csrRow(a, 1).data.length], [[0, 2], [7, 9], 0]);
  assertEquals(csrFromTriplets([], { rows: 0, columns: 0 }).indptr.length, 1);
  const column = csrFromTriplets([[0, 1, 2], [1, 1, 3]], { rows: 2, columns: 2 }); // one column, two rows: no repeat
  assertEquals(rowsOf(csrToDense(column)), [[0, 2], [0, 3]]);
});
Deno.test("oracle: SciPy's arrays and products", () => {
  assertEquals([[...A.indptr], [...A.indices], [...A.data]], [sparse.indptr, sparse.indices, sparse.data]);
  const turned = csrTranspose(A);
  assertEquals([[...turned.indptr], [...turned.indices]], [sparse.transposedIndptr, sparse.transposedIndices]);
  const tall = matrixOf(vectors.factor);
  const top = matrixOf(vectors.factor.slice(0, 6));
  assertAllClose(csrMatmul(A, top).data, sparse.product.flat(), { relative: 1e-13, absolute: 1e-15 });
  assertAllClose(csrTransposedMatmul(A, tall).data, sparse.transposedProduct.flat(), {
    relative: 1e-13,
    absolute: 1e-15,
  });
});
Deno.test("dense and back, transposes and products are those of the dense matrix", () => {
  const dice = random(2);
  for (const [seed, shape] of [{ rows: 1, columns: 1 }, { rows: 9, columns: 5 }, { rows: 3, columns: 40 }].entries()) {
    const a = randomSparse(seed, shape);
    const dense = csrToDense(a);
    assertEquals(rowsOf(csrToDense(csrTranspose(a))), rowsOf(transpose(dense)));
    assertEquals(csrToDense(csrFromDense(dense)), dense);
    assertEquals(csrFrom(a), a);
    const [right, left] = [randomMatrix(dice, [shape.columns, 3]), randomMatrix(dice, [shape.rows, 3])];
    assertAllClose(csrMatmul(a, right).data, naiveMatmul(dense, right).data, { relative: 0, absolute: 1e-12 });
    assertAllClose(csrTransposedMatmul(a, left).data, naiveMatmul(transpose(dense), left).data, {
      relative: 0,
      absolute: 1e-12,
    });
    const column = (m: typeof right) => Float64Array.from({ length: m.rows }, (_, i) => m.data[i * 3]!);
    assertAllClose(csrMatvec(a, column(right)), column(csrMatmul(a, right)), { relative: 0, absolute: 1e-12 });
    assertAllClose(csrTransposedMatvec(a, column(left)), column(csrTransposedMatmul(a, left)), {
      relative: 0,
      absolute: 1e-12,
    });
  }
});
Deno.test("arrays that contradict each other are refused, and the message says where", () => {
  const parts = { rows: 2, columns: 3, indptr: Int32Array.of(0, 1, 2), indices: Int32Array.of(0, 2) };
  const good = { ...parts, data: Float64Array.of(1, 2) };
  const refusals: [() => unknown, string][] = [
    [() => csrFrom({ ...good, rows: 3 }), "indptr must have 4 entries: current value is 3"],
    [() => csrFrom({ ...good, indptr: Int32Array.of(1, 1, 2) }), "indptr[0] must be 0: current value is 1"],
    [() => csrFrom({ ...good, indptr: Int32Array.of(0, 1, 1) }), "indptr[2] must be 2, as data is long"],
    [() => csrFrom({ ...good, indptr: Int32Array.of(0, 3, 2) }), "indptr[1] must lie in 0..2: current value is 3"],
    [() => csrFrom({ ...good, indices: Int32Array.of(0, 3) }), "indices[1] must lie in 0..2: current value is 3"],
    [
      () => csrFrom({ ...good, indptr: Int32Array.of(0, 2, 2), indices: Int32Array.of(2, 1) }),
      "indices[1] must lie in 3..2: current value is 1",
    ],
    [() => csrFrom({ ...good, indices: Int32Array.of(0) }), "indices must have 2 entries, as data: current value is 1"],
    [() => csrFrom({ ...good, data: Float64Array.of(1, NaN) }), "data[1] must be finite"],
    [
      () => csrFromTriplets([[0, 0, 1], [2, 0, 1]], { rows: 2, columns: 1 }),
      "triplets[1][0] must be an index from 0 to 1: current value is 2",
    ],
    [() => csrFromTriplets([[0, -1, 1]], { rows: 2, columns: 1 }), "triplets[0][1] must be an index from 0 to 0"],
    [() => csrFromTriplets([[0, 0, Infinity]], { rows: 2, columns: 1 }), "triplets[0][2] must be a finite number"],
    [() => csrRow(A, 8), "i must be an index from 0 to 7: current value is 8"],
    [() => csrMatvec(A, new Float64Array(5)), "x must have 6 entries, as a has columns: current value is 5"],
    [() => csrTransposedMatvec(A, new Float64Array(5)), "x must have 8 entries, as a has rows: current value is 5"],
    [() => csrMatmul(A, zeros(8, 2)), "b must have 6 rows, as a has columns: current value is 8"],
    [() => csrTransposedMatmul(A, zeros(6, 2)), "b must have 8 rows, as a has rows: current value is 6"],
    [() => csrFromDense(matrixOf([[NaN]])), "a[0, 0] must be finite"],
  ];
  for (const [attempt, message] of refusals) assertThrows(attempt, RangeError, message);
  assertThrows(
    () => csrToDense(matrixOf([[1]]) as never),
    TypeError,
    "a must be a sparse matrix (see csrFromTriplets)",
  );
  assertThrows(() => csrFrom({ ...good, indptr: [0, 1, 2] as never }), TypeError, "indptr must be an Int32Array");
  assertThrows(
    () => csrFromTriplets([[0, 0, "1" as never]], { rows: 1, columns: 1 }),
    TypeError,
    'triplets[0][2] must be a finite number: current value is "1"',
  );
});
