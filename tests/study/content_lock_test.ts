import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { contentKeys, ContentLock } from "@lib/study/content_lock.ts";

/** A small repository on disk for as long as `use` takes. */
async function withFiles(files: Record<string, string>, use: (root: string) => Promise<void>): Promise<void> {
  const root = await Deno.makeTempDir({ prefix: "lab_lock_" });
  try {
    for (const [path, text] of Object.entries(files)) await write(root, path, text);
    await use(root);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

async function write(root: string, path: string, text: string): Promise<void> {
  await Deno.mkdir(`${root}/${path.slice(0, path.lastIndexOf("/") + 1)}`, { recursive: true });
  await Deno.writeTextFile(`${root}/${path}`, text);
}

Deno.test("a key changes with everything that is reached, with further files and facts, and with nothing else", () =>
  withFiles({
    "deno.json": "{}",
    "tests/a_test.ts": `import "../lib/a.ts"; new URL("./data.json", import.meta.url);`,
    "tests/data.json": "1",
    "lib/a.ts": `import "./b.ts";`,
    "lib/b.ts": "",
    "lib/stranger.ts": "",
    "notes.txt": "a",
  }, async (root) => {
    const key = async (facts: unknown = 1) => {
      const proof = { name: "a", starts: ["tests/a_test.ts"], files: ["notes.txt"], facts };
      return (await contentKeys([proof], { root }))[0]!;
    };
    let last = await key();
    assertEquals(await key(), last);
    assertNotEquals(await key(2), last);
    await write(root, "lib/stranger.ts", "// changed");
    assertEquals(await key(), last);
    for (const path of ["tests/data.json", "lib/b.ts", "lib/a.ts", "tests/a_test.ts", "notes.txt"]) {
      await write(root, path, `${await Deno.readTextFile(`${root}/${path}`)} `);
      const next = await key();
      assertNotEquals(next, last, path);
      last = next;
    }
  }));

Deno.test("keys come in the given order, each for its own start", () =>
  withFiles({ "deno.json": "{}", "a.ts": "", "b.ts": "" }, async (root) => {
    const keys = () => contentKeys([{ name: "a", starts: ["a.ts"] }, { name: "b", starts: ["b.ts"] }], { root });
    const before = await keys();
    await write(root, "b.ts", "// other");
    const [a, b] = await keys();
    assertEquals([a === before[0], b === before[1]], [true, false]);
    assertEquals(await contentKeys([], { root }), []);
  }));

Deno.test("a lock knows what was written, in sorted lines, and forgets what was deleted", () =>
  withFiles({}, async (root) => {
    const path = `${root}/x.lock`;
    const lock = await ContentLock.read(path);
    assertEquals([lock.names, lock.has("lib/b.ts", "01ab")], [[], false]);
    lock.set("lib/b.ts", "01ab");
    lock.set("lib/a.ts", "ff");
    lock.set("lib/c.ts", "00");
    lock.delete("lib/c.ts");
    await lock.write();
    assertEquals(await Deno.readTextFile(path), "lib/a.ts ff\nlib/b.ts 01ab\n");
    const again = await ContentLock.read(path);
    assert(again.has("lib/b.ts", "01ab") && !again.has("lib/b.ts", "01ac") && !again.has("lib/x.ts", "01ab"));
  }));

Deno.test("lines that are none are not known: a merge gone wrong proves nothing", () =>
  withFiles({ "x.lock": "<<<<<<< ours\nlib/a.ts 12\n=======\nlib/a.ts  13\nlib/b.ts xyz\n" }, async (root) => {
    assertEquals((await ContentLock.read(`${root}/x.lock`)).names, ["lib/a.ts"]);
  }));
