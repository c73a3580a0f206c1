/**
 * Sparse matrices in compressed rows (CSR): only the entries that are not zero, row after row.
 *
 * ```text
 *   0 5 0      indptr   0 1 1 3      row i has entries indptr[i] to before indptr[i + 1]
 *   0 0 0      indices  1 0 2        their columns
 *   7 0 9      data     5 7 9        their values
 * ```
 *
 * **Invariant.** Columns rise within a row, and none is there twice. Everything made here keeps it; {@linkcode csrFrom}
 * demands it.
 *
 * Cost: memory 12 bytes an entry and 4 a row; products and transposes O(entries), times the columns of a dense factor.
 *
 * Not here on purpose: changing single entries (collect triplets first), products of two sparse matrices, other
 * formats.
 *
 * Source: the names are SciPy's; F. Gustavson, Two Fast Algorithms for Sparse Matrices, ACM TOMS 4 (1978), for the
 * transpose.
 *
 * @module
 */
import { argumentError, checkNonNegativeInteger, checkOptions } from "../../base/argument.ts";
import { checkMatrix, type Matrix, type MatrixShape, zeros } from "./matrix.ts";
import { checkFiniteMatrix, checkFiniteVector } from "./matrix_checks.ts";

/** A sparse matrix. */
export interface CsrMatrix {
  /** How many rows. */
  readonly rows: number;
  /** How many columns. */
  readonly columns: number;
  /** (rows + 1): where each row begins in `indices` and `data`; the last is how many entries there are. */
  readonly indptr: Int32Array;
  /** (entries): the column of each entry. */
  readonly indices: Int32Array;
  /** (entries): the value of each entry. */
  readonly data: Float64Array;
}

/** One entry: row, column, value. */
export type Triplet = readonly [row: number, column: number, value: number];

/** A row of a sparse matrix: views that share its memory. */
export interface CsrRow {
  /** The columns of its entries, rising. */
  readonly indices: Int32Array;
  /** Their values. */
  readonly data: Float64Array;
}

/**
 * The sparse matrix with these entries; those of one place are added up.
 * @throws {RangeError} If an entry does not lie in the shape, or its value is not finite.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { csrFromTriplets, csrMatvec, csrRow, csrToDense, csrTranspose } from "./csr_matrix.ts";
 * import { rowsOf } from "./matrix.ts";
 *
 * const a = csrFromTriplets([[2, 2, 9], [0, 1, 5], [2, 0, 3], [2, 0, 4]], { rows: 3, columns: 3 });
 * assertEquals(rowsOf(csrToDense(a)), [[0, 5, 0], [0, 0, 0], [7, 0, 9]]);
 * assertEquals([...csrRow(a, 2).indices, ...csrRow(a, 2).data], [0, 2, 7, 9]);
 * assertEquals([...csrMatvec(csrTranspose(a), Float64Array.of(1, 1, 1))], [7, 5, 9]);
 * ```
 */
export function csrFromTriplets(triplets: Iterable<Triplet>, shape: MatrixShape): CsrMatrix {
  const action = "create a sparse matrix";
  const { rows, columns } = checkOptions(shape, { action, argument: "shape" });
  checkNonNegativeInteger(rows, { action, argument: "rows" });
  checkNonNegativeInteger(columns, { action, argument: "columns" });
  const entries: Triplet[] = [];
  if (
    typeof (triplets as Partial<typeof triplets> | null)?.[Symbol.iterator] !== "function" ||
    typeof triplets === "string"
  ) {
    throw argumentError(triplets, { action, argument: "triplets", rule: "a list of triplets", type: "none" });
  }
  for (const entry of triplets) {
    const argument = `triplets[${entries.length}]`;
    if (!Array.isArray(entry)) {
      throw argumentError(entry, { action, argument, rule: "a row, a column and a value", type: "none" });
    }
    const [i, j, value] = entry as Triplet;
    checkBelow(i, rows, { action, argument: `${argument}[0]` });
    checkBelow(j, columns, { action, argument: `${argument}[1]` });
    if (!Number.isFinite(value)) {
      throw argumentError(value, { action, argument: `${argument}[2]`, rule: "a finite number" });
    }
    entries.push(entry);
  }
  // Two transposes sort: the first by columns, the second by rows, each keeping the order of the one before.
  const byRow = bucketed(entries, { count: rows, key: 0, other: 1 });
  const unsummed = { rows, columns, ...byRow };
  return withoutRepeats(transposed(transposed(unsummed)));
}

/**
 * The sparse matrix made of arrays that are there already; shares them.
 * @throws {TypeError} If one is of another kind.
 * @throws {RangeError} If they contradict each other, columns do not rise within a row, or a value is not finite.
 */
