import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { proofKeys, provenExercises } from "@lib/study/checks/proof_keys.ts";
import { readTree } from "@lib/study/checks/tree.ts";
import { proveCommand } from "@lib/study/commands/prove.ts";

const EXERCISE = "lib/study/exercises/ring_buffer";
const FILES: Record<string, string> = {
  "deno.json": "{}",
  "tests/proofs/heap_test.ts": `Deno.test("heap", () => {});`,
  "tests/proofs/ring_buffer_test.ts": `import "./proven.ts"; Deno.test("ring", () => {
    if (Deno.readTextFileSync("${EXERCISE}/wrong/no_wrap.txt") === "bad") throw new Error("not caught");
    if (Deno.env.get("LAB_PROVE") !== "all") throw new Error("in full");
  });`,
  "tests/proofs/proven.ts": "",
  [`${EXERCISE}/exercise.ts`]: "",
  [`${EXERCISE}/right/a.ts`]: `import "../../../../structures/ring.ts";`,
  [`${EXERCISE}/wrong/no_wrap.txt`]: "",
  "lib/study/exercises/heap/exercise.ts": "",
  "lib/structures/ring.ts": "",
};

async function withTree(use: (root: string, write: (path: string, text: string) => void) => Promise<void>) {
  const root = await Deno.makeTempDir({ prefix: "lab_proofs_" });
  const write = (path: string, text: string) => {
    Deno.mkdirSync(`${root}/${path.slice(0, path.lastIndexOf("/") + 1)}`, { recursive: true });
    Deno.writeTextFileSync(`${root}/${path}`, text);
  };
  try {
    for (const [path, text] of Object.entries(FILES)) write(path, text);
    await use(root, write);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

Deno.test("the key of a proof changes with its answers and what they import, not with another exercise", () =>
  withTree(async (root, write) => {
    assertEquals(provenExercises(await readTree(root)), ["heap", "ring-buffer"]);
    const key = async () => (await proofKeys(await readTree(root), ["ring-buffer"]))[0]!;
    let last = await key();
    write("lib/study/exercises/heap/exercise.ts", "// changed");
    assertEquals(await key(), last);
    const own = [
      `${EXERCISE}/exercise.ts`,
      `${EXERCISE}/wrong/no_wrap.txt`,
      "lib/structures/ring.ts",
      "tests/proofs/proven.ts",
    ];
    for (const path of own) {
      write(path, "// changed");
      const next = await key();
      assertNotEquals(next, last, path);
      last = next;
    }
  }));

Deno.test("the command proves what is new or changed, in full, and its check wants everything in the lock", () =>
  withTree(async (root, write) => {
    const said: string[] = [];
    const run = async (...args: string[]) => {
      said.length = 0;
      const add = (line: string) => void said.push(line);
      return [await proveCommand([...args, "--jobs", "1"], { root, say: add, complain: add }), said.at(-1)];
    };
    const names = async () =>
      (await Deno.readTextFile(`${root}/tests/proofs.lock`)).split("\n").map((line) => line.split(" ")[0]);
    assertEquals(await run("heap"), [0, "1 proven, 0 not, 0 unchanged"]);
    assertEquals(await run(), [0, "1 proven, 0 not, 1 unchanged"]);
    assertEquals(await names(), ["heap", "ring-buffer", ""]);
    assertEquals(await run("--check"), [0, "2 proven, 0 not, 0 unchanged"]);
    write(`${EXERCISE}/wrong/no_wrap.txt`, "bad");
    assertEquals(await run("--check"), [1, "1 proven, 1 not, 0 unchanged"]);
    assert(said.some((line) => line.startsWith("ring-buffer: not proven as it is now")));
    assertEquals(await run(), [1, "0 proven, 1 not, 1 unchanged"]);
    assertEquals(await names(), ["heap", ""]);
    write(`${EXERCISE}/wrong/no_wrap.txt`, "good");
    assertEquals((await run("--check", "heap"))[0], 0);
    assertEquals((await run("--check"))[0], 1, "proven, but not in the lock");
    assertEquals((await run("no-such"))[0], 2);
  }));
