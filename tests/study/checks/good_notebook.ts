import type { LabMetadata, Notebook, Output } from "@lib/study/notebook/nbformat.ts";
import { type CellSketch, notebookOf } from "./notebook_of.ts";

/** Card of the good notebook. */
export const CARD: LabMetadata = {
  title: "Mean",
  chapter: "math",
  level: "easy",
  minutes: 10,
  proves: "you can divide",
  exercise: "mean",
};

/** A figure as the lab shows it. */
export const FIGURE: Output = {
  output_type: "display_data",
  data: {
    "application/vnd.plotly.v1+json": { data: [], layout: { meta: { title: "T", caption: "C", alt: "a line" } } },
    "image/png": "AAAA",
    "text/plain": "Figure: a line",
  },
  metadata: {},
};

/** A value that a cell showed. */
export const VALUE: Output = {
  output_type: "execute_result",
  execution_count: 1,
  data: { "text/plain": "2" },
  metadata: {},
};

/** The cells of a page that meets every rule, by name. */
export const GOOD_CELLS: Readonly<Record<string, CellSketch>> = {
  title: { text: "md:# Mean" },
  question: { text: "md:## 1 · The question\n\nWhat is in the middle?" },
  words: { text: "md:## 2 · Words\n\nThe tools." },
  imports: { text: 'import "@lib/study/notebook.ts";\nimport { mean } from "@lib/math/mean.ts";' },
  byHand: { text: "md:## 3 · By hand\n\n(1 + 3) / 2 = 2." },
  idea: { text: "md:## 4 · The idea\n\nAdd, then divide." },
  run: { text: "md:## 5 · Run it\n\nThe case from above:" },
  assertion: { text: "assertEquals(mean([1, 3]), 2);" },
  experiment: { text: "md:## 6 · Experiment\n\nMany numbers:" },
  plot: { text: "plot(numbers)", outputs: [FIGURE] },
  breaks: { text: "md:## 7 · Where it breaks\n\nNo numbers:" },
  broken: { text: "plot([])", outputs: [FIGURE] },
  costs: { text: "md:## 8 · What it costs\n\nOne addition each." },
  turn: { text: "md:## 10 · Your turn\n\nFill it in:" },
  stub: { text: "class Mean {\n  add() {}\n}", tags: ["stub"] },
  check: { text: "md:Now check it:" },
  checked: { text: 'const mean = practice("mean");\nawait mean.check({ Mean });', outputs: [VALUE] },
  next: { text: "md:## 11 · They ask next\n\n<details><summary>And the median?</summary>Another page.</details>" },
};

/** The good notebook with some cells changed; a cell that is set to undefined is left out. */
export function goodNotebook(changes: Record<string, CellSketch | string | undefined> = {}, lab = CARD): Notebook {
  const cells = Object.entries({ ...GOOD_CELLS, ...changes }).map(([name, cell]) =>
    typeof cell === "string" ? { ...GOOD_CELLS[name], text: cell } : cell
  );
  return notebookOf(cells.filter((cell) => cell !== undefined), lab);
}
