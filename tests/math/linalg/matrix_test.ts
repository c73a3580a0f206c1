import { assert, assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { entry, identity, matrixFrom, matrixOf, rowsOf, transpose, zeros } from "@lib/math/linalg/matrix.ts";
import { checkFiniteMatrix, checkFiniteVector, checkSquare } from "@lib/math/linalg/matrix_checks.ts";
import { randomMatrix } from "./vectors.ts";

const PLACE = { action: "do it", argument: "a" };

Deno.test("rows lie one after another", () => {
  const a = matrixOf([[1, 2, 3], [4, 5, 6]]);
  assertEquals([...a.data], [1, 2, 3, 4, 5, 6]);
  assertEquals([a.rows, a.columns, entry(a, [0, 2]), entry(a, [1, 0])], [2, 3, 3, 4]);
  assertEquals(rowsOf(identity(2)), [[1, 0], [0, 1]]);
  assertEquals(rowsOf(zeros(2, 1)), [[0], [0]]);
});
Deno.test("a transpose has row i as column i, whatever the shape; twice is nothing", () => {
  const dice = random(1);
  for (const shape of [[1, 1], [3, 5], [16, 16], [17, 33], [40, 2], [0, 3], [3, 0]] as const) {
    const a = randomMatrix(dice, shape);
    const t = transpose(a);
    assertEquals([t.rows, t.columns], [a.columns, a.rows]);
    for (let i = 0; i < a.rows; i++) {
      for (let j = 0; j < a.columns; j++) assert(entry(t, [j, i]) === entry(a, [i, j]));
    }
    assertEquals(transpose(t).data, a.data);
  }
});
Deno.test("matrixFrom shares its data", () => {
  const data = Float64Array.of(1, 2);
  const a = matrixFrom(data, { rows: 1, columns: 2 });
  data[1] = 7;
  assertEquals(entry(a, [0, 1]), 7);
});
Deno.test("what is wrong is refused, and the message says where", () => {
  const refusals: [() => unknown, string][] = [
    [() => zeros(-1, 2), "rows must be a non-negative integer: current value is -1"],
    [() => zeros(1, 0.5), "columns must be a non-negative integer: current value is 0.5"],
    [() => matrixOf([[1, 2], [3]]), "row 1 must have 2 entries, as row 0: current value is 1"],
    [
      () => matrixFrom(new Float64Array(5), { rows: 2, columns: 3 }),
      "data must have 2 × 3 entries: current value is 5",
    ],
    [() => entry(identity(2), [2, 0]), "its index must lie in a 2 × 2 matrix: current value is (2, 0)"],
    [() => entry(identity(2), [0, -1]), "current value is (0, -1)"],
    [() => entry(identity(2), [0.5, 1]), "current value is (0.5, 1)"],
    [
      () => checkFiniteMatrix(matrixOf([[1, 2, NaN]]), PLACE),
      "Cannot do it: a[0, 2] must be finite: current value is NaN",
    ],
    [() => checkFiniteVector(Float64Array.of(1, -Infinity), PLACE), "a[1] must be finite: current value is -Infinity"],
    [() => checkSquare(zeros(2, 3), PLACE), "a must be square: current value is 2 × 3"],
  ];
  for (const [attempt, message] of refusals) assertThrows(attempt, RangeError, message);
});
