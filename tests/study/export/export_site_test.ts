import { assert, assertEquals, assertGreater, assertRejects, assertStringIncludes } from "@std/assert";
import { type ExportFormat, exportSite, IncompleteExportError } from "@lib/study/export/export_site.ts";
import { parsePage } from "@lib/study/export/_parse_page.ts";
import { PAGE_WEIGHT_LIMIT_BYTES } from "@lib/study/export/page_limits.ts";
import type { CodeCell, Output } from "@lib/study/notebook/nbformat.ts";
import {
  displayed,
  figureBundle,
  LAB_ROOT,
  LOG,
  notebookOf,
  RING,
  sampleNotebooks,
  temporaryFolder,
} from "./sample_lab.ts";

const FORMATS: readonly ExportFormat[] = ["html", "md"];

async function exported(
  out: string,
  options: {
    notebooks?: Awaited<ReturnType<typeof sampleNotebooks>>;
    formats?: readonly ExportFormat[];
    root?: string;
  } = {},
): Promise<Awaited<ReturnType<typeof exportSite>>> {
  const { notebooks = await sampleNotebooks(), formats = FORMATS, root = LAB_ROOT } = options;
  return await exportSite(notebooks, { root, out, formats });
}

async function faultsOf(
  source: string | { source?: string; outputs?: Output[]; tags?: string[] },
): Promise<readonly string[]> {
  await using folder = await temporaryFolder();
  const notebooks = [{ path: RING, notebook: notebookOf(source) }];
  try {
    await exported(folder.path, { notebooks, formats: ["html"] });
    return [];
  } catch (error) {
    if (error instanceof IncompleteExportError) return error.missing;
    throw error;
  }
}

// By hand
Deno.test("exportSite() makes a page for each notebook and source, a front page, and what they share", async () => {
  await using folder = await temporaryFolder();
  const report = await exported(folder.path, { formats: ["html"] });
  assertEquals(report.totals, { outputs: 8, figures: 1, formulas: 4, answers: 2, links: 7 });
  assertEquals([report.made, report.kept, report.skipped], [5, 0, []]);
  for (
    const file of [
      "index.html",
      "structures/ring.html",
      "structures/ring/figure-1.png",
      "structures/ring/figure-1-narrow.png",
      "structures/ring/figure-1.js",
      "messaging/log.html",
      "notebooks/structures/ring.ipynb",
      "source/lib/structures/ring.ts.html",
      "source/lib/base/whole_number.ts.html", // reached from ring.ts
      "assets/plotly-cartesian.min.js",
      "assets/search-index.js",
    ]
  ) assert(Deno.statSync(`${folder.path}/${file}`).size > 0, file);
});

Deno.test("a page has its card, contents, source links, way on and numbered figure", async () => {
  await using folder = await temporaryFolder();
  await exported(folder.path, { formats: ["html"] });
  const html = await Deno.readTextFile(`${folder.path}/structures/ring.html`);
  const facts = parsePage(html);
  for (
    const part of [
      "<dd>20 minutes</dd>",
      'class="level easy"',
      "After this page you can trade a queue",
      "deno task lab notebooks/structures/ring.ipynb",
      'href="../notebooks/structures/ring.ipynb" download',
      '<a class="next" rel="next" href="../messaging/log.html">',
      '<span class="number">Figure 1</span>',
      "<summary>Show the code</summary>",
      'width="800" height="450"',
      'aria-label="Back to the text"',
      '<source media="(max-width: 34rem)" srcset="ring/figure-1-narrow.png" width="360"',
      '<p class="figure-head"><strong>',
    ]
  ) assertStringIncludes(html, part);
  for (
    const link of [
      "#1-the-question",
      "../source/lib/structures/ring.ts.html", // the import
      "../source/lib/structures/ring.ts.html#L9", // the imported name
      "../source/lib/structures/ring.ts.html#L21-L24", // the passage
      "../messaging/log.html#two-readers",
    ]
  ) assert((link.startsWith("#1") ? facts.links : facts.articleLinks).includes(link), link);
  assertEquals(facts.images.every(({ alt, sized }) => alt && sized), true);
});

