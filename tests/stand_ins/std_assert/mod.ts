/**
 * The part of `@std/assert` that the lab uses, over `node:assert/strict`, for places where JSR is out of reach.
 * The `links` entry in `deno.json` puts it in the package's place; deleting that line brings the published package
 * back, so nothing here may do more than the package does: same names, same argument order, same meaning.
 *
 * @module
 */
import nodeAssert from "node:assert/strict";

/** The failure that every assertion throws. */
export class AssertionError extends Error {
  override name = "AssertionError";
}

// deno-lint-ignore no-explicit-any -- the package's own signature
type AnyErrorClass = new (...args: any[]) => Error;

function run(action: () => void, message: string | undefined): void {
  try {
    action();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new AssertionError(message === undefined ? why : `${why}: ${message}`, { cause });
  }
}

/** Fails unless `condition` is truthy. */
export function assert(condition: unknown, message = "Expected a truthy value"): asserts condition {
  if (!condition) throw new AssertionError(message);
}

/** Fails always. */
export function fail(message = "Failed"): never {
  throw new AssertionError(message);
}

/** Deep equality. */
export function assertEquals<T>(actual: T, expected: T, message?: string): void {
  run(() => nodeAssert.deepStrictEqual(actual, expected), message);
}

/** Deep inequality. */
export function assertNotEquals<T>(actual: T, expected: T, message?: string): void {
  run(() => nodeAssert.notDeepStrictEqual(actual, expected), message);
}

/** The same value by `Object.is`. */
export function assertStrictEquals<T>(actual: unknown, expected: T, message?: string): asserts actual is T {
  run(() => nodeAssert.strictEqual(actual, expected), message);
}

/** Fails for `undefined` and `null`. */
export function assertExists<T>(actual: T, message = "Expected a value"): asserts actual is NonNullable<T> {
  if (actual === undefined || actual === null) throw new AssertionError(message);
}

/** Equality within `tolerance` (the package's default: 1e-7 relative to `expected`). */
export function assertAlmostEquals(actual: number, expected: number, tolerance?: number, message?: string): void {
  if (Object.is(actual, expected)) return;
  const allowed = tolerance ?? (Number.isFinite(expected) ? Math.abs(expected * 1e-7) : 1e-7);
  if (!(Math.abs(actual - expected) <= allowed)) {
    throw new AssertionError(`${actual} is not within ${allowed} of ${expected}${message ? `: ${message}` : ""}`);
  }
}

/** `actual > expected`. */
export function assertGreater<T>(actual: T, expected: T, message?: string): void {
  if (!(actual > expected)) throw new AssertionError(message ?? `Expected ${actual} > ${expected}`);
}

/** `actual >= expected`. */
export function assertGreaterOrEqual<T>(actual: T, expected: T, message?: string): void {
  if (!(actual >= expected)) throw new AssertionError(message ?? `Expected ${actual} >= ${expected}`);
}

/** `actual < expected`. */
export function assertLess<T>(actual: T, expected: T, message?: string): void {
  if (!(actual < expected)) throw new AssertionError(message ?? `Expected ${actual} < ${expected}`);
}

/** `actual <= expected`. */
export function assertLessOrEqual<T>(actual: T, expected: T, message?: string): void {
  if (!(actual <= expected)) throw new AssertionError(message ?? `Expected ${actual} <= ${expected}`);
}

/** `actual` contains the text `expected`. */
export function assertStringIncludes(actual: string, expected: string, message?: string): void {
  if (!actual.includes(expected)) {
    throw new AssertionError(message ?? `Expected ${JSON.stringify(actual)} to include ${JSON.stringify(expected)}`);
  }
}

/** `expected` matches somewhere in `actual`. */
export function assertMatch(actual: string, expected: RegExp, message?: string): void {
  if (!expected.test(actual)) {
    throw new AssertionError(message ?? `Expected ${JSON.stringify(actual)} to match ${expected}`);
  }
}

/** `actual` is an instance of `expectedType`. */
export function assertInstanceOf<T extends AnyErrorClass>(
  actual: unknown,
  expectedType: T,
  message?: string,
): asserts actual is InstanceType<T> {
  if (!(actual instanceof expectedType)) {
    throw new AssertionError(message ?? `Expected an instance of ${expectedType.name}, got ${String(actual)}`);
  }
}

function checkError<E extends Error>(
  error: unknown,
  errorClass: (new (...args: never[]) => E) | undefined,
  messageIncludes: string | undefined,
): E {
  if (!(error instanceof Error)) throw new AssertionError(`Expected an Error to be thrown, got ${String(error)}`);
  if (errorClass !== undefined && !((error as unknown) instanceof (errorClass as unknown as AnyErrorClass))) {
    throw new AssertionError(`Expected ${errorClass.name}, got ${error.name}: ${error.message}`, { cause: error });
  }
  if (messageIncludes !== undefined && !error.message.includes(messageIncludes)) {
    throw new AssertionError(
      `Expected a message with ${JSON.stringify(messageIncludes)}, got ${JSON.stringify(error.message)}`,
      { cause: error },
    );
  }
  return error as E;
}

/**
 * Fails unless `action` throws (an instance of `errorClass`, with `messageIncludes` in its message); returns the error.
 */
export function assertThrows<E extends Error = Error>(
  action: () => unknown,
  errorClass?: new (...args: never[]) => E,
  messageIncludes?: string,
): E {
  let thrown: { error: unknown } | undefined;
  try {
    action();
  } catch (error) {
    thrown = { error };
  }
  if (thrown === undefined) throw new AssertionError("Expected function to throw");
  return checkError(thrown.error, errorClass, messageIncludes);
}

/** Fails unless the promise of `action` rejects; as {@linkcode assertThrows}. */
export async function assertRejects<E extends Error = Error>(
  action: () => PromiseLike<unknown>,
  errorClass?: new (...args: never[]) => E,
  messageIncludes?: string,
): Promise<E> {
  let thrown: { error: unknown } | undefined;
  try {
    await action();
  } catch (error) {
    thrown = { error };
  }
  if (thrown === undefined) throw new AssertionError("Expected function to reject");
  return checkError(thrown.error, errorClass, messageIncludes);
}
