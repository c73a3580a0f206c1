import { assertEquals } from "@std/assert";
import { findViolation, type Grant } from "@lib/testing/rate_limit_checker.ts";

const at = (ms: number, n = 1): Grant => ({ fromMs: ms, toMs: ms, n });
const within = (fromMs: number, toMs: number, n = 1): Grant => ({ fromMs, toMs, n });
const limit = { capacity: 2, refillPerSecond: 1000 }; // one a millisecond

// By hand
Deno.test("a burst of the capacity and a steady rate after it keep the limit, in any order of telling", () => {
  assertEquals(findViolation([], limit), undefined);
  assertEquals(findViolation([at(3), at(0, 2), at(2), at(1)], limit), undefined);
});
Deno.test("one token more than the limit breaks it, in the window in which it does", () => {
  assertEquals(findViolation([at(0, 2), at(0)], limit), { fromMs: 0, toMs: 0, granted: 3, allowed: 2 });
  assertEquals(findViolation([at(0, 2), at(3), at(6, 3)], limit), { fromMs: 6, toMs: 6, granted: 3, allowed: 2 });
  assertEquals(findViolation([at(0, 1), at(5, 2), at(6, 2)], limit), { fromMs: 5, toMs: 6, granted: 4, allowed: 3 });
});
Deno.test("the window that breaks it most is shown", () => {
  assertEquals(findViolation([at(0, 3), at(100, 9), at(200, 4)], limit)?.fromMs, 100);
});
Deno.test("a grant that may have been outside a window is not held against it", () => {
  // at worst at 3, at best at 0 and 7
  assertEquals(findViolation([within(0, 4, 2), within(3, 7, 2)], limit), undefined);
  assertEquals(findViolation([within(0, 1, 2), within(0, 1, 2)], limit), {
    fromMs: 0,
    toMs: 1,
    granted: 4,
    allowed: 3,
  });
});
Deno.test("rounding breaks no limit", () => {
  const thirds = Array.from({ length: 3000 }, (_, k) => at(k / 3, 1 / 3));
  assertEquals(findViolation(thirds, { capacity: 1 / 3, refillPerSecond: 1000 }), undefined);
});
