import { assert, assertEquals, assertInstanceOf, assertRejects, assertThrows } from "@std/assert";
import { getEventListeners } from "node:events";
import { type Random, random } from "@lib/base/random.ts";
import {
  ConcurrencyLimiter,
  type RunOptions,
  TaskTimeoutError,
} from "@lib/concurrency/concurrency_limiter/concurrency_limiter.ts";
import { ManualClock } from "@lib/testing/manual_clock.ts";

/** All that is ready has run. */
const settled = () => new Promise<void>((resolve) => setTimeout(resolve, 0));
const listeners = (signal: AbortSignal) => getEventListeners(signal, "abort").length;

/** A limiter with tasks that are ended by hand, and what each promise came to. */
function byHand(maxConcurrency: number) {
  const clock = new ManualClock();
  const limiter = new ConcurrencyLimiter(maxConcurrency, { clock });
  const started: string[] = [];
  const outcomes: Record<string, string> = {};
  const gates: Record<string, PromiseWithResolvers<void>> = {};
  const run = (name: string, options?: RunOptions) => {
    gates[name] = Promise.withResolvers<void>();
    const task = () => {
      started.push(name);
      return gates[name]!.promise;
    };
    limiter.run(task, options).then(() => outcomes[name] = "done", (error) => outcomes[name] = String(error));
  };
  const end = (name: string) => {
    gates[name]!.resolve();
    return settled();
  };
  const fail = (name: string, error: unknown) => {
    gates[name]!.reject(error);
    return settled();
  };
  const counts = () => [limiter.activeCount, limiter.pendingCount];
  return { clock, limiter, started, outcomes, run, end, fail, counts };
}

