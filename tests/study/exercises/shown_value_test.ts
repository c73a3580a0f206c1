import { assert, assertEquals } from "@std/assert";
import { Described, shownValue } from "@lib/study/exercises/shown_value.ts";

Deno.test("values are shown as JavaScript writes them", () => {
  const pairs: readonly (readonly [unknown, string])[] = [
    [1.5, "1.5"],
    [-0, "-0"],
    [NaN, "NaN"],
    [10n, "10n"],
    ['say "hi"\n', '"say \\"hi\\"\\n"'],
    [undefined, "undefined"],
    [null, "null"],
    [[1, [undefined, "a"]], '[1, [undefined, "a"]]'],
    [{ a: 1, "b c": { d: [] } }, '{ a: 1, "b c": { d: [] } }'],
    [{}, "{}"],
    [new Described("Map(2)"), "Map(2)"],
    [[new Described("[Function f]")], "[[Function f]]"],
  ];
  for (const [value, text] of pairs) assertEquals(shownValue(value), text);
});
Deno.test("a long value is cut", () => {
  const text = shownValue("x".repeat(1000));
  assert(text.length === 201 && text.endsWith("…"));
});
