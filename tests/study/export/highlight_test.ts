import { assert, assertEquals } from "@std/assert";
import { loadHighlighter } from "@lib/study/export/_highlight.ts";
import { parsePage } from "@lib/study/export/_parse_page.ts";

const highlighter = await loadHighlighter();
const textOf = (html: string) => parsePage(`<div data-output="0">${html}</div>`).outputs.get("0");

// By hand
Deno.test("lines() names the kinds of token by their letters", () => {
  const [line] = highlighter.lines('export const a = new Map<string>("b"); // c', { language: "ts" });
  assertEquals(
    line,
    '<span class="k">export const </span>a = <span class="k">new </span><span class="f">Map</span>&lt;' +
      '<span class="t">string</span>&gt;(<span class="s">&quot;b&quot;</span>); <span class="c">// c</span>',
  );
});

Deno.test("lines() makes a link of the stretch it is given, across tokens", () => {
  const [line] = highlighter.lines("const ab = 1;", { language: "ts", links: [{ start: 6, end: 8, href: "x?a&b" }] });
  assertEquals(line, '<span class="k">const </span><a href="x?a&amp;b">ab</a> = <span class="n">1</span>;');
});

Deno.test("a link may begin and end in the middle of a token", () => {
  const [line] = highlighter.lines("// see a.ts now", { language: "ts", links: [{ start: 7, end: 11, href: "x" }] });
  assertEquals(
    line,
    '<span class="c">// see </span><a href="x"><span class="c">a.ts</span></a><span class="c"> now</span>',
  );
});

// Invariants
Deno.test("lines() keeps every character of real sources, in every language", async () => {
  const files = ["../../../lib/study/excerpt.ts", "../../../deno.json", "./fixtures/lab/notebooks/messaging/log.ipynb"];
  for (const file of files) {
    const text = await Deno.readTextFile(new URL(file, import.meta.url));
    for (const language of ["ts", "json", "bash", "md", "none"]) {
      const lines = highlighter.lines(text, { language });
      assertEquals(lines.length, text.split("\n").length);
      assertEquals(lines.map(textOf).join("\n"), text.replaceAll("\r", ""), `${file} as ${language}`);
    }
  }
});

Deno.test("an unknown language gives plain lines, escaped", () => {
  assertEquals(highlighter.lines("a < b\nc", { language: "cobol" }), ["a &lt; b", "c"]);
});

Deno.test("an empty line costs nothing", () => {
  const lines = highlighter.lines("a\n\nb", { language: "ts" });
  assertEquals(lines[1], "");
  assert(lines.length === 3);
});
