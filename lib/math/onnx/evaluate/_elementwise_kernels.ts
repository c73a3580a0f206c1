/**
 * The meaning of the elementwise operations: those that work element by element, with and without broadcasting.
 *
 * **Invariant.** NaN goes in and out as IEEE 754 has it: a sign, a maximum or a relu of NaN is NaN, every comparison
 * with NaN is false, and 1 to the power NaN is 1. Whole numbers wrap around; their quotients are truncated. Where ONNX
 * leaves a result undefined (a quotient by the whole number 0, a float cast to a whole number that cannot hold it)
 * evaluation refuses, because there is nothing to agree with.
 *
 * Source: ONNX operators, set 20; C99 F.9.4.4 for powers.
 *
 * @module
 */
import type { OperationName } from "../expressions/operation.ts";
import type { DType, Tensor, Values } from "../expressions/tensor_type.ts";
import { erf, erfc } from "./_error_function.ts";
import { broadcastStrides, linearOffsets } from "./_strides.ts";
import { type Kernel, type Kernels, numbersOf } from "./_kernel.ts";

type OnNumber = (x: number) => number;
type OnInteger = (x: bigint) => bigint;
type OnNumbers = (a: number, b: number) => number;
type OnIntegers = (a: bigint, b: bigint) => bigint;

/** Rules of the operations of one operand. */
export const UNARY_KERNELS = {
  Neg: unary((x) => -x, (x) => -x),
  Abs: unary(Math.abs, (x) => x < 0n ? -x : x),
  Sign: unary(Math.sign, (x) => x > 0n ? 1n : x < 0n ? -1n : 0n),
  Reciprocal: unary((x) => 1 / x),
  Exp: unary(Math.exp),
  Log: unary(Math.log),
  Sqrt: unary(Math.sqrt),
  Sin: unary(Math.sin),
  Cos: unary(Math.cos),
  Erf: unary(erf),
  Tanh: unary(Math.tanh),
  Sigmoid: unary(sigmoid),
  Relu: unary((x) => Math.max(x, 0)),
  Softplus: unary((x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))),
  Gelu: ({ attributes, operands, result }) =>
    mapNumbers(attributes.approximate === "tanh" ? geluByTanh : gelu, { operands, result }),
  Not: unary((x) => x === 0 ? 1 : 0),
  Cast: ({ attributes, operands, result }) => castInto(result.values, operands[0]!.values, attributes.to),
  StopGradient: ({ operands, result }) => (result.values as Float64Array).set(operands[0]!.values as Float64Array),
} satisfies Partial<Kernels>;

/** Rules of the operations that broadcast. */
export const BROADCAST_KERNELS = {
  Add: binary((a, b) => a + b, (a, b) => a + b),
  Sub: binary((a, b) => a - b, (a, b) => a - b),
  Mul: ({ operands, result }) =>
    mapPairs(result.dtype === "int32" ? Math.imul : (a, b) => a * b, (a, b) => a * b)({ operands, result }),
  Div: ({ operands, result }) =>
    mapPairs(result.dtype === "int32" ? truncatedQuotient : (a, b) => a / b, integerQuotient)({ operands, result }),
  Pow: ({ operands, result }) =>
    mapPairs(
      result.dtype === "int32" ? (a, b) => Number(BigInt.asIntN(32, integerPower(BigInt(a), BigInt(b)))) : power,
      integerPower,
    )({ operands, result }),
  Max: binary((a, b) => Math.max(a, b), (a, b) => a > b ? a : b),
  Min: binary((a, b) => Math.min(a, b), (a, b) => a < b ? a : b),
  Equal: comparison((a, b) => a === b),
  Less: comparison((a, b) => a < b),
  LessOrEqual: comparison((a, b) => a <= b),
  Greater: comparison((a, b) => a > b),
  GreaterOrEqual: comparison((a, b) => a >= b),
  And: binary((a, b) => a & b),
  Or: binary((a, b) => a | b),
  Where: ({ operands, result }) => {
    const [condition, then, otherwise] = operands.map((operand) => operand.values as Float64Array);
    const [ofCondition, ofThen, ofOtherwise] = operands.map((operand) => offsetsWithin(operand, result));
    const target = result.values as Float64Array;
    for (let i = 0; i < target.length; i++) {
      target[i] = condition![ofCondition![i]!]! !== 0 ? then![ofThen![i]!]! : otherwise![ofOtherwise![i]!]!;
    }
  },
} satisfies Partial<Kernels>;

type Operation = { readonly operands: readonly Tensor[]; readonly result: Tensor };

