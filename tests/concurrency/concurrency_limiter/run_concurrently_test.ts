import { assert, assertEquals, assertRejects } from "@std/assert";
import { getEventListeners } from "node:events";
import { random } from "@lib/base/random.ts";
import {
  runConcurrently,
  type RunConcurrentlyOptions,
  type RunContext,
  type Task,
  type TaskSource,
  TaskTimeoutError,
} from "@lib/concurrency/concurrency_limiter/run_concurrently.ts";
import { ManualClock } from "@lib/testing/manual_clock.ts";

const settled = () => new Promise<void>((resolve) => setTimeout(resolve, 0));
const listeners = (signal: AbortSignal) => getEventListeners(signal, "abort").length;
const naturals = (count: number) => Array.from({ length: count }, (_, n) => n);

/** Tasks on a manual clock, and a log of what they did when. */
function scene() {
  const clock = new ManualClock();
  const log: string[] = [];
  /** Takes its time, and gives its name. */
  const deaf = (name: string, ms: number): Task<string> => async () => {
    log.push(`${name} starts ${clock.nowMs()}`);
    await clock.sleep(ms);
    log.push(`${name} ends ${clock.nowMs()}`);
    return name;
  };
  /** The same, but stops when it is told to. */
  const polite = (name: string, ms: number): Task<string> => async ({ signal }) => {
    log.push(`${name} starts ${clock.nowMs()}`);
    try {
      await clock.sleep(ms, signal);
    } finally {
      log.push(`${name} ${signal.aborted ? "stops" : "ends"} ${clock.nowMs()}`);
    }
    return name;
  };
  /** Fails after a time. */
  const failing = (name: string, ms: number): Task<string> => async () => {
    log.push(`${name} starts ${clock.nowMs()}`);
    await clock.sleep(ms);
    log.push(`${name} fails ${clock.nowMs()}`);
    throw new Error(name);
  };
  /** Runs to the end of time, and says when and how the promise settled. */
  const outcome = async (promise: Promise<unknown>, ms = 1000) => {
    const told = promise.then(
      (value) => ({ value, atMs: clock.nowMs() }),
      (error) => ({ error: String(error), atMs: clock.nowMs() }),
    );
    await clock.run(ms);
    const { atMs, ...rest } = await Promise.race([told, settled().then(() => ({ atMs: Infinity }))]);
    return { ...rest, atMs };
  };
  return { clock, log, deaf, polite, failing, outcome };
}

