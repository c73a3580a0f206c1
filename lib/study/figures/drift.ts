/**
 * A statistic over time with the band in which it is expected, the alarms that a detector raised and, where it is
 * known, the moment at which the world changed: what drift monitoring is judged by.
 *
 * @module
 */
import { labelOf, shownTitle } from "./_axis_title.ts";
import { type Figure, figure, type GivenWords } from "./figure.ts";
import { referenceLine } from "./_reference_line.ts";
import { formatCount, formatNumber } from "./_format_number.ts";
import { LIGHT } from "./palette.ts";
import type { PlotlyAnnotation, PlotlyLayout, PlotlyShape } from "./plotly_layout.ts";
import type { PlotlyTrace } from "./plotly_trace.ts";
import { seriesStyle } from "./_series_style.ts";

/** What a drift figure shows beside the statistic. */
export interface DriftOptions extends GivenWords {
  /** What the statistic is, with its unit: `Population stability index (nats)`. */
  readonly y: string;
  /** What time is, with its unit. @default {"Batch"} */
  readonly x?: string;
  /** When each value was taken, ascending: numbers or ISO dates; by default 1, 2, 3, …. */
  readonly times?: readonly (number | string)[];
  /** Where alarms begin: one level, or the ends of the band in which the statistic is expected. */
  readonly threshold?: number | { readonly low: number; readonly high: number };
  /** Positions (from 0) of the values at which the detector raised an alarm. */
  readonly alarms?: readonly number[];
  /** Position (from 0) of the first value after the true change, where it is known. */
  readonly changeAt?: number;
}

/**
 * The statistic as a line, alarms as crosses on it.
 *
 * @param values At least one; values that are not finite are gaps.
 * @throws {RangeError} If there are no values, `times` are not as many, or a position is none of the values'.
 *
 * @example
 * ```ts
 * import { assertStringIncludes } from "@std/assert";
 * import { drift } from "./drift.ts";
 * const shown = drift([0.1, 0.1, 0.4], { title: "One alarm", y: "PSI (nats)", threshold: 0.2, alarms: [2] });
 * assertStringIncludes(shown.alt, "1 alarm, at 3");
 * ```
 */
export function drift(values: ArrayLike<number>, options: DriftOptions): Figure {
  const [x, y] = [shownTitle(options.x ?? "Batch"), shownTitle(options.y)];
  const { title, threshold, alarms = [], changeAt } = options;
  const statistic = Array.from(values);
  const times = options.times ?? statistic.map((_, k) => k + 1);
  checkPositions({ statistic, times, alarms, changeAt });

  if (typeof threshold === "object" && !(threshold.low <= threshold.high)) {
    throw new RangeError(
      `Cannot draw a drift: threshold.low must not be above high, ${threshold.high}: current value is ${threshold.low}`,
    );
  }
  const isBand = typeof threshold === "object";
  const line = { name: labelOf(y), x: times, y: finiteOrGap(statistic) };
  const data: PlotlyTrace[] = [{ ...line, mode: "lines", line: { color: seriesStyle(0).color, width: 2 } }];
  const levels = isBand
    ? [[threshold.low, "lower end"], [threshold.high, "upper end"]] as const
    : threshold === undefined
    ? []
    : [[threshold, "threshold"]] as const;
  for (const [level, name] of levels) data.push(referenceLine(level, { name: `${name} ${level}`, places: [data[0]!] }));
  if (alarms.length > 0) {
    data.push({
      name: "alarm",
      x: alarms.map((at) => times[at]!),
      y: alarms.map((at) => finiteOrGap(statistic)[at]!),
      mode: "markers",
      marker: { color: seriesStyle(1).color, symbol: "x", size: 10 },
    });
  }
  const outside =
    statistic.filter((value) =>
      isBand ? value < threshold.low || value > threshold.high : threshold !== undefined && value > threshold
    ).length;
  return figure({
    data,
    layout: { xaxis: { title: options.x ?? x }, yaxis: { title: options.y }, ...marks({ times, threshold, changeAt }) },
    title,
    caption: options.caption ??
      `${y} against ${x}${isBand ? "; shaded: the expected band" : ""}; ${formatCount(alarms.length, "alarm")}` +
        `${changeAt === undefined ? "" : `, true change at ${shown(times[changeAt]!)}`}.`,
    alt: options.alt ?? [
          `Line chart of ${y} against ${x}: ${formatCount(statistic.length, "value")} ${rangeOf(statistic)}`,
          threshold === undefined
            ? undefined
            : `${outside} of them outside ${
              isBand ? `the band from ${threshold.low} to ${threshold.high}` : `the threshold ${threshold}`
            }`,
          alarms.length === 0
            ? "no alarm"
            : `${formatCount(alarms.length, "alarm")}, at ${listed(alarms.map((at) => shown(times[at]!)))}`,
          changeAt === undefined ? undefined : `the true change is at ${shown(times[changeAt]!)}`,
        ].filter((part) => part !== undefined).join("; ") + ".",
  });
}

