/**
 * Wrong answers of the exercise `blocked-matmul` whose numbers or manners are wrong.
 *
 * They travel to the child as text, one function each, so each stands alone: what they share with the right answer is repeated, and the mistake is
 * the only thing to see.
 *
 * @module
 */
import type { Answer } from "../suite.ts";
import type { Matmul } from "./exercise.ts";

const answer = (matmul: Matmul, mentioned: Readonly<Record<string, unknown>> = {}): Answer => ({
  given: { ...mentioned, matmul },
});

/** Walks along the rows of both: a · bᵀ. */
export const rowsTimesRows: Answer = answer(function matmul(a, b) {
  if (a.columns !== b.rows) throw new RangeError("Cannot multiply: the shapes do not fit");
  const data = new Float64Array(a.rows * b.columns);
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < b.columns; j++) {
      let sum = 0;
      for (let p = 0; p < a.columns; p++) sum += a.data[i * a.columns + p]! * b.data[j * b.columns + p]!;
      data[i * b.columns + j] = sum;
    }
  }
  return { rows: a.rows, columns: b.columns, data };
});

/** Writes what a block of the inner dimension gives over what the one before gave. */
export const lastBlockOnly: Answer = answer(function matmul(a, b) {
  if (a.columns !== b.rows) throw new RangeError("Cannot multiply: the shapes do not fit");
  const [m, k, n] = [a.rows, a.columns, b.columns];
  const data = new Float64Array(m * n);
  for (let top = 0; top < k; top += 8) {
    for (let left = 0; left < n; left += 8) {
      for (let i = 0; i < m; i++) {
        for (let j = left; j < Math.min(n, left + 8); j++) {
          let sum = 0;
          for (let p = top; p < Math.min(k, top + 8); p++) sum += a.data[i * k + p]! * b.data[p * n + j]!;
          data[i * n + j] = sum;
        }
      }
    }
  }
  return { rows: m, columns: n, data };
});

/** One row length for all three matrices. */
export const squareOnly: Answer = answer(function matmul(a, b) {
  if (a.columns !== b.rows) throw new RangeError("Cannot multiply: the shapes do not fit");
  const n = a.rows;
  const data = new Float64Array(a.rows * b.columns);
  for (let i = 0; i < a.rows; i++) {
    for (let p = 0; p < a.columns; p++) {
      for (let j = 0; j < b.columns; j++) data[i * n + j]! += a.data[i * n + p]! * b.data[p * n + j]!;
    }
  }
  return { rows: a.rows, columns: b.columns, data };
});

/** Takes whole blocks only. */
export const dropsTheRest: Answer = answer(function matmul(a, b) {
  if (a.columns !== b.rows) throw new RangeError("Cannot multiply: the shapes do not fit");
  const [m, k, n] = [a.rows, a.columns, b.columns];
  const data = new Float64Array(m * n);
  for (let top = 0; top + 8 <= k; top += 8) {
    for (let left = 0; left + 8 <= n; left += 8) {
      for (let i = 0; i < m; i++) {
        for (let p = top; p < top + 8; p++) {
          const factor = a.data[i * k + p]!;
          for (let j = left; j < left + 8; j++) data[i * n + j]! += factor * b.data[p * n + j]!;
        }
      }
    }
  }
  return { rows: m, columns: n, data };
});

/** Forgets `Math.min`: the last block runs on into the next row. */
export const runsIntoTheNextRow: Answer = answer(function matmul(a, b) {
  if (a.columns !== b.rows) throw new RangeError("Cannot multiply: the shapes do not fit");
  const [m, k, n] = [a.rows, a.columns, b.columns];
  const data = new Float64Array(m * n);
  for (let top = 0; top < k; top += 8) {
    for (let left = 0; left < n; left += 8) {
      for (let i = 0; i < m; i++) {
        for (let p = top; p < Math.min(k, top + 8); p++) {
          const factor = a.data[i * k + p]!;
          for (let j = left; j < left + 8; j++) data[i * n + j]! += factor * b.data[p * n + j]!;
        }
      }
    }
  }
  return { rows: m, columns: n, data };
});

/** Begins each sum with its first product. */
export const startsWithTheFirstProduct: Answer = answer(function matmul(a, b) {
  if (a.columns !== b.rows) throw new RangeError("Cannot multiply: the shapes do not fit");
  const [m, k, n] = [a.rows, a.columns, b.columns];
  const data = new Float64Array(m * n);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = a.data[i * k]! * b.data[j]!;
      for (let p = 1; p < k; p++) sum += a.data[i * k + p]! * b.data[p * n + j]!;
      data[i * n + j] = sum;
    }
  }
  return { rows: m, columns: n, data };
});

/** Copies b into 32 bits to halve the traffic. */
export const thirtyTwoBits: Answer = answer(function matmul(a, b) {
  if (a.columns !== b.rows) throw new RangeError("Cannot multiply: the shapes do not fit");
  const [m, k, n] = [a.rows, a.columns, b.columns];
  const turned = new Float32Array(n * k);
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

class Kept {
  static readonly results = new Map<number, Float64Array>();
}

/** Saves the allocation: the result lives in memory that is kept between calls. */
export const oneResultForAll: Answer = answer(function matmul(a, b) {
  if (a.columns !== b.rows) throw new RangeError("Cannot multiply: the shapes do not fit");
  const [m, k, n] = [a.rows, a.columns, b.columns];
  const data = Kept.results.get(m * n) ?? new Float64Array(m * n);
  Kept.results.set(m * n, data.fill(0));
  for (let i = 0; i < m; i++) {
    for (let p = 0; p < k; p++) {
      const factor = a.data[i * k + p]!;
      for (let j = 0; j < n; j++) data[i * n + j]! += factor * b.data[p * n + j]!;
    }
  }
  return { rows: m, columns: n, data };
}, { Kept });

/** Turns b round in its own memory, so that both are walked along. */
export const turnsTheCallersMatrix: Answer = answer(function matmul(a, b) {
  if (a.columns !== b.rows) throw new RangeError("Cannot multiply: the shapes do not fit");
  const [m, k, n] = [a.rows, a.columns, b.columns];
  const rows = b.data.slice();
  for (let p = 0; p < k; p++) for (let j = 0; j < n; j++) b.data[j * k + p] = rows[p * n + j]!;
  const data = new Float64Array(m * n);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let p = 0; p < k; p++) sum += a.data[i * k + p]! * b.data[j * k + p]!;
      data[i * n + j] = sum;
    }
  }
  return { rows: m, columns: n, data };
});

/** Multiplies whatever comes. */
export const multipliesAnything: Answer = answer(function matmul(a, b) {
  const [m, k, n] = [a.rows, a.columns, b.columns];
  const data = new Float64Array(m * n);
  for (let i = 0; i < m; i++) {
    for (let p = 0; p < k; p++) {
      const factor = a.data[i * k + p]!;
      for (let j = 0; j < n; j++) data[i * n + j]! += factor * b.data[p * n + j]!;
    }
  }
  return { rows: m, columns: n, data };
});
