/**
 * Two samples and the test that is asked of them: how they are driven, what should have come out, and how they are
 * shown.
 *
 * The reader is handed the tails of two distributions, because nobody writes an incomplete beta function in an
 * interview. They are written inside the driver, since only its text travels: Student's t by a quadrature (tanh–sinh)
 * of the density in the angle, Kolmogorov's limit by its series. What is expected comes from
 * `lib/math/stats/hypothesis`, which has other ways to the same numbers.
 *
 * @module
 */
import { kolmogorovSmirnovTest } from "../../../math/stats/hypothesis/kolmogorov_smirnov.ts";
import { welchTTest } from "../../../math/stats/hypothesis/t_tests.ts";
import { shownValue } from "../shown_value.ts";
import type { Case, Failure } from "../suite.ts";
import type { WelchAndKsGiven } from "./exercise.ts";

/** A call of one of the two tests. */
export interface TestCall {
  /** Which function is called. */
  readonly test: "welch" | "kolmogorovSmirnov";
  /** Its first sample. */
  readonly a: readonly number[];
  /** Its second sample. */
  readonly b: readonly number[];
}

/** A number that a test gives. */
export type Field = "statistic" | "degreesOfFreedom" | "pValue";

/** What came back from one call: nothing of it can be trusted to be what it should be. */
export interface Answered extends Readonly<Record<Field, unknown>> {
  /** The first sample after the call. */
  readonly a: unknown;
  /** The second sample after the call. */
  readonly b: unknown;
}

/** Runs in the child: makes each test on copies of the samples. */
export const callTests: Case<WelchAndKsGiven, readonly TestCall[]>["drive"] = (given, calls, child): unknown[] => {
  const { sin, sinh, cosh, exp, sqrt, atan, PI } = Math;
  /** The integral of sin^power from 0 to `end`. */
  const sines = (power: number, end: number) => {
    let sum = 0;
    for (let k = -128; k <= 128; k++) {
      const away = exp(-PI * sinh(k / 32));
      sum += sin(end / (1 + away)) ** power * PI * cosh(k / 32) * away / (1 + away) ** 2;
    }
    return sum * end / 32;
  };
  const studentTail = (t: number, degreesOfFreedom: number): number => {
    if (t < 0) return 1 - studentTail(-t, degreesOfFreedom);
    const angle = t === 0 ? PI / 2 : atan(sqrt(degreesOfFreedom) / t);
    return sines(degreesOfFreedom - 1, angle) / sines(degreesOfFreedom - 1, PI / 2) / 2;
  };
  const kolmogorovTail = (x: number): number => {
    if (x < 0.18) return 1; // to the last digit
    let sum = 0;
    for (let k = 40; k > 0; k--) sum += (k % 2 === 1 ? 2 : -2) * exp(-2 * (k * x) ** 2);
    return sum;
  };
  const answered: unknown[] = [];
  for (let i = 0; i < calls.length; i++) {
    child.step(i);
    const { test } = calls[i]!;
    const a = calls[i]!.a.slice();
    const b = calls[i]!.b.slice();
    const result = test === "welch"
      ? given.welch(a, b, { studentTail })
      : given.kolmogorovSmirnov(a, b, { kolmogorovTail });
    const { statistic, degreesOfFreedom, pValue } = Object(result);
    answered[i] = { statistic, degreesOfFreedom, pValue, a, b };
  }
  return answered;
};

/** What is right for a call; `degreesOfFreedom` only for Welch's test. */
export function rightOf({ test, a, b }: TestCall): Readonly<Record<Field, number>> {
  const { statistic, degreesOfFreedom, pValue } = test === "welch"
    ? welchTTest(a, b)
    : kolmogorovSmirnovTest(a, b, { method: "asymptotic" });
  return { statistic, degreesOfFreedom: degreesOfFreedom?.[0] ?? NaN, pValue };
}

/**
 * The first call that breaks a rule.
 * @param rule Gives what was expected and what came instead, or nothing.
 * @throws {TypeError} If the evidence is not one record a call.
 */
export function firstBroken(
  { calls, evidence }: { readonly calls: readonly TestCall[]; readonly evidence: unknown },
  rule: (answered: Answered, call: TestCall) => { readonly expected: string; readonly got: string } | undefined,
): Failure | undefined {
  const isRecord = (one: unknown) => typeof one === "object" && one !== null;
  if (!Array.isArray(evidence) || evidence.length !== calls.length || !evidence.every(isRecord)) {
    throw new TypeError(`Cannot judge tests: one result a call is needed: current value is ${shownValue(evidence)}`);
  }
  for (const [i, call] of calls.entries()) {
    const broken = rule(evidence[i] as Answered, call);
    if (broken) return { input: showCall(call), ...broken };
  }
}

/** Below this, numbers are compared by their difference: a gap of 0 need not come out as 0 exactly. */
const SMALL = 1e-9;

/** A rule: `field` is right up to a relative error. */
export function fieldIsRight(field: Field, relativeError = 1e-6): Parameters<typeof firstBroken>[1] {
  return (answered, call) => {
    const [got, right] = [answered[field], rightOf(call)[field]];
    if (typeof got === "number" && Math.abs(got - right) <= relativeError * Math.max(SMALL, Math.abs(right))) {
      return undefined;
    }
    return { expected: `${field} ${digits(right)}`, got: `${field} ${digits(got)}` };
  };
}

/** Calls as a reader would write them; long samples are cut. */
export function showCalls(calls: readonly TestCall[], through: number = calls.length - 1): string {
  const last = calls[through]!;
  return through === 0 ? showCall(last) : `${through} other calls; ${showCall(last)}`;
}

/** Longest sample that is shown whole. */
const SHOWN_WHOLE = 12;

/** One call as a reader would write it. */
export function showCall({ test, a, b }: TestCall): string {
  const [first, second] = [a, b].map((sample) =>
    sample.length <= SHOWN_WHOLE
      ? shownValue(sample)
      : `[${sample.slice(0, SHOWN_WHOLE / 2).join(", ")}, … ${sample.length} numbers]`
  );
  return `${test}(${first}, ${second}, tails)`;
}

/** A number with as many digits as a comparison needs. */
export function digits(value: unknown): string {
  return shownValue(typeof value === "number" ? Number(value.toPrecision(8)) : value);
}
