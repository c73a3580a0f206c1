import { assertEquals } from "@std/assert";
import { inUnitOf, labelOf, shownTitle, unitOf } from "@lib/study/figures/_axis_title.ts";

Deno.test("a title falls into its name and its unit", () => {
  assertEquals([labelOf("Latency (ms)"), unitOf("Latency (ms)")], ["Latency", "ms"]);
  assertEquals([labelOf("Policy"), unitOf("Policy")], ["Policy", undefined]);
  assertEquals([labelOf("Hit ratio (0 to 1)"), unitOf("Hit ratio (0 to 1)")], ["Hit ratio", undefined]);
});

Deno.test("counts and ratios are shown without a unit", () => {
  assertEquals(["Hits (count)", "Learning rate (1)", "Latency (ms)", "Ratio (0 to 1)"].map(shownTitle), [
    ...["Hits", "Learning rate", "Latency (ms)", "Ratio (0 to 1)"],
  ]);
});
Deno.test("counts and ranges are no units that follow a number", () => {
  assertEquals(["Latency (ms)", "Hits (count)", "Ratio (0 to 1)", "Policy"].map((title) => inUnitOf(title, "5")), [
    "5 ms",
    "5",
    "5",
    "5",
  ]);
});
