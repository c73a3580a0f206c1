/**
 * Kernels over rows of doubles, two doubles at a time: inner products, sums of multiples, rotations. What
 * decompositions spend their time on.
 *
 * JavaScript computes one double at a time and checks every index; the same loops in WebAssembly, with SIMD and four
 * rows at a time, were measured three to five times as fast (matrix times vector at 256²: 10.9 against 3.0 GFLOP/s).
 * The kernels have a memory of their own: rows are copied in, worked on, and copied out again, which is O(n²) beside
 * work of O(n³).
 *
 * **Invariant.** Rows end in at least three zeros of padding, and every kernel works on four doubles at a time, running
 * over the end into the padding: zeros stay zeros there and add nothing. Rounding is that of IEEE 754: the same bits on
 * every machine.
 *
 * Cost: memory is kept for the next call up to 64 MiB, and let go beyond.
 *
 * Not here on purpose: threads, checks of arguments (the callers know their shapes), the product of two matrices.
 *
 * @module
 */
import { BYTES, rowKernelCode, STEP_DOUBLES, UNROLL } from "./_simd_kernels_wasm.ts";
import { assemble } from "./wasm_assembler.ts";

const PAGE_BYTES = 65_536;
const MAX_KEPT_BYTES = 64 * 2 ** 20;

/** The part of a block of rows that lies below and right of some entry: equally long rows, `stride` bytes apart. */
export interface RowSpan {
  /** Where its first entry is. */
  readonly address: number;
  /** From one row to the next, in bytes. */
  readonly stride: number;
  /** How many rows. */
  readonly count: number;
  /** Entries of each row. */
  readonly length: number;
}

/** Rows of equal length in the memory of the kernels. */
export class RowBlock implements RowSpan {
  readonly address: number;
  readonly stride: number;
  readonly count: number;
  readonly length: number;
  readonly #memory: WebAssembly.Memory;
  #data: Float64Array<ArrayBuffer>;

  /** Rows from `address` on; to be had from {@linkcode withScratch}. */
  constructor(memory: WebAssembly.Memory, { address, stride, count, length }: RowSpan) {
    this.address = address;
    this.stride = stride;
    this.count = count;
    this.length = length;
    this.#memory = memory;
    this.#data = this.#view();
  }

