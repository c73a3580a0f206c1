import { assertEquals } from "@std/assert";
import { absentDatasets, dataNeeds, datasetsLoadedBy } from "@lib/study/runner/data_needs.ts";
import { formatNotebook } from "@lib/study/notebook/nbformat.ts";
import { notebookOf, withRepository } from "./scratch_repository.ts";

Deno.test("a notebook needs the sets whose loaders it reaches, in the order of the manifest", () =>
  withRepository(async ({ root, file }) => {
    const save = (path: string, ...cells: string[]) => file(path, formatNotebook(notebookOf(cells)));
    await save("notebooks/a/films.ipynb", `import { loadMovieLens } from "@lib/storage/datasets/movielens.ts";`);
    await save("notebooks/a/both.ipynb", `import "@own/replay.ts";`);
    await save("notebooks/a/none.ipynb", "1 + 1");
    await file("notebooks/a/broken.ipynb", "{");
    await file(
      "lib/replay.ts",
      `import "@lib/storage/datasets/movielens.ts"; import "@lib/storage/datasets/cranfield.ts";`,
    );
    const paths = ["films", "both", "none", "broken"].map((name) => `notebooks/a/${name}.ipynb`);
    assertEquals(Object.fromEntries(await dataNeeds(paths, { root })), {
      "notebooks/a/films.ipynb": ["movielens-100k"],
      "notebooks/a/both.ipynb": ["cranfield", "movielens-100k"],
      "notebooks/a/none.ipynb": [],
    });
    assertEquals(await dataNeeds(["notebooks/a/broken.ipynb"], { root }), new Map());
  }));

Deno.test("other modules that name a set are no loaders", () =>
  withRepository(async ({ root, file }) => {
    await file("lib/a.ts", `loadDataset("movielens-100k");`);
    await file("lib/storage/datasets/b.ts", `loadDataset<Sst2>("sst-2", {}); findDataset("cranfield");`);
    assertEquals(datasetsLoadedBy([`${root}/lib/a.ts`, `${root}/lib/storage/datasets/b.ts`, `${root}/gone.ts`]), [
      "sst-2",
    ]);
  }));

Deno.test("a set of which nothing is here is absent; one that is damaged is not", () =>
  withRepository(async ({ root, file }) => {
    await file("data/movielens-100k/u.data", "damaged");
    assertEquals(await absentDatasets(["cranfield", "movielens-100k", "cranfield"], { folder: `${root}/data` }), [
      "cranfield",
    ]);
  }));
