import { assert, assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { RateLimitedLogger, type RateLimitedLoggerOptions } from "@lib/structures/rate_limited_logger.ts";

const answers = (options: RateLimitedLoggerOptions, asked: [number, string][]) => {
  const logger = new RateLimitedLogger(options);
  return asked.map(([seconds, message]) => logger.shouldPrint(seconds, message));
};

/** The rule, by a logger that never forgets. */
function oracle(options: RateLimitedLoggerOptions, asked: [number, string][]): boolean[] {
  const { intervalSeconds = 10, latenessSeconds = intervalSeconds } = options;
  const printed = new Map<string, number>();
  let newest = -Infinity;
  return asked.map(([timestamp, message]) => {
    newest = Math.max(newest, timestamp);
    const seconds = Math.max(timestamp, newest - latenessSeconds);
    const last = printed.get(message);
    if (last !== undefined && seconds - last < intervalSeconds) return false;
    printed.set(message, seconds);
    return true;
  });
}

// By hand
Deno.test("a message is printed at once, and again when the interval has passed since it was printed", () => {
  // a is printed at 0, refused at 5 and 9.9, and 10 is ten seconds after 0, not after 9.9.
  assertEquals(answers({}, [[0, "a"], [5, "a"], [9.9, "a"], [10, "a"], [19.5, "a"], [20, "a"]]), [
    ...[true, false, false, true, false, true],
  ]);
});
Deno.test("each message has a window of its own, whatever it is called", () => {
  const names = ["a", "b", "", "__proto__", "constructor", "toString", "0"];
  const logger = new RateLimitedLogger();
  for (const name of names) assertEquals(logger.shouldPrint(0, name), true, name);
  for (const name of names) assertEquals(logger.shouldPrint(1, name), false, name);
  assertEquals(logger.size, names.length);
});
Deno.test("a late timestamp is refused within the window, and moves it neither back nor forward", () => {
  // Printed at 20; 13 is before that, so refused; the window still ends at 30.
  assertEquals(answers({}, [[20, "a"], [13, "a"], [29, "a"], [30, "a"]]), [true, false, false, true]);
});
Deno.test("what comes late for the first time is printed, and its window begins when it was said", () => {
  assertEquals(answers({}, [[20, "a"], [13, "b"], [22, "b"], [23, "b"]]), [true, true, false, true]);
});
Deno.test("a timestamp further behind than the lateness counts as that far behind", () => {
  // Newest 100, lateness 10: 3 counts as 90, so b may be printed again at 100.
  assertEquals(answers({}, [[100, "a"], [3, "b"], [4, "b"], [99, "b"], [100, "b"]]), [true, true, false, false, true]);
  // Lateness 0: whatever is late counts as now.
  assertEquals(answers({ latenessSeconds: 0 }, [[1, "a"], [12, "b"], [5, "a"], [21, "a"], [22, "a"]]), [
    ...[true, true, true, false, true],
  ]);
});
Deno.test("timestamps may be negative, zero and fractions", () => {
  assertEquals(answers({ intervalSeconds: 0.5 }, [[-1, "a"], [-0.6, "a"], [-0.5, "a"], [-0, "a"], [0.5, "a"]]), [
    ...[true, false, true, true, true],
  ]);
});

// Oracle
Deno.test("the answers are those of a logger that never forgets, for every order of timestamps", () => {
  const draw = random(1);
  for (let round = 0; round < 300; round++) {
    const intervalSeconds = [10, 1, 0.3, 7.5][round % 4]!;
    const options = round % 3 === 0
      ? { intervalSeconds }
      : { intervalSeconds, latenessSeconds: [0, intervalSeconds / 3, 3 * intervalSeconds][round % 3]! };
    const step = intervalSeconds * [0.02, 0.3, 2][draw.integer(3)]!;
    let now = 100 * draw.normal();
    const asked = Array.from({ length: 300 }, (): [number, string] => {
      now += draw.next() < 0.02 ? 40 * step * draw.next() : step * draw.next();
      const behind = draw.next() < 0.3 ? 5 * intervalSeconds * draw.next() ** 2 : 0;
      const timestamp = round % 2 ? now - behind : Math.round(10 * (now - behind)) / 10; // some exactly at the edge
      return [timestamp, `message ${draw.integer(1 + round % 20)}`];
    });
    const logger = new RateLimitedLogger(options);
    const expected = oracle(options, asked);
    asked.forEach(([timestamp, message], at) =>
      assertEquals(logger.shouldPrint(timestamp, message), expected[at], `round ${round}, question ${at}`)
    );
    const batch = new RateLimitedLogger(options);
    const [times, messages] = [asked.map(([timestamp]) => timestamp), asked.map(([, message]) => message)];
    assertEquals([...batch.shouldPrintAll(times.slice(0, 100), messages.slice(0, 100))].map(Boolean), [
      ...expected.slice(0, 100),
    ]);
    assertEquals([...batch.shouldPrintAll(times.slice(100), messages.slice(100))].map(Boolean), expected.slice(100));
  }
});

// Invariants
Deno.test("a million different messages, in two runs, leave no more than two spans of them in memory", () => {
  const perSecond = 1000;
  for (const latenessSeconds of [0, 10]) {
    const logger = new RateLimitedLogger({ latenessSeconds });
    let most = 0;
    for (let n = 0; n < 500_000; n++) {
      logger.shouldPrint(n / perSecond, `job ${n} failed`);
      if (logger.size > most) most = logger.size;
    }
    const span = (10 + latenessSeconds) * perSecond;
    assert(most > span && most <= 2 * span, `${most} of ${span}`);
  }
});
Deno.test("after a long silence nothing is remembered but what comes then", () => {
  const logger = new RateLimitedLogger();
  for (let n = 0; n < 1000; n++) logger.shouldPrint(n / 100, `message ${n}`);
  assertEquals(logger.size, 1000);
  assertEquals([logger.shouldPrint(1000, "message 7"), logger.size], [true, 1]);
});
Deno.test("refusals are remembered by nobody: a storm of one message is one entry", () => {
  const logger = new RateLimitedLogger();
  for (let n = 0; n < 10_000; n++) logger.shouldPrint(n / 1001, "storm");
  assertEquals(logger.size, 1);
});

// Refusals
Deno.test("options that can't be meant are refused by name and value", () => {
  for (const intervalSeconds of [0, -1, NaN, Infinity]) {
    const message = `intervalSeconds must be a positive finite number: current value is ${intervalSeconds}`;
    assertThrows(() => new RateLimitedLogger({ intervalSeconds }), RangeError, message);
  }
  for (const latenessSeconds of [-1, NaN, Infinity]) {
    const message = `latenessSeconds must be a non-negative finite number: current value is ${latenessSeconds}`;
    assertThrows(() => new RateLimitedLogger({ latenessSeconds }), RangeError, message);
  }
});
Deno.test("questions that can't be meant are refused, and change nothing", () => {
  const logger = new RateLimitedLogger();
  logger.shouldPrint(0, "a");
  for (const seconds of [NaN, Infinity, -Infinity]) {
    assertThrows(() => logger.shouldPrint(seconds, "b"), RangeError, `current value is ${seconds}`);
    assertThrows(() => logger.shouldPrintAll([50, seconds], ["b", "c"]), RangeError, `current value is ${seconds}`);
  }
  assertThrows(() => logger.shouldPrint("7" as unknown as number, "b"), TypeError, 'current value is "7"');
  assertThrows(() => logger.shouldPrint(50, 7 as unknown as string), TypeError, "message must be a string");
  assertThrows(
    () => logger.shouldPrintAll([50, 51], ["b", null as unknown as string]),
    TypeError,
    "current value is null",
  );
  assertThrows(() => logger.shouldPrintAll([50], []), RangeError, "each message needs a timestamp");
  assertEquals([logger.size, logger.shouldPrint(9, "a"), logger.shouldPrint(10, "a")], [1, false, true]);
});
