/**
 * How wide a text will be and where it breaks, without a font engine: a figure in the reader's kernel must know how
 * many lines its caption takes long before anything is drawn.
 *
 * The widths are those of DejaVu Sans, which is wide; Verdana has nearly the same, other fallbacks are narrower. So a
 * line that fits here fits everywhere.
 *
 * Cost: O(length).
 *
 * Not here on purpose: kerning (it only narrows), scripts without spaces, hyphenation.
 *
 * Source: advance widths of DejaVu Sans 2.37, rounded to thousandths of the font size.
 *
 * @module
 */

/** Advance widths of U+0020 to U+007E in thousandths of the font size. */
const ADVANCES = [
  ...[318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337],
  ...[636, 636, 636, 636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531],
  ...[1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863, 748, 787],
  ...[603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500],
  ...[500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612],
  ...[635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838],
];

/** Of anything else: arrows and comparison signs are this wide, accented letters narrower. */
const OTHER_ADVANCE = 838;

/** Bold letters are up to this much wider, over a line. */
const BOLD_FACTOR = 1.13;

/** Width in pixels of a text on one line. */
export function textWidthPx(text: string, font: { readonly sizePx: number; readonly bold?: boolean }): number {
  let thousandths = 0;
  for (const letter of text) thousandths += ADVANCES[letter.charCodeAt(0) - 32] ?? OTHER_ADVANCE;
  return thousandths / 1000 * font.sizePx * (font.bold ? BOLD_FACTOR : 1);
}

/**
 * A text broken at spaces (not at no-break spaces) into lines of at most `widthPx`; a single word that is wider stands
 * on a line of its own.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { wrapText } from "./_wrap_text.ts";
 * assertEquals(wrapText("one two three", { sizePx: 10, widthPx: 50 }), ["one two", "three"]);
 * ```
 */
export function wrapText(text: string, box: { readonly sizePx: number; readonly widthPx: number }): string[] {
  const lines: string[] = [];
  for (const word of text.split(/[ \n\t]+/).filter((part) => part)) {
    const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word;
    if (lines.length > 0 && textWidthPx(longer, box) <= box.widthPx) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