// By hand
Deno.test("two run, the third starts when one of them ends, whichever it is", async () => {
  const { run, end, started, counts, outcomes } = byHand(2);
  for (const name of ["a", "b", "c", "d"]) run(name);
  assertEquals([started, counts()], [["a", "b"], [2, 2]]);
  await end("b");
  assertEquals([started, counts(), outcomes], [["a", "b", "c"], [2, 1], { b: "done" }]);
  await end("c");
  await end("a");
  await end("d");
  assertEquals([started, counts()], [["a", "b", "c", "d"], [0, 0]]);
});
Deno.test("a failure, at once or late, gives its permit back and is the caller's", async () => {
  const { run, fail, outcomes, counts, limiter } = byHand(1);
  const thrown = limiter.run(() => {
    throw new RangeError("at once");
  });
  await assertRejects(() => thrown, RangeError, "at once");
  assertEquals(counts(), [0, 0]);
  run("late");
  await fail("late", "why");
  assertEquals([outcomes.late, counts()], ["why", [0, 0]]);
  assertEquals(await limiter.run(() => 7), 7);
});
Deno.test("when a promise settles, the permit has been given back", async () => {
  const limiter = new ConcurrencyLimiter(1);
  const counts: number[] = [];
  await limiter.run(() => Promise.resolve()).then(() => counts.push(limiter.activeCount));
  await limiter.run(() => Promise.reject("no")).catch(() => counts.push(limiter.activeCount));
  assertEquals(counts, [0, 0]);
});
Deno.test("a waiter whose signal aborts leaves the middle of the line, and never starts", async () => {
  const { run, end, started, counts, outcomes } = byHand(1);
  const controller = new AbortController();
  run("a");
  run("b");
  run("c", { signal: controller.signal });
  run("d");
  controller.abort("enough");
  await settled();
  assertEquals([outcomes, counts()], [{ c: "enough" }, [1, 2]]);
  await end("a");
  await end("b");
  await end("d");
  assertEquals([started, counts()], [["a", "b", "d"], [0, 0]]);
});
Deno.test("a task that is cancelled while it runs keeps its permit until it ends, and what it throws then is dropped", async () => {
  const { run, end, fail, started, outcomes, counts, clock } = byHand(1);
  const controller = new AbortController();
  run("a", { signal: controller.signal });
  run("b", { timeoutMs: 10 });
  run("c");
  controller.abort("enough");
  await settled();
  assertEquals([outcomes, started, counts()], [{ a: "enough" }, ["a"], [1, 2]]);
  await fail("a", "too late");
  assertEquals([outcomes, started, counts()], [{ a: "enough" }, ["a", "b"], [1, 1]]);
  await clock.run(1000);
  const timeout = "TimeoutError: Cannot wait longer for the task: it must settle within 10 ms of its start";
  assertEquals([outcomes.b, started, counts()], [timeout, ["a", "b"], [1, 1]]);
  await end("b");
  await end("c");
  assertEquals([outcomes, counts()], [{ a: "enough", b: timeout, c: "done" }, [0, 0]]);
});
Deno.test("the time limit counts from the start, not from the line", async () => {
  const { run, end, outcomes, clock, counts } = byHand(1);
  run("a");
  run("b", { timeoutMs: 10 });
  await clock.run(1000);
  assertEquals(outcomes, {});
  await end("a");
  await clock.run(9);
  await end("b");
  assertEquals([outcomes, counts(), clock.sleeping], [{ a: "done", b: "done" }, [0, 0], 0]);
});
Deno.test("a task sees through its own signal why it is not wanted any more", async () => {
  const clock = new ManualClock();
  const limiter = new ConcurrencyLimiter(3, { clock });
  const controller = new AbortController();
  const untilAborted = ({ signal }: { signal: AbortSignal }) =>
    new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  const byCaller = limiter.run(untilAborted, { signal: controller.signal });
  const byTime = limiter.run(untilAborted, { timeoutMs: 5 });
  controller.abort(new Error("enough"));
  await assertRejects(() => byCaller, Error, "enough");
  const late = assertRejects(() => byTime, TaskTimeoutError);
  await clock.run(5);
  const { timeoutMs, scope } = await late;
  assertEquals([timeoutMs, scope, limiter.activeCount], [5, "task", 0]);
});
Deno.test("the limit can change while tasks run: less lets them end, more starts waiters at once", async () => {
  const { run, end, started, limiter, counts } = byHand(3);
  for (const name of ["a", "b", "c", "d", "e", "f"]) run(name);
  limiter.maxConcurrency = 1;
  await end("a");
  await end("b");
  assertEquals([started.length, counts()], [3, [1, 3]]);
  await end("c");
  assertEquals([started.length, counts()], [4, [1, 2]]);
  limiter.maxConcurrency = 10;
  assertEquals([started.length, counts(), limiter.maxConcurrency], [6, [3, 0], 10]);
});
Deno.test("clear() sends the line away and leaves alone what runs", async () => {
  const { run, end, limiter, outcomes, started, counts } = byHand(1);
  for (const name of ["a", "b", "c"]) run(name);
  assertEquals([limiter.clear(), limiter.clear("again")], [2, 0]);
  await settled();
  const cleared = "AbortError: The limiter was cleared before the task started";
  assertEquals([outcomes, started, counts()], [{ b: cleared, c: cleared }, ["a"], [1, 0]]);
  run("d");
  limiter.clear("why");
  await end("a");
  assertEquals([outcomes.a, outcomes.d, counts()], ["done", "why", [0, 0]]);
});
Deno.test("whenIdle() resolves when the last has ended: at once if nothing runs", async () => {
  const { run, end, limiter, clock } = byHand(1);
  await limiter.whenIdle();
  let isIdle = false;
  run("a", { timeoutMs: 1 });
  run("b");
  limiter.whenIdle().then(() => isIdle = true);
  await clock.run(1); // told, but not ended
  await end("a");
  assertEquals(isIdle, false);
  await end("b");
  assertEquals(isIdle, true);
});
Deno.test("limit() passes arguments on and limits all its calls together with those of run()", async () => {
  const limiter = new ConcurrencyLimiter(1);
  const order: string[] = [];
  const greet = limiter.limit(async (name: string, times: number) => {
    order.push(name);
    await settled();
    return name.repeat(times);
  });
  const results = Promise.all([greet("a", 2), limiter.run(() => order.push("run")), greet("b", 1)]);
  assertEquals(order, ["a"]);
  assertEquals([await results, order], [["aa", 2, "b"], ["a", "run", "b"]]);
});
Deno.test("tasks that wait for tasks of the same limiter lock each other out; a signal on the inner call frees them", async () => {
  const limiter = new ConcurrencyLimiter(1);
  const controller = new AbortController();
  let isDone = false;
  const outer = limiter.run(async () => {
    await limiter.run(() => {}, { signal: controller.signal }).catch(() => {});
    isDone = true;
  });
  await settled();
  assertEquals([isDone, limiter.activeCount, limiter.pendingCount], [false, 1, 1]);
  controller.abort();
  await outer;
  assertEquals([isDone, limiter.activeCount, limiter.pendingCount], [true, 0, 0]);
  const inner = new ConcurrencyLimiter(1); // the way it is meant: a limiter for each level
  assertEquals(await Promise.all([1, 2, 3].map((n) => limiter.run(() => inner.run(() => n)))), [1, 2, 3]);
});
Deno.test("a task that hands in others as it starts neither overtakes nor recurses", async () => {
  const limiter = new ConcurrencyLimiter(2);
  const order: number[] = [];
  const all: Promise<unknown>[] = [];
  const spawning = (n: number) => () => {
    order.push(n);
    if (n < 100_000) all.push(limiter.run(spawning(n + 1)).catch(() => {}));
    throw n;
  };
  limiter.maxConcurrency = 1;
  await limiter.run(spawning(0)).catch(() => {});
  await limiter.whenIdle();
  assertEquals([order.length, order.every((n, i) => n === i), limiter.activeCount], [100_001, true, 0]);
});

