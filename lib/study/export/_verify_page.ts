/**
 * The proof that nothing was lost: what a notebook has ({@linkcode ContentInventory}) against what the page that was
 * written really holds ({@linkcode PageFacts}), output by output, formula by formula, link by link.
 *
 * **Invariant.** An empty answer means: every output stands under its own name and with its own words or its own
 * picture, every formula with its own TeX, every folded answer with its question and something below it, every link
 * with its address.
 *
 * Not here on purpose: whether links lead anywhere (`_dead_links.ts`).
 *
 * @module
 */
import { type ContentInventory, squeeze } from "./_content_inventory.ts";
import type { PageFacts } from "./_parse_page.ts";

/** An export that lacks something a notebook has, or has a link that leads nowhere. */
export class IncompleteExportError extends Error {
  /** Name of the class, as error messages show it. */
  override name = "IncompleteExportError";
  /** Each as one line: file, and what is missing. */
  readonly missing: readonly string[];

  /**
   * The error for what is missing.
   * @param missing At least one line.
   */
  constructor(missing: readonly string[]) {
    const shown = missing.slice(0, 20).map((line) => `\n  ${line}`).join("");
    const rest = missing.length > 20 ? `\n  and ${missing.length - 20} more` : "";
    super(
      `Cannot finish the export: a reader would miss something: current value is ${missing.length} faults${shown}${rest}`,
    );
    this.missing = missing;
  }
}

/** What a page was found to lack. */
export interface PageEvidence {
  /** Read back from the page. */
  readonly facts: PageFacts;
  /** The address on this page of a link as the author wrote it; undefined for one that is shown without a link. */
  readonly href: (link: string) => string | undefined;
  /** Content of a file that the page shows, by address; undefined when there is none. */
  readonly picture: (address: string) => Uint8Array | undefined;
}

/** What `inventory` has and the page has not, one line each. */
export function verifyPage(inventory: ContentInventory, evidence: PageEvidence): string[] {
  const { facts, href, picture } = evidence;
  const missing: string[] = [];
  for (const output of inventory.outputs) {
    const what = `cell ${output.cell}, output ${output.name} (${output.kind})`;
    const shown = facts.outputs.get(output.name);
    if (shown === undefined) {
      missing.push(`${what} is missing`);
    } else if (!squeeze(shown).includes(output.words)) {
      missing.push(`${what} has lost words: ${firstDifference(squeeze(shown), output.words)}`);
    }
    if (output.picture) {
      const address = facts.outputPictures.get(output.name);
      const bytes = address === undefined ? undefined : picture(address);
      if (!bytes) missing.push(`${what} has lost its picture`);
      else if (!sameBytes(bytes, output.picture.bytes)) missing.push(`${what} shows another picture`);
    }
    if (output.kind === "markdown" && shown !== undefined && shown.trim() === "") missing.push(`${what} is empty`);
  }
  lost(inventory.formulas, facts.formulas.map(squeeze)).forEach((tex) => missing.push(`the formula ${tex} is missing`));
  const answers = facts.answers.filter(({ answerLength }) => answerLength > 0).map(({ question }) => squeeze(question));
  lost(inventory.answers, answers).forEach((question) =>
    missing.push(`the answer to "${question}" is missing or empty`)
  );
  const links = inventory.links.map(href).filter((link) => link !== undefined);
  lost(links, facts.articleLinks).forEach((link) => missing.push(`the link to ${link} is missing`));
  for (const { src, alt } of facts.images) {
    if (!alt?.trim()) missing.push(`the picture ${src.slice(0, 60)} has no text alternative`);
  }
  for (const words of facts.looseMaths) missing.push(`a formula was not understood: ${words.trim()}`);
  return missing;
}

/** Elements of `expected` that `actual` does not have often enough. */
export function lost(expected: readonly string[], actual: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const value of actual) left.set(value, (left.get(value) ?? 0) + 1);
  return expected.filter((value) => {
    const count = left.get(value) ?? 0;
    left.set(value, count - 1);
    return count <= 0;
  });
}

function firstDifference(shown: string, expected: string): string {
  const parts = expected.split(" ");
  let at = 0;
  const gone = parts.find((part) => {
    const found = shown.indexOf(part, at);
    if (found >= 0) at = found + part.length;
    return found < 0;
  });
  return JSON.stringify((gone ?? expected).slice(0, 60));
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
