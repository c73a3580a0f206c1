import { assertEquals, assertThrows } from "@std/assert";
import { checkRateLimit, checkTokens, timeToFullMs } from "@lib/concurrency/rate_limiter/rate_limit.ts";

// By hand: 3 tokens at 1.5 a second take 2 s
Deno.test("the time to full is capacity over rate, in milliseconds", () => {
  assertEquals(timeToFullMs({ capacity: 3, refillPerSecond: 1.5 }), 2000);
  assertEquals(timeToFullMs({ capacity: 0.5, refillPerSecond: 1000 }), 0.5);
});
Deno.test("tokens from 0 to the capacity can be asked for, fractions too", () => {
  assertEquals([0, 0.25, 1, 4].map((n) => checkTokens(n, 4)), [0, 0.25, 1, 4]);
});

// Refusals
Deno.test("tokens that can't be meant, or could only wait for ever, are refused by name and value", () => {
  for (const n of [-1, NaN, Infinity, -Infinity]) {
    assertThrows(() => checkTokens(n, 4), RangeError, `n must be a non-negative finite number: current value is ${n}`);
  }
  for (const n of ["1", undefined, null, {}]) {
    assertThrows(() => checkTokens(n as unknown as number, 4), TypeError, "n must be a non-negative finite number");
  }
  const message = "Cannot take tokens: n must be at most the capacity, 4: current value is 4.5";
  assertThrows(() => checkTokens(4.5, 4), RangeError, message);
});
Deno.test("a limit that nobody can keep is refused by name and value", () => {
  const refused = (capacity: number, refillPerSecond: number) => () =>
    checkRateLimit({ capacity, refillPerSecond }, "limit");
  for (const value of [0, -1, NaN, Infinity]) {
    assertThrows(
      refused(value, 1),
      RangeError,
      `Cannot limit: capacity must be a positive finite number: current value is ${value}`,
    );
    assertThrows(refused(1, value), RangeError, `Cannot limit: refillPerSecond must be a positive finite number`);
  }
  assertThrows(refused("1" as unknown as number, 1), TypeError, "capacity must be");
  assertThrows(refused(1e300, 1e-300), RangeError, "full again within 2^53 ms: current value is Infinity ms");
  assertThrows(refused(1, 1e-15), RangeError, "full again within 2^53 ms");
  assertThrows(refused(1e307, 1e307), RangeError, "full again within 2^53 ms");
  refused(1, 1e-12)();
});