function checkPositions(given: {
  statistic: readonly number[];
  times: readonly unknown[];
  alarms: readonly number[];
  changeAt: number | undefined;
}): void {
  const { length } = given.statistic;
  const refuse = (rule: string, value: unknown) => {
    throw new RangeError(`Cannot draw a drift: ${rule}: current value is ${value}`);
  };
  if (length === 0) refuse("there must be a value", "[]");
  if (given.times.length !== length) refuse(`times must be as many as values, ${length}`, given.times.length);
  for (
    const [name, at] of [...given.alarms.map((alarm) => ["alarm", alarm] as const), [
      "changeAt",
      given.changeAt,
    ]] as const
  ) {
    if (at === undefined || Number.isInteger(at) && at >= 0 && at < length) continue;
    refuse(`${name} must be a position from 0 to ${length - 1}`, at);
  }
}

function marks(given: {
  times: readonly (number | string)[];
  threshold: DriftOptions["threshold"];
  changeAt: number | undefined;
}): Pick<PlotlyLayout, "shapes" | "annotations"> {
  const shapes: PlotlyShape[] = [];
  const annotations: PlotlyAnnotation[] = [];
  if (typeof given.threshold === "object") {
    const { low, high } = given.threshold;
    const edges = { xref: "paper", x0: 0, x1: 1, y0: low, y1: high } as const;
    shapes.push({ type: "rect", ...edges, fillcolor: seriesStyle(0).tint, line: { width: 0 }, layer: "below" });
  }
  if (given.changeAt !== undefined) {
    const at = given.times[given.changeAt]!;
    const edges = { x0: at, x1: at, yref: "paper", y0: 0, y1: 1 } as const;
    shapes.push({ type: "line", ...edges, line: { color: LIGHT.quietText, width: 1.5, dash: "dash" } });
    const isLate = given.changeAt > given.times.length / 2;
    annotations.push({
      text: "true change",
      ...{ x: at, yref: "paper", y: 1, yanchor: "top", xanchor: isLate ? "right" : "left" },
      bgcolor: LIGHT.paper,
      font: { color: LIGHT.quietText, size: 11 },
    });
  }
  return { shapes, annotations };
}

function finiteOrGap(values: readonly number[]): (number | null)[] {
  return values.map((value) => Number.isFinite(value) ? value : null);
}

function shown(time: number | string): string {
  return typeof time === "number" ? formatNumber(time) : time;
}

/** At most the first eight, and how many more there are. */
function listed(items: readonly string[]): string {
  const more = items.length - 8;
  return more > 0 ? `${items.slice(0, 8).join(", ")} and ${more} more` : items.join(", ");
}

function rangeOf(values: readonly number[]): string {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return "of which none is finite";
  return `from ${formatNumber(finite.reduce((a, b) => Math.min(a, b)))} to ${
    formatNumber(finite.reduce((a, b) => Math.max(a, b)))
  }`;
}
