/**
 * Quantities with units and with a range: `quantity([2, 3], "requests/s")` times `quantity(4, "kB/request")` is 8 to
 * 12 kB/s, and adding it to a number of dollars is refused.
 *
 * A unit is a product of powers: `requests/s`, `USD/GB/month`, `bytes*people`. Known units of time, data and money are
 * converted; any other word counts something (`requests`, `posts`, `people`), and a count only agrees with counts of
 * the same word, singular or plural. A month is a twelfth of 365.25 days.
 *
 * **Invariant.** `low ≤ high`, and whatever the true values are within the ranges of the operands, the true result lies
 * within the range of the result (up to rounding in the last digits).
 *
 * Not here on purpose: correlation between operands (`subtract(x, x)` is a range around 0, as for two independent
 * values), probability (a range is "no less, no more", not a confidence interval), currencies other than USD.
 *
 * @module
 */
import { argumentError, checkString } from "../argument.ts";

/** A quantity: a range in base units (seconds, bytes, USD, counts). JSON can carry it. */
export interface Quantity {
  /** The least that the true value can be, in base units. */
  readonly low: number;
  /** The most that it can be, in base units; equal to `low` for an exact value. */
  readonly high: number;
  /** Exponents of the base units, in alphabetical order: `{ byte: 1, s: -1 }`. Empty for a plain ratio. */
  readonly unit: Readonly<Record<string, number>>;
}

/** A value and what it is measured against: an exact number, or the two ends of a range. */
export type Amount = number | readonly [low: number, high: number];

/** Two quantities measure different things. */
export class UnitMismatchError extends TypeError {
  /** Tells this error from others. */
  override readonly name = "UnitMismatchError";
}

const SECONDS_PER_DAY = 86_400;
const SECONDS_PER_YEAR = 365.25 * SECONDS_PER_DAY;

/** Size of each known unit in base units. */
const KNOWN: ReadonlyMap<string, readonly [base: string, factor: number]> = new Map([
  ...timeUnits(),
  ...dataUnits(),
  ["USD", ["USD", 1]],
  ["cent", ["USD", 0.01]],
  ["percent", ["", 0.01]],
  ["%", ["", 0.01]],
  ["people", ["person", 1]],
]);

/** How {@linkcode unitText} writes base units. */
const PLURALS: ReadonlyMap<string, string> = new Map([["person", "people"], ["s", "s"], ["USD", "USD"]]);

/**
 * A quantity from an amount and a unit.
 * @throws {TypeError} If the amount holds anything but finite numbers or the unit is not text.
 * @throws {RangeError} If the ends of the range are the wrong way round.
 * @throws {SyntaxError} If the unit can't be read.
 *
 * @example Five million people, each with 10 to 20 requests a day
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { amountIn, multiply, quantity, show } from "./quantity.ts";
 *
 * const people = quantity(5e6, "people");
 * const each = quantity([10, 20], "requests/person/day");
 * assertEquals(amountIn(multiply(people, each), "requests/day"), [5e7, 1e8]);
 * assertEquals(show(multiply(people, each), "requests/s"), "579 to 1,160 requests/s");
 * ```
 */
export function quantity(amount: Amount, unit: string): Quantity {
  const [low, high] = range(amount);
  const { factor, exponents } = parseUnit(unit);
  return { low: low * factor, high: high * factor, unit: exponents };
}

/** The sum of two quantities of one unit. @throws {UnitMismatchError} If they measure different things. */
export function add(a: Quantity, b: Quantity): Quantity {
  checkSameUnit(a, b, "add");
  return made(a.low + b.low, a.high + b.high, a.unit);
}

/** The difference of two quantities of one unit. @throws {UnitMismatchError} If they measure different things. */
export function subtract(a: Quantity, b: Quantity): Quantity {
  checkSameUnit(a, b, "subtract");
  return made(a.low - b.high, a.high - b.low, a.unit);
}

/** The product of two quantities, or of a quantity and a plain number. */
export function multiply(a: Quantity, b: Quantity | number): Quantity {
  const [left, right] = [operand(a, "multiply"), operand(b, "multiply")];
  const corners = [left.low * right.low, left.low * right.high, left.high * right.low, left.high * right.high];
  return made(Math.min(...corners), Math.max(...corners), combined(left.unit, right.unit, 1));
}

/**
 * The quotient of two quantities, or of a quantity and a plain number.
 * @throws {RangeError} If the range of the divisor contains 0.
 */
