/**
 * Refuses figures whose axes do not say what they measure.
 *
 * An axis that a trace uses needs a title; one with numbers on it also a unit, in parentheses: `Latency (ms)`,
 * `Hits (count)`, `Hit ratio (0 to 1)`. Axes of categories and of dates need no unit, hidden axes need nothing.
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
        : hasNumbers(trace, letter) && axis.type !== "category" && axis.type !== "date" && !/\(.+\)/.test(text)
        ? 'a unit in its title, such as "Latency (ms)", "Hits (count)" or "Hit ratio (0 to 1)"'
        : undefined;
      if (lacks === undefined) continue;
      throw new TypeError(
        `Cannot make figure ${JSON.stringify(title)}: ${key} needs ${lacks}: current value is ${JSON.stringify(text)}`,
      );
    }
  }
}

function hasNumbers(trace: PlotlyTrace, letter: "x" | "y"): boolean {
  const values: PlotlyValues | undefined = trace[letter];
  if (values) return Array.prototype.some.call(values, (value) => typeof value === "number");
  return trace.type !== "box" && trace.type !== "violin"; // positions or counts; boxes stand at their names
}
