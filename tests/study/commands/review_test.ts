import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { type MasteryEvent, MasteryRecord } from "@lib/study/practice/mastery_record.ts";

const ROOT = new URL("../../../", import.meta.url).pathname;

async function review(home: string, ...args: readonly string[]) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", join(ROOT, "lib/study/commands/review.ts"), ...args],
    cwd: ROOT,
    env: { LAB_HOME: home, INIT_CWD: home, NO_COLOR: "1" },
  }).output();
  return { code, out: new TextDecoder().decode(stdout), error: new TextDecoder().decode(stderr) };
}
async function inHome(events: readonly MasteryEvent[], use: (home: string) => Promise<void>): Promise<void> {
  const home = await Deno.makeTempDir({ prefix: "review-" });
  try {
    if (events.length > 0) {
      using record = new MasteryRecord(join(home, "mastery.sqlite"));
      record.add(events);
    }
    await use(home);
  } finally {
    await Deno.remove(home, { recursive: true });
  }
}
const attempt = (outcome: "pass" | "fail", atMs: number): MasteryEvent => ({
  id: `${outcome} ${atMs}`,
  atMs,
  exercise: "lru-cache",
  kind: "attempt",
  outcome,
});
const LONG_AGO_MS = Date.UTC(2020, 0, 1);
const FAR_AHEAD_MS = Date.UTC(2500, 0, 1);

Deno.test("a pass of long ago is due, one that is yet to come is later, one that never came is open", async () => {
  await inHome([attempt("pass", LONG_AGO_MS)], async (home) => {
    const { code, out } = await review(home);
    assertEquals(code, 0);
    assertMatch(
      out,
      /^Due for review:\n {2}lru-cache {2}LRU cache, since 2020-01-\d\d {2}\(notebooks\/structures\/lru_cache\.ipynb\)\n$/,
    );
  });
  const dayMs = 24 * 60 * 60 * 1000;
  await inHome([attempt("pass", Date.now() - dayMs)], async (home) => {
    assertMatch((await review(home)).out, /^Nothing is due\.\n\nLater:\n {2}\d{4}-\d\d-\d\d {2}lru-cache/);
  });
  // A pass of the year 2500 comes from a clock that was wrong.
  await inHome([attempt("pass", FAR_AHEAD_MS)], async (home) => {
    assertMatch((await review(home)).out, /^Due for review:\n {2}lru-cache/);
  });
  await inHome([{ ...attempt("pass", LONG_AGO_MS), mastered: false } as MasteryEvent], async (home) => {
    assertStringIncludes((await review(home)).out, "since 2020-01-09, not mastered yet");
  });
  await inHome([attempt("fail", LONG_AGO_MS)], async (home) => {
    assertMatch((await review(home)).out, /^Nothing is due\.\n\nNot passed yet:\n {2}lru-cache {2}LRU cache {2}/);
  });
});
Deno.test("without a record there is nothing to review, and none is made", async () => {
  await inHome([], async (home) => {
    assertStringIncludes((await review(home)).out, "Nothing to review yet");
    assertEquals([...Deno.readDirSync(home)], []);
  });
});
Deno.test("a record moves to another machine as a file, and twice adds nothing", async () => {
  await inHome([attempt("fail", 1), attempt("pass", LONG_AGO_MS)], async (home) => {
    assertStringIncludes((await review(home, "--export", "r.json")).out, "2 events written to");
    await inHome([], async (other) => {
      const file = join(home, "r.json");
      assertEquals((await review(other, "--import", file)).out, "2 of 2 events were new\n");
      assertEquals((await review(other, "--import", file)).out, "0 of 2 events were new\n");
      assertStringIncludes((await review(other)).out, "Due for review:");
    });
  });
});
Deno.test("a file that is no export changes nothing and has status 1", async () => {
  await inHome([attempt("fail", 1)], async (home) => {
    const bad = join(home, "bad.json");
    await Deno.writeTextFile(bad, '{"format":"ml-systems-lab mastery record","version":1,"events":[{"id":"x"}]}');
    const { code, error } = await review(home, "--import", bad);
    assertEquals(code, 1);
    assertStringIncludes(error, "events[0].atMs must be an integer");
    const gone = await review(home, "--import", "gone.json");
    assertEquals([gone.code, gone.error.trim()], [
      1,
      `Cannot import ${join(home, "gone.json")}: there is no such file`,
    ]);
    assertStringIncludes((await review(home, "--import", ".")).error, "it is a folder");
    assertStringIncludes((await review(home, "--export", "no/such/folder.json")).error, "Cannot export to ");
    using record = new MasteryRecord(join(home, "mastery.sqlite"));
    assertEquals(record.events().length, 1);
  });
});
Deno.test("a damaged record has status 1 and is left alone", async () => {
  await inHome([], async (home) => {
    const path = join(home, "mastery.sqlite");
    await Deno.writeTextFile(path, "no database ".repeat(100));
    for (const args of [[], ["--export", "r.json"]]) {
      const { code, error } = await review(home, ...args);
      assertEquals(code, 1);
      assertMatch(error, /^Cannot open the mastery record: it is not a database[^\n]*\n$/, "one line, no stack");
    }
    assertEquals(await Deno.readTextFile(path), "no database ".repeat(100));
  });
});
Deno.test("wrong usage has status 2", async () => {
  await inHome([], async (home) => {
    for (const args of [["--export"], ["--all"], ["x"], ["--import", "a", "b"]]) {
      const { code, error } = await review(home, ...args);
      assertEquals(code, 2, args.join(" "));
      assertStringIncludes(error, "Usage: deno task review");
    }
    assertStringIncludes((await review(home, "--improt", "r.json")).error, "did you mean --import?");
    assertEquals((await review(home, "--help")).code, 0);
  });
});
