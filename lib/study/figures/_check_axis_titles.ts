/**
 * Refuses figures whose axes do not say what they measure.
 *
 * An axis that a trace uses needs a title. One with numbers on it that are measured (times, sizes, costs: the words of
 * {@linkcode MEASURED}) also needs a unit, in parentheses: `Latency (ms)`, `Hit ratio (0 to 1)`; counts have none.
 * Axes of categories and of dates need no unit, hidden axes need nothing.
 *
 * Cost: O(n).
 *
 * @module
 */
import type { PlotlyAxis, PlotlyLayout } from "./plotly_layout.ts";
import type { PlotlyTrace, PlotlyValues } from "./plotly_trace.ts";

/** What is looked at: a title for the message, the traces, the layout. */
export interface TitledTraces {
  /** Names the figure in the message. */
  readonly title: string;
  /** The traces. */
  readonly data: readonly PlotlyTrace[];
  /** Their axes. */
  readonly layout?: PlotlyLayout;
}

/** What is never without a unit. */
const MEASURED = new RegExp(
  "\\b(?:time|times|latency|latencies|duration|delay|age|lag|memory|storage|bandwidth|throughput|speed|weight|height|" +
    "width|length|distance|temperature|cost|price|loss|cross-entropy|entropy|share)\\b",
  "i",
);

/**
 * Passes figures whose axes are titled.
 * @throws {TypeError} Naming the figure, the axis and what it lacks.
 */
export function checkAxisTitles({ title, data, layout = {} }: TitledTraces): void {
  for (const trace of data) {
    for (const letter of ["x", "y"] as const) {
      const name = trace[`${letter}axis`] ?? letter;
      const key = `${letter}axis${name.slice(1)}` as keyof PlotlyLayout;
      const axis = (layout[key] ?? {}) as PlotlyAxis;
      if (axis.visible === false || axis.showticklabels === false) continue;
      const text = (typeof axis.title === "string" ? axis.title : axis.title?.text)?.trim() ?? "";
      const lacks = text === ""
        ? "a title"
        : hasNumbers(trace, letter) && axis.type !== "category" && axis.type !== "date" && isMeasured(text)
        ? 'a unit in its title, such as "Latency (ms)" or "Share of hits (%)"'
        : undefined;
      if (lacks === undefined) continue;
      throw new TypeError(
        `Cannot make figure ${JSON.stringify(title)}: ${key} needs ${lacks}: current value is ${JSON.stringify(text)}`,
      );
    }
  }
}

/** Whether the title names something that is measured and says no unit. */
export function isMeasured(title: string): boolean {
  return /\(\s*\)/.test(title) || (MEASURED.test(title) && !/\(.+\)/.test(title));
}

function hasNumbers(trace: PlotlyTrace, letter: "x" | "y"): boolean {
  const values: PlotlyValues | undefined = trace[letter];
  if (values) return Array.prototype.some.call(values, (value) => typeof value === "number");
  return trace.type !== "box" && trace.type !== "violin"; // positions or counts; boxes stand at their names
}
