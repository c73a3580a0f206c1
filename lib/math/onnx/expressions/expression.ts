/**
 * Tensor expressions: a graph of operations, built before any number flows.
 *
 * An expression is a frozen node: an operation, the expressions that it is applied to, its attributes, and the type of
 * its result. Building one computes nothing; it checks. Whatever is wrong with shapes or element types is said where
 * the expression is written, with both shapes, and not by a runtime later. Nodes are shared by reference, so an
 * expression is a directed acyclic graph without further ado.
 *
 * **Invariant.** A node's `dtype` and `shape` are what its operation gives for the types of its inputs. Nodes never
 * change: whoever transforms a graph builds a new one.
 *
 * Cost: O(rank) for a node. `inOrder` is O(nodes + edges) and does not recurse, so a graph may be as deep as memory
 * allows.
 *
 * Not here on purpose: values (`evaluate.ts`, `compile.ts`), derivatives (`gradient.ts`), the functions that people
 * call (`operations/`).
 *
 * @module
 */
import { type ArgumentContext, argumentError, checkOneOf, checkString, showValue } from "../../../base/argument.ts";
import type { OperationName, Operations } from "./operation.ts";
import {
  ARRAY_OF,
  checkShape,
  type DType,
  elementCount,
  type Shape,
  showShape,
  showType,
  type TensorType,
  type Values,
} from "./tensor_type.ts";

export type { OperationName, Operations, TensorType };

const DTYPES = Object.keys(ARRAY_OF) as DType[];

/** A node of an expression graph; of a certain operation if `Name` says so. */
export interface Expression<Name extends OperationName = OperationName> extends TensorType {
  /** What is done. */
  readonly operation: Name;
  /** To what. */
  readonly inputs: readonly Expression[];
  /** How. */
  readonly attributes: Operations[Name];
}

/**
 * What people may write where an expression is expected: a number means a constant of the other operand's element type.
 */
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
  checkString(name, { action: "build an input", argument: "name" });
  if (name === "") throw new RangeError('Cannot build an input: name must not be empty: current value is ""');
  checkOneOf(dtype, { action: "build an input", argument: "dtype", choices: DTYPES });
  return node("Input", [], { attributes: { name }, dtype, shape: checkShape(shape) });
}

/**
 * A tensor that is known.
 * @param values One number (repeated over the shape), or as many elements as the shape has, in a flat list. They are
 * copied into an array of `dtype`: floats are rounded to it; whole numbers and truth values must be such.
 * @throws {TypeError} If values are no numbers in a flat list.
 * @throws {RangeError} If there are more or fewer elements, one does not fit into the type (a fraction into int32), or
 * a shape with symbols is given elements of its own.
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
  checkOneOf(dtype, { action: "build a constant", argument: "dtype", choices: DTYPES });
  if (!Array.isArray(values) && !ArrayBuffer.isView(values) && typeof values !== "number") {
    throw argumentError(values, {
      action: "build a constant",
      argument: "values",
      rule: "a number, or numbers in a flat list",
      type: "none",
    });
  }
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

/** Whether a value is a node of a graph. */
export function isExpression(value: unknown): value is Expression {
  return typeof value === "object" && value !== null && Object.hasOwn(value, "operation") &&
    Object.hasOwn(value, "inputs");
}

/** Refuses what is no list of expressions. @throws {TypeError} Naming the first that is none. */
export function checkExpressions(values: readonly Expression[], { action, argument }: ArgumentContext): void {
  const context = { action, rule: "an expression", type: "none" };
  if (!Array.isArray(values)) throw argumentError(values, { ...context, argument, rule: "a list of expressions" });
  const wrong = values.findIndex((value) => !isExpression(value));
  if (wrong >= 0) throw argumentError(values[wrong], { ...context, argument: `${argument}[${wrong}]` });
}

/**
 * The operand as an expression; a number becomes a scalar of the other operand's element type.
 * @param options.operation What is being built, for errors.
 * @throws {TypeError} If the operand is neither an expression nor a number.
 * @throws {RangeError} If the other operand holds whole numbers and this number is none that fits.
 */
export function expressionOf(
  operand: Operand,
  { operation, beside }: { readonly operation: string; readonly beside: TensorType },
): Expression {
  if (typeof operand !== "number") {
    if (isExpression(operand)) return operand;
    throw new TypeError(
      `Cannot build ${operation}: operands must be expressions or numbers: current value is ${showValue(operand)}`,
    );
  }
  if (fits(operand, beside.dtype)) return constant(operand, { dtype: beside.dtype });
  throw new RangeError(
    `Cannot build ${operation}: a number beside ${showType(beside)} must be ${RULE_OF[beside.dtype]}, or the operand ` +
      `be cast to floats: current value is ${operand}`,
  );
}

/** What an element of each type must be. */
const RULE_OF: Readonly<Record<DType, string>> = {
  float32: "a number",
  float64: "a number",
  int32: "a whole number from -2147483648 to 2147483647",
  int64: "a safe integer, or a bigint of 64 bits",
  bool: "0, 1, true or false",
};

/** Whether a value is an element of the type, as it is. */
function fits(value: unknown, dtype: DType): boolean {
  switch (dtype) {
    case "int32":
      return Number.isInteger(value) && value as number >= -(2 ** 31) && value as number < 2 ** 31;
    case "int64":
      return typeof value === "bigint" ? BigInt.asIntN(64, value) === value : Number.isSafeInteger(value);
    case "bool":
      return value === 0 || value === 1 || typeof value === "boolean";
    default:
      return typeof value === "number" || typeof value === "bigint";
  }
}

/** The elements as an array of their type. @throws {TypeError | RangeError} If one is none of the type. */
function arrayOf(dtype: DType, values: ArrayLike<number> | Values): Values {
  if (values instanceof ARRAY_OF[dtype] && dtype !== "bool") return values.slice();
  const elements = Array.from(values as ArrayLike<number | bigint>);
  const wrong = elements.findIndex((element) => !fits(element, dtype));
  if (wrong >= 0) {
    throw argumentError(elements[wrong], {
      action: "build a constant",
      argument: `values[${wrong}]`,
      rule: `${RULE_OF[dtype]}, for ${dtype}`,
    });
  }
  if (dtype === "int64") return BigInt64Array.from(elements, BigInt);
  return (ARRAY_OF[dtype] as typeof Float64Array).from(elements, Number) as Values;
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
