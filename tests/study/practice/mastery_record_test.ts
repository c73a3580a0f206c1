import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import {
  type MasteryEvent,
  masteryPath,
  MasteryRecord,
  MasteryRecordError,
} from "@lib/study/practice/mastery_record.ts";

async function inFolder(use: (path: string, folder: string) => void | Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "mastery-" });
  try {
    await use(join(folder, "deep", "mastery.sqlite"), folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
const attempt = (id: string, atMs: number): MasteryEvent => ({
  id,
  atMs,
  exercise: "lru-cache",
  kind: "attempt",
  outcome: "fail",
  caseName: "a",
  durationMs: 5,
});

Deno.test("events come back as they were added, oldest first, in a folder that is made", async () => {
  await inFolder((path) => {
    const events: MasteryEvent[] = [
      attempt("b", 2),
      { id: "a", atMs: 1, exercise: "lru-cache", kind: "hint", caseName: "x", rung: 2 },
      { id: "c", atMs: 3, exercise: "lru-cache", kind: "solution" },
      { id: "d", atMs: 4, exercise: "lru-cache", kind: "attempt", outcome: "pass" },
    ];
    {
      using record = new MasteryRecord(path);
      assertEquals(record.add(events), 4);
    }
    using record = new MasteryRecord(path);
    assertEquals(record.events(), [events[1], events[0], events[2], events[3]]);
  });
});
Deno.test("an event that is already there is left as it is", async () => {
  await inFolder((path) => {
    using record = new MasteryRecord(path);
    assertEquals(record.add([attempt("a", 1)]), 1);
    assertEquals(record.add([attempt("a", 99), attempt("b", 2)]), 1);
    assertEquals(record.events().map(({ atMs }) => atMs), [1, 2]);
  });
});
Deno.test("events are added all or none", async () => {
  await inFolder((path) => {
    using record = new MasteryRecord(path);
    const broken = { ...attempt("b", 2), kind: "nonsense" } as unknown as MasteryEvent;
    // INSERT OR IGNORE leaves out a row that breaks a CHECK, so break the type instead.
    const worse = { ...broken, exercise: Symbol("s") } as unknown as MasteryEvent;
    assertThrows(() => record.add([attempt("a", 1), worse]), MasteryRecordError, "Cannot write to the mastery record");
    assertEquals(record.events(), []);
  });
});
Deno.test("a file that is no database is refused and left as it is", async () => {
  await inFolder((_, folder) => {
    const path = join(folder, "mastery.sqlite");
    for (
      const content of ["this is not a database, it is a long enough text to be sure of that\n".repeat(100), "short"]
    ) {
      Deno.writeTextFileSync(path, content);
      const error = assertThrows(
        () => new MasteryRecord(path),
        MasteryRecordError,
        "it is not a database; nothing was changed",
      );
      assertStringIncludes(error.message, path);
      assertEquals(Deno.readTextFileSync(path), content);
    }
  });
});
Deno.test("a damaged record is refused and left as it is", async () => {
  await inFolder((path) => {
    {
      using record = new MasteryRecord(path);
      record.add(Array.from({ length: 2000 }, (_, i) => attempt(`id ${i}`, i)));
    }
    const bytes = Deno.readFileSync(path);
    bytes.fill(0xa5, 4096, bytes.length - 4096);
    Deno.writeFileSync(path, bytes);
    assertThrows(() => new MasteryRecord(path), MasteryRecordError, "damaged");
    assertEquals(Deno.readFileSync(path), bytes);
    Deno.writeFileSync(path, bytes.subarray(0, 5000)); // truncated
    assertThrows(() => new MasteryRecord(path), MasteryRecordError);
    assertEquals(Deno.readFileSync(path), bytes.subarray(0, 5000));
  });
});
Deno.test("a newer record is refused and left as it is", async () => {
  await inFolder((path) => {
    new MasteryRecord(path).close();
    const database = new DatabaseSync(path);
    database.exec("PRAGMA journal_mode = DELETE; PRAGMA user_version = 7");
    database.close();
    const before = Deno.readFileSync(path);
    assertThrows(
      () => new MasteryRecord(path),
      MasteryRecordError,
      "written by a newer lab (format 7, this one knows 2)",
    );
    assertEquals(Deno.readFileSync(path), before);
  });
});
Deno.test("a record of the first version is brought up to date: a pass was the agreement of every case", async () => {
  await inFolder((path) => {
    Deno.mkdirSync(join(path, ".."), { recursive: true });
    const database = new DatabaseSync(path);
    database.exec(`CREATE TABLE event (id TEXT PRIMARY KEY, at_ms INTEGER NOT NULL, exercise TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('attempt', 'hint', 'solution')), outcome TEXT, case_name TEXT, rung INTEGER,
      duration_ms INTEGER) STRICT;
      INSERT INTO event VALUES ('a', 1, 'lru-cache', 'attempt', 'fail', 'c', NULL, 5);
      INSERT INTO event VALUES ('b', 2, 'lru-cache', 'attempt', 'pass', NULL, NULL, NULL);
      INSERT INTO event VALUES ('c', 3, 'lru-cache', 'solution', NULL, NULL, NULL, NULL);
      PRAGMA application_id = 0x4d4c534c; PRAGMA user_version = 1;`);
    database.close();
    const common = { exercise: "lru-cache" };
    const expected = [
      { ...common, id: "a", atMs: 1, kind: "attempt", outcome: "fail", caseName: "c", durationMs: 5 },
      { ...common, id: "b", atMs: 2, kind: "attempt", outcome: "pass", mastered: true },
      { ...common, id: "c", atMs: 3, kind: "solution" },
    ];
    for (let opened = 0; opened < 2; opened++) {
      using record = new MasteryRecord(path);
      assertEquals(record.events(), expected as never);
    }
    using record = new MasteryRecord(path);
    const news = { ...common, atMs: 4, kind: "attempt", outcome: "pass" } as const;
    record.add([{ ...news, id: "d", mastered: false }, { ...common, id: "e", atMs: 5, kind: "solution", asked: true }]);
    assertEquals(record.events().slice(3), [
      { ...news, id: "d", mastered: false },
      { ...common, id: "e", atMs: 5, kind: "solution", asked: true },
    ]);
  });
});
Deno.test("a time that is no date, or a duration that is none, is refused and nothing is written", async () => {
  await inFolder((path) => {
    using record = new MasteryRecord(path);
    const event = { id: "x", exercise: "lru-cache", kind: "attempt", outcome: "pass" } as const;
    for (const atMs of [NaN, Infinity, 9e15]) {
      assertThrows(() => record.add([{ ...event, atMs }]), MasteryRecordError, `atMs must be a date in milliseconds`);
    }
    for (const durationMs of [NaN, -1, Infinity]) {
      assertThrows(() => record.add([{ ...event, atMs: 1, durationMs }]), MasteryRecordError, "durationMs must be");
    }
    assertEquals(record.events(), []);
  });
});
Deno.test("somebody else's database is refused and left as it is", async () => {
  await inFolder((_, folder) => {
    const path = join(folder, "other.sqlite");
    const database = new DatabaseSync(path);
    database.exec("CREATE TABLE precious (x); INSERT INTO precious VALUES (1)");
    database.close();
    const before = Deno.readFileSync(path);
    assertThrows(() => new MasteryRecord(path), MasteryRecordError, "a database of something else");
    assertEquals(Deno.readFileSync(path), before);
  });
});
Deno.test("a place that can't be written is refused with the reason", async () => {
  await inFolder((_, folder) => {
    const file = join(folder, "file");
    Deno.writeTextFileSync(file, "");
    assertThrows(
      () => new MasteryRecord(join(file, "mastery.sqlite")),
      MasteryRecordError,
      "Cannot open the mastery record",
    );
    assertThrows(() => new MasteryRecord(folder), MasteryRecordError, "Cannot open the mastery record");
  });
});
Deno.test("several processes write at once and nothing is lost", async () => {
  await inFolder(async (path) => {
    const program = `
      import { MasteryRecord } from ${JSON.stringify(import.meta.resolve("@lib/study/practice/mastery_record.ts"))};
      for (let i = 0; i < 25; i++) {
        using record = new MasteryRecord(${JSON.stringify(path)});
        record.add([{ id: Deno.args[0] + i, atMs: i, exercise: "lru-cache", kind: "solution" }]);
      }`;
    const file = join(path, "..", "..", "writer.ts");
    await Deno.writeTextFile(file, program);
    const writers = ["a", "b", "c", "d"].map((name) =>
      new Deno.Command(Deno.execPath(), { args: ["run", "-A", "--no-lock", "--quiet", file, name], stderr: "piped" })
        .output()
    );
    for (const { code, stderr } of await Promise.all(writers)) assertEquals(code, 0, new TextDecoder().decode(stderr));
    using record = new MasteryRecord(path);
    assertEquals(record.events().length, 100);
  });
});
Deno.test("the record lies where LAB_HOME says, then XDG_STATE_HOME, then in the home folder", () => {
  const of = (env: Record<string, string>) => masteryPath((name) => env[name]);
  assertEquals(of({ LAB_HOME: "/lab", XDG_STATE_HOME: "/state", HOME: "/home" }), "/lab/mastery.sqlite");
  assertEquals(of({ XDG_STATE_HOME: "/state", HOME: "/home" }), "/state/ml-systems-lab/mastery.sqlite");
  assertEquals(of({ HOME: "/home/a" }), "/home/a/.local/state/ml-systems-lab/mastery.sqlite");
  assert(of({ LAB_HOME: "", HOME: "/h" }).startsWith("/h/"));
  assertThrows(() => of({}), MasteryRecordError, "LAB_HOME or HOME must be set");
});
