/**
 * How a quantity settles, step by step: losses in training, hit ratios while a cache warms up, estimates against
 * samples.
 *
 * Not here on purpose: smoothing (it hides what the figure is for; smooth the data and say so in the caption).
 *
 * @module
 */
import { shownTitle } from "./_axis_title.ts";
import { checkSeries } from "./_check_series.ts";
import { type Figure, figure, type GivenWords } from "./figure.ts";
import { referenceLine } from "./_reference_line.ts";
import { formatCount, formatNumber } from "./_format_number.ts";
import type { PlotlyTrace } from "./plotly_trace.ts";
import { seriesStyle } from "./_series_style.ts";
import { plainText } from "./_theme.ts";

/** Few values are points that a line joins, so that a reader sees where something was measured. */
const MAX_MARKED_VALUES = 16;

/** What a line chart shows beside its series. */
export interface LineChartOptions extends GivenWords {
  /** What the values are, with their unit: `Loss (nats)`. */
  readonly y: string;
  /** What a step is, with its unit. @default {"Step"} */
  readonly x?: string;
  /** The step of each value, ascending; by default 1, 2, 3, …. */
  readonly steps?: readonly number[];
  /** Whether the steps are on a logarithmic axis. @default {false} */
  readonly isLogX?: boolean;
  /** Whether the values are on a logarithmic axis. @default {false} */
  readonly isLogY?: boolean;
  /** A value that the series should reach, drawn as a line across. */
  readonly target?: number;
}

/**
 * One line a series, by name: values that are not finite (a run that diverged) are gaps, and the text alternative says
 * so.
 *
 * @param series At most six, none of them empty.
 * @throws {RangeError} If there is no series, more than six, an empty one, or one longer than `steps`.
 *
 * @example
 * ```ts
 * import { assertStringIncludes } from "@std/assert";
 * import { lineChart } from "./line_chart.ts";
 * const shown = lineChart({ training: [2, 1, 0.5] }, { title: "Training halves the loss", y: "Loss (nats)" });
 * assertStringIncludes(shown.alt, "training goes from 2 to 0.500");
 * ```
 */
export function lineChart(
  series: Readonly<Record<string, ArrayLike<number>>>,
  options: LineChartOptions,
): Figure {
  const [x, y] = [shownTitle(options.x ?? "Step"), shownTitle(options.y)];
  const { title, isLogX = false, isLogY = false, target, steps } = options;
  const names = checkSeries(series, "draw a line chart");
  const data: PlotlyTrace[] = names.map((name, k) => {
    const values = Array.from(series[name]!);
    if (steps && steps.length < values.length) {
      throw new RangeError(
        `Cannot draw a line chart: steps must be as many as the values of ${name}, ${values.length}: ` +
          `current value is ${steps.length}`,
      );
    }
    const { color, dash, symbol } = seriesStyle(k);
    const isSparse = values.length <= MAX_MARKED_VALUES;
    return {
      name: plainText(name),
      x: values.map((_, step) => steps?.[step] ?? step + 1),
      y: values.map((value) => Number.isFinite(value) ? value : null),
      mode: values.length === 1 ? "markers" : isSparse ? "lines+markers" : "lines",
      ...(isSparse ? { marker: { color, symbol, size: 7 } } : {}),
      line: { color, dash, width: 2 },
    };
  });
  if (target !== undefined) data.push(referenceLine(target, { name: `target ${target}`, places: data }));
  const said = names.map((name) => described(name, { values: Array.from(series[name]!), steps }));
  return figure({
    data,
    layout: {
      xaxis: { title: options.x ?? x, type: isLogX ? "log" : "linear" },
      yaxis: { title: options.y, type: isLogY ? "log" : "linear" },
    },
    title,
    caption: options.caption ??
      `${y} against ${x}${isLogY ? ", values on a logarithmic axis" : ""}. Last values: ` +
        `${names.map((name) => `${name} ${lastText(series[name]!)}`).join(", ")}.`,
    alt: options.alt ?? `Line chart of ${y} against ${x}: ${said.join("; ")}.`,
  });
}

function described(
  name: string,
  { values, steps }: { values: readonly number[]; steps: readonly number[] | undefined },
): string {
  const finite = values.flatMap((value, k) => Number.isFinite(value) ? [{ value, step: steps?.[k] ?? k + 1 }] : []);
  if (finite.length === 0) return `${name} has no finite value`;
  const lowest = finite.reduce((best, point) => point.value < best.value ? point : best);
  const highest = finite.reduce((best, point) => point.value > best.value ? point : best);
  const at = (point: { value: number; step: number }) => `${formatNumber(point.value)} at ${formatNumber(point.step)}`;
  const gaps = values.length - finite.length;
  return `${name} goes from ${formatNumber(finite[0]!.value)} to ${formatNumber(finite.at(-1)!.value)}, ` +
    `lowest ${at(lowest)}, highest ${at(highest)}${
      gaps > 0 ? `, with ${formatCount(gaps, "value")} that ${gaps === 1 ? "is" : "are"} not finite` : ""
    }`;
}

function lastText(values: ArrayLike<number>): string {
  const last = Array.from(values).findLast(Number.isFinite);
  return last === undefined ? "none" : formatNumber(last);
}
