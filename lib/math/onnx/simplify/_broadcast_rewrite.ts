/**
 * The rewrite of broadcasting does what an `Expand` did: an operation that broadcasts takes the small operand, as long
 * as its result keeps its shape. Where it would not, the small result is computed and then expanded, so that the
 * `Expand` moves on to the next operation, and at last to one that does without.
 *
 * The derivative of a sum is its upstream derivative, repeated; sooner or later it is multiplied with something of full
 * size. A constant of one repeated value becomes a scalar for the same reason, and axes of length 1 in front, which a
 * reshape added, are not needed.
 *
 * **Invariant.** The operands that remain broadcast to the shape of the result, or the result is expanded to it.
 *
 * @module
 */
import { type Expression, isOperation, type OperationName } from "../expressions/expression.ts";
import { broadcastShapes, sameShape, type Shape } from "../expressions/tensor_type.ts";
import { constantOf, type GraphBuilder, onlyValue, repeated, type Rewrite } from "./_rewrite.ts";

/** Tries smaller operands, then a smaller result, then the rule. */
export function broadcasting<Name extends OperationName>(rule?: Rewrite<Name>): Rewrite<Name> {
  return (node, builder) => withSmallerOperands(node, builder) ?? expandedLater(node, builder) ?? rule?.(node, builder);
}

function withSmallerOperands<Name extends OperationName>(
  { operation, inputs, attributes, dtype, shape }: Expression<Name>,
  builder: GraphBuilder,
): Expression | undefined {
  const operands = [...inputs];
  let changed = false;
  for (let index = 0; index < operands.length;) {
    const smaller = smallerOperand(operands[index]!, builder);
    if (smaller === undefined || !broadcastTo(shape, operands.with(index, smaller))) index++;
    else {
      operands[index] = smaller;
      changed = true;
    }
  }
  return changed ? builder.make(operation, operands, { attributes, dtype, shape }) : undefined;
}

/** The operation on what is repeated, and its result repeated. */
function expandedLater<Name extends OperationName>(
  { operation, inputs, attributes, dtype, shape }: Expression<Name>,
  builder: GraphBuilder,
): Expression | undefined {
  if (!inputs.some((operand) => isOperation(operand, "Expand"))) return undefined;
  const operands = inputs.map((operand) => {
    const isLarge = isOperation(operand, "Expand") || onlyValue(operand) !== undefined;
    return (isLarge ? smallerOperand(operand, builder) : undefined) ?? operand;
  });
  const small = operands.reduce<Shape>((own, operand) => broadcastShapes([own, operand.shape], operation), []);
  if (sameShape(small, shape)) return undefined;
  return repeated(
    builder.make(operation, operands, { attributes, dtype, shape: small }),
    { dtype, shape },
    builder,
  );
}

/** What the operand repeats, or gives more axes to. */
function smallerOperand(operand: Expression, builder: GraphBuilder): Expression | undefined {
  if (operand.shape.length === 0) return undefined;
  const value = onlyValue(operand);
  if (value !== undefined) return constantOf(value, { dtype: operand.dtype, shape: [] }, builder);
  if (isOperation(operand, "Expand") || addsAxesInFront(operand)) return operand.inputs[0];
  return undefined;
}

/** Whether the operand is a reshape that only puts axes of length 1 in front. */
export function addsAxesInFront(operand: Expression): boolean {
  if (!isOperation(operand, "Reshape")) return false;
  const inner = operand.inputs[0]!.shape;
  const added = operand.shape.length - inner.length;
  return added > 0 && operand.shape.slice(0, added).every((length) => length === 1) &&
    sameShape(operand.shape.slice(added), inner);
}

/**
 * Whether these operands broadcast to exactly this shape; that they broadcast at all is known, for they did when they
 * were larger.
 */
function broadcastTo(shape: Shape, operands: readonly Expression[]): boolean {
  return shape.every((length, axis) => operands.some((operand) => operand.shape.at(axis - shape.length) === length));
}
