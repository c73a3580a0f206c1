/**
 * What a lowering is: how an operation of the language is written as nodes of an ONNX model.
 *
 * @module
 */
import type { Expression, OperationName } from "../expressions/expression.ts";
import type { DType, Shape, Values } from "../expressions/tensor_type.ts";

/** Attributes as ONNX has them; a text becomes a string, a list of numbers integers, a number an integer. */
export type NodeAttributes = Readonly<
  Record<
    string,
    | number
    | string
    | readonly number[]
    | { readonly tensor: Scalar }
    | { readonly floats: readonly number[] }
    | { readonly strings: readonly string[] }
  >
>;

/** One element, as an attribute. */
export interface Scalar {
  /** Its type. */
  readonly dtype: DType;
  /** An array of it alone. */
  readonly values: Values;
}

/** What a lowering writes to. Values are known by their names. */
export interface NodeSink {
  /** Writes a node and gives the name of its result. */
  emit(opType: string, operands: readonly string[], attributes?: NodeAttributes): string;
  /**
   * Gives the name of one result of a node that has several; nodes that are equal but for that are one node, with as
   * many results as are asked for.
   */
  emitShared(
    opType: string,
    operands: readonly string[],
    options: { readonly attributes: NodeAttributes; readonly result: number },
  ): string;
  /** The name of a tensor of these elements, written anew; equal constants are one node after simplification. */
  known(values: Values, options: { readonly dtype: DType; readonly shape: readonly number[] }): string;
  /** The name of an int64 vector. */
  integers(values: readonly number[]): string;
  /** The name of an int64 vector that holds the shape, its symbols read from the inputs that are fed. */
  lengths(shape: Shape): string;
}

/** What a lowering works with. */
export interface Writing {
  /** The names of the node's operands, which are written already. */
  readonly operands: readonly string[];
  /** Where to. */
  readonly sink: NodeSink;
}

/** Writes a node and gives the name of its result. */
export type Lowering<Name extends OperationName> = (node: Expression<Name>, writing: Writing) => string;

/** A lowering for each operation; inputs have their names from the start. */
export type Lowerings = { readonly [Name in Exclude<OperationName, "Input">]: Lowering<Name> };
