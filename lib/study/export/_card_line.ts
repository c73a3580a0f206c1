/**
 * The card as words: on a page the card stands under the title, so the line by which a notebook says the same in
 * Jupyter ("*Level: medium · 40 minutes · proves: …*") would say it twice.
 *
 * @module
 */
import type { Cell } from "../notebook/nbformat.ts";

/**
 * The cells without the card's line in the first of them; cells without such a line are returned as they are.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { withoutCardLine } from "./_card_line.ts";
 * const source = "# Title\n\n*Level: easy · 5 minutes · proves: you can*\n\nText";
 * const [cell] = withoutCardLine([{ cell_type: "markdown", id: "a", metadata: {}, source }]);
 * assertEquals(cell?.source, "# Title\n\n\n\nText");
 * ```
 */
export function withoutCardLine(cells: readonly Cell[]): Cell[] {
  const [first, ...rest] = cells;
  if (first?.cell_type !== "markdown") return [...cells];
  return [{ ...first, source: first.source.replace(/^\*Level: [^*$[\]]*\*[ \t]*$/m, "") }, ...rest];
}

/**
 * The goal of a notebook as a sentence: what a reader can do after the page.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { goalSentence } from "./_card_line.ts";
 * assertEquals(goalSentence("you can count"), "After this page you can count.");
 * assertEquals(goalSentence("What the lab is"), "What the lab is.");
 * ```
 */
export function goalSentence(proves: string): string {
  const trimmed = proves.trim().replace(/^you can\b/i, "After this page you can");
  const sentence = trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
  return /[.!?…]$/.test(sentence) ? sentence : `${sentence}.`;
}
