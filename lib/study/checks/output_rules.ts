/**
 * Output rules: what a committed cell has shown must be there, be readable by everybody, and tell nothing about a
 * machine.
 *
 * **Invariant.** A figure that passes is interactive where plotly bundles are drawn, a picture everywhere else, and a
 * sentence for who cannot see it.
 *
 * Cost: one look at each output.
 *
 * Not here on purpose: whether the picture shows the data (the figures' own tests), completeness of the exported pages.
 *
 * @module
 */
import type { CodeCell, MimeBundle, Output } from "../notebook/nbformat.ts";
import { type CellRule, hasTag } from "./code_cell_rules.ts";
import { machinePathIn } from "./machine_paths.ts";

/** One figure, with all its forms, may be this long. */
const MAX_FIGURE_BYTES = 150_000;

const PLOTLY = "application/vnd.plotly.v1+json";

/** Every rule about its run that a cell breaks. */
export function* outputRules(cell: CodeCell, root: string): Generator<CellRule> {
  const isSkipped = hasTag(cell, "skip-execution");
  if (cell.execution_count === null && !isSkipped && cell.source.trim() !== "") {
    yield { rule: "run", message: "the cell has not been run: deno task study --save" };
  }
  for (const output of cell.outputs) {
    if (output.output_type === "error" && !hasTag(cell, "raises-exception")) {
      yield { rule: "run", message: `the cell failed: ${output.ename}: ${output.evalue}` };
    }
    const found = machinePathIn(textOf(output), root);
    if (found !== undefined) {
      yield { rule: "machine-path", message: `an output names what only one machine knows: ${found.text}` };
    }
  }
  const hasFailed = cell.outputs.some((output) => output.output_type === "error");
  if (hasTag(cell, "raises-exception") && cell.execution_count !== null && !hasFailed) {
    yield { rule: "run", message: "the cell is tagged raises-exception, and nothing was raised" };
  }
}

/** Every rule about figures that a cell's outputs break. */
export function* figureRules(cell: CodeCell): Generator<CellRule> {
  for (const output of cell.outputs) {
    if (!("data" in output)) continue;
    const { data } = output;
    for (const message of [...formRules(data), ...alternativeRules(data)]) yield { rule: "figure", message };
  }
}

function* formRules(data: MimeBundle): Generator<string> {
  const html = String(data["text/html"] ?? "");
  if ("image/svg+xml" in data || /<svg\b/i.test(html)) {
    yield "no SVG: front ends that do not trust the page hide it, and others cut it off";
  }
  if (/<script\b/i.test(html)) yield "no scripts in HTML: front ends that do not trust the page leave an empty box";
  if (PLOTLY in data) {
    if (!("image/png" in data)) yield "a plotly figure needs a picture for front ends without plotly: image/png";
    if ("text/html" in data) yield "no HTML beside a plotly figure: front ends show it instead of the figure";
    const bytes = new TextEncoder().encode(JSON.stringify(data)).length;
    if (bytes > MAX_FIGURE_BYTES) {
      yield `a figure stays under ${MAX_FIGURE_BYTES} bytes (draw fewer points, and say so): current value is ${bytes}`;
    }
  }
}

function* alternativeRules(data: MimeBundle): Generator<string> {
  const images = [...String(data["text/html"] ?? "").matchAll(/<img\b[^>]*>/gi)];
  if (images.some(([image]) => !/\balt\s*=\s*["'][^"']/.test(image))) {
    yield "a picture in HTML needs a text alternative";
  }
  if (!(PLOTLY in data) && !("image/png" in data) && !("image/jpeg" in data)) return;
  const text = /^Figure: (\S.*)/s.exec(String(data["text/plain"] ?? ""))?.[1];
  if (text === undefined) yield 'a figure needs a text alternative: text/plain that begins with "Figure: "';
  if (!(PLOTLY in data)) return;
  const { layout } = data[PLOTLY] as { layout?: { meta?: { alt?: unknown; title?: unknown } } };
  if (typeof layout?.meta?.alt !== "string" || layout.meta.alt.trim() === "") {
    yield "a figure carries its text alternative in layout.meta.alt";
  } else if (text !== undefined && text.trim() !== layout.meta.alt.trim()) {
    yield "text/plain and layout.meta.alt say the same";
  }
}

function textOf(output: Output): string {
  switch (output.output_type) {
    case "stream":
      return output.text;
    case "error":
      return [output.ename, output.evalue, ...output.traceback].join("\n");
    default: {
      const texts = Object.entries(output.data).filter(([mime]) =>
        !/^(image|application\/pdf)/.test(mime) || mime.includes("svg")
      );
      return texts.map(([, value]) => typeof value === "string" ? value : JSON.stringify(value)).join("\n");
    }
  }
}
