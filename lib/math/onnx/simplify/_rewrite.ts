/**
 * What a rule of simplification is: for a node whose operands are simple already, a simpler node of the same meaning,
 * if there is one.
 *
 * @module
 */
import type { Expression, OperationName, Operations } from "../expressions/expression.ts";
import {
  ARRAY_OF,
  type DType,
  sameShape,
  type Shape,
  showShape,
  type TensorType,
  type Values,
} from "../expressions/tensor_type.ts";

/** What a new node needs beside its operation and inputs. */
export interface NodeParts<Name extends OperationName> extends TensorType {
  /** How. */
  readonly attributes: Operations[Name];
}

/** Where rules get nodes from. */
export interface GraphBuilder {
  /** The simplest node of this meaning: one that is there already, if possible. The inputs must come from here. */
  readonly make: <Name extends OperationName>(
    operation: Name,
    inputs: readonly Expression[],
    parts: NodeParts<Name>,
  ) => Expression;
  /** Whether an operand may disappear from the graph; not if the last input would go that tells a symbol of a shape. */
  readonly mayDropInputs: boolean;
}

/**
 * Something simpler of exactly the node's type, or undefined. What it returns may be an operand, a constant, or one new
 * node whose inputs are operands, operands of operands, or constants, expanded to the node's shape if need be: so
 * operations other than `Expand` never become more.
 */
export type Rewrite<Name extends OperationName> = (
  node: Expression<Name>,
  builder: GraphBuilder,
) => Expression | undefined;

/** Rules by operation. */
export type Rewrites = { readonly [Name in OperationName]?: Rewrite<Name> };

/** The expression with the type's shape: itself, or repeated. */
export function repeated(expression: Expression, { dtype, shape }: TensorType, { make }: GraphBuilder): Expression {
  return sameShape(expression.shape, shape)
    ? expression
    : make("Expand", [expression], { attributes: { shape }, dtype, shape });
}

/** The one value of which a constant consists, if it is one and does. */
export function onlyValue(expression: Expression): number | bigint | undefined {
  if (expression.operation !== "Constant") return undefined;
  const { values } = (expression as Expression<"Constant">).attributes;
  return values.length === 1 ? values[0] : undefined;
}

/** A constant of one value; of the same type as others by construction of `make`. */
export function constantOf(
  value: number | bigint,
  { dtype, shape }: TensorType,
  { make }: GraphBuilder,
): Expression {
  const values = (ARRAY_OF[dtype] as typeof Float64Array).of(value as number) as Values; // whole numbers wrap around
  return make("Constant", [], { attributes: { values }, dtype, shape });
}

/** Where a message or key needs a type. */
export function typeKey(dtype: DType, shape: Shape): string {
  return dtype + showShape(shape);
}
