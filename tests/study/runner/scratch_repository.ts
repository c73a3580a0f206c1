/** A repository in a temporary folder: notebooks written from the sources of their cells, and modules beside them. */
import { formatNotebook, type Notebook, parseNotebook } from "@lib/study/notebook/nbformat.ts";

/** A code cell: its source, or its source with tags. */
export type CellSource = string | { source: string; tags: string[] };

export interface ScratchRepository {
  readonly root: string;
  notebook(name: string, cells: readonly CellSource[]): Promise<string>;
  file(path: string, text: string): Promise<void>;
  read(path: string): Promise<string>;
}

const library = new URL("../../../lib/", import.meta.url).href;

/** Makes a repository, hands it to `use`, and removes it. */
export async function withRepository(use: (repository: ScratchRepository) => Promise<void>): Promise<void> {
  const root = await Deno.realPath(await Deno.makeTempDir({ prefix: "lab-scratch-" }));
  const repository: ScratchRepository = {
    root,
    async notebook(name, cells) {
      const path = `notebooks/${name}.ipynb`;
      await repository.file(path, formatNotebook(notebookOf(cells)));
      return path;
    },
    async file(path, text) {
      await Deno.mkdir(`${root}/${path}`.replace(/\/[^/]*$/, ""), { recursive: true });
      await Deno.writeTextFile(`${root}/${path}`, text);
    },
    read: (path) => Deno.readTextFile(`${root}/${path}`),
  };
  try {
    await repository.file("deno.json", JSON.stringify({ imports: { "@lib/": library, "@own/": "./lib/" } }));
    await use(repository);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

/** A notebook of code cells, without outputs. */
export function notebookOf(cells: readonly CellSource[]): Notebook {
  const json = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {
      kernelspec: { name: "deno", display_name: "Deno" },
      language_info: { name: "typescript", file_extension: ".ts" },
      lab: { title: "Scratch", chapter: "scratch", level: "easy", minutes: 1, proves: "Nothing" },
    },
    cells: cells.map((cell, index) => ({
      cell_type: "code",
      id: `cell-${index + 1}`,
      metadata: typeof cell === "string" ? {} : { tags: cell.tags },
      source: typeof cell === "string" ? cell : cell.source,
      execution_count: null,
      outputs: [],
    })),
  };
  return parseNotebook(JSON.stringify(json), "scratch.ipynb");
}