Deno.test("whoever is handed in while the line is being served joins it at the end", async () => {
  const { run, started, end, limiter } = byHand(1);
  run("a");
  limiter.run(() => run("new"));
  run("b");
  run("c");
  limiter.maxConcurrency = 5; // there is room for "new" when it comes, but "b" and "c" were before it
  assertEquals(started, ["a", "b", "c", "new"]);
  for (const name of started) await end(name);
  assertEquals(limiter.activeCount, 0);
});

// Oracle
interface Request {
  readonly arrivesMs: number;
  readonly takesMs: number;
}
/** When each starts, first come first served on `limit` servers: the next goes to the server that is free first. */
function startsOf(requests: readonly Request[], limit: number): number[] {
  const freeMs = new Array<number>(limit).fill(0);
  return requests.map(({ arrivesMs, takesMs }) => {
    const server = freeMs.indexOf(Math.min(...freeMs));
    const startMs = Math.max(arrivesMs, freeMs[server]!);
    freeMs[server] = startMs + takesMs;
    return startMs;
  });
}
Deno.test("tasks start when a queue with so many servers, computed by hand, starts them", async () => {
  const dice = random(11);
  for (let round = 0; round < 8; round++) {
    const limit = 1 + dice.integer(4);
    let arrivesMs = 0;
    const requests = Array.from({ length: 60 }, () => {
      arrivesMs += dice.integer(8);
      return { arrivesMs, takesMs: 1 + dice.integer(20) };
    });
    const clock = new ManualClock();
    const limiter = new ConcurrencyLimiter(limit, { clock });
    const starts: number[] = [];
    for (const [i, { arrivesMs, takesMs }] of requests.entries()) {
      clock.sleep(arrivesMs).then(() =>
        limiter.run(() => {
          starts[i] = clock.nowMs();
          return clock.sleep(takesMs);
        })
      );
    }
    await clock.run(5000);
    assertEquals(starts, startsOf(requests, limit), `round ${round}`);
  }
});

// Invariants
/** What a random life has done so far, as the tasks themselves count it. */
interface Life {
  readonly clock: ManualClock;
  readonly limiter: ConcurrencyLimiter;
  handedIn: number;
  started: number;
  inFlight: number;
  settled: number;
  /** Starts that found more in flight than the limit allows. */
  excesses: number;
}

