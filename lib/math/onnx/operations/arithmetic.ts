/**
 * Arithmetic of tensors, element by element, with NumPy's broadcasting.
 *
 * **Invariant.** Both operands have one element type, which is the result's; a plain number takes the type of the other
 * operand. Beside whole numbers it must be one that fits: `multiply(n, 0.5)` of int32 n is refused, not truncated, and
 * `multiply(cast(n, "float32"), 0.5)` says what is meant. The result's shape is what both broadcast to.
 *
 * Not here on purpose: promotion of element types (`cast` says what is meant), integer division by zero (the
 * runtime's).
 *
 * Source: ONNX Add, Sub, Mul, Div, Pow, Max, Min, Neg, Abs, Sign, Reciprocal.
 *
 * @module
 */
import { showValue } from "../../../base/argument.ts";
import { type Expression, expressionOf, isExpression, node, type Operand } from "../expressions/expression.ts";
import { broadcastShapes, checkFloats, type DType, showType } from "../expressions/tensor_type.ts";

/** The operations of two operands and one element type. */
type Binary = "Add" | "Sub" | "Mul" | "Div" | "Pow" | "Max" | "Min";

/** The operations of one operand whose result has its type. */
type Unary = "Neg" | "Abs" | "Sign" | "Reciprocal";

/**
 * a + b.
 * @throws {TypeError} If the element types differ or have no sums.
 * @throws {RangeError} If the shapes do not broadcast.
 *
 * @example
 * ```ts
 * import { assertEquals, assertThrows } from "@std/assert";
 * import { input } from "../expressions/expression.ts";
 * import { add } from "./arithmetic.ts";
 * const x = input("x", { shape: ["batch", 3] });
 * assertEquals(add(x, input("b", { shape: [3] })).shape, ["batch", 3]);
 * assertThrows(() => add(x, input("c", { shape: [4] })), RangeError, "Cannot build Add");
 * ```
 */
export function add(a: Operand, b: Operand): Expression {
  return binary("Add", a, b);
}

/** a - b; errors as for {@linkcode add}. */
export function subtract(a: Operand, b: Operand): Expression {
  return binary("Sub", a, b);
}

/** a · b, element by element; errors as for {@linkcode add}. */
export function multiply(a: Operand, b: Operand): Expression {
  return binary("Mul", a, b);
}

/** a / b; errors as for {@linkcode add}. */
export function divide(a: Operand, b: Operand): Expression {
  return binary("Div", a, b);
}

/** a to the power b; NaN where a is negative and b is no integer. Errors as for {@linkcode add}. */
export function power(a: Operand, b: Operand): Expression {
  return binary("Pow", a, b);
}

/** The larger of both; errors as for {@linkcode add}. */
export function maximum(a: Operand, b: Operand): Expression {
  return binary("Max", a, b);
}

/** The smaller of both; errors as for {@linkcode add}. */
export function minimum(a: Operand, b: Operand): Expression {
  return binary("Min", a, b);
}

/** -a. @throws {TypeError} If a holds truth values. */
export function negate(a: Expression): Expression {
  return unary("Neg", a);
}

/** |a|. @throws {TypeError} If a holds truth values. */
export function absolute(a: Expression): Expression {
  return unary("Abs", a);
}

/** -1, 0 or 1. @throws {TypeError} If a holds truth values. */
export function sign(a: Expression): Expression {
  return unary("Sign", a);
}

/** 1 / a. @throws {TypeError} If a holds no floats. */
export function reciprocal(a: Expression): Expression {
  checkFloats("Reciprocal", a);
  return unary("Reciprocal", a);
}

/** a · a. */
export function square(a: Expression): Expression {
  return multiply(a, a);
}

function binary(name: Binary, a: Operand, b: Operand): Expression {
  const [left, right] = operands(name, a, b);
  if (left.dtype !== right.dtype || left.dtype === "bool") {
    throw new TypeError(
      `Cannot build ${name}: operands must be numbers of one element type: current value is ${showType(left)} and ${
        showType(right)
      }`,
    );
  }
  return node(name, [left, right], {
    attributes: {},
    dtype: left.dtype,
    shape: broadcastShapes([left.shape, right.shape], name),
  });
}

/** Both operands as expressions. @throws {TypeError} If both are plain numbers. */
function operands(name: Binary, a: Operand, b: Operand): readonly [Expression, Expression] {
  if (isExpression(a)) return [a, expressionOf(b, { operation: name, beside: a })];
  if (isExpression(b)) return [expressionOf(a, { operation: name, beside: b }), b];
  throw new TypeError(
    `Cannot build ${name}: one operand must be an expression: current value is ${showValue(a)} and ${showValue(b)}`,
  );
}

function unary(name: Unary, a: Expression): Expression {
  if (a.dtype === "bool") {
    throw new TypeError(`Cannot build ${name}: the operand must hold numbers: current value is ${showType(a)}`);
  }
  return node(name, [a], { attributes: {}, dtype: a.dtype as DType, shape: a.shape });
}
