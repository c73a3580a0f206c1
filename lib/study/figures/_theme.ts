/**
 * The look that all figures of the lab share: one size, one font, one frame, one place for title, caption and legend.
 *
 * Above the plot stand, from the left edge, the title (one line), the caption (plotly's subtitle) and the legend; the
 * room that they take is computed here from their texts, so that nothing overlaps whoever draws the figure.
 *
 * The paper is opaque and light. Transparent paper would need one text colour with a contrast of 4.5:1 to a white and
 * to a dark page alike; against #111111, JupyterLab's dark page, no colour has more than 4.35:1 to both. On a dark page
 * a figure is therefore a light card; a front end that redraws figures can have them dark through `inDark`
 * (`palette.ts`).
 *
 * Not here on purpose: sizes other than 800×450 (1x: what JupyterLab, GitHub and print show without cutting off).
 *
 * @module
 */
import { LIGHT, SEQUENTIAL_SCALE, SERIES } from "./palette.ts";
import type { PlotlyAxis, PlotlyLayout } from "./plotly_layout.ts";
import { textWidthPx } from "./_wrap_text.ts";

/** Width of every figure. */
export const FIGURE_WIDTH_PX = 800;
/** Height of every figure. */
export const FIGURE_HEIGHT_PX = 450;
/** Static pictures are drawn with the first; the others are what a machine without it most likely has. */
export const FONT_FAMILY = "DejaVu Sans, Verdana, sans-serif";
/** The title's font size; the title is bold. */
export const TITLE_SIZE_PX = 16;
/** The caption's font size. */
export const CAPTION_SIZE_PX = 12;
/** Width that title and caption may take. */
export const TEXT_WIDTH_PX = 768;

/** Margin of a drawing without axes, at its sides and below. */
export const DRAWING_EDGE_PX = 16;

const LEFT_EDGE_PX = 16;
const RIGHT_MARGIN_PX = 24;
const TITLE_BASELINE_PX = 28;
/** Plotly puts the subtitle's first baseline 1.6 em below the title's box; lines are 1.3 em apart. */
const CAPTION_BASELINE_PX = TITLE_BASELINE_PX + Math.round(0.24 * TITLE_SIZE_PX + 1.6 * CAPTION_SIZE_PX);
const CAPTION_STEP_PX = 1.3 * CAPTION_SIZE_PX;
/** Height of one row of the legend. */
export const LEGEND_ROW_PX = 20;
const LEGEND_SYMBOL_PX = 45;
const LEGEND_SIZE_PX = 12;

/** What stands above the plot. */
export interface FigureHead {
  /** One line, plain text. */
  readonly title: string;
  /** The caption's lines, plain text. */
  readonly captionLines: readonly string[];
  /** Names that the legend shows, empty when there is none. */
  readonly legendNames: readonly string[];
}

/** The author's layout in the lab's frame, ready for plotly. */
export function themed(layout: PlotlyLayout, head: FigureHead): Record<string, unknown> {
  const legendTop = legendTopPx(head.captionLines.length);
  const axes = Object.fromEntries(
    Object.entries({ xaxis: {}, yaxis: {}, ...layout })
      .filter(([key]) => /^[xy]axis\d*$/.test(key))
      .map(([key, axis]) => [key, themedAxis(axis as PlotlyAxis)]),
  );
  return {
    hovermode: "closest",
    bargap: 0.15,
    ...layout,
    ...axes,
    annotations: (layout.annotations ?? []).map((note) => ({
      showarrow: false,
      ...note,
      font: { size: 12, color: LIGHT.text, ...note.font },
    })),
    width: FIGURE_WIDTH_PX,
    height: FIGURE_HEIGHT_PX,
    font: { family: FONT_FAMILY, size: 12, color: LIGHT.text },
    paper_bgcolor: LIGHT.paper,
    plot_bgcolor: LIGHT.paper,
    colorway: SERIES,
    colorscale: { sequential: SEQUENTIAL_SCALE },
    title: {
      text: plainText(head.title),
      font: { size: TITLE_SIZE_PX, weight: "bold", color: LIGHT.text },
      subtitle: {
        text: head.captionLines.map(plainText).join("<br>"),
        font: { size: CAPTION_SIZE_PX, color: LIGHT.quietText },
      },
      ...{ xref: "container", x: LEFT_EDGE_PX / FIGURE_WIDTH_PX, xanchor: "left" },
      ...{ yref: "container", y: 1 - TITLE_BASELINE_PX / FIGURE_HEIGHT_PX, yanchor: "bottom" },
    },
    showlegend: head.legendNames.length > 0,
    legend: {
      orientation: "h",
      font: { size: LEGEND_SIZE_PX },
      ...{ xref: "container", x: LEFT_EDGE_PX / FIGURE_WIDTH_PX, xanchor: "left" },
      ...{ yref: "container", y: 1 - legendTop / FIGURE_HEIGHT_PX, yanchor: "top" },
    },
    margin: isDrawing(layout)
      ? { l: DRAWING_EDGE_PX, r: DRAWING_EDGE_PX, t: topMarginPx(head), b: DRAWING_EDGE_PX }
      : { l: 72, r: RIGHT_MARGIN_PX, t: topMarginPx(head), b: 52 },
  };
}

/** Whether a layout shows no axis: then its plot reaches from edge to edge. */
function isDrawing(layout: PlotlyLayout): boolean {
  return layout.xaxis?.visible === false && layout.yaxis?.visible === false;
}

/** Room above the plot for title, caption and legend. */
export function topMarginPx({ captionLines, legendNames }: Omit<FigureHead, "title">): number {
  return Math.round(legendTopPx(captionLines.length) + LEGEND_ROW_PX * legendRows(legendNames) + 10);
}

function legendTopPx(captionLines: number): number {
  return CAPTION_BASELINE_PX + CAPTION_STEP_PX * (captionLines - 1) + 11;
}

/** Text without markup for plotly, which reads a few HTML tags and entities. */
export function plainText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function themedAxis(axis: PlotlyAxis): Record<string, unknown> {
  const { title, ...rest } = axis;
  return {
    automargin: true,
    gridcolor: LIGHT.grid,
    showline: true,
    linecolor: LIGHT.axis,
    ticks: "outside",
    ticklen: 4,
    tickcolor: LIGHT.axis,
    zeroline: false,
    separatethousands: true,
    minexponent: 5,
    ...rest,
    ...(title === undefined ? {} : {
      title: { standoff: 8, font: { size: 13 }, ...(typeof title === "string" ? { text: title } : title) },
    }),
  };
}

/**
 * Plotly fills a row while names fit; as soon as they need a second row, all columns are as wide as the widest name.
 */
export function legendRows(
  names: readonly string[],
  room: number = FIGURE_WIDTH_PX - LEFT_EDGE_PX - RIGHT_MARGIN_PX,
): number {
  if (names.length === 0) return 0;
  const widths = names.map((name) =>
    LEGEND_SYMBOL_PX + textWidthPx(name.replace(/<[^>]*>/g, ""), { sizePx: LEGEND_SIZE_PX })
  );
  if (widths.reduce((sum, width) => sum + width, 0) <= room) return 1;
  return Math.ceil(names.length / Math.max(1, Math.floor(room / Math.max(...widths))));
}
