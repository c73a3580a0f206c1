/**
 * Identities of arithmetic, choice and casts.
 *
 * What holds for NaN and the infinities is done: x + 0, x · 1, x / 1, x · (-1), -(-x), a + (-b), a power of one, a
 * quotient by a power of two. What does not is left alone, for floats: x · 0 and x - x (NaN where x is), x / x, exp(log
 * x), (x + a) - a, x · (1 / y). Two liberties are taken, as every compiler of tensor programs does: the sign of a zero
 * may change (-0 + 0 is 0), and constant factors are multiplied with each other first, if their product is a normal
 * number of the type; that may change the last bit, and spares an overflow in between.
 *
 * **Invariant.** All other identities here keep every bit.
 *
 * @module
 */
import { type Expression, isOperation } from "../expressions/expression.ts";
import { type DType, isFloat, sameShape } from "../expressions/tensor_type.ts";
import { broadcasting } from "./_broadcast_rewrite.ts";
import { constantOf, type GraphBuilder, onlyValue, repeated, type Rewrites } from "./_rewrite.ts";
import { padsToConcat } from "./_concat_fusion.ts";

/** Smallest normal number of each type of floats. */
const MIN_NORMAL = { float32: 2 ** -126, float64: 2 ** -1022 } as const;

/** Rules of arithmetic. */
export const ARITHMETIC_REWRITES = {
  Add: broadcasting((sum, builder) => {
    const [a, b] = pair(sum);
    if (isValue(b, 0)) return repeated(a, sum, builder);
    if (isValue(a, 0)) return repeated(b, sum, builder);
    if (isOperation(b, "Neg")) return builder.make("Sub", [a, b.inputs[0]!], sum);
    if (isOperation(a, "Neg")) return builder.make("Sub", [b, a.inputs[0]!], sum);
    return padsToConcat(sum, builder);
  }),
  Sub: broadcasting((difference, builder) => {
    const [a, b] = pair(difference);
    if (isValue(b, 0)) return repeated(a, difference, builder);
    if (isOperation(b, "Neg")) return builder.make("Add", [a, b.inputs[0]!], difference);
    return isValue(a, 0) && sameShape(b.shape, difference.shape) ? negated(b, builder) : undefined;
  }),
  Mul: broadcasting((product, builder) => {
    const [a, b] = pair(product);
    return timesConstant(product, { factor: b, other: a, builder }) ??
      timesConstant(product, { factor: a, other: b, builder }) ??
      (isOperation(a, "Neg") && isOperation(b, "Neg")
        ? builder.make("Mul", [a.inputs[0]!, b.inputs[0]!], product)
        : undefined);
  }),
  Div: broadcasting((quotient, builder) => {
    const [a, b] = pair(quotient);
    if (isValue(b, 1)) return repeated(a, quotient, builder);
    // The least whole number is its own negative, which only quotients notice.
    if (!isFloat(quotient.dtype)) return undefined;
    if (isOperation(a, "Neg") && isOperation(b, "Neg")) {
      return builder.make("Div", [a.inputs[0]!, b.inputs[0]!], quotient);
    }
    const value = onlyValue(b);
    if (typeof value !== "number" || !isPowerOfTwo(Math.abs(value))) return undefined;
    return builder.make("Mul", [a, constantOf(1 / value, b, builder)], quotient);
  }),
  Pow: broadcasting((power, builder) => {
    const [base, exponent] = pair(power);
    return isValue(exponent, 1) ? repeated(base, power, builder) : undefined;
  }),
  Max: broadcasting(sameOperands),
  Min: broadcasting(sameOperands),
  Equal: broadcasting(),
  Less: broadcasting(),
  LessOrEqual: broadcasting(),
  Greater: broadcasting(),
  GreaterOrEqual: broadcasting(),
  And: broadcasting((both, builder) => withKnown(both, { neutral: 1, builder })),
  Or: broadcasting((either, builder) => withKnown(either, { neutral: 0, builder })),
  Where: broadcasting((choice, builder) => {
    const [condition, then, otherwise] = choice.inputs as readonly [Expression, Expression, Expression];
    if (isOperation(condition, "Not")) return builder.make("Where", [condition.inputs[0]!, otherwise, then], choice);
    if (!builder.mayDropInputs) return undefined;
    if (then === otherwise) return repeated(then, choice, builder);
    const value = onlyValue(condition);
    return value === undefined ? undefined : repeated(value !== 0 ? then : otherwise, choice, builder);
  }),
  Neg: broadcasting((negative, builder) => {
    const x = negative.inputs[0]!;
    if (isOperation(x, "Neg")) return x.inputs[0];
    if (isOperation(x, "Sub")) return builder.make("Sub", [x.inputs[1]!, x.inputs[0]!], negative);
    if (!isOperation(x, "Mul")) return undefined;
    const [a, b] = pair(x);
    const factor = onlyValue(b) === undefined ? a : b;
    const value = onlyValue(factor);
    if (value === undefined) return undefined;
    const minus = constantOf(-value, factor, builder);
    return builder.make("Mul", factor === b ? [a, minus] : [minus, b], negative);
  }),
  Abs: broadcasting((size, builder) => {
    const x = size.inputs[0]!;
    if (isOperation(x, "Abs")) return x;
    return isOperation(x, "Neg") ? builder.make("Abs", [x.inputs[0]!], size) : undefined;
  }),
  Relu: broadcasting(({ inputs: [x] }) => isOperation(x!, "Relu") ? x : undefined),
  Not: broadcasting(({ inputs: [x] }) => isOperation(x!, "Not") ? x.inputs[0] : undefined),
  StopGradient: ({ inputs: [x] }) => x,
  Cast: broadcasting((result, builder) => {
    const x = result.inputs[0]!;
    if (x.dtype === result.dtype) return x;
    if (!isOperation(x, "Cast") || !LOSSLESS[x.inputs[0]!.dtype].includes(x.dtype)) return undefined;
    return builder.make("Cast", [x.inputs[0]!], result);
  }),
  Sign: broadcasting(),
  Reciprocal: broadcasting(),
  Exp: broadcasting(),
  Log: broadcasting(),
  Sqrt: broadcasting(),
  Sin: broadcasting(),
  Cos: broadcasting(),
  Erf: broadcasting(),
  Tanh: broadcasting(),
  Sigmoid: broadcasting(),
  Softplus: broadcasting(),
  Gelu: broadcasting(),
} satisfies Rewrites;

