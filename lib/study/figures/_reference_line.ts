/**
 * A dotted line across the whole figure at one level: a target, a threshold. It is named in the legend, where it hides
 * nothing, and not beside the line, where it would.
 *
 * @module
 */
import { LIGHT } from "./palette.ts";
import type { PlotlyDatum, PlotlyTrace, ScatterTrace } from "./plotly_trace.ts";

/** What the line is called, and from where to where it goes. */
export interface ReferenceLineOptions {
  /** Name in the legend. */
  readonly name: string;
  /** Traces whose first and last places it joins. */
  readonly places: readonly PlotlyTrace[];
}

/** The line, as a trace. */
export function referenceLine(level: number, { name, places }: ReferenceLineOptions): ScatterTrace {
  const x = places.flatMap((trace): PlotlyDatum[] => trace.x ? Array.from(trace.x) : []);
  let [first, last] = [x[0] ?? 0, x[0] ?? 0];
  for (const place of x) {
    if (place === null) continue;
    if (place < first) first = place;
    if (place > last) last = place;
  }
  return {
    name,
    x: [first, last],
    y: [level, level],
    mode: "lines",
    line: { color: LIGHT.quietText, width: 1.5, dash: "dot" },
    hoverinfo: "skip",
  };
}
