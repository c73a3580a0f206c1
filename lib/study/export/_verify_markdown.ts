/**
 * The proof that a Markdown file holds all that its notebook has, from the file as it was written: read again, rendered
 * plainly, and searched for the words of each output in order.
 *
 * @module
 */
import { type ContentInventory, squeeze } from "./_content_inventory.ts";
import { lost } from "./_verify_page.ts";
import { parsePage } from "./_parse_page.ts";
import { allTokens, attributeValues, markdownReader, openDetails } from "./_markdown.ts";

/** What a Markdown file is compared with. */
export interface MarkdownEvidence {
  /** The file's text. */
  readonly text: string;
  /** The address in this file of a link as the author wrote it. */
  readonly href: (link: string) => string;
  /** Content of the picture at an address; undefined when there is none. */
  readonly picture: (address: string) => Uint8Array | undefined;
}

/** What `inventory` has and the file has not, one line each. */
export function verifyMarkdown(inventory: ContentInventory, evidence: MarkdownEvidence): string[] {
  const reader = markdownReader();
  const source = openDetails(evidence.text);
  const tokens = allTokens(reader.parse(source, {}));
  const raw = tokens.filter(({ type }) => type.startsWith("html_")).map(({ content }) => content).join("\n");
  const formulas = tokens.filter(({ type }) => type.startsWith("math_")).map(({ content }) => squeeze(content));
  const links = [
    ...tokens.filter(({ type }) => type === "link_open").map((token) => token.attrGet("href") ?? ""),
    ...attributeValues(raw, { tag: "a", attribute: "href" }),
  ];
  const pictures = tokens.filter(({ type }) => type === "image").map((token) => ({
    address: token.attrGet("src") ?? "",
    alt: token.content,
  }));
  const rendered = reader.renderer.render(reader.parse(source, {}), reader.options, {});
  const words = squeeze(parsePage(`<div data-output="all">${rendered}</div>`).outputs.get("all") ?? "");

  const missing: string[] = [];
  let at = 0;
  for (const output of inventory.outputs) {
    const what = `cell ${output.cell}, output ${output.name} (${output.kind})`;
    if (output.words !== "") {
      const found = words.indexOf(output.words, at);
      if (found < 0) missing.push(`${what} is missing`);
      else at = found + output.words.length;
    }
    if (output.picture) {
      const { bytes } = output.picture;
      const index = pictures.findIndex(({ address }) => same(evidence.picture(address), bytes));
      if (index < 0) missing.push(`${what} has lost its picture`);
      else if (!pictures.splice(index, 1)[0]!.alt.trim()) missing.push(`${what} has no text alternative`);
    }
  }
  lost(inventory.formulas, formulas).forEach((tex) => missing.push(`the formula ${tex} is missing`));
  const questions = [...raw.matchAll(/<summary[^>]*>([^]*?)<\/summary>/gi)]
    .map((found) => squeeze(parsePage(`<div data-output="0">${found[1]}</div>`).outputs.get("0") ?? ""));
  lost(inventory.answers, questions).forEach((question) => missing.push(`the answer to "${question}" is missing`));
  lost(inventory.links.map(evidence.href), links).forEach((link) => missing.push(`the link to ${link} is missing`));
  return missing;
}

function same(a: Uint8Array | undefined, b: Uint8Array): boolean {
  return a !== undefined && a.length === b.length && a.every((byte, index) => byte === b[index]);
}
