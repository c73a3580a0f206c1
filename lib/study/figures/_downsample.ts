/**
 * Traces with a bounded number of points, so that a figure stays small in the notebook: what is left out is said.
 *
 * What is kept depends on what the trace shows:
 *
 * | trace | kept | left out |
 * | ----- | ---- | -------- |
 * | line | the points that carry its shape (largest triangle, three buckets; on a log axis in logarithms) | points between |
 * | points | the outermost ones, and every k-th of the rest | the rest |
 * | histogram | evenly spaced order statistics, each with the weight of those it stands for | values between |
 * | box, violin | evenly spaced order statistics, the smallest and the largest included | values between |
 * | heat map, contour | means of blocks of cells | single cells |
 * | bars | all: leaving one out would say that it is zero | – |
 *
 * Coordinates are shortened to seven significant digits of their range, colours' amounts to four: no screen shows more.
 *
 * **Invariant.** Smallest and largest value of a line, of points and of a box stay; gaps in a line stay gaps;
 * attributes given per point (text, colours, error bars) stay with their point.
 *
 * Cost: O(n log n) for distributions, O(n) otherwise.
 *
 * Not here on purpose: the budget in bytes (`figure.ts` lowers the limit until the figure fits).
 *
 * @module
 */
import { largestTriangleThreeBuckets } from "./_largest_triangle_three_buckets.ts";
import type { GridTrace, PlotlyDatum, PlotlyTrace, PlotlyValues, ScatterTrace } from "./plotly_trace.ts";

/** Bounded traces, and what a reader must be told about them. */
export interface DownsampledTraces {
  /** As given, or thinned out. */
  readonly data: readonly PlotlyTrace[];
  /** One sentence for the caption; undefined when nothing was left out. */
  readonly note: string | undefined;
}

/** Bounds of a whole figure. */
export interface Bounds {
  /** Most points of all traces together; cells of a grid count a quarter. */
  readonly points: number;
  /** Whether an axis, named as in a trace (`x`, `y2`), is logarithmic. */
  readonly isLog?: (axis: string) => boolean;
}

/** Cells that weigh as much as one point: a cell is one short number, a point two and their hover. */
const CELLS_PER_POINT = 4;
/** Grids come first, up to this share of all points: they are the ground on which the rest stands. */
const MAX_GRID_RATIO = 0.75;
/** Significant digits of coordinates, and of amounts that are shown as colours. */
const DIGITS = 7;
const GRID_DIGITS = 4;
const MIN_POINTS = 16;

/** The traces with at most `bounds.points` points, every trace with a fair share. */
export function downsample(traces: readonly PlotlyTrace[], bounds: Bounds): DownsampledTraces {
  const sizes = traces.map(sizeOf);
  const isGrid = traces.map(({ type }) => type === "heatmap" || type === "contour");
  const gridShare = fairShare(sizes.filter((_, k) => isGrid[k]), bounds.points * MAX_GRID_RATIO);
  const gridPoints = sizes.reduce((sum, size, k) => sum + (isGrid[k] ? Math.min(size, gridShare) : 0), 0);
  const pointShare = fairShare(sizes.filter((_, k) => !isGrid[k]), bounds.points - gridPoints);
  const isLog = bounds.isLog ?? (() => false);
  let kept = 0, all = 0, blocks: string | undefined;
  const data = traces.map((trace, k) => {
    const share = isGrid[k] ? gridShare : pointShare;
    if (sizes[k]! <= share) return shortened(trace);
    if (trace.type === "heatmap" || trace.type === "contour") {
      const [bounded, block] = coarser(trace, share * CELLS_PER_POINT);
      blocks = block;
      return shortened(bounded);
    }
    const bounded = thinned(trace, { count: Math.max(MIN_POINTS, share), isLog });
    if (bounded !== trace) {
      all += sizes[k]!;
      kept += sizeOf(bounded);
    }
    return shortened(bounded);
  });
  const notes = [
    all > 0 ? `Drawn with ${kept.toLocaleString("en")} of ${all.toLocaleString("en")} points` : undefined,
    blocks === undefined ? undefined : `each cell is the mean of ${blocks} cells`,
  ].filter((note) => note !== undefined);
  const note = notes.length > 0 ? `${notes.join("; ")}.` : undefined;
  return { data, note: note && note[0]!.toUpperCase() + note.slice(1) };
}

