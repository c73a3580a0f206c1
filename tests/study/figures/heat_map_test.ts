import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { heatMap } from "@lib/study/figures/heat_map.ts";
import { DIVERGING_SCALE, SEQUENTIAL_SCALE } from "@lib/study/figures/palette.ts";
import type { GridTrace, ScatterTrace } from "@lib/study/figures/plotly_trace.ts";

const WORDS = { title: "It is confused", x: "Predicted", y: "True", amount: "Mails (count)" };
const NAMES = { columns: ["ham", "spam"], rows: ["ham", "spam"] };
const layoutOf = (shown: ReturnType<typeof heatMap>) =>
  shown.plotly.layout as unknown as Record<"xaxis" | "yaxis", { autorange?: string; type?: string }>;

Deno.test("cells have their amounts, rows stand from top to bottom like a table's", () => {
  const shown = heatMap([[50, 2], [9, 39]], { ...WORDS, ...NAMES });
  const grid = shown.plotly.data[0] as GridTrace;
  assertEquals([grid.z, grid.x, grid.y], [[[50, 2], [9, 39]], ["ham", "spam"], ["ham", "spam"]]);
  assertEquals(layoutOf(shown).yaxis.autorange, "reversed");
  assertEquals([grid.colorscale, grid.zmin, grid.zmax], [SEQUENTIAL_SCALE, 2, 50]);
});

Deno.test("numeric rows stand from bottom to top like an axis's", () => {
  const shown = heatMap([[1, 2], [3, 4]], { ...WORDS, x: "Hour (h)", y: "Size (kB)", columns: [0, 1], rows: [8, 16] });
  assertEquals([layoutOf(shown).yaxis.autorange, layoutOf(shown).xaxis.type], [undefined, undefined]);
});

Deno.test("names that look like numbers stay names", () => {
  const shown = heatMap([[1, 2]], { ...WORDS, columns: ["3", "7"], rows: ["all"] });
  assertEquals(layoutOf(shown).xaxis.type, "category");
});

Deno.test("the numbers in the cells are in the ink that is read best", () => {
  const numbers = heatMap([[50, 2], [9, NaN]], { ...WORDS, ...NAMES }).plotly.data[1] as ScatterTrace;
  assertEquals(numbers.text, ["50", "2", "9"]);
  assertEquals([numbers.x, numbers.y], [["ham", "spam", "ham"], ["ham", "ham", "spam"]]);
  assertEquals(numbers.textfont!.color, ["#ffffff", "#000000", "#000000"]);
});

Deno.test("large maps carry no numbers, unless asked", () => {
  const rows = Array.from({ length: 20 }, (_, k) => k);
  const z = rows.map(() => rows);
  const options = { ...WORDS, x: "a (b)", y: "a (b)", columns: rows, rows };
  assertEquals(heatMap(z, options).plotly.data.length, 1);
  assertEquals(heatMap(z, { ...options, showsNumbers: true }).plotly.data.length, 2);
  assertEquals(heatMap([[1]], { ...WORDS, rows: ["a"], columns: ["b"], showsNumbers: false }).plotly.data.length, 1);
});

Deno.test("a diverging map is symmetric about zero, so that white is zero", () => {
  const shown = heatMap([[-1, 0.5]], {
    ...WORDS,
    amount: "Correlation (−1 to 1)",
    rows: ["a"],
    columns: ["b", "c"],
    isDiverging: true,
  });
  const grid = shown.plotly.data[0] as GridTrace;
  assertEquals([grid.zmin, grid.zmax, grid.colorscale], [-1, 1, DIVERGING_SCALE]);
  assertStringIncludes(shown.caption, "blue below zero, vermillion above");
});

Deno.test("the text alternative names the extremes by row and column, and counts empty cells", () => {
  const { alt } = heatMap([[50, 2], [9, NaN]], { ...WORDS, ...NAMES });
  assertEquals(
    alt,
    "Heat map of Mails with 2 rows (True) and 2 columns (Predicted): lowest 2 at True ham, Predicted spam; " +
      "highest 50 at True ham, Predicted ham; 1 empty cell.",
  );
});

Deno.test("shapes that do not fit, empty maps and amounts without a unit are refused", () => {
  const options = { ...WORDS, ...NAMES };
  assertThrows(() => heatMap([[1, 2]], options), RangeError, "rows must be as many as those of the matrix, 1");
  assertThrows(() => heatMap([[1, 2], [3]], options), RangeError, "row 2 must have 2 amounts: current value is 1");
  assertThrows(() => heatMap([], { ...options, rows: [] }), RangeError, "it is empty");
  assertThrows(() => heatMap([[NaN, NaN], [NaN, NaN]], options), RangeError, "there must be a finite amount");
  assertThrows(() => heatMap([[1, 2], [3, 4]], { ...options, amount: "Time" }), TypeError, "amount needs a unit");
  assertThrows(() => heatMap([[1, 2], [3, 4]], { ...options, amount: " " }), TypeError, "amount needs a name");
});
