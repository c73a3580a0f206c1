/**
 * How far two colours stand apart in brightness, by the definition of the Web Content Accessibility Guidelines, and
 * which ink to write with on a colour.
 *
 * Source: WCAG 2.2, "relative luminance" and "contrast ratio".
 *
 * @module
 */

/**
 * The contrast ratio of two colours: 1 (equally bright) to 21 (black and white).
 *
 * @param one A colour as `#rrggbb`.
 * @param other Another.
 * @throws {SyntaxError} If one of them is not written so.
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { contrastRatio } from "./_contrast.ts";
 * assertAlmostEquals(contrastRatio("#000000", "#ffffff"), 21);
 * ```
 */
export function contrastRatio(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** Black or white, whichever is easier to read on the colour: always at least 4.5:1. */
export function inkOn(background: string): "#000000" | "#ffffff" {
  return contrastRatio(background, "#000000") >= contrastRatio(background, "#ffffff") ? "#000000" : "#ffffff";
}

/**
 * The colour of `ratio` on a colour scale: linear between its stops, in sRGB, as plotly does.
 *
 * @param ratio From 0 to 1.
 */
export function colourAt(scale: readonly (readonly [number, string])[], ratio: number): string {
  const next = scale.findIndex(([stop]) => stop >= ratio);
  if (next <= 0) return scale.at(next)![1];
  const [[from, before], [to, after]] = [scale[next - 1]!, scale[next]!];
  const part = (ratio - from) / (to - from);
  const [a, b] = [channels(before), channels(after)];
  return `#${a.map((value, k) => Math.round(value + part * (b[k]! - value)).toString(16).padStart(2, "0")).join("")}`;
}

function luminance(colour: string): number {
  const [red, green, blue] = channels(colour).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

/** Red, green and blue, each 0 to 255. */
function channels(colour: string): number[] {
  const parts = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(colour);
  if (!parts) throw new SyntaxError(`Cannot read a colour: it must be #rrggbb: current value is ${colour}`);
  return parts.slice(1).map((part) => Number.parseInt(part, 16));
}
