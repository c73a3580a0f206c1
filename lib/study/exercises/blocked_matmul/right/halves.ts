/**
 * The product by halves: whichever of m, k and n is longest is cut in two, until all are short. No block size is known
 * or needed, for any cache.
 *
 * Source: M. Frigo, C. Leiserson, H. Prokop, S. Ramachandran, Cache-oblivious algorithms, FOCS 1999.
 */

/** Rows of a matrix, one behind the other. */
export interface Matrix {
  /** How many rows. */
  readonly rows: number;
  /** How many columns. */
  readonly columns: number;
  /** Entries, row after row. */
  readonly data: Float64Array;
}

/** Where a part of the product begins, and how long it is. */
interface Part {
  readonly i: number;
  readonly p: number;
  readonly j: number;
  readonly m: number;
  readonly k: number;
  readonly n: number;
}

/** Below this the calls cost more than the cache gains. */
const SHORT = 8;

/** a · b by halves. */
export function matmul(a: Matrix, b: Matrix): Matrix {
  if (a.columns !== b.rows) throw new RangeError(`Cannot multiply: ${a.columns} columns, ${b.rows} rows`);
  const result = { rows: a.rows, columns: b.columns, data: new Float64Array(a.rows * b.columns) };
  addPart({ a, b, result }, { i: 0, p: 0, j: 0, m: a.rows, k: a.columns, n: b.columns });
  return result;
}

function addPart(matrices: { a: Matrix; b: Matrix; result: Matrix }, part: Part): void {
  const { i, p, j, m, k, n } = part;
  if (Math.max(m, k, n) <= SHORT) return addShort(matrices, part);
  const half = (size: number) => size >> 1;
  if (n >= m && n >= k) {
    addPart(matrices, { ...part, n: half(n) });
    addPart(matrices, { ...part, j: j + half(n), n: n - half(n) });
  } else if (m >= k) {
    addPart(matrices, { ...part, m: half(m) });
    addPart(matrices, { ...part, i: i + half(m), m: m - half(m) });
  } else {
    addPart(matrices, { ...part, k: half(k) });
    addPart(matrices, { ...part, p: p + half(k), k: k - half(k) });
  }
}

function addShort({ a, b, result }: { a: Matrix; b: Matrix; result: Matrix }, { i, p, j, m, k, n }: Part): void {
  for (let row = i; row < i + m; row++) {
    for (let inner = p; inner < p + k; inner++) {
      const factor = a.data[row * a.columns + inner]!;
      for (let column = j; column < j + n; column++) {
        result.data[row * result.columns + column]! += factor * b.data[inner * b.columns + column]!;
      }
    }
  }
}
