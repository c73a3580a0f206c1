import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { runLimited } from "@lib/study/exercises/concurrency_limiter/right/workers.ts";
import {
  isAmbiguous,
  judgeAll,
  oracle,
  play,
  type Script,
  type ScriptEvidence,
  show,
} from "@lib/study/exercises/concurrency_limiter/script.ts";
import { childTools } from "../child_tools.ts";

const child = childTools();
const given = { runLimited };
const good = (ms: number) => ({ ms, ends: "value" }) as const;
const bad = (ms: number) => ({ ms, ends: "failure" }) as const;
const throws = { ms: 0, ends: "throw" } as const;

// By hand: a and b start at 0; b ends at 10 and c starts; c fails at 15; a is waited for until 30; d never starts.
const SCRIPT: Script = { limit: 2, tasks: [good(30), good(10), bad(5), good(1)] };
Deno.test("the oracle follows the rules", () => {
  assertEquals(oracle(SCRIPT), [
    [0, 0, "starts"],
    [0, 1, "starts"],
    [10, 1, "ends"],
    [10, 2, "starts"],
    [15, 2, "fails"],
    [30, 0, "ends"],
    [30, -1, "rejects with the failure of 2"],
  ]);
  assertEquals(oracle({ ...SCRIPT, abortAtMs: 12 }).at(-1), [30, -1, "rejects with the signal's reason"]);
  assertEquals(oracle({ ...SCRIPT, abortAtMs: 17 }).at(-1), [30, -1, "rejects with the failure of 2"]);
  assertEquals(oracle({ ...SCRIPT, abortAtMs: 5 }).at(-1), [30, -1, "rejects with the signal's reason"]);
  assertEquals(oracle({ ...SCRIPT, abortAtMs: 0 }), [[0, -1, "rejects with the signal's reason"]]);
  assertEquals(oracle({ limit: 1, tasks: [good(3), good(4)], abortAtMs: 9 }).at(-1), [7, -1, "resolves with [0, 1]"]);
  assertEquals(oracle({ limit: 1, tasks: [] }), [[0, -1, "resolves with []"]]);
  assertEquals(oracle({ limit: 1, tasks: [throws, good(1)] }), [[0, 0, "throws"], [
    0,
    -1,
    "rejects with the failure of 0",
  ]]);
});
Deno.test("a script is ambiguous where right answers may differ", () => {
  assertEquals(isAmbiguous(SCRIPT), false);
  assertEquals(isAmbiguous({ limit: 2, tasks: [good(5), bad(5)] }), true);
  assertEquals(isAmbiguous({ limit: 2, tasks: [good(5), good(5)] }), false);
  assertEquals(isAmbiguous({ limit: 2, tasks: [good(5), good(6)], abortAtMs: 5 }), true);
  assertEquals(isAmbiguous({ limit: 2, tasks: [good(5), good(6)], abortAtMs: 4 }), false);
  assertEquals(isAmbiguous({ limit: 2, tasks: [throws, good(1)] }), true);
  assertEquals(isAmbiguous({ limit: 1, tasks: [throws, good(1)] }), false);
  assertEquals(isAmbiguous({ limit: 2, tasks: [good(1), throws] }), false);
});
Deno.test("a script is shown as a reader would say it", () => {
  assertEquals(
    show({ limit: 2, tasks: [good(3), bad(4), throws], abortAtMs: 2 }),
    "runLimited([a takes 3 ms; b takes 4 ms then rejects; c throws when it is called], 2), signal aborted at 2 ms",
  );
});
Deno.test("a right answer plays as the oracle says, side by side with others", async () => {
  const dice = random(4);
  const ends = ["value", "value", "value", "failure", "undefined", "throw"] as const;
  const scripts = Array.from({ length: 300 }, (): Script => ({
    limit: 1 + dice.integer(4),
    tasks: Array.from({ length: dice.integer(7) }, () => ({ ms: 1 + dice.integer(40), ends: ends[dice.integer(6)]! })),
    ...dice.next() < 0.5 ? { abortAtMs: dice.integer(30) } : {},
  })).filter((script) => !isAmbiguous(script));
  assert(scripts.length > 100);
  assertEquals(judgeAll(scripts, await play(given, scripts, child)), undefined);
});
Deno.test("the first moment that differs is reported, in letters", async () => {
  const evidence = await play(given, [SCRIPT], child) as ScriptEvidence[];
  const changed = (events: ScriptEvidence["events"]) => judgeAll([SCRIPT], [{ events, kept: 4 }]);
  const { events } = evidence[0]!;
  assertEquals(changed(events.toReversed()), undefined); // the order within a moment is free
  assertEquals(changed(events.filter(([, task]) => task !== 2)), {
    input: show(SCRIPT),
    expected: "10 ms: b ends, c starts",
    got: "10 ms: b ends",
  });
  assertEquals(changed([...events, [15, 3, "starts"]])?.got, "15 ms: c fails, d starts");
  const [last] = changed([...events.slice(0, -1), [31, -1, "rejects with something else: 7"]]) ? [events.at(-1)!] : [];
  assertEquals(last?.[2], "rejects with the failure of 2");
  assertEquals(changed(events.slice(0, -1))?.expected, "30 ms: a ends, rejects with the failure of c");
});
Deno.test("an answer that has not been written is no evidence but an exception, thrown or rejected", async () => {
  const unwritten = new Error("Not written yet");
  const stubs = [() => Promise.reject(unwritten), () => {
    throw unwritten;
  }];
  for (const runLimited of stubs) {
    await assertRejects(async () => await play({ runLimited }, [SCRIPT], child), Error, "Not written yet");
  }
});
Deno.test("evidence that is not a list of events for each script is refused", () => {
  for (const evidence of [undefined, [], [1], [{ events: [[0, 0]] }], [{ events: [["0", 0, "starts"]] }], [{}, {}]]) {
    assertThrows(() => judgeAll([SCRIPT], evidence), TypeError, "a list of events each is needed");
  }
});
