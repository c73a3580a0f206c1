import { assertEquals, assertRejects } from "@std/assert";
import { findNotebooks, globPattern } from "@lib/study/runner/find_notebooks.ts";
import { withRepository } from "./scratch_repository.ts";

Deno.test("globPattern() keeps * within a folder, lets ** cross folders, and takes everything else as it is", () => {
  const table: [glob: string, path: string, matches: boolean][] = [
    ["*", "a", true],
    ["*", "a/b", false],
    ["**", "a/b", true],
    ["**/b", "b", true],
    ["**/b", "x/y/b", true],
    ["a/**/b", "a/b", true],
    ["a?c", "abc", true],
    ["a?c", "a/c", false],
    ["{a,b}/c", "b/c", true],
    ["{a,b}/c", "d/c", false],
    ["a.c", "abc", false],
    ["a,b", "a,b", true],
    ["a}", "a}", true],
    ["(a|b)+", "a", false],
  ];
  for (const [glob, path, matches] of table) assertEquals(globPattern(glob).test(path), matches, `${glob} on ${path}`);
});

Deno.test("findNotebooks() lists notebooks sorted, without Jupyter's checkpoints and other files", () =>
  withRepository(async ({ root, notebook, file }) => {
    assertEquals(await findNotebooks(root), []);
    for (const name of ["b/two", "a/one", "a/deep/three", "a/.ipynb_checkpoints/one"]) await notebook(name, []);
    await file("notebooks/a/notes.md", "");
    const all = ["notebooks/a/deep/three.ipynb", "notebooks/a/one.ipynb", "notebooks/b/two.ipynb"];
    assertEquals(await findNotebooks(root), all);
    for (const only of ["one", "one.ipynb", "a/one", "notebooks/a/one.ipynb", "o*", "a/*"]) {
      assertEquals(await findNotebooks(root, { only }), ["notebooks/a/one.ipynb"], only);
    }
    assertEquals(await findNotebooks(root, { only: "{a,b}/**" }), all);
    await assertRejects(
      () => findNotebooks(root, { only: "tow" }),
      RangeError,
      "notebooks/a/one.ipynb, notebooks/b/two.ipynb: current value is tow",
    );
  }));