function sizeOf(trace: PlotlyTrace): number {
  if (trace.type === "heatmap" || trace.type === "contour") {
    return Math.ceil(trace.z.reduce((sum, row) => sum + row.length, 0) / CELLS_PER_POINT);
  }
  return Math.max(trace.x?.length ?? 0, trace.y?.length ?? 0);
}

/** The largest size that every trace may have so that all of them together stay within the limit. */
function fairShare(sizes: readonly number[], limit: number): number {
  let left = limit;
  const ascending = [...sizes].sort((a, b) => a - b);
  for (const [k, size] of ascending.entries()) {
    const share = Math.floor(left / (ascending.length - k));
    if (size > share) return Math.max(1, share);
    left -= size;
  }
  return Infinity;
}

function thinned(trace: PlotlyTrace, how: { count: number; isLog: (axis: string) => boolean }): PlotlyTrace {
  switch (trace.type) {
    case "heatmap":
    case "contour":
    case "bar":
      return trace;
    case "histogram": {
      if (trace.y) return trace; // weighted already
      const values = orderStatistics(trace.x, how.count);
      const weight = trace.x.length / values.length;
      return { ...trace, x: values, y: values.map(() => weight), histfunc: "sum" as const };
    }
    case "box":
    case "violin": {
      if (trace.x && trace.y) return trace; // groups within one trace
      return trace.x
        ? { ...trace, x: orderStatistics(trace.x, how.count) }
        : { ...trace, y: orderStatistics(trace.y!, how.count) };
    }
    default: {
      const places = { x: numbers(trace.x, trace.y.length), y: numbers(trace.y, trace.y.length) };
      if (how.isLog(trace.xaxis ?? "x")) places.x = places.x.map(Math.log);
      if (how.isLog(trace.yaxis ?? "y")) places.y = places.y.map(Math.log);
      const withX: ScatterTrace = trace.x ? trace : { ...trace, x: places.x };
      const isLine = trace.mode?.includes("lines") ?? true;
      const ascends = places.x.every((x, k) => k === 0 || !(x < places.x[k - 1]!));
      const indices = isLine && ascends ? lineIndices(places, how.count) : pointIndices(places, how.count);
      return picked(withX, indices) as ScatterTrace;
    }
  }
}

interface Places {
  x: number[];
  y: number[];
}

/** Numbers as they are, dates as milliseconds, categories and missing values by position. */
function numbers(values: PlotlyValues | undefined, length: number): number[] {
  return Array.from({ length }, (_, k) => {
    const value = values?.[k];
    if (typeof value === "number") return value;
    if (value === null) return NaN;
    const date = typeof value === "string" ? Date.parse(value) : NaN;
    return Number.isNaN(date) ? k : date;
  });
}

/** Every run between gaps is thinned on its own, so that a gap stays where it is. */
function lineIndices({ x, y }: Places, count: number): number[] {
  const kept: number[] = [];
  for (let start = 0; start < y.length;) {
    const isGap = (k: number) => !Number.isFinite(x[k]!) || !Number.isFinite(y[k]!);
    let end = start;
    while (end < y.length && isGap(end) === isGap(start)) end++;
    if (isGap(start)) {
      kept.push(start);
    } else {
      const share = Math.max(4, Math.floor(count * (end - start) / y.length));
      const run = { x: x.slice(start, end), y: y.slice(start, end) };
      for (const k of largestTriangleThreeBuckets(run, share)) kept.push(start + k);
    }
    start = end;
  }
  return kept;
}

/** The four outermost points, and of the rest every k-th. */
function pointIndices({ x, y }: Places, count: number): number[] {
  const kept = new Set<number>();
  for (const values of [x, y]) {
    let lowest = -1, highest = -1;
    for (const [k, value] of values.entries()) {
      if (!Number.isFinite(value)) continue;
      if (lowest < 0 || value < values[lowest]!) lowest = k;
      if (highest < 0 || value > values[highest]!) highest = k;
    }
    if (lowest >= 0) kept.add(lowest).add(highest);
  }
  const rest = count - kept.size;
  for (let k = 0; k < rest; k++) kept.add(Math.floor(k * y.length / rest));
  return [...kept].sort((a, b) => a - b);
}

