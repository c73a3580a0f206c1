/** The product with one block of `b` at a time: the answer for an interview. */

/** Rows of a matrix, one behind the other. */
export interface Matrix {
  /** How many rows. */
  readonly rows: number;
  /** How many columns. */
  readonly columns: number;
  /** Entries, row after row. */
  readonly data: Float64Array;
}

/** Edge of a block: eight lines of eight numbers. */
const BLOCK = 8;

/** a · b: the outer two loops choose a block of b, the inner three go along rows with it. */
export function matmul(a: Matrix, b: Matrix): Matrix {
  const [m, k, n] = [a.rows, a.columns, b.columns];
  if (k !== b.rows) throw new RangeError(`Cannot multiply: ${m} × ${k} and ${b.rows} × ${n} do not fit`);
  const data = new Float64Array(m * n);
  for (let top = 0; top < k; top += BLOCK) {
    const bottom = Math.min(k, top + BLOCK);
    for (let left = 0; left < n; left += BLOCK) {
      const right = Math.min(n, left + BLOCK);
      for (let i = 0; i < m; i++) {
        for (let p = top; p < bottom; p++) {
          const factor = a.data[i * k + p]!;
          for (let j = left; j < right; j++) data[i * n + j]! += factor * b.data[p * n + j]!;
        }
      }
    }
  }
  return { rows: m, columns: n, data };
}
