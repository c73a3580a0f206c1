import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { bundleOf, type Figure, figure, type FigureSpec } from "@lib/study/figures/figure.ts";
import type { PlotlyTrace } from "@lib/study/figures/plotly_trace.ts";

const SPEC: FigureSpec = {
  data: [{ x: [1, 2, 3], y: [1, 4, 9], mode: "lines+markers" }],
  layout: { xaxis: { title: "Side (m)" }, yaxis: { title: "Area (m²)" } },
  title: "A square grows with the square of its side",
  caption: "Three squares, measured with a ruler.",
  alt: "A curve that bends upwards through (1, 1), (2, 4) and (3, 9).",
};
const numbers = (n: number) => Array.from({ length: n }, (_, k) => k);

/** What a process of its own, with few permissions, gets when it shows a figure: mime types, and its warnings. */
async function shownInProcess(env: Record<string, string>, permissions: readonly string[]) {
  const script = `
    import { figure } from "@lib/study/figures/figure.ts";
    const shown = figure(${JSON.stringify(SPEC)});
    console.log(Object.keys(await shown[Symbol.for("Jupyter.display")]()).join(" "));`;
  const path = await Deno.makeTempFile({ suffix: ".ts" });
  await Deno.writeTextFile(path, script);
  const root = new URL("../../../", import.meta.url);
  const config = new URL("deno.json", root).pathname;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--config", config, ...permissions, path],
    cwd: root,
    env: { LAB_RUNNER: "", ...env },
    signal: AbortSignal.timeout(60_000),
  });
  const { stdout, stderr } = await child.output();
  await Deno.remove(path);
  return { types: new TextDecoder().decode(stdout).trim().split(" "), warnings: new TextDecoder().decode(stderr) };
}

Deno.test("a figure shows as one bundle of plotly, picture and text", async () => {
  const bundle = await bundleOf(figure(SPEC), { hasPicture: true });
  assertEquals(Object.keys(bundle), ["application/vnd.plotly.v1+json", "image/png", "text/plain"]);
  assertEquals(bundle["text/plain"], `Figure: ${SPEC.alt}`);
  const plotly = bundle["application/vnd.plotly.v1+json"] as Figure["plotly"];
  assertEquals(Object.keys(plotly), ["data", "layout"]);
  assertEquals([plotly.layout.width, plotly.layout.height], [800, 450]);
  assertEquals(plotly.layout.meta, { title: SPEC.title, caption: SPEC.caption, alt: SPEC.alt });
  assertEquals(JSON.parse(JSON.stringify(plotly)), plotly, "plain JSON");
  assertStringIncludes(bundle["image/png"] as string, "iVBORw0KGgo", "a PNG as base64");
});

Deno.test("in the runner's kernel the picture is left out, and nothing that could draw it is loaded", async () => {
  // no permission to read files or to call native code: jsdom, plotly and sharp could not be loaded
  const { types, warnings } = await shownInProcess({ LAB_RUNNER: "1" }, ["--allow-env=LAB_RUNNER"]);
  assertEquals(types, ["application/vnd.plotly.v1+json", "text/plain"]);
  assertEquals(warnings, "");
});

Deno.test("in a reader's kernel the picture is there; where it cannot be drawn the figure is shown all the same", async () => {
  const able = await shownInProcess({}, ["--allow-all"]);
  assertEquals(able.types, ["application/vnd.plotly.v1+json", "image/png", "text/plain"], able.warnings);
  const unable = await shownInProcess({}, ["--allow-env=LAB_RUNNER"]);
  assertEquals(unable.types, ["application/vnd.plotly.v1+json", "text/plain"]);
  assertStringIncludes(unable.warnings, "The figure has no static picture: ");
});

Deno.test("the picture shows title and caption: the caption is plotly's subtitle, on at most two lines", () => {
  const words = "the quick brown fox jumps over the lazy dog ".repeat(5).trim();
  const { title } = figure({ ...SPEC, caption: words }).plotly.layout as {
    title: { text: string; subtitle: { text: string } };
  };
  assertEquals(title.text, SPEC.title);
  assertEquals(title.subtitle.text.split("<br>").length, 2);
  assertEquals(title.subtitle.text.replace("<br>", " "), words);
});

Deno.test("title and caption are text, not markup", () => {
  const { title } = figure({ ...SPEC, title: "a < b & <i>c</i>", caption: "<br>&amp;" }).plotly.layout as {
    title: { text: string; subtitle: { text: string } };
  };
  assertEquals(title.text, "a &lt; b &amp; &lt;i&gt;c&lt;/i&gt;");
  assertEquals(title.subtitle.text, "&lt;br&gt;&amp;amp;");
});