// By hand
Deno.test("results come in the order of the tasks, and a task starts when any other ends", async () => {
  const { clock, log, deaf, outcome } = scene();
  const run = runConcurrently([deaf("a", 30), deaf("b", 10), deaf("c", 10)], 2, { clock });
  assertEquals(log, ["a starts 0", "b starts 0"]); // at once
  assertEquals(await outcome(run), { value: ["a", "b", "c"], atMs: 30 });
  assertEquals(log.slice(2), ["b ends 10", "c starts 10", "c ends 20", "a ends 30"]);
});
Deno.test("no tasks, fewer tasks than permits, and tasks without promises", async () => {
  assertEquals(await runConcurrently([], 3), []);
  assertEquals(await runConcurrently([() => 1, () => undefined], 3), [1, undefined]);
});
Deno.test("fail-fast: the first error in time, once the others have stopped, and nothing starts after it", async () => {
  const { clock, log, polite, deaf, failing, outcome } = scene();
  const tasks = [polite("a", 100), failing("b", 10), deaf("c", 50), polite("d", 5)];
  assertEquals(await outcome(runConcurrently(tasks, 3, { clock })), { error: "Error: b", atMs: 50 });
  assertEquals(log, ["a starts 0", "b starts 0", "c starts 0", "b fails 10", "a stops 10", "c ends 50"]);
});
Deno.test("fail-fast: a task that throws as it starts, first or later, ends the run like any other", async () => {
  const { clock, log, deaf, outcome } = scene();
  const throwing = () => {
    throw new Error("at once");
  };
  assertEquals(await outcome(runConcurrently([throwing, deaf("a", 1)], 2, { clock })), {
    error: "Error: at once",
    atMs: 0,
  });
  assertEquals(log, []);
  const later = [deaf("a", 10), deaf("b", 20), throwing, deaf("c", 1)];
  assertEquals(await outcome(runConcurrently(later, 2, { clock })), { error: "Error: at once", atMs: 1020 });
  assertEquals(log.length, 4);
});
Deno.test("fail-fast: what is thrown after the first error is dropped, also by tasks that heard of it", async () => {
  const { clock, failing, outcome } = scene();
  const spiteful = ({ signal }: RunContext) =>
    clock.sleep(100, signal).catch(() => Promise.reject(new Error("out of spite")));
  const run = runConcurrently<unknown>([failing("late", 20), failing("early", 10), spiteful], 3, { clock });
  assertEquals(await outcome(run), { error: "Error: early", atMs: 20 });
});
Deno.test("an abort or the end of the run's time after the first error changes nothing", async () => {
  const { clock, failing, deaf, outcome } = scene();
  const controller = new AbortController();
  clock.sleep(20).then(() => controller.abort("enough"));
  const options = { clock, signal: controller.signal, totalTimeoutMs: 30 };
  assertEquals(await outcome(runConcurrently([failing("a", 10), deaf("b", 50)], 2, options)), {
    error: "Error: a",
    atMs: 50,
  });
});
Deno.test("siblings are told the first error as the reason", async () => {
  const { clock, failing } = scene();
  let reason: unknown;
  const curious = async ({ signal }: RunContext) => {
    await clock.sleep(100, signal).catch(() => {});
    reason = signal.reason;
  };
  const run = runConcurrently<unknown>([curious, failing("b", 10)], 2, { clock });
  const failed = assertRejects(() => run, Error, "b");
  await clock.run(10);
  assertEquals(await failed, reason);
});
Deno.test("collect: every task runs, and each outcome has its place", async () => {
  const { clock, log, polite, failing, outcome } = scene();
  const tasks: Task<string | number>[] = [
    failing("a", 10),
    polite("b", 30),
    () => {
      throw "at once";
    },
    () => 4,
    failing("e", 1),
  ];
  const { value, atMs } = await outcome(runConcurrently(tasks, 2, { clock, onFailure: "collect" })) as {
    value: PromiseSettledResult<unknown>[];
    atMs: number;
  };
  assertEquals(atMs, 30);
  assertEquals(value.map((one) => one.status === "fulfilled" ? one.value : String(one.reason)), [
    "Error: a",
    "b",
    "at once",
    4,
    "Error: e",
  ]);
  assertEquals(log.at(-1), "b ends 30"); // nobody told it to stop
});
Deno.test("a task beyond its time has failed, but keeps its place until it ends", async () => {
  const { clock, log, deaf, polite, outcome } = scene();
  const tasks = [deaf("a", 50), polite("b", 50), polite("c", 5), polite("d", 5)];
  const options = { clock, timeoutMs: 10, onFailure: "collect" } as const;
  const { value, atMs } = await outcome(runConcurrently(tasks, 2, options)) as { value: unknown; atMs: number };
  const late = { status: "rejected", reason: new TaskTimeoutError("task", 10) };
  assertEquals(value, [late, late, { status: "fulfilled", value: "c" }, { status: "fulfilled", value: "d" }]);
  assertEquals(atMs, 50);
  assertEquals(log.slice(2), ["b stops 10", "c starts 10", "c ends 15", "d starts 15", "d ends 20", "a ends 50"]);
  assertEquals(clock.sleeping, 0);
});
Deno.test("with fail-fast, a task beyond its time ends the run", async () => {
  const { clock, polite, deaf, outcome } = scene();
  const tasks = [polite("a", 50), deaf("b", 15), polite("c", 1)];
  assertEquals(await outcome(runConcurrently(tasks, 2, { clock, timeoutMs: 10 })), {
    error: "TimeoutError: Cannot wait longer for the task: it must settle within 10 ms of its start",
    atMs: 15,
  });
});
Deno.test("the whole run has a time, too, in both modes", async () => {
  for (const onFailure of ["fail-fast", "collect"] as const) {
    const { clock, polite, deaf, log, outcome } = scene();
    const tasks = naturals(10).map((n) => n === 3 ? deaf("deaf", 30) : polite(`${n}`, 10));
    const run = runConcurrently(tasks, 2, { clock, totalTimeoutMs: 25, onFailure } as RunConcurrentlyOptions);
    assertEquals(await outcome(run), {
      error: "TimeoutError: Cannot wait longer for the run: it must settle within 25 ms of its start",
      atMs: 40,
    });
    assertEquals([clock.sleeping, log.at(-1), log.filter((line) => line.includes("starts")).length], [
      0,
      "deaf ends 40",
      5,
    ]);
  }
});
Deno.test("the caller's signal ends the run in both modes: queued tasks never start, running ones are told and waited for", async () => {
  for (const onFailure of ["fail-fast", "collect"] as const) {
    const { clock, polite, deaf, log, outcome } = scene();
    const controller = new AbortController();
    clock.sleep(5).then(() => controller.abort("enough"));
    const tasks = [polite("a", 10), deaf("b", 20), polite("c", 10)];
    const run = runConcurrently(tasks, 2, { clock, signal: controller.signal, onFailure } as RunConcurrentlyOptions);
    assertEquals(await outcome(run), { error: "enough", atMs: 20 });
    assertEquals(log, ["a starts 0", "b starts 0", "a stops 5", "b ends 20"]);
    assertEquals(listeners(controller.signal), 0);
  }
});
Deno.test("a run that is over has no timer and no listener left", async () => {
  const { clock, deaf, outcome } = scene();
  const { signal } = new AbortController();
  const run = runConcurrently([deaf("a", 10)], 2, { clock, signal, timeoutMs: 50, totalTimeoutMs: 100 });
  assertEquals([listeners(signal), clock.sleeping], [1, 2]); // the task's own pause, and one for both limits
  assertEquals(await outcome(run, 10), { value: ["a"], atMs: 10 });
  assertEquals([listeners(signal), clock.sleeping], [0, 0]);
});

