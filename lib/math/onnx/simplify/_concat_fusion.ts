/**
 * Fusion into a concatenation: a sum of tensors that are padded to tile one axis without gap or overlap is their
 * concatenation.
 *
 * The derivative of slices that share a tensor, such as query, key and value cut out of one product, is such a sum:
 * each part is padded to the whole, and then whole tensors of mostly zeros are added. Putting the parts side by side
 * writes each element once.
 *
 * **Invariant.** Every element of the sum is one part's element plus zeros.
 *
 * Cost: O(parts²) for a sum of at most {@linkcode MAX_PARTS}.
 *
 * @module
 */
import { type Dimension, dimensionSum } from "../expressions/dimension.ts";
import { type Expression, isOperation } from "../expressions/expression.ts";
import type { GraphBuilder } from "./_rewrite.ts";

/** Sums of more parts are left alone, so that a long chain of sums is not walked again at each link. */
const MAX_PARTS = 32;

/** The concatenation that this sum is, or undefined. */
export function padsToConcat(sum: Expression, { make }: GraphBuilder): Expression | undefined {
  const parts = paddedParts(sum);
  if (parts === undefined) return undefined;
  const axis = paddedAxis(parts[0]!);
  if (axis === undefined || parts.some((part) => paddedAxis(part) !== axis)) return undefined;
  const inPlace: Expression<"Pad">[] = [];
  let end: Dimension = 0;
  while (inPlace.length < parts.length) {
    const next = parts.find((part) => !inPlace.includes(part) && part.attributes.before[axis] === end);
    if (next === undefined) return undefined;
    inPlace.push(next);
    end = dimensionSum([end, next.inputs[0]!.shape[axis]!]);
  }
  if (end !== sum.shape[axis]) return undefined;
  const { dtype, shape } = sum;
  return make("Concat", inPlace.map((part) => part.inputs[0]!), { attributes: { axis }, dtype, shape });
}

/** What is added up, if all of it is padded to the size of the sum and not too much. */
function paddedParts(sum: Expression): readonly Expression<"Pad">[] | undefined {
  const parts: Expression<"Pad">[] = [];
  const waiting = [...sum.inputs];
  for (let operand = waiting.pop(); operand !== undefined; operand = waiting.pop()) {
    if (isOperation(operand, "Pad") && operand.shape.length === sum.shape.length) parts.push(operand);
    else if (isOperation(operand, "Add")) waiting.push(...operand.inputs);
    else return undefined;
    if (parts.length + waiting.length > MAX_PARTS) return undefined;
  }
  return parts;
}

/** The only axis that is padded. */
function paddedAxis({ attributes: { before, after } }: Expression<"Pad">): number | undefined {
  const padded = [...before.keys()].filter((axis) => before[axis] !== 0 || after[axis] !== 0);
  return padded.length === 1 ? padded[0] : undefined;
}
