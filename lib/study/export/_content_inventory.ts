/**
 * What a notebook has that a reader must find again in every export: each output with its words, figures, formulas,
 * folded answers and links. Counted from the notebook alone, cell by cell, before anything is rendered.
 *
 * Not here on purpose: code and plain prose (a renderer that lost those would lose everything with them, and the
 * placeholders of code cells are part of this count through their outputs).
 *
 * @module
 */
import type { Notebook } from "../notebook/nbformat.ts";
import { parsePage } from "./_parse_page.ts";
import { allTokens, attributeValues, markdownReader, openDetails } from "./_markdown.ts";
import { type OutputKind, outputKind, type Picture } from "./_output_kind.ts";

/** One output that shows something. */
export interface InventoryOutput {
  /** `<cell id>.<number of the output in its cell>`. */
  readonly name: string;
  /** Number of its cell, counted from 1. */
  readonly cell: number;
  /** What shows it. */
  readonly kind: OutputKind["kind"];
  /** Words that must be shown, white space squeezed; empty for pictures. */
  readonly words: string;
  /** The picture that must be shown. */
  readonly picture?: Picture;
}

/** What must be in every export of one notebook. */
export interface ContentInventory {
  /** In order. */
  readonly outputs: readonly InventoryOutput[];
  /** TeX of each formula, white space squeezed. */
  readonly formulas: readonly string[];
  /** Summary of each `<details>`. */
  readonly answers: readonly string[];
  /** Addresses of links, as written. */
  readonly links: readonly string[];
}

/** Counts over one or several notebooks. */
export interface InventoryTotals {
  /** Outputs that show something. */
  readonly outputs: number;
  /** Outputs that are figures or pictures. */
  readonly figures: number;
  /** Formulas. */
  readonly formulas: number;
  /** Folded answers and hints. */
  readonly answers: number;
  /** Links. */
  readonly links: number;
}

/**
 * Counts what `notebook` has.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { takeInventory } from "./_content_inventory.ts";
 * const cell = { cell_type: "markdown", id: "a", metadata: {}, source: "$n$ and [here](#there)" } as const;
 * const metadata = { kernelspec: { name: "deno", display_name: "Deno" }, language_info: { name: "typescript" } };
 * const inventory = takeInventory({ nbformat: 4, nbformat_minor: 5, metadata, cells: [cell] });
 * assertEquals([inventory.formulas, inventory.links], [["n"], ["#there"]]);
 * ```
 */
export function takeInventory(notebook: Notebook): ContentInventory {
  const outputs: InventoryOutput[] = [];
  const formulas: string[] = [];
  const answers: string[] = [];
  const links: string[] = [];
  const readProse = (markdown: string) => {
    const reader = markdownReader();
    for (const token of allTokens(reader.parse(openDetails(markdown), {}))) {
      if (token.type.startsWith("math_")) formulas.push(squeeze(token.content));
      if (token.type === "link_open") links.push(token.attrGet("href") ?? "");
      if (token.type.startsWith("html_")) {
        const html = token.content.replace(/<!--[^]*?-->/g, "");
        links.push(...attributeValues(html, { tag: "a", attribute: "href" }));
        for (const found of html.matchAll(/<details\b[^]*?(?:<summary[^>]*>([^]*?)<\/summary>|$)/gi)) {
          answers.push(words(found[1] ?? ""));
        }
      }
    }
  };
  notebook.cells.forEach((cell, index) => {
    if (cell.cell_type === "markdown") readProse(cell.source);
    if (cell.cell_type !== "code") return;
    cell.outputs.forEach((output, number) => {
      const form = outputKind(output);
      if (form.kind === "nothing") return;
      if (form.kind === "markdown") readProse(form.markdown);
      if (form.kind === "formula") formulas.push(squeeze(form.tex));
      if (form.kind === "html") {
        links.push(...attributeValues(form.html, { tag: "a", attribute: "href" }));
        for (const found of form.html.matchAll(/<summary[^>]*>([^]*?)<\/summary>/gi)) answers.push(words(found[1]!));
      }
      const picture = form.kind === "figure" || form.kind === "picture" ? form.picture : undefined;
      outputs.push({
        name: `${cell.id}.${number}`,
        cell: index + 1,
        kind: form.kind,
        words: wordsOf(form),
        ...(picture ? { picture } : {}),
      });
    });
  });
  return { outputs, formulas, answers, links };
}

/** Totals of a page that shows no notebook. */
export const NOTHING_COUNTED: InventoryTotals = { outputs: 0, figures: 0, formulas: 0, answers: 0, links: 0 };

/** The counts of one inventory. */
export function totalsOf(inventory: ContentInventory): InventoryTotals {
  return {
    outputs: inventory.outputs.length,
    figures: inventory.outputs.filter(({ kind }) => kind === "figure" || kind === "picture").length,
    formulas: inventory.formulas.length,
    answers: inventory.answers.length,
    links: inventory.links.length,
  };
}

/** The sums of several counts. */
export function sumOf(all: Iterable<InventoryTotals>): InventoryTotals {
  const sum = { ...NOTHING_COUNTED } as Record<keyof InventoryTotals, number>;
  for (const one of all) {
    for (const what of Object.keys(NOTHING_COUNTED) as (keyof InventoryTotals)[]) sum[what] += one[what];
  }
  return sum;
}

/** White space of any kind and length as one space. */
export function squeeze(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** The words of a piece of HTML. */
function words(html: string): string {
  const facts = parsePage(`<div data-output="0">${html}</div>`);
  return squeeze(facts.outputs.get("0") ?? "");
}

function wordsOf(form: OutputKind): string {
  if (form.kind === "text") return squeeze(form.text);
  if (form.kind === "error") return squeeze(`${form.name}${form.message ? `: ${form.message}` : ""}`);
  if (form.kind === "html") return words(form.html.replace(/<(script|style)\b[^]*?<\/\1>/gi, ""));
  return "";
}
