import { assertEquals } from "@std/assert";
import { getEventListeners } from "node:events";
import { SharedAbortListeners } from "@lib/concurrency/concurrency_limiter/_shared_abort_listeners.ts";

function watched() {
  const told: string[] = [];
  return { told, groups: new SharedAbortListeners<string>((member, reason) => void told.push(`${member}: ${reason}`)) };
}
const listeners = (signal: AbortSignal) => getEventListeners(signal, "abort").length;

// By hand
Deno.test("the members of a signal are told once, in the order of joining, and those of others are not", () => {
  const { groups, told } = watched();
  const [one, other] = [new AbortController(), new AbortController()];
  groups.add("a", one.signal);
  groups.add("x", other.signal);
  groups.add("gone", one.signal);
  groups.add("b", one.signal);
  groups.delete("gone", one.signal);
  one.abort("enough");
  one.abort("again");
  assertEquals(told, ["a: enough", "b: enough"]);
  other.abort("late");
  assertEquals(told.at(-1), "x: late");
});
Deno.test("one who is told may send away those behind it", () => {
  const told: string[] = [];
  const controller = new AbortController();
  const groups: SharedAbortListeners<string> = new SharedAbortListeners((member) => {
    told.push(member);
    groups.delete("c", controller.signal);
  });
  for (const member of ["a", "b", "c"]) groups.add(member, controller.signal);
  controller.abort();
  assertEquals(told, ["a", "b"]);
});

// Invariants
Deno.test("a signal carries one listener while it has members, and none after", () => {
  const { groups, told } = watched();
  const controller = new AbortController();
  const { signal } = controller;
  for (let n = 0; n < 20_000; n++) groups.add(`${n}`, signal);
  assertEquals(listeners(signal), 1);
  for (let n = 0; n < 20_000; n++) groups.delete(`${n}`, signal);
  assertEquals(listeners(signal), 0);
  groups.delete("0", signal);
  groups.add("again", signal);
  controller.abort("now");
  assertEquals([told, listeners(signal)], [["again: now"], 0]);
});
