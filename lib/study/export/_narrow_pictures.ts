/**
 * The pictures of a notebook's figures for phones, drawn again for that width (`../figures/narrow_figure.ts`).
 *
 * Cost: 0.1 to 0.3 s a figure, and 1 s once for the drawing window.
 *
 * @module
 */
import type { Notebook } from "../notebook/nbformat.ts";
import { outputKind } from "./_output_kind.ts";

/**
 * Draws them, by the name of their output: `<cell id>.<number>`.
 * @throws {Error} If a figure cannot be drawn, naming its output.
 */
export async function narrowPictures(notebook: Notebook): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const pictures = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const cell of notebook.cells) {
    if (cell.cell_type !== "code") continue;
    for (const [index, output] of cell.outputs.entries()) {
      const form = outputKind(output);
      if (form.kind !== "figure") continue;
      const name = `${cell.id}.${index}`;
      const { renderNarrowPng } = await import("../figures/render_png.ts");
      try {
        pictures.set(name, await renderNarrowPng(form) as Uint8Array<ArrayBuffer>);
      } catch (cause) {
        const why = cause instanceof Error ? cause.message : String(cause);
        throw new Error(`Cannot draw the figure in output ${name} for a phone: ${why}`, { cause });
      }
    }
  }
  return pictures;
}
