import { assert, assertEquals, assertRejects } from "@std/assert";
import sharp from "sharp";
import { figure } from "@lib/study/figures/figure.ts";
import { addPictures, MAX_PNG_BYTES, renderPng } from "@lib/study/figures/render_png.ts";
import { inDark } from "@lib/study/figures/palette.ts";
import type { Output } from "@lib/study/notebook/nbformat.ts";
import type { PlotlyLayout } from "@lib/study/figures/plotly_layout.ts";
import type { PlotlyTrace } from "@lib/study/figures/plotly_trace.ts";

const AXES: PlotlyLayout = { xaxis: { title: "Size (count)" }, yaxis: { title: "Time (ms)" } };

function made(data: readonly PlotlyTrace[], layout: PlotlyLayout = AXES) {
  return figure({ data, layout, title: "A title", caption: "A caption.", alt: "What is seen." });
}

interface Pixels {
  /** Share of pixels within a rectangle that have a colour, or that have any but it. */
  share(colour: string, place?: { x: number; y: number; width: number; height: number }): number;
}

async function pixelsOf(png: Uint8Array): Promise<Pixels> {
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  assertEquals([info.width, info.height], [800, 450]);
  return {
    share(colour, { x, y, width, height } = { x: 0, y: 0, width: 800, height: 450 }) {
      const want = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
      let found = 0;
      for (let row = y; row < y + height; row++) {
        for (let column = x; column < x + width; column++) {
          const at = 3 * (row * 800 + column);
          if (want.every((value, k) => Math.abs(data[at + k]! - value) <= 6)) found++;
        }
      }
      return found / (width * height);
    },
  };
}

const digest = async (bytes: Uint8Array<ArrayBuffer>) =>
  new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();

// Where things are: the plot spans about 72..776 across and 63..398 down when there is no legend.
const TITLE = { x: 0, y: 8, width: 200, height: 26 };
const CAPTION = { x: 0, y: 36, width: 200, height: 20 };
const PLOT = { x: 76, y: 70, width: 690, height: 310 };
const BELOW = { x: 300, y: 405, width: 300, height: 40 };
const LEFT = { x: 0, y: 100, width: 66, height: 250 };

Deno.test("a line's picture has its title, caption, axes and the line in its colour", async () => {
  const pixels = await pixelsOf(await renderPng(made([{ x: [1, 2, 3], y: [1, 4, 9], mode: "lines" }]).plotly));
  assert(1 - pixels.share("#FFFFFF", TITLE) > 0.05, "title");
  assert(1 - pixels.share("#FFFFFF", CAPTION) > 0.05, "caption");
  assert(1 - pixels.share("#FFFFFF", BELOW) > 0.012, "names and title of the axis below");
  assert(1 - pixels.share("#FFFFFF", LEFT) > 0.02, "title of the axis at the left");
  const blue = pixels.share("#0072B2", PLOT);
  assert(blue > 0.002 && blue < 0.02, `a line of two pixels: ${blue}`);
  assert(pixels.share("#FFFFFF") > 0.9, "the rest is paper");
});

Deno.test("a heat map's cells have the ends of the scale, hard against each other", async () => {
  const layout = { xaxis: { title: "Predicted" }, yaxis: { title: "True" } };
  const trace: PlotlyTrace = {
    type: "heatmap",
    ...{ z: [[0, 1], [1, 0]], x: ["a", "b"], y: ["a", "b"], showscale: false },
    colorscale: [[0, "#E1EDF5"], [1, "#062F4C"]],
  };
  const pixels = await pixelsOf(await renderPng(made([trace], layout).plotly));
  const [pale, dark] = [pixels.share("#E1EDF5", PLOT), pixels.share("#062F4C", PLOT)];
  assert(pale > 0.45 && dark > 0.45, `${pale} and ${dark}: no smoothing in between`);
});

Deno.test("a contour, a histogram, bars and boxes leave their ink", async () => {
  const z = Array.from({ length: 20 }, (_, i) => Array.from({ length: 20 }, (_, j) => Math.hypot(i - 10, j - 10)));
  const contour: PlotlyTrace = {
    type: "contour",
    z,
    colorscale: [[0, "#0072B2"], [1, "#FFFFFF"]],
    showscale: false,
    contours: { coloring: "heatmap" },
  };
  const filled = await pixelsOf(await renderPng(made([contour]).plotly));
  assert(filled.share("#0072B2", { x: 438, y: 222, width: 8, height: 8 }) > 0.5, "the middle is lowest");

  const x = Array.from({ length: 500 }, (_, k) => Math.sin(k * 12.9898) + Math.sin(k * 78.233));
  for (const trace of [{ type: "histogram", x }, { type: "bar", x: [1, 2, 3], y: [3, 2, 1] }] as PlotlyTrace[]) {
    const pixels = await pixelsOf(await renderPng(made([trace]).plotly));
    assert(pixels.share("#0072B2", PLOT) > 0.2, `${trace.type}: ${pixels.share("#0072B2", PLOT)}`);
  }
  const box = await pixelsOf(await renderPng(made([{ type: "box", y: x, name: "a" }]).plotly));
  assert(1 - box.share("#FFFFFF", PLOT) > 0.05);
});

Deno.test("a logarithmic axis draws a power law as a straight line", async () => {
  const x = [1, 10, 100, 1000, 10_000];
  const layout: PlotlyLayout = {
    xaxis: { title: "Size (count)", type: "log" },
    yaxis: { title: "Time (ms)", type: "log" },
  };
  const line: PlotlyTrace = { x, y: x.map((n) => n ** 2), mode: "lines" };
  const pixels = await pixelsOf(await renderPng(made([line], layout).plotly));
  const inBox = (x: number, y: number) => pixels.share("#0072B2", { x, y, width: 60, height: 40 });
  assert(inBox(390, 210) > 0.005, "it runs through the middle");
  assertEquals([inBox(120, 100), inBox(690, 330)], [0, 0], "and not through the other corners");
});

