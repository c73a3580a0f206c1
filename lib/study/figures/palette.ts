/**
 * The palette of every figure, chosen so that nobody has to guess: six series colours that stay apart under the three
 * common colour blindnesses, and that stand out from the paper, in light and in dark.
 *
 * The light colours are Okabe and Ito's where these reach 3:1 against white; their orange, sky blue and yellow do not
 * (2.3, 2.3, 1.3), so brown and near-black take the free places. In dark the bright ones come back. Place k of
 * {@linkcode SERIES} and place k of {@linkcode SERIES_IN_DARK} are the same series.
 *
 * **Invariant** (proven by the test, from the definitions): every series colour has a contrast of at least 3:1 to its
 * paper, every text colour at least 4.5:1, every two series colours differ by at least ΔE 15 (CIE 1976) as seen with
 * normal sight, protanopia, deuteranopia and tritanopia.
 *
 * Not here on purpose: more than six series (a figure with seven lines is two figures), named colours of plotly.
 *
 * Source: M. Okabe and K. Ito, "Color Universal Design", 2008; WCAG 2.2, 1.4.3 and 1.4.11; simulation in the test by
 * G. Machado, M. Oliveira and L. Fernandes, IEEE TVCG 15(6), 2009.
 *
 * @module
 */

/** Series colours on light paper, in the order of use: blue, vermillion, green, purple, near-black, brown. */
export const SERIES: readonly string[] = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#222222", "#7A4500"];

/** Series colours on dark paper, place by place: sky blue, vermillion, green, purple, near-white, yellow. */
export const SERIES_IN_DARK: readonly string[] = ["#56B4E9", "#D55E00", "#009E73", "#CC79A7", "#EDEDED", "#F0E442"];

/** Pale areas behind marks on light paper, place by place those of {@linkcode SERIES}: regions, bands. */
export const TINTS: readonly string[] = ["#CCE3F0", "#F7DFCC", "#CCECE3", "#F5E4ED", "#DCDCDC", "#E4DACC"];

/** Deep areas behind marks on dark paper, place by place. */
export const TINTS_IN_DARK: readonly string[] = ["#16384C", "#4A2506", "#0A3F31", "#472B3B", "#4A4A4A", "#4D4A1C"];

/** What is not data: paper, texts and lines. */
export interface Surface {
  /** Background of the whole figure. */
  readonly paper: string;
  /** Titles, numbers on axes. */
  readonly text: string;
  /** Captions and notes. */
  readonly quietText: string;
  /** Grid lines: visible, never in front. */
  readonly grid: string;
  /** Axes and ticks. */
  readonly axis: string;
}

/** Light surface: that of committed notebooks and of every static picture. */
export const LIGHT: Surface = {
  paper: "#FFFFFF",
  text: "#1F2328",
  quietText: "#565D66",
  grid: "#E3E5E8",
  axis: "#8A9099",
};

/** Dark surface, for front ends that redraw a figure. */
export const DARK: Surface = {
  paper: "#14171A",
  text: "#F2F3F5",
  quietText: "#B4BAC2",
  grid: "#333940",
  axis: "#858C95",
};

/**
 * Colour scale for amounts: from pale to dark blue, so that more is darker under every colour blindness and in print.
 */
export const SEQUENTIAL_SCALE: readonly (readonly [number, string])[] = [
  [0, "#E1EDF5"],
  [0.25, "#A5CDE5"],
  [0.5, "#4C9CCB"],
  [0.75, "#0F659C"],
  [1, "#062F4C"],
];

/** Colour scale for amounts around a middle: blue, white, vermillion. */
export const DIVERGING_SCALE: readonly (readonly [number, string])[] = [
  [0, "#00517F"],
  [0.25, "#6FAED6"],
  [0.5, "#F7F7F7"],
  [0.75, "#EE9C63"],
  [1, "#A34700"],
];

/**
 * A figure's JSON with every colour of the light palette replaced by its partner in the dark one; what has no partner
 * (a colour scale, a colour of the author's own) stays. The way back does not exist: keep the original.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { inDark } from "./palette.ts";
 * assertEquals(inDark({ line: { color: "#0072B2", width: 2 } }), { line: { color: "#56B4E9", width: 2 } });
 * ```
 */
export function inDark<Json>(json: Json): Json {
  if (typeof json === "string") return (PARTNERS.get(json) ?? json) as Json;
  if (Array.isArray(json)) return json.map((value) => inDark(value)) as Json;
  if (typeof json !== "object" || json === null) return json;
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, inDark(value)])) as Json;
}

const PARTNERS = new Map<string, string>([
  ...SERIES.map((colour, k) => [colour, SERIES_IN_DARK[k]!] as const),
  ...TINTS.map((colour, k) => [colour, TINTS_IN_DARK[k]!] as const),
  ...(Object.keys(LIGHT) as (keyof Surface)[]).map((part) => [LIGHT[part], DARK[part]] as const),
]);
