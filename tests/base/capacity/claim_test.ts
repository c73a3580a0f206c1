import { assertEquals, assertThrows } from "@std/assert";
import { claim, ClaimContradictedError, type Relation } from "@lib/base/capacity/claim.ts";
import { quantity, UnitMismatchError } from "@lib/base/capacity/quantity.ts";

const m = (low: number, high = low) => quantity([low, high], "miles");

// By hand
Deno.test("a claim about ranges holds when it holds for every value in them", () => {
  const rows: [number, number, Relation, number, number, boolean][] = [
    [1, 2, "<", 3, 4, true],
    [1, 3, "<", 3, 4, false],
    [1, 3, "<=", 3, 4, true],
    [1, 3.1, "<=", 3, 4, false],
    [3, 4, ">", 1, 2, true],
    [3, 4, ">", 1, 3, false],
    [3, 4, ">=", 1, 3, true],
    [2.9, 4, ">=", 1, 3, false],
  ];
  for (const [a, b, relation, c, d, holds] of rows) {
    const act = () => claim("It fits.", [m(a, b), relation, m(c, d)]);
    if (holds) assertEquals(act().text, "It fits.");
    else assertThrows(act, ClaimContradictedError, 'The numbers contradict "It fits."');
  }
});

Deno.test("a claim for some values is only contradicted when it holds for none", () => {
  const holdsFor = "some";
  assertEquals(claim("It may fit.", [m(1, 5), "<", m(2, 3)], { holdsFor }).comparison, "1 to 5 miles < 2 to 3 miles");
  assertThrows(() => claim("It may fit.", [m(3, 5), "<", m(2, 3)], { holdsFor }), ClaimContradictedError);
});

// Refusals
Deno.test("sides of different units, relations and options that don't exist are refused", () => {
  assertThrows(() => claim("?", [m(1), "<", quantity(1, "kg")]), UnitMismatchError, "one unit");
  assertThrows(() => claim("?", [m(1), "=" as Relation, m(1)]), RangeError, "relation must be");
  assertThrows(() => claim("?", [m(1), "<", m(2)], { holdsFor: "most" as "all" }), RangeError, "holdsFor must be");
});
