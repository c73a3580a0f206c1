/**
 * A builder that keeps one node of each meaning: hash-consing.
 *
 * A node that is asked for is looked up by its operation, attributes, type and inputs, which are known by number. If it
 * was asked for before, the answer is the same. If not, it is folded if it is constant, else the rules of its operation
 * are tried, and only if none has something simpler a node is made.
 *
 * **Invariant.** Two nodes of one builder with the same key are the same node, and no rule applies to a node that came
 * from it. Inputs of operations that commute are compared in any order. Constants are compared bit by bit, and one
 * whose elements are all the same stores one.
 *
 * Cost: O(rank + attributes) for a node, O(elements) for a constant.
 *
 * @module
 */
import { type Expression, isOperation, node, type OperationName } from "../expressions/expression.ts";
import { foldConstant } from "./_constant_folding.ts";
import { type GraphBuilder, type Rewrite, type Rewrites, typeKey } from "./_rewrite.ts";

/** Operations whose result does not depend on the order of their operands, bit by bit. */
const COMMUTING: ReadonlySet<OperationName> = new Set(["Add", "Mul", "Max", "Min", "Equal", "And", "Or"]);

/** A builder with these rules. */
export function graphBuilder(
  rules: Rewrites,
  { mayDrop }: { readonly mayDrop: boolean },
): GraphBuilder {
  const simplest = new Map<string, Expression>();
  const numbers = new Map<Expression, number>();
  const keyOfConstant = constantKeys();
  const own: GraphBuilder = {
    mayDropInputs: mayDrop,
    make(operation, inputs, { attributes, dtype, shape }) {
      const asked = compact(node(operation, inputs, { attributes, dtype, shape }));
      const key = isOperation(asked, "Constant") ? keyOfConstant(asked) : keyOf(asked, numbers);
      const known = simplest.get(key);
      if (known !== undefined) return known;
      const rule = rules[operation] as Rewrite<OperationName> | undefined;
      const simpler = foldConstant(asked, own) ?? rule?.(asked, own);
      if (simpler === undefined) numbers.set(asked, numbers.size);
      simplest.set(key, simpler ?? asked);
      return simpler ?? asked;
    },
  };
  return own;
}

function keyOf(
  { operation, inputs, attributes, dtype, shape }: Expression,
  numbers: ReadonlyMap<Expression, number>,
): string {
  const operands = inputs.map((operand) => numbers.get(operand)!);
  if (COMMUTING.has(operation)) operands.sort((a, b) => a - b);
  const named = Object.entries(attributes);
  const how = named.length === 0 ? "" : JSON.stringify(named.sort(([a], [b]) => a < b ? -1 : 1));
  return `${operation} ${operands} ${typeKey(dtype, shape)} ${how}`;
}

/** A constant whose elements are all the same bits, storing one of them; any other node as it is. */
function compact(expression: Expression): Expression {
  if (!isOperation(expression, "Constant")) return expression;
  const { dtype, shape, attributes: { values } } = expression;
  const [first] = values;
  if (values.length < 2 || !(values as Float64Array).every((value) => Object.is(value, first))) return expression;
  return node("Constant", [], { attributes: { values: values.slice(0, 1) }, dtype, shape });
}

/** Keys of constants: equal for equal types and bits. */
function constantKeys(): (constant: Expression<"Constant">) => string {
  const buckets = new Map<string, Uint8Array[]>();
  return ({ dtype, shape, attributes: { values } }) => {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    const rough = `Constant ${typeKey(dtype, shape)} ${bytes.length} ${hashOf(bytes)}`;
    const bucket = buckets.get(rough) ?? [];
    let index = bucket.findIndex((other) => other.every((byte, i) => byte === bytes[i]));
    if (index < 0) index = bucket.push(bytes) - 1;
    buckets.set(rough, bucket);
    return `${rough} ${index}`;
  };
}

/** FNV-1a. */
function hashOf(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
