import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { ExportJob } from "@lib/study/export/_export_job.ts";
import { loadHighlighter } from "@lib/study/export/_highlight.ts";
import { parsePage } from "@lib/study/export/_parse_page.ts";
import { BuildCache } from "@lib/study/export/_build_cache.ts";
import { printDocument } from "@lib/study/export/_print_document.ts";
import { planSite } from "@lib/study/export/_site_plan.ts";
import { SourceTree } from "@lib/study/export/_source_tree.ts";
import { displayed, figureBundle, LAB_ROOT, notebookOf, sampleNotebooks } from "./sample_lab.ts";

const job: ExportJob = {
  plan: planSite(await sampleNotebooks()),
  out: "/nowhere",
  tree: new SourceTree(LAB_ROOT),
  store: new BuildCache("/nowhere", "m"),
  record: [],
  report: () => {},
  faults: [],
  highlighter: loadHighlighter,
};
const { notebooks } = job.plan;
const style = "p { color: red }";

Deno.test("the document of one notebook is whole, unfolded, and has its pictures inside", async () => {
  const { html, missing, totals } = await printDocument([notebooks[0]!], { job, style });
  assertEquals(missing, []);
  assertEquals(totals, { outputs: 7, figures: 1, formulas: 4, answers: 2, links: 6 });
  assertEquals(/<details(?![^>]*\bopen)/.test(html), false);
  const facts = parsePage(html);
  assertEquals(facts.fetched.map((address) => address.slice(0, 22)), ["data:image/png;base64,"]);
  assertEquals(facts.links.filter((link) => !/^(#|https:)/.test(link)), []);
  assertStringIncludes(html, 'class="absent" data-path="lib/structures/ring.ts"');
  assertStringIncludes(html, style);
});

Deno.test("in the book notebooks lead to each other, and no anchor comes twice", async () => {
  const facts = parsePage((await printDocument(notebooks, { job, style })).html);
  assertEquals(facts.ids.length, new Set(facts.ids).size);
  const anchors = new Set(facts.ids);
  const inner = facts.links.filter((link) => link.startsWith("#")).map((link) => link.slice(1));
  assert(inner.includes("messaging-log-two-readers") && inner.includes("structures-ring"));
  assertEquals(inner.filter((link) => !anchors.has(link)), []);
});

Deno.test("the document says what it lacks", async () => {
  const { "image/png": _, ...bundle } = figureBundle("a");
  const lab = planSite([{ path: "notebooks/a/b.ipynb", notebook: notebookOf({ outputs: [displayed(bundle)] }) }]);
  const { missing } = await printDocument(lab.notebooks, { job, style });
  assert(missing.includes("notebooks/a/b.ipynb on paper: cell 1, output c1.0 (figure) is missing"), `${missing}`);
});
