import { assertEquals, assertThrows } from "@std/assert";
import { countText, grouped, numberText } from "@lib/study/figures/number_text.ts";

Deno.test("numberText() writes numbers as people read them", () => {
  const cases: [number, string][] = [
    [0, "0"],
    [-0, "0"],
    [7, "7"],
    [-1234, "−1,234"],
    [999_999, "999,999"],
    [1e14, "100,000,000,000,000"],
    [1e15, "1.00e15"],
    [0.606, "0.606"],
    [0.0001234, "0.000123"],
    [0.00001234, "1.23e−5"],
    [12.345, "12.3"],
    [1234.5, "1,235"],
    [99.96, "100.0"],
    [Infinity, "∞"],
    [-Infinity, "−∞"],
    [NaN, "not a number"],
  ];
  for (const [value, text] of cases) assertEquals(numberText(value), text);
});

Deno.test("numberText() keeps as many significant digits as it is told", () => {
  assertEquals([1, 2, 5].map((digits) => numberText(Math.PI, digits)), ["3", "3.1", "3.1416"]);
});

Deno.test("grouped() separates thousands before the point only", () => {
  assertEquals(["1", "1000", "1234567.1234567", "100.5"].map(grouped), ["1", "1,000", "1,234,567.1234567", "100.5"]);
});

Deno.test("countText() hears a hiss", () => {
  assertEquals(["batch", "class", "epoch"].map((noun) => countText(2, noun)), ["2 batches", "2 classes", "2 epochs"]);
});

Deno.test("countText() knows none, one and many", () => {
  assertEquals([0, 1, 2, 1200].map((count) => countText(count, "alarm")), [
    "no alarms",
    "1 alarm",
    "2 alarms",
    "1,200 alarms",
  ]);
});

Deno.test("numberText() refuses impossible digits", () => {
  for (const digits of [0, 16, 2.5, NaN]) assertThrows(() => numberText(1.5, digits), RangeError, `${digits}`);
});
