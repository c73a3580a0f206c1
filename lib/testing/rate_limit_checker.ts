/**
 * A checker of rate limits: whether a limiter kept its promise, judged only by when it granted what.
 *
 * A grant is known to have happened within a span: a point where the test moves the clock, the time between question
 * and answer where a server decides. A limit is broken if some window holds grants of more than `capacity` + length ×
 * `refillPerSecond` tokens that lie wholly within it. All windows that matter begin where a grant's span begins and end
 * where one ends, so all of those are tried: no arithmetic is shared with any bucket.
 *
 * Cost: O(n²) for n grants.
 *
 * Not here on purpose: whether it granted too little (compare with an oracle).
 *
 * @module
 */

/** Tokens granted at some moment from `fromMs` to `toMs`. */
export interface Grant {
  /** The earliest it can have happened. */
  readonly fromMs: number;
  /** The latest it can have happened. */
  readonly toMs: number;
  /** Tokens. */
  readonly n: number;
}

/** A window in which more was granted than the limit allows. */
export interface BrokenLimit {
  /** The window. */
  readonly fromMs: number;
  /** Its end. */
  readonly toMs: number;
  /** Tokens granted within it. */
  readonly granted: number;
  /** Tokens that the limit allows in a window of that length. */
  readonly allowed: number;
}

/**
 * The window that breaks the limit by most tokens; `undefined` if none does.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { findViolation } from "./rate_limit_checker.ts";
 *
 * const at = (ms: number, n: number) => ({ fromMs: ms, toMs: ms, n });
 * const limit = { capacity: 10, refillPerSecond: 10 };
 * assertEquals(findViolation([at(0, 10), at(1000, 10)], limit), undefined);
 * // A window that starts again each second lets twice the burst through where two of them meet.
 * assertEquals(findViolation([at(999, 10), at(1000, 10)], limit), { fromMs: 999, toMs: 1000, granted: 20, allowed: 10.01 });
 * ```
 */
export function findViolation(
  grants: readonly Grant[],
  { capacity, refillPerSecond }: { readonly capacity: number; readonly refillPerSecond: number },
): BrokenLimit | undefined {
  const byEnd = [...grants].sort((a, b) => a.toMs - b.toMs);
  let worst: BrokenLimit | undefined;
  for (const fromMs of new Set(grants.map((grant) => grant.fromMs))) {
    let granted = 0;
    for (const grant of byEnd) {
      if (grant.fromMs < fromMs) continue;
      granted += grant.n;
      const allowed = capacity + (grant.toMs - fromMs) * refillPerSecond / 1000;
      const excess = granted - allowed;
      if (excess > ROUNDING && excess > (worst ? worst.granted - worst.allowed : 0)) {
        worst = { fromMs, toMs: grant.toMs, granted, allowed };
      }
    }
  }
  return worst;
}

/** Tokens: sums of a few thousand fractions are off by less. */
const ROUNDING = 1e-6;