Deno.test("the room above the plot grows with the lines of the caption and the rows of the legend", () => {
  const topOf = (spec: Partial<FigureSpec>) => (figure({ ...SPEC, ...spec }).plotly.layout.margin as { t: number }).t;
  const traces = (names: readonly string[]): PlotlyTrace[] => names.map((name) => ({ name, x: [1], y: [1] }));
  const plain = topOf({});
  assert(topOf({ caption: "word ".repeat(35) }) > plain);
  assert(topOf({ data: traces(["a", "b"]) }) > plain);
  assertEquals(topOf({ data: traces(["only one"]) }), plain, "one name needs no legend");
  const long = ["x", "y", "z", "w"].map((name) => name + " with quite a long name in the legend");
  assert(topOf({ data: traces(long) }) > topOf({ data: traces(["x", "y", "z", "w"]) }));
});

Deno.test("an author's axis wins over the theme, the theme's frame over the author", () => {
  const { layout } = figure({
    ...SPEC,
    layout: {
      xaxis: { title: "Side (m)", showgrid: false },
      yaxis: { title: "Area (m²)", type: "log" },
      hovermode: false,
    },
  }).plotly as { layout: Record<string, Record<string, unknown>> };
  assertEquals(layout.xaxis!.showgrid, false);
  assertEquals(layout.hovermode as unknown, false);
  assertEquals((layout.xaxis!.title as { text: string }).text, "Side (m)");
  assert(layout.yaxis!.tickvals !== undefined, "a log axis within a decade has named places");
  assertEquals(layout.paper_bgcolor as unknown, "#FFFFFF");
});

Deno.test("a large figure is thinned out, stays below 80 kB, and its caption says so", () => {
  const data = numbers(6).map((k): PlotlyTrace => ({
    x: Float64Array.from(numbers(20_000), (step) => step / 3),
    y: Float64Array.from(numbers(20_000), (step) => Math.sin(step / 1000 + k) * Math.PI),
    text: numbers(20_000).map((step) => `step number ${step} of series ${k}`),
    mode: "lines",
  }));
  const shown = figure({ ...SPEC, data });
  const bytes = JSON.stringify(shown.plotly).length;
  assert(bytes <= 80_000 && bytes > 30_000, `${bytes} bytes`);
  const { caption } = shown.plotly.layout.meta as { caption: string };
  assertStringIncludes(caption, "measured with a ruler. Drawn with ");
  assertStringIncludes(caption, " of 120,000 points.");
});

Deno.test("the same data give the same JSON", () => {
  assertEquals(JSON.stringify(figure(SPEC).plotly), JSON.stringify(figure(SPEC).plotly));
});

Deno.test("a figure leaves what it was given alone", () => {
  const data = [{ x: Float64Array.from(numbers(9000)), y: numbers(9000) }];
  const spec = structuredClone({ ...SPEC, data });
  figure({ ...SPEC, data });
  assertEquals({ ...SPEC, data }, spec);
});

Deno.test("missing words are refused by name", () => {
  for (const word of ["title", "caption", "alt"] as const) {
    for (const value of ["", "  ", undefined, 5]) {
      const spec = { ...SPEC, [word]: value } as FigureSpec;
      assertThrows(() => figure(spec), TypeError, `${word} must be a text: current value is`);
    }
  }
  assertThrows(() => figure({ ...SPEC, alt: SPEC.title }), TypeError, "alt must say what is seen");
  assertThrows(() => figure({ ...SPEC, alt: ` ${SPEC.caption}` }), TypeError, "alt must say what is seen");
});

Deno.test("words that do not fit are refused, with how many letters would", () => {
  assertThrows(() => figure({ ...SPEC, title: "word ".repeat(20) }), RangeError, "title must fit on one line, about");
  assertThrows(
    () => figure({ ...SPEC, caption: "word ".repeat(60) }),
    RangeError,
    "caption must fit on two lines, about",
  );
});

Deno.test("a figure of nothing is refused, and one that cannot be made small enough", () => {
  assertThrows(() => figure({ ...SPEC, data: [] }), RangeError, "nothing to draw");
  const bars = { type: "bar" as const, x: numbers(20_000), y: numbers(20_000).map((k) => k + 0.123) };
  assertThrows(() => figure({ ...SPEC, data: [bars] }), RangeError, "must fit in 80000 bytes");
});
