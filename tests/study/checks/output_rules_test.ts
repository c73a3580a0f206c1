import { assertEquals, assertStringIncludes } from "@std/assert";
import { figureRules, outputRules } from "@lib/study/checks/output_rules.ts";
import type { CodeCell, MimeBundle, Output } from "@lib/study/notebook/nbformat.ts";
import { FIGURE, VALUE } from "./good_notebook.ts";
import { notebookOf } from "./notebook_of.ts";

const PLOTLY = "application/vnd.plotly.v1+json";
const BUNDLE = (FIGURE as { data: MimeBundle }).data;

function cellWith(outputs: Output[], more: Partial<CodeCell> = {}): CodeCell {
  return { ...(notebookOf([{ text: "f();", outputs }]).cells[0] as CodeCell), ...more };
}

function figures(change: Record<string, unknown>): string[] {
  const data = Object.fromEntries(Object.entries({ ...BUNDLE, ...change }).filter(([, value]) => value !== undefined));
  return [...figureRules(cellWith([{ output_type: "display_data", data, metadata: {} }]))].map(({ message }) =>
    message
  );
}

function runs(cell: CodeCell): string[] {
  return [...outputRules(cell, "/src/lab")].map(({ rule, message }) => `${rule}: ${message}`);
}

Deno.test("outputRules wants cells to have been run, and to have ended as their tags say", () => {
  assertEquals(runs(cellWith([VALUE])), []);
  assertStringIncludes(runs(cellWith([], { execution_count: null }))[0]!, "run: the cell has not been run");
  assertEquals(runs(cellWith([], { execution_count: null, metadata: { tags: ["skip-execution"] } })), []);
  assertEquals(runs(cellWith([], { execution_count: null, source: "" })), []);
  const error: Output = { output_type: "error", ename: "RangeError", evalue: "too far", traceback: [] };
  assertEquals(runs(cellWith([error])), ["run: the cell failed: RangeError: too far"]);
  assertEquals(runs(cellWith([error], { metadata: { tags: ["raises-exception"] } })), []);
  assertEquals(runs(cellWith([VALUE], { metadata: { tags: ["raises-exception"] } })).length, 1);
});

Deno.test("outputRules finds machine paths in every kind of output, and none in pictures", () => {
  const leaking: Output[] = [
    { output_type: "stream", name: "stderr", text: "at file:///src/lab/lib/a.ts" },
    { output_type: "error", ename: "Error", evalue: "x", traceback: ["at /home/ada/x"] },
    { output_type: "display_data", data: { "text/html": "<a href='/tmp/abc'>" }, metadata: {} },
    { output_type: "display_data", data: { "application/json": { path: "/src/lab/x" } }, metadata: {} },
  ];
  for (const output of leaking) {
    const cell = cellWith([output], { metadata: { tags: ["raises-exception"] } });
    assertEquals(runs(cell).some((line) => line.startsWith("machine-path: ")), true, JSON.stringify(output));
  }
  assertEquals(runs(cellWith([{ output_type: "display_data", data: { "image/png": "/tmp/abc" }, metadata: {} }])), []);
});

Deno.test("figureRules passes the lab's bundle, a table and a text", () => {
  assertEquals(figures({}), []);
  const others: Output[] = [
    VALUE,
    { output_type: "display_data", data: { "text/html": "<table></table>", "text/plain": "a" }, metadata: {} },
    { output_type: "display_data", data: { "image/png": "A", "text/plain": "Figure: a tree" }, metadata: {} },
    { output_type: "stream", name: "stdout", text: "<svg>" },
  ];
  for (const output of others) assertEquals([...figureRules(cellWith([output]))], []);
});

Deno.test("figureRules finds each form that some front end shows wrongly or not at all", () => {
  const layout = (meta: unknown) => ({ [PLOTLY]: { data: [], layout: { meta } } });
  const wrong: [Record<string, unknown>, string][] = [
    [{ "image/png": undefined }, "needs a picture for front ends without plotly"],
    [{ "image/svg+xml": "<svg/>" }, "no SVG"],
    [{ "text/html": "<b>x</b>" }, "no HTML beside a plotly figure"],
    [{ "text/plain": undefined }, "text/plain that begins with"],
    [{ "text/plain": "Figure: " }, "text/plain that begins with"],
    [{ "text/plain": "[object Object]" }, "text/plain that begins with"],
    [{ "text/plain": "Figure: a circle" }, "say the same"],
    [layout({}), "layout.meta.alt"],
    [layout({ alt: " " }), "layout.meta.alt"],
    [{ [PLOTLY]: { data: [] } }, "layout.meta.alt"],
    [{ "image/png": "A".repeat(150_000) }, "under 150000 bytes"],
  ];
  for (const [change, why] of wrong) {
    const messages = figures(change);
    assertEquals(messages.length, 1, `${why}: ${messages}`);
    assertStringIncludes(messages[0]!, why);
  }
  const alone = (data: MimeBundle) =>
    [...figureRules(cellWith([{ output_type: "display_data", data, metadata: {} }]))].length;
  assertEquals(alone({ "text/html": "<script>x</script>" }), 1);
  assertEquals(alone({ "text/html": "<p><svg width='1'></svg></p>" }), 1);
  assertEquals(alone({ "text/html": "<img src='a.png'>" }), 1);
  assertEquals(alone({ "text/html": "<img src='a.png' alt='a tree'>" }), 0);
  assertEquals(alone({ "image/png": "A" }), 1);
});
