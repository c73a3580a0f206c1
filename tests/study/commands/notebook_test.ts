import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { notebookCommand } from "@lib/study/commands/notebook.ts";
import { formatNotebook, parseNotebook } from "@lib/study/notebook/nbformat.ts";

interface Folder {
  readonly root: string;
  run(...args: string[]): Promise<{ code: number; text: string }>;
  read(path: string): string;
  write(path: string, text: string): void;
}

async function withFolder(use: (folder: Folder) => Promise<void>): Promise<void> {
  const root = await Deno.makeTempDir();
  try {
    await use({
      root,
      async run(...args) {
        const lines: string[] = [];
        const add = (line: string) => void lines.push(line);
        const code = await notebookCommand(args, { root, say: add, complain: add });
        return { code, text: lines.join("\n") };
      },
      read: (path) => Deno.readTextFileSync(`${root}/${path}`),
      write: (path, text) => Deno.writeTextFileSync(`${root}/${path}`, text),
    });
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

const IPYNB = "notebooks/structures/heap.ipynb";
const MD = "notebooks/structures/heap.md";

Deno.test("new, unpack, edit, pack: the edit arrives, everything else stays byte for byte", () =>
  withFolder(async ({ run, read, write }) => {
    assertEquals(
      (await run("new", "structures/heap", "--level", "hard", "--minutes", "30", "--proves", "you can sift")).code,
      0,
    );
    const fresh = parseNotebook(read(IPYNB), IPYNB);
    assertEquals(fresh.metadata.lab, {
      title: "Heap",
      chapter: "structures",
      level: "hard",
      minutes: 30,
      proves: "you can sift",
    });
    assertEquals(await run("unpack", IPYNB), { code: 0, text: `${MD}: ${fresh.cells.length} cells` });
    const before = read(IPYNB);
    assertStringIncludes((await run("pack", MD)).text, "nothing new");
    assertEquals(read(IPYNB), before);

    const outputs = [{ output_type: "stream", name: "stdout", text: "hello" } as const];
    const cells = fresh.cells.map((cell) =>
      cell.cell_type === "code" ? { ...cell, outputs: [...outputs], execution_count: 1 } : cell
    );
    write(IPYNB, formatNotebook({ ...fresh, cells }));
    write(MD, read(MD).replace("assertEquals(1 + 1, 2);", "assertEquals(2 + 2, 4);"));
    const packed = await run("pack", MD);
    assertStringIncludes(packed.text, "outputs of assertion are gone until deno task study --save");
    const after = parseNotebook(read(IPYNB), IPYNB).cells.filter((cell) => cell.cell_type === "code");
    assertEquals(after.map((cell) => [cell.id, cell.outputs.length]), [["imports", 1], ["assertion", 0]]);
  }));

Deno.test("Neither new nor unpack overwrites work", () =>
  withFolder(async ({ run, read, write }) => {
    await run("new", "structures/heap");
    const text = read(IPYNB);
    const again = await run("new", "notebooks/structures/heap.ipynb");
    assertEquals([again.code, read(IPYNB)], [1, text]);
    assertStringIncludes(again.text, "there is one already");
    await run("unpack", IPYNB);
    assertEquals((await run("unpack", IPYNB)).code, 0);
    write(MD, read(MD) + "\nmore");
    const refused = await run("unpack", IPYNB);
    assertEquals(refused.code, 1);
    assertStringIncludes(refused.text, `${MD} differs and would be lost`);
    assertEquals((await run("unpack", IPYNB, "--force")).code, 0);
    assert(!read(MD).endsWith("more"));
  }));

Deno.test("format formats code cells and nothing else", () =>
  withFolder(async ({ run, read, write }) => {
    await run("new", "structures/heap");
    const formatted = read(IPYNB);
    write(IPYNB, formatted.replace("assertEquals(1 + 1, 2);", "assertEquals(1+1,2)"));
    assertEquals(await run("format", IPYNB), { code: 0, text: `${IPYNB}: 1 cells formatted` });
    assertEquals(read(IPYNB), formatted);
    assertEquals(await run("format", IPYNB), { code: 0, text: `${IPYNB}: 0 cells formatted` });
  }));

Deno.test("Bad input is answered with a line that a person understands, and changes nothing", () =>
  withFolder(async ({ root, run, read, write }) => {
    const usage: [string[], string][] = [
      [[], "no action is named"],
      [["fold", "x.ipynb"], "there is no action of that name: current value is fold"],
      [["pack"], "Cannot pack: no file is named"],
      [["pack", "--forse", "x.md"], "Unknown option '--forse'"],
      [["pack", "x.ipynb"], "not a text form"],
      [["unpack", "x.md"], "not a notebook"],
      [["new", "Heap"], "in snake_case: current value is Heap"],
      [["new", "../heap/x"], "in snake_case"],
      [["new", "a/b", "c/d"], "one at a time"],
    ];
    for (const [args, why] of usage) {
      const { code, text } = await run(...args);
      assertEquals(code, 2, why);
      assertStringIncludes(text, why);
      assertStringIncludes(text, "Usage: deno task notebook");
    }
    const wrong: [string[], string][] = [
      [["unpack", "gone.ipynb"], "gone.ipynb"],
      [["new", "a/b", "--minutes", "soon"], "minutes must be a positive number"],
      [["new", "a/b", "--level", "tricky"], "level must be easy, medium or hard"],
    ];
    for (const [args, why] of wrong) {
      const { code, text } = await run(...args);
      assertEquals(code, 1, why);
      assertStringIncludes(text, why);
    }
    assertEquals([...Deno.readDirSync(root)], []);
    await run("new", "structures/heap");
    await run("unpack", IPYNB);
    const before = read(IPYNB);
    const spoiled: [string, string][] = [
      ["level: medium", "level: tricky"],
      ["minutes: 25", "minutes: 0"],
      ["<!-- code imports -->", "<!-- code imports! -->"],
      ["<!-- code imports -->", "<!-- code words -->"],
      ['```ts\nimport "@lib', '```\nimport "@lib'],
    ];
    const text = read(MD);
    for (const [good, bad] of spoiled) {
      write(MD, text.replace(good, bad));
      const packed = await run("pack", MD);
      assertEquals(packed.code, 1, bad);
      assertStringIncludes(packed.text, MD);
      assertEquals(read(IPYNB), before);
    }
  }));
