/**
 * Elementwise functions of one variable: exponentials, logarithms, roots, sine and cosine, the error function;
 * change of element type; and the end of differentiation.
 *
 * **Invariant.** Of a function operand and result have one type, of floats. Outside a function's domain the result is
 * NaN or infinite, as IEEE 754 says; nothing is clipped behind the caller's back.
 *
 * Not here on purpose: the curves that networks bend their layers with (`activations.ts`).
 *
 * Source: ONNX Exp, Log, Sqrt, Sin, Cos, Erf, Cast.
 *
 * @module
 */
import { type Expression, node } from "../expressions/expression.ts";
import { checkFloats, type DType } from "../expressions/tensor_type.ts";

type Elementwise = "Exp" | "Log" | "Sqrt" | "Sin" | "Cos" | "Erf";

/**
 * eˣ.
 * @throws {TypeError} If x holds no floats.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { input } from "../expressions/expression.ts";
 * import { exp } from "./elementwise.ts";
 * assertEquals(exp(input("x", { shape: ["batch", 3] })).shape, ["batch", 3]);
 * ```
 */
export function exp(x: Expression): Expression {
  return elementwise("Exp", x);
}

/** Natural logarithm; errors as for {@linkcode exp}. */
export function log(x: Expression): Expression {
  return elementwise("Log", x);
}

/** Square root; errors as for {@linkcode exp}. */
export function sqrt(x: Expression): Expression {
  return elementwise("Sqrt", x);
}

/** Sine of an angle in radians; errors as for {@linkcode exp}. */
export function sin(x: Expression): Expression {
  return elementwise("Sin", x);
}

/** Cosine of an angle in radians; errors as for {@linkcode exp}. */
export function cos(x: Expression): Expression {
  return elementwise("Cos", x);
}

/** Error function, -1 … 1; errors as for {@linkcode exp}. */
export function erf(x: Expression): Expression {
  return elementwise("Erf", x);
}

/** x, as a constant to whoever differentiates: no gradient flows back through it. */
export function stopGradient(x: Expression): Expression {
  return node("StopGradient", [x], { attributes: {}, dtype: x.dtype, shape: x.shape });
}

/**
 * The same elements in another type: towards zero from floats to integers, 0 and 1 for truth values; not zero is true.
 */
export function cast(x: Expression, to: DType): Expression {
  return x.dtype === to ? x : node("Cast", [x], { attributes: { to }, dtype: to, shape: x.shape });
}

function elementwise(name: Elementwise, x: Expression): Expression {
  checkFloats(name, x);
  return node(name, [x], { attributes: {}, dtype: x.dtype, shape: x.shape });
}
