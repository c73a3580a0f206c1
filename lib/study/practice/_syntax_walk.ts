/**
 * Every node of a syntax tree, parents before children.
 *
 * @module
 */
import type { AnyNode } from "acorn";

/**
 * Calls `visit` with `node` and everything below it, in the order of the source.
 * @param node Root of the tree, as acorn parsed it.
 * @param visit Gets each node and the one above it.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parse } from "acorn";
 * import { walk } from "./_syntax_walk.ts";
 * const seen: string[] = [];
 * walk(parse("a + 1", { ecmaVersion: "latest" }), (node) => seen.push(node.type));
 * assertEquals(seen, ["Program", "ExpressionStatement", "BinaryExpression", "Identifier", "Literal"]);
 * ```
 */
export function walk(node: AnyNode, visit: (node: AnyNode, parent: AnyNode | undefined) => void): void {
  descend(node, undefined, visit);
}

function descend(
  node: AnyNode,
  parent: AnyNode | undefined,
  visit: (node: AnyNode, parent: AnyNode | undefined) => void,
): void {
  visit(node, parent);
  for (const child of Object.values(node)) {
    for (const item of Array.isArray(child) ? child : [child]) if (isNode(item)) descend(item, node, visit);
  }
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";
}
