/**
 * Who did what when: spans on lanes, as in a trace of requests, a schedule of workers or the phases of a rollout.
 *
 * Each kind of work has its colour; a span wide enough carries its label; spans without a duration are drawn as points,
 * because they would be invisible as bars.
 *
 * **Invariant.** Every span is drawn, or the figure is refused: none is left out silently.
 *
 * @module
 */
import { inUnitOf } from "./_axis_title.ts";
import { type Figure, figure, type GivenWords } from "./figure.ts";
import { formatCount, formatNumber } from "./_format_number.ts";
import { LIGHT, SERIES } from "./palette.ts";
import type { PlotlyTrace } from "./plotly_trace.ts";
import { seriesStyle } from "./_series_style.ts";
import { textWidthPx } from "./_wrap_text.ts";
import { plainText } from "./_theme.ts";

/** Something that happened from one moment to another on one lane. */
export interface TimelineSpan {
  /** Who: a worker, a service, a partition. */
  readonly lane: string;
  /** What kind of work: decides the colour. */
  readonly kind: string;
  /** When it began, in the unit of the axis. */
  readonly start: number;
  /** When it ended: not before it began. */
  readonly end: number;
  /** What is written on it, where there is room. */
  readonly label?: string;
}

/** What a timeline shows beside its spans. */
export interface TimelineOptions extends GivenWords {
  /** What time is, with its unit. @default {"Time (ms)"} */
  readonly x?: string;
  /** What the lanes are. @default {"Lane"} */
  readonly y?: string;
}

/** A bar costs about 60 bytes of JSON: more of them would break the figure's budget, and the eye. */
const MAX_SPANS = 600;
const LABEL_SIZE_PX = 11;
const PLOT_WIDTH_PX = 690;

/**
 * The timeline; lanes stand from top to bottom in the order in which they first appear.
 *
 * @throws {RangeError} If there is no span, more than 600, more than six kinds, or one that ends before it begins.
 *
 * @example
 * ```ts
 * import { assertStringIncludes } from "@std/assert";
 * import { timeline } from "./timeline.ts";
 * const shown = timeline([
 *   { lane: "worker 1", kind: "run", start: 0, end: 30 },
 *   { lane: "worker 2", kind: "run", start: 30, end: 40 },
 * ], { title: "One worker waits for the other" });
 * assertStringIncludes(shown.alt, "worker 1 is busy 75 % of the time");
 * ```
 */
export function timeline(spans: readonly TimelineSpan[], options: TimelineOptions): Figure {
  const { title, x = "Time (ms)", y = "Lane" } = options;
  const kinds = [...new Set(spans.map(({ kind }) => kind))];
  const lanes = [...new Set(spans.map(({ lane }) => lane))];
  checkSpans(spans, kinds);
  const first = spans.reduce((low, { start }) => Math.min(low, start), Infinity);
  const last = spans.reduce((high, { end }) => Math.max(high, end), -Infinity);
  const pxPerUnit = PLOT_WIDTH_PX / Math.max(last - first, Number.MIN_VALUE);
  const data = kinds.flatMap((kind, k): PlotlyTrace[] => {
    const mine = spans.filter((span) => span.kind === kind);
    const [bars, moments] = [mine.filter(hasDuration), mine.filter((span) => !hasDuration(span))];
    const { color, tint, symbol } = seriesStyle(k);
    const name = plainText(kind);
    return [
      ...(bars.length === 0 ? [] : [{
        type: "bar" as const,
        orientation: "h" as const,
        name,
        x: bars.map(({ start, end }) => end - start),
        base: bars.map(({ start }) => start),
        y: bars.map(({ lane }) => plainText(lane)),
        width: 0.7,
        text: bars.map((span) => fittingLabel(span, pxPerUnit)),
        textposition: "inside" as const,
        insidetextanchor: "middle" as const,
        insidetextfont: { size: LABEL_SIZE_PX, color: LIGHT.text },
        marker: { color: tint, line: { color, width: 2 } },
        hovertemplate: `${name}: from %{base}, for %{x}<extra>%{y}</extra>`,
      }]),
      ...(moments.length === 0 ? [] : [{
        name: bars.length === 0 ? name : `${name}, at once`,
        x: moments.map(({ start }) => start),
        y: moments.map(({ lane }) => plainText(lane)),
        mode: "markers" as const,
        marker: { color, symbol, size: 10, line: { color: LIGHT.paper, width: 1 } },
      }]),
    ];
  });
  const said = lanes.map((lane) => {
    const busy = busyTime(spans.filter((span) => span.lane === lane));
    return `${lane} is busy ${(last > first ? 100 * busy / (last - first) : 0).toFixed(0)} % of the time`;
  });
  return figure({
    data,
    layout: {
      barmode: "overlay",
      showlegend: kinds.length > 1,
      xaxis: { title: x },
      yaxis: {
        title: y,
        type: "category",
        categoryorder: "array",
        categoryarray: lanes.map(plainText),
        autorange: "reversed",
      },
    },
    title,
    caption: options.caption ??
      `${formatCount(spans.length, "span")} on ${formatCount(lanes.length, "lane")}, from ${formatNumber(first)} to ` +
        `${inUnitOf(x, formatNumber(last))}.`,
    alt: options.alt ?? `Timeline over ${x} from ${formatNumber(first)} to ${formatNumber(last)}: ${said.join("; ")}.`,
  });
}

function checkSpans(spans: readonly TimelineSpan[], kinds: readonly string[]): void {
  const refuse = (rule: string, value: unknown) => {
    throw new RangeError(`Cannot draw a timeline: ${rule}: current value is ${value}`);
  };
  if (spans.length === 0 || spans.length > MAX_SPANS) refuse(`it takes 1 to ${MAX_SPANS} spans`, spans.length);
  if (kinds.length > SERIES.length) refuse(`it tells at most ${SERIES.length} kinds apart`, kinds.length);
  for (const [k, { start, end }] of spans.entries()) {
    if (Number.isFinite(start) && Number.isFinite(end) && end >= start) continue;
    refuse(`span ${k + 1} must be finite and not end before it begins`, `${start} to ${end}`);
  }
}

function hasDuration({ start, end }: TimelineSpan): boolean {
  return end > start;
}

function fittingLabel({ label = "", start, end }: TimelineSpan, pxPerUnit: number): string {
  return textWidthPx(label, { sizePx: LABEL_SIZE_PX }) + 6 <= (end - start) * pxPerUnit ? plainText(label) : "";
}

/** Time covered by at least one span: overlaps count once. */
function busyTime(spans: readonly TimelineSpan[]): number {
  let busy = 0, until = -Infinity;
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    busy += Math.max(0, end - Math.max(start, until));
    until = Math.max(until, end);
  }
  return busy;
}
