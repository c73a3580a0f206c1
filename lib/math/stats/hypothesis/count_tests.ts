/**
 * Tests on counts: goodness of fit and independence (Pearson's chi-squared and the G statistic), Fisher's exact test
 * for two by two.
 *
 * Pearson's statistic and G are two members of one family, Σ over cells; both are compared with the chi-squared
 * distribution, which is close only where the counts to be expected are not small. Fisher's test sums the probabilities
 * of all tables with the same margins.
 *
 * **Invariant.** Exchanging rows and columns of a table, or the order of its rows, leaves statistic and p-value as they
 * are.
 *
 * Cost: O(cells); Fisher O(smallest margin).
 *
 * Not here on purpose: Yates's correction (it makes the test conservative; Fisher's is exact), tables of more than two
 * dimensions, the conditional odds ratio.
 *
 * Source: A. Agresti, Categorical Data Analysis, 3rd ed., §3; W. Cochran, The χ² Test of Goodness of Fit, Ann. Math.
 * Statist. 23 (1952), for the rule of five.
 *
 * @module
 */
import { argumentError, checkNonNegativeInteger, checkOptions } from "../../../base/argument.ts";
import { chiSquared } from "../distributions/gamma.ts";
import { checkSameLength, checkSample } from "../sample.ts";
import { binomialMass } from "../_special_functions.ts";
import { type Alternative, checkAlternative, type TestResult } from "./hypothesis_result.ts";
import { withInfiniteJson } from "./result_json.ts";

/** The statistic of a test on counts. */
export type CountStatistic = "pearson" | "g";

/** Expected counts below this make the chi-squared distribution a rough guide. */
const SMALL_COUNT = 5;

/**
 * Do counts agree with what was expected?
 * @param observed Counts, not negative; at least two.
 * @param expected As many, positive; scaled to the same total.
 * @param options `statistic`: Pearson's or G. `estimated`: how many parameters were fitted to the counts; each takes
 *   one degree of freedom. @default {0}
 * @returns Effect: Cohen's w.
 * @throws {RangeError} If a count is negative, an expected one is not positive, there are fewer than two, or no degree
 *   of freedom is left.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { goodnessOfFitTest } from "./count_tests.ts";
 * const { statistic, pValue } = goodnessOfFitTest([16, 18, 16, 14, 12, 12], [1, 1, 1, 1, 1, 1]);
 * assertEquals([statistic.toFixed(4), pValue.toFixed(4)], ["2.0000", "0.8491"]);
 * ```
 */
export function goodnessOfFitTest(
  observed: ArrayLike<number>,
  expected: ArrayLike<number>,
  options: { readonly statistic?: CountStatistic; readonly estimated?: number } = {},
): TestResult {
  const action = "make a goodness-of-fit test";
  const { statistic = "pearson", estimated = 0 } = checkOptions(options, { action, argument: "options" });
  const total = countsOf(observed, { action, argument: "observed", atLeast: 2 });
  const scale = total / countsOf(expected, { action, argument: "expected", atLeast: 2 });
  checkSameLength(observed, expected, { action, names: ["observed", "expected"] });
  checkNonNegativeInteger(estimated, { action, argument: "estimated" });
  const scaled = Float64Array.from(expected, (count) => count * scale);
  const empty = scaled.indexOf(0);
  if (empty !== -1) throw new RangeError(`Cannot ${action}: expected[${empty}] must be positive: current value is 0`);
  const degreesOfFreedom = observed.length - 1 - estimated;
  if (degreesOfFreedom < 1) {
    throw new RangeError(`Cannot ${action}: a degree of freedom must be left: current value is ${degreesOfFreedom}`);
  }
  return resultOf(observed, {
    expected: scaled,
    statistic,
    total,
    degreesOfFreedom,
    test: "goodness-of-fit test",
    effect: (pearson) => ({ name: "Cohen's w", value: Math.sqrt(pearson / total) }),
  });
}

/**
 * Are rows and columns of a table of counts independent?
 * @param table Rows of counts, not negative; at least two rows and two columns, none of them empty.
 * @returns Effect: Cramér's V.
 * @throws {RangeError} If the table is too small or ragged, a count is negative, or a row or column is empty.
 */
export function independenceTest(
  table: readonly (readonly number[])[],
  options: { readonly statistic?: CountStatistic } = {},
): TestResult {
  const action = "make a test of independence";
  const { statistic = "pearson" } = checkOptions(options, { action, argument: "options" });
  if (!Array.isArray(table) || !table.every(Array.isArray)) {
    throw argumentError(table, { action, argument: "table", rule: "a list of rows of counts", type: "none" });
  }
  const columns = table[0]?.length ?? 0;
  if (table.length < 2 || columns < 2) {
    throw new RangeError(
      `Cannot ${action}: table must have at least two rows and two columns: current value is ${table.length} × ${columns}`,
    );
  }
  for (const [i, row] of table.entries()) {
    if (row.length === columns) continue;
    throw new RangeError(
      `Cannot ${action}: row ${i} must have ${columns} counts, as row 0: current value is ${row.length}`,
    );
  }
  const rowTotals = table.map((row, i) => countsOf(row, { action, argument: `table[${i}]` }));
  const columnTotals = table[0]!.map((_, j) =>
    countsOf(table.map((row) => row[j]!), { action, argument: `column ${j}` })
  );
  const total = rowTotals.reduce((sum, count) => sum + count, 0);
  return resultOf(table.flat(), {
    expected: Float64Array.from(rowTotals.flatMap((row) => columnTotals.map((column) => row / total * column))),
    statistic,
    total,
    degreesOfFreedom: (table.length - 1) * (columns - 1),
    test: "test of independence",
    effect: (pearson) => ({
      name: "Cramér's V",
      value: Math.sqrt(pearson / total / (Math.min(table.length, columns) - 1)),
    }),
  });
}

