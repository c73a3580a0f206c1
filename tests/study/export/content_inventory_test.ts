import { assertEquals } from "@std/assert";
import { NOTHING_COUNTED, sumOf, takeInventory, totalsOf } from "@lib/study/export/_content_inventory.ts";
import { displayed, figureBundle, notebookOf, sampleNotebooks } from "./sample_lab.ts";

// By hand: counted with a finger in the fixture.
Deno.test("takeInventory() counts the sample notebook right", async () => {
  const [ring] = await sampleNotebooks();
  const inventory = takeInventory(ring!.notebook);
  assertEquals(totalsOf(inventory), { outputs: 7, figures: 1, formulas: 4, answers: 2, links: 6 });
  assertEquals(inventory.answers, ["Why not return an empty ring?", "And if items have different sizes?"]);
  assertEquals(inventory.outputs.map(({ name, kind }) => `${name} ${kind}`), [
    "c1.0 text",
    "c2.0 text",
    "c2.1 text",
    "c3.0 figure",
    "c4.0 html",
    "c5.0 error",
    "c6.0 markdown",
  ]);
});

Deno.test("takeInventory() counts what hides: in tables, lists, answers, raw HTML and displayed Markdown", () => {
  const inventory = takeInventory(notebookOf(
    "| $a$ | [b](b.md) |\n|--|--|\n| c | <a href='d.md'>d</a> |",
    "- <details><summary>e</summary>\n\n  $f$\n\n  </details>",
    "`$g$` and ```[h](h)``` and <!-- <details> [i](i) -->",
    { outputs: [displayed({ "text/markdown": "[j](j.md) $k$" }), displayed({ "text/html": "<a href='l'>l</a>" })] },
  ));
  assertEquals(inventory.formulas, ["a", "f", "k"]);
  assertEquals(inventory.links, ["b.md", "d.md", "j.md", "l"]);
  assertEquals(inventory.answers, ["e"]);
});

Deno.test("takeInventory() wants the words of HTML without its scripts, and the picture of a figure", () => {
  const inventory = takeInventory(notebookOf({
    outputs: [
      displayed({ "text/html": "<style>a{}</style><b>x &amp;\n y</b><script>z</script>" }),
      displayed(figureBundle("a")),
    ],
  }));
  assertEquals(inventory.outputs.map(({ words }) => words), ["x & y", ""]);
  assertEquals(inventory.outputs[1]!.picture?.bytes.length, 70);
});

// Invariants
Deno.test("outputs that show nothing are not counted", () => {
  const outputs = [displayed({}), displayed({ "text/plain": " " })];
  assertEquals(totalsOf(takeInventory(notebookOf({ outputs }))), NOTHING_COUNTED);
});

Deno.test("sumOf() adds up", () => {
  const one = { outputs: 1, figures: 2, formulas: 3, answers: 4, links: 5 };
  assertEquals(sumOf([one, NOTHING_COUNTED, one]), { outputs: 2, figures: 4, formulas: 6, answers: 8, links: 10 });
});
