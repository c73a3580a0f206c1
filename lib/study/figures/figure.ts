/**
 * Data as a figure: one MIME bundle that is interactive where plotly is, a picture everywhere else, and text for those
 * who see neither.
 *
 * Traces and layout are plotly's; the frame is the lab's theme. A figure is complete or it is refused: title, caption
 * and text alternative must be there, and every axis must say what it measures and in which unit.
 *
 * **Invariant.** Plotly's JSON takes at most 80 kB (points are thinned out until it does, and the caption says so), so
 * that with its picture a figure stays below 150 kB; the same data give the same JSON.
 *
 * Cost: O(n log n) to build. The picture is drawn when the figure is shown, and only then is anything heavy loaded;
 * with `LAB_RUNNER=1` in the environment it is left to the runner, which draws for all kernels in one process.
 *
 * Not here on purpose: HTML or SVG in the bundle (they win over the picture where they cannot be shown: an empty box).
 *
 * @module
 */
import type { MimeBundle } from "../notebook/nbformat.ts";
import { JUPYTER_DISPLAY } from "../notebook/jupyter_display.ts";
import { downsample, type DownsampledTraces } from "./_downsample.ts";
import { shownTitle } from "./_axis_title.ts";
import { checkAxisTitles } from "./_check_axis_titles.ts";
import { logTicks } from "./_log_ticks.ts";
import type { NarrowDrawing } from "./narrow_figure.ts";
import type { PlotlyAxis, PlotlyLayout } from "./plotly_layout.ts";
import type { PlotlyTrace } from "./plotly_trace.ts";
import { textWidthPx, wrapText } from "./_wrap_text.ts";
import { CAPTION_SIZE_PX, TEXT_WIDTH_PX, themed, TITLE_SIZE_PX } from "./_theme.ts";

/** Plotly's JSON of a figure may take this much. */
export const MAX_PLOTLY_BYTES = 80_000;
/** All traces together start with this many points; a figure that is still too large is thinned out further. */
const MAX_POINTS = 2000;
const MIN_POINTS = 100;

/** The words of a figure. */
export interface FigureWords {
  /** What the figure says, in one line: a claim rather than a name. */
  readonly title: string;
  /** What is shown and how it was obtained; takes at most two lines below the title. */
  readonly caption: string;
  /** What someone sees who looks at the figure, for someone who cannot: shape, extremes, comparison. */
  readonly alt: string;
}

/** The words of a figure that can describe itself: what is left out is said from the data. */
export interface GivenWords {
  /** What the figure says, in one line: a claim rather than a name. */
  readonly title: string;
  /** What is shown and how it was obtained; by default how the figure is to be read. */
  readonly caption?: string;
  /** What is seen; by default the figures behind the picture. */
  readonly alt?: string;
}

/** What a figure is made from. */
export interface FigureSpec extends FigureWords {
  /** The traces, first the lowest. */
  readonly data: readonly PlotlyTrace[];
  /** Axes, notes and shapes. */
  readonly layout?: PlotlyLayout;
  /** The same for a phone, where a picture that was made for a wide page cannot be read: see `narrow_figure.ts`. */
  readonly narrow?: NarrowDrawing;
}

/** A figure, ready to be shown: as the last value of a cell, or through `Deno.jupyter.display`. */
export interface Figure extends FigureWords {
  /** What plotly draws, as JSON. */
  readonly plotly: { readonly data: readonly PlotlyTrace[]; readonly layout: Record<string, unknown> };
  /** What a Jupyter front end shows. */
  [JUPYTER_DISPLAY](): Promise<MimeBundle>;
}

/**
 * Makes a figure.
 *
 * @throws {TypeError} If a title, caption, text alternative or axis title is missing, or an axis title lacks its unit.
 * @throws {RangeError} If there is nothing to draw, a text is too long, or the figure cannot be made small enough.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { figure } from "./figure.ts";
 * const shown = figure({
 *   data: [{ x: [1, 2, 3], y: [1, 4, 9], mode: "lines+markers" }],
 *   layout: { xaxis: { title: "Side (m)" }, yaxis: { title: "Area (m²)" } },
 *   title: "A square grows with the square of its side",
 *   caption: "Three squares.",
 *   alt: "A curve that bends upwards through (1, 1), (2, 4) and (3, 9).",
 * });
 * assertEquals(shown.plotly.layout.width, 800);
 * ```
 */
export function figure(given: FigureSpec): Figure {
  const spec = { ...given, layout: withShownTitles(given.layout ?? {}) };
  const { data, layout } = spec;
  checkTexts(spec);
  if (data.length === 0) throw refusal(RangeError, spec, "there is nothing to draw: current value is an empty list");
  checkAxisTitles(given);

  const isLog = (axis: string) => {
    const key = `${axis[0]}axis${axis.slice(1)}` as "xaxis";
    return layout[key]?.type === "log";
  };
  for (let points = MAX_POINTS; points >= MIN_POINTS; points /= 2) {
    const bounded = downsample(data, { points, isLog });
    const plotly = { data: bounded.data, layout: framed({ ...spec, layout: withLogTicks(spec) }, bounded) };
    if (new TextEncoder().encode(JSON.stringify(plotly)).length <= MAX_PLOTLY_BYTES) return shownAs(spec, plotly);
  }
  const bytes = JSON.stringify(data).length;
  throw refusal(
    RangeError,
    spec,
    `it must fit in ${MAX_PLOTLY_BYTES} bytes even when thinned out; draw fewer bars or traces: current value is ${bytes}`,
  );
}

