import { assert } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { SequentialComparison } from "@lib/math/stats/experiment/sequential_comparison.ts";

/** A/A experiments: all of them where the gate asks for more rounds, else fewer from the same seed. */
const EXPERIMENTS = Deno.env.has("LAB_TEST_ROUNDS") ? 2000 : 300;

for (
  const [name, effectScale, draw] of [
    ["means", 0.1, (dice) => dice.normal()],
    ["proportions", 0.02, (dice) => dice.next() < 0.1 ? 1 : 0],
  ] as [string, number, (dice: ReturnType<typeof random>) => number][]
) {
  Deno.test(`by simulation: peeking after each of 10,000 observations of many A/A experiments, ${name}`, () => {
    const dice = random(20261121);
    let alarms = 0;
    for (let experiment = 0; experiment < EXPERIMENTS; experiment++) {
      const comparison = new SequentialComparison({ effectScale });
      for (let i = 0; i < 10_000; i++) comparison.add(i % 2 ? "a" : "b", draw(dice));
      if (comparison.verdict().isDecided) alarms++;
    }
    assert(alarms <= EXPERIMENTS / 20, `${alarms} of ${EXPERIMENTS}`); // Ville's bound: 5 % at the most, for ever
    assert(alarms >= EXPERIMENTS / 200, `${alarms} of ${EXPERIMENTS}: a test that never speaks is safe and useless`);
  });
}
