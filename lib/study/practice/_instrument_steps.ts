/**
 * JavaScript that counts its own steps: one for every call of a function and every round of a loop.
 *
 * A stopwatch can't tell O(1) from O(n) on a busy machine; a count can, and it is the same on every machine. The
 * counting call is put at the start of every function body and loop body; `for…in` also counts the keys it lists, and
 * an object spread those it copies. What built-ins do behind a single call (`splice`, `indexOf`, a spread array) is
 * counted by `_step_counter.ts`.
 *
 * **Invariant.** The program does what it did: nothing is moved, and no line number changes.
 * Cost: one parse, one pass, about 1 ms for 100 lines.
 *
 * Not here on purpose: straight-line code (a fixed number of steps whatever it is), generated code (`eval`).
 *
 * @module
 */
import { type AnyNode, parse } from "acorn";
import { walk } from "./_syntax_walk.ts";

/**
 * The module with counting calls put in.
 * @param source A JavaScript module.
 * @param meter Name of the global counting function, `meter()`, with `meter.keys(object)` beside it.
 * @throws {SyntaxError} If `source` does not parse.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { instrumentSteps } from "./_instrument_steps.ts";
 * assertEquals(instrumentSteps("const twice = (x) => 2 * x;", "step"), "const twice = (x) => (step(), 2 * x);");
 * ```
 */
export function instrumentSteps(source: string, meter: string): string {
  const insertions: { at: number; order: number; text: string }[] = [];
  const insert = (at: number, text: string) => insertions.push({ at, order: insertions.length, text });
  const wrap = (node: AnyNode, [before, after]: readonly [string, string]) => {
    insert(node.start, before);
    // Of two pieces that end at one place, the inner one must close first: it was opened last.
    insertions.push({ at: node.end, order: -insertions.length, text: after });
  };
  walk(parse(source, { ecmaVersion: "latest", sourceType: "module" }), (node) => {
    switch (node.type) {
      case "FunctionDeclaration":
      case "FunctionExpression":
        insert(node.body.start + 1, ` ${meter}();`);
        break;
      case "ArrowFunctionExpression":
        if (node.body.type === "BlockStatement") insert(node.body.start + 1, ` ${meter}();`);
        else wrap(node.body, [`(${meter}(), `, ")"]);
        break;
      case "ForInStatement":
        wrap(node.right, [`${meter}.keys(`, ")"]);
        countRounds(node.body);
        break;
      case "ForStatement":
      case "ForOfStatement":
      case "WhileStatement":
      case "DoWhileStatement":
        countRounds(node.body);
        break;
      case "ObjectExpression":
        for (const property of node.properties) {
          if (property.type === "SpreadElement") wrap(property.argument, [`${meter}.keys(`, ")"]);
        }
        break;
    }
  });
  function countRounds(body: AnyNode): void {
    if (body.type === "BlockStatement") insert(body.start + 1, ` ${meter}();`);
    else wrap(body, [`{ ${meter}(); `, " }"]);
  }
  insertions.sort((a, b) => a.at - b.at || a.order - b.order);
  let counted = "";
  let from = 0;
  for (const { at, text } of insertions) {
    counted += source.slice(from, at) + text;
    from = at;
  }
  return counted + source.slice(from);
}
