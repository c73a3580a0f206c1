/**
 * Checks of arguments, in one wording: `Cannot <action>: <argument> must be <rule>: current value is <value>`.
 *
 * A value of the wrong type is a `TypeError`, a value out of range a `RangeError`. Every check returns the value, so
 * that it can stand where the value is first used. Each costs one comparison; the message is only built for a refusal.
 *
 * A check that is not here builds its error with {@linkcode argumentError}.
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
  throw argumentError(value, { ...context, rule: "a positive integer" });
}

/**
 * A whole number of at least 0, at most 2⁵³ − 1.
 * @throws {TypeError} If `value` is not a number.
 * @throws {RangeError} If it is not a non-negative integer.
 */
export function checkNonNegativeInteger(value: number, context: ArgumentContext): number {
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw argumentError(value, { ...context, rule: "a non-negative integer" });
}

/**
 * A number that is neither infinite nor NaN.
 * @throws {TypeError} If `value` is not a number.
 * @throws {RangeError} If it is not finite.
 */
export function checkFinite(value: number, context: ArgumentContext): number {
  if (Number.isFinite(value)) return value;
  throw argumentError(value, { ...context, rule: "a finite number" });
}

/**
 * A finite number above 0.
 * @throws {TypeError} If `value` is not a number.
 * @throws {RangeError} If it is not positive and finite.
 */
export function checkPositive(value: number, context: ArgumentContext): number {
  if (Number.isFinite(value) && value > 0) return value;
  throw argumentError(value, { ...context, rule: "a positive finite number" });
}

/**
 * A finite number of at least 0.
 * @throws {TypeError} If `value` is not a number.
 * @throws {RangeError} If it is negative or not finite.
 */
export function checkNonNegative(value: number, context: ArgumentContext): number {
  if (Number.isFinite(value) && value >= 0) return value;
  throw argumentError(value, { ...context, rule: "a non-negative finite number" });
}

/**
 * A number from 0 to 1, both included.
 * @throws {TypeError} If `value` is not a number.
 * @throws {RangeError} If it is outside 0..1.
 */
export function checkProbability(value: number, context: ArgumentContext): number {
  if (typeof value === "number" && value >= 0 && value <= 1) return value;
  throw argumentError(value, { ...context, rule: "a number from 0 to 1" });
}

/**
 * Something that can be called.
 * @throws {TypeError} If `value` is not a function.
 */
// deno-lint-ignore no-explicit-any -- any function at all: the caller's own type is what comes back
export function checkFunction<Call extends (...args: any[]) => unknown>(value: Call, context: ArgumentContext): Call {
  if (typeof value === "function") return value;
  throw argumentError(value, { ...context, rule: "a function", type: "function" });
}

/**
 * A whole number of either sign, from −(2⁵³ − 1) to 2⁵³ − 1.
 * @throws {TypeError} If `value` is not a number.
 * @throws {RangeError} If it is not an integer.
 */
export function checkInteger(value: number, context: ArgumentContext): number {
  if (Number.isSafeInteger(value)) return value;
  throw argumentError(value, { ...context, rule: "an integer" });
}

/**
 * A number strictly between 0 and 1: a significance level, a confidence, a power.
 * @throws {TypeError} If `value` is not a number.
 * @throws {RangeError} If it is 0, 1, or outside.
 */
export function checkOpenProbability(value: number, context: ArgumentContext): number {
  if (typeof value === "number" && value > 0 && value < 1) return value;
  throw argumentError(value, { ...context, rule: "a number strictly between 0 and 1" });
}

/**
 * A text, the empty one too.
 * @throws {TypeError} If `value` is not a string.
 */
export function checkString(value: string, context: ArgumentContext): string {
  if (typeof value === "string") return value;
  throw argumentError(value, { ...context, rule: "a string", type: "string" });
}

/**
 * True or false.
 * @throws {TypeError} If `value` is neither.
 */
export function checkBoolean(value: boolean, context: ArgumentContext): boolean {
  if (typeof value === "boolean") return value;
  throw argumentError(value, { ...context, rule: "true or false", type: "boolean" });
}

/**
 * An object with options: not null, not a list, not a function. Its fields are the caller's to check.
 * @throws {TypeError} If `value` is something else.
 */
export function checkOptions<Options extends object>(value: Options, context: ArgumentContext): Options {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  throw argumentError(value, { ...context, rule: "an object", type: "none" });
}

/**
 * A signal that ends a wait early, or nothing.
 * @throws {TypeError} If `value` is something else.
 */
export function checkSignal(value: AbortSignal | undefined, context: ArgumentContext): AbortSignal | undefined {
  if (value === undefined || value instanceof AbortSignal) return value;
  throw argumentError(value, { ...context, rule: "an AbortSignal", type: "none" });
}

