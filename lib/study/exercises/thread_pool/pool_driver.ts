/**
 * What the cases of `thread-pool` share: how the driver sees a pool, and how a task's end is written down and judged.
 *
 * @module
 */
import type { Failure } from "../suite.ts";
import { shownValue } from "../shown_value.ts";

/** A future, as the driver sees it. */
export interface PoolFuture {
  /** The result or the failure. */
  result(): Promise<unknown>;
  /** True if the task will never begin. */
  cancel(): unknown;
}

/** What the reader hands in, as the driver sees it. */
export interface Given {
  /** The reader's class. */
  readonly ThreadPool: new (size: number) => {
    // deno-lint-ignore no-explicit-any -- any function: the drivers' own
    submit(fn: (...args: any[]) => unknown, ...args: unknown[]): PoolFuture;
    shutdown(options?: { wait?: boolean }): Promise<unknown>;
  };
}

/** What became of a task: drivers write these. */
export type End =
  | { readonly end: "result"; readonly value: unknown }
  | { readonly end: "failure"; readonly message: string }
  | { readonly end: "none" };

/** The parts of the evidence, each under its name. */
export type Evidence = Readonly<Record<string, unknown>>;

/**
 * The evidence as a record.
 * @throws {TypeError} If it is anything else.
 */
export function evidenceOf(evidence: unknown): Evidence {
  if (typeof evidence === "object" && evidence !== null && !Array.isArray(evidence)) return evidence as Evidence;
  throw new TypeError(`Cannot judge a pool: a record is needed: current value is ${shownValue(evidence)}`);
}

/** An end in words. */
export function shownEnd(end: unknown): string {
  const { end: kind, value, message } = typeof end === "object" && end !== null ? end as Record<string, unknown> : {};
  if (kind === "result") return `the result ${shownValue(value)}`;
  if (kind === "failure") return `a failure: ${shownValue(message)}`;
  return kind === "none" ? "nothing within 1.5 seconds" : shownValue(end);
}

/** One thing that must be as expected: both sides in words, or `undefined` if it is. */
export function unlessEqual(
  name: string,
  { got, expected, show = shownValue }: { got: unknown; expected: unknown; show?: (value: unknown) => string },
): Failure | undefined {
  const [left, right] = [show(got), show(expected)];
  return left === right ? undefined : { expected: `${name}: ${right}`, got: `${name}: ${left}` };
}
