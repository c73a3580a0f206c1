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
import type { PlotlyAxis, PlotlyLayout } from "./plotly_layout.ts";
import type { PlotlyTrace } from "./plotly_trace.ts";
import { LEGEND_ROW_PX, legendRows } from "./theme.ts";
import { textWidthPx, wrapText } from "./wrap_text.ts";

/** Width of a figure on a phone. */
export const NARROW_WIDTH_PX = 360;
const PLOT_HEIGHT_PX = 250;
const FONT_SIZE_PX = 12;
const EDGE_PX = 8;

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
    : traces.flatMap((trace) => trace.showlegend === false ? [] : trace.name ?? []);
  const headPx = 10 + LEGEND_ROW_PX * legendRows(names, NARROW_WIDTH_PX - 2 * EDGE_PX);
  const axes = Object.entries(wide).filter(([key]) => /^[xy]axis\d*$/.test(key))
    .map(([key, axis]) => [key, narrowAxis(axis as PlotlyAxis, key)]);
  const heightPx = headPx + PLOT_HEIGHT_PX + 56;
  return {
    data,
    layout: {
      ...wide,
      ...Object.fromEntries(axes),
      font: { ...wide.font, size: FONT_SIZE_PX },
      annotations: (wide.annotations ?? []).map(narrowNote),
      legend: {
        ...wide.legend,
        x: EDGE_PX / NARROW_WIDTH_PX,
        y: 1 - 6 / heightPx,
      },
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
  readonly annotations?: readonly { readonly text: string; readonly font?: { readonly size?: number } }[];
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

/** A note in letters that can be read, broken at a third of the width. */
function narrowNote<Note extends { readonly text: string; readonly font?: { readonly size?: number } }>(
  note: Note,
): Note {
  const sizePx = Math.max(11, Math.min(FONT_SIZE_PX, note.font?.size ?? FONT_SIZE_PX));
  const isPlain = !/[<&]/.test(note.text);
  const lines = isPlain ? wrapText(note.text, { sizePx, widthPx: NARROW_WIDTH_PX / 2.4 }) : [note.text];
  return { ...note, text: lines.join("<br>"), font: { ...note.font, size: sizePx } };
}
