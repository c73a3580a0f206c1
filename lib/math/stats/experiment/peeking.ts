/**
 * Peeking: an experiment of two arms is looked at while it runs, and stopped at the first look that pleases. How often
 * is that a false alarm?
 *
 * Many experiments are simulated. A stopping rule is fed with their observations and asked at each planned look whether
 * it would stop; the first look at which it does is kept. {@linkcode RepeatedWelch} is the rule that everybody follows
 * who watches a dashboard for p < .05: each look is a fair test, all of them together are not.
 *
 * **Invariant.** All rules see the same observations, and one rule more or less changes nothing for the others.
 *
 * Cost: `experiments` · largest look · rules observations, and O(1) a look.
 *
 * Not here on purpose: rules that stay honest under peeking (`sequential_comparison.ts`), planned bounds (Pocock,
 * O'Brien–Fleming).
 *
 * Source: P. Armitage, C. McPherson, B. Rowe, Repeated Significance Tests on Accumulating Data, J. R. Statist. Soc. A
 * 132 (1969), table 2.
 *
 * @module
 */
import {
  argumentError,
  checkFinite,
  checkFunction,
  checkOneOf,
  checkOptions,
  checkPositiveInteger,
} from "../../../base/argument.ts";
import { type Random, random } from "../../../base/random.ts";
import { levelOf, type LevelOptions } from "../hypothesis/hypothesis_result.ts";
import { welchTTestFromSummaries } from "../hypothesis/t_tests.ts";
import { RunningMoments } from "../running_moments.ts";

/** Something that watches an experiment: `SequentialComparison` is one. */
export interface StoppingRule {
  /** Takes one observation. */
  add(arm: "a" | "b", value: number): void;
  /** How things stand: `isDecided` would stop the experiment. */
  verdict(): { readonly isDecided: boolean };
}

/** The experiments that are simulated. */
export interface PeekingPlan {
  /** One observation of an arm. */
  draw(random: Random, arm: "a" | "b"): number;
  /** Observations in each arm at each look, ascending. */
  readonly looks: readonly number[];
  /** How many experiments. */
  readonly experiments: number;
  /** Decides all observations. */
  readonly seed: number;
}

/**
 * For each rule and each experiment, the look at which the rule stops first, in observations of an arm; `undefined`
 * where it never does.
 * @param rules By name: each makes a fresh rule for an experiment.
 * @throws {RangeError} If `looks` are none, not positive integers or not ascending, or `experiments` is not a positive
 *   integer.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { falsePositiveRates, RepeatedWelch, simulatePeeking } from "./peeking.ts";
 * const looks = [50, 100, 150, 200, 250];
 * const { daily } = simulatePeeking({ daily: () => new RepeatedWelch() }, {
 *   ...{ draw: (random) => random.normal(), looks, experiments: 500, seed: 1 },
 * });
 * const rates = falsePositiveRates(daily, looks);
 * assert(rates[0]! < 0.08 && rates[4]! > 0.11); // there is no effect
 * ```
 */
export function simulatePeeking<Name extends string>(
  rules: Readonly<Record<Name, () => StoppingRule>>,
  plan: PeekingPlan,
): Record<Name, (number | undefined)[]> {
  const action = "simulate peeking";
  const { draw, looks, experiments, seed } = checkOptions(plan, { action, argument: "plan" });
  checkFunction(draw, { action, argument: "draw" });
  checkOptions(rules, { action, argument: "rules" });
  for (const [name, rule] of Object.entries(rules)) {
    checkFunction(rule as () => unknown, { action, argument: `rules.${name}` });
  }
  checkPositiveInteger(experiments, { action, argument: "experiments" });
  checkLooks(looks, action);
  const dice = random(seed);
  const names = Object.keys(rules) as Name[];
  const alarms = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<
    Name,
    (number | undefined)[]
  >;
  const last = looks.at(-1)!;
  const [a, b] = [new Float64Array(last), new Float64Array(last)];
  for (let experiment = 0; experiment < experiments; experiment++) {
    for (let i = 0; i < last; i++) {
      a[i] = draw(dice, "a");
      b[i] = draw(dice, "b");
    }
    for (const name of names) alarms[name].push(firstAlarm(rules[name](), { a, b, looks }));
  }
  return alarms;
}