function shownAs({ title, caption, alt }: FigureSpec, plotly: Figure["plotly"]): Figure {
  const shown: Figure = {
    title,
    caption,
    alt,
    plotly,
    [JUPYTER_DISPLAY]: () => bundleOf(shown, { hasPicture: Deno.env.get("LAB_RUNNER") !== "1" }),
  };
  return shown;
}

/**
 * The MIME bundle of a figure: plotly's JSON, the picture if it is wanted, and the text alternative.
 *
 * A picture that cannot be drawn is left out, and the console says why: the interactive figure is still worth showing.
 */
export async function bundleOf(
  { plotly, alt }: Pick<Figure, "plotly" | "alt">,
  { hasPicture }: { readonly hasPicture: boolean },
): Promise<MimeBundle> {
  const picture = hasPicture ? await pictureOf(plotly) : undefined;
  return {
    "application/vnd.plotly.v1+json": plotly,
    ...(picture ? { "image/png": picture.toBase64() } : {}),
    "text/plain": `Figure: ${alt}`,
  };
}

async function pictureOf(plotly: Figure["plotly"]): Promise<Uint8Array | undefined> {
  try {
    const { renderPng } = await import("./render_png.ts");
    return await renderPng(plotly);
  } catch (error) {
    console.warn(`The figure has no static picture: ${error instanceof Error ? error.message : error}`);
    return undefined;
  }
}

function framed(spec: FigureSpec, { data, note }: DownsampledTraces): Record<string, unknown> {
  const box = { sizePx: CAPTION_SIZE_PX, widthPx: TEXT_WIDTH_PX };
  const caption = note ? `${spec.caption.trim().replace(/([^.!?])$/, "$1.")} ${note}` : spec.caption.trim();
  const names = data
    .filter((trace) => trace.showlegend !== false && trace.type !== "heatmap" && trace.type !== "contour")
    .flatMap((trace) => trace.name ?? []);
  const hasLegend = spec.layout?.showlegend ?? names.length > 1;
  return {
    ...themed(spec.layout ?? {}, {
      title: spec.title.trim(),
      captionLines: wrapText(caption, box),
      legendNames: hasLegend ? names : [],
    }),
    meta: {
      title: spec.title.trim(),
      caption,
      alt: spec.alt.trim(),
      ...(spec.narrow ? { narrow: spec.narrow } : {}),
    },
  };
}

/** The layout with the titles of its axes as they are shown. */
function withShownTitles(layout: PlotlyLayout): PlotlyLayout {
  const axes = Object.entries(layout as Record<string, PlotlyAxis>)
    .filter(([key, { title }]) => /^[xy]axis/.test(key) && title !== undefined)
    .map(([key, { title, ...axis }]) => [key, {
      ...axis,
      title: typeof title === "string" ? shownTitle(title) : { ...title!, text: shownTitle(title!.text) },
    }]);
  return { ...layout, ...Object.fromEntries(axes) };
}

/** The layout with named places on every logarithmic axis whose author has not chosen them. */
function withLogTicks({ data, layout = {} }: FigureSpec): PlotlyLayout {
  const axes = Object.entries(layout as Record<string, PlotlyAxis>)
    .filter(([key, axis]) => /^[xy]axis/.test(key) && axis.type === "log" && !axis.dtick && !axis.tickvals)
    .map(([key, axis]) => {
      const letter = key[0] as "x" | "y";
      let [low, high] = [Infinity, 0];
      for (const trace of data) {
        if (`${letter}axis${(trace[`${letter}axis`] ?? letter).slice(1)}` !== key) continue;
        for (const value of trace[letter] ?? []) {
          if (typeof value !== "number" || !(value > 0)) continue;
          [low, high] = [Math.min(low, value), Math.max(high, value)];
        }
      }
      return [key, high > 0 ? { ...logTicks(low, high), ...axis } : axis];
    });
  return { ...layout, ...Object.fromEntries(axes) };
}

function checkTexts(spec: FigureSpec): void {
  for (const word of ["title", "caption", "alt"] as const) {
    const value: unknown = spec[word];
    if (typeof value === "string" && value.trim() !== "") continue;
    throw refusal(TypeError, spec, `${word} must be a text: current value is ${JSON.stringify(value)}`);
  }
  if ([spec.title, spec.caption].some((other) => other.trim() === spec.alt.trim())) {
    throw refusal(
      TypeError,
      spec,
      `alt must say what is seen, not repeat: current value is ${JSON.stringify(spec.alt)}`,
    );
  }
  const titlePx = textWidthPx(spec.title.trim(), { sizePx: TITLE_SIZE_PX, bold: true });
  if (titlePx > TEXT_WIDTH_PX) {
    const most = Math.floor(spec.title.length * TEXT_WIDTH_PX / titlePx);
    throw refusal(
      RangeError,
      spec,
      `title must fit on one line, about ${most} letters: current value is ${spec.title.length}`,
    );
  }
  const lines = wrapText(spec.caption, { sizePx: CAPTION_SIZE_PX, widthPx: TEXT_WIDTH_PX });
  if (lines.length > 2) {
    const most = lines.slice(0, 2).join(" ").length;
    throw refusal(
      RangeError,
      spec,
      `caption must fit on two lines, about ${most} letters: current value is ${spec.caption.length}`,
    );
  }
}

function refusal(type: typeof TypeError | typeof RangeError, { title }: { title: unknown }, why: string): Error {
  return new type(`Cannot make figure ${JSON.stringify(title)}: ${why}`);
}
