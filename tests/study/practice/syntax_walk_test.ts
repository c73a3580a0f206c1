import { assertEquals } from "@std/assert";
import { parse } from "acorn";
import { walk } from "@lib/study/practice/_syntax_walk.ts";

Deno.test("every node is visited once, parents first, with the node above it", () => {
  const seen: string[] = [];
  walk(
    parse("f(a, [b])", { ecmaVersion: "latest" }),
    (node, parent) => seen.push(`${parent?.type ?? "-"} > ${node.type}`),
  );
  assertEquals(seen, [
    "- > Program",
    "Program > ExpressionStatement",
    "ExpressionStatement > CallExpression",
    "CallExpression > Identifier",
    "CallExpression > Identifier",
    "CallExpression > ArrayExpression",
    "ArrayExpression > Identifier",
  ]);
});
