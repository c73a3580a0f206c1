/** What a notebook or a JSON file can hand in by mistake: cells are not type-checked. */
import { assertThrows } from "@std/assert";
import { blockedMatmul } from "@lib/math/linalg/blocked_matmul.ts";
import { cholesky, choleskySolve } from "@lib/math/linalg/cholesky.ts";
import { compensatedSum } from "@lib/math/linalg/compensated_sum.ts";
import { leastSquares } from "@lib/math/linalg/least_squares.ts";
import { determinant, logDeterminant, lu, luSolve, solve } from "@lib/math/linalg/lu.ts";
import { entry, identity, matrixFrom, matrixOf, rowsOf, transpose, zeros } from "@lib/math/linalg/matrix.ts";
import { naiveMatmul } from "@lib/math/linalg/naive_matmul.ts";
import { matrixNorm, vectorNorm } from "@lib/math/linalg/norms.ts";
import { gram, matvec, outer } from "@lib/math/linalg/products.ts";
import { qr } from "@lib/math/linalg/qr.ts";
import { conditionNumber, pseudoInverse, rank, svd } from "@lib/math/linalg/svd.ts";
import { symmetricEigen } from "@lib/math/linalg/symmetric_eigen.ts";

const I = identity(2);
const x = Float64Array.of(1, 2);

/** `assertThrows` that names the function which did not. */
function assertRefused(
  name: string,
  call: () => unknown,
  [kind, message]: readonly [new (message: string) => Error, string],
): void {
  try {
    assertThrows(call, kind, message);
  } catch (error) {
    throw new Error(`${name}: ${(error as Error).message}`);
  }
}

Deno.test("entries that are no numbers are refused by row and column, with texts in quotes", () => {
  const refusals: [unknown, string][] = [
    [[[1, "2"]], 'row 0, column 1 must be a number: current value is "2"'],
    [[[1, 2], [3, null]], "row 1, column 1 must be a number: current value is null"],
    [[[1, undefined]], "row 0, column 1 must be a number: current value is undefined"],
    [[[1n]], "row 0, column 0 must be a number: current value is 1n"],
    [[[[1]]], "row 0, column 0 must be a number: current value is an array"],
    [[[true]], "row 0, column 0 must be a number: current value is true"],
    [[1, 2], "row 0 must be an array of numbers: current value is 1"],
    [[[1], "2"], 'row 1 must be an array of numbers: current value is "2"'],
    [[new BigInt64Array(1)], "row 0, column 0 must be a number: current value is 0n"],
    ["12", 'rows must be an array of rows: current value is "12"'],
    [undefined, "rows must be an array of rows: current value is undefined"],
    [{ rows: 1 }, "rows must be an array of rows: current value is an object"],
  ];
  for (const [rows, message] of refusals) {
    assertThrows(() => matrixOf(rows as never), TypeError, `Cannot create a matrix: ${message}`);
  }
});
Deno.test("every function refuses what is no matrix or no vector, in the words of the house", () => {
  const takesMatrix: Record<string, (a: never) => unknown> = {
    ...{ rowsOf, transpose, lu, determinant, logDeterminant, cholesky, gram, qr, svd, rank, conditionNumber },
    ...{ pseudoInverse, symmetricEigen, matrixNorm },
    entry: (a) => entry(a, [0, 0]),
    matvec: (a) => matvec(a, x),
    solve: (a) => solve(a, x),
    solveMany: (a) => solve(I, a),
    choleskySolve: (a) => choleskySolve(a, x),
    leastSquares: (a) => leastSquares(a, x),
    naiveLeft: (a) => naiveMatmul(a, I),
    naiveRight: (a) => naiveMatmul(I, a),
    blockedLeft: (a) => blockedMatmul(a, I),
    blockedRight: (a) => blockedMatmul(I, a),
  };
  for (const [name, call] of Object.entries(takesMatrix)) {
    for (const wrong of [undefined, null, "a", 5, [[1, 0], [0, 1]], { rows: 2, columns: 2, data: [1, 0, 0, 1] }]) {
      assertRefused(name, () => call(wrong as never), [TypeError, "must be a matrix (see matrixOf): current value is"]);
    }
    const short = { rows: 2, columns: 2, data: new Float64Array(3) };
    assertRefused(name, () => call(short as never), [RangeError, "data must have 2 × 2 entries: current value is 3"]);
  }
  const takesVector: Record<string, (x: never) => unknown> = {
    ...{ compensatedSum, vectorNorm },
    outerLeft: (y) => outer(y, x),
    outerRight: (y) => outer(x, y),
    matvec: (y) => matvec(I, y),
    luSolve: (y) => luSolve(lu(I), y),
    choleskySolve: (y) => choleskySolve(I, y),
    leastSquares: (y) => leastSquares(I, y),
  };
  for (const [name, call] of Object.entries(takesVector)) {
    for (const wrong of [undefined, null, "12", 5, [1, 2], ["1", "2"], new Float32Array(2), new BigInt64Array(2)]) {
      assertRefused(name, () => call(wrong as never), [TypeError, "must be a Float64Array: current value is"]);
    }
  }
});
Deno.test("options of the wrong kind are refused", () => {
  assertThrows(() => vectorNorm(x, "3" as never), RangeError, 'kind must be "1", "2" or "infinity"');
  assertThrows(() => vectorNorm(x, 2 as never), TypeError, "current value is 2");
  assertThrows(() => matrixNorm(I, "2" as never), RangeError, 'current value is "2"');
  for (const take of [rank, pseudoInverse, qr, (a: typeof I, o: never) => leastSquares(a, x, o)]) {
    assertThrows(() => take(I, { tolerance: -1 } as never), RangeError, "tolerance must be a number from 0 to 1");
    assertThrows(() => take(I, { tolerance: "0" } as never), TypeError, 'current value is "0"');
  }
  assertThrows(() => matrixFrom([1] as never, { rows: 1, columns: 1 }), TypeError, "data must be a Float64Array");
  assertThrows(() => matrixFrom(x, { rows: -1, columns: -2 }), RangeError, "rows must be a non-negative integer");
  assertThrows(() => zeros("2" as never, 2), TypeError, 'current value is "2"');
});
