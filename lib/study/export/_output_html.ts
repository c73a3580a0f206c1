/**
 * What a cell has displayed, as HTML. A figure is its picture, with room kept for it and its text alternative, and
 * becomes interactive only when a reader asks: its data lies in a file of its own that a script element loads, because
 * a page opened from a disk may not fetch.
 *
 * **Invariant.** Each output that shows anything stands in an element with `data-output="<cell id>.<number>"`.
 *
 * Not here on purpose: choosing the form (`_output_kind.ts`), proving that nothing is lost (`_verify_page.ts`).
 *
 * @module
 */
import type { CodeCell } from "../notebook/nbformat.ts";
import { escapeHtml } from "../notebook/escape_html.ts";
import { narrowFigure } from "../figures/narrow_figure.ts";
import { renderMath } from "./_render_math.ts";
import { type OutputKind, outputKind } from "./_output_kind.ts";
import type { PageContext } from "./_page_context.ts";
import { pictureSize } from "./_picture_size.ts";
import { renderDisplayed } from "./_render_markdown.ts";
import { sanitizedHtml } from "./_sanitized_html.ts";

/** Counts the figures of one page, so that each has a number. */
export interface FigureCounter {
  /** Figures so far. */
  count: number;
}

/** The HTML of all outputs of a cell; empty when there is nothing to show. */
export function outputsHtml(cell: CodeCell, options: { context: PageContext; figures: FigureCounter }): string {
  const shown = cell.outputs.map((output, index) => {
    const name = `${cell.id}.${index}`;
    return outputHtml(outputKind(output), { ...options, name });
  }).join("");
  return shown && `<div class="outputs">${shown}</div>`;
}

interface Place {
  readonly context: PageContext;
  readonly figures: FigureCounter;
  /** Value of `data-output`. */
  readonly name: string;
}

function outputHtml(form: OutputKind, place: Place): string {
  const { context, name } = place;
  const wrap = (kind: string, inner: string) => `<div class="output ${kind}" data-output="${name}">${inner}</div>`;
  switch (form.kind) {
    case "figure":
      return figureHtml(form, place);
    case "picture": {
      if (!form.alt) context.problem(`the picture in output ${name} has no text alternative`);
      const address = context.save(`output-${name}.${form.picture.extension}`, form.picture.bytes);
      return wrap("picture", `<img src="${escapeHtml(address)}" alt="${escapeHtml(form.alt)}"${sizeOf(form.picture)}>`);
    }
    case "html":
      return wrap("html", `<div class="table">${sanitizedHtml(form.html)}</div>`);
    case "markdown":
      return wrap("markdown", renderDisplayed(form.markdown, context));
    case "formula":
      return wrap("html", formulaOrProblem(form, context));
    case "text":
      return wrap(form.stream === "stderr" ? "text warning" : "text", `<pre>${escapeHtml(form.text.trimEnd())}</pre>`);
    case "error":
      return wrap("error", errorHtml(form));
    case "nothing":
      return "";
    case "unknown":
      context.problem(`output ${name} has no form that a page can show: it has ${form.mimes.join(", ")}`);
      return "";
  }
}

function figureHtml(form: OutputKind & { kind: "figure" }, { context, figures, name }: Place): string {
  const number = ++figures.count;
  if (!form.picture) {
    context.problem(`the figure in output ${name} has no static picture`);
    return "";
  }
  if (!form.alt) context.problem(`the figure in output ${name} has no text alternative`);
  const picture = context.save(`figure-${number}.${form.picture.extension}`, form.picture.bytes);
  const key = `${context.path}#${number}`;
  const script = `(globalThis.labFigures ??= {})[${JSON.stringify(key)}] = ${JSON.stringify(liveForms(form))};\n`;
  const data = context.save(`figure-${number}.js`, script);
  const narrow = context.narrow?.get(name);
  const source = narrow ? narrowSource(narrow, { context, number }) : "";
  return `<figure class="output figure" data-output="${name}" data-figure="${escapeHtml(data)}" data-key="${
    escapeHtml(key)
  }">${headHtml(form)}<div class="canvas"><picture>${source}<img src="${escapeHtml(picture)}" alt="${
    escapeHtml(form.alt)
  }"${sizeOf(form.picture)}></picture></div><figcaption><span class="number">Figure ${number}</span>${
    form.alt
      ? `<details data-part="alternative"><summary>In words</summary><p>${escapeHtml(form.alt)}</p></details>`
      : ""
  }</figcaption></figure>`;
}

/** Title and caption for phones and for those who listen: a wide picture has them in itself, a narrow one has not. */
function headHtml({ title, layout }: OutputKind & { kind: "figure" }): string {
  const { caption = "" } = (layout as { meta?: { caption?: string } }).meta ?? {};
  if (title === "") return "";
  return `<p class="figure-head"><strong>${escapeHtml(title)}</strong>${caption ? ` ${escapeHtml(caption)}` : ""}</p>`;
}

/** The figure as it becomes interactive on a wide page, and on a phone; data that both share stand there once. */
function liveForms({ data, layout }: OutputKind & { kind: "figure" }): Record<string, unknown> {
  const narrow = narrowFigure({ data, layout });
  const { meta: _meta, ...wide } = layout as Record<string, unknown>;
  return { data, layout: wide, narrow: narrow.data === data ? { layout: narrow.layout } : narrow };
}

function narrowSource(
  bytes: Uint8Array<ArrayBuffer>,
  { context, number }: { readonly context: PageContext; readonly number: number },
): string {
  const address = context.save(`figure-${number}-narrow.png`, bytes);
  const size = pictureSize({ mime: "image/png", bytes });
  const room = size ? ` width="${size.width / 2}" height="${size.height / 2}"` : "";
  return `<source media="(max-width: 34rem)" srcset="${escapeHtml(address)}"${room}>`;
}

function sizeOf(picture: { mime: string; bytes: Uint8Array }): string {
  const size = pictureSize(picture);
  return size ? ` width="${size.width}" height="${size.height}"` : "";
}

function errorHtml({ name, message, trace }: OutputKind & { kind: "error" }): string {
  const head = `<p class="error-line"><strong>${escapeHtml(name)}</strong>${
    message ? `: ${escapeHtml(message)}` : ""
  }</p>`;
  const rest = trace.trim();
  if (rest === "" || rest === `${name}: ${message}`) return head;
  return `${head}<details data-part="trace"><summary>Where it happened</summary><pre>${
    escapeHtml(rest)
  }</pre></details>`;
}

function formulaOrProblem(form: OutputKind & { kind: "formula" }, context: PageContext): string {
  try {
    return renderMath(form.tex, { display: form.display });
  } catch (error) {
    context.problem(error instanceof Error ? error.message : String(error));
    return `<code>${escapeHtml(form.tex)}</code>`;
  }
}