/** Evenly spaced values of the sorted sample, smallest and largest included. */
function orderStatistics(values: PlotlyValues, count: number): number[] {
  const sorted = Float64Array.from(values as ArrayLike<number>).filter((value) => !Number.isNaN(value)).sort();
  const step = (sorted.length - 1) / (count - 1);
  return Array.from({ length: count }, (_, k) => sorted[Math.round(k * step)]!);
}

/** A record in which every list of one entry a point, at any depth, is cut down to the points kept. */
function picked(record: object, indices: readonly number[], length = sizeOf(record as PlotlyTrace)): object {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => {
      if (Array.isArray(value) || ArrayBuffer.isView(value)) {
        const list = value as unknown as ArrayLike<unknown>;
        return [key, list.length === length ? indices.map((k) => list[k]) : value];
      }
      return [key, typeof value === "object" && value !== null ? picked(value, indices, length) : value];
    }),
  );
}

/** A grid of at most `cells` cells, each the mean of a block; the sentence names the block. */
function coarser(trace: GridTrace, cells: number): [GridTrace, string] {
  const rows = trace.z.length;
  const columns = Math.max(...trace.z.map((row) => row.length));
  const factor = Math.sqrt(rows * columns / cells);
  const high = Math.min(rows, Math.ceil(factor));
  const wide = Math.min(columns, Math.ceil(columns * Math.ceil(rows / high) / cells));
  const z: (number | null)[][] = [];
  for (let top = 0; top < rows; top += high) {
    const row: (number | null)[] = [];
    for (let left = 0; left < columns; left += wide) row.push(blockMean(trace.z, { top, left, high, wide }));
    z.push(row);
  }
  const middles = (values: PlotlyValues | undefined, length: number, step: number): PlotlyDatum[] =>
    Array.from({ length: Math.ceil(length / step) }, (_, k) => {
      const [first, last] = [k * step, Math.min(length, (k + 1) * step) - 1];
      if (!values) return (first + last) / 2;
      const [a, b] = [values[first]!, values[last]!];
      return typeof a === "number" && typeof b === "number" ? (a + b) / 2 : a === b ? a : `${a} – ${b}`;
    });
  return [
    { ...trace, z, x: middles(trace.x, columns, wide), y: middles(trace.y, rows, high) },
    `${high}\u00a0×\u00a0${wide}`,
  ];
}

function blockMean(
  z: readonly PlotlyValues[],
  { top, left, high, wide }: { top: number; left: number; high: number; wide: number },
): number | null {
  let sum = 0, count = 0;
  for (const row of z.slice(top, top + high)) {
    for (let k = left; k < left + wide; k++) {
      const value = row[k];
      if (typeof value !== "number" || !Number.isFinite(value)) continue;
      sum += value;
      count++;
    }
  }
  return count > 0 ? sum / count : null;
}

/** The trace as plain JSON values: typed arrays as lists, numbers with seven digits of their range, gaps as null. */
function shortened<Part>(value: Part, kept = DIGITS): Part {
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    const list = Array.from(value as unknown as ArrayLike<unknown>);
    let largest = 0, low = Infinity, high = -Infinity;
    for (const item of list) {
      if (typeof item !== "number" || !Number.isFinite(item)) continue;
      largest = Math.max(largest, Math.abs(item));
      low = Math.min(low, item);
      high = Math.max(high, item);
    }
    const lost = high > low ? Math.ceil(Math.log10(largest / (high - low))) : 8; // digits that all of them share
    const digits = Math.min(17, kept + Math.max(0, lost));
    return list.map((item) => {
      if (typeof item !== "number") return shortened(item, kept);
      return Number.isFinite(item) ? Number(item.toPrecision(digits)) : null;
    }) as Part;
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, shortened(part, key === "z" ? GRID_DIGITS : kept)]),
  ) as Part;
}
