import { assert } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { SequentialComparison } from "@lib/math/stats/experiment/sequential_comparison.ts";

for (
  const [name, effectScale, draw] of [
    ["means", 0.1, (dice) => dice.normal()],
    ["proportions", 0.02, (dice) => dice.next() < 0.1 ? 1 : 0],
  ] as [string, number, (dice: ReturnType<typeof random>) => number][]
) {
  Deno.test(`by simulation: peeking after each of 10,000 observations of 2,000 A/A experiments, ${name}`, () => {
    const dice = random(20261121);
    let alarms = 0;
    for (let experiment = 0; experiment < 2000; experiment++) {
      const comparison = new SequentialComparison({ effectScale });
      for (let i = 0; i < 10_000; i++) comparison.add(i % 2 ? "a" : "b", draw(dice));
      if (comparison.verdict().isDecided) alarms++;
    }
    assert(alarms <= 100, `${alarms} of 2000`); // Ville's bound is 100 at the most, for ever
    assert(alarms >= 10, `${alarms} of 2000: a test that never speaks is safe and useless`);
  });
}