/**
 * An asynchronous source of `count` tasks, a task each `everyMs`, that counts how many were asked for and whether it
 * was closed.
 */
function source(clock: ManualClock, { count, everyMs }: { count: number; everyMs: number }) {
  const seen = { asked: 0, isClosed: false };
  async function* tasks(): AsyncGenerator<Task<number>> {
    try {
      for (let n = 0; n < count; n++) {
        seen.asked++;
        await clock.sleep(everyMs);
        yield () => clock.sleep(10).then(() => n);
      }
    } finally {
      seen.isClosed = true;
    }
  }
  return { seen, tasks: tasks() };
}
Deno.test("an asynchronous source is asked only when there is room for what it gives", async () => {
  const { clock, outcome } = scene();
  const { seen, tasks } = source(clock, { count: 6, everyMs: 1 });
  const run = runConcurrently(tasks, 2, { clock });
  await clock.run(1);
  assertEquals(seen.asked, 2); // the first runs, the second is on its way
  await clock.run(8);
  assertEquals(seen.asked, 2); // both run: nobody asks
  await clock.run(2);
  assertEquals(seen.asked, 3);
  assertEquals((await outcome(run) as { value: unknown }).value, [0, 1, 2, 3, 4, 5]);
  assertEquals(seen, { asked: 6, isClosed: true });
});
Deno.test("a source is closed when the run ends early, and is not waited for if it is thinking", async () => {
  const { clock, outcome, failing } = scene();
  const closed: string[] = [];
  function* two(): Generator<Task<string>> {
    try {
      yield failing("a", 10);
      yield () => "b";
    } finally {
      closed.push("sync");
    }
  }
  assertEquals(await outcome(runConcurrently(two(), 1, { clock })), { error: "Error: a", atMs: 10 });
  const { seen, tasks } = source(clock, { count: 2, everyMs: 500 });
  const controller = new AbortController();
  clock.sleep(5).then(() => controller.abort("enough"));
  assertEquals(await outcome(runConcurrently(tasks, 1, { clock, signal: controller.signal }), 400), {
    error: "enough",
    atMs: 1005,
  });
  assertEquals(seen.isClosed, false); // its own pause is not over
  await clock.run(1000);
  assertEquals([closed, seen], [["sync"], { asked: 1, isClosed: true }]);
});
Deno.test("closing a source takes its time, and an error in it does not hide the first", async () => {
  const { clock, outcome, failing } = scene();
  const tasks: AsyncIterable<Task<string>> = {
    [Symbol.asyncIterator]: () => ({
      next: () => Promise.resolve({ done: false, value: failing("a", 10) }),
      return: () => clock.sleep(100).then(() => Promise.reject(new Error("stuck"))),
    }),
  };
  assertEquals(await outcome(runConcurrently(tasks, 2, { clock })), { error: "Error: a", atMs: 110 });
});
Deno.test("a source that throws ends the run in both modes, after those that were started", async () => {
  for (const onFailure of ["fail-fast", "collect"] as const) {
    const { clock, deaf, log, outcome } = scene();
    const sync = function* (): Generator<Task<string>> {
      yield deaf("a", 10);
      throw new Error("source");
    };
    const later = async function* (): AsyncGenerator<Task<string>> {
      yield* sync();
    };
    for (const tasks of [sync(), later()]) {
      const before = clock.nowMs();
      const told = await outcome(
        runConcurrently(tasks as TaskSource<string>, 2, { clock, onFailure } as RunConcurrentlyOptions),
      );
      assertEquals(told, { error: "Error: source", atMs: before + 10 });
    }
    assertEquals(log.length, 4);
  }
});
Deno.test("what a source gives that is no step, or no function, ends the run", async () => {
  const { clock, deaf, outcome } = scene();
  const broken = (next: () => unknown, kind: typeof Symbol.iterator | typeof Symbol.asyncIterator) =>
    ({ [kind]: () => ({ next }) }) as unknown as TaskSource<string>;
  for (const kind of [Symbol.iterator, Symbol.asyncIterator] as const) {
    for (const step of [undefined, null]) {
      const { error } = await outcome(runConcurrently(broken(() => step, kind), 2, { clock })) as { error: string };
      assert(error.startsWith("TypeError"), error);
    }
  }
  const before = clock.nowMs();
  assertEquals(await outcome(runConcurrently([deaf("a", 10), "b" as never], 2, { clock })), {
    error: 'TypeError: Cannot run tasks: task 1 must be a function: current value is "b"',
    atMs: before + 10,
  });
});
Deno.test("tasks that are added to the array while it runs are run, too", async () => {
  const found: (() => Promise<number>)[] = [];
  const visit = (n: number) => async () => {
    if (n > 0) found.push(visit(n - 1));
    await settled();
    return n;
  };
  found.push(visit(3));
  assertEquals(await runConcurrently(found, 2), [3, 2, 1, 0]);
});