Deno.test("the same notebook leaves the same bytes, in every format", async () => {
  await using one = await temporaryFolder();
  await using two = await temporaryFolder();
  await exported(one.path);
  await exported(two.path, { notebooks: (await sampleNotebooks()).reverse() });
  for (
    const file of ["index.html", "structures/ring.html", "markdown/book.md", "assets/search-index.js", ".pages.json"]
  ) {
    assertEquals(await Deno.readTextFile(`${one.path}/${file}`), await Deno.readTextFile(`${two.path}/${file}`), file);
  }
});

// Invariants: what has not changed is not made again; what has, is.
Deno.test("an unchanged lab costs nothing; a changed notebook, source or neighbour is made again", async () => {
  await using folder = await temporaryFolder();
  await using lab = await temporaryFolder();
  await new Deno.Command("cp", { args: ["-r", `${LAB_ROOT}/.`, lab.path] }).output();
  const root = lab.path;
  const first = await exported(folder.path, { root });
  assertEquals((await exported(folder.path, { root })).made, 0);

  const changed = await sampleNotebooks();
  changed[1]!.notebook.cells[0]!.source += "\n\nMore.";
  const second = await exported(folder.path, { root, notebooks: changed, formats: ["html"] });
  assertEquals([second.made, second.kept], [1, 4]);

  await Deno.writeTextFile(
    `${root}/lib/structures/ring.ts`,
    `// new\n${await Deno.readTextFile(`${root}/lib/structures/ring.ts`)}`,
  );
  const third = await exported(folder.path, { root, notebooks: changed, formats: ["html"] });
  assertEquals(third.made, 2); // the source, and the notebook that links to its lines
  assertStringIncludes(await Deno.readTextFile(`${folder.path}/structures/ring.html`), "ring.ts.html#L10");

  const whole = `${root}/lib/base/whole_number.ts`; // no notebook links to its lines
  await Deno.writeTextFile(whole, `${await Deno.readTextFile(whole)}// the end\n`);
  assertEquals((await exported(folder.path, { root, notebooks: changed, formats: ["html"] })).made, 1);
  assertStringIncludes(await Deno.readTextFile(`${folder.path}/source/lib/base/whole_number.ts.html`), "// the end");

  await Deno.remove(`${folder.path}/structures/ring/figure-1.png`);
  assertEquals((await exported(folder.path, { root, notebooks: changed, formats: ["html"] })).made, 1);
  assertGreater(first.made, 5);
});

Deno.test("a notebook that is gone leaves the site, with its pictures", async () => {
  await using folder = await temporaryFolder();
  await exported(folder.path);
  const [, log] = await sampleNotebooks();
  await exported(folder.path, { notebooks: [log!] });
  const names = [...Deno.readDirSync(folder.path)].map(({ name }) => name);
  assertEquals(names.includes("structures"), false);
});

Deno.test("the book has the notebooks in reading order, with links inside it", async () => {
  await using folder = await temporaryFolder();
  await exported(folder.path, { formats: ["md"] });
  const book = await Deno.readTextFile(`${folder.path}/markdown/book.md`);
  const places = ["# Keep the last n", "(#messaging-log-two-readers)", "# An append-only log", "(#structures-ring)"];
  assertEquals(places.map((part) => book.indexOf(`\n${part}`) >= 0 || book.includes(part)).includes(false), false);
  assert(book.indexOf("\n# Keep the last n") < book.indexOf("\n# An append-only log"));
});

// A link to a notebook that exists but is not in this export is shown as words.
Deno.test("a link to a notebook outside this export keeps its words", async () => {
  await using folder = await temporaryFolder();
  const [, log] = await sampleNotebooks();
  await exported(folder.path, { notebooks: [log!], formats: ["html"] });
  const html = await Deno.readTextFile(`${folder.path}/messaging/log.html`);
  assertStringIncludes(html, '<a class="absent">the ring</a>');
});