/**
 * Fisher's exact test of independence for a table of two by two.
 * @param table [[a, b], [c, d]], whole counts.
 * @returns Statistic and effect: the sample odds ratio a·d / (b·c); `Infinity` where b or c is 0.
 * @throws {RangeError} If a count is not a non-negative integer, or a row or column is empty.
 *
 * @example The lady tasting tea: three of four cups right
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { fisherExactTest } from "./count_tests.ts";
 * const { pValue, effect } = fisherExactTest([[3, 1], [1, 3]], { alternative: "greater" });
 * assertEquals([pValue.toFixed(6), effect.value], ["0.242857", 9]); // (16 + 1) / 70
 * ```
 */
export function fisherExactTest(
  table: readonly [readonly [number, number], readonly [number, number]],
  options: { readonly alternative?: Alternative } = {},
): TestResult {
  const action = "make Fisher's exact test";
  const { alternative = "two-sided" } = checkOptions(options, { action, argument: "options" });
  checkAlternative(alternative, action);
  if (!Array.isArray(table) || table.length !== 2 || !table.every((row) => Array.isArray(row) && row.length === 2)) {
    throw argumentError(table, { action, argument: "table", rule: "two rows of two counts", type: "object" });
  }
  const [[a, b], [c, d]] = table;
  for (const [name, count] of [["a", a], ["b", b], ["c", c], ["d", d]] as const) {
    checkNonNegativeInteger(count, { action, argument: name });
  }
  const [row, column, total] = [a + b, a + c, a + b + c + d];
  for (
    const [name, margin] of [["row 0", row], ["row 1", total - row], ["column 0", column], [
      "column 1",
      total - column,
    ]] as const
  ) {
    if (margin === 0) throw new RangeError(`Cannot ${action}: ${name} must not be empty: current value is 0`);
  }
  const [least, most] = [Math.max(0, row + column - total), Math.min(row, column)];
  // As three binomials: their masses keep their digits where logarithms of factorials of large counts do not.
  const success = row / total;
  const all = binomialMass(row, { trials: total, success });
  const mass = (k: number) =>
    binomialMass(k, { trials: column, success }) *
    (binomialMass(row - k, { trials: total - column, success }) / all);
  const observed = mass(a);
  let pValue = 0;
  for (let k = least; k <= most; k++) {
    const probability = mass(k);
    const isExtreme = alternative === "greater"
      ? k >= a
      : alternative === "less"
      ? k <= a
      : probability <= observed * (1 + 1e-7); // equal but for rounding is as extreme
    if (isExtreme) pValue += probability;
  }
  const oddsRatio = a * d / (b * c);
  return withInfiniteJson({
    test: "Fisher's exact test",
    method: alternative === "two-sided"
      ? "exact: tables with the same margins that are no more probable are summed"
      : "exact: tables with the same margins that go as far are summed",
    statistic: oddsRatio,
    pValue: Math.min(1, pValue),
    alternative,
    effect: { name: "odds ratio", value: oddsRatio },
    warnings: [],
  });
}

/** Refuses what are no counts; returns their sum, which is positive. */
function countsOf(
  counts: ArrayLike<number>,
  { action, argument, atLeast = 1 }: { readonly action: string; readonly argument: string; readonly atLeast?: number },
): number {
  checkSample(counts, { action, argument, atLeast });
  let total = 0;
  for (let i = 0; i < counts.length; i++) {
    if (counts[i]! < 0) {
      throw new RangeError(`Cannot ${action}: ${argument}[${i}] must not be negative: current value is ${counts[i]}`);
    }
    total += counts[i]!;
  }
  if (total > 0) return total;
  throw new RangeError(`Cannot ${action}: ${argument} must count something: current value is only zeros`);
}

function resultOf(observed: ArrayLike<number>, { expected, statistic, degreesOfFreedom, test, effect }: {
  readonly expected: Float64Array;
  readonly statistic: CountStatistic;
  readonly total: number;
  readonly degreesOfFreedom: number;
  readonly test: string;
  readonly effect: (pearson: number) => TestResult["effect"];
}): TestResult {
  let [pearson, g] = [0, 0];
  for (let i = 0; i < expected.length; i++) {
    const [o, e] = [observed[i]!, expected[i]!];
    pearson += (o - e) ** 2 / e;
    if (o > 0) g += 2 * o * Math.log(o / e);
  }
  const value = statistic === "g" ? Math.max(0, g) : pearson;
  const small = expected.filter((count) => count < SMALL_COUNT).length;
  return withInfiniteJson({
    test: `${statistic === "g" ? "G" : "chi-squared"} ${test}`,
    method: "chi-squared distribution: close where few expected counts are below 5",
    statistic: value,
    pValue: chiSquared(degreesOfFreedom).sf(value),
    alternative: "two-sided",
    degreesOfFreedom: [degreesOfFreedom],
    effect: effect(pearson),
    warnings: small > expected.length / 5
      ? [`${small} of ${expected.length} expected counts are below ${SMALL_COUNT}: the p-value is rough`]
      : [],
  });
}
