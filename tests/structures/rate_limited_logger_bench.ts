import { assertEquals } from "@std/assert";
import { RateLimiterMemory } from "rate-limiter-flexible";
import v8 from "node:v8";
import vm from "node:vm";
import { random } from "@lib/base/random.ts";
import { zipf } from "@lib/base/zipf.ts";
import { RateLimitedLogger } from "@lib/structures/rate_limited_logger.ts";
import { RateLimitedLogger as PrintQueue } from "@lib/study/exercises/rate_limited_logger/right/queue_of_prints.ts";
import type { BenchRow, Contestant } from "@lib/study/bench/bench.ts";

const LINES = 100_000;
/**
 * Fewer for the package: its promises are settled only after the last round, and until then they are the collector's
 * work.
 */
const BURST_LINES = 20_000;
const MESSAGES = 5000;

type Logger = Pick<RateLimitedLogger, "shouldPrint">;

/** The honest floor: a Map that never forgets. */
class PlainMap {
  #printed = new Map<string, number>();
  shouldPrint(timestampSeconds: number, message: string): boolean {
    const last = this.#printed.get(message);
    if (last !== undefined && timestampSeconds - last < 10) return false;
    this.#printed.set(message, timestampSeconds);
    return true;
  }
}

interface Asked {
  readonly seconds: Float64Array;
  readonly messages: readonly string[];
}

/** Lines of two seconds, so that a package on its own clock, which can't replay hours, has the same answers. */
function burst(round: number, lines = BURST_LINES): Asked {
  const draw = random(round);
  const rank = zipf({ exponent: 1, size: MESSAGES, random: draw });
  const texts = Array.from({ length: MESSAGES }, (_, n): string => JSON.parse(`"request ${n} failed: refused"`));
  return {
    seconds: Float64Array.from({ length: lines }, (_, n) => 2 * n / lines),
    messages: Array.from({ length: lines }, () => texts[rank() - 1]!),
  };
}

/** Lines of half an hour: whoever forgets does so many times. */
function halfHour(round: number): Asked {
  const { messages } = burst(round, LINES);
  return { messages, seconds: Float64Array.from({ length: LINES }, (_, n) => 1800 * n / LINES) };
}

const asking = (name: string, create: () => Logger, lines: (round: number) => Asked): Contestant => {
  const play = new Function(
    "logger",
    "seconds",
    "messages",
    `let printed = 0;
     for (let at = 0; at < messages.length; at++) if (logger.shouldPrint(seconds[at], messages[at])) printed++;
     return printed;`,
  ) as (logger: unknown, seconds: Float64Array, messages: readonly string[]) => number;
  return {
    name,
    prepare: (round) => {
      const { seconds, messages } = lines(round);
      const logger = create();
      return () => play(logger, seconds, messages);
    },
  };
};

/**
 * `consume` does its work before it returns its promise; only who hears of the outcome is later. The run counts what
 * has been let through in the limiter's own memory, and so leaves the promises' part of the cost out: in its favour.
 */
const flexible: Contestant = {
  name: "rate-limiter-flexible",
  prepare: (round) => {
    const { messages } = burst(round);
    const limiter = new RateLimiterMemory({ points: 1, duration: 10, keyPrefix: "" });
    return () => {
      const before = limiter.dump().storage.length;
      for (let at = 0; at < messages.length; at++) limiter.consume(messages[at]!).catch(() => {});
      return limiter.dump().storage.length - before;
    };
  },
};

const checked = (lines: (round: number) => Asked) => () => {
  const { seconds, messages } = lines(0);
  const printed = new Map<string, number>();
  const expected = messages.filter((message, n) => {
    if (seconds[n]! - (printed.get(message) ?? -Infinity) < 10) return false;
    printed.set(message, seconds[n]!);
    return true;
  }).length;
  const logger = new RateLimitedLogger();
  assertEquals(logger.shouldPrintAll(seconds, messages).reduce((a, b) => a + b, 0), expected);
};

/** Bytes held after so many different messages, 10,000 a second; the limit is a peer. */
function memory(messages: number, limitMegabytes: number): BenchRow {
  return {
    row: `rate_limited_logger: memory after ${messages.toLocaleString("en")} different messages`,
    target: 1,
    unit: "MB",
    rounds: 1,
    check: () => {},
    ours: {
      name: "RateLimitedLogger",
      prepare: () => {
        const before = bytesInUse();
        const logger = new RateLimitedLogger({ latenessSeconds: 0 });
        for (let n = 0; n < messages; n++) logger.shouldPrint(n / 10_000, `request ${n} failed`);
        const megabytes = (bytesInUse() - before) / 1e6;
        assertEquals(logger.size > 0, true); // it is still alive
        return () => Math.max(0.001, megabytes);
      },
    },
    peers: [{ name: `the limit ${limitMegabytes} MB`, prepare: () => () => limitMegabytes }],
  };
}

function bytesInUse(): number {
  v8.setFlagsFromString("--expose-gc");
  const collect = vm.runInNewContext("gc") as () => void;
  for (let round = 0; round < 3; round++) collect();
  const { heapUsed, external } = Deno.memoryUsage();
  return heapUsed + external;
}

export const rows: BenchRow[] = [
  {
    row: "rate_limited_logger: a burst of two seconds",
    target: 10,
    rounds: 7,
    ours: asking("RateLimitedLogger", () => new RateLimitedLogger(), (round) => burst(round)),
    peers: [flexible],
    check: checked((round) => burst(round)),
  },
  {
    // Whoever never forgets looks into one map where we look into two for a message that is printed: a floor, not a
    // rival.
    row: "rate_limited_logger: half an hour, against a Map that never forgets and a queue of prints",
    target: 0.6,
    ours: asking("RateLimitedLogger", () => new RateLimitedLogger({ latenessSeconds: 0 }), halfHour),
    peers: [
      asking("a Map that never forgets", () => new PlainMap(), halfHour),
      asking(
        "a Map and a queue of prints",
        () => new PrintQueue(),
        halfHour,
      ),
    ],
    check: checked(halfHour),
  },
  memory(10_000_000, 64),
];
