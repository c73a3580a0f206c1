import { assert, assertEquals, assertRejects } from "@std/assert";
import { FONT_FILES, openHeadlessPlotly } from "@lib/study/figures/_headless_plotly.ts";

const drawings = openHeadlessPlotly();
const LAYOUT = { width: 800, height: 450, font: { family: "DejaVu Sans" }, margin: { t: 100 } };

Deno.test("a drawing has the size of its layout, or 800×450", async () => {
  assert((await drawings.svg([{ y: [1, 2] }], { width: 300, height: 200 })).includes('width="300" height="200"'));
  assert((await drawings.svg([{ y: [1, 2] }], {})).includes('width="800" height="450"'));
});

Deno.test("texts have their width: a long name takes room from the plot", async () => {
  const leftOf = async (name: string) => {
    const layout = { ...LAYOUT, yaxis: { automargin: true }, margin: { l: 10, t: 100 } };
    const svg = await drawings.svg([{ type: "bar", orientation: "h", x: [1], y: [name] }], layout);
    return Number(/id="clip\w+xy"><rect x="(\d+)"/.exec(svg)![1]);
  };
  const [short, long] = [await leftOf("ab"), await leftOf("a name of fifteen letters")];
  assert(long > short + 80 && long < short + 200, `${short} px and ${long} px`);
});

Deno.test("a heat map is painted: cells come as a picture inside the drawing", async () => {
  const svg = await drawings.svg([{ type: "heatmap", z: [[1, 2], [3, 4]] }], LAYOUT);
  const [, base64] = /data:image\/png;base64,([^"]+)/.exec(svg)!;
  assertEquals([...Uint8Array.fromBase64(base64!).slice(1, 4)], [..."PNG"].map((letter) => letter.charCodeAt(0)));
  assert(base64!.length > 100);
});

Deno.test("a subtitle stands below its title", async () => {
  const title = {
    text: "Title",
    font: { size: 16 },
    y: 0.94,
    yanchor: "bottom",
    subtitle: { text: "Sub", font: { size: 12 } },
  };
  const svg = await drawings.svg([{ y: [1, 2] }], { ...LAYOUT, title });
  const y = (name: string) => Number(new RegExp(`<text class="${name}"[^>]* y="([\\d.]+)"`).exec(svg)![1]);
  const gap = y("gtitle-subtitle") - y("gtitle");
  assert(gap > 18 && gap < 28, `${gap} px from baseline to baseline`);
});

Deno.test("what is handed in stays as it is, and one drawing leaves nothing for the next", async () => {
  const [data, layout] = [[{ y: [1, 2], name: "first" }], { ...LAYOUT, showlegend: true }];
  const before = structuredClone([data, layout]);
  const first = await drawings.svg(data, layout);
  assertEquals([data, layout] as unknown, before);
  const second = await drawings.svg([{ y: [2, 1], name: "second" }], layout);
  assert(first.includes("first") && !second.includes("first"));
});

Deno.test("text of the figure can be anything: entities, percent signs, other scripts", async () => {
  const svg = await drawings.svg([{ y: [1, 2] }], { ...LAYOUT, title: { text: "100 %25 &lt;b&gt; 日本 €" } });
  assert(svg.includes("100 %25 &#60;b&#62; 日本 €"));
});

Deno.test("the fonts are files that exist", async () => {
  assertEquals(FONT_FILES.length, 2);
  for (const file of FONT_FILES) assert((await Deno.stat(file)).size > 100_000);
});

Deno.test("a layout that is none is refused, and the window draws on", async () => {
  await assertRejects(() => drawings.svg([{ y: [1] }], undefined));
  assert((await drawings.svg([{ y: [1] }], {})).length > 1000);
});
