import { EXERCISE_NAMES } from "@lib/study/exercises/catalogue.ts";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "node:path";

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
    assertStringIncludes(right.out, "LRU cache: passed, all 15 cases agree");
    const list = await practise(folder);
    assertEquals(list.code, 0);
    assertMatch(list.out, /^lru-cache +LRU cache +medium +25 min +passed, 2 attempts, next review \d{4}-\d\d-\d\d$/m);
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
      [["lfu-cache", "x.ts"], `${EXERCISE_NAMES.at(-1)}: current value is lfu-cache`],
      [["lru-cache", "nowhere.ts"], "there is no such file: current value is"],
      [["lru-cache", "nowhere.ts", "--watch"], "there is no such file: current value is"],
      [["lru-cache", "a.ts", "b.ts"], "one file at a time: current value is b.ts"],
      [["lru-cache", "a.ts", "--fast"], "there is no such option: current value is --fast"],
      [["--hint"], "--hint needs an exercise and a file"],
      [["lru-cache"], "class LRUCache<Key, Value> {"],
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
        if (seen.includes("passed, all 15 cases agree")) break;
      }
    } finally {
      child.kill("SIGKILL");
      await child.status;
      await child.stderr.cancel();
    }
    assertMatch(seen, /a get counts as a use[^]*again[^]*passed, all 15 cases agree/);
  });
});
