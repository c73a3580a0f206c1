import { assertEquals } from "@std/assert";
import { parsePage } from "@lib/study/export/_parse_page.ts";

const PAGE =
  `<html><head><link href="site.css"></head><body><a href="top.html">t</a><details><summary>menu</summary>x</details>
<main><article><h2 id="one">One</h2><p>first <a href="a.html">link</a> <math><mi>x</mi><annotation encoding="application/x-tex">x^2</annotation></math></p>
<div class="cell"><div class="code"><pre><code>const a = 1;</code></pre></div><div data-output="c.0"><pre>4 &lt; 5</pre></div>
<figure data-output="c.1"><img src="f.png" alt="it falls" width="8" height="4"><figcaption>Figure 1<details data-part="alternative"><summary>In words</summary>it falls</details></figcaption></figure></div>
<details><summary>Why?</summary><p>Because.</p></details><details><summary>Empty?</summary></details>
<h3 id="two">Two</h3><p>costs $$y$$</p><script src="x.js"></script></article></main></body></html>`;
const facts = parsePage(PAGE);

// By hand: the page above, fact by fact.
Deno.test("parsePage() gives the words of each output and the picture in it", () => {
  assertEquals(facts.outputs.get("c.0"), "4 < 5");
  assertEquals([...facts.outputs.keys()], ["c.0", "c.1"]);
  assertEquals([...facts.outputPictures], [["c.1", "f.png"]]);
});

Deno.test("parsePage() finds formulas by their TeX and answers by their questions", () => {
  assertEquals(facts.formulas, ["x^2"]);
  assertEquals(facts.answers, [{ question: "Why?", answerLength: 8 }, { question: "Empty?", answerLength: 0 }]);
});

Deno.test("parsePage() tells links of the article from links around it", () => {
  assertEquals(facts.links, ["top.html", "a.html"]);
  assertEquals(facts.articleLinks, ["a.html"]);
});

Deno.test("parsePage() lists anchors, pictures and all that a browser would fetch", () => {
  assertEquals(facts.ids, ["one", "two"]);
  assertEquals(facts.images, [{ src: "f.png", alt: "it falls", sized: true }]);
  assertEquals(facts.fetched, ["site.css", "f.png", "x.js"]);
});

Deno.test("parsePage() keeps prose and code of each section apart", () => {
  assertEquals(facts.sections.map(({ id, heading, code }) => [id, heading, code]), [
    ["one", "One", "const a = 1;\n4 < 5"],
    ["two", "Two", ""],
  ]);
  assertEquals(facts.sections[0]!.text, "first link x^2 Figure 1In words it falls Why? Because. Empty?");
});

Deno.test("parsePage() keeps inline code and formulas where they stand in a sentence", () => {
  const tex = '<math><mi>n</mi><annotation encoding="application/x-tex">10^{-6} \\cdot n</annotation></math>';
  const { sections } = parsePage(
    `<article><h2 id="a">A</h2><p>Write <code>get</code>, then ${tex} of it.</p></article>`,
  );
  assertEquals(sections[0]!.text, "Write get, then 10^-6 · n of it.");
  assertEquals(sections[0]!.code, "");
});

Deno.test("parsePage() reports dollars that nobody understood", () => {
  assertEquals(facts.looseMaths, ["costs $$y$$"]);
});

Deno.test("parsePage() sees addresses hidden in styles and in sources of pictures", () => {
  const { fetched } = parsePage(
    `<p style="background:url('//h/a.png')"></p><source srcset="//h/b.png"><iframe src="//h/c">`,
  );
  assertEquals(fetched, ["//h/a.png", "//h/b.png", "//h/c"]);
});