/**
 * One of a few texts, such as the names of a union.
 * @throws {TypeError} If `value` is not a string.
 * @throws {RangeError} If it is none of `choices`.
 *
 * @example
 * ```ts
 * import { assertThrows } from "@std/assert";
 * import { checkOneOf } from "./argument.ts";
 *
 * const context = { action: "compare means", argument: "alternative", choices: ["less", "greater"] } as const;
 * assertThrows(
 *   () => checkOneOf("more", context),
 *   RangeError,
 *   'Cannot compare means: alternative must be "less" or "greater": current value is "more"',
 * );
 * ```
 */
export function checkOneOf<Choice extends string>(
  value: unknown,
  context: ArgumentContext & { readonly choices: readonly Choice[] },
): Choice {
  const { choices } = context;
  if ((choices as readonly unknown[]).includes(value)) return value as Choice;
  const names = choices.map((choice) => JSON.stringify(choice));
  const rule = names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
  throw argumentError(value, { ...context, rule, type: "string" });
}

/**
 * A list or typed array of finite numbers. A refusal names the index of the first item that is none.
 * @throws {TypeError} If `values` is not a list, or an item is not a number.
 * @throws {RangeError} If an item is NaN or infinite, or there are fewer than `atLeast` of them (0 if left out).
 *
 * @example
 * ```ts
 * import { assertThrows } from "@std/assert";
 * import { checkFiniteNumbers } from "./argument.ts";
 *
 * assertThrows(
 *   () => checkFiniteNumbers([1, NaN], { action: "take a mean", argument: "x" }),
 *   RangeError,
 *   "Cannot take a mean: x[1] must be a finite number: current value is NaN",
 * );
 * ```
 */
export function checkFiniteNumbers<Values extends ArrayLike<number>>(
  values: Values,
  context: ArgumentContext & { readonly atLeast?: number },
): Values {
  const { action, argument, atLeast = 0 } = context;
  if (!isList(values)) throw argumentError(values, { action, argument, rule: "a list of numbers", type: "none" });
  if (values.length < atLeast) {
    const rule = atLeast === 1 ? "at least one number" : `at least ${atLeast} numbers`;
    throw new RangeError(`Cannot ${action}: ${argument} must have ${rule}: current value is ${values.length} of them`);
  }
  for (let i = 0; i < values.length; i++) checkFiniteItem(values[i]!, i, context);
  return values;
}

/** Apart, so that the loop around it allocates nothing. */
function checkFiniteItem(value: number, index: number, { action, argument }: ArgumentContext): void {
  if (Number.isFinite(value)) return;
  throw argumentError(value, { action, argument: `${argument}[${index}]`, rule: "a finite number" });
}

/**
 * A list or typed array of anything.
 * @throws {TypeError} If `value` is something else, also if it has a length, as a string has.
 */
export function checkList<List extends ArrayLike<unknown>>(value: List, context: ArgumentContext): List {
  if (isList(value)) return value;
  throw argumentError(value, { ...context, rule: "a list", type: "none" });
}

function isList(value: unknown): boolean {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

/** A refusal in words: {@linkcode ArgumentContext}, the rule that was broken, and the type that the rule speaks of. */
export interface BrokenRule extends ArgumentContext {
  /** What the argument must be: `"a positive integer"`. */
  readonly rule: string;
  /** What `typeof` says of a value that has the right type. @default {"number"} */
  readonly type?: string;
}

/**
 * The error of a check that is not here: a `RangeError` if the type of `value` is right, a `TypeError` if not.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { argumentError } from "./argument.ts";
 *
 * const error = argumentError(7, { action: "take a root", argument: "degree", rule: "even" });
 * assertEquals(error.message, "Cannot take a root: degree must be even: current value is 7");
 * ```
 */
export function argumentError(value: unknown, broken: BrokenRule): RangeError | TypeError {
  const { action, argument, rule, type = "number" } = broken;
  const message = `Cannot ${action}: ${argument} must be ${rule}: current value is ${showValue(value)}`;
  const given: string = typeof value;
  return given === type ? new RangeError(message) : new TypeError(message);
}

/** A refused value as a reader would write it: texts in quotes, cut at 60 characters. */
export function showValue(value: unknown): string {
  if (typeof value === "string") {
    return value.length > 60 ? `${JSON.stringify(value.slice(0, 60))}…` : JSON.stringify(value);
  }
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return "a function";
  if (typeof value !== "object" || value === null) return Object.is(value, -0) ? "-0" : String(value);
  return isList(value) ? "an array" : "an object";
}
