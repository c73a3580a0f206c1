/**
 * A browser window without a browser, good enough for plotly to draw in: jsdom plus the few things that jsdom lacks.
 *
 * Plotly lays a figure out by asking how wide its texts are, and paints heat maps on a canvas. jsdom answers neither
 * question, so both go to Skia through `@napi-rs/canvas`, with a font that npm ships: the same layout on every machine.
 *
 * **Invariant.** Nothing here waits on its own: a window holds no timer once a drawing is done, so it never keeps a
 * process alive.
 *
 * Cost: about 0.6 s for a window, once; the drawing is plotly's.
 *
 * Not here on purpose: paths measured along their length (contour labels are placed by them; our layouts draw contours
 * without labels), web fonts, WebGL, pictures loaded from elsewhere.
 *
 * @module
 */
import { createCanvas, GlobalFonts, type SKRSContext2D } from "@napi-rs/canvas";
import { JSDOM } from "jsdom";
import { createRequire } from "node:module";
import { boxOf, boxOnPage, type MeasureText } from "./_svg_bbox.ts";

/** The part of plotly that is used here. */
interface Plotly {
  newPlot(host: unknown, data: unknown, layout: unknown, config: unknown): Promise<unknown>;
  toImage(host: unknown, options: Record<string, unknown>): Promise<string>;
  purge(host: unknown): void;
}

/** A window in which plotly has been loaded. */
export interface HeadlessPlotly {
  /** The figure as SVG text, at the size that its layout names, or at 800×450. */
  svg(data: unknown, layout: unknown): Promise<string>;
}

const require = createRequire(import.meta.url);

const FONT_NAME = "DejaVu Sans";

/** Files of the fonts with which pictures are drawn: regular and bold. */
export const FONT_FILES: readonly string[] = ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"]
  .map((file) => require.resolve(`dejavu-fonts-ttf/ttf/${file}`));

/** Opens a window and loads plotly into it: do it once and draw often. */
export function openHeadlessPlotly(): HeadlessPlotly {
  for (const file of FONT_FILES) GlobalFonts.registerFromPath(file, FONT_NAME);
  const dom = new JSDOM("<!doctype html><body></body>", { runScripts: "outside-only" });
  const { window } = dom;
  giveWhatPlotlyAsksAtLoad(window);
  giveCanvas(window);
  giveTextMetrics(window);
  window.eval(Deno.readTextFileSync(require.resolve("plotly.js-cartesian-dist-min/plotly-cartesian.min.js")));
  const plotly: Plotly = window.Plotly;
  return {
    async svg(data, layout) {
      const host = window.document.createElement("div");
      window.document.body.append(host);
      try {
        // plotly writes defaults into what it is given: it gets a copy, made in the window's own realm
        const own = window.JSON.parse(JSON.stringify({ data, layout }));
        await plotly.newPlot(host, own.data, own.layout, { staticPlot: true });
        const { width = 800, height = 450 } = own.layout;
        const url = await plotly.toImage(host, { format: "svg", width, height });
        return decodeURIComponent(url.slice(url.indexOf(",") + 1));
      } finally {
        plotly.purge(host);
        host.remove();
      }
    },
  };
}

// deno-lint-ignore no-explicit-any -- jsdom ships no types, and a window is mostly patched here
type Window = any;

function giveWhatPlotlyAsksAtLoad(window: Window): void {
  window.TextDecoder = TextDecoder;
  window.TextEncoder = TextEncoder;
  window.URL.createObjectURL = () => "";
  window.URL.revokeObjectURL = () => {};
  const listeners = { addListener() {}, removeListener() {}, addEventListener() {}, removeEventListener() {} };
  window.matchMedia = () => ({ matches: false, ...listeners });
  // one frame is one turn of the loop: jsdom's own frames run on an interval that would keep the process alive
  window.requestAnimationFrame = (draw: (timeMs: number) => void) => setTimeout(() => draw(0), 0);
  window.cancelAnimationFrame = (id: number) => clearTimeout(id);
}

/** Canvases of the window paint on Skia: heat maps and contours come from there as pictures inside the SVG. */
function giveCanvas(window: Window): void {
  const surfaces = new WeakMap<object, { width: number; height: number; context: SKRSContext2D }>();
  const contextOf = (element: { width: number; height: number }) => {
    const known = surfaces.get(element);
    if (known && known.width === element.width && known.height === element.height) return known.context;
    const { width, height } = element;
    const context = createCanvas(width || 300, height || 150).getContext("2d");
    surfaces.set(element, { width, height, context });
    return context;
  };
  const prototype = window.HTMLCanvasElement.prototype;
  prototype.getContext = function (kind: string) {
    return kind === "2d" ? contextOf(this) : null;
  };
  prototype.toDataURL = function () {
    return contextOf(this).canvas.toDataURL("image/png");
  };
}

/** SVG elements answer how large they are. */
function giveTextMetrics(window: Window): void {
  const pen = createCanvas(8, 8).getContext("2d");
  const measure: MeasureText = (text, { sizePx, weight }) => {
    pen.font = `${weight} ${sizePx}px "${FONT_NAME}"`;
    return pen.measureText(text).width;
  };
  const prototype = window.SVGElement.prototype;
  prototype.getBBox = function () {
    return boxOf(this, measure);
  };
  prototype.getBoundingClientRect = function () {
    const box = boxOnPage(this, measure);
    return { ...box, left: box.x, top: box.y, right: box.x + box.width, bottom: box.y + box.height };
  };
  prototype.getComputedTextLength = function () {
    return boxOf(this, measure).width;
  };
}
