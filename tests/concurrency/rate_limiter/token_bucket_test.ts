import { assert, assertAlmostEquals, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { type Clock, TokenBucket } from "@lib/concurrency/rate_limiter/token_bucket.ts";
import { ManualClock } from "@lib/testing/manual_clock.ts";
import { findViolation, type Grant } from "@lib/testing/rate_limit_checker.ts";
import { NaiveBucket } from "./naive_bucket.ts";

/** A clock that steps like a date, and counts the pauses that are under way. */
class SteppingClock extends ManualClock {
  #stepMs = 0;
  pauses = 0;
  override nowMs(): number {
    return super.nowMs() + this.#stepMs;
  }
  override async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    this.pauses++;
    await super.sleep(ms, signal);
  }
  /** Sets the date, waking nobody. */
  step(ms: number): void {
    this.#stepMs += ms;
  }
}

function bucketAt(capacity: number, refillPerSecond: number, initialTokens = capacity) {
  const clock = new SteppingClock();
  const bucket = new TokenBucket(capacity, refillPerSecond, { clock, initialTokens });
  const served: [unknown, number][] = [];
  /** Waits for `n` and writes down who was served when. */
  const wait = (who: unknown, n: number, signal?: AbortSignal) =>
    bucket.acquire(n, signal ? { signal } : {}).then(() => void served.push([who, clock.nowMs()]));
  return { clock, bucket, served, wait };
}

// By hand: 10 tokens, 4 a second: one each 250 ms
Deno.test("a full bucket grants a burst of its capacity, then what comes in", () => {
  const { clock, bucket } = bucketAt(10, 4);
  assertEquals([bucket.tryAcquire(7), bucket.tryAcquire(3), bucket.tryAcquire()], [true, true, false]);
  clock.advance(249);
  assertEquals([bucket.tokens, bucket.tryAcquire()], [0.996, false]);
  clock.advance(1);
  assertEquals([bucket.tryAcquire(), bucket.tryAcquire()], [true, false]);
  clock.advance(2499);
  assertEquals(bucket.tokens, 9.996);
  clock.advance(1e9);
  assertEquals([bucket.tokens, bucket.tryAcquire(10), bucket.tryAcquire()], [10, true, false]);
});
Deno.test("a refusal changes nothing", () => {
  const { bucket } = bucketAt(10, 4, 9);
  for (let ask = 0; ask < 100; ask++) assertEquals(bucket.take(9.5), { granted: false, retryAfterMs: 125 });
  assertEquals([bucket.tokens, bucket.tryAcquire(9)], [9, true]);
});
Deno.test("take() says what is left, or when to come back", () => {
  const { clock, bucket } = bucketAt(10, 4);
  assertEquals(bucket.take(8), { granted: true, tokens: 2 });
  assertEquals(bucket.take(5), { granted: false, retryAfterMs: 750 }); // 3 tokens at 250 ms
  clock.advance(749);
  assertEquals(bucket.take(5), { granted: false, retryAfterMs: 1 });
  clock.advance(1);
  assertEquals(bucket.take(5), { granted: true, tokens: 0 });
});
Deno.test("fractions of a token are tokens like any other", () => {
  const { clock, bucket } = bucketAt(0.75, 0.5);
  assertEquals([bucket.tryAcquire(0.5), bucket.tryAcquire(0.5), bucket.tryAcquire(0.25)], [true, false, true]);
  clock.advance(499);
  assertEquals(bucket.tryAcquire(0.25), false);
  clock.advance(1);
  assertEquals(bucket.tryAcquire(0.25), true);
});
Deno.test("0 tokens are always granted, also past the line, and take nothing", async () => {
  const { clock, bucket, wait } = bucketAt(2, 1, 0);
  const other = wait("other", 2);
  assertEquals([bucket.tryAcquire(0), bucket.take(0).granted], [true, true]);
  await bucket.acquire(0);
  assertEquals([bucket.tokens, bucket.waiting], [0, 1]);
  await clock.run(2000);
  await other;
});

