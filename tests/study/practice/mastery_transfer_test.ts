import { assertEquals, assertThrows } from "@std/assert";
import type { MasteryEvent } from "@lib/study/practice/mastery_record.ts";
import { formatMastery, parseMastery } from "@lib/study/practice/mastery_transfer.ts";

const EVENTS: MasteryEvent[] = [
  { id: "1", atMs: 10, exercise: "lru-cache", kind: "attempt", outcome: "fail", caseName: "a", durationMs: 3 },
  { id: "2", atMs: 11, exercise: "lru-cache", kind: "attempt", outcome: "pass" },
  { id: "3", atMs: 12, exercise: "lru-cache", kind: "hint", caseName: "a", rung: 3 },
  { id: "4", atMs: 13, exercise: "lru-cache", kind: "solution" },
];

Deno.test("what is written is read back", () => assertEquals(parseMastery(formatMastery(EVENTS), "r.json"), EVENTS));
Deno.test("the same events give the same text", () => assertEquals(formatMastery(EVENTS), formatMastery([...EVENTS])));
Deno.test("fields that no event has are left out", () => {
  const text = JSON.stringify({
    format: "ml-systems-lab mastery record",
    version: 1,
    events: [{ ...EVENTS[3], more: 1 }],
  });
  assertEquals(parseMastery(text, "r.json"), [EVENTS[3]]);
});

const file = (
  change: (json: { format: string; version: number; events: Record<string, unknown>[] }) => void,
): string => {
  const json = JSON.parse(formatMastery(EVENTS));
  change(json);
  return JSON.stringify(json);
};
const REFUSED: readonly (readonly [text: string, message: string])[] = [
  ["{", "Cannot import r.json: it is not JSON"],
  ["null", "format must be"],
  ["[]", "format must be"],
  [file((json) => (json.format = "other")), 'format must be "ml-systems-lab mastery record": current value is "other"'],
  [file((json) => (json.version = 2)), "a newer one needs a newer lab: current value is 2"],
  [file((json) => (json.events = {} as never)), "events must be a list"],
  [file((json) => (json.events[1] = null as never)), "events[1] must be an object: current value is null"],
  [file((json) => (json.events[0]!.id = "")), "events[0].id must be a text of 1 to 500 characters"],
  [file((json) => (json.events[0]!.atMs = -1)), "events[0].atMs must be an integer from 0"],
  [file((json) => (json.events[0]!.atMs = 1.5)), "events[0].atMs must be an integer from 0"],
  [file((json) => (json.events[0]!.outcome = "great")), "events[0].outcome must be one of pass, fail"],
  [file((json) => (json.events[0]!.outcome = "not attempted")), "events[0].outcome must be one of"],
  [file((json) => (json.events[0]!.durationMs = "3")), "events[0].durationMs must be an integer"],
  [file((json) => (json.events[2]!.rung = 4)), "events[2].rung must be an integer from 0 to 3: current value is 4"],
  [file((json) => (json.events[2]!.caseName = undefined)), "events[2].caseName must be a text"],
  [file((json) => (json.events[3]!.kind = "praise")), "events[3].kind must be attempt, hint or solution"],
];
for (const [text, message] of REFUSED) {
  Deno.test(`a file is refused: ${message}`, () => {
    assertThrows(() => parseMastery(text, "r.json"), SyntaxError, message);
  });
}
