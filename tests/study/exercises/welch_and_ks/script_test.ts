import { assert, assertAlmostEquals, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { kolmogorov } from "@lib/math/stats/distributions/kolmogorov.ts";
import { studentT } from "@lib/math/stats/distributions/beta.ts";
import { kolmogorovSmirnovTest } from "@lib/math/stats/hypothesis/kolmogorov_smirnov.ts";
import { welchTTest } from "@lib/math/stats/hypothesis/t_tests.ts";
import * as exercise from "@lib/study/exercises/welch_and_ks/cases.ts";
import type { WelchAndKsGiven } from "@lib/study/exercises/welch_and_ks/exercise.ts";
import * as library from "@lib/study/exercises/welch_and_ks/right/library.ts";
import * as signedSteps from "@lib/study/exercises/welch_and_ks/right/signed_steps.ts";
import * as twoPointers from "@lib/study/exercises/welch_and_ks/right/two_pointers.ts";
import {
  callTests,
  fieldIsRight,
  firstBroken,
  rightOf,
  showCall,
  showCalls,
  type TestCall,
} from "@lib/study/exercises/welch_and_ks/script.ts";
import type { Case, Failure } from "@lib/study/exercises/suite.ts";
import { childTools } from "../child_tools.ts";

const cases = exercise.cases as readonly Case<WelchAndKsGiven, readonly TestCall[]>[];
const caseNamed = (part: string) => cases.find(({ name }) => name.includes(part))!;
const MEANS: TestCall = { test: "welch", a: [4, 5, 6, 7], b: [1, 2, 3, 8] };
const GAPS: TestCall = { test: "kolmogorovSmirnov", a: [1, 2, 3], b: [4, 5, 6] };

/** The first case that an answer fails in this process, where nothing is counted. */
function firstFailure(given: WelchAndKsGiven, seed: number): { name: string; failure: Failure } | undefined {
  for (const [i, one] of cases.entries()) {
    if (one.counted) continue;
    const input = one.input(random(seed + i));
    const failure = one.judge(input, one.drive(given, input, childTools()));
    if (failure) return { name: one.name, failure };
  }
}

// By hand
Deno.test("by hand: what is right for a call", () => {
  // means 5.5 and 3.5, variances 5/3 and 29/3, each over 4: 2 / √(34/12) and (34/12)² / ((5/12)² / 3 + (29/12)² / 3)
  const { statistic, degreesOfFreedom } = rightOf(MEANS);
  assertAlmostEquals(statistic, 2 / Math.sqrt(34 / 12), 1e-12);
  assertAlmostEquals(degreesOfFreedom, 3 * 34 ** 2 / (5 ** 2 + 29 ** 2), 1e-12);
  assertEquals(rightOf(GAPS).statistic, 1); // no overlap
  // the limit, although three numbers are few
  assertAlmostEquals(rightOf(GAPS).pValue, kolmogorov().sf(Math.sqrt(1.5)), 1e-12);
});
Deno.test("calls are shown as they would be written, long samples cut, and those before the last counted", () => {
  assertEquals(showCall(MEANS), "welch([4, 5, 6, 7], [1, 2, 3, 8], tails)");
  const long = { ...GAPS, b: Array.from({ length: 13 }, (_, i) => i) };
  assertEquals(showCall(long), "kolmogorovSmirnov([1, 2, 3], [0, 1, 2, 3, 4, 5, … 13 numbers], tails)");
  assertEquals(showCalls([MEANS, GAPS]), `1 other calls; ${showCall(GAPS)}`);
  assertEquals(showCalls([MEANS, GAPS], 0), showCall(MEANS));
});
Deno.test("each call gets copies: what a reader does to its arrays is seen, and done to nothing else", () => {
  const spoil = (a: number[]) => {
    a[0] = 99;
    return rightOf(GAPS);
  };
  const given = { welch: spoil, kolmogorovSmirnov: spoil } as unknown as WelchAndKsGiven;
  const [seen] = callTests(given, [GAPS], childTools()) as [{ a: unknown }];
  assertEquals([seen.a, GAPS.a], [[99, 2, 3], [1, 2, 3]]);
});

// Oracle: the tails that are handed in, against the library's
Deno.test("the tails that readers are handed are those of the distributions, far out, too", () => {
  const seen: string[] = [];
  const close = (got: number, right: number, what: string) => {
    if (!(Math.abs(got - right) <= 1e-9 * right)) seen.push(`${what}: ${got} for ${right}`);
  };
  const given: WelchAndKsGiven = {
    welch: (_a, _b, { studentTail }) => {
      for (const df of [1, 1.3, 4, 10.5, 37, 1999.2]) {
        for (const t of [0, 0.1, 1, 2.3, 20, 100, -1.5]) close(studentTail(t, df), studentT(df).sf(t), `t ${t}, ${df}`);
      }
      return { statistic: 0, degreesOfFreedom: 0, pValue: 0 };
    },
    kolmogorovSmirnov: (_a, _b, { kolmogorovTail }) => {
      for (const x of [0, 0.1, 0.18, 0.5, 1, 2, 6]) close(kolmogorovTail(x), kolmogorov().sf(x), `x ${x}`);
      return { statistic: 0, pValue: 0 };
    },
  };
  callTests(given, [MEANS, GAPS], childTools());
  assertEquals(seen, []);
});

// Invariants
Deno.test("right answers pass with sixty seeds, the library's own finished tests among them", () => {
  const finished: WelchAndKsGiven = {
    welch: (a, b) => {
      const { statistic, degreesOfFreedom, pValue } = welchTTest(a, b);
      return { statistic, degreesOfFreedom: degreesOfFreedom![0]!, pValue };
    },
    kolmogorovSmirnov: (a, b) => kolmogorovSmirnovTest(a, b, { method: "asymptotic" }),
  };
  for (let seed = 0; seed < 60; seed++) {
    for (const given of [finished, library, signedSteps, twoPointers] as readonly WelchAndKsGiven[]) {
      assertEquals(firstFailure(given, 1000 * seed), undefined, `seed ${seed}`);
    }
  }
});

// The judges, on answers made by hand
const welchOf = (answered: Record<string, unknown>) => [{ a: MEANS.a, b: MEANS.b, ...answered }];
Deno.test("a field is right up to its error, and a gap of 0 need not be 0 exactly", () => {
  const rule = fieldIsRight("statistic", 1e-3);
  const right = rightOf(MEANS).statistic;
  const judged = (statistic: unknown, call = MEANS) =>
    firstBroken({ calls: [call], evidence: welchOf({ statistic }) }, rule);
  assertEquals([judged(right * 1.0009), judged(right * 0.9991)], [undefined, undefined]);
  assertEquals(judged(right * 1.0011)?.expected, "statistic 1.1881771");
  assertEquals([judged(undefined)?.got, judged("1.2")?.got, judged(NaN)?.got], [
    "statistic undefined",
    'statistic "1.2"',
    "statistic NaN",
  ]);
  const none: TestCall = { test: "kolmogorovSmirnov", a: [1, 2], b: [2, 1] };
  assertEquals([judged(1e-16, none), judged(0, none)], [undefined, undefined]);
  assertEquals(judged(1e-6, none)?.expected, "statistic 0");
});
Deno.test("the call that breaks the rule is the one that is shown", () => {
  const evidence = [...welchOf(rightOf(MEANS)), { ...rightOf(GAPS), statistic: 0.5, a: GAPS.a, b: GAPS.b }];
  const failure = firstBroken({ calls: [MEANS, GAPS], evidence }, fieldIsRight("statistic"));
  assertEquals(failure, { input: showCall(GAPS), expected: "statistic 1", got: "statistic 0.5" });
});
Deno.test("a result that is no record has none of the numbers, and does not end the check", () => {
  for (const result of [undefined, null, 7, "text", Promise.resolve(rightOf(MEANS))]) {
    const given = { welch: () => result, kolmogorovSmirnov: () => result } as unknown as WelchAndKsGiven;
    const failure = firstFailure(given, 1);
    assertEquals([failure?.name, failure?.failure.got], [cases[0]!.name, "statistic undefined"]);
  }
});
Deno.test("evidence that is not one record a call is refused", () => {
  for (const evidence of [undefined, [], [1], [{}, {}], "text", [null]]) {
    assertThrows(() => firstBroken({ calls: [MEANS], evidence }, () => undefined), TypeError, "one result a call");
  }
});
Deno.test("a p-value outside [0, 1] is none, at either end", () => {
  const one = caseNamed("Kolmogorov's tail has both");
  const input = one.input(random(1));
  const judged = (pValue: unknown) => one.judge(input, [{ ...input[0], pValue }])?.got;
  assertEquals([judged(0), judged(1), judged(1.01), judged(-0.01), judged(undefined)], [
    undefined,
    undefined,
    "pValue 1.01",
    "pValue -0.01",
    "pValue undefined",
  ]);
});
Deno.test("either array that was sorted is found, and shown as it was and as it is", () => {
  const one = caseNamed("arrays stay");
  const input = one.input(random(1));
  const same = input.map(({ a, b }) => ({ a: [...a], b: [...b] }));
  assertEquals(one.judge(input, same), undefined);
  for (const sample of ["a", "b"] as const) {
    const evidence = same.map((both, i) =>
      i === 1 ? { ...both, [sample]: both[sample].toSorted((x, y) => x - y) } : both
    );
    assertMatch(one.judge(input, evidence)!.expected, new RegExp(`^${sample} as it was: \\[[89], `));
  }
});
Deno.test("random pairs hold both tests, ties, and five scales", () => {
  const input = caseNamed("any two samples").input(random(3));
  assertEquals(input.length, 30);
  assert(input.some(({ test, a, b }) => test === "kolmogorovSmirnov" && a.some((x) => b.includes(x))));
  assertEquals(new Set(input.map(({ a }) => Math.round(Math.log10(a[0]!)))).size, 5);
});
Deno.test("samples are rounded, so that a reader can type them in", () => {
  for (const call of caseNamed("divides by n").input(random(5))) {
    for (const x of [...call.a, ...call.b]) assertEquals(x, Number(x.toFixed(2)));
  }
});
