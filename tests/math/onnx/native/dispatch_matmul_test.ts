import { assert, assertEquals, assertRejects } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { blockedMatmul } from "@lib/math/linalg/blocked_matmul.ts";
import { identity, type Matrix, matrixFrom, matrixOf, rowsOf, transpose, zeros } from "@lib/math/linalg/matrix.ts";
import { naiveMatmul } from "@lib/math/linalg/naive_matmul.ts";
import { isNativeFaster, matmul } from "@lib/math/onnx/native/dispatch_matmul.ts";
import { disposeNativeMatmul, nativeMatmul } from "@lib/math/onnx/native/onnx_matmul.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";
import { CASES, randomMatrix } from "../../linalg/vectors.ts";

/** The ways to a product; the public one takes one of the other two. */
const WAYS: Readonly<Record<string, (a: Matrix, b: Matrix) => Matrix | Promise<Matrix>>> = {
  naive: naiveMatmul,
  blocked: blockedMatmul,
  native: nativeMatmul,
  "by size": matmul,
};

/** Demands (a · b) within what k roundings in any order can do to sums of products of these sizes. */
function assertProduct(actual: Matrix, { a, b }: { a: Matrix; b: Matrix }, what: string): void {
  const expected = naiveMatmul(a, b);
  const sizes = naiveMatmul({ ...a, data: a.data.map(Math.abs) }, { ...b, data: b.data.map(Math.abs) });
  assertEquals([actual.rows, actual.columns], [a.rows, b.columns], what);
  for (const [at, value] of actual.data.entries()) {
    const slack = 2 * a.columns * 2 ** -53 * sizes.data[at]!;
    assert(Math.abs(value - expected.data[at]!) <= slack, `${what}: entry ${at} is ${value}, not ${expected.data[at]}`);
  }
}

// By hand
for (const [name, multiply] of Object.entries(WAYS)) {
  Deno.test(`by hand: ${name} multiplies rows with columns`, async () => {
    // 1 · 4 + 2 · 5 + 3 · 6 = 32
    assertEquals(rowsOf(await multiply(matrixOf([[1, 2, 3]]), matrixOf([[4], [5], [6]]))), [[32]]);
    assertEquals(rowsOf(await multiply(matrixOf([[1], [2]]), matrixOf([[3, 4]]))), [[3, 4], [6, 8]]);
  });
}

// Oracle
Deno.test("oracle: of whole numbers all ways give the same bits, around the blocks' edges and on both sides of the crossover", async () => {
  const dice = random(1);
  for (
    const [m, k, n] of [[1, 1, 1], [5, 7, 3], [24, 24, 24], [31, 33, 35], [64, 300, 17], [1, 4000, 1], [
      130,
      1,
      129,
    ]] as const
  ) {
    const whole = (rows: number, columns: number) =>
      matrixFrom(Float64Array.from({ length: rows * columns }, () => dice.integer(2001) - 1000), { rows, columns });
    const [a, b] = [whole(m, k), whole(k, n)];
    const expected = naiveMatmul(a, b);
    for (const [name, multiply] of Object.entries(WAYS)) {
      assertEquals(await multiply(a, b), expected, `${name}: ${m}, ${k}, ${n}`);
    }
  }
});
Deno.test("oracle: NumPy's AᵀA of Hilbert, Vandermonde, graded and other matrices, by every way", async () => {
  let compared = 0;
  for (const { a, gram } of CASES) {
    if (gram === undefined) continue;
    const largest = Math.max(...gram.flat().map(Math.abs));
    for (const multiply of Object.values(WAYS)) {
      const product = await multiply(transpose(a), a);
      assertAllClose(product.data, gram.flat(), { relative: 0, absolute: 1e-14 * largest });
      compared++;
    }
  }
  assert(compared >= 4 * 5, `${compared} comparisons`);
});
Deno.test("oracle: random and ill-scaled factors agree within k roundings", async () => {
  const dice = random(2);
  for (const [m, k, n] of [[3, 500, 4], [40, 40, 40], [100, 257, 33]] as const) {
    for (const spread of [0, 8]) {
      const draw = (matrix: Matrix) => ({
        ...matrix,
        data: matrix.data.map((x) => x * 10 ** (spread * dice.normal())),
      });
      const factors = { a: draw(randomMatrix(dice, [m, k])), b: draw(randomMatrix(dice, [k, n])) };
      for (const [name, multiply] of Object.entries(WAYS)) {
        assertProduct(await multiply(factors.a, factors.b), factors, `${name}: ${m}, ${k}, ${n}, spread ${spread}`);
      }
    }
  }
});

