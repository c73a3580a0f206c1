import { assertEquals, assertStringIncludes } from "@std/assert";
import { loadHighlighter } from "@lib/study/export/_highlight.ts";
import { parsePage } from "@lib/study/export/_parse_page.ts";
import { declaredLines, relativeImports, sourceMain } from "@lib/study/export/_source_page.ts";

const TEXT = `import { a } from "./a.ts";
import type { B } from "../b.ts";
import x from "npm:x";
export { c } from "./c.ts";

// import { d } from "./d.ts";
export async function run(): Promise<void> {}
export class Ring {}
export const SIZE = 1;
export interface Shape {}
function hidden(): void {}
`;

Deno.test("declaredLines() finds what a module exports", () => {
  assertEquals([...declaredLines(TEXT)], [["run", 7], ["Ring", 8], ["SIZE", 9], ["Shape", 10]]);
});

Deno.test("relativeImports() follows imports and re-exports, not packages or comments", () => {
  assertEquals(relativeImports(TEXT, "lib/x/y.ts"), ["lib/x/a.ts", "lib/b.ts", "lib/x/c.ts"]);
});

Deno.test("the page has an anchor for every line and for every range that is linked to, and all of the text", async () => {
  const html = sourceMain({
    path: "lib/x/y.ts",
    text: TEXT,
    ranges: [{ firstLine: 7, lastLine: 9 }, { firstLine: 8, lastLine: 8 }],
    usedBy: [{ title: "A & B", href: "../a.html" }],
    href: (specifier) => specifier === "./a.ts" ? "a.ts.html" : undefined,
    home: "../index.html",
    highlighter: await loadHighlighter(),
  });
  const facts = parsePage(html);
  assertEquals(
    facts.ids.filter((id) => /^L\d+$/.test(id)),
    TEXT.trimEnd().split("\n").map((_, index) => `L${index + 1}`),
  );
  assertEquals(facts.ids.filter((id) => id.includes("-")), ["L7-L9"]);
  assertEquals(facts.links, ["../index.html", "../a.html", "a.ts.html"]);
  assertEquals(facts.sections[0]!.code.trim(), TEXT.trim());
  assertStringIncludes(html, "A &amp; B");
});
