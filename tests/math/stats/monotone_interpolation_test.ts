import { assert, assertEquals } from "@std/assert";
import { random } from "@lib/base/random.ts";
import {
  cumulativeSteps,
  linearInverseAt,
  linearValueAt,
  type MonotoneCurve,
  stepInverseAt,
  stepValueAt,
} from "@lib/math/stats/_monotone_interpolation.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";

const row = (...numbers: number[]) => Float64Array.from(numbers);

Deno.test("by hand: steps of 1, 2 and 3 at 5, 1 and 3", () => {
  const steps = cumulativeSteps(row(5, 1, 3), row(1, 2, 3));
  assertEquals([[...steps.values], [...steps.heights]], [[1, 3, 5], [2, 5, 6]]);
  assertEquals([0, 1, 2, 3, 5, 9].map((x) => stepValueAt(steps, x)), [0, 2, 2, 5, 6, 6]);
  assertEquals([0, 2, 2.1, 5, 6, 7].map((height) => stepInverseAt(steps, height)), [1, 1, 3, 3, 5, 5]);
});
Deno.test("by hand: lines that jump at 1 and are level from 2 to 4", () => {
  const lines = { values: row(0, 1, 1, 2, 4, 5), heights: row(0, 1, 3, 4, 4, 6) };
  assertEquals([-1, 0, 0.5, 1, 1.5, 2, 3, 4.5, 5, 6].map((x) => linearValueAt(lines, x)), [
    0,
    0,
    0.5,
    3,
    3.5,
    4,
    4,
    5,
    6,
    6,
  ]);
  const back = [0, 0.5, 1, 2, 3, 3.5, 4, 5, 6, 7].map((height) => linearInverseAt(lines, height));
  assertEquals(back, [0, 0.5, 1, 1, 1, 1.5, 2, 4.5, 5, 5]);
});
Deno.test("distances that overflow", () => {
  const lines = { values: row(-1.5e308, 1.5e308), heights: row(0, 8) };
  assertEquals([-1.5e308, 0, 7.5e307].map((x) => linearValueAt(lines, x)), [0, 4, 6]);
  assertEquals([0, 4, 6, 8].map((height) => linearInverseAt(lines, height)), [-1.5e308, 0, 7.5e307, 1.5e308]);
});
Deno.test("the way back finds the smallest x that is high enough", () => {
  const dice = random(1);
  const draw = () => Float64Array.from({ length: 12 }, () => dice.integer(9)).sort();
  for (let round = 0; round < 100; round++) {
    const curve: MonotoneCurve = { values: draw(), heights: draw() };
    const steps = cumulativeSteps(curve.values, row(...curve.heights.map((height) => height + 1)));
    for (let height = 0.5; height < curve.heights.at(-1)!; height++) {
      const x = linearInverseAt(curve, height);
      assert(linearValueAt(curve, x) >= height - 1e-12 && linearValueAt(curve, x - 1e-9) < height);
    }
    for (let height = 0.5; height < steps.heights.at(-1)!; height += 0.5) {
      const x = stepInverseAt(steps, height);
      assert(stepValueAt(steps, x) >= height && stepValueAt(steps, x - 1e-9) < height);
      assertAllClose([x], [steps.values[steps.heights.findIndex((reached) => reached >= height)]!]);
    }
  }
});
