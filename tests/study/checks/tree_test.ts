import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { changedPaths, readTree, treeOf } from "@lib/study/checks/tree.ts";

async function withFolder(
  use: (root: string, git: (...args: string[]) => Promise<unknown>) => Promise<void>,
): Promise<void> {
  const root = await Deno.realPath(await Deno.makeTempDir());
  const identity = ["-c", "user.name=a", "-c", "user.email=a@b"];
  try {
    await Deno.mkdir(`${root}/lib/math`, { recursive: true });
    await Deno.mkdir(`${root}/.cache`, { recursive: true });
    await Deno.writeTextFile(`${root}/lib/math/b.ts`, "b");
    await Deno.writeTextFile(`${root}/lib/a ü.ts`, "a");
    await Deno.writeTextFile(`${root}/.cache/c.ts`, "c");
    await use(root, (...args) => new Deno.Command("git", { args: [...identity, ...args], cwd: root }).output());
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

Deno.test("readTree walks a folder without git, and skips what the project ignores", () =>
  withFolder(async (root) => {
    const tree = await readTree(root);
    assertEquals(tree.paths, ["lib/a ü.ts", "lib/math/b.ts"]);
    assertEquals([tree.root, tree.read("lib/a ü.ts")], [root, "a"]);
  }));

Deno.test("readTree takes git's word: tracked, untracked, not ignored, not deleted, whatever the name", () =>
  withFolder(async (root, git) => {
    await git("init", "--quiet");
    await Deno.writeTextFile(`${root}/lib/note.txt`, "n");
    await git("add", "lib/math/b.ts", "lib/a ü.ts", "lib/note.txt");
    await git("commit", "--quiet", "-m", "a");
    await Deno.writeTextFile(`${root}/.gitignore`, ".cache\n");
    assertEquals((await readTree(root)).paths, [".gitignore", "lib/a ü.ts", "lib/math/b.ts", "lib/note.txt"]);
    await Deno.remove(`${root}/lib/math/b.ts`);
    await Deno.remove(`${root}/lib/note.txt`);
    assertEquals((await readTree(root)).paths, [".gitignore", "lib/a ü.ts"]);
  }));

Deno.test("A tree reads a file once and keeps it", () =>
  withFolder(async (root) => {
    const tree = await readTree(root);
    await Deno.writeTextFile(`${root}/lib/math/b.ts`, "changed");
    assertEquals(tree.read("lib/math/b.ts"), "b", "sources are those of the moment when the tree was read");
    await Deno.writeTextFile(`${root}/lib/c.txt`, "c");
    const later = await readTree(root);
    assertEquals(later.read("lib/c.txt"), "c");
    await Deno.writeTextFile(`${root}/lib/c.txt`, "changed");
    assertEquals(later.read("lib/c.txt"), "c");
  }));

Deno.test("changedPaths gives what differs from the last commit, staged or not, and what is new", () =>
  withFolder(async (root, git) => {
    await git("init", "--quiet");
    await git("add", "lib");
    await git("commit", "--quiet", "-m", "a");
    assertEquals(await changedPaths(root), new Set([".cache/c.ts"]));
    await Deno.writeTextFile(`${root}/lib/a ü.ts`, "changed");
    await Deno.writeTextFile(`${root}/lib/math/b.ts`, "changed");
    await git("add", "lib/math/b.ts");
    assertEquals(await changedPaths(root), new Set(["lib/a ü.ts", "lib/math/b.ts", ".cache/c.ts"]));
  }));

Deno.test("changedPaths refuses a folder without git, readTree one that is not there, treeOf an unknown path", () =>
  withFolder(async (root) => {
    await assertRejects(() => changedPaths(root), Error, "Cannot tell what has changed: git says: ");
    await assertRejects(() => readTree(`${root}/nothing`), Deno.errors.NotFound);
    assertThrows(() => treeOf({ a: "" }).read("b"), Deno.errors.NotFound, "current value is b");
  }));
