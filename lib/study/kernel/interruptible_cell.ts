/**
 * A cell whose top-level awaits can be interrupted: `await work()` becomes `await interruptible(work())`. Its
 * statements note their lines as well (`cell_lines.ts`).
 *
 * The Deno kernel cannot interrupt a cell that awaits: it stops the JavaScript that runs next, which is the end of the
 * await, and then waits for ever. With this change the awaits themselves end. `kernel_link.ts` defines what is called,
 * in the kernel; without it the changed cell does the same as before.
 *
 * **Invariant.** No line moves, and the value of the cell is the same.
 *
 * Not here on purpose: awaits inside functions (they go on when the cell has been interrupted, as in Node's REPL).
 *
 * @module
 */
import type { AnyNode } from "acorn";
import { inserted, type Insertion, lineMarks, parseCell } from "./cell_lines.ts";

/** Names under which the kernel finds what is called, as `Symbol.for`. */
export const LINK_NAMES = { wait: "lab.await", iterate: "lab.iterate", enter: "lab.enter" } as const;

/**
 * The text of the cell with interruptible awaits, or the text itself where it has none or cannot be parsed.
 * @param source TypeScript, as it stands in the cell.
 * @param id The id of the request that runs it: what the cell prints later is filed under it.
 *
 * @example
 * ```ts
 * import { assert, assertEquals } from "@std/assert";
 * import { interruptibleCell } from "@lib/study/kernel/interruptible_cell.ts";
 * const cell = interruptibleCell("const n: number = await f(1);\nn", { id: "7" });
 * assert(cell.includes("lab.await") && cell.includes("(f(1))"));
 * assertEquals(interruptibleCell("const = 3", { id: "7" }), "const = 3");
 * ```
 */
export function interruptibleCell(source: string, { id }: { readonly id: string }): string {
  const program = parseCell(source);
  if (program === undefined) return source;
  const edits: Insertion[] = lineMarks(source, program);
  for (const node of topLevelNodes(program)) {
    if (node.type === "AwaitExpression") wrap(node.argument, LINK_NAMES.wait);
    if (node.type === "ForOfStatement" && node.await) wrap(node.right, LINK_NAMES.iterate);
  }
  function wrap({ start, end }: AnyNode, name: string): void {
    edits.push({ at: start, text: `(globalThis[Symbol.for("${name}")]??(x=>x))(` }, { at: end, text: ")" });
  }
  const text = inserted(source, edits);
  if (/^\s*\{/.test(source)) return text; // the kernel takes it for an object, which it would not be behind a statement
  return `globalThis[Symbol.for("${LINK_NAMES.enter}")]?.(${JSON.stringify(id)});${text}`;
}

/** Every node that belongs to the cell itself and to no function in it. */
function* topLevelNodes(node: AnyNode): Generator<AnyNode> {
  yield node;
  if (/Function|^(?:PropertyDefinition|StaticBlock|MethodDefinition)/.test(node.type)) return;
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child === "object" && child !== null && typeof child.type === "string") yield* topLevelNodes(child);
    }
  }
}
