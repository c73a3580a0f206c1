/**
 * Checks of arguments, in one wording: `Cannot <action>: <argument> must be <rule>: current value is <value>`.
 *
 * A value of the wrong type is a `TypeError`, a value out of range a `RangeError`. Every check returns the value, so
 * that it can stand where the value is first used. Each costs one comparison; the message is only built for a refusal.
 *
 * Not here on purpose: checks that a single room needs, schemas of records, coercion (a numeral in a string is
 * refused).
 *
 * @example
 * ```ts
 * import { assertEquals, assertThrows } from "@std/assert";
 * import { checkPositiveInteger } from "./argument.ts";
 *
 * const where = { action: "create a cache", argument: "capacity" };
 * assertEquals(checkPositiveInteger(10, where), 10);
 * assertThrows(
 *   () => checkPositiveInteger(0, where),
 *   RangeError,
 *   "Cannot create a cache: capacity must be a positive integer: current value is 0",
 * );
 * ```
 *
 * @module
 */

/** What is being done, and with which argument: the two parts of a refusal that only the caller knows. */
export interface ArgumentContext {
  /** What cannot be done, as an infinitive: `"create a cache"`. */
  readonly action: string;
  /** The argument as the caller wrote it: `"capacity"`, `"options.ttlMs"`. */
  readonly argument: string;
}

/**
 * A whole number of at least 1, at most 2⁵³ − 1.
 * @throws {TypeError} If `value` is not a number.
 * @throws {RangeError} If it is not a positive integer.
 */
export function checkPositiveInteger(value: number, context: ArgumentContext): number {
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw refusal(value, { ...context, rule: "a positive integer" });
}

/**
 * A whole number of at least 0, at most 2⁵³ − 1.
 * @throws {TypeError} If `value` is not a number.
 * @throws {RangeError} If it is not a non-negative integer.
 */
export function checkNonNegativeInteger(value: number, context: ArgumentContext): number {
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw refusal(value, { ...context, rule: "a non-negative integer" });
}

/**
 * A number that is neither infinite nor NaN.
 * @throws {TypeError} If `value` is not a number.
 * @throws {RangeError} If it is not finite.
 */
export function checkFinite(value: number, context: ArgumentContext): number {
  if (Number.isFinite(value)) return value;
  throw refusal(value, { ...context, rule: "a finite number" });
}

/**
 * A finite number above 0.
 * @throws {TypeError} If `value` is not a number.
 * @throws {RangeError} If it is not positive and finite.
 */
export function checkPositive(value: number, context: ArgumentContext): number {
  if (Number.isFinite(value) && value > 0) return value;
  throw refusal(value, { ...context, rule: "a positive finite number" });
}

/**
 * A finite number of at least 0.
 * @throws {TypeError} If `value` is not a number.
 * @throws {RangeError} If it is negative or not finite.
 */
export function checkNonNegative(value: number, context: ArgumentContext): number {
  if (Number.isFinite(value) && value >= 0) return value;
  throw refusal(value, { ...context, rule: "a non-negative finite number" });
}

/**
 * A number from 0 to 1, both included.
 * @throws {TypeError} If `value` is not a number.
 * @throws {RangeError} If it is outside 0..1.
 */
export function checkProbability(value: number, context: ArgumentContext): number {
  if (typeof value === "number" && value >= 0 && value <= 1) return value;
  throw refusal(value, { ...context, rule: "a number from 0 to 1" });
}

/**
 * Something that can be called.
 * @throws {TypeError} If `value` is not a function.
 */
// deno-lint-ignore no-explicit-any -- any function at all: the caller's own type is what comes back
export function checkFunction<Call extends (...args: any[]) => unknown>(value: Call, context: ArgumentContext): Call {
  if (typeof value === "function") return value;
  throw refusal(value, { ...context, rule: "a function" });
}

/** The refused value as a reader would write it, cut at 60 characters. */
function shown(value: unknown): string {
  if (typeof value === "string") {
    return value.length > 60 ? `${JSON.stringify(value.slice(0, 60))}…` : JSON.stringify(value);
  }
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return "a function";
  if (typeof value !== "object" || value === null) return Object.is(value, -0) ? "-0" : String(value);
  return Array.isArray(value) ? "an array" : "an object";
}

function refusal(value: unknown, rule: ArgumentContext & { readonly rule: string }): Error {
  const message = `Cannot ${rule.action}: ${rule.argument} must be ${rule.rule}: current value is ${shown(value)}`;
  return typeof value === "number" && rule.rule !== "a function" ? new RangeError(message) : new TypeError(message);
}
