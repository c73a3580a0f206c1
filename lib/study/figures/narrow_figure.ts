/**
 * A figure for a phone: the same data in 360 pixels, laid out for that width, with letters of 12 pixels.
 *
 * A picture of 800 pixels that is scaled down to a phone has letters of five pixels. Here nothing is scaled: margins,
 * ticks, legend and notes are set for the narrow width, and the title and the caption are left to the page, which can
 * wrap them. A drawing without axes brings its own narrow form (`meta.narrow`).
 *
 * Not here on purpose: painting (`render_png.ts`), the words around the picture (the export).
 *
 * @module
 */
import type { PlotlyAnnotation, PlotlyAxis, PlotlyLayout } from "./plotly_layout.ts";
import type { GridTrace, PlotlyTrace } from "./plotly_trace.ts";
import { LEGEND_ROW_PX, legendRows } from "./_theme.ts";
import { textWidthPx, wrapText } from "./_wrap_text.ts";

/** Width of a figure on a phone. */
export const NARROW_WIDTH_PX = 360;
const PLOT_HEIGHT_PX = 250;
const FONT_SIZE_PX = 12;
const EDGE_PX = 8;
const COLOUR_KEY_PX = 62;
const NOTE_STEP_PX = 15;

/** A drawing laid out for a phone. */
export interface NarrowDrawing {
  /** The traces. */
  readonly data: readonly PlotlyTrace[];
  /** Axes, notes and shapes. */
  readonly layout: PlotlyLayout;
  /** Height in pixels. */
  readonly heightPx: number;
}

/** A figure's JSON. */
export interface PlotlyParts {
  /** The traces. */
  readonly data: unknown;
  /** The layout. */
  readonly layout: unknown;
}

/**
 * The figure in its narrow form.
 * @param plotly A figure's JSON, as it stands in a notebook.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { lineChart } from "./line_chart.ts";
 * import { narrowFigure } from "./narrow_figure.ts";
 * const { plotly } = lineChart({ loss: [3, 2, 1] }, { title: "It falls", y: "Loss (nats)" });
 * assertEquals((narrowFigure(plotly).layout as { width: number }).width, 360);
 * ```
 */
export function narrowFigure({ data, layout }: PlotlyParts): PlotlyParts {
  const { meta, title: _title, ...wide } = layout as Layout;
  if (meta?.narrow) {
    const { data, layout, heightPx } = meta.narrow;
    const annotations = (layout.annotations ?? []).map((note) => ({ showarrow: false, ...note }));
    const frame = { width: NARROW_WIDTH_PX, height: heightPx, margin: { l: 0, r: 0, t: 0, b: 0 } };
    return { data, layout: { ...wide, ...layout, annotations, showlegend: false, ...frame } };
  }
  const traces = data as readonly PlotlyTrace[];
  const names = wide.showlegend === false
    ? []
    : traces.flatMap((trace) => trace.showlegend === false || isGrid(trace) ? [] : trace.name ?? []);
  const hasColourKey = traces.some((trace) => isGrid(trace) && trace.showscale !== false);
  const headPx = 10 + LEGEND_ROW_PX * legendRows(names, NARROW_WIDTH_PX - 2 * EDGE_PX) +
    (hasColourKey ? COLOUR_KEY_PX : 0);
  const heightPx = headPx + PLOT_HEIGHT_PX + 56;
  const axes = Object.fromEntries(
    Object.entries(wide).filter(([key]) => /^[xy]axis\d*$/.test(key))
      .map(([key, axis]) => [key, narrowAxis(axis as PlotlyAxis, key)]),
  );
  return {
    data: hasColourKey ? narrowGrids(traces) : data,
    layout: {
      ...wide,
      ...axes,
      ...narrowNotes({ ...wide, ...axes }, traces),
      font: { ...wide.font, size: FONT_SIZE_PX },
      legend: { ...wide.legend, x: EDGE_PX / NARROW_WIDTH_PX, y: 1 - 6 / heightPx },
      margin: { l: 52, r: 14, t: headPx, b: 50 },
      width: NARROW_WIDTH_PX,
      height: heightPx,
    },
  };
}

interface Layout {
  readonly meta?: { readonly narrow?: NarrowDrawing };
  readonly title?: unknown;
  readonly showlegend?: boolean;
  readonly font?: Readonly<Record<string, unknown>>;
  readonly legend?: Readonly<Record<string, unknown>>;
  readonly annotations?: readonly PlotlyAnnotation[];
  readonly [other: string]: unknown;
}

