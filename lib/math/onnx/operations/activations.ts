/**
 * Activations: the curves that networks bend their layers with, element by element.
 *
 * **Invariant.** Operand and result have one type, of floats. None overflows: what is finite stays finite.
 *
 * Not here on purpose: activation by name.
 *
 * Source: ONNX Tanh, Sigmoid, Relu, Softplus, Gelu; D. Hendrycks, K. Gimpel, Gaussian Error Linear Units (2016).
 *
 * @module
 */
import { type Expression, node } from "../expressions/expression.ts";
import { checkFloats } from "../expressions/tensor_type.ts";

type Curve = "Tanh" | "Sigmoid" | "Relu" | "Softplus";

/**
 * Hyperbolic tangent, -1 … 1.
 * @throws {TypeError} If x holds no floats.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { input } from "../expressions/expression.ts";
 * import { tanh } from "./activations.ts";
 * assertEquals(tanh(input("x", { shape: ["batch", 3] })).shape, ["batch", 3]);
 * ```
 */
export function tanh(x: Expression): Expression {
  return curve("Tanh", x);
}

/** 1 / (1 + e⁻ˣ), 0 … 1; errors as for {@linkcode tanh}. */
export function sigmoid(x: Expression): Expression {
  return curve("Sigmoid", x);
}

/** max(x, 0); its derivative at 0 counts as 0. Errors as for {@linkcode tanh}. */
export function relu(x: Expression): Expression {
  return curve("Relu", x);
}

/** ln(1 + eˣ), without overflow; errors as for {@linkcode tanh}. */
export function softplus(x: Expression): Expression {
  return curve("Softplus", x);
}

/**
 * x · Φ(x), Φ the normal distribution function.
 * @param options.approximate `"tanh"` for the cheaper formula that some published networks were trained with. @default
 * {"none"}
 * @throws {TypeError} If x holds no floats.
 */
export function gelu(
  x: Expression,
  { approximate = "none" }: { readonly approximate?: "none" | "tanh" } = {},
): Expression {
  checkFloats("Gelu", x);
  return node("Gelu", [x], { attributes: { approximate }, dtype: x.dtype, shape: x.shape });
}

function curve(name: Curve, x: Expression): Expression {
  checkFloats(name, x);
  return node(name, [x], { attributes: {}, dtype: x.dtype, shape: x.shape });
}