// Oracle
Deno.test("tasks start when so many servers, computed by hand, start them", async () => {
  const dice = random(3);
  for (let round = 0; round < 10; round++) {
    const limit = 1 + dice.integer(5);
    const takesMs = Array.from({ length: 40 }, () => 1 + dice.integer(20));
    const freeMs = new Array<number>(limit).fill(0);
    const expected = takesMs.map((ms) => {
      const server = freeMs.indexOf(Math.min(...freeMs));
      const startMs = freeMs[server]!;
      freeMs[server] = startMs + ms;
      return startMs;
    });
    const clock = new ManualClock();
    const tasks = takesMs.map((ms) => async () => {
      const startMs = clock.nowMs();
      await clock.sleep(ms);
      return startMs;
    });
    const run = runConcurrently(tasks, limit, { clock });
    await clock.run(1000);
    assertEquals(await run, expected, `round ${round}`);
  }
});

// Invariants
Deno.test("random runs: never too many at once, nothing in flight at the end, the first failure is the reason", async () => {
  const dice = random(7);
  for (let round = 0; round < 500; round++) {
    const clock = new ManualClock();
    const controller = new AbortController();
    const seen = { inFlight: 0, most: 0, drawn: 0, started: 0, first: undefined as unknown };
    const fails = dice.next() < 0.5;
    const aborts = dice.next() < 0.3;
    const limit = 1 + dice.integer(5);
    const fail = (reason: unknown): never => {
      seen.first ??= reason;
      throw reason;
    };
    const task = (n: number): Task<number> => {
      const [ms, kind] = [dice.integer(5), dice.integer(fails ? 8 : 3)];
      return (context) => {
        seen.started++;
        seen.most = Math.max(seen.most, ++seen.inFlight);
        const end = <Value>(result: () => Value): Value => {
          seen.inFlight--;
          return result();
        };
        if (kind === 6) return end(() => fail(`thrown ${n}`));
        if (kind === 7) return clock.sleep(ms).then(() => end(() => fail(`late ${n}`)));
        if (kind === 0) {
          return clock.sleep(ms, context.signal).then(
            () => end(() => n),
            (reason) => end(() => Promise.reject(reason)),
          );
        }
        if (kind === 1) return Promise.resolve().then(() => end(() => n));
        return clock.sleep(ms).then(() => end(() => n));
      };
    };
    const count = dice.integer(20);
    const sync = function* () {
      for (; seen.drawn < count; seen.drawn++) yield task(seen.drawn);
    };
    const later = async function* () {
      for (; seen.drawn < count; seen.drawn++) {
        if (dice.next() < 0.3) await clock.sleep(dice.integer(3));
        yield task(seen.drawn);
      }
    };
    const options = { clock, ...dice.next() < 0.3 ? { signal: controller.signal } : {} };
    const run = runConcurrently(dice.next() < 0.5 ? sync() : later(), limit, options).then(
      (value) => ({ value, inFlight: seen.inFlight }),
      (reason) => ({ reason, inFlight: seen.inFlight }),
    );
    for (let step = 0; step < 60; step++) {
      clock.advance(1);
      if (aborts && step === 8 && options.signal) {
        seen.first ??= "enough";
        controller.abort("enough");
      }
      for (let tick = 0; tick < 12; tick++) await undefined;
    }
    await clock.run(100);
    const told = await run;
    assert(seen.most <= limit, `${seen.most} at once, round ${round}`);
    assertEquals([told.inFlight, clock.sleeping, listeners(controller.signal)], [0, 0, 0]);
    if ("value" in told) assertEquals(told.value, naturals(count));
    else assertEquals(told.reason, seen.first, `round ${round}`);
  }
});
Deno.test("100,000 tasks: thrown at once, returned, resolved, from a lazy source, without growing stack or memory", async () => {
  let live = 0;
  let most = 0;
  async function* lazy(): AsyncGenerator<Task<number>> {
    for (let n = 0; n < 100_000; n++) {
      most = Math.max(most, ++live);
      yield async () => {
        await undefined;
        live--;
        return n;
      };
    }
  }
  const sum = (values: readonly number[]) => values.reduce((total, n) => total + n, 0);
  assertEquals(sum(await runConcurrently(lazy(), 8)), 4_999_950_000);
  assert(most <= 8, `${most} drawn and not ended`);
  assertEquals(sum(await runConcurrently(naturals(100_000).map((n) => () => n), 8)), 4_999_950_000);
  const throwing = naturals(100_000).map((n) => (): number => {
    throw n;
  });
  const settled = await runConcurrently(throwing, 8, { onFailure: "collect" });
  assertEquals(sum(settled.map((one) => one.status === "rejected" ? one.reason : NaN)), 4_999_950_000);
});
Deno.test("one signal for 1,000 runs in turn: no listener is left behind", async () => {
  const { signal } = new AbortController();
  for (let round = 0; round < 1000; round++) {
    await runConcurrently([() => round, () => Promise.reject(round)], 1, { signal }).catch(() => {});
  }
  assertEquals(listeners(signal), 0);
});

