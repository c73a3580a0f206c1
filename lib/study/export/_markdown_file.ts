/**
 * A notebook as one Markdown file: prose as it was written, code in fences, outputs below it, pictures as files.
 *
 * The export keeps the shape of the repository (`notebooks/…`, `lib/…`), so most links hold as they are; every heading
 * gets an anchor of its own, because each reader of Markdown names headings differently.
 *
 * Not here on purpose: proving that nothing is lost (`_verify_markdown.ts`).
 *
 * @module
 */
import { goalSentence, withoutCardLine } from "./_card_line.ts";
import type { Cell, CodeCell } from "../notebook/nbformat.ts";
import { anchorName } from "./_link_target.ts";
import { openDetails } from "./_markdown.ts";
import { type OutputKind, outputKind } from "./_output_kind.ts";
import { sanitizedHtml } from "./_sanitized_html.ts";
import type { SiteNotebook } from "./_site_plan.ts";

/** Where a Markdown file stands and what surrounds it. */
export interface MarkdownPlace {
  /** Put before anchors and footnotes: empty in a file of its own. */
  readonly prefix: string;
  /** The address here of a link as the author wrote it. */
  readonly href: (link: string) => string;
  /** Keeps a picture and gives its address here. */
  readonly save: (name: string, bytes: Uint8Array) => string;
}

/** The Markdown of a notebook. */
export function markdownOf(one: SiteNotebook, place: MarkdownPlace): string {
  const { notebook, card, title } = one;
  const figures = { count: 0 };
  const cells = withoutCardLine(notebook.cells).map((cell, index) => cellMarkdown(cell, { index, place, figures }));
  const first = cells[0]?.match(/^(?:<a id="[^"]*"><\/a>\n+)?# .*\n*/)?.[0];
  if (first) cells[0] = cells[0]!.slice(first.length);
  const facts = card ? `*${card.level} · ${card.minutes} minutes.* ${goalSentence(card.proves)}` : "";
  const anchor = place.prefix ? `<a id="${place.prefix.replace(/-$/, "")}"></a>\n\n` : "";
  return [`${anchor}# ${title}`, facts, ...cells].filter((part) => part.trim() !== "").join("\n\n").trim() + "\n";
}

interface CellPlace {
  readonly index: number;
  readonly place: MarkdownPlace;
  readonly figures: { count: number };
}

function cellMarkdown(cell: Cell, at: CellPlace): string {
  if (cell.cell_type === "raw") return "";
  if (cell.cell_type === "markdown") {
    const { place, index } = at;
    const attached = (name: string): string => {
      const bundle = cell.attachments?.[name] ?? {};
      const [mime, data] = Object.entries(bundle).find(([key]) => key.startsWith("image/")) ?? [];
      if (!mime || typeof data !== "string") return `attachment:${name}`;
      return place.save(`attachment-${index}-${anchorName(name)}.${mime.slice(6)}`, Uint8Array.fromBase64(data));
    };
    return moved(cell.source, {
      prefix: place.prefix,
      href: (link) => link.startsWith("attachment:") ? attached(decodeURIComponent(link.slice(11))) : place.href(link),
    });
  }
  return codeMarkdown(cell, at);
}

function codeMarkdown(cell: CodeCell, at: CellPlace): string {
  const code = cell.source.trimEnd();
  const hidden = cell.metadata.tags?.includes("hide-input");
  const block = fenced(code, "ts");
  const input = code === ""
    ? ""
    : hidden
    ? `<details><summary>Show the code</summary>\n\n${block}\n\n</details>`
    : block;
  const outputs = cell.outputs.map((output, index) => outputMarkdown(outputKind(output), `${cell.id}.${index}`, at));
  return [input, ...outputs].filter((part) => part !== "").join("\n\n");
}

function outputMarkdown(form: OutputKind, name: string, { place, figures }: CellPlace): string {
  switch (form.kind) {
    case "figure": {
      const number = ++figures.count;
      if (!form.picture) return "";
      const address = place.save(`figure-${number}.${form.picture.extension}`, form.picture.bytes);
      return `![${escapedAlt(form.alt)}](${address})\n\n*Figure ${number}*`;
    }
    case "picture":
      return `![${escapedAlt(form.alt)}](${
        place.save(`output-${name}.${form.picture.extension}`, form.picture.bytes)
      })`;
    case "html":
      return sanitizedHtml(form.html).replace(/\n\s*\n/g, "\n").trim();
    case "markdown":
      return moved(form.markdown, place);
    case "formula":
      return form.display ? `$$\n${form.tex}\n$$` : `$${form.tex}$`;
    case "text":
      return fenced(form.text.trimEnd(), "text");
    case "error":
      return fenced(`${form.name}${form.message ? `: ${form.message}` : ""}`, "text");
    default:
      return "";
  }
}

/**
 * Markdown in another place: links and pictures through `href`, footnotes with a prefix, an anchor before each heading.
 * Code stays as it is, and the inside of every answer gets the blank lines that make it Markdown everywhere.
 */
export function moved(markdown: string, place: { prefix: string; href: (link: string) => string }): string {
  const { prefix, href } = place;
  return outsideCode(openDetails(markdown), (text, whole) =>
    text
      .replace(/(\]\(<?)([^)\s>]+)/g, (_, before: string, link: string) => before + href(link))
      .replace(/^(\[(?!\^)[^\]]+\]:\s*)(\S+)/gm, (_, before: string, link: string) => before + href(link))
      .replace(/\s(href|src)=("|')([^"']*)\2/g, (_, name: string, quote: string, link: string) =>
        ` ${name}=${quote}${href(link)}${quote}`)
      .replace(/\[\^([^\]]+)\]/g, (_, name: string) =>
        `[^${prefix}${name}]`)
      .replace(/^(#{1,6})\s+(.+)$/gm, (line, _marks: string, words: string) =>
        `<a id="${prefix}${anchorName(plainWords(whole(words)))}"></a>\n\n${line}`));
}

/** Applies `change` to everything but fenced blocks and code between backticks; `whole` gives a part its code back. */
function outsideCode(markdown: string, change: (text: string, whole: (part: string) => string) => string): string {
  const parts = markdown.split(/(^ {0,3}(?:`{3,}|~{3,})[^\n]*\n[^]*?^ {0,3}(?:`{3,}|~{3,})[ \t]*$|`[^`\n]+`)/m);
  // Links around code (`[`x`](y)`) must be seen whole: a mark stands for the code until the change is done.
  const kept: string[] = [];
  const text = parts.map((part, index) => {
    if (index % 2 === 0) return part;
    kept.push(part);
    return `\u0000${kept.length - 1}\u0000`;
  }).join("");
  // deno-lint-ignore no-control-regex -- the mark cannot stand in a text
  const whole = (part: string) => part.replace(/\u0000(\d+)\u0000/g, (_, index: string) => kept[Number(index)]!);
  return whole(change(text, whole));
}

function plainWords(markdown: string): string {
  return markdown.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/[`*_]/g, "").trim();
}

function fenced(text: string, language: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`{3,}/g)].map((found) => found[0].length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

function escapedAlt(alt: string): string {
  return alt.replace(/\s+/g, " ").replace(/[\[\]\\]/g, "\\$&");
}
