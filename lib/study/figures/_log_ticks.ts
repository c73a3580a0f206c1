/**
 * Which places of a logarithmic axis are named: powers of ten where two of them are in sight, and 1, 2, 5 times a power
 * of ten where they are not (plotly alone names none, or single digits between the powers).
 *
 * @module
 */
import { formatNumber } from "./_format_number.ts";

/** Settings of a plotly axis. */
export type LogTicks =
  | { readonly dtick: number; readonly exponentformat: "power"; readonly tickfont: { readonly size: number } }
  | { readonly tickvals: readonly number[]; readonly ticktext: readonly string[] };

/** More powers than this stand too close. */
const MAX_POWERS = 9;

/**
 * The settings for an axis that shows `low` to `high`.
 *
 * @param low Smallest positive value shown.
 * @param high Largest value shown, at least `low`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { logTicks } from "./_log_ticks.ts";
 * assertEquals(logTicks(20, 90), { tickvals: [10, 20, 50, 100], ticktext: ["10", "20", "50", "100"] });
 * ```
 */
export function logTicks(low: number, high: number): LogTicks {
  const [first, last] = [Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9)];
  if (last > first) {
    // plotly writes these labels a quarter larger than it is told
    return { dtick: Math.ceil((last - first) / MAX_POWERS), exponentformat: "power", tickfont: { size: 10 } };
  }
  const tickvals: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= last + 1; power++) {
    for (const digit of [1, 2, 5]) tickvals.push(Number(`${digit}e${power}`));
  }
  const start = tickvals.findLastIndex((value) => value < low);
  const end = tickvals.findIndex((value) => value > high);
  const shown = tickvals.slice(Math.max(0, start), end < 0 ? undefined : end + 1);
  return { tickvals: shown, ticktext: shown.map((value) => formatNumber(value, 1)) };
}
