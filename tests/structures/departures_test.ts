import { assertEquals, assertInstanceOf, assertStrictEquals, assertThrows } from "@std/assert";
import { Departures } from "@lib/structures/departures.ts";

Deno.test("announce() tells of each departure once, in the order of noting", () => {
  const told: string[] = [];
  const departures = new Departures<string, number>((key, value, reason) => told.push(`${key}${value} ${reason}`));
  departures.announce();
  departures.note({ key: "a", value: 1, reason: "capacity" });
  departures.note({ key: "b", value: 2, reason: "clear" });
  assertEquals(told, []);
  departures.announce();
  departures.announce();
  assertEquals(told, ["a1 capacity", "b2 clear"]);
});

Deno.test("announce() tells of what a callback notes only in that callback's own announcement", () => {
  const told: string[] = [];
  const departures: Departures<string, number> = new Departures((key) => {
    told.push(key);
    if (key !== "a") return;
    departures.note({ key: "inner", value: 0, reason: "delete" });
    departures.announce();
  });
  for (const key of ["a", "b"]) departures.note({ key, value: 0, reason: "clear" });
  departures.announce();
  assertEquals(told, ["a", "inner", "b"]);
});

Deno.test("announce() throws what a callback threw, after all have been told, and forgets them", () => {
  const told: string[] = [];
  const failures: Record<string, Error> = { a: new Error("a"), c: new Error("c") };
  const departures = new Departures<string, number>((key) => {
    told.push(key);
    if (failures[key] !== undefined) throw failures[key];
  });
  for (const key of ["a", "b"]) departures.note({ key, value: 0, reason: "clear" });
  assertStrictEquals(assertThrows(() => departures.announce()), failures["a"]);
  departures.announce();
  for (const key of ["a", "b", "c"]) departures.note({ key, value: 0, reason: "clear" });
  const error = assertThrows(() => departures.announce(), AggregateError, "current value is 2 of 3 calls");
  assertInstanceOf(error, AggregateError);
  assertEquals(error.errors, [failures["a"], failures["c"]]);
  assertEquals(told, ["a", "b", "a", "b", "c"]);
});

Deno.test("without a callback nothing is kept", () => {
  const departures = new Departures<string, number>(undefined);
  departures.note({ key: "a", value: 1, reason: "clear" });
  departures.announce();
});