Deno.test("a clock whose reading throws ends the run, and nothing is started", async () => {
  const clock = {
    nowMs: () => {
      throw new Error("no time");
    },
    sleep: () => Promise.resolve(),
  };
  let [starts, closed] = [0, 0];
  function* source() {
    try {
      for (;;) yield () => ++starts;
    } finally {
      closed++;
    }
  }
  const controller = new AbortController();
  const { signal } = controller;
  await assertRejects(() => runConcurrently(source(), 2, { timeoutMs: 5, clock, signal }), Error, "no time");
  await assertRejects(() => runConcurrently(source(), 2, { totalTimeoutMs: 5, clock, signal }), Error, "no time");
  await assertRejects(
    () => runConcurrently(source(), 2, { timeoutMs: 5, clock, onFailure: "collect" }),
    Error,
    "no time",
  );
  assertEquals([starts, closed], [0, 2]); // the second was closed before its first step
  assertEquals(getEventListeners(signal, "abort").length, 0);
});
Deno.test("what is no signal is refused, and so are options that are none", async () => {
  const message = "Cannot run tasks: signal must be an AbortSignal: current value is 3";
  await assertRejects(() => runConcurrently([], 1, { signal: 3 as never }), TypeError, message);
  await assertRejects(() => runConcurrently([], 1, null as never), TypeError, "options must be an object");
});

