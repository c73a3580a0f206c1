/**
 * Template rules: what every notebook of the lab owes its reader.
 *
 * Sections in order; prose before code; short cells that end in a value, a plot or an assertion; no algorithm that
 * stands only on a page; figures that everybody can read; a card; outputs that say nothing about the machine they came
 * from.
 *
 * **Invariant.** A notebook without diagnostics reads the same way as all others, and on every front end.
 *
 * Cost: one parse of each cell.
 *
 * Not here on purpose: types and format of the cells (`code_cells.ts`), links and completeness of the pages (the export
 * checks them), style.
 *
 * @module
 */
import { type Cell, type CodeCell, formatNotebook, type Notebook } from "../notebook/nbformat.ts";
import type { NotebookAt } from "./code_cells.ts";
import { type CellRule, codeRules } from "./code_cell_rules.ts";
import { figureRules, outputRules } from "./output_rules.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { AT_SCALE, SECTIONS, SYSTEMS_CHAPTER, YOUR_TURN } from "../notebook/notebook_template.ts";

/** A notebook file may be this long. */
const MAX_NOTEBOOK_BYTES = 1_500_000;

/** The way into the lab: it teaches no exercise, so it has neither the eleven sections nor a stub. */
const START_PAGE = "notebooks/start_here.ipynb";

/** What the rules need to know beside the notebook. */
export interface TemplateOptions {
  /** Absolute path of the checkout, which outputs must not show. */
  readonly root: string;
  /**
   * Paths of all notebooks, to which `standsOn` may point.
   * @default {those that it points to}
   */
  readonly paths?: readonly string[];
}

/**
 * Every rule that a notebook breaks.
 *
 * @example
 * ```ts
 * import { checkTemplate } from "@lib/study/checks/template_rules.ts";
 * import { newNotebook } from "@lib/study/notebook/notebook_template.ts";
 * import { assertEquals } from "@std/assert";
 * const card = { title: "Heaps", chapter: "structures", level: "easy", minutes: 20, proves: "you can sift" } as const;
 * const fresh = { path: "notebooks/structures/heaps.ipynb", notebook: newNotebook(card) };
 * const rules = checkTemplate(fresh, { root: "/src" }).map((diagnostic) => diagnostic.rule);
 * assertEquals([...new Set(rules)].sort(), ["figure", "run"]);
 * ```
 */
export function checkTemplate({ path, notebook }: NotebookAt, options: TemplateOptions): Diagnostic[] {
  const bytes = new TextEncoder().encode(formatNotebook(notebook)).length;
  const found: CellRule[] = [...cardRules(path, notebook, options), ...orderRules(notebook)];
  const { lab } = notebook.metadata;
  if (path !== START_PAGE) {
    found.push(...sectionRules(notebook), ...lab === undefined ? [] : practiceRules(notebook, lab.exercise));
  }
  if (bytes > MAX_NOTEBOOK_BYTES) {
    found.push({
      rule: "size",
      message: `a notebook stays under ${MAX_NOTEBOOK_BYTES} bytes: current value is ${bytes}`,
    });
  }
  for (const [index, cell] of notebook.cells.entries()) {
    const rules = cell.cell_type === "code"
      ? [...codeRules(cell), ...outputRules(cell, options.root), ...figureRules(cell)]
      : pictureRules(cell);
    found.push(...rules.map((rule) => ({ ...rule, cell: index + 1 })));
  }
  return found.map((diagnostic) => ({ path, ...diagnostic }));
}

/** The section that each cell stands in: its number, or 0 before the first. */
export function sectionOf(notebook: Notebook): number[] {
  let number = 0;
  return notebook.cells.map((cell) => {
    number = headings(cell).at(-1)?.number ?? number;
    return number;
  });
}

function* cardRules(path: string, notebook: Notebook, options: TemplateOptions): Generator<CellRule> {
  const { lab, kernelspec, language_info } = notebook.metadata;
  const fail = (message: string): CellRule => ({ rule: "card", message });
  if (kernelspec.name !== "deno") yield fail(`the kernel is deno: current value is ${kernelspec.name}`);
  if (language_info.file_extension !== ".ts") yield fail("metadata.language_info.file_extension must be .ts");
  if ("version" in language_info) {
    yield fail("metadata.language_info.version differs from machine to machine: leave it out");
  }
  if (lab === undefined) {
    yield fail("metadata.lab is missing: title, chapter, level, minutes, proves");
    return;
  }
  for (const key of ["title", "chapter", "proves"] as const) {
    if (lab[key].trim() === "") yield fail(`metadata.lab.${key} says nothing`);
  }
  const chapter = path.split("/").at(-2);
  if (lab.chapter !== chapter) {
    yield fail(`metadata.lab.chapter must be the folder, ${chapter}: current value is ${lab.chapter}`);
  }
  for (const name of lab.standsOn ?? []) {
    const isThere = options.paths?.includes(`notebooks/${name}.ipynb`) ?? true;
    if (!isThere) yield fail(`metadata.lab.standsOn names a notebook that is not there: ${name}`);
  }
  const first = notebook.cells[0]?.source.split("\n")[0];
  if (first !== `# ${lab.title}`) {
    yield { rule: "card", cell: 1, message: `the page begins with its title: # ${lab.title}` };
  }
}

