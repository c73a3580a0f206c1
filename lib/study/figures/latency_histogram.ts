/**
 * How latencies are distributed, with the percentiles that service levels are written in.
 *
 * Equal bins, on a logarithmic axis where the slowest is more than fifty times slower than the fastest (latencies span
 * decades, and a linear axis shows one bar and an empty plain). Bins are counted here over all samples: the figure is
 * exact however many there are. Several series are drawn as outlines of shares, so that unequal counts compare.
 *
 * Percentiles are by nearest rank: the smallest sample such that at least p percent are no larger; always one that
 * happened.
 *
 * Cost: O(n log n).
 *
 * Not here on purpose: estimates from sketches, coordinated omission (the load generator's business).
 *
 * @module
 */
import { inUnitOf } from "./_axis_title.ts";
import { checkSeries } from "./_check_series.ts";
import { type Figure, figure, type GivenWords } from "./figure.ts";
import { formatNumber } from "./_format_number.ts";
import type { PlotlyAnnotation, PlotlyShape } from "./plotly_layout.ts";
import type { BarTrace, PlotlyLine, ScatterTrace } from "./plotly_trace.ts";
import { type SeriesStyle, seriesStyle } from "./_series_style.ts";
import { LIGHT } from "./palette.ts";
import { textWidthPx } from "./_wrap_text.ts";
import { FIGURE_WIDTH_PX, plainText } from "./_theme.ts";

/** What a histogram of latencies shows beside its samples. */
export interface LatencyHistogramOptions extends GivenWords {
  /** What was timed, with its unit. @default {"Latency (ms)"} */
  readonly x?: string;
  /** Marked percentiles, each above 0 and at most 100. @default {[50, 95, 99]} */
  readonly percentiles?: readonly number[];
  /** Number of bins. @default {50} */
  readonly bins?: number;
  /** Whether latencies are on a logarithmic axis; by default when they span a factor of 50. */
  readonly isLog?: boolean;
}

/** A histogram of latencies, and the percentiles drawn in it. */
export interface LatencyFigure<Name extends string = string> extends Figure {
  /** By series and percentile, in the unit of the samples: `percentiles.put[99]`. */
  readonly percentiles: Readonly<Record<Name, Readonly<Record<number, number>>>>;
}

interface Bins {
  readonly edges: readonly number[];
  readonly isLog: boolean;
}

/** Latencies of one kind spanning more than this are shown on a logarithmic axis. */
const WIDE_FACTOR = 50;
/** Pixels of the plot across, about. */
const PLOT_WIDTH_PX = FIGURE_WIDTH_PX - 100;
/** Pixels of the plot upwards, at least. */
const PLOT_HEIGHT_PX = 270;
const LABEL_SIZE_PX = 11;
const LABEL_STEP_PX = 15;

/**
 * One histogram a series, by name, with a line at each percentile.
 *
 * @param series At most three, none of them empty; finite numbers of at least 0.
 * @throws {RangeError} If there is no series, more than three, an empty one, a sample that is negative or not finite,
 *   or
 * an option out of range.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { latencyHistogram } from "./latency_histogram.ts";
 * const shown = latencyHistogram({ get: [1, 1, 1, 9] }, { title: "One get in four is slow" });
 * assertEquals(shown.percentiles.get, { 50: 1, 95: 9, 99: 9 });
 * ```
 */