  /**
   * All entries: (i, j) at `i * stride / 8 + j`. To be taken again after more rows were made: memory that grows moves.
   */
  get data(): Float64Array<ArrayBuffer> {
    if (this.#data.length === 0) this.#data = this.#view(); // memory that has grown leaves old views empty
    return this.#data;
  }

  /** The entries of row i. */
  row(i: number): Float64Array<ArrayBuffer> {
    const from = i * this.stride / BYTES;
    return this.data.subarray(from, from + this.length);
  }

  /** Takes over as many entries, row after row. */
  set(entries: Float64Array): void {
    for (let i = 0; i < this.count; i++) this.row(i).set(entries.subarray(i * this.length, (i + 1) * this.length));
  }

  /** A copy of all entries, row after row, without what pads them. */
  entries(): Float64Array<ArrayBuffer> {
    const entries = new Float64Array(this.count * this.length);
    for (let i = 0; i < this.count; i++) entries.set(this.row(i), i * this.length);
    return entries;
  }

  /** Lets two rows change places. */
  swap(i: number, j: number): void {
    const moved = this.row(i).slice();
    this.row(i).set(this.row(j));
    this.row(j).set(moved);
  }

  /** Where entry (i, j) is. */
  at(i: number, j: number): number {
    return this.address + i * this.stride + j * BYTES;
  }

  /** What lies below and right of entry (i, j), with it. */
  corner(i: number, j: number): RowSpan {
    return { address: this.at(i, j), stride: this.stride, count: this.count - i, length: this.length - j };
  }

  #view(): Float64Array<ArrayBuffer> {
    return new Float64Array(this.#memory.buffer as ArrayBuffer, this.address, this.count * this.stride / BYTES);
  }
}

/** Makes rows of zeros. */
export type MakeRows = (count: number, length: number) => RowBlock;

/** The kernels and what they work in. */
interface Engine {
  readonly memory: WebAssembly.Memory;
  readonly kernels: Readonly<Record<string, (...numbers: number[]) => number>>;
  /** Bytes in use; what lies above is free. */
  used: number;
  /** Bytes of the memory. */
  size: number;
}

let engine: Engine | undefined;

/**
 * Lets `work` make rows; they are gone when it returns.
 *
 * @throws {RangeError} If there is not so much memory (4 GiB at most).
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { dot, rotate, withScratch } from "./_simd_kernels.ts";
 *
 * const after = withScratch((makeRows) => {
 *   const rows = makeRows(2, 3);
 *   rows.row(0).set([1, 2, 3]);
 *   rows.row(1).set([4, 5, 6]);
 *   const [x, y] = [rows.at(0, 0), rows.at(1, 0)];
 *   assertEquals(dot({ x, y, length: 3 }), 32);
 *   rotate({ x, y, length: 3, cosine: 0, sine: 1 });
 *   return [...rows.row(0), ...rows.row(1)];
 * });
 * assertEquals(after, [-4, -5, -6, 1, 2, 3]);
 * ```
 */
export function withScratch<Result>(work: (makeRows: MakeRows) => Result): Result {
  const present = engine ??= start();
  const before = present.used;
  try {
    return work((count, length) => makeRows(present, { count, length }));
  } finally {
    present.used = before;
    if (present.size > MAX_KEPT_BYTES && before === 0) engine = undefined;
  }
}

function makeRows(engine: Engine, { count, length }: { readonly count: number; readonly length: number }): RowBlock {
  const stride = BYTES * STEP_DOUBLES * (Math.ceil(length / STEP_DOUBLES) + 1);
  const address = engine.used;
  const end = address + count * stride;
  if (end > engine.size) {
    const pages = Math.ceil((end - engine.size) / PAGE_BYTES);
    engine.memory.grow(pages);
    engine.size += pages * PAGE_BYTES;
  }
  engine.used = end;
  const block = new RowBlock(engine.memory, { address, stride, count, length });
  block.data.fill(0);
  return block;
}

/** x · y. */
export function dot({ x, y, length }: { readonly x: number; readonly y: number; readonly length: number }): number {
  return engine!.kernels["dot"]!(x, y, length * BYTES);
}

/** (x, y) becomes (cosine · x − sine · y, sine · x + cosine · y). */
export function rotate(
  { x, y, length, cosine, sine }: {
    readonly x: number;
    readonly y: number;
    readonly length: number;
    readonly cosine: number;
    readonly sine: number;
  },
): void {
  engine!.kernels["rotate"]!(x, y, length * BYTES, cosine, sine);
}

/**
 * Rotates the last two rows of a span, then the two before with one row in common, and so on up to the first two; each
 * pair as `rotate` does.
 * @param rotations Where cosine and sine of the rotations stand, that of the last pair first.
 */
export function rotateUpwards({ address, stride, count, length }: RowSpan, rotations: number): void {
  const { rotateUpwards1, rotateUpwards4 } = engine!.kernels;
  let [row, at] = [address + (count - 1) * stride, rotations];
  for (; row - UNROLL * stride >= address; row -= UNROLL * stride, at += 2 * UNROLL * BYTES) {
    rotateUpwards4!(row, stride, at, length * BYTES);
  }
  for (; row > address; row -= stride, at += 2 * BYTES) rotateUpwards1!(row, stride, at, length * BYTES);
}

/** Puts the product of each row with x, one after the other, at `into`. */
export function multiplyRows(span: RowSpan, { x, into }: { readonly x: number; readonly into: number }): void {
  alongRows(span, { one: "multiplyRows1by1", several: "multiplyRows4by1", x, into });
}

/** Does `multiplyRows` with two vectors, reading the rows once. */
export function multiplyRowsByBoth(span: RowSpan, vectors: TwoVectors): void {
  alongRowsTwice(span, { one: "multiplyRows1by2", several: "multiplyRows4by2", ...vectors });
}

/** Puts the squared Euclidean distance of each row from x, one after the other, at `into`. */
export function squaredDistances(span: RowSpan, { x, into }: { readonly x: number; readonly into: number }): void {
  alongRows(span, { one: "squaredDistances1by1", several: "squaredDistances4by1", x, into });
}

/** Does `squaredDistances` with two vectors, reading the rows once. */
export function squaredDistancesFromBoth(span: RowSpan, vectors: TwoVectors): void {
  alongRowsTwice(span, { one: "squaredDistances1by2", several: "squaredDistances4by2", ...vectors });
}

/** Two vectors, and where what comes of each goes. */
export interface TwoVectors {
  /** Where the first is. */
  readonly x: number;
  /** Where its sums go, one a row. */
  readonly into: number;
  /** Where the second is. */
  readonly y: number;
  /** Where its sums go. */
  readonly alsoInto: number;
}

/** The names of a kernel for one row and for several. */
interface KernelNames {
  readonly one: string;
  readonly several: string;
}

function alongRows(
  { address, stride, count, length }: RowSpan,
  { one, several, x, into }: KernelNames & { readonly x: number; readonly into: number },
): void {
  const { [one]: forOne, [several]: forSeveral } = engine!.kernels;
  let i = 0;
  for (; i + UNROLL <= count; i += UNROLL) {
    forSeveral!(address + i * stride, stride, length * BYTES, x, into + i * BYTES);
  }
  for (; i < count; i++) forOne!(address + i * stride, stride, length * BYTES, x, into + i * BYTES);
}

function alongRowsTwice(
  { address, stride, count, length }: RowSpan,
  { one, several, x, into, y, alsoInto }: KernelNames & TwoVectors,
): void {
  const { [one]: forOne, [several]: forSeveral } = engine!.kernels;
  const bytes = length * BYTES;
  let i = 0;
  for (; i + UNROLL <= count; i += UNROLL) {
    forSeveral!(address + i * stride, stride, bytes, x, y, into + i * BYTES, alsoInto + i * BYTES);
  }
  for (; i < count; i++) {
    forOne!(address + i * stride, stride, bytes, x, y, into + i * BYTES, alsoInto + i * BYTES);
  }
}

/** Row i gains scale · factors[i] · x. */
export function addMultiples(
  span: RowSpan,
  { x, factors, scale }: { readonly x: number; readonly factors: number; readonly scale: number },
): void {
  const { addMultiples1of1, addMultiples4of1 } = engine!.kernels;
  const { address, stride, count } = span;
  const bytes = span.length * BYTES;
  let i = 0;
  for (; i + UNROLL <= count; i += UNROLL) {
    addMultiples4of1!(address + i * stride, stride, bytes, x, factors + i * BYTES, scale);
  }
  for (; i < count; i++) addMultiples1of1!(address + i * stride, stride, bytes, x, factors + i * BYTES, scale);
}

/** Row i gains scale · (factors[i] · x + others[i] · y). */
export function addMultiplesOfBoth(
  span: RowSpan,
  { x, factors, y, others, scale }: {
    readonly x: number;
    readonly factors: number;
    readonly y: number;
    readonly others: number;
    readonly scale: number;
  },
): void {
  const { addMultiples1of2, addMultiples4of2 } = engine!.kernels;
  const { address, stride, count } = span;
  const bytes = span.length * BYTES;
  let i = 0;
  for (; i + UNROLL <= count; i += UNROLL) {
    addMultiples4of2!(address + i * stride, stride, bytes, x, y, factors + i * BYTES, others + i * BYTES, scale);
  }
  for (; i < count; i++) {
    addMultiples1of2!(address + i * stride, stride, bytes, x, y, factors + i * BYTES, others + i * BYTES, scale);
  }
}

function start(): Engine {
  const memory = new WebAssembly.Memory({ initial: 0 });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(assemble(rowKernelCode())), {
    kernel: { memory },
  });
  return { memory, kernels: exports as Engine["kernels"], used: 0, size: 0 };
}
