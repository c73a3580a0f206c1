/**
 * Which of the forms of an output a page shows: the one choice that the page, the Markdown file and the count of what
 * must be there all make alike.
 *
 * Order: figure (plotly, with its static picture), HTML, Markdown, picture, formula, text, JSON. Terminal colours are
 * taken off text.
 *
 * Not here on purpose: drawing a missing picture (`../figures/render_png.ts` does that before the export).
 *
 * @module
 */
import { terminalText } from "./_terminal_text.ts";
import type { MimeBundle, Output } from "../notebook/nbformat.ts";

/** A picture as it stands in a notebook. */
export interface Picture {
  /** `image/png`, `image/jpeg` or `image/svg+xml`. */
  readonly mime: string;
  /** The file's content. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** File name extension, without dot. */
  readonly extension: "png" | "jpg" | "svg";
}

/** What a page shows of one output. */
export type OutputKind =
  | {
    /** A figure that can become interactive. */
    readonly kind: "figure";
    /** Traces, as plotly takes them. */
    readonly data: unknown;
    /** Layout, as plotly takes it. */
    readonly layout: unknown;
    /** Text alternative; empty when the author gave none. */
    readonly alt: string;
    /** Heading, drawn in the picture. */
    readonly title: string;
    /** Absent when nobody drew it. */
    readonly picture?: Picture;
  }
  | {
    /** A picture without data. */
    readonly kind: "picture";
    /** The file. */
    readonly picture: Picture;
    /** Text alternative; empty when the author gave none. */
    readonly alt: string;
  }
  | { readonly kind: "html"; readonly html: string; readonly text: string }
  | { readonly kind: "markdown"; readonly markdown: string }
  | { readonly kind: "formula"; readonly tex: string; readonly display: boolean }
  | { readonly kind: "text"; readonly text: string; readonly stream: "stdout" | "stderr" | "value" }
  | { readonly kind: "error"; readonly name: string; readonly message: string; readonly trace: string }
  | {
    /** Nothing to show: an empty stream or an empty bundle. */
    readonly kind: "nothing";
  }
  | {
    /** There is something, and no form of it that a page can show. */
    readonly kind: "unknown";
    /** The forms there are. */
    readonly mimes: readonly string[];
  };

const PLOTLY = "application/vnd.plotly.v1+json";
const PICTURES = { "image/svg+xml": "svg", "image/png": "png", "image/jpeg": "jpg" } as const;

/**
 * The form in which a page shows `output`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { outputKind } from "./_output_kind.ts";
 * const data = { "text/html": "<b>4</b>", "text/plain": "4" };
 * assertEquals(outputKind({ output_type: "display_data", data, metadata: {} }).kind, "html");
 * ```
 */
export function outputKind(output: Output): OutputKind {
  if (output.output_type === "stream") {
    const text = terminalText(output.text);
    return text.trim() === "" ? { kind: "nothing" } : { kind: "text", text, stream: output.name };
  }
  if (output.output_type === "error") {
    const trace = terminalText(output.traceback.join("\n"));
    return { kind: "error", name: output.ename, message: terminalText(output.evalue), trace };
  }
  return bundleForm(output.data);
}

function bundleForm(data: MimeBundle): OutputKind {
  const text = textOf(data, "text/plain");
  const plot = data[PLOTLY] as { data?: unknown; layout?: { meta?: Record<string, unknown> } } | undefined;
  if (plot !== undefined) {
    const { alt = "", title = "" } = plot.layout?.meta ?? {};
    const picture = pictureOf(data, "image/png") ?? pictureOf(data, "image/svg+xml");
    return {
      kind: "figure",
      data: plot.data ?? [],
      layout: plot.layout ?? {},
      alt: String(alt).trim(),
      title: String(title).trim(),
      ...(picture ? { picture } : {}),
    };
  }
  const html = textOf(data, "text/html");
  if (html?.trim()) return { kind: "html", html, text: terminalText(text ?? "") };
  const markdown = textOf(data, "text/markdown");
  if (markdown?.trim()) return { kind: "markdown", markdown };
  for (const mime of Object.keys(PICTURES)) {
    const picture = pictureOf(data, mime as keyof typeof PICTURES);
    if (picture) return { kind: "picture", picture, alt: (text ?? "").replace(/^Figure:\s*/, "").trim() };
  }
  const latex = textOf(data, "text/latex")?.trim();
  if (latex) {
    const display = !/^\$[^$]/.test(latex);
    return { kind: "formula", tex: latex.replace(/^\$+|\$+$/g, "").trim(), display };
  }
  if (text !== undefined) {
    const plain = terminalText(text);
    return plain.trim() === "" ? { kind: "nothing" } : { kind: "text", text: plain, stream: "value" };
  }
  const json = data["application/json"];
  if (json !== undefined) return { kind: "text", text: JSON.stringify(json, null, 2), stream: "value" };
  const mimes = Object.keys(data);
  return mimes.length === 0 ? { kind: "nothing" } : { kind: "unknown", mimes };
}

function textOf(data: MimeBundle, mime: string): string | undefined {
  const value = data[mime];
  if (Array.isArray(value)) return value.join("");
  return typeof value === "string" ? value : undefined;
}

function pictureOf(data: MimeBundle, mime: keyof typeof PICTURES): Picture | undefined {
  const value = textOf(data, mime);
  if (!value) return undefined;
  const bytes = mime === "image/svg+xml"
    ? new TextEncoder().encode(value)
    : Uint8Array.fromBase64(value.replace(/\s/g, ""));
  return bytes.length === 0 ? undefined : { mime, bytes, extension: PICTURES[mime] };
}
