/**
 * Wrong answers of the exercise `blocked-matmul`: right numbers, wrong walks through memory.
 *
 * They travel to the child as text, one function each, so each stands alone.
 *
 * @module
 */
import type { Answer } from "../suite.ts";
import type { Matmul } from "./exercise.ts";

const answer = (matmul: Matmul): Answer => ({ given: { matmul } });

/** The definition, loop for loop. */
export const plainLoops: Answer = answer(function matmul(a, b) {
  if (a.columns !== b.rows) throw new RangeError("Cannot multiply: the shapes do not fit");
  const [m, k, n] = [a.rows, a.columns, b.columns];
  const data = new Float64Array(m * n);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let p = 0; p < k; p++) sum += a.data[i * k + p]! * b.data[p * n + j]!;
      data[i * n + j] = sum;
    }
  }
  return { rows: m, columns: n, data };
});

/** Reordered the wrong way: the innermost loop goes down the columns of a and of the result. */
export const downTheColumns: Answer = answer(function matmul(a, b) {
  if (a.columns !== b.rows) throw new RangeError("Cannot multiply: the shapes do not fit");
  const [m, k, n] = [a.rows, a.columns, b.columns];
  const data = new Float64Array(m * n);
  for (let j = 0; j < n; j++) {
    for (let p = 0; p < k; p++) {
      const factor = b.data[p * n + j]!;
      for (let i = 0; i < m; i++) data[i * n + j]! += a.data[i * k + p]! * factor;
    }
  }
  return { rows: m, columns: n, data };
});

/** Goes along rows, through all of b for each row of a. */
export const alongRowsOnly: Answer = answer(function matmul(a, b) {
  if (a.columns !== b.rows) throw new RangeError("Cannot multiply: the shapes do not fit");
  const [m, k, n] = [a.rows, a.columns, b.columns];
  const data = new Float64Array(m * n);
  for (let i = 0; i < m; i++) {
    const row = data.subarray(i * n, (i + 1) * n);
    for (let p = 0; p < k; p++) {
      const factor = a.data[i * k + p]!;
      for (let j = 0; j < n; j++) row[j]! += factor * b.data[p * n + j]!;
    }
  }
  return { rows: m, columns: n, data };
});

/** Turns b round in a copy, and then goes through all of it for each row of a. */
export const turnedOnly: Answer = answer(function matmul(a, b) {
  if (a.columns !== b.rows) throw new RangeError("Cannot multiply: the shapes do not fit");
  const [m, k, n] = [a.rows, a.columns, b.columns];
  const turned = new Float64Array(n * k);
  for (let p = 0; p < k; p++) for (let j = 0; j < n; j++) turned[j * k + p] = b.data[p * n + j]!;
  const data = new Float64Array(m * n);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let p = 0; p < k; p++) sum += a.data[i * k + p]! * turned[j * k + p]!;
      data[i * n + j] = sum;
    }
  }
  return { rows: m, columns: n, data };
});

/** Blocks of 64, copied from a text about a larger cache. */
export const blockTooLarge: Answer = answer(function matmul(a, b) {
  if (a.columns !== b.rows) throw new RangeError("Cannot multiply: the shapes do not fit");
  const [m, k, n] = [a.rows, a.columns, b.columns];
  const data = new Float64Array(m * n);
  for (let top = 0; top < k; top += 64) {
    for (let left = 0; left < n; left += 64) {
      for (let i = 0; i < m; i++) {
        for (let p = top; p < Math.min(k, top + 64); p++) {
          const factor = a.data[i * k + p]!;
          for (let j = left; j < Math.min(n, left + 64); j++) data[i * n + j]! += factor * b.data[p * n + j]!;
        }
      }
    }
  }
  return { rows: m, columns: n, data };
});

/** Copies both factors into ordinary arrays, where nobody watches, and multiplies there. */
export const hiddenCopies: Answer = answer(function matmul(a, b) {
  if (a.columns !== b.rows) throw new RangeError("Cannot multiply: the shapes do not fit");
  const [m, k, n] = [a.rows, a.columns, b.columns];
  const left = Array.from({ length: a.data.length }, (_, at) => a.data[at]!);
  const right = Array.from({ length: b.data.length }, (_, at) => b.data[at]!);
  const data = new Float64Array(m * n);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let p = 0; p < k; p++) sum += left[i * k + p]! * right[p * n + j]!;
      data[i * n + j] = sum;
    }
  }
  return { rows: m, columns: n, data };
});
