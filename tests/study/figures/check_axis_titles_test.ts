import { assertThrows } from "@std/assert";
import { checkAxisTitles } from "@lib/study/figures/_check_axis_titles.ts";
import type { PlotlyLayout } from "@lib/study/figures/plotly_layout.ts";
import type { PlotlyTrace } from "@lib/study/figures/plotly_trace.ts";

const NUMBERS: PlotlyTrace = { x: [1, 2], y: [3, 4] };
const passes = (trace: PlotlyTrace, layout: PlotlyLayout) => checkAxisTitles({ title: "T", data: [trace], layout });
const refuses = (trace: PlotlyTrace, layout: PlotlyLayout, why: string) => {
  assertThrows(() => passes(trace, layout), TypeError, why);
};

Deno.test("axes with numbers need a title, and a unit where something is measured", () => {
  passes(NUMBERS, { xaxis: { title: "Time (s)" }, yaxis: { title: { text: "Hits (count)" } } });
  refuses(
    NUMBERS,
    { yaxis: { title: "Hits (count)" } },
    'Cannot make figure "T": xaxis needs a title: current value is ""',
  );
  refuses(NUMBERS, { xaxis: { title: "Hits" }, yaxis: { title: "Answer time" } }, "yaxis needs a unit in its title");
  refuses(NUMBERS, { xaxis: { title: "Time ()" }, yaxis: { title: "Hits (count)" } }, 'current value is "Time ()"');
  refuses(NUMBERS, { xaxis: { title: "Hits" }, yaxis: { title: "Hits ( )" } }, 'current value is "Hits ( )"');
  passes({ y: [1] }, { yaxis: { title: "Hits" }, xaxis: { title: "Step" } });
  refuses({ y: [1] }, { yaxis: { title: "Hits" }, xaxis: { title: "Time since start" } }, "xaxis needs a unit");
});

Deno.test("axes of categories and dates need a title only", () => {
  const bars: PlotlyTrace = { type: "bar", x: ["LRU", "FIFO"], y: [1, 2] };
  passes(bars, { xaxis: { title: "Policy" }, yaxis: { title: "Hits (count)" } });
  refuses(bars, { yaxis: { title: "Hits (count)" } }, "xaxis needs a title");
  passes({ x: [1, 2], y: [1, 2] }, { xaxis: { title: "Policy", type: "category" }, yaxis: { title: "Hits (count)" } });
  passes({ x: ["2024-01-01"], y: [1] }, { xaxis: { title: "Day", type: "date" }, yaxis: { title: "Hits (count)" } });
});

Deno.test("boxes stand at their names, counts of a histogram are numbers", () => {
  passes({ type: "box", y: [1, 2, 3], name: "LRU" }, { xaxis: { title: "Policy" }, yaxis: { title: "Time (ns)" } });
  refuses(
    { type: "histogram", x: [1] },
    { xaxis: { title: "Time (ns)" }, yaxis: { title: "Share of samples" } },
    "yaxis needs a unit",
  );
});

Deno.test("every axis in use is looked at, hidden ones are not", () => {
  const second: PlotlyTrace = { ...NUMBERS, yaxis: "y2" };
  const xaxis = { title: "Time (s)" };
  refuses(second, { xaxis, yaxis: { title: "Hits (count)" } }, "yaxis2 needs a title");
  passes(second, { xaxis, yaxis2: { title: "Hits (count)" } });
  passes(NUMBERS, { xaxis: { visible: false }, yaxis: { showticklabels: false } });
});
