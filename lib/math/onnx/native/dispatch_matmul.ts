/**
 * The matrix product, with dispatch by size: whichever of ours is the faster one.
 *
 * A native call costs about 18 µs before it multiplies anything; in that time JavaScript has done a product of 25². So
 * small products are made in blocks (`lib/math/linalg/blocked_matmul.ts`), larger ones natively (`onnx_matmul.ts`). It
 * lives here and not beside the others, because linear algebra knows nothing of the native runtime, and it returns a
 * promise, because the runtime does. Whoever may not wait calls `blockedMatmul`.
 *
 * **Invariant.** Which way is taken depends on the shapes alone, so the same product has the same bits each time on one
 * machine. Cost: m · n · k multiplications; see the two files for how fast.
 *
 * Not here on purpose: the naive product, which is never the fastest; 32-bit floats (compile an expression).
 *
 * @module
 */
import { blockedMatmul } from "../../linalg/blocked_matmul.ts";
import type { Matrix, MatrixShape } from "../../linalg/matrix.ts";
import { nativeMatmul } from "./onnx_matmul.ts";

export type { Matrix, MatrixShape };

/**
 * The crossover, in multiplications. Measured (2 cores at 2.1 GHz, medians of 600, blocks against native in µs): 24³ 17
 * : 19, 26³ 22 : 20, 32³ 33 : 21, 100 × 100 times a vector 80 : 22, 10 × 200 times 200 × 10 40 : 21.
 */
const NATIVE_FROM = 20_000;
/** What an entry of a factor costs the blocks, which check and copy it, in multiplications. */
const ENTRY_COST = 4;

/**
 * a · b.
 * @param a (m, k).
 * @param b (k, n).
 * @throws {RangeError} If the shapes do not fit, or an entry is not finite.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { matrixOf, rowsOf } from "../../linalg/matrix.ts";
 * import { matmul } from "./dispatch_matmul.ts";
 * assertEquals(rowsOf(await matmul(matrixOf([[1, 2, 3]]), matrixOf([[4], [5], [6]]))), [[32]]);
 * ```
 */
export async function matmul(a: Matrix, b: Matrix): Promise<Matrix> {
  return isNativeFaster(a, b) ? await nativeMatmul(a, b) : blockedMatmul(a, b);
}

/**
 * Whether a product of these shapes is large enough to be made natively.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { isNativeFaster } from "./dispatch_matmul.ts";
 * assert(!isNativeFaster({ rows: 20, columns: 20 }, { rows: 20, columns: 20 }));
 * assert(isNativeFaster({ rows: 30, columns: 30 }, { rows: 30, columns: 30 }));
 * ```
 */
export function isNativeFaster(a: MatrixShape, b: MatrixShape): boolean {
  const entries = a.rows * a.columns + b.rows * b.columns;
  return a.rows * a.columns * b.columns + ENTRY_COST * entries >= NATIVE_FROM;
}
