/**
 * A page as it is committed, for a run whose data were not the real ones: its outputs are of the public data, and it
 * says so.
 *
 * @module
 */
import type { Cell, Notebook } from "../notebook/nbformat.ts";

/**
 * What to show of a notebook that ran without its data sets.
 * @param committed The notebook as it lies in the repository.
 * @param executed The same after this run, on generated stand-ins.
 * @param absent Names of the sets that are not on this machine.
 * @returns The committed notebook, or the executed one where nothing was committed, with a sentence below the title.
 */
export function committedPage(
  committed: Notebook,
  { executed, absent }: { readonly executed: Notebook; readonly absent: readonly string[] },
): Notebook {
  const hasOutputs = committed.cells.some((cell) => cell.cell_type === "code" && cell.outputs.length > 0);
  const names = absent.map((name) => `\`${name}\``).join(" and ");
  const [are, them] = absent.length === 1 ? ["is", "it"] : ["are", "them"];
  const source = hasOutputs
    ? `> **Shown as committed.** ${names} ${are} not on this machine, so the figures and numbers on this page are those of ` +
      `the last run on the public data. \`deno task data\` downloads ${them}; after that this page is computed here.`
    : `> **Generated data.** ${names} ${are} not on this machine, so the figures and numbers on this page are computed on ` +
      `data generated with the same schema. \`deno task data\` downloads ${them}.`;
  const note: Cell = { cell_type: "markdown", id: "data-not-here", metadata: {}, source };
  const { cells, ...rest } = hasOutputs ? committed : executed;
  return { ...rest, cells: [...cells.slice(0, 1), note, ...cells.slice(1)] };
}