// Waiting
Deno.test("acquire() waits until its tokens are there, to the millisecond", async () => {
  const { clock, bucket, served, wait } = bucketAt(10, 4);
  await wait("at once", 10);
  const waiting = [wait("one", 1), wait("two", 2)];
  assertEquals(bucket.waiting, 2);
  await clock.run(10_000);
  await Promise.all(waiting);
  assertEquals(served, [["at once", 0], ["one", 250], ["two", 750]]);
});
Deno.test("nobody overtakes: a small request waits behind a large one, and tryAcquire() is refused meanwhile", async () => {
  const { clock, bucket, served, wait } = bucketAt(10, 4, 5);
  const waiting = [wait("large", 10), wait("small", 1)]; // 5 tokens are there
  // 10 + 1 + 1 − 5
  assertEquals([bucket.tryAcquire(1), bucket.take(1)], [false, { granted: false, retryAfterMs: 1750 }]);
  await clock.run(1249);
  assertEquals(served, []);
  await clock.run(10_000);
  await Promise.all(waiting);
  assertEquals(served, [["large", 1250], ["small", 1500]]);
});
Deno.test("who gives up leaves the line, takes nothing, and those behind move up at once", async () => {
  const { clock, bucket, served, wait } = bucketAt(10, 4, 5);
  const giveUp = new AbortController();
  const large = assertRejects(() => wait("large", 10, giveUp.signal), Error, "enough");
  const behind = [wait("five", 5), wait("one", 1)];
  await clock.run(100); // 5.4 tokens
  giveUp.abort(new Error("enough"));
  await large;
  await clock.run(0);
  assertEquals([served, bucket.waiting, clock.sleeping], [[["five", 100]], 1, 1]);
  assertEquals(bucket.take(1), { granted: false, retryAfterMs: 400 }); // 0.4 are there, 1 is promised
  await clock.run(10_000);
  await Promise.all(behind);
  assertEquals(served, [["five", 100], ["one", 250]]);
});
Deno.test("the last who gives up leaves no timer behind, and the bucket as it was", async () => {
  const { clock, bucket, wait } = bucketAt(10, 4, 1);
  const giveUp = new AbortController();
  const all = [3, 2, 5].map((n) => assertRejects(() => wait(n, n, giveUp.signal)));
  assertEquals([clock.sleeping, bucket.waiting], [1, 3]);
  giveUp.abort();
  await Promise.all(all);
  assertEquals([clock.sleeping, bucket.waiting, bucket.tokens], [0, 0, 1]);
  assertEquals(bucket.tryAcquire(1), true);
});
Deno.test("who has been served can't give up any more", async () => {
  const { clock, bucket, wait } = bucketAt(2, 1, 0);
  const giveUp = new AbortController();
  const [one, two] = [wait("one", 1, giveUp.signal), wait("two", 1)];
  await clock.run(1000);
  await one;
  giveUp.abort();
  assertEquals(bucket.take(1), { granted: false, retryAfterMs: 2000 }, "one still waits");
  await clock.run(1000);
  await two;
  assertEquals([bucket.tokens, bucket.waiting], [0, 0]);
});
Deno.test("a signal that has been given already is obeyed before anything is taken", async () => {
  const { bucket } = bucketAt(2, 1);
  await assertRejects(() => bucket.acquire(1, { signal: AbortSignal.abort(new Error("before")) }), Error, "before");
  assertEquals(bucket.tokens, 2);
});
Deno.test("three hundred who wait share one timer, which goes off about once for each", async () => {
  const { clock, bucket, served, wait } = bucketAt(1, 1000, 0);
  const all = Array.from({ length: 300 }, (_, k) => wait(k, 1));
  assertEquals([clock.sleeping, bucket.waiting], [1, 300]);
  await clock.run(100);
  assertEquals([clock.sleeping, served.length], [1, 100]);
  await clock.run(200);
  await Promise.all(all);
  assertEquals([clock.sleeping, served.map(([who]) => who)], [0, Array.from({ length: 300 }, (_, k) => k)]);
  assert(clock.pauses <= 301, `${clock.pauses} pauses`);
});
Deno.test("a hundred thousand who give up, from the front and from the end, cost no more than one each", async () => {
  const { bucket, clock } = bucketAt(1, 1, 0);
  const signals = Array.from({ length: 100_000 }, () => new AbortController());
  let gaveUp = 0;
  for (const { signal } of signals) void bucket.acquire(1, { signal }).catch(() => gaveUp++);
  assertEquals(bucket.waiting, 100_000);
  for (let k = 0; k < 50_000; k++) signals[k]!.abort();
  for (let k = 99_999; k >= 50_000; k--) signals[k]!.abort();
  await clock.run(0);
  assertEquals([gaveUp, bucket.waiting, bucket.tokens, clock.sleeping], [100_000, 0, 0, 0]);
  assert(clock.pauses < 10, `${clock.pauses} pauses: all need as much, so the timer stays`);
});
Deno.test("the time to wait is the least whole number of milliseconds, though the quotient is rounded up", () => {
  const { clock, bucket } = bucketAt(0.7, 1.4);
  assertEquals(bucket.take(0.7).granted, true);
  assertEquals(bucket.take(0.7), { granted: false, retryAfterMs: 500 }); // 700 / 1.4 is 500.00000000000006
  clock.advance(500);
  assertEquals(bucket.take(0.7).granted, true);
});
Deno.test("a clock whose reading fails is told to everybody who waits, and nobody is left in the line", async () => {
  let isBroken = false;
  const manual = new ManualClock();
  const clock: Clock = {
    nowMs: () => {
      if (isBroken) throw new Error("no time");
      return manual.nowMs();
    },
    sleep: (ms, signal) => manual.sleep(ms, signal),
  };
  const bucket = new TokenBucket(1, 1, { clock, initialTokens: 0 });
  const outcomes: string[] = [];
  const wait = (who: string, signal?: AbortSignal) =>
    void bucket.acquire(1, signal ? { signal } : {}).then(() => outcomes.push(`${who} served`), (error) => {
      outcomes.push(`${who}: ${error.message}`);
    });
  const leaving = new AbortController();
  wait("a", leaving.signal);
  wait("b");
  isBroken = true;
  leaving.abort(new Error("gone")); // serves the next, and cannot
  await manual.run(0);
  assertEquals([outcomes.sort(), bucket.waiting, manual.sleeping], [["a: gone", "b: no time"], 0, 0]);
  await assertRejects(() => bucket.acquire(), Error, "no time");
  isBroken = false;
  wait("c");
  isBroken = true; // when the timer goes off
  await manual.run(1000);
  assertEquals([outcomes.at(-1), bucket.waiting], ["c: no time", 0]);
  isBroken = false;
  assertEquals(bucket.tryAcquire(), true);
});
Deno.test("a clock that fails just when a waiter joins is told to it, and it does not stay in the line", async () => {
  let readings = 0;
  const clock: Clock = {
    nowMs: () => {
      if (++readings === 4) throw new Error("no time");
      return 0;
    },
    sleep: () => new Promise(() => {}),
  };
  const bucket = new TokenBucket(1, 1, { clock, initialTokens: 0 }); // readings 1 and 2
  await assertRejects(() => bucket.acquire(), Error, "no time"); // 3 finds no token, 4 is for the timer
  assertEquals([bucket.waiting, readings], [0, 4]);
});
Deno.test("acquire() rejects what is no signal", async () => {
  const { bucket } = bucketAt(1, 1);
  const message = "Cannot acquire tokens: signal must be an AbortSignal: current value is 3";
  await assertRejects(() => bucket.acquire(1, { signal: 3 as never }), TypeError, message);
  await assertRejects(() => bucket.acquire(1, null as never), TypeError, "options must be an object");
  assertEquals(bucket.tokens, 1);
});
Deno.test("a clock that fails fails those who wait, and the bucket goes on", async () => {
  let broken = false;
  const manual = new ManualClock();
  const clock: Clock = {
    nowMs: () => manual.nowMs(),
    sleep: (ms, signal) => broken ? Promise.reject(new Error("no timers left")) : manual.sleep(ms, signal),
  };
  const bucket = new TokenBucket(2, 1, { clock, initialTokens: 0 });
  broken = true;
  const giveUp = new AbortController();
  const all = [bucket.acquire(1), bucket.acquire(2, { signal: giveUp.signal })];
  for (const waiting of all) await assertRejects(() => waiting, Error, "no timers left");
  giveUp.abort();
  broken = false;
  assertEquals(bucket.waiting, 0);
  const after = bucket.acquire(1);
  await manual.run(1000);
  await after;
});