// The planted loss: a figure whose picture was never drawn.
Deno.test("a lost figure fails the export, named with notebook and cell", async () => {
  await using folder = await temporaryFolder();
  const notebooks = await sampleNotebooks();
  const cell = notebooks[0]!.notebook.cells.find(({ id }) => id === "c3") as CodeCell;
  const { data } = cell.outputs[0] as { data: Record<string, unknown> };
  delete data["image/png"];
  const error = await assertRejects(
    () => exported(folder.path, { notebooks, formats: ["html"] }),
    IncompleteExportError,
  );
  assertStringIncludes(
    error.message,
    "notebooks/structures/ring.ipynb: the figure in output c3.0 has no static picture",
  );
  assertStringIncludes(error.message, "cell 7, output c3.0 (figure) is missing");
  // and it is not believed the next time
  await assertRejects(() => exported(folder.path, { notebooks, formats: ["html"] }), IncompleteExportError);
});

// Refusals: what a reader would miss, one by one.
Deno.test("exportSite() refuses what a reader would miss, and says what it is", async () => {
  const figure = { outputs: [displayed(figureBundle("  "))] };
  const cases: [Parameters<typeof faultsOf>[0], string][] = [
    [figure, "the figure in output c1.0 has no text alternative"],
    [{ outputs: [displayed({ "application/x-thing": {} })] }, "it has application/x-thing"],
    ["[a](missing.ipynb)", "there is no such notebook"],
    ["[a](../messaging/missing.ipynb#b)", "there is no such notebook"],
    ["[a](../../lib/missing.ts)", "there is no such file"],
    ["[a](../../lib)", "a page cannot show this folder"],
    ["![a](../../lib/missing.png)", "would not work offline"],
    ["[a](../../lib/structures/ring.ts#L900)", "the file has 31 lines"],
    ["[a](../../../x)", "it leaves the repository"],
    ["[a](#nowhere)", "the page has no such anchor"],
    ["$\\frac{1$", "Cannot show a formula"],
    ["words $$x$$ words", "a formula was not understood"],
    ["![](../../lib/base/whole_number.ts)", "has no text alternative"],
    ["![a](https://a.b/c.png)", "would not work offline"],
    ["![a](attachment:c.png)", "is not attached"],
    ["<script>x()</script>", "a script of its own"],
    ['<p onclick="x()">a</p>', "a script of its own"],
    ['<p style="background:url(https://a.b/c)">a</p>', "ask another host"],
    ["```ts\nnobody closes this", ""],
    [{ outputs: [displayed({ "text/plain": "x".repeat(PAGE_WEIGHT_LIMIT_BYTES) })] }, "at most 400 kB"],
  ];
  for (const [source, said] of cases) {
    const faults = await faultsOf(source);
    if (said === "") assertEquals(faults, []);
    else assert(faults.some((fault) => fault.includes(said)), `${JSON.stringify(source).slice(0, 80)}: ${faults}`);
  }
});

Deno.test("a fence that nobody closes swallows the next cell, and the export says so", async () => {
  await using folder = await temporaryFolder();
  const notebook = notebookOf("```ts\nnobody closes this", { outputs: [displayed({ "text/plain": "lost" })] });
  const error = await assertRejects(
    () => exported(folder.path, { notebooks: [{ path: LOG, notebook }] }),
    IncompleteExportError,
  );
  assertStringIncludes(error.message, "cell 2, output c2.0 (text) is missing");
});

Deno.test("exportSite() refuses to export nothing, or to nothing", async () => {
  await assertRejects(
    () => exportSite([], { root: ".", out: "x", formats: ["html"] }),
    RangeError,
    "it needs a notebook",
  );
  const notebooks = await sampleNotebooks();
  await assertRejects(
    () => exportSite(notebooks, { root: ".", out: "x", formats: [] }),
    RangeError,
    "it needs a format",
  );
});
