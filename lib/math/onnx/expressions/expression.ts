/**
 * Tensor expressions: a graph of operations, built before any number flows.
 *
 * An expression is a frozen node: an operation, the expressions that it is applied to, its attributes, and the type of its result. Building one computes
 * nothing; it checks. Whatever is wrong with shapes or element types is said where the expression is written, with both shapes, and not by a
 * runtime later. Nodes are shared by reference, so an expression is a directed acyclic graph without further ado.
 *
 * **Invariant.** A node's `dtype` and `shape` are what its operation gives for the types of its inputs. Nodes never change: whoever transforms a
 * graph builds a new one.
 *
 * Cost: O(rank) for a node. `inOrder` is O(nodes + edges) and does not recurse, so a graph may be as deep as memory allows.
 *
 * Not here on purpose: values (`evaluate.ts`, `compile.ts`), derivatives (`gradient.ts`), the functions that people call (`operations/`).
 *
 * @module
 */
import type { OperationName, Operations } from "./operation.ts";
import {
  ARRAY_OF,
  type ArrayOf,
  checkShape,
  type DType,
  elementCount,
  type Shape,
  showShape,
  type TensorType,
  type Values,
} from "./tensor_type.ts";

export type { OperationName, Operations, TensorType };

/** A node of an expression graph; of a certain operation if `Name` says so. */
export interface Expression<Name extends OperationName = OperationName> extends TensorType {
  /** What is done. */
  readonly operation: Name;
  /** To what. */
  readonly inputs: readonly Expression[];
  /** How. */
  readonly attributes: Operations[Name];
}

/** What people may write where an expression is expected: a number means a constant of the other operand's element type. */
export type Operand = Expression | number;

/**
 * A new node. For those who define an operation; everyone else calls the functions of `operations/`.
 */
export function node<Name extends OperationName>(
  operation: Name,
  inputs: readonly Expression[],
  { attributes, dtype, shape }: { readonly attributes: Operations[Name]; readonly dtype: DType; readonly shape: Shape },
): Expression<Name> {
  const result: Expression<Name> = {
    operation,
    inputs: Object.freeze([...inputs]),
    attributes,
    dtype,
    shape: Object.freeze([...shape]),
  };
  Object.freeze(attributes);
  return Object.freeze(result);
}

/** Whether a node is of an operation; tells the compiler so. */
export function isOperation<Name extends OperationName>(
  expression: Expression,
  name: Name,
): expression is Expression<Name> {
  return expression.operation === name;
}

/**
 * A tensor that is fed when the graph runs.
 * @param name Unique within a graph.
 * @throws {RangeError} If the name is empty or a dimension is none.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { input } from "./expression.ts";
 * assertEquals(input("x", { dtype: "float32", shape: ["batch", 784] }).shape, ["batch", 784]);
 * ```
 */
export function input(
  name: string,
  { dtype = "float32", shape }: { readonly dtype?: DType; readonly shape: Shape },
): Expression<"Input"> {
  if (name === "") throw new RangeError('Cannot build an input: name must not be empty: current value is ""');
  return node("Input", [], { attributes: { name }, dtype, shape: checkShape(shape) });
}

/**
 * A tensor that is known.
 * @param values One number (repeated over the shape), or as many elements as the shape has. Arrays are copied into `dtype`.
 * @throws {RangeError} If there are more or fewer elements, or a shape with symbols is given elements of its own.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { constant } from "./expression.ts";
 * assertEquals(constant([1, 2, 3, 4], { shape: [2, 2] }).attributes.values, new Float32Array([1, 2, 3, 4]));
 * assertEquals(constant(0.5).shape, []);
 * ```
 */
export function constant(
  values: number | ArrayLike<number> | Values,
  { dtype = "float32", shape }: { readonly dtype?: DType; readonly shape?: Shape } = {},
): Expression<"Constant"> {
  if (typeof values === "number") {
    return node("Constant", [], {
      attributes: { values: arrayOf(dtype, [values]) },
      dtype,
      shape: checkShape(shape ?? []),
    });
  }
  const ownShape = checkShape(shape ?? [values.length]);
  if (elementCount(ownShape) !== values.length) {
    throw new RangeError(
      `Cannot build a constant: values must be as many as ${
        showShape(ownShape)
      } has: current value is ${values.length}`,
    );
  }
  return node("Constant", [], { attributes: { values: arrayOf(dtype, values) }, dtype, shape: ownShape });
}

/** The operand as an expression; a number becomes a scalar of this element type. */
export function expressionOf(operand: Operand, dtype: DType): Expression {
  return typeof operand === "number" ? constant(operand, { dtype }) : operand;
}

/** The elements as an array of their type. */
function arrayOf<T extends DType>(dtype: T, values: ArrayLike<number> | Values): ArrayOf[T] {
  const elements = Array.from(values as ArrayLike<number | bigint>);
  if (dtype === "int64") return BigInt64Array.from(elements, BigInt) as ArrayOf[DType] as ArrayOf[T];
  return (ARRAY_OF[dtype] as typeof Float64Array).from(elements, Number) as ArrayOf[DType] as ArrayOf[T];
}

/**
 * Every node that the outputs need, once, inputs before those who use them.
 */
export function inOrder(outputs: readonly Expression[]): Expression[] {
  const order: Expression[] = [];
  const seen = new Set<Expression>();
  const waiting: { readonly expression: Expression; next: number }[] = [];
  for (const output of outputs) {
    if (seen.has(output)) continue;
    seen.add(output);
    waiting.push({ expression: output, next: 0 });
    while (waiting.length > 0) {
      const top = waiting.at(-1)!;
      const operand = top.expression.inputs[top.next++];
      if (operand === undefined) {
        order.push(top.expression);
        waiting.pop();
      } else if (!seen.has(operand)) {
        seen.add(operand);
        waiting.push({ expression: operand, next: 0 });
      }
    }
  }
  return order;
}
