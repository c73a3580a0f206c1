/**
 * Text as HTML that shows exactly this text, in an element or in a quoted attribute.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { escapeHtml } from "./escape_html.ts";
 * assertEquals(escapeHtml(`a < "b" & c`), "a &lt; &quot;b&quot; &amp; c");
 * ```
 */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character]!);
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
