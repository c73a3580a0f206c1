/**
 * The matrix product by ONNX Runtime: the third of three, beside `naive_matmul.ts` and `blocked_matmul.ts` of
 * `lib/math/linalg`.
 *
 * One model with one operation, a (m, k) times b (k, n), is compiled at the first call and serves all shapes from then
 * on. The runtime cuts the product into blocks, copies them so that they lie in a row, uses the processor's vector
 * instructions, and shares the rows out among its threads.
 *
 * **Invariant.** The result is that of the other two up to rounding: the order in which a sum is added up depends on
 * the machine. Entries that are not finite are refused like there, but found afterwards: such an entry of `a` leaves no
 * finite number in its row of the result, one of `b` none in its column. So the first column and the first row of the
 * result tell, in O(m + n); only then are the factors searched.
 *
 * Cost: m · n · k multiplications, at 20 to 40 times the speed of JavaScript (512² on 2 cores: 2.3 ms, blocks 72 ms);
 * beside them about 18 µs for the call, and once in a process 20 to 50 ms for the model.
 *
 * Not here on purpose: 32-bit floats and products of more than two axes (compile an expression with
 * `operations/matmul.ts`), the choice by size (`dispatch_matmul.ts`).
 *
 * @module
 */
import { type Matrix, zeros } from "../../linalg/matrix.ts";
import { checkMultipliable } from "../../linalg/matrix_checks.ts";
import { compile } from "./compile.ts";
import type { CompiledGraph } from "./compiled_graph.ts";
import { input } from "../expressions/expression.ts";
import { matmul } from "../operations/matmul.ts";

export type { Matrix };

/** Where the product goes. */
export interface NativeMatmulOptions {
  /**
   * An (m, n) matrix that is written over, with memory of its own; what it held is gone, also when the product is
   * refused. Saves a large product the tenth of its time that new memory takes. @default {a new matrix}
   */
  readonly into?: Matrix;
}

/** The product for all shapes; made when it is first needed. */
let shared: Promise<CompiledGraph> | undefined;

/**
 * a · b, computed natively.
 * @param a (m, k).
 * @param b (k, n).
 * @returns `into`, or a new matrix.
 * @throws {RangeError} If the shapes do not fit, an entry is not finite, or `into` shares memory with a factor.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { matrixOf, rowsOf } from "../../linalg/matrix.ts";
 * import { nativeMatmul } from "./onnx_matmul.ts";
 * const product = await nativeMatmul(matrixOf([[1, 2], [3, 4]]), matrixOf([[5, 6], [7, 8]]));
 * assertEquals(rowsOf(product), [[19, 22], [43, 50]]);
 * ```
 */
export async function nativeMatmul(a: Matrix, b: Matrix, options: NativeMatmulOptions = {}): Promise<Matrix> {
  const [m, k, n] = [a.rows, a.columns, b.columns];
  if (k !== b.rows || m * k * n === 0) checkMultipliable(a, b);
  const { into: result = zeros(m, n) } = options; // (m, n)
  if (result.rows !== m || result.columns !== n) {
    throw new RangeError(
      `Cannot multiply matrices: into must be ${m} × ${n}: current value is ${result.rows} × ${result.columns}`,
    );
  }
  if (m * k * n === 0) {
    result.data.fill(0);
    return result;
  }
  shared ??= compileProduct();
  await (await shared).run({ a: tensorOf(a), b: tensorOf(b) }, { into: { product: tensorOf(result) } });
  // finite factors may still have a product that is not: too large
  if (!hasFiniteEdges(result)) checkMultipliable(a, b);
  return result;
}

/** Gives back the memory of the compiled product, as soon as no call runs; the next call compiles it again. */
export async function disposeNativeMatmul(): Promise<void> {
  const graph = shared;
  shared = undefined;
  await (await graph)?.dispose();
}

function compileProduct(): Promise<CompiledGraph> {
  const a = input("a", { shape: ["m", "k"], dtype: "float64" });
  const b = input("b", { shape: ["k", "n"], dtype: "float64" });
  return compile({ product: matmul(a, b) });
}

function tensorOf({ rows, columns, data }: Matrix) {
  return { dtype: "float64", shape: [rows, columns], values: data } as const;
}

/** Whether the first row and the first column are free of NaN and infinities. */
function hasFiniteEdges({ rows, columns, data }: Matrix): boolean {
  for (let j = 0; j < columns; j++) if (!Number.isFinite(data[j])) return false;
  for (let i = 1; i < rows; i++) if (!Number.isFinite(data[i * columns])) return false;
  return true;
}
