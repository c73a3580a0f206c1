import { assert, assertEquals } from "@std/assert";
import { diagram } from "@lib/study/figures/diagram.ts";
import { figure } from "@lib/study/figures/figure.ts";
import { heatMap } from "@lib/study/figures/heat_map.ts";
import { latencyHistogram } from "@lib/study/figures/latency_histogram.ts";
import { narrowFigure } from "@lib/study/figures/narrow_figure.ts";

const WORDS = { title: "T", caption: "C.", alt: "What is seen." };
type Narrow = Record<string, { [key: string]: unknown } & { text?: string }> & {
  width: number;
  height: number;
  annotations: { text: string; showarrow?: boolean; font: { size: number } }[];
};
const narrow = (spec: Partial<Parameters<typeof figure>[0]>) =>
  narrowFigure(
    figure({
      ...WORDS,
      data: [{ name: "a", x: [1, 2], y: [3, 4] }],
      layout: { xaxis: { title: "Time (s)" }, yaxis: { title: "Load (jobs/s)" } },
      ...spec,
    }).plotly,
  ).layout as unknown as Narrow;

// By hand
Deno.test("a chart keeps its data and gets 360 pixels, few ticks, and no title of its own", () => {
  const layout = narrow({});
  assertEquals(layout.width, 360);
  assertEquals(layout.title, undefined);
  assertEquals([layout.xaxis!.nticks, layout.yaxis!.nticks], [5, 6]);
});
Deno.test("the legend's rows make the figure higher", () => {
  const names = ["a long name of a series", "another long name", "a third long name"];
  const data = names.map((name) => ({ name, x: [1, 2], y: [3, 4] }));
  assertEquals(
    narrow({ data }).height - narrow({ data: data.slice(0, 1), layout: { ...LAYOUT, showlegend: false } }).height,
    60,
  );
});
Deno.test("a title of an axis breaks before the plot ends", () => {
  const title = "Share of the requests that were answered from the cache, over the last hour (%)";
  const layout = narrow({ layout: { ...LAYOUT, yaxis: { title } } });
  assert((layout.yaxis!.title as { text: string }).text.includes("<br>"));
  assertEquals((layout.xaxis!.title as { text: string }).text, "Time (s)");
});
Deno.test("notes are never smaller than 11 pixels, and break", () => {
  const text = "a note that is far too long for a phone as it stands";
  const layout = narrow({ layout: { ...LAYOUT, annotations: [{ text, x: 1, y: 1, font: { size: 8 } }] } });
  assertEquals(layout.annotations[0]!.font.size, 11);
  assert(layout.annotations[0]!.text.includes("<br>"));
});
Deno.test("a heat map has its colour key above, and numbers in cells that are wide enough", () => {
  const map = (count: number) => {
    const columns = Array.from({ length: count }, (_, k) => `c${k}`);
    const row = columns.map((_, k) => k + 0.125);
    const words = { title: "T", x: "Predicted", y: "True", amount: "Mails" };
    return narrowFigure(heatMap([row, row], { ...words, columns, rows: ["a", "b"] }).plotly) as unknown as {
      data: { mode?: string; colorbar?: { orientation: string } }[];
    };
  };
  assertEquals(map(3).data.map(({ mode }) => mode), [undefined, "text"]);
  assertEquals(map(12).data.map(({ mode }) => mode), [undefined]);
  assertEquals(map(3).data[0]!.colorbar!.orientation, "h");
});
Deno.test("notes at the tops of lines stand one below the other, on the side where there is room", () => {
  const { plotly } = latencyHistogram({ get: [1, 2, 3, 4, 5, 6, 7, 8, 9, 30] }, { title: "T" });
  const { annotations, yaxis } = narrowFigure(plotly).layout as unknown as {
    annotations: { yshift: number; xanchor: string }[];
    yaxis: { range: [number, number] };
  };
  assertEquals(annotations.map(({ yshift }) => Math.abs(yshift)).toSorted((a, b) => a - b), [0, 15, 30]);
  assertEquals(annotations.map(({ xanchor }) => xanchor), ["left", "right", "right"]);
  const wide = (plotly.layout as unknown as { yaxis: { range: [number, number] } }).yaxis.range[1];
  assert(yaxis.range[1] > wide);
});
Deno.test("a drawing brings its own narrow form, without arrows at its texts", () => {
  const { plotly } = diagram({ nodes: { a: "A", b: "B" }, edges: [{ from: "a", to: "b" }] }, { title: "Two" });
  const { layout } = narrowFigure(plotly) as unknown as { layout: Narrow };
  const { meta } = plotly.layout as unknown as { meta: { narrow: { heightPx: number } } };
  assertEquals([layout.width, layout.height], [360, meta.narrow.heightPx]);
  assertEquals(layout.annotations.map(({ text, showarrow }) => [text, showarrow]), [["A", false], ["B", false]]);
});
const LAYOUT = { xaxis: { title: "Time (s)" }, yaxis: { title: "Load (jobs/s)" } };