// The clock
Deno.test("a short step back loses nothing and pays nothing twice: refill goes on when the clock has caught up", () => {
  const { clock, bucket } = bucketAt(10, 4, 0);
  clock.advance(1000); // 4 tokens
  assertEquals(bucket.tryAcquire(3), true);
  clock.step(-600);
  assertEquals([bucket.tokens, bucket.tryAcquire(2)], [1, false]);
  clock.advance(599);
  assertEquals(bucket.tokens, 1);
  clock.advance(251);
  assertEquals(bucket.tryAcquire(2), true);
});
Deno.test("tokens that nobody had taken yet are still there after a step back", () => {
  const { clock, bucket } = bucketAt(10, 4, 0);
  clock.advance(1000);
  assertEquals(bucket.tokens, 4);
  clock.step(-1000);
  assertEquals([bucket.tokens, bucket.tryAcquire(4)], [4, true]);
});
Deno.test("after a step back of hours the bucket goes on at once, from the level it had", () => {
  const { clock, bucket } = bucketAt(10, 4, 0);
  clock.advance(1000);
  assertEquals(bucket.tokens, 4);
  clock.step(-5 * 3_600_000);
  assertEquals(bucket.tokens, 4);
  clock.advance(250);
  assertEquals(bucket.tokens, 5);
  clock.step(5 * 3_600_000); // set right again: no more than a full bucket
  assertEquals([bucket.tokens, bucket.tryAcquire(10), bucket.tryAcquire()], [10, true, false]);
});
Deno.test("a jump forward by hours fills the bucket, and no more", () => {
  const { clock, bucket } = bucketAt(10, 4, 0);
  clock.step(5 * 3_600_000);
  assertEquals([bucket.tokens, bucket.tryAcquire(10), bucket.tryAcquire()], [10, true, false]);
});
Deno.test("whoever waits is served although the clock steps back, after the step has been waited out", async () => {
  const { clock, served, wait } = bucketAt(10, 4, 0);
  const all = [wait("one", 1), wait("two", 1)];
  await clock.run(100);
  clock.step(-50);
  await clock.run(1000);
  await Promise.all(all);
  assertEquals(served, [["one", 250], ["two", 500]]); // by the date; by the timers' time 50 ms later
  assert(clock.pauses <= 4, `${clock.pauses} pauses: the step is slept through`);
});
Deno.test("who waits is served by whoever asks after a jump forward, though the timer knows nothing of it", async () => {
  const { clock, bucket, served, wait } = bucketAt(10, 4, 0);
  const waiting = wait("waiting", 10);
  clock.step(3_600_000);
  assertEquals(bucket.tryAcquire(1), false, "the one who waits took all ten");
  await waiting;
  assertEquals([served, bucket.waiting, clock.sleeping], [[["waiting", 3_600_000]], 0, 0]);
});
Deno.test("a clock that starts at a date, at 0 or below it is a clock like any other", () => {
  for (const startMs of [-1e6, 0, 1_760_000_000_000]) {
    const clock = new ManualClock(startMs);
    const bucket = new TokenBucket(2, 1000, { clock });
    assertEquals([bucket.tryAcquire(2), bucket.tryAcquire()], [true, false], `from ${startMs}`);
    clock.advance(1);
    assertEquals([bucket.tryAcquire(), bucket.tryAcquire()], [true, false], `from ${startMs}`);
  }
});