Deno.test("a dark figure has a dark picture", async () => {
  const { plotly } = made([{ x: [1, 2, 3], y: [1, 4, 9], mode: "lines" }]);
  const pixels = await pixelsOf(await renderPng(inDark(plotly)));
  assert(pixels.share("#14171A") > 0.9);
  assert(pixels.share("#56B4E9", PLOT) > 0.002);
});

Deno.test("a picture is a palette PNG below its limit, whatever it shows", async () => {
  let seed = 1;
  const noise = () => (seed = seed * 16807 % 2147483647) / 2147483647;
  const z = Array.from({ length: 80 }, () => Array.from({ length: 90 }, noise));
  const heat: PlotlyTrace = { type: "heatmap", z, showscale: false };
  const dots: PlotlyTrace = {
    ...{ mode: "markers", x: Array.from({ length: 1900 }, noise), y: Array.from({ length: 1900 }, noise) },
    marker: {
      color: Array.from({ length: 1900 }, noise),
      colorscale: "Viridis",
      size: Array.from({ length: 1900 }, () => 30 * noise()),
    },
  };
  for (const trace of [heat, dots]) {
    const { plotly } = made([trace]);
    const png = await renderPng(plotly);
    assert(png.length <= MAX_PNG_BYTES, `${png.length} bytes`);
    assertEquals(png[25], 3, "colour type 3 of the header: indexed");
    assert(JSON.stringify(plotly).length + Math.ceil(png.length / 3) * 4 < 150_000, "a figure stays below 150 kB");
  }
});

Deno.test("the same figure gives the same bytes: again, between others, and in another process", async () => {
  const script = `
    import { figure } from "@lib/study/figures/figure.ts";
    import { renderPng } from "@lib/study/figures/render_png.ts";
    const shown = figure({
      data: [{ x: [1, 2, 3], y: [1, 4, 9], name: "squares" }, { x: [1, 2, 3], y: [1, 8, 27], name: "cubes" }],
      layout: ${JSON.stringify(AXES)}, title: "A title", caption: "A caption.", alt: "What is seen.",
    });
    console.log(new Uint8Array(await crypto.subtle.digest("SHA-256", await renderPng(shown.plotly))).toHex());`;
  const shown = made([{ x: [1, 2, 3], y: [1, 4, 9], name: "squares" }, { x: [1, 2, 3], y: [1, 8, 27], name: "cubes" }]);
  const first = await digest(await renderPng(shown.plotly) as Uint8Array<ArrayBuffer>);
  const [, again] = await Promise.all([
    renderPng(
      made([{ type: "bar", x: ["a"], y: [1] }], { xaxis: { title: "a" }, yaxis: { title: "b (s)" } }).plotly,
    ),
    renderPng(shown.plotly),
  ]);
  assertEquals(await digest(again as Uint8Array<ArrayBuffer>), first);

  // it also ends by itself, although jsdom has been at work: a timer left running would hang it until it is killed
  const child = new Deno.Command(Deno.execPath(), {
    args: ["eval", "--ext=ts", script],
    cwd: new URL("../../../", import.meta.url),
    signal: AbortSignal.timeout(60_000),
  });
  const { success, stdout, stderr } = await child.output();
  assert(success, new TextDecoder().decode(stderr));
  assertEquals(new TextDecoder().decode(stdout).trim(), first);
});

Deno.test("addPictures() gives a picture to every figure that lacks one, and touches nothing else", async () => {
  const { plotly } = made([{ x: [1, 2], y: [1, 2] }]);
  const outputs: Output[] = [
    { output_type: "stream", name: "stdout", text: "hello\n" },
    {
      output_type: "execute_result",
      execution_count: 3,
      data: { "application/vnd.plotly.v1+json": plotly, "text/plain": "Figure: seen" },
      metadata: { tag: 1 },
    },
    {
      output_type: "display_data",
      data: { "application/vnd.plotly.v1+json": plotly, "image/png": "AAAA", "text/plain": "Figure: seen" },
      metadata: {},
    },
    { output_type: "display_data", data: { "text/plain": "no figure" }, metadata: {} },
    { output_type: "error", ename: "Error", evalue: "no", traceback: [] },
  ];
  const before = structuredClone(outputs);
  const complete = await addPictures(outputs);
  assertEquals(outputs, before, "what is handed in stays");
  assertEquals(complete.length, 5);
  for (const k of [0, 2, 3, 4]) assertEquals(complete[k], outputs[k]);
  const drawn = complete[1] as Extract<Output, { output_type: "execute_result" }>;
  assertEquals(Object.keys(drawn.data), ["application/vnd.plotly.v1+json", "image/png", "text/plain"]);
  assertEquals([drawn.execution_count, drawn.metadata], [3, { tag: 1 }]);
  assertEquals(drawn.data["image/png"], (await renderPng(plotly)).toBase64());
});

Deno.test("a figure that cannot be drawn is refused by its place, and the next one is drawn", async () => {
  const broken: Output = {
    output_type: "display_data",
    data: { "application/vnd.plotly.v1+json": null },
    metadata: {},
  };
  await assertRejects(() => addPictures([broken]), Error, "Cannot draw the figure in output 1 of 1: ");
  assert((await renderPng(made([{ x: [1, 2], y: [1, 2] }]).plotly)).length > 1000);
});
