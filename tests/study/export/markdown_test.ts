import { assertEquals } from "@std/assert";
import { allTokens, attributeValues, markdownReader, openDetails } from "@lib/study/export/_markdown.ts";

const typesOf = (source: string) => allTokens(markdownReader().parse(source, {})).map(({ type }) => type);

// By hand
Deno.test("formulas are tokens of their own, money is not", () => {
  assertEquals(typesOf("a $x$ b").filter((type) => type.startsWith("math")), ["math_inline"]);
  assertEquals(typesOf("$$\nx\n$$").filter((type) => type.startsWith("math")), ["math_block"]);
  assertEquals(typesOf("costs $5 and $6").filter((type) => type.startsWith("math")), []);
  assertEquals(typesOf("`$x$`").filter((type) => type.startsWith("math")), []);
});

Deno.test("openDetails() makes the inside of an answer Markdown, whatever blank lines there are", () => {
  for (
    const source of [
      "<details><summary>Q</summary>*a*</details>",
      "<details>\n<summary>Q</summary>\n*a*\n</details>",
      "<details>\n<summary>Q</summary>\n\n*a*\n\n</details>",
    ]
  ) {
    assertEquals(typesOf(openDetails(source)).includes("em_open"), true, source);
  }
});

// Invariants
Deno.test("openDetails() leaves fenced code alone, and does nothing twice", () => {
  const fenced = "```html\n<details><summary>Q</summary>\na\n</details>\n```";
  assertEquals(openDetails(fenced), fenced);
  const once = openDetails("x\n<details><summary>Q</summary>\na\n</details>\ny");
  assertEquals(openDetails(once).replace(/\n+/g, "\n"), once.replace(/\n+/g, "\n"));
});

Deno.test("attributeValues() reads every way of quoting", () => {
  assertEquals(
    attributeValues(`<a href="1"><a class=x href='2'><A HREF=3><img src="4">`, { tag: "a", attribute: "href" }),
    [
      "1",
      "2",
      "3",
    ],
  );
});
