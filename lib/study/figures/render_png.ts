/**
 * The picture of a figure, for wherever plotly does not run: GitHub, nbconvert, print, a notebook that nobody trusts.
 *
 * Plotly draws SVG in a window without a browser (`_headless_plotly.ts`), resvg paints it with a font that npm ships,
 * and sharp reduces it to a palette. The window is opened by the first picture and serves all later ones, one at a
 * time.
 *
 * **Invariant.** The same figure gives the same bytes, in every process. A picture has at most {@linkcode
 * MAX_PNG_BYTES}: where 256 colours are too many, it is told with fewer.
 *
 * Cost: 0.9 s for the first picture of a process, 0.1 to 0.3 s for each later one; about 250 MB. So whoever might never
 * show a figure imports this file dynamically.
 *
 * Not here on purpose: other sizes, SVG output (unsafe in untrusted notebooks), a worker (the runner calls it while its
 * kernels work).
 *
 * @module
 */
import { Resvg } from "@resvg/resvg-js";
import sharp from "sharp";
import type { Output } from "../notebook/nbformat.ts";
import { FONT_FILES, type HeadlessPlotly, openHeadlessPlotly } from "./_headless_plotly.ts";
import { narrowFigure } from "./narrow_figure.ts";
import { LIGHT } from "./palette.ts";
import { FIGURE_HEIGHT_PX, FIGURE_WIDTH_PX } from "./_theme.ts";

/** Mime type under which plotly's JSON travels. */
const PLOTLY = "application/vnd.plotly.v1+json";

/** A picture is no larger: with its JSON of at most 80 kB a figure stays below 150 kB, base64 included. */
export const MAX_PNG_BYTES = 48_000;

let drawings: Promise<unknown> = Promise.resolve();
let drawingWindow: HeadlessPlotly | undefined;

/** Traces and layout as plotly's JSON mime type has them. */
export interface PlotlyJson {
  /** The traces. */
  readonly data: unknown;
  /** The layout, with its width and height. */
  readonly layout: unknown;
}

/**
 * PNG bytes of a figure: 800×450 pixels, a palette of at most 256 colours.
 *
 * @throws {Error} If plotly refuses the figure; the message is plotly's.
 */
export function renderPng(plotly: PlotlyJson): Promise<Uint8Array> {
  return inTurn(() => draw(plotly, 1));
}

/**
 * PNG bytes of a figure's narrow form (`narrow_figure.ts`): 360 pixels wide at two dots a pixel, for phones.
 *
 * @throws {Error} If plotly refuses the figure; the message is plotly's.
 */
export function renderNarrowPng(plotly: PlotlyJson): Promise<Uint8Array> {
  return inTurn(() => draw(narrowFigure(plotly), 2));
}

function inTurn(draw: () => Promise<Uint8Array>): Promise<Uint8Array> {
  const drawing = drawings.then(draw);
  drawings = drawing.catch(() => {}); // the next picture does not wait in vain
  return drawing;
}

/**
 * The outputs with a picture in every figure that lacks one; everything else as it is, in the same order.
 *
 * @throws {Error} If a figure cannot be drawn: the message counts which output it is, from 1.
 */
export async function addPictures(outputs: readonly Output[]): Promise<Output[]> {
  const complete: Output[] = [];
  for (const [k, output] of outputs.entries()) {
    if (!("data" in output) || !(PLOTLY in output.data) || "image/png" in output.data) {
      complete.push(output);
      continue;
    }
    try {
      const picture = await renderPng(output.data[PLOTLY] as PlotlyJson);
      const { "text/plain": text, ...rest } = output.data;
      const data = { ...rest, "image/png": picture.toBase64(), ...(text === undefined ? {} : { "text/plain": text }) };
      complete.push({ ...output, data });
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`Cannot draw the figure in output ${k + 1} of ${outputs.length}: ${why}`, { cause });
    }
  }
  return complete;
}

async function draw({ data, layout }: PlotlyJson, scale: number): Promise<Uint8Array> {
  drawingWindow ??= openHeadlessPlotly();
  const size = scale === 1 ? { width: FIGURE_WIDTH_PX, height: FIGURE_HEIGHT_PX } : {};
  const svg = await drawingWindow.svg(data, { ...(layout as object), ...size });
  const pixels = new Resvg(svg, {
    font: { fontFiles: [...FONT_FILES], loadSystemFonts: false, defaultFontFamily: "DejaVu Sans" },
    imageRendering: 1, // cells of a heat map are one pixel each in the SVG: enlarged, not smoothed
    background: LIGHT.paper,
    fitTo: { mode: "zoom", value: scale },
  }).render().asPng();
  const withColours = (colours: number): Promise<Uint8Array> =>
    sharp(pixels).png({ palette: true, colours, dither: 0, compressionLevel: 9 }).toBuffer();
  for (const colours of [256, 64, 16]) {
    const png = await withColours(colours);
    if (png.length <= MAX_PNG_BYTES) return png;
  }
  return await withColours(4);
}
