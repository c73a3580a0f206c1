/**
 * A small lab to export in tests: two notebooks and two modules in `fixtures/lab`, with everything a notebook can hold.
 *
 * @module
 */
import { type CodeCell, type Notebook, type Output, parseNotebook } from "@lib/study/notebook/nbformat.ts";

/** The lab's folder. */
export const LAB_ROOT = new URL("./fixtures/lab", import.meta.url).pathname;
/** The richer notebook. */
export const RING = "notebooks/structures/ring.ipynb";
/** The plainer one, which stands on it. */
export const LOG = "notebooks/messaging/log.ipynb";

/** A notebook with its path. */
export interface SampleNotebook {
  path: string;
  notebook: Notebook;
}

/** Both notebooks, read anew, so that a test may change them. */
export async function sampleNotebooks(): Promise<SampleNotebook[]> {
  return await Promise.all([RING, LOG].map(async (path) => ({
    path,
    notebook: parseNotebook(await Deno.readTextFile(`${LAB_ROOT}/${path}`), path),
  })));
}

/** A notebook of the given cells: text is prose, an object is a code cell. */
export function notebookOf(...cells: (string | { source?: string; outputs?: Output[]; tags?: string[] })[]): Notebook {
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name: "deno", display_name: "Deno" }, language_info: { name: "typescript" } },
    cells: cells.map((cell, index) => {
      const id = `c${index + 1}`;
      if (typeof cell === "string") return { cell_type: "markdown", id, metadata: {}, source: cell };
      const { source = "", outputs = [], tags } = cell;
      const code: CodeCell = {
        cell_type: "code",
        id,
        metadata: tags ? { tags } : {},
        source,
        execution_count: 1,
        outputs,
      };
      return code;
    }),
  };
}

/** An output that displays `data`. */
export function displayed(data: Record<string, unknown>): Output {
  return { output_type: "display_data", data, metadata: {} };
}

/** A picture of one pixel, as a notebook holds it. */
export const PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/** A figure of one pixel. */
export function figureBundle(alt: string): Record<string, unknown> {
  return {
    "application/vnd.plotly.v1+json": { data: [], layout: { meta: { title: "T", caption: "C", alt } } },
    "image/png": PIXEL,
    "text/plain": `Figure: ${alt}`,
  };
}

/** A temporary folder that goes away with the block it is declared in. */
export async function temporaryFolder(): Promise<{ path: string } & AsyncDisposable> {
  const path = await Deno.makeTempDir({ prefix: "lab_export_" });
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}