export function csrFrom(parts: CsrMatrix): CsrMatrix {
  const action = "create a sparse matrix";
  const { rows, columns, indptr, indices, data } = checkOptions(parts, { action, argument: "parts" });
  checkNonNegativeInteger(rows, { action, argument: "rows" });
  checkNonNegativeInteger(columns, { action, argument: "columns" });
  for (const [argument, array] of Object.entries({ indptr, indices })) {
    if (array instanceof Int32Array) continue;
    throw argumentError(array, { action, argument, rule: "an Int32Array", type: "none" });
  }
  checkFiniteVector(data, { action, argument: "data" });
  const refuse = (argument: string, rule: string, value: unknown) =>
    new RangeError(`Cannot ${action}: ${argument} must ${rule}: current value is ${value}`);
  if (indptr.length !== rows + 1) throw refuse("indptr", `have ${rows + 1} entries`, indptr.length);
  if (indices.length !== data.length) throw refuse("indices", `have ${data.length} entries, as data`, indices.length);
  if (indptr[0] !== 0) throw refuse("indptr[0]", "be 0", indptr[0]);
  if (indptr[rows] !== data.length) throw refuse(`indptr[${rows}]`, `be ${data.length}, as data is long`, indptr[rows]);
  for (let i = 0; i < rows; i++) {
    const [from, to] = [indptr[i]!, indptr[i + 1]!];
    if (to < from || to > data.length) throw refuse(`indptr[${i + 1}]`, `lie in ${from}..${data.length}`, to);
    for (let at = from; at < to; at++) {
      const column = indices[at]!;
      const least = at === from ? 0 : indices[at - 1]! + 1;
      if (column < least || column >= columns) {
        throw refuse(`indices[${at}]`, `lie in ${least}..${columns - 1}`, column);
      }
    }
  }
  return { rows, columns, indptr, indices, data };
}

/**
 * The entries of a dense matrix that are not zero.
 * @throws {RangeError} If an entry is not finite.
 */
export function csrFromDense(a: Matrix): CsrMatrix {
  const { rows, columns, data } = checkFiniteMatrix(a, { action: "create a sparse matrix", argument: "a" });
  let count = 0;
  for (let at = 0; at < data.length; at++) if (data[at] !== 0) count++;
  const result = { indptr: new Int32Array(rows + 1), indices: new Int32Array(count), data: new Float64Array(count) };
  let to = 0;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const value = data[i * columns + j]!;
      if (value === 0) continue;
      result.indices[to] = j;
      result.data[to++] = value;
    }
    result.indptr[i + 1] = to;
  }
  return { rows, columns, ...result };
}

/** The dense matrix with the same entries. */
export function csrToDense(a: CsrMatrix): Matrix {
  const { rows, columns, indptr, indices, data } = checkCsr(a, "fill a matrix");
  const result = zeros(rows, columns);
  for (let i = 0; i < rows; i++) {
    for (let at = indptr[i]!; at < indptr[i + 1]!; at++) result.data[i * columns + indices[at]!] = data[at]!;
  }
  return result;
}

/**
 * Row i: views of its columns and values.
 * @throws {RangeError} If there is no such row.
 */
export function csrRow(a: CsrMatrix, i: number): CsrRow {
  const { rows, indptr, indices, data } = checkCsr(a, "view a row");
  checkBelow(i, rows, { action: "view a row", argument: "i" });
  const [from, to] = [indptr[i]!, indptr[i + 1]!];
  return { indices: indices.subarray(from, to), data: data.subarray(from, to) };
}

/** Rows as columns. */
export function csrTranspose(a: CsrMatrix): CsrMatrix {
  return transposed(checkCsr(a, "transpose a sparse matrix"));
}

/**
 * a · x.
 * @param a (m, n).
 * @param x (n).
 * @throws {RangeError} If `x` has another length, or an entry is not finite.
 */
export function csrMatvec(a: CsrMatrix, x: Float64Array): Float64Array {
  const action = "multiply a sparse matrix with a vector";
  const { rows, columns, indptr, indices, data } = checkCsr(a, action);
  checkLength(checkFiniteVector(x, { action, argument: "x" }), { action, length: columns, side: "columns" });
  const result = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let at = indptr[i]!; at < indptr[i + 1]!; at++) sum += data[at]! * x[indices[at]!]!;
    result[i] = sum;
  }
  return result;
}

/**
 * aᵀ · x, without making the transpose.
 * @param a (m, n).
 * @param x (m).
 * @throws {RangeError} If `x` has another length, or an entry is not finite.
 */
export function csrTransposedMatvec(a: CsrMatrix, x: Float64Array): Float64Array {
  const action = "multiply a sparse matrix with a vector";
  const { rows, columns, indptr, indices, data } = checkCsr(a, action);
  checkLength(checkFiniteVector(x, { action, argument: "x" }), { action, length: rows, side: "rows" });
  const result = new Float64Array(columns);
  for (let i = 0; i < rows; i++) {
    const factor = x[i]!;
    for (let at = indptr[i]!; at < indptr[i + 1]!; at++) result[indices[at]!]! += factor * data[at]!;
  }
  return result;
}

/**
 * a · b with a dense b.
 * @param a (m, n).
 * @param b (n, k).
 * @returns (m, k)
 * @throws {RangeError} If the shapes do not fit, or an entry is not finite.
 */
