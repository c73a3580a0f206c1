import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { exerciseNames } from "@lib/study/exercises/catalogue.ts";
import { submissionOfText } from "@lib/study/practice/submission.ts";

const ROOT = new URL("../../../", import.meta.url).pathname;
const SOLUTION = join(ROOT, "lib/study/exercises/lru_cache/right/insertion_order.ts");
/** First in, first out: passes until "a get counts as a use". */
const FIFO = `export class LRUCache<K, V> {
  #entries = new Map<K, V>();
  constructor(private readonly capacity: number) {}
  get(key: K): V | undefined { return this.#entries.get(key); }
  put(key: K, value: V): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size > this.capacity) this.#entries.delete(this.#entries.keys().next().value!);
  }
}
`;

function command(folder: string, args: readonly string[]): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", join(ROOT, "lib/study/commands/practice.ts"), ...args],
    cwd: ROOT, // where deno task runs it; INIT_CWD is where the reader is
    env: { LAB_HOME: join(folder, "home"), INIT_CWD: folder, NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
}
async function practise(folder: string, ...args: readonly string[]) {
  const { code, stdout, stderr } = await command(folder, args).output();
  return { code, out: new TextDecoder().decode(stdout), error: new TextDecoder().decode(stderr) };
}
async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "practise-" });
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("a right file passes with status 0, a wrong one does not with status 1, and both are on record", async () => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "mine.ts"), FIFO);
    const wrong = await practise(folder, "lru-cache", "mine.ts");
    assertEquals(wrong.code, 1, wrong.error);
    assertStringIncludes(wrong.out, "case      a get counts as a use");
    // deno-lint-ignore no-control-regex -- the absence of colours is the point
    assert(!/\x1b/.test(wrong.out), "no colours where nobody sees them");
    const right = await practise(folder, "lru-cache", SOLUTION);
    assertEquals(right.code, 0, right.error);
    assertStringIncludes(right.out, "LRU cache: mastered, all 13 core cases and all 2 stretch cases agree");
    const list = await practise(folder);
    assertEquals(list.code, 0);
    assertMatch(list.out, /^lru-cache +LRU cache +medium +25 min +mastered, 2 attempts, next review \d{4}-\d\d-\d\d$/m);
  });
});
Deno.test("--hint climbs the ladder from one command to the next", async () => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "mine.ts"), FIFO);
    assertStringIncludes(
      (await practise(folder, "lru-cache", "mine.ts", "--hint")).out,
      "Hint 1 of 3: a get counts as a use",
    );
    assertStringIncludes(
      (await practise(folder, "lru-cache", "mine.ts", "--hint")).out,
      "Hint 2 of 3: a get counts as a use",
    );
  });
});
Deno.test("wrong usage has status 2 and says what is possible", async () => {
  await inFolder(async (folder) => {
    const wrong: readonly (readonly [args: readonly string[], message: string])[] = [
      [["lru-chache", "x.ts"], "did you mean lru-cache?"],
      [["lru-cache", "nowhere.ts"], "there is no such file: current value is"],
      [["lru-cache", "."], "it is a folder"],
      [["lru-cache", "nowhere.ts", "--watch"], "there is no such file: "],
      [["lru-cache", "a.ts", "b.ts"], "only one file at a time can be checked, and this is a second: b.ts"],
      [["lru-cache", "a.ts", "--hnit"], "there is no option --hnit; did you mean --hint?"],
      [["--hint"], "--hint needs an exercise and a file"],
      [["lru-cache", "--hint"], "--hint needs a file to check"],
    ];
    for (const [args, message] of wrong) {
      const { code, error } = await practise(folder, ...args);
      assertEquals(code, 2, args.join(" "));
      assertStringIncludes(error, message);
      assertStringIncludes(error, "Usage: deno task practice");
    }
    await Deno.writeTextFile(join(folder, "other.ts"), "export class Cache {}\n");
    assertEquals((await practise(folder, "lru-cache", "other.ts")).code, 2);
  });
});
Deno.test("an exercise without a file shows its statement, ready to be copied, with status 0", async () => {
  await inFolder(async (folder) => {
    const { code, out, error } = await practise(folder, "lru-cache");
    assertEquals([code, error], [0, ""]);
    for (
      const part of ["export class LRUCache<Key, Value> {", "To pass:", "To master it:", "practice lru-cache <file.ts>"]
    ) {
      assertStringIncludes(out, part);
    }
    for (const line of out.split("\n")) assert(line.length <= 120, line);
    assertEquals([...Deno.readDirSync(folder)], [], "reading leaves no record");
  });
});
Deno.test("every statement fits a page of 120 columns, and its stub is still one that parses", async () => {
  await inFolder(async (folder) => {
    for (const name of exerciseNames()) {
      const { code, out } = await practise(folder, name);
      assertEquals(code, 0, name);
      for (const line of out.split("\n")) assert(line.length <= 120, `${name}: ${line}`);
      const stub = out.split("\n").slice(2, out.split("\n").findIndex((line) => line.startsWith("  To pass:"))).join(
        "\n",
      );
      if (out.includes("To pass:")) assert(submissionOfText(stub).names.length > 0, name);
    }
  });
});
Deno.test("--solution is shown when asked twice, also where there is no terminal, and after a pass on record", async () => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "mine.ts"), FIFO);
    const first = await practise(folder, "lru-cache", "mine.ts", "--solution");
    assertStringIncludes(first.out, "Not yet");
    assert(!first.out.includes("A solution:"));
    assertStringIncludes((await practise(folder, "lru-cache", "mine.ts", "--solution")).out, "A solution: LRU cache");
  });
  await inFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "mine.ts"), FIFO);
    await practise(folder, "lru-cache", SOLUTION);
    assertStringIncludes((await practise(folder, "lru-cache", "mine.ts", "--solution")).out, "A solution: LRU cache");
  });
});
Deno.test("slips of the pen are named with what to do: export, syntax, names, the line of an exception", async () => {
  await inFolder(async (folder) => {
    const check = async (text: string) => {
      await Deno.writeTextFile(join(folder, "mine.ts"), text);
      return await practise(folder, "lru-cache", "mine.ts");
    };
    const unexported = await check(FIFO.replace("export ", ""));
    assertEquals(unexported.code, 2);
    assertStringIncludes(unexported.out, "put `export` in front of `class LRUCache`");
    const renamed = (await check(FIFO.replace("LRUCache", "LruCache"))).out.replace(/\s+/g, " ");
    assertStringIncludes(renamed, "LruCache? Then name it LRUCache");
    const broken = await check("export class LRUCache {\n  get( { }\n}\n");
    assertStringIncludes(broken.out, "line 3");
    assertStringIncludes(broken.out, "  2 |   get( { }\n  3 | }\n    | ^");
    const throwing = await check(
      "export class LRUCache {\n  constructor(capacity: number) {}\n  get(key: string) {\n    return this.map.get(key);\n  }\n  put() {}\n}\n",
    );
    const property = await check(
      "export class LRUCache {\n  constructor(private readonly capacity: number) {}\n\n  get(key: string): unknown {\n    return this.map.get(key);\n  }\n  put() {}\n}\n",
    );
    assertStringIncludes(property.out, "5 |     return this.map.get(key);\n    |                     ^");
    assertStringIncludes(throwing.out, "4 |     return this.map.get(key);\n    |                     ^");
  });
});
Deno.test("what the reader's code prints is echoed in short", async () => {
  await inFolder(async (folder) => {
    const noisy = FIFO.replace("get(key: K)", 'get(key: K, _ = console.log("x".repeat(5000)))');
    await Deno.writeTextFile(join(folder, "mine.ts"), noisy);
    const { out } = await practise(folder, "lru-cache", "mine.ts");
    assertStringIncludes(out, "printed");
    assert(out.length < 2500, `${out.length} characters`);
  });
});
Deno.test("a file that imports the library's answer is told so, and it counts as a look at the solution", async () => {
  await inFolder(async (folder) => {
    const library = JSON.stringify(join(ROOT, "lib/structures/lru_cache.ts"));
    const text = `import { LruCache } from ${library};\n` +
      `export class LRUCache<K, V> { #c; constructor(n: number) { this.#c = new LruCache<K, V>(n); }\n` +
      `get(k: K) { return this.#c.get(k); } put(k: K, v: V) { this.#c.put(k, v); } }\n`;
    await Deno.writeTextFile(join(folder, "mine.ts"), text);
    const { out } = await practise(folder, "lru-cache", "mine.ts");
    assertStringIncludes(out.replace(/\s+/g, " "), "Your file imports lib/structures/lru_cache.ts");
    const list = await practise(folder);
    const tomorrow = new Date(Date.now() + 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
    assertMatch(list.out, new RegExp(`^lru-cache .*mastered, 1 attempt, .*${tomorrow}$`, "m"));
  });
});
Deno.test("a damaged record is told about, in the list and after a check, and stays as it is", async () => {
  await inFolder(async (folder) => {
    await Deno.mkdir(join(folder, "home"));
    const record = join(folder, "home", "mastery.sqlite");
    await Deno.writeTextFile(record, "no database ".repeat(100));
    assertStringIncludes((await practise(folder)).out, "it is not a database");
    await Deno.writeTextFile(join(folder, "mine.ts"), FIFO);
    const { code, out } = await practise(folder, "lru-cache", "mine.ts", "--hint");
    assertEquals(code, 1);
    assertStringIncludes(
      out.replace(/\s+/g, " "),
      "Not recorded. Cannot open the mastery record: it is not a database",
    );
    assertEquals(await Deno.readTextFile(record), "no database ".repeat(100));
  });
});
Deno.test("--watch checks again when the file is saved", async () => {
  await inFolder(async (folder) => {
    const file = join(folder, "mine.ts");
    await Deno.writeTextFile(file, FIFO);
    const child = command(folder, ["lru-cache", "mine.ts", "--watch"]).spawn();
    const lines = child.stdout.pipeThrough(new TextDecoderStream());
    let seen = "";
    try {
      for await (const text of lines) {
        seen += text;
        if (seen.includes("Watching mine.ts") && !seen.includes("again")) {
          seen += "again";
          await Deno.writeTextFile(file, await Deno.readTextFile(SOLUTION));
        }
        if (seen.includes("mastered, all 13 core cases")) break;
      }
    } finally {
      child.kill("SIGKILL");
      await child.status;
      await child.stderr.cancel();
    }
    assertMatch(seen, /a get counts as a use[^]*again[^]*mastered, all 13 core cases/);
  });
});