export function divide(a: Quantity, b: Quantity | number): Quantity {
  const [left, right] = [operand(a, "divide"), operand(b, "divide")];
  if (right.low <= 0 && right.high >= 0) {
    throw new RangeError(`Cannot divide: the divisor must not contain 0: current value is ${show(right)}`);
  }
  const corners = [left.low / right.low, left.low / right.high, left.high / right.low, left.high / right.high];
  return made(Math.min(...corners), Math.max(...corners), combined(left.unit, right.unit, -1));
}

/**
 * The larger of each end of two quantities of one unit. @throws {UnitMismatchError} If they measure different things.
 */
export function larger(a: Quantity, b: Quantity): Quantity {
  checkSameUnit(a, b, "compare");
  return made(Math.max(a.low, b.low), Math.max(a.high, b.high), a.unit);
}

/**
 * Both ends rounded up to whole units: 1.2 machines are 2. A value within rounding noise of a whole number stays there.
 * @throws {UnitMismatchError} If the quantity is not measured in `unit`.
 */
export function wholeUnits(value: Quantity, unit: string): Quantity {
  const [low, high] = endsIn(value, unit);
  const up = (x: number) => Math.ceil(x - Math.abs(x) * 4 * Number.EPSILON) + 0; // + 0: no negative zero
  return quantity([up(low), up(high)], unit);
}

/**
 * The amount in a unit of the caller's choice: a number when the value is exact, otherwise both ends.
 * @throws {UnitMismatchError} If the quantity is not measured in `unit`.
 */
export function amountIn(value: Quantity, unit: string): Amount {
  const [low, high] = endsIn(value, unit);
  return low === high ? low : [low, high];
}

/**
 * Both ends in a unit of the caller's choice. @throws {UnitMismatchError} If the quantity is not measured in `unit`.
 */
export function endsIn(value: Quantity, unit: string): [low: number, high: number] {
  checkQuantity(value, "measure");
  const { factor, exponents } = parseUnit(unit);
  if (unitText(exponents) !== unitText(value.unit)) {
    throw new UnitMismatchError(
      `Cannot measure ${unitText(value.unit) || "a plain ratio"} in ${unit || "a plain ratio"}`,
    );
  }
  return [value.low / factor, value.high / factor];
}

/** The quantity with three significant digits, in `unit` or in base units. */
export function show(value: Quantity, unit: string = unitText(checkQuantity(value, "show").unit)): string {
  const [low, high] = endsIn(value, unit);
  const [from, to] = [digits(low), digits(high)];
  return `${from === to ? from : `${from} to ${to}`}${unit === "" ? "" : unit === "%" ? "%" : ` ${unit}`}`;
}

/** Whether two quantities measure the same thing. */
export function hasSameUnit(a: Quantity, b: Quantity): boolean {
  const [left, right] = [a, b].map((value) => unitText(checkQuantity(value, "compare").unit));
  return left === right;
}

function checkSameUnit(a: Quantity, b: Quantity, action: string): void {
  for (const value of [a, b]) checkQuantity(value, action);
  if (hasSameUnit(a, b)) return;
  const [left, right] = [a, b].map(({ unit }) => unitText(unit) || "a plain ratio");
  throw new UnitMismatchError(
    `Cannot ${action}: both quantities must have one unit: current units are ${left} and ${right}`,
  );
}

function operand(value: Quantity | number, action: string): Quantity {
  return typeof value === "number" ? quantity(value, "") : checkQuantity(value, action);
}

function checkQuantity(value: Quantity, action: string): Quantity {
  const given = value as Partial<Quantity> | null | undefined;
  const { low, high, unit } = typeof given === "object" && given !== null ? given : {};
  if (typeof low === "number" && typeof high === "number" && typeof unit === "object" && unit !== null) return value;
  throw argumentError(value, { action, argument: "each argument", rule: "a quantity (see quantity)", type: "none" });
}

function made(low: number, high: number, unit: Readonly<Record<string, number>>): Quantity {
  if (Number.isFinite(low) && Number.isFinite(high)) return { low, high, unit };
  throw new RangeError(
    `Cannot calculate: the result must be finite: current value is ${low} to ${high} ${unitText(unit)}`,
  );
}

function range(amount: Amount): readonly [number, number] {
  const [low, high] = typeof amount === "number" ? [amount, amount] : Array.isArray(amount) ? amount : [];
  if (typeof low !== "number" || typeof high !== "number" || !Number.isFinite(low) || !Number.isFinite(high)) {
    throw new TypeError(
      `Cannot make a quantity: amount must be a finite number or a pair of them: current value is ${shown(amount)}`,
    );
  }
  if (low > high) {
    throw new RangeError(`Cannot make a quantity: amount must go from low to high: current value is ${shown(amount)}`);
  }
  return [low, high];
}

function shown(amount: unknown): string {
  return Array.isArray(amount)
    ? `[${amount.map(String).join(", ")}]`
    : typeof amount === "string"
    ? `"${amount}"`
    : `${amount}`;
}

