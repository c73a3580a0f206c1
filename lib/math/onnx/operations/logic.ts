/**
 * Comparison of tensors, logic on the truth values that come of it, and choice by them.
 *
 * **Invariant.** Comparisons give `bool`; `where` gives the type of its branches. No gradient flows through a
 * comparison or a condition; through `where` it flows to the branch that was taken.
 *
 * Not here on purpose: closeness within a tolerance (a test's business), three-valued logic: comparisons with NaN are
 * false.
 *
 * Source: ONNX Equal, Less, LessOrEqual, Greater, GreaterOrEqual, Not, And, Or, Where.
 *
 * @module
 */
import { showValue } from "../../../base/argument.ts";
import { type Expression, expressionOf, isExpression, node, type Operand } from "../expressions/expression.ts";
import { broadcastShapes, showType } from "../expressions/tensor_type.ts";

type Comparison = "Equal" | "Less" | "LessOrEqual" | "Greater" | "GreaterOrEqual";

/**
 * a = b, element by element.
 * @throws {TypeError} If the element types differ.
 * @throws {RangeError} If the shapes do not broadcast.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { input } from "../expressions/expression.ts";
 * import { equal } from "./logic.ts";
 * assertEquals(equal(input("x", { shape: ["batch"] }), 0).dtype, "bool");
 * ```
 */
export function equal(a: Expression, b: Operand): Expression {
  return comparison("Equal", a, b);
}

/** a < b; errors as for {@linkcode equal}, and truth values have no order. */
export function less(a: Expression, b: Operand): Expression {
  return comparison("Less", a, b);
}

/** a ≤ b; errors as for {@linkcode less}. */
export function lessOrEqual(a: Expression, b: Operand): Expression {
  return comparison("LessOrEqual", a, b);
}

/** a > b; errors as for {@linkcode less}. */
export function greater(a: Expression, b: Operand): Expression {
  return comparison("Greater", a, b);
}

/** a ≥ b; errors as for {@linkcode less}. */
export function greaterOrEqual(a: Expression, b: Operand): Expression {
  return comparison("GreaterOrEqual", a, b);
}

/** Not a. @throws {TypeError} If a holds no truth values. */
export function not(a: Expression): Expression {
  truthValues("Not", [a]);
  return node("Not", [a], { attributes: {}, dtype: "bool", shape: a.shape });
}

/** a and b. @throws {TypeError} If one holds no truth values. @throws {RangeError} If the shapes do not broadcast. */
export function and(a: Expression, b: Expression): Expression {
  truthValues("And", [a, b]);
  return node("And", [a, b], { attributes: {}, dtype: "bool", shape: broadcastShapes([a.shape, b.shape], "And") });
}

/** a or b; errors as for {@linkcode and}. */
export function or(a: Expression, b: Expression): Expression {
  truthValues("Or", [a, b]);
  return node("Or", [a, b], { attributes: {}, dtype: "bool", shape: broadcastShapes([a.shape, b.shape], "Or") });
}

/**
 * `branches[0]` where the condition holds, else `branches[1]`; all three broadcast.
 * @throws {TypeError} If the condition holds no truth values, the branches differ in type, or both are plain numbers.
 * @throws {RangeError} If the shapes do not broadcast.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { input } from "../expressions/expression.ts";
 * import { greater, where } from "./logic.ts";
 * const x = input("x", { shape: ["batch", 3] });
 * assertEquals(where(greater(x, 0), [x, 0]).shape, ["batch", 3]);
 * ```
 */
export function where(condition: Expression, branches: readonly [then: Operand, otherwise: Operand]): Expression {
  truthValues("Where", [condition]);
  const typed = branches.find(isExpression);
  if (typed === undefined) {
    throw new TypeError(
      `Cannot build Where: one branch must be an expression: current value is ${branches.map(showValue).join(" and ")}`,
    );
  }
  const [then, otherwise] = branches.map((branch) => expressionOf(branch, { operation: "Where", beside: typed })) as [
    Expression,
    Expression,
  ];
  if (then.dtype !== otherwise.dtype) {
    throw new TypeError(
      `Cannot build Where: branches must have one element type: current value is ${showType(then)} and ${
        showType(otherwise)
      }`,
    );
  }
  const shape = broadcastShapes([condition.shape, broadcastShapes([then.shape, otherwise.shape], "Where")], "Where");
  return node("Where", [condition, then, otherwise], { attributes: {}, dtype: then.dtype, shape });
}

function comparison(name: Comparison, a: Expression, b: Operand): Expression {
  const right = expressionOf(b, { operation: name, beside: a });
  if (a.dtype !== right.dtype || (a.dtype === "bool" && name !== "Equal")) {
    throw new TypeError(
      `Cannot build ${name}: operands must have one element type with this comparison: current value is ${
        showType(a)
      } and ${showType(right)}`,
    );
  }
  return node(name, [a, right], {
    attributes: {},
    dtype: "bool",
    shape: broadcastShapes([a.shape, right.shape], name),
  });
}

function truthValues(name: string, operands: readonly Expression[]): void {
  for (const operand of operands) {
    if (operand.dtype !== "bool") {
      throw new TypeError(
        `Cannot build ${name}: operands must hold truth values: current value is ${showType(operand)}`,
      );
    }
  }
}
