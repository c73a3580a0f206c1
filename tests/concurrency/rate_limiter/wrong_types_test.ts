// Every public entry of the folder, called as a cell of a notebook may call it: without a type checker.
import { assertRejects, assertThrows } from "@std/assert";
import { runInBatches } from "@lib/concurrency/concurrency_limiter/run_in_batches.ts";
import { runConcurrently } from "@lib/concurrency/concurrency_limiter/run_concurrently.ts";
import { ConcurrencyLimiter } from "@lib/concurrency/concurrency_limiter/concurrency_limiter.ts";
import { FixedWindow } from "@lib/concurrency/rate_limiter/fixed_window.ts";
import { MonotonicClock } from "@lib/concurrency/rate_limiter/monotonic_clock.ts";
import { SlidingWindow } from "@lib/concurrency/rate_limiter/sliding_window.ts";
import { TokenBucket } from "@lib/concurrency/rate_limiter/token_bucket.ts";
import { TokenBuckets } from "@lib/concurrency/rate_limiter/token_buckets.ts";
import { SharedLruCache } from "@lib/concurrency/shared_lru/shared_lru_cache.ts";

// deno-lint-ignore no-explicit-any -- the very point: what a cell may hand over
type Anything = any;
const [nothing, five]: Anything[] = [null, 5];
const limit = { capacity: 2, refillPerSecond: 1 };

const REFUSALS: [what: string, call: () => unknown, message: string][] = [
  ["bucket options", () => new TokenBucket(1, 1, nothing), "Cannot create a token bucket: options must be an object"],
  ["a bucket's clock", () => new TokenBucket(1, 1, { clock: five }), "clock.nowMs must be a function"],
  [
    "a clock that cannot sleep",
    () => new TokenBucket(1, 1, { clock: { nowMs: () => 0 } as Anything }),
    "clock.sleep must be",
  ],
  [
    "no limit",
    () => new TokenBuckets(nothing),
    "Cannot create token buckets: limit must be an object: current value is null",
  ],
  ["buckets' options", () => new TokenBuckets(limit, five), "options must be an object: current value is 5"],
  [
    "buckets' clock",
    () => new TokenBuckets(limit, { clock: five }),
    "Cannot create token buckets: clock.nowMs must be",
  ],
  ["a key that is a number", () => new TokenBuckets(limit).take(five), "key must be a string: current value is 5"],
  ["no requests", () => new TokenBuckets(limit).takeAll(nothing), "Cannot take tokens: requests must be a list"],
  [
    "no request",
    () => new TokenBuckets(limit).takeAll([nothing]),
    "a request must be an object: current value is null",
  ],
  ["window options", () => new FixedWindow(2, nothing), "Cannot create a fixed window: options must be an object"],
  ["a window's clock", () => new FixedWindow(2, { clock: five }), "clock.nowMs must be a function"],
  ["window options", () => new SlidingWindow(2, five), "Cannot create a sliding window: options must be an object"],
  ["a window's clock", () => new SlidingWindow(2, { clock: five }), "clock.nowMs must be a function"],
  [
    "no options of a clock",
    () => new MonotonicClock(nothing),
    "Cannot create a forward clock: options must be an object",
  ],
  ["no clock", () => new MonotonicClock({ clock: nothing, toleranceMs: 1 }), "clock.nowMs must be a function"],
  ["limiter options", () => new ConcurrencyLimiter(1, nothing), "Cannot create a concurrency limiter: options must be"],
  ["a limiter's clock", () => new ConcurrencyLimiter(1, { clock: five }), "clock.nowMs must be a function"],
  [
    "no options of a shared cache",
    () => SharedLruCache.create(nothing),
    "Cannot create a shared cache: options must be",
  ],
  ["no handle", () => SharedLruCache.attach(nothing), "Cannot attach to a shared cache: handle must be an object"],
];
for (const [what, call, message] of REFUSALS) {
  Deno.test(`${what} is refused: ${message}`, () => void assertThrows(call, TypeError, message));
}

const REJECTIONS: [what: string, call: () => Promise<unknown>, message: string][] = [
  [
    "tasks that are a text",
    () => runInBatches("ab" as Anything, 1),
    'Cannot run in chunks: tasks must be a list: current value is "ab"',
  ],
  ["a task that is a number", () => runInBatches([five], 1), "tasks[0] must be a function: current value is 5"],
  ["a run's clock", () => runConcurrently([], 1, { clock: five }), "Cannot run tasks: clock.nowMs must be a function"],
  [
    "tasks that are a number",
    () => runConcurrently(five, 1),
    "Cannot run tasks: tasks must be iterable: current value is 5",
  ],
];
for (const [what, call, message] of REJECTIONS) {
  Deno.test(`${what} is refused by a rejection: ${message}`, async () =>
    void await assertRejects(call, TypeError, message));
}
