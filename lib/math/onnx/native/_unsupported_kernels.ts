/**
 * Which operations the runtime cannot compute for which element types.
 *
 * ONNX defines more than ONNX Runtime has kernels for. What is missing on the processor is missing everywhere: other
 * providers leave to it what they cannot do. A gap is refused when a graph is compiled, with the operation and the
 * type, because a detour through float32 would not be the precision that was asked for. `evaluate.ts` computes all of
 * them.
 *
 * Found by trying every operation with every element type (ONNX Runtime 1.30);
 * `tests/math/onnx/native/unsupported_kernels_test.ts` tries again, so a gap that is closed is noticed. Some gaps are
 * bridged exactly by other operations instead (`_decompositions.ts`).
 *
 * @module
 */
import { type Expression, inOrder, type OperationName } from "../expressions/expression.ts";
import { type DType, showType } from "../expressions/tensor_type.ts";

/** The gaps; types that an operation does not have in the language are not listed. */
export const UNSUPPORTED_KERNELS: Partial<Readonly<Record<OperationName, readonly DType[]>>> = {
  Erf: ["float64"],
  Conv: ["float64"],
  ConvTranspose: ["float64"],
  AveragePool: ["float64"],
};

/**
 * Refuses expressions that the runtime cannot compute.
 * @throws {TypeError} If there is one; operation and type are named.
 */
export function checkKernels(outputs: readonly Expression[]): void {
  for (const node of inOrder(outputs)) {
    if (!hasGap(node)) continue;
    throw new TypeError(
      `Cannot compile ${node.operation}: the runtime must have a kernel for its element type, cast to float32 or use evaluate: current value is ${
        showType(node)
      }`,
    );
  }
}

function hasGap(node: Expression): boolean {
  const isExactGelu = node.operation === "Gelu" && (node as Expression<"Gelu">).attributes.approximate === "none";
  return isExactGelu ? node.dtype === "float64" : UNSUPPORTED_KERNELS[node.operation]?.includes(node.dtype) ?? false;
}
