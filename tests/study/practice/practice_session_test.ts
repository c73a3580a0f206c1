import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ManualClock } from "@lib/testing/manual_clock.ts";
import { JUPYTER_DISPLAY } from "@lib/study/notebook/jupyter_display.ts";
import { systemClock } from "@lib/base/clock.ts";
import { type MasteryEvent, MasteryRecord } from "@lib/study/practice/mastery_record.ts";
import { PracticeSession, type PracticeSessionOptions } from "@lib/study/practice/practice_session.ts";
import { UnreadableSubmissionError } from "@lib/study/practice/submission.ts";
import type { Exercises } from "@lib/study/exercises/catalogue.ts";

type Lru = Exercises["lru-cache"];

class Stub<Key, Value> {
  constructor(_capacity: number) {
    throw new Error("Not written yet");
  }
  get(_key: Key): Value | undefined {
    throw new Error("Not written yet");
  }
  put(_key: Key, _value: Value): void {
    throw new Error("Not written yet");
  }
}
class Fifo<Key, Value> {
  entries: Map<Key, Value> = new Map();
  constructor(readonly capacity: number) {}
  get(key: Key): Value | undefined {
    return this.entries.get(key);
  }
  put(key: Key, value: Value): void {
    this.entries.delete(key);
    this.entries.set(key, value);
    if (this.entries.size > this.capacity) this.entries.delete(this.entries.keys().next().value!);
  }
}
class Right<Key, Value> {
  entries: Map<Key, Value> = new Map();
  constructor(readonly capacity: number) {}
  get(key: Key): Value | undefined {
    if (!this.entries.has(key)) return undefined;
    const value = this.entries.get(key)!;
    this.entries.delete(key);
    this.entries.set(key, value);
    return value;
  }
  put(key: Key, value: Value): void {
    this.entries.delete(key);
    this.entries.set(key, value);
    if (this.entries.size > this.capacity) this.entries.delete(this.entries.keys().next().value!);
  }
}