function unary(onNumber: OnNumber, onInteger?: OnInteger): Kernel<OperationName> {
  return ({ operands, result }) => {
    const { values } = operands[0]!;
    if (values instanceof BigInt64Array && onInteger !== undefined) {
      (result.values as BigInt64Array).set(values.map(onInteger));
    } else mapNumbers(onNumber, { operands, result });
  };
}

function mapNumbers(onNumber: OnNumber, { operands, result }: Operation): void {
  const values = numbersOf(operands[0]!);
  const target = numbersOf(result);
  for (let i = 0; i < target.length; i++) target[i] = onNumber(values[i]!);
}

function binary(onNumbers: OnNumbers, onIntegers?: OnIntegers): Kernel<OperationName> {
  return mapPairs(onNumbers, onIntegers);
}

function mapPairs(onNumbers: OnNumbers, onIntegers?: OnIntegers): (operation: Operation) => void {
  return ({ operands, result }) => {
    const [left, right] = operands.map((operand) => offsetsWithin(operand, result));
    const [a, b] = operands.map(({ values }) => values);
    const target = result.values;
    if (target instanceof BigInt64Array && onIntegers !== undefined) {
      for (let i = 0; i < target.length; i++) {
        target[i] = onIntegers((a as BigInt64Array)[left![i]!]!, (b as BigInt64Array)[right![i]!]!);
      }
    } else {
      const numbers = numbersOf(result);
      for (let i = 0; i < numbers.length; i++) {
        numbers[i] = onNumbers((a as Float64Array)[left![i]!]!, (b as Float64Array)[right![i]!]!);
      }
    }
  };
}

function comparison(holds: (a: number | bigint, b: number | bigint) => boolean): Kernel<OperationName> {
  return mapPairs((a, b) => holds(a, b) ? 1 : 0);
}

/** Where the operand's element for each element of the result lies. */
function offsetsWithin(operand: Tensor, { shape }: Tensor): Int32Array {
  return linearOffsets(shape, { strides: broadcastStrides(operand.shape, shape.length) });
}

function sigmoid(x: number): number {
  const small = Math.exp(-Math.abs(x));
  return (x < 0 ? small : 1) / (1 + small);
}

function gelu(x: number): number {
  return x === -Infinity ? -0 : x / 2 * erfc(-x / Math.SQRT2);
}

function geluByTanh(x: number): number {
  if (x === -Infinity) return -0;
  return x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + .044715 * x ** 3)));
}

/** JavaScript's power, but 1 and -1 to powers for which IEEE 754 has 1 and JavaScript has NaN. */
function power(a: number, b: number): number {
  if (a === 1 || (a === -1 && Math.abs(b) === Infinity)) return 1;
  return a ** b;
}

function truncatedQuotient(a: number, b: number): number {
  if (b === 0) throw divisionByZero();
  return Math.trunc(a / b);
}

function integerQuotient(a: bigint, b: bigint): bigint {
  if (b === 0n) throw divisionByZero();
  return a / b;
}

function divisionByZero(): RangeError {
  return new RangeError("Cannot evaluate Div: a divisor that is a whole number must not be 0: current value is 0");
}

/** The power modulo 2⁶⁴; a fraction is truncated. */
function integerPower(a: bigint, b: bigint): bigint {
  if (b < 0n) {
    if (a === 0n) throw new RangeError(`Cannot evaluate Pow: 0 has no power below 0: current value is ${b}`);
    return a === 1n ? 1n : a === -1n ? (b % 2n === 0n ? 1n : -1n) : 0n;
  }
  let result = 1n;
  for (let [base, left] = [a, b]; left > 0n; left >>= 1n, base = BigInt.asIntN(64, base * base)) {
    if (left & 1n) result = BigInt.asIntN(64, result * base);
  }
  return result;
}

function castInto(target: Values, source: Values, to: DType): void {
  if (target instanceof BigInt64Array) {
    for (let i = 0; i < target.length; i++) {
      const value = source[i]!;
      target[i] = typeof value === "bigint" ? value : BigInt(truncated(value, { to, limit: 2 ** 63 }));
    }
    return;
  }
  for (let i = 0; i < target.length; i++) {
    const value = source[i]!;
    if (to === "bool") target[i] = value != 0 ? 1 : 0;
    else if (to !== "int32") target[i] = Number(value);
    else {target[i] = typeof value === "bigint"
        ? Number(BigInt.asIntN(32, value))
        : truncated(value, { to, limit: 2 ** 31 });}
  }
}

/** The number without its fraction. */
function truncated(value: number, { to, limit }: { readonly to: DType; readonly limit: number }): number {
  const whole = Math.trunc(value);
  if (whole >= -limit && whole < limit) return whole;
  throw new RangeError(`Cannot evaluate Cast: the number must fit into ${to}: current value is ${value}`);
}
