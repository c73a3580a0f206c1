import { assertEquals, assertThrows } from "@std/assert";
import { EntryMetadata, type MeasureOptions } from "@lib/structures/_entry_metadata.ts";
import { ManualClock } from "@lib/testing/manual_clock.ts";

const ACTION = "weigh in";
const measuresOf = (options: MeasureOptions<string, number>) => new EntryMetadata<string, number>(options, ACTION);

// By hand
Deno.test("without options every slot weighs 1 and none expires", () => {
  const measures = measuresOf({});
  measures.set(1, 1);
  assertEquals([measures.areWeighed, measures.areTimed, measures.weigh("a", 7)], [false, false, 1]);
  assertEquals([measures.weightOf(1), measures.isExpired(1)], [1, false]);
  measures.renumber([5, 1]);
  assertEquals([measures.weightOf(2), measures.isExpired(2)], [1, false]);
});

Deno.test("a slot weighs what was set last, and expires ttlMs after that", () => {
  const clock = new ManualClock(-3);
  const measures = measuresOf({ weigh: (value, key) => value + key.length, ttlMs: 3, clock });
  assertEquals([measures.areWeighed, measures.areTimed, measures.weigh("abc", 7)], [true, true, 10]);
  measures.set(1, 10); // expires at 0
  clock.advance(1);
  measures.set(2, 20); // expires at 1
  clock.advance(2);
  assertEquals([measures.isExpired(1), measures.isExpired(2)], [true, false]);
  measures.set(1, 11); // expires at 3
  assertEquals([measures.isExpired(1), measures.weightOf(1), measures.weightOf(2)], [false, 11, 20]);
  clock.advance(1);
  assertEquals(measures.isExpired(2), true);
});

Deno.test("a clock without a time-to-live is not looked at", () => {
  const measures = measuresOf({
    clock: {
      nowMs: () => {
        throw new Error("looked");
      },
    },
  });
  measures.set(1, 1);
  assertEquals([measures.areTimed, measures.isExpired(1)], [false, false]);
});

Deno.test("renumber() gives each slot what its old number had", () => {
  const clock = new ManualClock();
  const measures = measuresOf({ weigh: (value) => value, ttlMs: 10, clock });
  for (let slot = 1; slot <= 5; slot++) {
    measures.set(slot, 100 * slot);
    clock.advance(2);
  }
  measures.renumber([4, 2]); // slot 4 becomes 1, slot 2 becomes 2
  assertEquals([1, 2].map((slot) => [measures.weightOf(slot), measures.isExpired(slot)]), [[400, false], [200, false]]);
  clock.advance(2); // the hour is 12; slot 4 was set at 6, slot 2 at 2
  assertEquals([measures.isExpired(1), measures.isExpired(2)], [false, true]);
  measures.set(3, 1);
  assertEquals(measures.weightOf(3), 1);
});

// Refusals
Deno.test("options that cannot be meant are refused with the action, the name and the value", () => {
  const clock = new ManualClock();
  for (const ttlMs of [0, -1, NaN, Infinity]) {
    const message = `Cannot weigh in: ttlMs must be a positive finite number: current value is ${ttlMs}`;
    assertThrows(() => measuresOf({ ttlMs, clock }), RangeError, message);
  }
  assertThrows(() => measuresOf({ ttlMs: 1 }), TypeError, "Cannot weigh in: ttlMs needs a clock to be counted on");
  const weigh = 3 as unknown as () => number;
  assertThrows(() => measuresOf({ weigh }), TypeError, "Cannot weigh in: weigh must be a function: current value is 3");
  for (const weight of [0, 0.5, -1, NaN]) {
    const message = `the result of weigh must be a positive integer: current value is ${weight}`;
    assertThrows(() => measuresOf({ weigh: () => weight }).weigh("a", 1), RangeError, message);
  }
});