// Refusals
Deno.test("what can't be meant is refused by name and value, before anything starts", async () => {
  let started = 0;
  const tasks = [() => started++];
  const refused: [unknown, unknown, RunConcurrentlyOptions & { onFailure?: string }, new () => Error, string][] = [
    [tasks, 0, {}, RangeError, "maxConcurrency must be a positive integer: current value is 0"],
    [tasks, 1.5, {}, RangeError, "maxConcurrency must be a positive integer: current value is 1.5"],
    [tasks, "2", {}, TypeError, 'maxConcurrency must be a positive integer: current value is "2"'],
    [tasks, 1, { timeoutMs: 0 }, RangeError, "timeoutMs must be a positive finite number: current value is 0"],
    [
      tasks,
      1,
      { totalTimeoutMs: -1 },
      RangeError,
      "totalTimeoutMs must be a positive finite number: current value is -1",
    ],
    [
      tasks,
      1,
      { onFailure: "ignore" },
      TypeError,
      'onFailure must be "fail-fast" or "collect": current value is "ignore"',
    ],
    [undefined, 1, {}, TypeError, "tasks must be iterable: current value is undefined"],
    [null, 1, {}, TypeError, "tasks must be iterable: current value is null"],
    [7, 1, {}, TypeError, "tasks must be iterable: current value is 7"],
  ];
  for (const [source, limit, options, errorClass, message] of refused) {
    const run = runConcurrently(source as typeof tasks, limit as number, options as RunConcurrentlyOptions);
    await assertRejects(() => run, errorClass, message);
  }
  assertEquals(started, 0);
});
Deno.test("a signal that is aborted already refuses without asking the source", async () => {
  let isOpened = false;
  const tasks = {
    [Symbol.iterator]() {
      isOpened = true;
      return [][Symbol.iterator]();
    },
  };
  const reason = await runConcurrently(tasks, 1, { signal: AbortSignal.abort("before") }).catch((reason) => reason);
  assertEquals([reason, isOpened], ["before", false]);
});
Deno.test("a clock that fails ends the run", async () => {
  const clock = { nowMs: () => 0, sleep: () => Promise.reject(new Error("broken clock")) };
  await assertRejects(() => runConcurrently([() => settled()], 1, { clock, timeoutMs: 5 }), Error, "broken clock");
});