// Invariants
Deno.test("the factors stay as they are, and each product has memory of its own", async () => {
  const dice = random(3);
  const [a, b] = [randomMatrix(dice, [40, 40]), randomMatrix(dice, [40, 40])];
  const [before, first] = [structuredClone([a, b]), await nativeMatmul(a, b)];
  const kept = structuredClone(first);
  await nativeMatmul(b, a);
  assertEquals([a, b], before);
  assertEquals(first, kept);
});
Deno.test("a product can be written into memory that is there, and nothing of what it held is left", async () => {
  const dice = random(5);
  const factors = { a: randomMatrix(dice, [30, 40]), b: randomMatrix(dice, [40, 20]) };
  const into = randomMatrix(dice, [30, 20]);
  const product = await nativeMatmul(factors.a, factors.b, { into });
  assert(product === into);
  assertProduct(into, factors, "written over");
  assert(await nativeMatmul(zeros(30, 0), zeros(0, 20), { into }) === into);
  assertEquals(into, zeros(30, 20));
});
Deno.test("calls that overlap do not mix", async () => {
  const dice = random(4);
  const factors = [8, 30, 64, 9].map((size) => ({
    a: randomMatrix(dice, [size, size]),
    b: randomMatrix(dice, [size, size]),
  }));
  const products = await Promise.all(factors.map(({ a, b }) => nativeMatmul(a, b)));
  for (const [at, product] of products.entries()) assertProduct(product, factors[at]!, `product ${at}`);
});
Deno.test("a product too large for 64 bits is infinite, as it is by hand", async () => {
  for (const [name, multiply] of Object.entries(WAYS)) {
    assertEquals((await multiply(matrixOf([[1e200, 0]]), matrixOf([[1e200], [1]]))).data[0], Infinity, name);
  }
});
Deno.test("after disposal the next call compiles anew; disposing twice, or before any call, does nothing", async () => {
  await disposeNativeMatmul();
  await disposeNativeMatmul();
  const size = 30;
  const running = nativeMatmul(identity(size), identity(size));
  await disposeNativeMatmul();
  assertEquals(await running, identity(size));
  assertEquals(await nativeMatmul(identity(2), identity(2)), identity(2));
});
Deno.test("the crossover: squares from 25 on, vectors and thin matrices as soon as copying their entries costs as much", () => {
  const square = (size: number) => isNativeFaster({ rows: size, columns: size }, { rows: size, columns: size });
  assertEquals([1, 8, 24, 25, 100].map(square), [false, false, false, true, true]);
  const vector = (size: number) => isNativeFaster({ rows: size, columns: size }, { rows: size, columns: 1 });
  assertEquals([60, 64, 100].map(vector), [false, true, true]); // 64² · (1 + 4) + 4 · 64 = 20,736
  assertEquals(isNativeFaster({ rows: 1, columns: 64 }, { rows: 64, columns: 64 }), true);
  assertEquals(isNativeFaster({ rows: 0, columns: 9 }, { rows: 9, columns: 0 }), false);
});
Deno.test("the crossover is kept: where the processor fuses multiplying and adding, the bits say who multiplied", async () => {
  // x · x − fl(x · x): nothing is left if the square is rounded before it is added, its rounding error if it is not.
  const x = 1 + 2 ** -27;
  const probe = (size: number) => {
    const [a, b] = [zeros(size, size), zeros(size, size)];
    a.data.set([1, x]);
    b.data.set([-x * x]);
    b.data[size] = x;
    return [a, b] as const;
  };
  for (const size of [4, 24, 25, 50]) {
    const [a, b] = probe(size);
    const chosen = size < 25 ? blockedMatmul(a, b) : await nativeMatmul(a, b);
    assertEquals((await matmul(a, b)).data, chosen.data, `size ${size}`);
  }
});

// Refusals
for (const [name, multiply] of Object.entries(WAYS)) {
  Deno.test(`${name} of nothing is what the definition says`, async () => {
    assertEquals(await multiply(zeros(2, 0), zeros(0, 3)), zeros(2, 3));
    assertEquals(await multiply(zeros(0, 2), zeros(2, 3)), zeros(0, 3));
    assertEquals(await multiply(zeros(2, 3), zeros(3, 0)), zeros(2, 0));
  });
  Deno.test(`${name} refuses what does not fit or is not finite, and says where`, async () => {
    const refused = async (a: Matrix, b: Matrix, message: string) => {
      await assertRejects(async () => await multiply(a, b), RangeError, `Cannot multiply matrices: ${message}`);
    };
    await refused(
      zeros(2, 3),
      zeros(2, 2),
      "a must have as many columns as b has rows: current value is 2 × 3 times 2 × 2",
    );
    await refused(
      zeros(0, 3),
      zeros(2, 2),
      "a must have as many columns as b has rows: current value is 0 × 3 times 2 × 2",
    );
    for (const size of [1, 40]) {
      for (const bad of [NaN, Infinity, -Infinity]) {
        for (const [i, j] of [[0, 0], [size - 1, size >> 1], [size >> 1, size - 1]] as const) {
          const broken = zeros(size, size); // zeros beside it: 0 · ∞ is NaN
          broken.data[i * size + j] = bad;
          await refused(broken, identity(size), `a[${i}, ${j}] must be finite: current value is ${bad}`);
          await refused(zeros(size, size), broken, `b[${i}, ${j}] must be finite: current value is ${bad}`);
        }
      }
    }
    await refused(matrixOf([[NaN], [1]]), zeros(1, 0), "a[0, 0] must be finite: current value is NaN");
  });
}
Deno.test("a matrix whose entries are not all there is refused before the native call", async () => {
  const broken = { rows: 30, columns: 30, data: new Float64Array(899) };
  await assertRejects(() => nativeMatmul(broken, identity(30)), RangeError, "input a must be");
});
Deno.test("memory of another shape, or that of a factor, is refused", async () => {
  const a = identity(3);
  for (const into of [zeros(2, 3), zeros(3, 2)]) {
    const message = `into must be 3 × 3: current value is ${into.rows} × ${into.columns}`;
    await assertRejects(() => nativeMatmul(a, a, { into }), RangeError, message);
  }
  await assertRejects(() => nativeMatmul(a, identity(3), { into: a }), RangeError, "must have memory of its own");
  assertEquals(a, identity(3));
});
