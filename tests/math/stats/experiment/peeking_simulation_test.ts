import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { type Random, random } from "@lib/base/random.ts";
import {
  falsePositiveRates,
  RepeatedWelch,
  simulatePeeking,
  type StoppingRule,
} from "@lib/math/stats/experiment/peeking.ts";
import { SequentialComparison } from "@lib/math/stats/experiment/sequential_comparison.ts";
import { welchTTest } from "@lib/math/stats/hypothesis/t_tests.ts";

const normal = (dice: Random) => dice.normal();

/** Stops when arm a has had so many positive numbers. */
function counting(enough: number): StoppingRule & { positive: number } {
  return {
    positive: 0,
    add(arm, value) {
      if (arm === "a" && value > 0) this.positive++;
    },
    verdict() {
      return { isDecided: this.positive >= enough };
    },
  };
}

// By hand
Deno.test("by hand: the first look at which a rule stops", () => {
  let drawn = 0;
  // a and b take turns; a gets 1, −1, 1, −1, …
  const draw = (_: Random, arm: string) => arm === "b" ? 0 : drawn++ % 2 === 0 ? 1 : -1;
  const looks = [2, 4, 6];
  const alarms = simulatePeeking({ two: () => counting(2), four: () => counting(4), one: () => counting(1) }, {
    ...{ draw, looks, experiments: 2, seed: 1 },
  });
  assertEquals(alarms, { two: [4, 4], four: [undefined, undefined], one: [2, 2] });
  assertEquals([...falsePositiveRates([4, undefined, 2, 6], looks)], [0.25, 0.5, 0.75]);
});

// Oracle
Deno.test("each look of the repeated test is Welch's test of what was seen", () => {
  const dice = random(2);
  const [a, b]: [number[], number[]] = [[], []];
  const rule = new RepeatedWelch();
  for (let i = 0; i < 60; i++) {
    const arm = dice.integer(3) === 0 ? "a" : "b";
    const value = 1e6 + (arm === "a" ? 0.8 + 3 * dice.normal() : dice.normal());
    (arm === "a" ? a : b).push(value);
    rule.add(arm, value);
    if (a.length < 2 || b.length < 2) continue;
    const { pValue } = welchTTest(a, b);
    assertAlmostEquals(rule.verdict().pValue!, pValue, 1e-6 * pValue);
    assertEquals(rule.verdict().isDecided, rule.verdict().pValue! <= 0.05);
  }
});
Deno.test("by simulation: the false alarms of two, five and ten looks are those that Armitage and others computed", () => {
  for (const [count, right] of [[1, 0.05], [2, 0.083], [5, 0.142], [10, 0.193]] as const) {
    const looks = Array.from({ length: count }, (_, i) => 100 * (i + 1));
    const { often } = simulatePeeking({ often: () => new RepeatedWelch() }, {
      ...{ draw: normal, looks, experiments: 3000, seed: 7 },
    });
    const rate = falsePositiveRates(often, looks).at(-1)!;
    assert(Math.abs(rate - right) < 3.5 * Math.sqrt(right * (1 - right) / 3000), `${count} looks: ${rate}`);
  }
});

// Invariants
Deno.test("one rule more changes nothing for the others, and a seed is a seed", () => {
  const plan = { draw: normal, looks: [20, 40, 60], experiments: 50, seed: 11 };
  const rules = { welch: () => new RepeatedWelch(), strict: () => new RepeatedWelch({ alpha: 0.01 }) };
  const both = simulatePeeking(rules, plan);
  assertEquals(simulatePeeking({ welch: rules.welch }, plan).welch, both.welch);
  assertEquals(simulatePeeking(rules, plan), both);
  assert(both.strict.filter((alarm) => alarm).length < both.welch.filter((alarm) => alarm).length);
  const sequence = { sequence: () => new SequentialComparison({ effectScale: 0.2, fewestPerArm: 10 }) };
  assert(falsePositiveRates(simulatePeeking(sequence, plan).sequence, plan.looks).at(-1)! <= 0.1);
});
Deno.test("both arms are drawn and fed by their names", () => {
  const fed: string[] = [];
  const rule = () => ({
    add: (arm: string, value: number) => void fed.push(arm + value),
    verdict: () => ({ isDecided: false }),
  });
  simulatePeeking({ rule }, {
    ...{ draw: (_: Random, arm: string) => arm === "a" ? 1 : 2, looks: [1, 2], experiments: 1, seed: 0 },
  });
  assertEquals(fed, ["a1", "b2", "a1", "b2"]);
});
Deno.test("a rule that has stopped is not fed any more", () => {
  let fed = 0;
  const rule = () => ({ add: () => void fed++, verdict: () => ({ isDecided: true }) });
  simulatePeeking({ rule }, { draw: normal, looks: [3, 100], experiments: 2, seed: 0 });
  assertEquals(fed, 12);
});
Deno.test("no decision before two numbers in each arm, nor while nothing varies", () => {
  const rule = new RepeatedWelch();
  const undecided = { pValue: undefined, isDecided: false };
  assertEquals(rule.verdict(), undecided);
  for (const arm of ["a", "b", "a"] as const) rule.add(arm, 5);
  assertEquals(rule.verdict(), undecided);
  rule.add("b", 5);
  assertEquals(rule.verdict(), undecided);
  rule.add("b", 6);
  assert(rule.verdict().pValue! > 0.3);
});

// Refusals
Deno.test("refusals", () => {
  const simulate = (looks: number[], experiments = 1) =>
    simulatePeeking({ rule: () => counting(1) }, { draw: normal, looks, experiments, seed: 1 });
  for (
    const [act, words] of [
      [() => simulate([]), "looks must have at least one: current value is 0"],
      [() => simulate([0]), "looks[0] must be a positive integer"],
      [() => simulate([1.5]), "looks[0] must be a positive integer"],
      [() => simulate([5, 5]), "looks must ascend: current value is 5 after 5"],
      [() => simulate([5], 0), "experiments must be a positive integer"],
      [() => new RepeatedWelch({ alpha: 0 }), "alpha must be a number strictly between 0 and 1: current value is 0"],
      [() => new RepeatedWelch({ alpha: 1 }), "alpha must be a number strictly between 0 and 1: current value is 1"],
      [() => new RepeatedWelch().add("a", NaN), "value must be"],
    ] as const
  ) assertThrows(act, RangeError, words);
});
Deno.test("what is refused leaves no trace", () => {
  const rule = new RepeatedWelch();
  for (const value of [1, 2, 3]) rule.add("a", value), rule.add("b", value + 1);
  const before = rule.verdict();
  assertThrows(() => rule.add("a", Infinity), RangeError);
  assertEquals(rule.verdict(), before);
});