export function latencyHistogram<Name extends string>(
  series: Readonly<Record<Name, ArrayLike<number>>>,
  options: LatencyHistogramOptions,
): LatencyFigure<Name> {
  const { title, x = "Latency (ms)", percentiles: ranks = [50, 95, 99], bins: count = 50 } = options;
  const names = checkSeries(series, "draw a histogram of latencies") as Name[];
  checkOptions({ names, ranks, count });
  const sorted = names.map((name) => sortedSamples(series[name], name));
  const bins = binsOver(sorted, { count, isLog: options.isLog });
  const percentiles = Object.fromEntries(names.map((name, k) => [
    name,
    Object.fromEntries(ranks.map((rank) => [rank, nearestRank(sorted[k]!, rank)])),
  ])) as Record<Name, Record<number, number>>;

  const isAlone = names.length === 1;
  const data = names.map((name, k) => {
    const style = seriesStyle(k);
    const counts = countsIn(sorted[k]!, bins);
    return isAlone ? bars(counts, { bins, style }) : outline(counts, { bins, style, name });
  });
  const marks = names.flatMap((name, k) =>
    ranks.map((rank) => ({
      at: percentiles[name][rank]!,
      text: `${isAlone ? "" : `${plainText(name)} `}p${rank} ${inUnitOf(x, formatNumber(percentiles[name][rank]!))}`,
      line: isAlone ? { color: LIGHT.text, dash: "dash" as const } : lineOf(seriesStyle(k)),
    }))
  );
  const { shapes, annotations, levels } = percentileMarks(marks, bins);
  const highest = Math.max(...data.flatMap((trace) => Array.from(trace.y as readonly number[])));
  const said = names.map((name, k) => {
    const samples = sorted[k]!;
    const marked = ranks.map((rank) => `p${rank} ${formatNumber(percentiles[name][rank]!)}`).join(", ");
    return `${name}: ${formatNumber(samples.length)} samples from ${formatNumber(samples[0]!)} to ` +
      `${formatNumber(samples.at(-1)!)}, ${marked}`;
  });
  return {
    ...figure({
      data,
      layout: {
        xaxis: { title: x, type: bins.isLog ? "log" : "linear" },
        yaxis: {
          title: isAlone ? "Samples" : "Samples (% of series)",
          range: [0, highest / (1 - (levels * LABEL_STEP_PX + 8) / PLOT_HEIGHT_PX)], // labels stand above the data
        },
        bargap: 0,
        shapes,
        annotations,
      },
      title,
      caption: options.caption ??
        `${sorted.map((samples, k) => `${formatNumber(samples.length)} samples of ${names[k]}`).join(", ")}, ` +
          `${count} bins${bins.isLog ? " on a logarithmic axis" : ""}; upright lines: percentiles by nearest rank.`,
      alt: options.alt ?? `Histogram of ${x}. ${said.join(". ")}.`,
    }),
    percentiles,
  };
}

function checkOptions(given: { names: readonly string[]; ranks: readonly number[]; count: number }): void {
  const refuse = (rule: string, value: unknown) => {
    throw new RangeError(`Cannot draw a histogram of latencies: ${rule}: current value is ${value}`);
  };
  if (given.names.length > 3) refuse("outlines of more than 3 series hide each other", given.names.length);
  if (!Number.isInteger(given.count) || given.count < 1 || given.count > 500) {
    refuse("bins must be an integer from 1 to 500", given.count);
  }
  for (const rank of given.ranks) {
    if (!(rank > 0 && rank <= 100)) refuse("percentiles must be above 0 and at most 100", rank);
  }
}

function sortedSamples(samples: ArrayLike<number>, name: string): Float64Array {
  const sorted = Float64Array.from(samples);
  const bad = sorted.findIndex((sample) => !(sample >= 0 && sample < Infinity));
  if (bad >= 0) {
    throw new RangeError(
      `Cannot draw a histogram of latencies: sample ${bad + 1} of ${name} must be finite and at least 0: ` +
        `current value is ${sorted[bad]}`,
    );
  }
  return sorted.sort();
}

function nearestRank(sorted: Float64Array, rank: number): number {
  return sorted[Math.max(0, Math.ceil(rank / 100 * sorted.length) - 1)]!;
}

function binsOver(
  sorted: readonly Float64Array[],
  { count, isLog }: { count: number; isLog: boolean | undefined },
): Bins {
  let low = Math.min(...sorted.map((samples) => samples[0]!));
  let high = Math.max(...sorted.map((samples) => samples.at(-1)!));
  const inLogs = (isLog ?? high > WIDE_FACTOR * low) && low > 0;
  if (low === high) [low, high] = low === 0 ? [0, 1] : [low * 0.9, high * 1.1];
  const edges = Array.from({ length: count + 1 }, (_, k) => {
    const part = k / count;
    return inLogs ? low * (high / low) ** part : low + (high - low) * part;
  });
  edges[count] = high;
  return { edges, isLog: inLogs };
}