export function csrMatmul(a: CsrMatrix, b: Matrix): Matrix {
  return denseProduct(a, b, { isTransposed: false });
}

/**
 * aᵀ · b with a dense b, without making the transpose.
 * @param a (m, n).
 * @param b (m, k).
 * @returns (n, k)
 * @throws {RangeError} If the shapes do not fit, or an entry is not finite.
 */
export function csrTransposedMatmul(a: CsrMatrix, b: Matrix): Matrix {
  return denseProduct(a, b, { isTransposed: true });
}

function denseProduct(a: CsrMatrix, b: Matrix, { isTransposed }: { readonly isTransposed: boolean }): Matrix {
  const action = "multiply a sparse matrix with a dense one";
  const { rows, columns, indptr, indices, data } = checkCsr(a, action);
  checkMatrix(b, { action, argument: "b" });
  const [inner, side] = isTransposed ? [rows, "rows"] : [columns, "columns"];
  if (b.rows !== inner) {
    throw new RangeError(`Cannot ${action}: b must have ${inner} rows, as a has ${side}: current value is ${b.rows}`);
  }
  checkFiniteMatrix(b, { action, argument: "b" });
  const k = b.columns;
  const result = zeros(isTransposed ? columns : rows, k);
  for (let i = 0; i < rows; i++) {
    for (let at = indptr[i]!; at < indptr[i + 1]!; at++) {
      const factor = data[at]!;
      const [from, to] = isTransposed ? [i * k, indices[at]! * k] : [indices[at]! * k, i * k];
      for (let c = 0; c < k; c++) result.data[to + c]! += factor * b.data[from + c]!;
    }
  }
  return result;
}

function transposed({ rows, columns, indptr, indices, data }: CsrMatrix): CsrMatrix {
  const result = {
    indptr: new Int32Array(columns + 1),
    indices: new Int32Array(data.length),
    data: new Float64Array(data.length),
  };
  for (let at = 0; at < indices.length; at++) result.indptr[indices[at]! + 1]!++;
  for (let j = 0; j < columns; j++) result.indptr[j + 1]! += result.indptr[j]!;
  const next = result.indptr.slice(0, columns);
  for (let i = 0; i < rows; i++) {
    for (let at = indptr[i]!; at < indptr[i + 1]!; at++) {
      const to = next[indices[at]!]!++;
      result.indices[to] = i;
      result.data[to] = data[at]!;
    }
  }
  return { rows: columns, columns: rows, ...result };
}

/** The entries by row, in the order in which they came. */
function bucketed(
  entries: readonly Triplet[],
  { count, key, other }: { readonly count: number; readonly key: 0; readonly other: 1 },
): Pick<CsrMatrix, "indptr" | "indices" | "data"> {
  const indptr = new Int32Array(count + 1);
  for (const entry of entries) indptr[entry[key] + 1]!++;
  for (let i = 0; i < count; i++) indptr[i + 1]! += indptr[i]!;
  const next = indptr.slice(0, count);
  const [indices, data] = [new Int32Array(entries.length), new Float64Array(entries.length)];
  for (const entry of entries) {
    const to = next[entry[key]]!++;
    indices[to] = entry[other];
    data[to] = entry[2];
  }
  return { indptr, indices, data };
}

/** Entries of one place added up. */
function withoutRepeats({ rows, columns, indptr, indices, data }: CsrMatrix): CsrMatrix {
  const starts = new Int32Array(rows + 1);
  let to = 0;
  for (let i = 0; i < rows; i++) {
    for (let at = indptr[i]!; at < indptr[i + 1]!; at++) {
      if (to > starts[i]! && indices[to - 1] === indices[at]) data[to - 1]! += data[at]!;
      else {
        indices[to] = indices[at]!;
        data[to++] = data[at]!;
      }
    }
    starts[i + 1] = to;
  }
  return { rows, columns, indptr: starts, indices: indices.slice(0, to), data: data.slice(0, to) };
}

/**
 * A sparse matrix, whatever its entries: these are checked where it is made.
 * @throws {TypeError} If it is none.
 */
export function checkCsr(a: CsrMatrix, action: string): CsrMatrix {
  const given = a as Partial<CsrMatrix> | null | undefined;
  if (
    given?.indptr instanceof Int32Array && given.indices instanceof Int32Array && given.data instanceof Float64Array
  ) return a;
  throw argumentError(a, { action, argument: "a", rule: "a sparse matrix (see csrFromTriplets)", type: "none" });
}

function checkBelow(
  index: number,
  length: number,
  { action, argument }: { readonly action: string; readonly argument: string },
): void {
  if (Number.isInteger(index) && index >= 0 && index < length) return;
  throw argumentError(index, { action, argument, rule: `an index from 0 to ${length - 1}` });
}

function checkLength(
  x: Float64Array,
  { action, length, side }: { readonly action: string; readonly length: number; readonly side: string },
): void {
  if (x.length === length) return;
  throw new RangeError(
    `Cannot ${action}: x must have ${length} entries, as a has ${side}: current value is ${x.length}`,
  );
}
