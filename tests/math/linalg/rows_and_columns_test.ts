import { assertEquals, assertThrows } from "@std/assert";
import { add, addToRows, multiplyEntries, multiplyRowsBy, scale, subtract } from "@lib/math/linalg/elementwise.ts";
import { identity, type Matrix, matrixOf, rowsOf, zeros } from "@lib/math/linalg/matrix.ts";
import { columnOf, rowsView, rowView, stack, take } from "@lib/math/linalg/rows_and_columns.ts";

const A = matrixOf([[1, 2, 3], [4, 5, 6]]);

Deno.test("by hand: rows are views, columns are copies", () => {
  const a = matrixOf([[1, 2, 3], [4, 5, 6]]);
  const [row, column] = [rowView(a, 1), columnOf(a, 2)];
  assertEquals([[...row], [...column]], [[4, 5, 6], [3, 6]]);
  row[0] = 40;
  column[0] = 30;
  assertEquals(rowsOf(a), [[1, 2, 3], [40, 5, 6]]);
  rowsView(a, { from: 0, to: 1 }).data[0] = 10;
  assertEquals(rowsOf(a), [[10, 2, 3], [40, 5, 6]]);
  assertEquals(rowsOf(rowsView(a, { from: 1 })), [[40, 5, 6]]);
  assertEquals([rowsView(a, { from: 2 }).rows, rowsView(a, { from: 0, to: 0 }).columns], [0, 3]);
});
Deno.test("by hand: rows and columns are taken in any order, more than once, or not at all", () => {
  assertEquals(rowsOf(take(A, [1, 0, 1])), [[4, 5, 6], [1, 2, 3], [4, 5, 6]]);
  assertEquals(rowsOf(take(A, [2, 0], { axis: 1 })), [[3, 1], [6, 4]]);
  assertEquals(rowsOf(take(A, Uint32Array.of(1))), [[4, 5, 6]]);
  assertEquals([take(A, []).columns, take(A, [], { axis: 1 }).rows], [3, 2]);
});
Deno.test("stacking puts back what taking took apart", () => {
  assertEquals(rowsOf(stack([take(A, [0]), take(A, [1])])), rowsOf(A));
  const columns = [0, 1, 2].map((j) => take(A, [j], { axis: 1 }));
  assertEquals(rowsOf(stack(columns, { axis: 1 })), rowsOf(A));
  assertEquals(rowsOf(stack([A, zeros(0, 3), A])), [...rowsOf(A), ...rowsOf(A)]);
  assertEquals(rowsOf(stack([A, identity(2)], { axis: 1 })), [[1, 2, 3, 1, 0], [4, 5, 6, 0, 1]]);
});
Deno.test("by hand: sums, differences and products by entry, and with a row", () => {
  const b = matrixOf([[10, 20, 30], [40, 50, 60]]);
  assertEquals(rowsOf(add(A, b)), [[11, 22, 33], [44, 55, 66]]);
  assertEquals(rowsOf(subtract(b, A)), [[9, 18, 27], [36, 45, 54]]);
  assertEquals(rowsOf(multiplyEntries(A, b)), [[10, 40, 90], [160, 250, 360]]);
  assertEquals(rowsOf(scale(A, -2)), [[-2, -4, -6], [-8, -10, -12]]);
  assertEquals(rowsOf(addToRows(A, Float64Array.of(1, 0, -1))), [[2, 2, 2], [5, 5, 5]]);
  assertEquals(rowsOf(multiplyRowsBy(A, Float64Array.of(2, 0, -1))), [[2, 0, -3], [8, 0, -6]]);
  assertEquals(rowsOf(A), [[1, 2, 3], [4, 5, 6]]); // as it was
});
Deno.test("what does not fit is refused, and the message says what", () => {
  const I = identity(2);
  const nan = { rows: 1, columns: 1, data: Float64Array.of(NaN) };
  const refusals: [() => unknown, string][] = [
    [() => rowView(A, 2), "i must be an index from 0 to 1: current value is 2"],
    [() => rowView(A, 0.5), "i must be an index from 0 to 1: current value is 0.5"],
    [() => columnOf(A, -1), "j must be an index from 0 to 2: current value is -1"],
    [() => rowsView(A, { from: 1, to: 3 }), "from and to must lie in order in 0..2: current value is 1 and 3"],
    [() => rowsView(A, { from: 2, to: 1 }), "current value is 2 and 1"],
    [() => take(A, [0, 2]), "indices[1] must be an index from 0 to 1: current value is 2"],
    [() => take(A, [3], { axis: 1 }), "indices[0] must be an index from 0 to 2: current value is 3"],
    [() => take(A, [0], { axis: 2 as never }), "axis must be 0 or 1: current value is 2"],
    [() => stack([]), "parts must be a list of at least one matrix"],
    [() => stack([A, I]), "parts[1] must have 3 columns, as parts[0]: current value is 2"],
    [() => stack([A, identity(3)], { axis: 1 }), "parts[1] must have 2 rows, as parts[0]: current value is 3"],
    [() => add(A, I), "b must be 2 × 3, as a: current value is 2 × 2"],
    [() => subtract(nan, nan), "a[0, 0] must be finite"],
    [() => scale(A, Infinity), "factor must be a finite number: current value is Infinity"],
    [() => addToRows(A, Float64Array.of(1)), "x must have 3 entries, as a has columns: current value is 1"],
    [() => multiplyRowsBy(A, Float64Array.of(1, 2, NaN)), "x[2] must be finite"],
  ];
  for (const [attempt, message] of refusals) assertThrows(attempt, RangeError, message);
  const wrong: [() => unknown, string][] = [
    [() => take([[1]] as never, [0]), "a must be a matrix (see matrixOf): current value is an array"],
    [() => take(A, ["0"] as never), 'indices[0] must be an index from 0 to 1: current value is "0"'],
    [() => take(A, [0], { axis: "0" as never }), 'axis must be 0 or 1: current value is "0"'],
    [() => stack(A as unknown as Matrix[]), "parts must be a list"],
    [() => scale(A, "2" as never), 'factor must be a finite number: current value is "2"'],
    [() => add(A, undefined as never), "b must be a matrix"],
  ];
  for (const [attempt, message] of wrong) assertThrows(attempt, undefined, message);
});