/** Samples of each bin: from its lower edge up to its upper one, which only the last bin includes. */
function countsIn(sorted: Float64Array, { edges }: Bins): number[] {
  const counts = new Array<number>(edges.length - 1).fill(0);
  let bin = 0;
  for (const sample of sorted) {
    while (bin < counts.length - 1 && sample >= edges[bin + 1]!) bin++;
    counts[bin]!++;
  }
  return counts;
}

function bars(counts: readonly number[], { bins: { edges }, style }: { bins: Bins; style: SeriesStyle }): BarTrace {
  return {
    type: "bar",
    x: counts.map((_, k) => (edges[k]! + edges[k + 1]!) / 2),
    y: counts,
    width: counts.map((_, k) => edges[k + 1]! - edges[k]!),
    marker: { color: style.color, line: { color: LIGHT.paper, width: 0.5 } },
    hovertemplate: "%{y} samples around %{x:.3g}<extra></extra>",
  };
}

function outline(
  counts: readonly number[],
  { bins: { edges }, style, name }: { bins: Bins; style: SeriesStyle; name: string },
): ScatterTrace {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const shares = counts.map((count) => 100 * count / total);
  return {
    name: plainText(name),
    x: [edges[0]!, ...edges],
    y: [0, ...shares, 0],
    mode: "lines",
    line: { color: style.color, dash: style.dash, width: 2, shape: "hv" },
    hovertemplate: "%{y:.2g} % from %{x:.3g}",
  };
}

interface Mark {
  readonly at: number;
  readonly text: string;
  readonly line: PlotlyLine;
}

function lineOf({ color, dash }: SeriesStyle): PlotlyLine {
  return { color, dash };
}

/** Lines at the percentiles; labels stand right of them, each on the highest level where it covers no other. */
function percentileMarks(
  marks: readonly Mark[],
  { edges, isLog }: Bins,
): { shapes: PlotlyShape[]; annotations: PlotlyAnnotation[]; levels: number } {
  const place = (value: number) => isLog ? Math.log10(value) : value;
  const [left, right] = [place(edges[0]!), place(edges.at(-1)!)];
  const taken: { fromPx: number; toPx: number; level: number }[] = [];
  const annotations = [...marks].sort((a, b) => a.at - b.at).map((mark): PlotlyAnnotation => {
    const atPx = (place(mark.at) - left) / (right - left) * PLOT_WIDTH_PX;
    const widthPx = textWidthPx(mark.text, { sizePx: LABEL_SIZE_PX }) + 8;
    const isLeft = atPx + widthPx > PLOT_WIDTH_PX; // no room right of the line
    const [fromPx, toPx] = isLeft ? [atPx - widthPx, atPx] : [atPx, atPx + widthPx];
    let level = 0;
    while (taken.some((other) => other.level === level && other.fromPx < toPx && other.toPx > fromPx)) level++;
    taken.push({ fromPx, toPx, level });
    return {
      text: mark.text,
      ...{ x: place(mark.at), yref: "paper", y: 1 },
      ...{ xanchor: isLeft ? "right" : "left", yanchor: "top", yshift: -LABEL_STEP_PX * level },
      bgcolor: LIGHT.paper,
      font: { size: LABEL_SIZE_PX, color: LIGHT.text },
    };
  });
  const shapes = marks.map(({ at, line }): PlotlyShape => ({
    type: "line",
    ...{ x0: at, x1: at, yref: "paper", y0: 0, y1: 1 },
    line: { ...line, width: 1.5 },
  }));
  return { shapes, annotations, levels: 1 + Math.max(-1, ...taken.map(({ level }) => level)) };
}
