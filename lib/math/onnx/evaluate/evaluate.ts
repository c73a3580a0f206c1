/**
 * The meaning of the language: an interpreter of expressions in plain loops.
 *
 * Every node is computed once, in order, from the values of its inputs, by the rule of its operation (`evaluate/`).
 * What a rule computes in double precision is rounded once, when it is stored in an array of the node's element type.
 * Symbols of shapes are learnt from the feeds.
 *
 * It is what native results are compared with, what folds constants, and what gradients are checked on, in float64.
 * Speed is not its aim: a compiled graph (`compile.ts`) is a hundred times as fast.
 *
 * **Invariant.** The same feeds give the same bits on every machine, as far as the exponentials of JavaScript do.
 * Operands are never changed, and no two results share an array.
 *
 * Cost: O(elements) of every node; of a product and a convolution what their formulas say. All values are kept until
 * the end.
 *
 * Not here on purpose: anything native or parallel, reuse of memory.
 *
 * @module
 */
import { checkOptions } from "../../../base/argument.ts";
import {
  checkExpressions,
  type Expression,
  inOrder,
  isOperation,
  type OperationName,
} from "../expressions/expression.ts";
import { ARRAY_OF, type Shape, showArray, showType, type Tensor, type TensorType } from "../expressions/tensor_type.ts";
import { BROADCAST_KERNELS, UNARY_KERNELS } from "./_elementwise_kernels.ts";
import { INDEXING_KERNELS } from "./_indexing_kernels.ts";
import { elementCount } from "./_strides.ts";
import { REDUCTION_KERNELS } from "./_reduction_kernels.ts";
import type { Kernel, Kernels } from "./_kernel.ts";
import { SHAPE_KERNELS } from "./_shape_kernels.ts";
import { bindDimensions, lengthIn, shapeInNumbers, type SymbolLengths } from "../expressions/_symbolic_dims.ts";
import { WINDOW_KERNELS } from "./_window_kernels.ts";

const KERNELS: Kernels = {
  ...UNARY_KERNELS,
  ...BROADCAST_KERNELS,
  ...REDUCTION_KERNELS,
  ...SHAPE_KERNELS,
  ...INDEXING_KERNELS,
  ...WINDOW_KERNELS,
};

/**
 * The values of expressions.
 * @param feeds A tensor for each input that the outputs need, by name; others are ignored.
 * @returns One tensor for each output, in arrays of their own.
 * @throws {TypeError} If an input is not fed, or with another element type.
 * @throws {RangeError} If a feed has another shape or number of elements than declared, two feeds disagree about a
 * symbol, or an operation has no result for the values: an index out of range, a whole number divided by 0.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { evaluate } from "./evaluate.ts";
 * import { input } from "../expressions/expression.ts";
 * import { add, multiply } from "../operations/arithmetic.ts";
 * const x = input("x", { shape: ["batch", 2] });
 * const feed = { dtype: "float32", shape: [1, 2], values: new Float32Array([2, 3]) } as const;
 * const [y] = evaluate([add(multiply(x, x), 1)], { x: feed });
 * assertEquals(y, { dtype: "float32", shape: [1, 2], values: new Float32Array([5, 10]) });
 * ```
 */
export function evaluate(outputs: readonly Expression[], feeds: Readonly<Record<string, Tensor>>): Tensor[] {
  checkExpressions(outputs, { action: "evaluate", argument: "outputs" });
  checkOptions(feeds, { action: "evaluate", argument: "feeds" });
  const order = inOrder(outputs);
  const lengths = lengthsFrom(order.filter((node) => isOperation(node, "Input")), feeds);
  const values = new Map<Expression, Tensor>();
  for (const node of order) {
    const result = emptyTensor(node, lengths);
    const operands = node.inputs.map((operand) => values.get(operand)!);
    if (isOperation(node, "Input")) {
      (result.values as Float64Array).set(feeds[node.attributes.name]!.values as Float64Array);
    } else {(KERNELS as Record<string, Kernel<OperationName>>)[node.operation]!({
        attributes: node.attributes,
        length: (dimension) => lengthIn(dimension, { lengths, action: "evaluate" }),
        operands,
        result,
      });}
    values.set(node, result);
  }
  const returned = new Set<Tensor>();
  return outputs.map((output) => ownTensor(values.get(output)!, returned));
}

/** Checks the feeds, and learns the symbols from them. */
function lengthsFrom(inputs: readonly Expression<"Input">[], feeds: Readonly<Record<string, Tensor>>): SymbolLengths {
  const fed = inputs.map((input) => {
    const { name } = input.attributes;
    const feed = Object.hasOwn(feeds, name) ? feeds[name] : undefined;
    if (feed === undefined) {
      throw new TypeError(`Cannot evaluate: input ${name} must be fed: current value is undefined`);
    }
    if (feed?.dtype !== input.dtype || !(feed.values instanceof ARRAY_OF[input.dtype]) || !Array.isArray(feed.shape)) {
      const array = typeof feed === "object" && feed !== null ? ` in a ${showArray(feed.values)}` : "";
      throw new TypeError(
        `Cannot evaluate: input ${name} must be ${showType(input)}: current value is ${showType(feed)}${array}`,
      );
    }
    return { name, declared: input.shape, actual: feed.shape, count: feed.values.length };
  });
  const lengths = bindDimensions(fed, { action: "evaluate" });
  for (const { name, actual, count } of fed) {
    if (elementCount(actual) === count) continue;
    throw new RangeError(
      `Cannot evaluate: input ${name} must have ${elementCount(actual)} elements: current value is ${count}`,
    );
  }
  return lengths;
}

function emptyTensor({ dtype, shape }: TensorType & { readonly shape: Shape }, lengths: SymbolLengths): Tensor {
  const inNumbers = shapeInNumbers(shape, { lengths, action: "evaluate" });
  return { dtype, shape: inNumbers, values: new ARRAY_OF[dtype](elementCount(inNumbers)) };
}

/** The tensor; a copy if it was returned before, for an output that is asked for twice. */
function ownTensor(tensor: Tensor, returned: Set<Tensor>): Tensor {
  if (returned.has(tensor)) return { ...tensor, shape: [...tensor.shape], values: tensor.values.slice() };
  returned.add(tensor);
  return tensor;
}
