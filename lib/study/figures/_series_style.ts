/**
 * How the k-th series of a figure is drawn: a colour, and a dash or a symbol for those who see no colours.
 *
 * @module
 */
import { SERIES, TINTS } from "./palette.ts";
import type { PlotlyLine } from "./plotly_trace.ts";

/** Colour of a series, and its second channel. */
export interface SeriesStyle {
  /** Of lines, points and bars. */
  readonly color: string;
  /** Of areas behind marks. */
  readonly tint: string;
  /** Of lines. */
  readonly dash: NonNullable<PlotlyLine["dash"]>;
  /** Of points. */
  readonly symbol: string;
}

const DASHES = ["solid", "dash", "dot", "dashdot", "longdash", "longdashdot"] as const;
const SYMBOLS = ["circle", "square", "diamond", "triangle-up", "x", "star"] as const;

/**
 * The style of series `index`, counted from 0.
 *
 * @throws {RangeError} If there is no such style: a figure tells at most six series apart.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { seriesStyle } from "./_series_style.ts";
 * assertEquals(seriesStyle(1).dash, "dash");
 * ```
 */
export function seriesStyle(index: number): SeriesStyle {
  const [color, tint, dash, symbol] = [SERIES[index], TINTS[index], DASHES[index], SYMBOLS[index]];
  if (!color || !tint || !dash || !symbol) {
    throw new RangeError(
      `Cannot style a series: a figure tells at most ${SERIES.length} series apart: current value is ${index + 1}`,
    );
  }
  return { color, tint, dash, symbol };
}