// No drift
Deno.test("polled each millisecond at 1.9 tokens a millisecond it grants 1.9 a millisecond, over ten million polls", () => {
  let nowMs = 0;
  const bucket = new TokenBucket(100, 1900, { clock: { nowMs: () => nowMs, sleep: async () => {} }, initialTokens: 0 });
  let granted = 0;
  while (nowMs < 3_300_000) {
    nowMs++;
    while (bucket.tryAcquire()) granted++; // three polls a millisecond: two or one granted, one refused
    if (granted !== Math.floor(1.9 * nowMs + 1e-6)) assertEquals(granted, Math.floor(1.9 * nowMs), `after ${nowMs} ms`);
  }
  assertEquals(granted, 6_270_000);
});
Deno.test("at any rate and any times of asking, a million polls grant what the rate allows, but for what is left in the bucket", () => {
  for (const [refillPerSecond, n] of [[1900, 1], [1000 / 3, 1 / 3], [0.1, 0.01], [7e6, 4321.5]] as const) {
    const draw = random(7);
    let nowMs = 1_760_000_000_000;
    const startMs = nowMs;
    const bucket = new TokenBucket(4 * n, refillPerSecond, {
      clock: { nowMs: () => nowMs, sleep: async () => {} },
      initialTokens: 0,
    });
    let granted = 0;
    for (let poll = 0; poll < 1_000_000; poll++) {
      nowMs += 0.5 * draw.next() * n / refillPerSecond * 1000; // about four polls for what one asks for
      if (bucket.tryAcquire(n)) granted++;
    }
    const entitled = (nowMs - startMs) * refillPerSecond / 1000;
    assertAlmostEquals(granted * n + bucket.tokens, entitled, 1e-6 * n, `${refillPerSecond} tokens a second`);
  }
});

