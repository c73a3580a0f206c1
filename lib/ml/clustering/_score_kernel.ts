/**
 * The score kernel of nearest-centre searches: bias + x · c for listed rows and all centres, several centres at once in
 * WebAssembly.
 *
 * Centres lie side by side: one load takes four of them (two, for 64-bit floats), and one coordinate of a row is
 * multiplied with all. Two rows go together, so that a centre is read once for both. With c scaled by −2 and ‖c‖² as
 * the bias, the score is the squared distance less ‖x‖², which does not change which is nearest.
 *
 * **Invariant.** A row's scores do not depend on which rows are listed beside it.
 *
 * Cost: rows · centres · d multiplications, at 8 to 15 a nanosecond in 32 bits.
 *
 * Not here on purpose: threads, gathering of more than 2³² bytes.
 *
 * @module
 */
import * as code from "../../math/linalg/wasm_assembler.ts";
import type { Code, CodeFunction, Variable } from "../../math/linalg/wasm_assembler.ts";

/** Element types. */
export type KernelPrecision = "float32" | "float64";

/** Vectors of centres that a pass takes. */
const VECTORS = 4;
const PAGE_BYTES = 65536;
const SIMD = 0xfd;

/** Rows in the kernel's memory, to be scored again and again. */
export interface ScoreKernel {
  /** Centres are padded to this many. */
  readonly stride: number;
  /** (centres): biases of the next scores. */
  setCentres(centres: ArrayLike<number>, biases: ArrayLike<number>): void;
  /**
   * The scores of listed rows.
   * @param rows Row numbers; at most `mostRows` of them.
   * @returns (rows, stride): a view, valid until the next call.
   */
  scores(rows: Int32Array): Float32Array | Float64Array;
  /** How many rows one call takes. */
  readonly mostRows: number;
}

/**
 * A kernel for the rows of `data`, which is copied.
 * @param data (n, d).
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { scoreKernel } from "./_score_kernel.ts";
 * const kernel = scoreKernel(Float64Array.of(1, 2, 3, 4), { columns: 2, centres: 2, precision: "float32" });
 * kernel.setCentres([10, 1, 0, -1], [0.5, 100]); // (centres, d)
 * const scores = kernel.scores(Int32Array.of(1, 0));
 * assertEquals([scores[0], scores[1]], [0.5 + 30 + 4, 100 - 4]);
 * assertEquals([scores[kernel.stride], scores[kernel.stride + 1]], [0.5 + 10 + 2, 100 - 2]);
 * ```
 */
export function scoreKernel(
  data: Float64Array,
  { columns, centres, precision }: {
    readonly columns: number;
    readonly centres: number;
    readonly precision: KernelPrecision;
  },
): ScoreKernel {
  const Floats = precision === "float32" ? Float32Array : Float64Array;
  const bytes = Floats.BYTES_PER_ELEMENT;
  const lanes = 16 / bytes;
  const group = VECTORS * lanes;
  const stride = Math.ceil(centres / group) * group;
  const mostRows = 4096;
  const aligned = (size: number) => Math.ceil(size / 16) * 16;
  const listAt = aligned(data.length * bytes);
  const centresAt = aligned(listAt + (mostRows + 1) * 4);
  const scoresAt = aligned(centresAt + (columns + 1) * stride * bytes);
  const end = scoresAt + (mostRows + 1) * stride * bytes;
  const memory = new WebAssembly.Memory({ initial: Math.ceil(end / PAGE_BYTES) });
  const module = new WebAssembly.Module(code.assemble([scoreCode(precision)]));
  const { exports } = new WebAssembly.Instance(module, { kernel: { memory } });
  const run = exports["scores"] as (...numbers: number[]) => void;
  const buffer = memory.buffer as ArrayBuffer;
  new Floats(buffer, 0, data.length).set(data);
  const list = new Int32Array(buffer, listAt, mostRows + 1);
  const table = new Floats(buffer, centresAt, (columns + 1) * stride);
  const results = new Floats(buffer, scoresAt, (mostRows + 1) * stride);
  return {
    stride,
    mostRows,
    setCentres(values, biases) {
      for (let c = 0; c < centres; c++) {
        table[c] = biases[c]!;
        for (let j = 0; j < columns; j++) table[(j + 1) * stride + c] = values[c * columns + j]!;
      }
    },
    scores(rows) {
      for (let i = 0; i < rows.length; i++) list[i] = rows[i]! * columns * bytes;
      if (rows.length % 2 === 1) list[rows.length] = list[rows.length - 1]!; // rows go in pairs
      const listEnd = listAt + (rows.length + rows.length % 2) * 4;
      for (let from = 0; from < stride; from += group) {
        run(listAt, listEnd, centresAt + from * bytes, scoresAt + from * bytes, columns * bytes, stride * bytes);
      }
      return results.subarray(0, rows.length * stride);
    },
  };
}

