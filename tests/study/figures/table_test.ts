import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { table } from "@lib/study/figures/table.ts";
import { JUPYTER_DISPLAY } from "@lib/study/notebook/jupyter_display.ts";

const ROWS = [
  { policy: "LRU", hits: 61_200, ratio: 0.606, exact: false },
  { policy: "Belady", hits: 71_000, ratio: 0.7, exact: true },
];
const cellsOf = (html: string) => [...html.matchAll(/<td[^>]*>([^<]*)<\/td>/g)].map(([, cell]) => cell);

Deno.test("a table shows as HTML and as text", () => {
  const shown = table(ROWS, { caption: "Hits by policy" });
  const bundle = shown[JUPYTER_DISPLAY]();
  assertEquals(Object.keys(bundle), ["text/html", "text/plain"]);
  assertEquals(
    bundle["text/plain"],
    [
      "Hits by policy",
      "",
      "policy    hits  ratio  exact",
      "LRU     61,200  0.606  no",
      "Belady  71,000  0.700  yes",
    ].join("\n"),
  );
  assertEquals(cellsOf(bundle["text/html"]!), ["LRU", "61,200", "0.606", "no", "Belady", "71,000", "0.700", "yes"]);
});

Deno.test("columns are headed as such, numbers and their headings stand to the right, the caption is the table's own", () => {
  const { html } = table(ROWS, { caption: "Hits by policy" });
  assertStringIncludes(html, "<caption>Hits by policy</caption>");
  assertEquals([...html.matchAll(/<th scope="col"/g)].length, 4);
  assertStringIncludes(html, '<th scope="col" align="right" style="text-align: right">hits</th>');
  assertStringIncludes(html, '<td align="right" style="text-align: right">61,200</td>');
  assertStringIncludes(html, '<td align="left" style="text-align: left">LRU</td>');
});

Deno.test("no cell, heading or caption can add markup", () => {
  const { html } = table([{ "<i>": '<script>alert("1")</script>' }], { caption: "a & <b>" });
  assertStringIncludes(html, "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;");
  assertStringIncludes(html, "&lt;i&gt;");
  assertStringIncludes(html, "<caption>a &amp; &lt;b&gt;</caption>");
  assert(!/<(script|i|b)>/.test(html));
});

Deno.test("numbers of a column have one number of decimals: three digits of the largest", () => {
  const column = (...values: (number | bigint | null)[]) =>
    cellsOf(table(values.map((value) => ({ value })), { caption: "c" }).html);
  assertEquals(column(1, 20, 300), ["1", "20", "300"]);
  assertEquals(column(1.5, 12.25), ["1.5", "12.3"]);
  assertEquals(column(1234.5, 1), ["1,235", "1"]);
  assertEquals(column(-0.001, -0.5, 0), ["−0.001", "−0.500", "0.000"]);
  assertEquals(column(-0.0001, 0.5), ["0.000", "0.500"], "no minus in front of what reads as zero");
  assertEquals(column(0.5, 123_456), ["0.500", "123,456"], "too wide for one number of decimals");
  assertEquals(column(1.5e-9, 2e-9), ["1.50e−9", "2.00e−9"]);
  assertEquals(column(NaN, Infinity, 1), ["not a number", "∞", "1"]);
  assertEquals(column(12345678901234567890n, -5n), ["12,345,678,901,234,567,890", "−5"]);
  assertEquals(column(0, 0), ["0", "0"]);
});

Deno.test("what is missing is a dash, in numbers and in words", () => {
  const { html } = table([{ a: 1, b: "x" }, { a: null, b: undefined }, {}], { caption: "c" });
  assertEquals(cellsOf(html), ["1", "x", "–", "–", "–", "–"]);
  assertStringIncludes(html, '<td align="right" style="text-align: right">–</td>');
});

Deno.test("columns can be chosen, ordered, titled and formatted", () => {
  const shown = table(ROWS, {
    caption: "c",
    columns: [
      { key: "ratio", title: "Hit ratio (%)", format: (value) => `${(100 * Number(value)).toFixed(1)}` },
      "policy",
      {
        key: "hits",
        decimals: 1,
      },
    ],
  });
  assertEquals(cellsOf(shown.html), ["60.6", "LRU", "61,200.0", "70.0", "Belady", "71,000.0"]);
  assertStringIncludes(shown.html, ">Hit ratio (%)</th>");
});

Deno.test("a long table is cut, and says so; one that fits is not", () => {
  const rows = Array.from({ length: 1200 }, (_, k) => ({ k }));
  const { html, text } = table(rows, { caption: "Many" });
  assertEquals(cellsOf(html).length, 50);
  assertStringIncludes(html, "<caption>Many (the first 50 of 1,200 rows)</caption>");
  assertStringIncludes(text, "Many (the first 50 of 1,200 rows)");
  assertStringIncludes(table(rows.slice(0, 50), { caption: "Many" }).html, "<caption>Many</caption>");
});

Deno.test("an empty table has its columns", () => {
  assertStringIncludes(table([], { caption: "None", columns: ["a"] }).html, ">a</th>");
});

Deno.test("line breaks in a cell keep the text's lines whole", () => {
  assertEquals(table([{ a: "x\ny", b: 1 }], { caption: "c" }).text, "c\n\na    b\nx y  1");
});

Deno.test("missing captions, unknown columns and impossible limits are refused", () => {
  for (const caption of ["", " ", undefined as unknown as string]) {
    assertThrows(() => table(ROWS, { caption }), TypeError, "caption must be a text");
  }
  assertThrows(() => table(ROWS, { caption: "c", columns: ["polic"] }), RangeError, "among policy, hits, ratio, exact");
  assertThrows(() => table([], { caption: "c" }), RangeError, "without rows it must be told its columns");
  for (const limit of [0, 1.5, NaN]) assertThrows(() => table(ROWS, { caption: "c", limit }), RangeError, "limit");
  for (const decimals of [-1, 21, 0.5]) {
    assertThrows(
      () => table(ROWS, { caption: "c", columns: [{ key: "hits", decimals }] }),
      RangeError,
      "decimals of hits",
    );
  }
});