/** A task that ends in its own time: at once, soon, by failure, or when it is aborted. */
function randomTask(dice: Random, life: Life): (context: { signal: AbortSignal }) => unknown {
  const takesMs = dice.integer(6);
  const kind = dice.integer(6);
  const end = () => void life.inFlight--;
  return (context) => {
    life.started++;
    life.inFlight++;
    if (life.inFlight > life.limiter.activeCount || life.inFlight > life.limiter.maxConcurrency) life.excesses++;
    if (kind === 0) {
      end();
      throw "at once";
    }
    if (kind === 1) return Promise.resolve().then(end);
    if (kind === 2) return life.clock.sleep(takesMs).then(end).then(() => Promise.reject("late"));
    if (kind === 3) return life.clock.sleep(takesMs, context.signal).finally(end); // ends when it is told to
    return life.clock.sleep(takesMs).then(end); // does not listen
  };
}
/** Some of what is ready runs, without the cost of a real timer. */
async function microtasks(rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round++) await undefined;
}

Deno.test("100,000 random runs, cancellations, time-outs, failures and changes of the limit leak no permit", async () => {
  const dice = random(2026);
  const clock = new ManualClock();
  const limiter = new ConcurrencyLimiter(4, { clock });
  const life: Life = { clock, limiter, handedIn: 0, started: 0, inFlight: 0, settled: 0, excesses: 0 };
  const controllers = Array.from({ length: 8 }, () => new AbortController());
  const used: AbortSignal[] = [];
  for (let step = 0; step < 100_000; step++) {
    const place = dice.integer(8);
    const options: { signal?: AbortSignal; timeoutMs?: number } = {};
    if (dice.next() < 0.5) options.signal = controllers[place]!.signal;
    if (dice.next() < 0.5) options.timeoutMs = 1 + dice.integer(5);
    life.handedIn++;
    const done = () => void life.settled++;
    limiter.run(randomTask(dice, life), options).then(done, done);
    if (dice.next() < 0.02) {
      used.push(controllers[place]!.signal);
      controllers[place]!.abort("enough");
      controllers[place] = new AbortController();
    }
    if (dice.next() < 0.002) limiter.clear();
    if (dice.next() < 0.005) limiter.maxConcurrency = 1 + dice.integer(8);
    if (dice.next() < 0.5) clock.advance(dice.integer(4));
    if (dice.next() < 0.7) await microtasks(dice.integer(10));
  }
  while (limiter.activeCount > 0) {
    clock.advance(1);
    await microtasks(10);
  }
  await microtasks(10);
  assertEquals([limiter.activeCount, limiter.pendingCount, clock.sleeping], [0, 0, 0]);
  assertEquals([life.settled, life.inFlight, life.excesses], [life.handedIn, 0, 0]);
  assert(life.started > 50_000 && life.started < life.handedIn, `${life.started} of ${life.handedIn} started`);
  for (const signal of [...used, ...controllers.map(({ signal }) => signal)]) assertEquals(listeners(signal), 0);
  limiter.maxConcurrency = 3; // all three permits are there
  const gates = [1, 2, 3].map(() => Promise.withResolvers<void>());
  const last = gates.map(({ promise }) => limiter.run(() => promise));
  assertEquals([limiter.activeCount, limiter.pendingCount], [3, 0]);
  for (const gate of gates) gate.resolve();
  await Promise.all(last);
});
Deno.test("one signal shared by 100,000 tasks carries one listener, and none when they are done", async () => {
  const limiter = new ConcurrencyLimiter(10);
  const { signal } = new AbortController();
  const all = Array.from({ length: 100_000 }, (_, n) => limiter.run(() => n, { signal }));
  assertEquals(listeners(signal), 1);
  assertEquals((await Promise.all(all)).reduce((sum, n) => sum + n), 4_999_950_000);
  assertEquals(listeners(signal), 0);
});
Deno.test("100,000 waiters who give up from the back leave the line at once each", async () => {
  const limiter = new ConcurrencyLimiter(1);
  const gate = Promise.withResolvers<void>();
  const first = limiter.run(() => gate.promise);
  const controllers = Array.from({ length: 100_000 }, () => new AbortController());
  const all = controllers.map(({ signal }) => limiter.run(() => {}, { signal }).catch((reason) => reason));
  controllers.reverse().forEach((controller, n) => controller.abort(n));
  assertEquals(limiter.pendingCount, 0);
  gate.resolve();
  await first;
  assertEquals((await Promise.all(all)).reverse().every((reason, n) => reason === n), true);
});

