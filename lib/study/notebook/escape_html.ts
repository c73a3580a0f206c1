/**
 * Text as HTML that shows exactly this text, in an element or in a quoted attribute.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { escapeHtml } from "./escape_html.ts";
 * assertEquals(escapeHtml(`<b title="a & b">`), "&lt;b title=&quot;a &amp; b&quot;&gt;");
 * ```
 */
export function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
