import { assertEquals } from "@std/assert";
import { getEventListeners } from "node:events";
import { AbortGroups } from "@lib/concurrency/limiter/abort_groups.ts";

function watched() {
  const told: string[] = [];
  return { told, groups: new AbortGroups<string>((member, reason) => void told.push(`${member}: ${reason}`)) };
}
const listeners = (signal: AbortSignal) => getEventListeners(signal, "abort").length;

// By hand
Deno.test("the members of a signal are told once, in the order of joining, and those of others are not", () => {
  const { groups, told } = watched();
  const [one, other] = [new AbortController(), new AbortController()];
  groups.join("a", one.signal);
  groups.join("x", other.signal);
  groups.join("gone", one.signal);
  groups.join("b", one.signal);
  groups.leave("gone", one.signal);
  one.abort("enough");
  one.abort("again");
  assertEquals(told, ["a: enough", "b: enough"]);
  other.abort("late");
  assertEquals(told.at(-1), "x: late");
});
Deno.test("one who is told may send away those behind it", () => {
  const told: string[] = [];
  const controller = new AbortController();
  const groups: AbortGroups<string> = new AbortGroups((member) => {
    told.push(member);
    groups.leave("c", controller.signal);
  });
  for (const member of ["a", "b", "c"]) groups.join(member, controller.signal);
  controller.abort();
  assertEquals(told, ["a", "b"]);
});

// Invariants
Deno.test("a signal carries one listener while it has members, and none after", () => {
  const { groups, told } = watched();
  const controller = new AbortController();
  const { signal } = controller;
  for (let n = 0; n < 20_000; n++) groups.join(`${n}`, signal);
  assertEquals(listeners(signal), 1);
  for (let n = 0; n < 20_000; n++) groups.leave(`${n}`, signal);
  assertEquals(listeners(signal), 0);
  groups.leave("0", signal);
  groups.join("again", signal);
  controller.abort("now");
  assertEquals([told, listeners(signal)], [["again: now"], 0]);
});