/** scores(list, listEnd, centres, into, rowBytes, strideBytes): two rows and one group of centres at a time. */
function scoreCode(precision: KernelPrecision): CodeFunction {
  const is32 = precision === "float32";
  const unsigned = (value: number): number[] => value < 128 ? [value] : [value % 128 + 128, value >> 7];
  const binary =
    (operation: number) => (left: Code, right: Code): Code => [...left, ...right, SIMD, ...unsigned(operation)];
  const [add, multiply] = [binary(is32 ? 0xe4 : 0xf0), binary(is32 ? 0xe6 : 0xf2)];
  /** One float in all lanes. */
  const splat = (address: Code): Code => [...address, SIMD, is32 ? 0x09 : 0x0a, is32 ? 2 : 3, 0];
  const loadInteger = (address: Code, offset: number): Code => [...address, 0x28, 2, offset];
  const step = code.integer(is32 ? 4 : 8);
  const forward = (pointer: Variable, by: Code) => pointer.set(code.addIntegers(pointer.value, by));
  return {
    name: "scores",
    parameters: ["i32", "i32", "i32", "i32", "i32", "i32"],
    body: ([list, listEnd, centres, into, rowBytes, strideBytes], local) => {
      const [one, other, end, at] = [local("i32"), local("i32"), local("i32"), local("i32")];
      const sums = [0, 1].map(() => Array.from({ length: VECTORS }, () => local("f64x2")));
      const [left, right] = [local("f64x2"), local("f64x2")];
      const centre = local("f64x2");
      const perVector = (make: (vector: number) => Code) => Array.from({ length: VECTORS }, (_, v) => make(v)).flat();
      const along = code.sequence(
        left.set(splat(one.value)),
        right.set(splat(other.value)),
        perVector((v) => [
          ...centre.set(code.load(at.value, 16 * v)),
          ...sums[0]![v]!.set(add(sums[0]![v]!.value, multiply(left.value, centre.value))),
          ...sums[1]![v]!.set(add(sums[1]![v]!.value, multiply(right.value, centre.value))),
        ]),
        forward(one, step),
        forward(other, step),
        forward(at, strideBytes!.value),
      );
      const perPair = code.sequence(
        one.set(loadInteger(list!.value, 0)),
        other.set(loadInteger(list!.value, 4)),
        end.set(code.addIntegers(one.value, rowBytes!.value)),
        perVector((v) => [
          ...sums[0]![v]!.set(code.load(centres!.value, 16 * v)),
          ...sums[1]![v]!.set(sums[0]![v]!.value),
        ]),
        at.set(code.addIntegers(centres!.value, strideBytes!.value)),
        code.loopWhileLess(one, { end, body: along }),
        perVector((v) => code.store(into!.value, { value: sums[0]![v]!.value, offset: 16 * v })),
        forward(into!, strideBytes!.value),
        perVector((v) => code.store(into!.value, { value: sums[1]![v]!.value, offset: 16 * v })),
        forward(into!, strideBytes!.value),
        forward(list!, code.integer(8)),
      );
      return code.loopWhileLess(list!, { end: listEnd!, body: perPair });
    },
  };
}
