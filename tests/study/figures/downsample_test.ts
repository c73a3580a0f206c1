import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { downsample } from "@lib/study/figures/_downsample.ts";
import type { GridTrace, HistogramTrace, ScatterTrace } from "@lib/study/figures/plotly_trace.ts";

const count = (n: number) => Array.from({ length: n }, (_, k) => k);
const line = (n: number, y: (k: number) => number | null = (k) => Math.sin(k / 50)): ScatterTrace => ({
  x: count(n),
  y: count(n).map(y),
  mode: "lines",
});
const pointsOf = (trace: unknown) => (trace as ScatterTrace).y.length;

Deno.test("small traces stay as they are, and nothing is said", () => {
  const data = [line(100, (k) => k % 7), { type: "bar" as const, x: ["a", "b"], y: [1, 2] }];
  assertEquals(downsample(data, { points: 2000 }), { data, note: undefined });
});

Deno.test("all traces together stay within the limit, and the note says how many of how many", () => {
  const { data, note } = downsample([line(5000), line(5000), line(100)], { points: 1000 });
  const kept = data.map(pointsOf);
  assert(kept[0]! + kept[1]! + kept[2]! <= 1000, `${kept}`);
  assertEquals(kept[2], 100, "a short trace is not thinned for a long one");
  assert(kept[0]! >= 440 && kept[1]! >= 440, `what is left is shared: ${kept}`);
  assertEquals(note, `Drawn with ${kept[0]! + kept[1]!} of 10,000 points.`);
});

Deno.test("a line keeps its extremes, in place", () => {
  const { data } = downsample([line(10_000, (k) => k === 6543 ? 9 : k === 1234 ? -9 : Math.sin(k))], { points: 50 });
  const { x, y } = data[0] as { x: number[]; y: number[] };
  assertEquals(x[y.indexOf(9)], 6543);
  assertEquals(x[y.indexOf(-9)], 1234);
  assertEquals([x[0], x.at(-1)], [0, 9999]);
});

Deno.test("a gap in a line stays a gap", () => {
  const { data } = downsample([line(10_000, (k) => k > 3000 && k < 6000 ? null : k)], { points: 100 });
  const { x, y } = data[0] as { x: number[]; y: (number | null)[] };
  const gap = y.indexOf(null);
  assert(gap > 0 && x[gap - 1]! === 3000 && x[gap + 1]! === 6000, `${x[gap - 1]} … ${x[gap + 1]}`);
});

Deno.test("on a logarithmic axis small values weigh as much as large ones", () => {
  // every hundred points a dip of three decades and a bump of one: in plain numbers the bump is nine times larger
  const y = (k: number) => k % 100 === 37 ? 1e-6 : k % 100 === 67 ? 1e-2 : 1e-3;
  const dips = (isLog: boolean) => {
    const { data } = downsample([line(10_000, y)], { points: 104, isLog: (axis) => isLog && axis === "y" });
    return (data[0] as { x: number[]; y: number[] }).y.filter((value) => value === 1e-6).length;
  };
  assert(dips(true) > 40, `${dips(true)} dips`);
  assert(dips(false) < 10, `${dips(false)} dips`);
});

Deno.test("what is given per point stays with its point; what is not stays", () => {
  const n = 4000;
  const { data } = downsample([{
    x: Float64Array.from(count(n)),
    y: count(n).map((k) => Math.cos(k)),
    mode: "markers",
    text: count(n).map((k) => `point ${k}`),
    marker: { color: count(n).map((k) => k * 2), size: 5, colorscale: [[0, "#000000"], [1, "#ffffff"]] },
    customdata: count(n).map((k) => [k, `${k}`]),
  }], { points: 200 });
  const trace = data[0] as unknown as {
    x: number[];
    y: number[];
    text: string[];
    marker: { color: number[]; size: number; colorscale: unknown[] };
    customdata: [number, string][];
  };
  assert(trace.x.length <= 200 && trace.x.length > 150);
  for (const [at, k] of trace.x.entries()) {
    assertEquals(trace.text[at], `point ${k}`);
    assertEquals(trace.marker.color[at], k * 2);
    assertEquals(trace.customdata[at], [k, `${k}`]);
    assertAlmostEquals(trace.y[at]!, Math.cos(k), 1e-6);
  }
  assertEquals([trace.marker.size, trace.marker.colorscale.length], [5, 2]);
});

Deno.test("points keep the outermost in all four directions", () => {
  const numbers = random(2);
  const n = 5000;
  const [x, y] = [count(n).map(() => numbers.next()), count(n).map(() => numbers.next())];
  x[11] = -5;
  x[222] = 5;
  y[3333] = -5;
  y[4444] = 5;
  const kept = downsample([{ x, y, mode: "markers" }], { points: 60 }).data[0] as { x: number[]; y: number[] };
  assertEquals([Math.min(...kept.x), Math.max(...kept.x), Math.min(...kept.y), Math.max(...kept.y)], [-5, 5, -5, 5]);
});

