/**
 * Constant folding: a node whose operands are all known becomes what they give.
 *
 * A small model must not become a large file, and building a graph must not take long. So a result is kept if it has at
 * most {@linkcode KEPT} elements or no more than its operands store, and it is computed only if operands and result
 * have at most {@linkcode COMPUTED} elements together; larger ones are left to the runtime. Operations element by
 * element on constants of one repeated value are computed for that one value, whatever the shape, also a symbolic one.
 *
 * **Invariant.** A folded node has its type, and the bits that `evaluate` gives. A node that evaluation refuses (a
 * division by the whole number 0) stays.
 *
 * @module
 */
import { evaluate } from "../evaluate/evaluate.ts";
import { constant, type Expression, node, type OperationName } from "../expressions/expression.ts";
import type { Shape } from "../expressions/tensor_type.ts";
import { type GraphBuilder, onlyValue } from "./_rewrite.ts";

/** Elements that a folded result may always have. */
export const KEPT = 1024;

/** Elements of operands and result beyond which nothing is computed. */
export const COMPUTED = 65_536;

/** Operations whose result is one repeated value if its operands are. */
const ELEMENTWISE: ReadonlySet<OperationName> = new Set<OperationName>([
  ...[
    "Neg",
    "Abs",
    "Sign",
    "Reciprocal",
    "Exp",
    "Log",
    "Sqrt",
    "Sin",
    "Cos",
    "Erf",
    "Tanh",
    "Sigmoid",
    "Relu",
    "Softplus",
    "Gelu",
  ] as const,
  ...["Not", "Cast", "StopGradient", "Add", "Sub", "Mul", "Div", "Pow", "Max", "Min"] as const,
  ...["Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual", "And", "Or", "Where"] as const,
]);

/** Operations that only repeat or move elements. */
const MOVING: ReadonlySet<OperationName> = new Set(["Reshape", "Expand", "Transpose", "Slice"]);

/** The constant that the node is, or undefined. */
export function foldConstant(expression: Expression, { make }: GraphBuilder): Expression | undefined {
  const { operation, inputs, dtype, shape } = expression;
  if (inputs.length === 0 || !inputs.every((operand) => operand.operation === "Constant")) return undefined;
  const operands = inputs as readonly Expression<"Constant">[];
  const [first] = operands as readonly [Expression<"Constant">];
  const repeats = operands.every((operand) => onlyValue(operand) !== undefined);
  const asConstant = ({ attributes }: Expression<"Constant">) => make("Constant", [], { attributes, dtype, shape });
  if (operation === "Reshape" || (MOVING.has(operation) && repeats)) return asConstant(first);
  if (repeats && ELEMENTWISE.has(operation)) {
    const single = operands.map((operand) => node("Constant", [], { ...operand, shape: [] }));
    const one = computed(node(operation, single, { ...expression, shape: [] }));
    return one && asConstant(one);
  }
  if (!isSmall(operands, shape)) return undefined;
  const all = computed(expression);
  return all && asConstant(all);
}

/** Whether the result may be computed and kept. */
function isSmall(operands: readonly Expression<"Constant">[], shape: Shape): boolean {
  const result = countOf(shape);
  const read = operands.reduce((sum, operand) => sum + countOf(operand.shape), 0);
  const stored = operands.reduce((sum, { attributes }) => sum + attributes.values.length, 0);
  return read + result <= COMPUTED && (result <= KEPT || result <= stored);
}

/** How many elements; infinitely many, as it were, if that is not known. */
function countOf(shape: Shape): number {
  return shape.reduce<number>((count, length) => typeof length === "number" ? count * length : Infinity, 1);
}

function computed(expression: Expression): Expression<"Constant"> | undefined {
  try {
    const [{ values, dtype, shape }] = evaluate([expression], {}) as [ReturnType<typeof evaluate>[number]];
    return constant(values, { dtype, shape });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