async function inSession(
  use: (session: PracticeSession<Lru>, record: () => MasteryEvent[], path: string) => Promise<void>,
  options: PracticeSessionOptions = {},
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "session-" });
  const path = join(folder, "mastery.sqlite");
  const record = () => {
    try {
      Deno.statSync(path);
    } catch {
      return [];
    }
    using opened = new MasteryRecord(path);
    return opened.events();
  };
  const session = new PracticeSession<Lru>("lru-cache", { silenceMs: 20_000, recordPath: path, ...options });
  try {
    await use(session, record, path);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("running an untouched notebook shows no answer and leaves no record, not even a file", async () => {
  await inSession(async (session, _, path) => {
    const verdict = await session.check({ LRUCache: Stub });
    assertEquals(verdict.outcome, "not attempted");
    assertEquals(session.hint().parts.title, "A first hint");
    assertEquals(session.solution().parts.code, undefined);
    assertEquals(await Deno.stat(path).then(() => true, () => false), false);
  });
});
Deno.test("an exercise that was opened says what it is", async () => {
  await inSession((session) => {
    assertStringIncludes(session[JUPYTER_DISPLAY]()["text/plain"]!, "LRU cache: medium, about 25 minutes");
    return Promise.resolve();
  });
});
Deno.test("hints climb the ladder of the case that failed, and stay on its last rung", async () => {
  await inSession(async (session, record) => {
    assertEquals((await session.check({ LRUCache: Fifo })).grade.finding?.caseName, "a get counts as a use");
    const titles = [1, 2, 3, 4].map(() => session.hint().parts.title);
    assertEquals(titles, [1, 2, 3, 3].map((rung) => `Hint ${rung} of 3: a get counts as a use`));
    const events = record();
    assertEquals(events.map(({ kind }) => kind), ["attempt", "hint", "hint", "hint", "hint"]);
    assertEquals(events.map((event) => event.kind === "hint" ? event.rung : 0), [0, 1, 2, 3, 3]);
  }, { dateMs: ticking() });
});
Deno.test("a ladder can be taken up where another session left it", async () => {
  await inSession(async (session) => {
    session.resumeHints([{
      id: "1",
      atMs: 0,
      exercise: "lru-cache",
      kind: "hint",
      caseName: "a get counts as a use",
      rung: 1,
    }]);
    await session.check({ LRUCache: Fifo });
    assertEquals(session.hint().parts.title, "Hint 2 of 3: a get counts as a use");
  });
});
Deno.test("a pass reports its cost, is recorded, shows the solution and needs no more hints", async () => {
  await inSession(async (session, record) => {
    const verdict = await session.check({ LRUCache: Right });
    assertEquals(verdict.outcome, "pass");
    assert(verdict.grade.cost);
    assertStringIncludes(verdict.text(), "our implementation");
    assertEquals(session.hint().parts.title, "Mastered: there is nothing left to hint at");
    assertStringIncludes(session.solution().parts.code!.text, "export class LRUCache");
    assertEquals(record().map(({ kind }) => kind), ["attempt"]);
  });
});
Deno.test("without a pass the solution is shown when it is asked for twice, and that is recorded", async () => {
  await inSession(async (session, record) => {
    await session.check({ LRUCache: Fifo });
    assertEquals(session.solution().parts.code, undefined);
    assertStringIncludes(session.solution().parts.code!.text, "export class LRUCache");
    assertEquals(record().map(({ kind }) => kind), ["attempt", "solution"]);
  }, { dateMs: ticking() });
});
Deno.test("the time from one check to the next is recorded, by the clock that was handed in", async () => {
  // Time that moves by hand for durations; the limits of the child need a clock that runs.
  const hand = new ManualClock(1000);
  const clock = {
    nowMs: () => hand.nowMs(),
    sleep: (ms: number, signal?: AbortSignal) => systemClock.sleep(ms, signal),
  };
  await inSession(async (session, record) => {
    hand.advance(90_000);
    await session.check({ LRUCache: Fifo });
    hand.advance(30_000);
    await session.check({ LRUCache: Fifo });
    assertEquals(record().map((event) => event.kind === "attempt" ? event.durationMs : undefined), [90_000, 30_000]);
    assertEquals(record().map(({ atMs }) => atMs), [1, 2]);
  }, { clock, dateMs: ticking() });
});
Deno.test("a record that can't be written does not take the verdict away", async () => {
  await inSession(async (_, __, path) => {
    await Deno.writeTextFile(path, "not a database at all ".repeat(100));
    const session = new PracticeSession<Lru>("lru-cache", { silenceMs: 20_000, recordPath: path });
    const verdict = await session.check({ LRUCache: Fifo });
    assertEquals(verdict.outcome, "fail");
    assertStringIncludes(verdict.text(), "Not recorded. Cannot open the mastery record");
    assertStringIncludes(session.hint().text(), "Not recorded.");
    assertStringIncludes(await Deno.readTextFile(path), "not a database");
  });
});
Deno.test("something else than an object of names is answered with how to call check", async () => {
  await inSession(async (session, record) => {
    for (const wrong of [Fifo, undefined, {}, { Fifo }]) {
      const verdict = await session.check(wrong as unknown as Lru);
      assertEquals(verdict.outcome, "wrong names");
      assertStringIncludes(verdict.text(), "LRUCache");
    }
    assertEquals(record(), []);
  });
});
Deno.test("checkFile() grades a file, reports one that does not compile, and throws for one that can't be read", async () => {
  await inSession(async (session, _, path) => {
    const file = pathToFileURL(join(path, "..", "mine.ts"));
    await Deno.writeTextFile(file, `export ${Fifo};\nexport { Fifo as LRUCache };`);
    assertEquals((await session.checkFile(file)).outcome, "fail");
    await Deno.writeTextFile(file, "export class {");
    const verdict = await session.checkFile(file);
    assertEquals(verdict.outcome, "exception");
    assertStringIncludes(verdict.text(), "Cannot compile mine.ts");
    await assertRejects(() => session.checkFile(new URL("file:///nowhere.ts")), UnreadableSubmissionError);
  });
});

/** A date that is one millisecond later each time, so that events have an order. */
function ticking(): () => number {
  let now = 0;
  return () => ++now;
}
