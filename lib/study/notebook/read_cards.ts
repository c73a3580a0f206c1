/**
 * The cards of a checkout's notebooks: titles, levels, minutes and goals, for pages that point to other pages.
 *
 * Cost: one read and one parse of each notebook.
 *
 * Not here on purpose: the order of the site (`export/_site_plan.ts`).
 *
 * @module
 */
import { type LabMetadata, parseNotebook } from "./nbformat.ts";

const NOTEBOOKS = new URL("../../../notebooks/", import.meta.url);

/**
 * Every card, by the name of its notebook: `structures/lru_cache`. Notebooks without a card are left out.
 *
 * @param folder The folder that holds the notebooks, with a slash at the end. @default {the checkout's own}
 * @throws {Deno.errors.NotFound} If there is no such folder, as outside a checkout.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { readCards } from "./read_cards.ts";
 *
 * const cards = await readCards();
 * assert(cards.get("structures/lru_cache")!.minutes > 0);
 * ```
 */
export async function readCards(folder: URL = NOTEBOOKS): Promise<ReadonlyMap<string, LabMetadata>> {
  const cards: [string, LabMetadata][] = [];
  for (const name of await notebooksIn(folder)) {
    const text = await Deno.readTextFile(new URL(`${name}.ipynb`, folder));
    const { lab } = parseNotebook(text, name).metadata;
    if (lab !== undefined) cards.push([name, lab]);
  }
  return new Map(cards.sort(([one], [other]) => one < other ? -1 : 1));
}

/** Names of the notebooks in a folder and in the folders below it. */
async function notebooksIn(folder: URL, prefix = ""): Promise<string[]> {
  const names: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (name.startsWith(".")) continue; // Jupyter's checkpoints
    if (isDirectory) names.push(...await notebooksIn(new URL(`${name}/`, folder), `${prefix}${name}/`));
    else if (name.endsWith(".ipynb")) names.push(prefix + name.slice(0, -".ipynb".length));
  }
  return names;
}