/** Which types hold every element of a type. */
const LOSSLESS: Readonly<Record<DType, readonly DType[]>> = {
  bool: ["int32", "int64", "float32", "float64"],
  int32: ["int64", "float64"],
  float32: ["float64"],
  int64: [],
  float64: [],
};

function pair({ inputs }: Expression): readonly [Expression, Expression] {
  return inputs as readonly [Expression, Expression];
}

/** Whether the expression is this number, everywhere. */
function isValue(expression: Expression, value: number): boolean {
  const own = onlyValue(expression);
  return own !== undefined && Number(own) === value;
}

function negated(x: Expression, { make }: GraphBuilder): Expression {
  return make("Neg", [x], { attributes: {}, dtype: x.dtype, shape: x.shape });
}

interface Factor {
  readonly factor: Expression;
  readonly other: Expression;
  readonly builder: GraphBuilder;
}

/** A product with a constant of one repeated value. */
function timesConstant(product: Expression, { factor, other, builder }: Factor): Expression | undefined {
  const value = onlyValue(factor);
  if (value === undefined) return undefined;
  if (Number(value) === 1) return repeated(other, product, builder);
  if (Number(value) === 0) {
    return isFloat(product.dtype) || !builder.mayDropInputs ? undefined : constantOf(value, product, builder);
  }
  if (Number(value) === -1 && sameShape(other.shape, product.shape)) return negated(other, builder);
  if (isOperation(other, "Neg")) {
    return builder.make("Mul", [other.inputs[0]!, constantOf(-value, factor, builder)], product);
  }
  return isOperation(other, "Mul") ? timesBoth(product, { factor, other, builder }) : undefined;
}

/** (x · c) · d as x · (c d), where c d is a normal number. */
function timesBoth(product: Expression, { factor, other, builder }: Factor): Expression | undefined {
  const [a, b] = pair(other);
  const inner = onlyValue(b) === undefined ? a : b;
  const values = [onlyValue(inner), onlyValue(factor)];
  if (product.dtype !== "float32" && product.dtype !== "float64") return undefined;
  if (values[0] === undefined || (inner.shape.length > 0 && factor.shape.length > 0)) return undefined;
  const value = (values[0] as number) * (values[1] as number);
  const rounded = product.dtype === "float32" ? Math.fround(value) : value;
  if (!(Math.abs(rounded) >= MIN_NORMAL[product.dtype] && Math.abs(rounded) < Infinity)) return undefined;
  const joined = constantOf(rounded, inner.shape.length > 0 ? inner : factor, builder);
  return builder.make("Mul", [inner === b ? a : b, joined], product);
}

/** And or Or with an operand that is known: the other operand, or the value that it has in any case. */
function withKnown(
  result: Expression,
  { neutral, builder }: { readonly neutral: 0 | 1; readonly builder: GraphBuilder },
): Expression | undefined {
  const [a, b] = pair(result);
  if (a === b) return a;
  for (const [own, other] of [[a, b], [b, a]] as const) {
    const value = onlyValue(own);
    if (value === neutral) return repeated(other, result, builder);
    if (value !== undefined && builder.mayDropInputs) return constantOf(value, result, builder);
  }
  return undefined;
}

/** The largest, or smallest, of an operand and itself. */
function sameOperands({ inputs: [a, b] }: Expression): Expression | undefined {
  return a === b ? a : undefined;
}

/** Whether dividing by the number is multiplying with its reciprocal, exactly, in single precision as well. */
function isPowerOfTwo(value: number): boolean {
  return value >= 2 ** -100 && value <= 2 ** 100 && Number.isInteger(Math.log2(value)) &&
    2 ** Math.log2(value) === value;
}
