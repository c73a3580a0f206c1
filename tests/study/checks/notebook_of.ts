import type { Cell, LabMetadata, Notebook, Output } from "@lib/study/notebook/nbformat.ts";

/** A cell of a made-up notebook: Markdown when it begins with `md:`, code otherwise. */
export interface CellSketch {
  /** The cell's text. */
  readonly text: string;
  /** Its tags. */
  readonly tags?: string[];
  /** What it showed. */
  readonly outputs?: Output[];
}

/** A notebook made of texts and sketches; code cells count as run, in order. */
export function notebookOf(cells: readonly (string | CellSketch)[], lab?: LabMetadata): Notebook {
  let runs = 0;
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {
      kernelspec: { name: "deno", display_name: "Deno", language: "typescript" },
      language_info: { name: "typescript", file_extension: ".ts" },
      ...lab === undefined ? {} : { lab },
    },
    cells: cells.map((cell, index): Cell => {
      const { text, tags, outputs = [] } = typeof cell === "string" ? { text: cell } : cell;
      const place = { id: `cell-${index + 1}`, metadata: tags === undefined ? {} : { tags } };
      if (text.startsWith("md:")) return { cell_type: "markdown", ...place, source: text.slice(3) };
      return { cell_type: "code", ...place, source: text, execution_count: ++runs, outputs };
    }),
  };
}
