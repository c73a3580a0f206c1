import { assertEquals } from "@std/assert";
import { difference, isSame } from "@lib/study/exercises/difference.ts";

// By hand
Deno.test("what is missing or too much is named before the order is looked at", () => {
  const cases: readonly (readonly [expected: unknown, got: unknown, note: string, isOrder: boolean])[] = [
    [[1, 2, 3], [3, 2, 1], "the same entries in another order", true],
    [[1, 1, 2], [1, 2, 1], "the same entries in another order", true],
    [[1, 2, 3], [1, 3], "2 is missing", false],
    [[1, 1], [1], "1 is missing", false],
    [[1, 2, 3, 4, 5], [], "5 entries are missing", false],
    [["a"], ["a", "b", "c"], '"b", "c" are too much', false],
    [[1, 2, 3], [1, 2, 4], "[2] must be 3, it is 4", false],
    [[1, 2], [3], "the list has 1 entries, not 2", false],
    [{ a: [{ b: 1 }] }, { a: [{ b: 2 }] }, "a[0].b must be 1, it is 2", false],
    [{ a: 1 }, { a: 1, b: 2 }, "b must be undefined, it is 2", false],
    [1, 2, "", false],
    [[1], "text", "", false],
  ];
  for (const [expected, got, note, isOrder] of cases) assertEquals(difference(expected, got), { note, isOrder });
});
Deno.test("equal values have no difference, and a field that is undefined is as good as none", () => {
  for (const value of [1, "a", null, undefined, NaN, [1, [2]], { a: { b: [] } }]) {
    assertEquals(difference(value, structuredClone(value)), undefined);
  }
  assertEquals(isSame({ a: 1, b: undefined }, { a: 1 }), true);
  assertEquals(isSame(0, -0), true);
});
Deno.test("numbers may differ by the tolerance, relative to the larger of 1 and the expected one", () => {
  assertEquals(isSame(1000, 1000.9, { tolerance: 1e-3 }), true);
  assertEquals(isSame(1000, 1001.1, { tolerance: 1e-3 }), false);
  assertEquals(isSame(0, 0.0009, { tolerance: 1e-3 }), true);
  assertEquals(isSame([0.1], [0.1 + 1e-12], { tolerance: 1e-9 }), true);
  assertEquals(isSame(0.1, 0.1 + 1e-12), false);
  assertEquals(isSame(1, NaN, { tolerance: 1 }), false);
  assertEquals(isSame(Infinity, 1, { tolerance: 1 }), false);
  assertEquals(isSame("1", 1, { tolerance: 1 }), false);
});
Deno.test("maps, instances and functions are equal to nothing but themselves", () => {
  for (const [a, b] of [[new Map(), new Map()], [new Date(0), {}], [{}, new Date(0)], [{}, []], [[], {}]]) {
    assertEquals(isSame(a, b), false);
  }
});
