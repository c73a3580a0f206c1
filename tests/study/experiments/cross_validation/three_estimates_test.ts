import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { threeEstimates } from "@lib/study/experiments/cross_validation/three_estimates.ts";

const estimates = threeEstimates({ sizes: [40, 320], seed: 8 });

Deno.test("the honest estimate is one half, within four standard errors", () => {
  for (const [i, size] of [40, 320].entries()) {
    assertAlmostEquals(estimates["splits first"][i]!, 0.5, 4 * Math.sqrt(0.25 / (20 * size)) + 0.01);
  }
});

Deno.test("copied rows find their twins at every size, chosen features flatter small data most", () => {
  const [copied, selected] = [estimates["copies rows, then splits"], estimates["selects features, then splits"]];
  assert(copied.every((share) => share > 0.75), `${copied}`);
  assert(selected[0]! > 0.65 && selected[1]! < selected[0]! - 0.05, `${selected}`);
});

Deno.test("the seed decides, and nonsense is refused", () => {
  const options = { sizes: [20], seed: 3, repeats: 2, features: 10 };
  assertEquals(threeEstimates(options), threeEstimates(options));
  assert(JSON.stringify(threeEstimates(options)) !== JSON.stringify(threeEstimates({ ...options, seed: 4 })));
  assertThrows(() => threeEstimates({ ...options, repeats: 0 }), RangeError, "repeats");
  assertThrows(() => threeEstimates({ ...options, features: 0.5 }), RangeError, "features");
});