function* practiceRules(notebook: Notebook, exercise: string | undefined): Generator<CellRule> {
  const sections = sectionOf(notebook);
  const code = notebook.cells.filter((cell, index) => cell.cell_type === "code" && sections[index] === YOUR_TURN);
  const fail = (message: string): CellRule => ({ rule: "practice", message });
  const begun = notebook.cells.filter((cell) => cell.cell_type === "code").map((cell) => cell.source)
    .map((text) => /\bpractice\(\s*["'`]([^"'`]+)["'`]\s*\)/.exec(text)?.[1]).find((name) => name !== undefined);
  if (begun !== exercise) {
    const [card, page] = [exercise, begun].map((name) => name ?? "none");
    yield fail(`the card and practice() name the same exercise: current values are ${card} and ${page}`);
  }
  if (exercise === undefined) return;
  if (!code.some((cell) => cell.metadata.tags?.includes("stub"))) {
    yield fail("section 10 needs a cell tagged stub to fill in");
  }
  if (!code.some((cell) => /\.check\(/.test(cell.source))) yield fail("section 10 needs a cell that calls check()");
}

function* sectionRules(notebook: Notebook): Generator<CellRule> {
  const found = notebook.cells.flatMap((cell, index) =>
    headings(cell).map((heading) => ({ ...heading, cell: index + 1 }))
  );
  const isSystem = notebook.metadata.lab?.chapter === SYSTEMS_CHAPTER;
  const isPresent = (number: number) => found.some((heading) => heading.number === number);
  const wanted = SECTIONS.filter(({ number }) => number !== AT_SCALE || isSystem || isPresent(number));
  for (const { number, title, purpose } of wanted) {
    const message = `section ${number} is missing: ## ${number} · ${title} (${purpose.replace(/\.$/, "")})`;
    if (!isPresent(number)) yield { rule: "sections", message };
  }
  for (const [at, { number, title, cell }] of found.entries()) {
    const section = SECTIONS.find((one) => one.number === number);
    const isNamed = section?.title.toLowerCase() === title.toLowerCase();
    if (!isNamed) {
      const name = section === undefined ? "no such section" : `it is called ${section.title}`;
      yield { rule: "sections", cell, message: `section ${number}: ${name}: current value is ${title}` };
    }
    const before = found[at - 1];
    if (before !== undefined && before.number >= number) {
      yield { rule: "sections", cell, message: `section ${number} stands behind section ${before.number}` };
    }
  }
  yield* contentRules(notebook);
}

/** What single sections must hold. */
function* contentRules(notebook: Notebook): Generator<CellRule> {
  const sections = sectionOf(notebook);
  const inSection = (number: number) => notebook.cells.filter((_, index) => sections[index] === number);
  const codeIn = (number: number) => inSection(number).filter((cell): cell is CodeCell => cell.cell_type === "code");
  if (!codeIn(5).some((cell) => /\bassert/.test(cell.source))) {
    yield { rule: "sections", message: "section 5 asserts the case that was worked by hand" };
  }
  const hasFigure = (cell: CodeCell) =>
    cell.outputs.some((output) => "data" in output && "application/vnd.plotly.v1+json" in output.data);
  for (const number of [6, 7]) {
    if (!codeIn(number).some(hasFigure)) yield { rule: "figure", message: `section ${number} shows a figure` };
  }
  const last = inSection(SECTIONS.length);
  if (last.length > 0 && !last.some((cell) => cell.source.includes("<details"))) {
    yield { rule: "sections", message: "section 11 folds its answers away, in <details>" };
  }
}

function* orderRules(notebook: Notebook): Generator<CellRule> {
  const { cells } = notebook;
  for (const [index, cell] of cells.entries()) {
    if (cell.cell_type !== "code") continue;
    const before = cells[index - 1];
    if (before?.cell_type !== "markdown" || !hasProse(before.source)) {
      yield { rule: "prose", cell: index + 1, message: "say what the code is for, in prose right before it" };
    }
  }
  const first = cells.findIndex((cell) => cell.cell_type === "code");
  if (first !== -1 && !/^import ["']@lib\/study\/notebook\.ts["']/m.test(cells[first]!.source)) {
    const message = 'the first code cell imports "@lib/study/notebook.ts", or outputs get lost in other front ends';
    yield { rule: "first-import", cell: first + 1, message };
  }
}

function hasProse(source: string): boolean {
  return source.split("\n").some((line) => line.trim() !== "" && !/^#{1,6} /.test(line));
}

function* pictureRules({ source }: Cell): Generator<CellRule> {
  for (const [text, alt] of source.matchAll(/!\[([^\]]*)\]\([^)]*\)|<img\b(?![^>]*\balt\s*=\s*["'][^"'])[^>]*>/g)) {
    if (!alt?.trim()) yield { rule: "figure", message: `a picture needs a text alternative: ${text.slice(0, 60)}` };
  }
}

/** Headings of sections in a cell, those in fences left out. */
function headings(cell: Cell): { number: number; title: string }[] {
  if (cell.cell_type !== "markdown") return [];
  const text = cell.source.replace(/^(`{3,}|~{3,})[^]*?^\1/gm, "");
  return [...text.matchAll(/^## +(\d{1,2})(?: *[·.:])? +(.+?)\s*$/gm)]
    .map(([, number, title]) => ({ number: Number(number), title: title! }));
}