/**
 * The share of the experiments that a rule has stopped by each of the looks: without an effect, its false positives.
 * @throws {RangeError} If there are no experiments.
 */
export function falsePositiveRates(alarms: readonly (number | undefined)[], looks: readonly number[]): Float64Array {
  for (const [argument, list] of Object.entries({ alarms, looks })) {
    if (Array.isArray(list)) continue;
    throw argumentError(list, { action: "take rates", argument, rule: "a list", type: "none" });
  }
  if (alarms.length === 0) {
    throw new RangeError("Cannot take rates: alarms must have at least one experiment: current value is 0");
  }
  return Float64Array.from(
    looks,
    (look) => alarms.filter((alarm) => alarm !== undefined && alarm <= look).length / alarms.length,
  );
}

/** Which bar Welch's test must clear at each look: the level of each single look. */
export type RepeatedWelchOptions = LevelOptions;

/** Welch's t-test, made at every look as if it were the only one. */
export class RepeatedWelch implements StoppingRule {
  readonly #alpha: number;
  readonly #a = new RunningMoments();
  readonly #b = new RunningMoments();

  /**
   * A rule that has seen nothing.
   * @throws {RangeError} If the level lies outside (0, 1).
   */
  constructor(options: RepeatedWelchOptions = {}) {
    this.#alpha = levelOf(options, { action: "repeat Welch's test" });
  }

  /**
   * Takes one observation.
   * @throws {TypeError} If it is no number, or the arm no text.
   * @throws {RangeError} If it is not finite, or the arm neither "a" nor "b"; nothing has changed then.
   */
  add(arm: "a" | "b", value: number): void {
    const action = "repeat Welch's test";
    checkOneOf(arm, { action, argument: "arm", choices: ["a", "b"] });
    checkFinite(value, { action, argument: "value" });
    (arm === "a" ? this.#a : this.#b).add(value);
  }

  /**
   * The p-value of this look alone; `undefined`, and no decision, while an arm has fewer than two observations or
   * neither varies.
   */
  verdict(): { readonly pValue: number | undefined; readonly isDecided: boolean } {
    const [a, b] = [this.#a, this.#b];
    const isVarying = !a.isConstantUpToRounding || !b.isConstantUpToRounding;
    if (a.count < 2 || b.count < 2 || !isVarying) return { pValue: undefined, isDecided: false };
    const { pValue } = welchTTestFromSummaries(a, b);
    return { pValue, isDecided: pValue <= this.#alpha };
  }
}

function firstAlarm(
  rule: StoppingRule,
  { a, b, looks }: { readonly a: Float64Array; readonly b: Float64Array; readonly looks: readonly number[] },
): number | undefined {
  let seen = 0;
  for (const look of looks) {
    for (; seen < look; seen++) {
      rule.add("a", a[seen]!);
      rule.add("b", b[seen]!);
    }
    if (rule.verdict().isDecided) return look;
  }
  return undefined;
}

function checkLooks(looks: readonly number[], action: string): void {
  if (!Array.isArray(looks)) {
    throw argumentError(looks, { action, argument: "looks", rule: "a list of looks", type: "none" });
  }
  if (looks.length === 0) throw new RangeError(`Cannot ${action}: looks must have at least one: current value is 0`);
  for (const [i, look] of looks.entries()) {
    checkPositiveInteger(look, { action, argument: `looks[${i}]` });
    if (i > 0 && look <= looks[i - 1]!) {
      throw new RangeError(
        `Cannot ${action}: looks must ascend: current value is ${look} after ${looks[i - 1]}`,
      );
    }
  }
}