/** Fewer ticks, and a title that breaks before the plot ends. */
function narrowAxis(axis: PlotlyAxis, key: string): Record<string, unknown> {
  const { title, ...rest } = axis;
  const text = typeof title === "string" ? title : title?.text ?? "";
  const widthPx = key.startsWith("x") ? NARROW_WIDTH_PX - 80 : PLOT_HEIGHT_PX - 10;
  const lines = textWidthPx(text, { sizePx: FONT_SIZE_PX }) <= widthPx
    ? [text]
    : wrapText(text, { sizePx: FONT_SIZE_PX, widthPx });
  return {
    ...rest,
    nticks: key.startsWith("x") ? 5 : 6,
    ...(text === "" ? {} : {
      title: { text: lines.join("<br>"), standoff: 6, font: { size: FONT_SIZE_PX } },
    }),
  };
}

function isGrid(trace: PlotlyTrace): trace is GridTrace {
  return trace.type === "heatmap" || trace.type === "contour";
}

/** A heat map whose colour key lies above it, with the numbers in its cells only where they fit. */
function narrowGrids(traces: readonly PlotlyTrace[]): PlotlyTrace[] {
  const grid = traces.find(isGrid)!;
  const columns = Math.max(...grid.z.map((row) => row.length));
  const widest = (texts: Iterable<unknown>) =>
    Math.max(0, ...Array.from(texts, (text) => textWidthPx(String(text), { sizePx: FONT_SIZE_PX })));
  const columnPx = (NARROW_WIDTH_PX - 40 - widest(Array.from(grid.y ?? []))) / columns;
  const texts = traces.flatMap((trace) => trace.type === undefined && trace.mode === "text" ? [trace] : []);
  const isTight = texts.some(({ text }) => widest(Array.isArray(text) ? text : [text]) > columnPx - 2);
  return traces.filter((trace) => !(isTight && texts.some((text) => text === trace))).map((trace) => {
    if (!isGrid(trace)) return trace;
    const title = trace.colorbar?.title;
    const colorbar = {
      ...trace.colorbar,
      ...(title ? { title: { ...title, side: "top" as const } } : {}),
      ...{ orientation: "h" as const, x: 0.5, xanchor: "center" as const, y: 1.02, yanchor: "bottom" as const },
      ...{ len: 1, thickness: 10 },
    };
    return { ...trace, colorbar };
  });
}

/**
 * Notes in letters that can be read: those at lines stand one below the other, others break at a third of the width.
 */
function narrowNotes(layout: Layout, traces: readonly PlotlyTrace[]): Record<string, unknown> {
  const notes = layout.annotations ?? [];
  const sized = <Note extends PlotlyAnnotation>(note: Note) => ({
    ...note,
    font: { ...note.font, size: Math.max(11, Math.min(FONT_SIZE_PX, note.font?.size ?? FONT_SIZE_PX)) },
  });
  const isAtLine = ({ yref, y, x }: PlotlyAnnotation) => yref === "paper" && y === 1 && typeof x === "number";
  const stacked = notes.filter(isAtLine).sort((a, b) => (a.x as number) - (b.x as number));
  const shares = shareAcross(layout, traces);
  const annotations = notes.map((note) => {
    const level = stacked.indexOf(note);
    if (level >= 0) {
      const xanchor = shares(note.x as number) > 0.5 ? "right" : "left";
      return { ...sized(note), xanchor, yanchor: "top", yshift: -NOTE_STEP_PX * level };
    }
    const { text, font } = sized(note);
    const lines = /[<&]/.test(text) ? [text] : wrapText(text, { sizePx: font.size, widthPx: NARROW_WIDTH_PX / 2.4 });
    return { ...note, font, text: lines.join("<br>") };
  });
  const { yaxis } = layout as { yaxis?: PlotlyAxis };
  if (stacked.length < 2 || !yaxis?.range || yaxis.type === "log") return { annotations };
  const highest = Math.max(...traces.flatMap(({ y }) => Array.from(y ?? [], (value) => Number(value) || 0)));
  const top = highest / (1 - (stacked.length * NOTE_STEP_PX + 8) / PLOT_HEIGHT_PX);
  return { annotations, yaxis: { ...yaxis, range: [yaxis.range[0], top] } };
}

/** How far to the right a value stands: 0 to 1. */
function shareAcross(layout: Layout, traces: readonly PlotlyTrace[]): (at: number) => number {
  const { xaxis } = layout as { xaxis?: PlotlyAxis };
  const values = traces.flatMap(({ x }) => Array.from(x ?? [], Number)).filter((value) => Number.isFinite(value));
  const place = (value: number) => xaxis?.type === "log" ? Math.log10(value) : value;
  const [low, high] = [place(Math.min(...values)), place(Math.max(...values))];
  return (at) => (at - low) / (high - low || 1); // a note on a logarithmic axis says its place in powers of ten
}
