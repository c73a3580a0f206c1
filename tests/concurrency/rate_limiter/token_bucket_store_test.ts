import { assertEquals } from "@std/assert";
import { answerTo, checkRequests, StoreUnavailableError } from "@lib/concurrency/rate_limiter/token_bucket_store.ts";

const usual = { capacity: 10, refillPerSecond: 4 };

// By hand
Deno.test("requests for one key become one, in thousandths, with the limit they came with", () => {
  const limit = { capacity: 2, refillPerSecond: 0.5 };
  assertEquals(checkRequests([{ key: "a" }, { key: "b", n: 0.5, limit }, { key: "a", n: 2 }], usual), [
    { key: "a", cost: 3000, room: 10_000, refill: 4 },
    { key: "b", cost: 500, room: 2000, refill: 0.5 },
  ]);
});
Deno.test("a grant tells what is left where least is, a refusal who is last to have enough", () => {
  const requests = checkRequests([{ key: "a", n: 4 }, { key: "b", n: 6 }, { key: "c", n: 0 }], usual);
  assertEquals(answerTo(requests, { granted: true, missing: [4000, 9500, 0] }), { granted: true, tokens: 0.5 });
  // a lacks nothing for its 4; b is 2 short of its 6: 500 ms
  assertEquals(answerTo(requests, { granted: false, missing: [6000, 6000, 0] }), {
    granted: false,
    retryAfterMs: 500,
    key: "b",
  });
});
Deno.test("a wait whose quotient is rounded down is one millisecond longer", () => {
  const n = 1.4000000000000001; // 2 − 14,000 ms × 0.1 a second leaves a hair too much
  const [request] = checkRequests([{ key: "a", n }], { capacity: 2, refillPerSecond: 0.1 });
  const answer = answerTo([request!], { granted: false, missing: [2000] });
  assertEquals(answer, { granted: false, retryAfterMs: 14_001, key: "a" });
});
Deno.test("a wait whose quotient is rounded up is one millisecond shorter", () => {
  const [request] = checkRequests([{ key: "a", n: 0.7 }], { capacity: 0.7, refillPerSecond: 1.4 });
  assertEquals(Math.ceil(700 / 1.4), 501); // 500.00000000000006
  const answer = answerTo([request!], { granted: false, missing: [700] });
  assertEquals(answer, { granted: false, retryAfterMs: 500, key: "a" });
});
Deno.test("a store that is down is an error with a name and a cause, and has no field of a refusal", () => {
  const cause = new Error("refused");
  const error = new StoreUnavailableError("away", { cause });
  assertEquals([error.name, error.cause, "granted" in error, "retryAfterMs" in error], [
    "StoreUnavailableError",
    cause,
    false,
    false,
  ]);
});
