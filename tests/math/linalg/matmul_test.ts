import { assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { blockedMatmul } from "@lib/math/linalg/blocked_matmul.ts";
import { matmul } from "@lib/math/linalg/matmul.ts";
import { identity, matrixOf, rowsOf, transpose, zeros } from "@lib/math/linalg/matrix.ts";
import { naiveMatmul } from "@lib/math/linalg/naive_matmul.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";
import { randomMatrix } from "./vectors.ts";

for (const multiply of [naiveMatmul, blockedMatmul, matmul]) {
  Deno.test(`by hand: ${multiply.name} multiplies rows with columns`, () => {
    assertEquals(rowsOf(multiply(matrixOf([[1, 2, 3]]), matrixOf([[4], [5], [6]]))), [[32]]);
    assertEquals(rowsOf(multiply(matrixOf([[1], [2]]), matrixOf([[3, 4]]))), [[3, 4], [6, 8]]);
  });
  Deno.test(`${multiply.name} of nothing is what the definition says`, () => {
    assertEquals(rowsOf(multiply(zeros(2, 0), zeros(0, 3))), [[0, 0, 0], [0, 0, 0]]);
    assertEquals(rowsOf(multiply(zeros(0, 2), zeros(2, 3))), []);
  });
  Deno.test(`${multiply.name} refuses what does not fit or is not finite`, () => {
    const message = "a must have as many columns as b has rows: current value is 2 × 3 times 2 × 2";
    assertThrows(() => multiply(zeros(2, 3), zeros(2, 2)), RangeError, message);
    assertThrows(() => multiply(matrixOf([[NaN]]), identity(1)), RangeError, "a[0, 0] must be finite");
    assertThrows(() => multiply(identity(1), matrixOf([[Infinity]])), RangeError, "b[0, 0] must be finite");
  });
}
Deno.test("oracle: blocks give the bits of three loops, for all shapes around the blocks' edges", () => {
  const dice = random(4);
  for (const m of [1, 3, 4, 5, 9]) {
    for (const k of [1, 2, 7, 255, 256]) {
      for (const n of [1, 3, 4, 6, 8]) {
        const [a, b] = [randomMatrix(dice, [m, k]), randomMatrix(dice, [k, n])];
        assertEquals(blockedMatmul(a, b).data, naiveMatmul(a, b).data, `${m}, ${k}, ${n}`);
      }
    }
  }
});
Deno.test("oracle: beyond one block the sums differ by rounding alone", () => {
  const dice = random(5);
  for (const k of [257, 512, 700]) {
    const [a, b] = [randomMatrix(dice, [6, k]), randomMatrix(dice, [k, 7])];
    assertAllClose(blockedMatmul(a, b).data, naiveMatmul(a, b).data, { relative: 0, absolute: 1e-12 });
  }
});
Deno.test("oracle: kernels and short loops agree with three loops, for odd counts and more than one block of rows", () => {
  const dice = random(9);
  for (
    const [m, k, n] of [[2, 3, 4], [20, 20, 19], [20, 20, 20], [21, 5, 131], [1, 9000, 1], [300, 90, 3], [
      9,
      3000,
      2,
    ]] as const
  ) {
    const [a, b] = [randomMatrix(dice, [m, k]), randomMatrix(dice, [k, n])];
    assertAllClose(matmul(a, b).data, naiveMatmul(a, b).data, { relative: 0, absolute: 1e-11 });
  }
});
Deno.test("the transpose of a product is the product of the transposes, turned round", () => {
  const dice = random(6);
  const [a, b] = [randomMatrix(dice, [5, 300]), randomMatrix(dice, [300, 4])];
  const turned = blockedMatmul(transpose(b), transpose(a));
  assertAllClose(transpose(turned).data, blockedMatmul(a, b).data, { relative: 0, absolute: 1e-12 });
});
