import { assertEquals, assertThrows } from "@std/assert";
import { formatCount, formatNumber, groupDigits } from "@lib/study/figures/_format_number.ts";

Deno.test("formatNumber() writes numbers as people read them", () => {
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
  for (const [value, text] of cases) assertEquals(formatNumber(value), text);
});

Deno.test("formatNumber() keeps as many significant digits as it is told", () => {
  assertEquals([1, 2, 5].map((digits) => formatNumber(Math.PI, digits)), ["3", "3.1", "3.1416"]);
});

Deno.test("groupDigits() separates thousands before the point only", () => {
  assertEquals(["1", "1000", "1234567.1234567", "100.5"].map(groupDigits), [
    "1",
    "1,000",
    "1,234,567.1234567",
    "100.5",
  ]);
});

Deno.test("formatCount() hears a hiss", () => {
  assertEquals(["batch", "class", "epoch"].map((noun) => formatCount(2, noun)), ["2 batches", "2 classes", "2 epochs"]);
});

Deno.test("formatCount() knows none, one and many", () => {
  assertEquals([0, 1, 2, 1200].map((count) => formatCount(count, "alarm")), [
    "no alarms",
    "1 alarm",
    "2 alarms",
    "1,200 alarms",
  ]);
});

Deno.test("formatNumber() refuses impossible digits", () => {
  for (const digits of [0, 16, 2.5, NaN]) assertThrows(() => formatNumber(1.5, digits), RangeError, `${digits}`);
});
