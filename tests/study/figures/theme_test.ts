import { assert, assertEquals } from "@std/assert";
import { plainText, themed } from "@lib/study/figures/_theme.ts";

const HEAD = { title: "T", captionLines: ["c"], legendNames: [] };
interface Themed {
  margin: { t: number };
  title: { y: number; subtitle: { text: string } };
  legend: { y: number };
  showlegend: boolean;
  annotations: { showarrow: boolean; font: { size: number; color: string } }[];
  xaxis: { title: { text: string; standoff: number }; gridcolor: string; automargin: boolean };
  yaxis2: { gridcolor: string };
}
const frame = (layout = {}, head = {}) => themed(layout, { ...HEAD, ...head }) as unknown as Themed;

// By hand: the title's baseline is at 28 px, the caption's first at 28 + 4 + 19 = 51 px, the next 15.6 px lower.
Deno.test("title, caption, legend and plot stand below each other without touching", () => {
  const { title, legend, margin } = frame({}, { captionLines: ["a", "b"], legendNames: ["x", "y"] });
  const [titlePx, legendPx] = [450 * (1 - title.y), 450 * (1 - legend.y)];
  assertEquals(Math.round(titlePx), 28);
  assert(legendPx > 51 + 15.6 + 3, `the legend begins at ${legendPx} px`);
  assert(margin.t >= legendPx + 20 && margin.t < legendPx + 40, `the plot at ${margin.t} px`);
  assertEquals(title.subtitle.text, "a<br>b");
});

Deno.test("the legend takes a row for what fits on it, and markup in names takes no room", () => {
  const top = (names: readonly string[]) => frame({}, { legendNames: names }).margin.t;
  const none = top([]);
  assertEquals(top(["a", "b", "c"]) - none, 20);
  const long = "a name that takes two hundred pixels or so";
  assertEquals(top([long, long, long, long]) - none, 40);
  assertEquals(top(["a", "b"].map((name) => `${name}<sup style='${long.repeat(5)}'></sup>`)) - none, 20);
  assertEquals([frame().showlegend, frame({}, { legendNames: ["a"] }).showlegend], [false, true]);
});

Deno.test("every axis gets the theme, and its title as plotly wants it", () => {
  const { xaxis, yaxis2 } = frame({
    xaxis: { title: "Time (s)" },
    yaxis2: { title: { text: "Hits (count)", standoff: 3 } },
  });
  assertEquals([xaxis.title.text, xaxis.automargin], ["Time (s)", true]);
  assertEquals(yaxis2.gridcolor, xaxis.gridcolor);
});

Deno.test("annotations have no arrow and the theme's ink, unless they say otherwise", () => {
  const { annotations } = frame({
    annotations: [{ text: "a", x: 0, y: 0 }, { text: "b", x: 0, y: 0, showarrow: true, font: { size: 9 } }],
  });
  assertEquals(annotations.map(({ showarrow, font }) => [showarrow, font.size]), [[false, 12], [true, 9]]);
  assertEquals(annotations[0]!.font.color, annotations[1]!.font.color);
});

Deno.test("plainText() shows the text itself", () => {
  assertEquals(plainText("a < b > c & &lt;"), "a &lt; b &gt; c &amp; &amp;lt;");
});
