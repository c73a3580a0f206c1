/**
 * Functions of one variable, element by element: exponentials, roots, and the curves that networks bend their layers with.
 *
 * **Invariant.** Operand and result have one type, of floats. Outside a function's domain the result is NaN or infinite, as IEEE 754 says; nothing is
 * clipped behind the caller's back.
 *
 * Not here on purpose: trigonometry and rounding (no network of the lab needs them), activation by name.
 *
 * Source: ONNX Exp, Log, Sqrt, Erf, Tanh, Sigmoid, Relu, Softplus, Gelu; D. Hendrycks, K. Gimpel, Gaussian Error Linear Units (2016).
 *
 * @module
 */
import { type Expression, node } from "../expressions/expression.ts";
import { checkFloats } from "../expressions/tensor_type.ts";

type Curve = "Exp" | "Log" | "Sqrt" | "Erf" | "Tanh" | "Sigmoid" | "Relu" | "Softplus";

/**
 * eˣ.
 * @throws {TypeError} If x holds no floats.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { input } from "../expressions/expression.ts";
 * import { exp } from "./exponential.ts";
 * assertEquals(exp(input("x", { shape: ["batch", 3] })).shape, ["batch", 3]);
 * ```
 */
export function exp(x: Expression): Expression {
  return curve("Exp", x);
}

/** Natural logarithm; errors as for {@linkcode exp}. */
export function log(x: Expression): Expression {
  return curve("Log", x);
}

/** Square root; errors as for {@linkcode exp}. */
export function sqrt(x: Expression): Expression {
  return curve("Sqrt", x);
}

/** Error function, -1 … 1; errors as for {@linkcode exp}. */
export function erf(x: Expression): Expression {
  return curve("Erf", x);
}

/** Hyperbolic tangent, -1 … 1; errors as for {@linkcode exp}. */
export function tanh(x: Expression): Expression {
  return curve("Tanh", x);
}

/** 1 / (1 + e⁻ˣ), 0 … 1; errors as for {@linkcode exp}. */
export function sigmoid(x: Expression): Expression {
  return curve("Sigmoid", x);
}

/** max(x, 0); its derivative at 0 counts as 0. Errors as for {@linkcode exp}. */
export function relu(x: Expression): Expression {
  return curve("Relu", x);
}

/** ln(1 + eˣ), without overflow; errors as for {@linkcode exp}. */
export function softplus(x: Expression): Expression {
  return curve("Softplus", x);
}

/**
 * x · Φ(x), Φ the normal distribution function.
 * @param options.approximate `"tanh"` for the cheaper formula that some published networks were trained with. @default {"none"}
 * @throws {TypeError} If x holds no floats.
 */
export function gelu(
  x: Expression,
  { approximate = "none" }: { readonly approximate?: "none" | "tanh" } = {},
): Expression {
  checkFloats("Gelu", x);
  return node("Gelu", [x], { attributes: { approximate }, dtype: x.dtype, shape: x.shape });
}

/** x, as a constant to whoever differentiates: no gradient flows back through it. */
export function stopGradient(x: Expression): Expression {
  return node("StopGradient", [x], { attributes: {}, dtype: x.dtype, shape: x.shape });
}

function curve(name: Curve, x: Expression): Expression {
  checkFloats(name, x);
  return node(name, [x], { attributes: {}, dtype: x.dtype, shape: x.shape });
}