// Refusals
Deno.test("what can't be meant is refused by name and value, and takes no permit", async () => {
  for (const limit of [0, -1, 1.5, NaN, Infinity]) {
    const message = `maxConcurrency must be a positive integer: current value is ${limit}`;
    assertThrows(() => new ConcurrencyLimiter(limit), RangeError, message);
    const limiter = new ConcurrencyLimiter(2);
    assertThrows(() => limiter.maxConcurrency = limit, RangeError, `Cannot change a concurrency limit: ${message}`);
    assertEquals(limiter.maxConcurrency, 2);
  }
  const limiter = new ConcurrencyLimiter(1);
  assertThrows(() => limiter.limit(3 as never), TypeError, "work must be a function: current value is 3");
  await assertRejects(() => limiter.run("x" as never), TypeError, 'task must be a function: current value is "x"');
  const { signal } = new AbortController();
  await assertRejects(() => limiter.run(3 as never, { signal }), TypeError);
  for (const timeoutMs of [0, -1, NaN, Infinity]) {
    const message = `timeoutMs must be a positive finite number: current value is ${timeoutMs}`;
    await assertRejects(() => limiter.run(() => {}, { timeoutMs, signal }), RangeError, message);
  }
  assertEquals([limiter.activeCount, limiter.pendingCount, listeners(signal)], [0, 0, 0]);
});
Deno.test("a signal that is aborted already refuses without starting", async () => {
  const limiter = new ConcurrencyLimiter(1);
  let hasStarted = false;
  const refused = limiter.run(() => hasStarted = true, { signal: AbortSignal.abort("before") });
  assertEquals(await refused.catch((reason) => reason), "before");
  assertEquals([hasStarted, limiter.activeCount], [false, 0]);
});
Deno.test("a clock whose reading throws costs no permit: the task never starts, and the next one does", async () => {
  const clock = {
    nowMs: () => {
      throw new Error("no time");
    },
    sleep: () => Promise.resolve(),
  };
  const limiter = new ConcurrencyLimiter(1, { clock });
  let starts = 0;
  const task = () => ++starts;
  await assertRejects(() => limiter.run(task, { timeoutMs: 5 }), Error, "no time");
  const gate = Promise.withResolvers<void>();
  const first = limiter.run(() => gate.promise);
  const both = [limiter.run(task, { timeoutMs: 5 }), limiter.run(task)]; // the first of them fails out of the line
  gate.resolve();
  const [failed, done] = await Promise.allSettled(both);
  assertEquals([failed!.status, done!.status, starts], ["rejected", "fulfilled", 1]);
  await first;
  assertEquals([limiter.activeCount, limiter.pendingCount], [0, 0]);
});
Deno.test("what is no signal is refused, and takes no permit", async () => {
  const limiter = new ConcurrencyLimiter(1);
  const message = 'Cannot run a task: signal must be an AbortSignal: current value is "stop"';
  await assertRejects(() => limiter.run(() => 1, { signal: "stop" as never }), TypeError, message);
  await assertRejects(() => limiter.run(() => 1, null as never), TypeError, "options must be an object");
  assertEquals([limiter.activeCount, await limiter.run(() => 2)], [0, 2]);
});
Deno.test("a clock that fails is an error of the tasks that rely on it; their permits stay with them", async () => {
  const clock = { nowMs: () => 0, sleep: () => Promise.reject(new Error("broken clock")) };
  const limiter = new ConcurrencyLimiter(1, { clock });
  const gate = Promise.withResolvers<void>();
  const error = await limiter.run(() => gate.promise, { timeoutMs: 1 }).catch((error) => error);
  assertInstanceOf(error, Error);
  assertEquals([error.message, limiter.activeCount], ["broken clock", 1]);
  gate.resolve();
  await limiter.whenIdle();
});