/**
 * `requests/person/day`: factors are multiplied by `*` and divided by `/`, from the left; `^` raises to an integer
 * power.
 */
function parseUnit(unit: string): { factor: number; exponents: Record<string, number> } {
  checkString(unit, { action: "make a quantity", argument: "unit" });
  const exponents = new Map<string, number>();
  let factor = 1;
  const text = unit.trim();
  if (text !== "") {
    const parts = [...text.matchAll(/([*/]?)\s*([^\s*/^]+)(?:\^(\d))?\s*/gy)];
    if (parts.map(([part]) => part).join("") !== text || parts.some(([, by], i) => (by === "") !== (i === 0))) {
      throw new SyntaxError(`Cannot read a unit: it is a product like requests/person/day: current value is "${unit}"`);
    }
    for (const [, by, word, power = "1"] of parts) {
      if (word === "1") continue;
      const sign = by === "/" ? -1 : 1;
      const [base, size] = KNOWN.get(word!) ?? KNOWN.get(singular(word!)) ?? [counted(word!, unit), 1];
      factor *= size ** (sign * Number(power));
      if (base !== "") exponents.set(base, (exponents.get(base) ?? 0) + sign * Number(power));
    }
  }
  return { factor, exponents: sorted(exponents) };
}

function counted(word: string, unit: string): string {
  if (/^[a-z][a-z_]*$/i.test(word)) return singular(word);
  throw new SyntaxError(`Cannot read a unit: a count is one word: current value is "${word}" in "${unit}"`);
}

function singular(word: string): string {
  return word.length > 3 && word.endsWith("ies")
    ? `${word.slice(0, -3)}y`
    : /[^s]s$/.test(word)
    ? word.slice(0, -1)
    : word;
}

function combined(a: Quantity["unit"], b: Quantity["unit"], sign: number): Record<string, number> {
  const exponents = new Map(Object.entries(a));
  for (const [base, exponent] of Object.entries(b)) exponents.set(base, (exponents.get(base) ?? 0) + sign * exponent);
  return sorted(exponents);
}

function sorted(exponents: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries([...exponents].filter(([, exponent]) => exponent !== 0).sort(([a], [b]) => a < b ? -1 : 1));
}

/** The unit as a reader writes it: `bytes/s`. */
export function unitText(unit: Quantity["unit"]): string {
  const power = (exponent: number) => exponent === 1 ? "" : `^${exponent}`;
  const entries = Object.entries(unit);
  const above = entries.filter(([, n]) => n > 0).map(([base, n]) => (PLURALS.get(base) ?? `${base}s`) + power(n));
  const below = entries.filter(([, n]) => n < 0).map(([base, n]) => `/${base}${power(-n)}`);
  return `${above.join("*") || (below.length > 0 ? "1" : "")}${below.join("")}`;
}

/** Three significant digits, with thousands separated: 1,160, 0.0123, 4.2e-7. */
function digits(value: number): string {
  if (value === 0) return "0";
  const rounded = Number(value.toPrecision(3));
  const size = Math.abs(rounded);
  return size >= 1e15 || size < 1e-4
    ? String(rounded)
    : rounded.toLocaleString("en-US", { maximumSignificantDigits: 3 });
}

function timeUnits(): [string, readonly [string, number]][] {
  const sizes: [string[], number][] = [
    [["ns"], 1e-9],
    [["us", "µs"], 1e-6],
    [["ms"], 1e-3],
    [["s", "second"], 1],
    [["min", "minute"], 60],
    [["h", "hour"], 3600],
    [["day"], SECONDS_PER_DAY],
    [["week"], 7 * SECONDS_PER_DAY],
    [["month"], SECONDS_PER_YEAR / 12],
    [["year"], SECONDS_PER_YEAR],
  ];
  return sizes.flatMap(([names, size]) =>
    names.map((name): [string, readonly [string, number]] => [name, ["s", size]])
  );
}

function dataUnits(): [string, readonly [string, number]][] {
  const decimal = ["B", "kB", "MB", "GB", "TB", "PB", "EB"];
  const binary = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
  const bits = ["bit", "kbit", "Mbit", "Gbit", "Tbit"];
  return [
    ["byte", ["byte", 1]],
    ...decimal.map((name, n): [string, readonly [string, number]] => [name, ["byte", 1000 ** n]]),
    ...binary.map((name, n): [string, readonly [string, number]] => [name, ["byte", 1024 ** (n + 1)]]),
    ...bits.map((name, n): [string, readonly [string, number]] => [name, ["byte", 1000 ** n / 8]]),
  ];
}