// Oracle: whole thousandths, one millisecond at a time
Deno.test("a bucket does what the naive one does, over random requests, waits, cancellations and pauses", async () => {
  for (let seed = 0; seed < 10; seed++) {
    const draw = random(seed);
    const capacity = 1 + draw.integer(12);
    const refillPerSecond = 1 + draw.integer(3000);
    const initialTokens = draw.integer(capacity + 1);
    const { clock, bucket, served, wait } = bucketAt(capacity, refillPerSecond, initialTokens);
    const naive = new NaiveBucket(capacity, refillPerSecond, initialTokens);
    const signals = new Map<number, AbortController>();
    for (let step = 0; step < 60; step++) {
      const where = `seed ${seed}, step ${step}`;
      const n = 1 + draw.integer(capacity);
      const chance = draw.integer(10);
      if (chance < 3) assertEquals(bucket.tryAcquire(n), naive.tryAcquire(n), where);
      else if (chance < 6) {
        const giveUp = new AbortController();
        signals.set(step, giveUp);
        void wait(step, n, giveUp.signal).catch(() => {});
        naive.acquire(step, n);
      } else if (chance === 6 && signals.size > 0) {
        const who = [...signals.keys()][draw.integer(signals.size)]!;
        signals.get(who)!.abort();
        signals.delete(who);
        naive.giveUp(who);
      } else {
        const ms = draw.integer(8);
        await clock.run(ms);
        naive.run(ms);
      }
      await clock.run(0);
      assertEquals(
        [Math.round(bucket.tokens * 1e6) / 1e3, bucket.waiting],
        [naive.thousandths, naive.waiting.length],
        where,
      );
      assertEquals(served, naive.served, where);
      for (const [who] of served) signals.delete(who as number);
    }
  }
});

