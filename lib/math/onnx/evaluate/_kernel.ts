/**
 * What an evaluation rule is: how the elements of a result follow from the elements of the operands.
 *
 * @module
 */
import type { OperationName, Operations } from "../expressions/operation.ts";
import type { Dimension, Tensor, Values } from "../expressions/tensor_type.ts";

/** A node whose operands have values. */
export interface KernelCall<Name extends OperationName> {
  /** The node's attributes. */
  readonly attributes: Operations[Name];
  /** A dimension of an attribute in numbers. @throws {RangeError} If it is unknown or negative. */
  readonly length: (dimension: Dimension) => number;
  /** The values of its inputs. */
  readonly operands: readonly Tensor[];
  /** Its result: element type and shape are right, the elements are zeros that the rule overwrites. */
  readonly result: Tensor;
}

/** Writes the elements of the result. Storing one in the result's array is what rounds it. */
export type Kernel<Name extends OperationName> = (evaluation: KernelCall<Name>) => void;

/** A rule for each operation but `Input`, whose value is fed. */
export type Kernels = { readonly [Name in Exclude<OperationName, "Input">]: Kernel<Name> };

/** Elements that JavaScript computes with as numbers. */
export type Numbers = Exclude<Values, BigInt64Array>;

/** The elements as numbers. @throws {TypeError} If they are integers of 64 bits. */
export function numbersOf({ values }: Tensor): Numbers {
  if (values instanceof BigInt64Array) {
    throw new TypeError("Cannot evaluate: the operation must have floats: current value is int64");
  }
  return values;
}

/** The elements of a tensor of indices as numbers. */
export function indicesOf({ values }: Tensor): ArrayLike<number> {
  return values instanceof BigInt64Array ? Float64Array.from(values, Number) : values;
}
