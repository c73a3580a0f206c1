import { assertEquals, assertStringIncludes } from "@std/assert";
import { takeInventory } from "@lib/study/export/_content_inventory.ts";
import { verifyMarkdown } from "@lib/study/export/_verify_markdown.ts";
import { markdownOf, moved } from "@lib/study/export/_markdown_file.ts";
import { planSite } from "@lib/study/export/_site_plan.ts";
import { displayed, figureBundle, notebookOf, sampleNotebooks } from "./sample_lab.ts";

const place = { prefix: "p-", href: (link: string) => `to:${link}` };

// By hand
Deno.test("moved() changes links, pictures, footnotes and references, and gives headings anchors", () => {
  assertEquals(moved("[a](b) ![c](d) <a href='e'>f</a>", place), "[a](to:b) ![c](to:d) <a href='to:e'>f</a>");
  assertEquals(moved("x[^1]\n\n[^1]: y\n\n[r]: s", place), "x[^p-1]\n\n[^p-1]: y\n\n[r]: to:s");
  assertEquals(moved("## 3 · The `idea`", place), '<a id="p-3-the-idea"></a>\n\n## 3 · The `idea`');
});

Deno.test("moved() leaves code alone, and sees links around code", () => {
  const code = "```ts\n# [a](b)\n```\n`[c](d)`";
  assertEquals(moved(code, place), code);
  assertEquals(moved("[`a](b`](c)", place), "[`a](b`](to:c)");
});

Deno.test("a fence is longer than any in its text", () => {
  const [one] = planSite([{
    path: "notebooks/a/b.ipynb",
    notebook: notebookOf({ outputs: [displayed({ "text/plain": "```\nx" })] }),
  }]).notebooks;
  assertStringIncludes(markdownOf(one!, { ...place, save: () => "" }), "````text\n```\nx\n````");
});

// Invariants: the file of the sample lacks nothing, and what is taken from it is named.
Deno.test("the check finds everything in a whole file and names what is lost", async () => {
  const { notebooks } = planSite(await sampleNotebooks());
  const one = notebooks.find(({ name }) => name === "structures/ring")!;
  const files = new Map<string, Uint8Array>();
  const text = markdownOf(one, {
    prefix: "",
    href: (link) => link,
    save: (name, bytes) => {
      files.set(name, bytes);
      return name;
    },
  });
  const check = (text: string) =>
    verifyMarkdown(takeInventory(one.notebook), { text, href: (link) => link, picture: (name) => files.get(name) });
  assertEquals(check(text), []);
  const cases: [string | RegExp, string][] = [
    ["[ 12, 13, 14 ]", "cell 3, output c1.0 (text) is missing"],
    [/!\[.*figure-1\.png\)/, "cell 7, output c3.0 (figure) has lost its picture"],
    [/!\[.*\]/, "cell 7, output c3.0 (figure) has no text alternative"],
    ["<td>1,000</td>", "cell 8, output c4.0 (html) is missing"],
    ["i \\bmod n$.", "the formula i \\bmod n is missing"],
    ["<summary>Why not return an empty ring?</summary>", 'the answer to "Why not return an empty ring?" is missing'],
    ["https://lmax-exchange.github.io/disruptor/", "the link to https://lmax-exchange.github.io/disruptor/ is missing"],
  ];
  for (const [from, said] of cases) {
    const damaged = text.replace(from, said.includes("alternative") ? "![]" : "");
    assertEquals(check(damaged).includes(said), true, `${said}: ${check(damaged)}`);
  }
});

Deno.test("the check wants outputs in their order, and each as often as it was displayed", () => {
  const inventory = takeInventory(
    notebookOf({ outputs: ["a", "b", "a"].map((text) => displayed({ "text/plain": `value ${text}` })) }),
  );
  const check = (text: string) =>
    verifyMarkdown(inventory, { text, href: (link) => link, picture: () => undefined }).length;
  assertEquals([
    check("value a\n\nvalue b\n\nvalue a"),
    check("value a\n\nvalue b"),
    check("value b\n\nvalue a\n\nvalue a"),
  ], [0, 1, 1]);
});

Deno.test("two figures with the same picture need two pictures", () => {
  const bundle = figureBundle("x");
  const inventory = takeInventory(notebookOf({ outputs: [displayed(bundle), displayed(bundle)] }));
  const bytes = inventory.outputs[0]!.picture!.bytes;
  const text = "![x](a.png)";
  assertEquals(verifyMarkdown(inventory, { text, href: (link) => link, picture: () => bytes }).length, 1);
});