// Invariants
Deno.test("64 acquirers racing on one bucket never exceed the limit, in any window, and get all of it", async () => {
  for (const [capacity, refillPerSecond] of [[10, 100], [7.5, 333]] as const) {
    const { clock, bucket } = bucketAt(capacity, refillPerSecond);
    const grants: Grant[] = [];
    const racers = Array.from({ length: 64 }, async (_, racer) => {
      const draw = random(racer);
      for (let round = 0; round < 6; round++) {
        const n = 1 + draw.integer(3);
        if (round % 4 === 0) {
          if (!bucket.tryAcquire(n)) continue;
        } else await bucket.acquire(n);
        grants.push({ fromMs: clock.nowMs(), toMs: clock.nowMs(), n });
        if (draw.integer(4) === 0) await clock.sleep(draw.integer(50));
      }
    });
    await clock.run(60_000);
    await Promise.all(racers);
    assert(grants.length > 64 * 4);
    assertEquals(findViolation(grants, bucket), undefined);
    const granted = grants.reduce((sum, { n }) => sum + n, 0);
    const lastMs = Math.max(...grants.map((grant) => grant.toMs));
    assert(granted > 0.99 * refillPerSecond * lastMs / 1000, `${granted} tokens in ${lastMs} ms`);
  }
});
Deno.test("after retryAfterMs the same request is granted, where quotient and product round differently", () => {
  for (const refillPerSecond of [0.1, 0.3, 1.1, 333.3]) {
    for (let n = 0.1; n <= 5; n += 0.1) {
      const { clock, bucket } = bucketAt(5, refillPerSecond, 0);
      const answer = bucket.take(n);
      if (!answer.granted) clock.advance(answer.retryAfterMs);
      assertEquals(bucket.take(n).granted, true, `${n} at ${refillPerSecond} a second`);
    }
  }
});
Deno.test("after retryAfterMs the same request is granted, at any rate, level and time", () => {
  for (let seed = 0; seed < 3000; seed++) {
    const draw = random(seed);
    let nowMs = [0, 1_760_000_000_000, 1e5 * draw.next()][seed % 3]!;
    const capacity = 10 ** (6 * draw.next() - 3);
    const bucket = new TokenBucket(capacity, 10 ** (8 * draw.next() - 4), {
      clock: { nowMs: () => nowMs, sleep: async () => {} },
    });
    for (let round = 0; round < 5; round++) {
      const n = capacity * (1 - draw.next() ** 2);
      const answer = bucket.take(n);
      if (answer.granted) continue;
      assert(Number.isSafeInteger(answer.retryAfterMs) && answer.retryAfterMs >= 1);
      nowMs += answer.retryAfterMs;
      assertEquals(bucket.take(n).granted, true, `seed ${seed}, round ${round}`);
    }
  }
});

// Refusals
Deno.test("more than the capacity, or no number, is refused at once and changes nothing", async () => {
  const { bucket, clock } = bucketAt(2, 1);
  for (const n of [2.5, 3, Infinity, -1, NaN]) {
    assertThrows(() => bucket.tryAcquire(n), RangeError, `current value is ${n}`);
    assertThrows(() => bucket.take(n), RangeError, `current value is ${n}`);
    await assertRejects(() => bucket.acquire(n), RangeError, `current value is ${n}`);
  }
  assertThrows(() => bucket.tryAcquire("1" as unknown as number), TypeError, "n must be");
  assertEquals([bucket.tokens, bucket.waiting, clock.sleeping], [2, 0, 0]);
});
Deno.test("a bucket that can't be meant is refused by name and value", () => {
  const refused: [number, number, number | undefined, string][] = [
    [0, 1, undefined, "capacity must be a positive finite number: current value is 0"],
    [1, 0, undefined, "refillPerSecond must be a positive finite number: current value is 0"],
    [1, Infinity, undefined, "refillPerSecond must be a positive finite number: current value is Infinity"],
    [1, 1, -1, "initialTokens must be a non-negative finite number: current value is -1"],
    [1, 1, 1.5, "initialTokens must be at most the capacity, 1: current value is 1.5"],
    [1, 1e-15, undefined, "full again within 2^53 ms"],
  ];
  for (const [capacity, refillPerSecond, initialTokens, message] of refused) {
    const options = initialTokens === undefined ? {} : { initialTokens };
    assertThrows(() => new TokenBucket(capacity, refillPerSecond, options), RangeError, message);
  }
});
Deno.test("without a clock of its own the machine's is used", async () => {
  const bucket = new TokenBucket(1, 1000);
  await bucket.acquire();
  await bucket.acquire();
  assertEquals(bucket.waiting, 0);
});
