/**
 * A number as people read it: thousands apart, a few significant digits, no exponent unless it saves counting zeros.
 * The same text on every machine, whatever its language.
 *
 * @param digits Significant digits of numbers that are not whole: an integer from 1 to 15.
 * @throws {RangeError} If `digits` is not such an integer.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { formatNumber } from "./_format_number.ts";
 * assertEquals([1234567, 0.12345, 1234.5, -2, 1.5e-7].map((value) => formatNumber(value)), [
 *   "1,234,567",
 *   "0.123",
 *   "1,235",
 *   "−2",
 *   "1.50e−7",
 * ]);
 * ```
 */
export function formatNumber(value: number, digits = 3): string {
  if (!Number.isInteger(digits) || digits < 1 || digits > 15) {
    throw new RangeError(
      `Cannot write a number: digits must be an integer from 1 to 15: current value is ${digits}`,
    );
  }
  if (Number.isNaN(value)) return "not a number";
  const size = Math.abs(value);
  const sign = value < 0 ? "−" : "";
  if (size === Infinity) return `${sign}∞`;
  if (size >= 1e15 || (size > 0 && size < 1e-4)) {
    return sign + size.toExponential(digits - 1).replace("-", "−").replace("+", "");
  }
  if (Number.isInteger(size)) return sign + groupDigits(size.toFixed(0));
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
  return sign + groupDigits(size.toFixed(Math.min(decimals, 20)));
}

/** A plain decimal with a comma after every three digits before the point. */
export function groupDigits(decimal: string): string {
  const [whole = "", fraction] = decimal.split(".");
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? groups : `${groups}.${fraction}`;
}

/**
 * A count with its noun: `no alarms`, `1 alarm`, `1,200 alarms`, `3 batches`.
 * @param noun In the singular, its plural formed by adding an s, or es after a hiss.
 */
export function formatCount(count: number, noun: string): string {
  const plural = /(?:[sxz]|sh|tch)$/.test(noun) ? "es" : "s";
  return `${count === 0 ? "no" : formatNumber(count)} ${noun}${count === 1 ? "" : plural}`;
}
