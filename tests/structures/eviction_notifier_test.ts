import { assertEquals, assertInstanceOf, assertStrictEquals, assertThrows } from "@std/assert";
import { EvictionNotifier } from "@lib/structures/_eviction_notifier.ts";

Deno.test("announce() tells of each departure once, in the order of noting", () => {
  const told: string[] = [];
  const departures = new EvictionNotifier<string, number>((key, value, reason) =>
    told.push(`${key}${value} ${reason}`)
  );
  departures.flush();
  departures.enqueue({ key: "a", value: 1, reason: "capacity" });
  departures.enqueue({ key: "b", value: 2, reason: "clear" });
  assertEquals(told, []);
  departures.flush();
  departures.flush();
  assertEquals(told, ["a1 capacity", "b2 clear"]);
});

Deno.test("announce() tells of what a callback notes only in that callback's own announcement", () => {
  const told: string[] = [];
  const departures: EvictionNotifier<string, number> = new EvictionNotifier((key) => {
    told.push(key);
    if (key !== "a") return;
    departures.enqueue({ key: "inner", value: 0, reason: "delete" });
    departures.flush();
  });
  for (const key of ["a", "b"]) departures.enqueue({ key, value: 0, reason: "clear" });
  departures.flush();
  assertEquals(told, ["a", "inner", "b"]);
});

Deno.test("announce() throws what a callback threw, after all have been told, and forgets them", () => {
  const told: string[] = [];
  const failures: Record<string, Error> = { a: new Error("a"), c: new Error("c") };
  const departures = new EvictionNotifier<string, number>((key) => {
    told.push(key);
    if (failures[key] !== undefined) throw failures[key];
  });
  for (const key of ["a", "b"]) departures.enqueue({ key, value: 0, reason: "clear" });
  assertStrictEquals(assertThrows(() => departures.flush()), failures["a"]);
  departures.flush();
  for (const key of ["a", "b", "c"]) departures.enqueue({ key, value: 0, reason: "clear" });
  const error = assertThrows(() => departures.flush(), AggregateError, "current value is 2 of 3 calls");
  assertInstanceOf(error, AggregateError);
  assertEquals(error.errors, [failures["a"], failures["c"]]);
  assertEquals(told, ["a", "b", "a", "b", "c"]);
});

Deno.test("without a callback nothing is kept", () => {
  const departures = new EvictionNotifier<string, number>(undefined);
  departures.enqueue({ key: "a", value: 1, reason: "clear" });
  departures.flush();
});
