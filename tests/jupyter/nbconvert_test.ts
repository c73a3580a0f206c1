/**
 * What a reader with a stock Jupyter gets: no output lost, figures kept, files that Python's nbformat takes for valid.
 */
import { assert, assertEquals } from "@std/assert";
import { LAB_KERNEL } from "@lib/study/notebook/markdown_format.ts";
import { type CodeCell, formatNotebook, type Notebook, parseNotebook } from "@lib/study/notebook/nbformat.ts";
import { committedNotebooks, jupyter, ROOT, StockJupyter } from "./stock_jupyter.ts";

const CELLS = 60, LINES = 20, ROUNDS = 2;
const notebooks = committedNotebooks();

/** A notebook whose every cell prints `LINES` lines and ends in a value; the first one imports what makes that safe. */
function chattyNotebook(): Notebook {
  const cell = (id: string, source: string): CodeCell => ({
    cell_type: "code",
    id,
    metadata: {},
    source,
    execution_count: null,
    outputs: [],
  });
  const cells = Array.from(
    { length: CELLS },
    (_, i) => cell(`chatty-${i}`, `for (let line = 0; line < ${LINES}; line++) console.log(${i}, line);\n${i} * 1000`),
  );
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: LAB_KERNEL,
    cells: [cell("first", 'import "@lib/study/notebook.ts";'), ...cells],
  };
}

function codeCells(notebook: Notebook): CodeCell[] {
  return notebook.cells.filter((cell) => cell.cell_type === "code");
}

/**
 * What is wrong with the outputs of a chatty cell; nothing if all of its lines and its value are there and nothing
 * else.
 */
function complaint(cell: CodeCell, i: number): string | undefined {
  const printed = cell.outputs.map((output) => output.output_type === "stream" ? output.text : "").join("");
  const expected = Array.from({ length: LINES }, (_, line) => `${i} ${line}\n`).join("");
  if (printed !== expected) {
    return `cell ${i} printed ${JSON.stringify(printed.slice(0, 80))}… (${printed.length} characters)`;
  }
  const values = cell.outputs.flatMap((output) =>
    output.output_type === "execute_result" ? [output.data["text/plain"]] : []
  );
  return String(values) === String(i * 1000) ? undefined : `cell ${i} has the values ${values}`;
}

Deno.test({
  ignore: jupyter === undefined,
  name: `nbconvert loses and misplaces none of ${CELLS} cells × ${LINES} lines and a value (needs JUPYTER)`,
  async fn() {
    await using stock = await StockJupyter.start(jupyter!);
    await Deno.writeTextFile(`${stock.folder}/deno.json`, JSON.stringify({ imports: { "@lib/": `${ROOT}/lib/` } }));
    await Deno.writeTextFile(`${stock.folder}/chatty.ipynb`, formatNotebook(chattyNotebook()));
    for (let round = 1; round <= ROUNDS; round++) {
      const ran = await stock.run(
        "nbconvert",
        "--to",
        "notebook",
        "--execute",
        "--output",
        "ran",
        `${stock.folder}/chatty.ipynb`,
      );
      assertEquals(ran.code, 0, ran.stderr);
      const notebook = parseNotebook(await Deno.readTextFile(`${stock.folder}/ran.ipynb`), "ran.ipynb");
      const [first, ...chatty] = codeCells(notebook);
      assertEquals(first!.outputs, [], "the import shows nothing");
      assertEquals(chatty.map(complaint).filter((text) => text !== undefined), [], `round ${round}`);
    }
  },
});

Deno.test({
  ignore: jupyter === undefined || notebooks.length === 0,
  name:
    "nbconvert runs a committed notebook: figures keep their pictures, and HTML shows every one (needs JUPYTER and a notebook)",
  async fn() {
    await using stock = await StockJupyter.start(jupyter!);
    const path = notebooks[0]!;
    const ran = await stock.run(
      "nbconvert",
      "--to",
      "notebook",
      "--execute",
      "--output-dir",
      stock.folder,
      "--output",
      "ran",
      path,
    );
    assertEquals(ran.code, 0, ran.stderr);
    const cells = codeCells(parseNotebook(await Deno.readTextFile(`${stock.folder}/ran.ipynb`), "ran.ipynb"));
    const bundles = cells.flatMap((cell) => cell.outputs).flatMap((output) => "data" in output ? [output.data] : []);
    const figures = bundles.filter((bundle) => "application/vnd.plotly.v1+json" in bundle);
    assert(figures.length > 0, "the notebook has a figure");
    for (const figure of figures) {
      assert(String(figure["image/png"]).startsWith("iVBOR"), `no picture: ${figure["text/plain"]}`);
    }
    const committed = codeCells(parseNotebook(await Deno.readTextFile(path), path));
    // lines of text aside: without the public data there is one more, which says so
    const kinds = (list: readonly CodeCell[]) =>
      list.map((cell) => cell.outputs.map((output) => output.output_type).filter((type) => type !== "stream"));
    assertEquals(kinds(cells), kinds(committed), "the same outputs under the same cells as in the committed notebook");
    const html = await stock.run("nbconvert", "--to", "html", `${stock.folder}/ran.ipynb`);
    assertEquals(html.code, 0, html.stderr);
    const page = await Deno.readTextFile(`${stock.folder}/ran.html`);
    const shown = [...page.matchAll(/<img[^>]*src="data:image\/png;base64,([^"]{60})/g)].map((image) => image[1]);
    const begins = figures.map((figure) => String(figure["image/png"]).slice(0, 60));
    assertEquals(shown, begins, "a picture for each figure, in order");
  },
});

Deno.test({
  ignore: jupyter === undefined || notebooks.length === 0,
  name: "Python's nbformat takes every committed notebook for valid (needs JUPYTER and a notebook)",
  async fn() {
    await using stock = await StockJupyter.start(jupyter!);
    const program = [
      "import sys, warnings, nbformat",
      "warnings.simplefilter('error')",
      "for path in sys.argv[1:]:",
      "    nbformat.validate(nbformat.read(path, as_version=nbformat.NO_CONVERT))",
      "print(len(sys.argv) - 1)",
    ].join("\n");
    const { code, stdout, stderr } = await stock.python(program, ...notebooks);
    assertEquals([code, stdout.trim()], [0, String(notebooks.length)], stderr);
  },
});

Deno.test({
  ignore: jupyter === undefined,
  name: "what formatNotebook writes is what Python's nbformat would write (needs JUPYTER)",
  async fn() {
    await using stock = await StockJupyter.start(jupyter!);
    const text = formatNotebook(chattyNotebook());
    await Deno.writeTextFile(`${stock.folder}/ours.ipynb`, text);
    const program = "import sys, nbformat; p = sys.argv[1]; nbformat.write(nbformat.read(p, as_version=4), p)";
    const { code, stderr } = await stock.python(program, `${stock.folder}/ours.ipynb`);
    assertEquals(code, 0, stderr);
    assertEquals(await Deno.readTextFile(`${stock.folder}/ours.ipynb`), text);
  },
});
