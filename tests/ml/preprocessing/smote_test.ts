import { assert, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { matrixFrom, matrixOf, rowsOf } from "@lib/math/linalg/matrix.ts";
import { smote } from "@lib/ml/preprocessing/smote.ts";

/** Twelve rows of class 0, five of class 3, two of class 9, in the plane. */
function rare() {
  const dice = random(1);
  const y = [...new Array(12).fill(0), ...new Array(5).fill(3), 9, 9];
  return {
    x: matrixFrom(Float64Array.from({ length: 2 * y.length }, () => dice.normal()), { rows: y.length, columns: 2 }),
    y,
  };
}

Deno.test("smote() keeps the originals first and fills up every class", () => {
  const { x, y } = rare();
  const filled = smote(x, y);
  assertEquals([...filled.x.data.subarray(0, x.data.length)], [...x.data]);
  assertEquals([...filled.y.subarray(0, y.length)], y);
  for (const label of [0, 3, 9]) assertEquals(filled.y.filter((one) => one === label).length, 12);
});

Deno.test("every new row lies on a segment between two near rows of its class, with one gap for all coordinates", () => {
  const { x, y } = rare();
  const originals = rowsOf(x);
  for (const neighbors of [1, 2, 50]) {
    const filled = smote(x, y, { neighbors, seed: neighbors });
    const made = rowsOf(filled.x).slice(y.length);
    for (const [place, row] of made.entries()) {
      const mine = originals.filter((_, i) => y[i] === filled.y[y.length + place]);
      const isBetween = (a: number[], b: number[]) => {
        const gap = (row[0]! - a[0]!) / (b[0]! - a[0]!);
        return gap >= -1e-9 && gap < 1 && Math.abs(a[1]! + gap * (b[1]! - a[1]!) - row[1]!) < 1e-9;
      };
      const near = (a: number[]) =>
        mine.filter((b) => b !== a)
          .sort((b, c) => Math.hypot(b[0]! - a[0]!, b[1]! - a[1]!) - Math.hypot(c[0]! - a[0]!, c[1]! - a[1]!))
          .slice(0, neighbors);
      assert(mine.some((a) => near(a).some((b) => isBetween(a, b))), `${row} is on no segment`);
    }
    assert(new Set(made.map(String)).size === made.length);
  }
});

Deno.test("the seed decides everything, and nothing changes where classes are even", () => {
  const { x, y } = rare();
  assertEquals(smote(x, y, { seed: 5 }), smote(x, y, { seed: 5 }));
  assertNotEquals(smote(x, y, { seed: 5 }), smote(x, y, { seed: 6 }));
  assertEquals(rowsOf(smote(matrixOf([[1], [2]]), [0, 1]).x), [[1], [2]]);
});

Deno.test("smote() refuses a class of one row and what does not fit", () => {
  const x = matrixOf([[1], [2], [3]]);
  const refused: [() => unknown, string][] = [
    [() => smote(x, [0, 0, 4]), "class 4 must have at least two rows: current value is 1"],
    [() => smote(x, [0, 0]), "y must have 3 labels, one a row: current value is 2"],
    [() => smote(x, [0, 0, 0], { neighbors: 0 }), "neighbors must be a positive integer"],
    [() => smote(matrixOf([[NaN]]), [0]), "x (row 0, column 0) must be a finite number"],
  ];
  for (const [call, why] of refused) assertThrows(call, RangeError, why);
});
