import { assertEquals, assertStringIncludes } from "@std/assert";
import { takeInventory } from "@lib/study/export/_content_inventory.ts";
import { IncompleteExportError, lost, verifyPage } from "@lib/study/export/_verify_page.ts";
import { parsePage } from "@lib/study/export/_parse_page.ts";
import { displayed, figureBundle, notebookOf, PIXEL } from "./sample_lab.ts";

const notebook = notebookOf("[a](a.md) $x^2$\n\n<details><summary>Why?</summary>Because.</details>", {
  outputs: [displayed({ "text/plain": "forty two" }), displayed(figureBundle("it falls"))],
});
const WHOLE = `<article><a href="a.md">a</a> <math><annotation>x^2</annotation></math>
<details><summary>Why?</summary>Because.</details>
<div data-output="c2.0"><pre>forty  two</pre></div><figure data-output="c2.1"><img src="f.png" alt="it falls"></figure></article>`;

function missing(html: string, picture = Uint8Array.fromBase64(PIXEL)): string[] {
  const files: Record<string, Uint8Array> = { "f.png": picture };
  return verifyPage(takeInventory(notebook), {
    facts: parsePage(html),
    href: (link) => link,
    picture: (address) => files[address],
  });
}

// By hand
Deno.test("a whole page lacks nothing", () => assertEquals(missing(WHOLE), []));

// Invariants: whatever is taken away is noticed, and named.
Deno.test("each thing that is lost is named", () => {
  const cases: [from: string, to: string, said: string][] = [
    ['<div data-output="c2.0"><pre>forty  two</pre></div>', "", "cell 2, output c2.0 (text) is missing"],
    ["forty  two", "forty", 'cell 2, output c2.0 (text) has lost words: "two"'],
    [
      '<figure data-output="c2.1"><img src="f.png" alt="it falls"></figure>',
      "",
      "cell 2, output c2.1 (figure) is missing",
    ],
    ['<img src="f.png" alt="it falls">', "", "cell 2, output c2.1 (figure) has lost its picture"],
    ["f.png", "g.png", "cell 2, output c2.1 (figure) has lost its picture"],
    ["<annotation>x^2", "<annotation>x^3", "the formula x^2 is missing"],
    ["<summary>Why?</summary>", "<summary>How?</summary>", 'the answer to "Why?" is missing or empty'],
    ["Because.", "", 'the answer to "Why?" is missing or empty'],
    ['href="a.md"', 'href="b.md"', "the link to a.md is missing"],
    ['alt="it falls"', 'alt=" "', "the picture f.png has no text alternative"],
    ["</article>", "left $$y$$</article>", "a formula was not understood: left $$y$$"],
  ];
  for (const [from, to, said] of cases) {
    const found = missing(WHOLE.replace(from, () => to));
    assertEquals(found.includes(said), true, `${said}: ${found}`);
  }
});

Deno.test("a picture of the right name with other content is noticed", () => {
  assertEquals(missing(WHOLE, new Uint8Array(70)), ["cell 2, output c2.1 (figure) shows another picture"]);
});

Deno.test("lost() counts how often a thing is there, not only whether", () => {
  assertEquals(lost(["a", "a", "b"], ["b", "a"]), ["a"]);
  assertEquals(lost(["a"], ["a", "a"]), []);
});

Deno.test("the error lists what is missing, and no more than a screen of it", () => {
  const error = new IncompleteExportError(Array.from({ length: 30 }, (_, index) => `thing ${index}`));
  assertEquals(error.missing.length, 30);
  assertStringIncludes(error.message, "30 faults");
  assertStringIncludes(error.message, "thing 19");
  assertStringIncludes(error.message, "and 10 more");
});