Deno.test("a line without x keeps the places that plotly would have counted", () => {
  const { x: _left, ...trace } = line(5000);
  const { data } = downsample([trace], { points: 100 });
  const { x } = data[0] as { x: number[]; y: number[] };
  assertEquals([x[0], x.at(-1)], [0, 4999]);
});

Deno.test("a line that runs back keeps its order", () => {
  const spiral = { x: count(5000).map((k) => Math.cos(k / 100) * k), y: count(5000).map((k) => Math.sin(k / 100) * k) };
  const { data } = downsample([{ ...spiral, mode: "lines" }], { points: 500 });
  const radii = (data[0] as { x: number[]; y: number[] }).x.map((x, k) =>
    Math.hypot(x, (data[0] as { x: number[]; y: number[] }).y[k]!)
  );
  assertEquals(radii, [...radii].sort((a, b) => a - b));
});

Deno.test("a histogram keeps its shape: every kept value weighs what it stands for", () => {
  const numbers = random(9);
  const x = count(50_000).map(() => numbers.normal());
  const bounded = downsample([{ type: "histogram", x }], { points: 1000 }).data[0] as HistogramTrace;
  const weights = Array.from(bounded.y as number[]);
  assertAlmostEquals(weights.reduce((sum, weight) => sum + weight), 50_000, 1);
  assertEquals(bounded.histfunc, "sum");
  for (const [low, high] of [[-9, -1], [-1, 0], [0, 0.5], [0.5, 9]] as const) {
    const exact = x.filter((value) => value >= low && value < high).length;
    const drawn = weights.filter((_, k) => (bounded.x[k] as number) >= low && (bounded.x[k] as number) < high).length *
      50;
    assert(Math.abs(drawn - exact) <= 100, `${low}..${high}: ${drawn} for ${exact}`);
  }
});

Deno.test("a box keeps its quartiles and its extremes", () => {
  const y = Float64Array.from(count(10_001), (k) => (k * 7919) % 10_001);
  const kept = downsample([{ type: "box", y, name: "a" }], { points: 101 }).data[0] as { y: number[] };
  assertEquals([kept.y[0], kept.y[25], kept.y[50], kept.y[75], kept.y.at(-1)], [0, 2500, 5000, 7500, 10_000]);
});

// By hand: 4 × 4 cells in four: blocks of 2 × 2, means (1 + 2 + 5 + 6) / 4 = 3.5 and (3 + 4 + 7) / 3, the gap left out.
Deno.test("a grid is drawn by the means of blocks of cells", () => {
  const z = [[1, 2, 3, 4], [5, 6, 7, NaN], [0, 0, 1, 1], [0, 0, 1, 1]];
  const { data, note } = downsample([{ type: "heatmap", z, x: ["a", "b", "c", "d"], y: [10, 20, 30, 40] }], {
    points: 2,
  });
  const grid = data[0] as GridTrace;
  assertEquals(grid.z, [[3.5, 4.6667], [0, 1]]);
  assertEquals([grid.x, grid.y], [["a – b", "c – d"], [15, 35]]);
  assertEquals(note, "Each cell is the mean of 2\u00a0×\u00a02 cells.");
});

Deno.test("a large grid stays within three quarters of the limit, in blocks that are nearly square", () => {
  for (const [rows, columns] of [[1000, 1000], [30, 5000], [5000, 30], [1, 20_000]] as const) {
    const z = count(rows).map((i) => count(columns).map((j) => i + j));
    const { data } = downsample([{ type: "heatmap", z }, line(5000)], { points: 2000 });
    const grid = data[0] as GridTrace;
    const cells = grid.z.length * grid.z[0]!.length;
    assert(cells <= 6000 && cells >= 1500, `${rows} × ${columns}: ${cells} cells`);
    assert(pointsOf(data[1]) >= 490, `${pointsOf(data[1])} points`);
  }
});

Deno.test("bars are never left out", () => {
  const bars = { type: "bar" as const, x: count(3000), y: count(3000) };
  assertEquals(downsample([bars], { points: 100 }).data, [bars]);
});

Deno.test("numbers travel with the digits that a screen can show, however far from zero they are", () => {
  const { data } = downsample([{ x: [0, 1 / 3, 2 / 3], y: [1.7e12 + 0.1234, 1.7e12 + 1.98765432, 1.7e12] }], {
    points: 10,
  });
  assertEquals(data[0], { x: [0, 0.3333333, 0.6666667], y: [1.7e12 + 0.1234, 1.7e12 + 1.98765432, 1.7e12] });
});

Deno.test("what JSON cannot say is a gap", () => {
  const { data } = downsample([{ y: [1, NaN, Infinity, -Infinity, 2] }], { points: 10 });
  assertEquals((data[0] as ScatterTrace).y, [1, null, null, null, 2]);
});
