import { assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { blockedMatmul } from "@lib/math/linalg/blocked_matmul.ts";
import { divideAndConquer } from "@lib/math/linalg/_divide_and_conquer.ts";
import { identity, type Matrix, matrixFrom, transpose, zeros } from "@lib/math/linalg/matrix.ts";
import { withScratch } from "@lib/math/linalg/_simd_kernels.ts";
import { diagonalise, type Range, type Tridiagonal } from "@lib/math/linalg/_tridiagonal_ql.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";
import { assertOrthonormal, assertSameMatrix } from "./vectors.ts";

/** A band: its diagonal and what stands beside it. */
interface Band {
  readonly diagonal: Float64Array;
  readonly beside: Float64Array;
}

function bandOf(n: number, { at, next }: { at: (i: number) => number; next: (i: number) => number }): Band {
  const index = Float64Array.from({ length: n }, (_, i) => i);
  return { diagonal: index.map(at), beside: index.map((i) => i + 1 === n ? 0 : next(i)) };
}

function matrixOfBand({ diagonal, beside }: Band): Matrix {
  const n = diagonal.length;
  const a = zeros(n, n);
  for (let i = 0; i < n; i++) {
    a.data[i * n + i] = diagonal[i]!;
    if (i + 1 < n) a.data[i * n + i + 1] = a.data[(i + 1) * n + i] = beside[i]!;
  }
  return a;
}

/** Values and rows of vectors, in no order. */
function solve(solver: (band: Tridiagonal, range: Range) => void, { diagonal, beside }: Band) {
  const n = diagonal.length;
  return withScratch((makeRows) => {
    const rows = makeRows(n, n);
    rows.set(identity(n).data);
    const values = diagonal.slice();
    solver({ diagonal: values, offDiagonal: beside.slice(), rows }, { from: 0, to: n });
    return { values, rows: matrixFrom(rows.entries(), { rows: n, columns: n }) };
  });
}

const dice = random(30);
const normal = () => dice.normal();
const BANDS: Record<string, Band> = {
  "random, odd": bandOf(41, { at: normal, next: normal }),
  "random": bandOf(97, { at: normal, next: normal }),
  "second differences": bandOf(90, { at: () => 2, next: () => -1 }),
  "Wilkinson's pairs": bandOf(101, { at: (i) => Math.abs(i - 50), next: () => 1 }),
  "glued Wilkinson": bandOf(105, { at: (i) => Math.abs(i % 21 - 10), next: (i) => i % 21 === 20 ? 1e-12 : 1 }),
  "graded": bandOf(80, { at: (i) => 2 ** -i, next: (i) => 2 ** -(i + 1) }),
  "graded upwards": bandOf(80, { at: (i) => 2 ** (i - 80), next: (i) => 2 ** (i - 80) }),
  "no neighbours": bandOf(60, { at: (i) => i % 3, next: () => 0 }),
  "all the same": bandOf(60, { at: () => 1, next: () => 1e-17 }),
  "zeros": bandOf(60, { at: () => 0, next: () => 0 }),
  "only neighbours": bandOf(70, { at: () => 0, next: (i) => i % 2 === 0 ? -1 : 2 }),
};

// By hand
Deno.test("the eigenvalues of second differences are 4 sin²", () => {
  const { values } = solve(divideAndConquer, BANDS["second differences"]!);
  const expected = Float64Array.from({ length: 90 }, (_, k) => 4 * Math.sin((k + 1) * Math.PI / 182) ** 2);
  assertAllClose(values.sort(), expected, { relative: 0, absolute: 1e-14 });
});

// Oracle: QL steps on the whole, an algorithm of another kind
Deno.test("divide and conquer finds the eigenvalues that QL steps find", () => {
  for (const band of Object.values(BANDS)) {
    const [one, other] = [solve(divideAndConquer, band), solve(diagonalise, band)];
    assertAllClose(one.values.sort(), other.values.sort(), { relative: 0, absolute: 1e-12 });
  }
});

// Invariants
Deno.test("vectors are orthonormal and put the band together again, whatever the clusters", () => {
  for (const band of Object.values(BANDS)) {
    for (const solver of [divideAndConquer, diagonalise]) {
      const { values, rows } = solve(solver, band);
      const n = values.length;
      assertOrthonormal(transpose(rows));
      const stretched = matrixFrom(rows.data.map((entry, at) => entry * values[Math.floor(at / n)]!), rows);
      assertSameMatrix(blockedMatmul(transpose(rows), stretched), matrixOfBand(band), 10);
    }
  }
});

Deno.test("a part is solved as if it stood alone, and the rest is left as it is", () => {
  const whole = BANDS["random"]!;
  const range = { from: 11, to: 80 };
  const part = { diagonal: whole.diagonal.slice(11, 80), beside: whole.beside.slice(11, 80) };
  part.beside[part.beside.length - 1] = 0;
  for (const solver of [divideAndConquer, diagonalise]) {
    const alone = solve(solver, part);
    const within = solve((band) => solver(band, range), whole);
    assertEquals([...within.values.subarray(11, 80)], [...alone.values]);
    assertEquals([...within.values.subarray(0, 11), ...within.values.subarray(80)], [
      ...whole.diagonal.subarray(0, 11),
      ...whole.diagonal.subarray(80),
    ]);
    for (const i of [0, 10, 80, 96]) {
      assertEquals([...within.rows.data.subarray(i * 97, (i + 1) * 97)], [
        ...identity(97).data.subarray(i * 97, (i + 1) * 97),
      ]);
    }
  }
});

// Refusals
Deno.test("steps that do not come to an end are refused", () => {
  const broken = bandOf(3, { at: () => NaN, next: () => 1 });
  assertThrows(() => solve(diagonalise, broken), RangeError, "Cannot find eigenvalues: 60 steps must be enough");
});
