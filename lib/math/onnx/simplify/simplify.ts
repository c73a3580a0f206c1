/**
 * Simplification of expression graphs: the same meaning and types, fewer operations.
 *
 * The graph is built again, inputs first, on a builder that keeps one node of each meaning (`_graph_builder.ts`): so
 * equal subexpressions become one, a node of constants becomes a constant (`_constant_folding.ts`), and before a node
 * is made the rules of its operation look for something simpler: identities of arithmetic, of rearrangement, and of
 * broadcasting. What nobody needs any more is not built.
 *
 * **Invariant.** Every output keeps its type, its shape symbol by symbol, and its values, but for two liberties with
 * the last bit that `_arithmetic_rewrites.ts` states. Operations never become more, but for an `Expand` that is moved
 * behind one operation and still needed before it. Simplifying twice gives what simplifying once gives. A symbol that
 * an input told is still told by one. A `StopGradient` is gone, so differentiate first.
 *
 * Cost: O(nodes · rank), without recursion; constants are compared by content.
 *
 * Not here on purpose: fusion into kernels and choice of layouts (the runtime's), reassociation of sums, anything that
 * depends on how often a node is used.
 *
 * Source: J.-C. Filliâtre, S. Conchon, Type-safe modular hash-consing (2006); the identities are those of XLA's
 * algebraic simplifier, as far as they are sound.
 *
 * @module
 */
import { solvableSymbols } from "../expressions/_symbolic_dims.ts";
import { type Dimension, symbolsOf } from "../expressions/dimension.ts";
import { type Expression, inOrder, isOperation } from "../expressions/expression.ts";
import { ARITHMETIC_REWRITES } from "./_arithmetic_rewrites.ts";
import { SHAPE_REWRITES } from "./_shape_rewrites.ts";
import type { Rewrites } from "./_rewrite.ts";
import { graphBuilder } from "./_graph_builder.ts";

const REWRITES: Rewrites = { ...ARITHMETIC_REWRITES, ...SHAPE_REWRITES };

/**
 * Expressions of the same meaning with fewer operations.
 * @param outputs Simplified together, so that they share what they have in common.
 * @returns One for each output, of its type.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { input } from "../expressions/expression.ts";
 * import { add, multiply } from "../operations/arithmetic.ts";
 * import { simplify } from "./simplify.ts";
 * const x = input("x", { shape: ["batch", 3] });
 * const [y] = simplify([add(multiply(x, 1), 0)]);
 * assertEquals(y, x);
 * ```
 */
export function simplify(outputs: readonly Expression[]): Expression[] {
  const simpler = rebuilt(outputs, { mayDrop: true });
  const untold = unsolvableSymbols(simpler);
  if (untold.size === 0) return simpler;
  const before = unsolvableSymbols(outputs);
  return [...untold].every((symbol) => before.has(symbol)) ? simpler : rebuilt(outputs, { mayDrop: false });
}

function rebuilt(outputs: readonly Expression[], { mayDrop }: { readonly mayDrop: boolean }): Expression[] {
  const { make } = graphBuilder(REWRITES, { mayDrop });
  const simplest = new Map<Expression, Expression>();
  for (const node of inOrder(outputs)) {
    simplest.set(node, make(node.operation, node.inputs.map((operand) => simplest.get(operand)!), node));
  }
  return outputs.map((output) => simplest.get(output)!);
}

/** The symbols that occur in the graph but that no input tells. */
function unsolvableSymbols(outputs: readonly Expression[]): Set<string> {
  const order = inOrder(outputs);
  const used = new Set(order.flatMap((node) => dimensionsOf(node).flatMap(symbolsOf)));
  const told = solvableSymbols(order.filter(({ operation }) => operation === "Input").flatMap(({ shape }) => shape));
  return new Set([...used].filter((symbol) => !told.has(symbol)));
}

/** All dimensions that a node speaks of. */
function dimensionsOf(node: Expression): readonly Dimension[] {
  if (isOperation(node, "Slice")) {
    const { starts, ends } = node.attributes;
    return [...node.shape, ...starts, ...ends.flatMap((end) => end === null ? [] : [end])].filter((one) =>
      typeof one === "string"
    );
  }
  if (isOperation(node, "Pad")) return [...node.shape, ...node.attributes.before, ...node.attributes.after];
  return node.shape;
}
