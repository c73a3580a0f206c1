import { assert, assertEquals, assertInstanceOf, assertMatch, assertRejects, assertThrows } from "@std/assert";
import {
  moduleTask,
  PoolClosedError,
  QueueFullError,
  TaskCancelledError,
  type TaskContext,
  TaskDeadlineError,
  ThreadPool,
  type ThreadPoolOptions,
} from "@lib/concurrency/thread_pool/thread_pool.ts";
import { ManualClock } from "@lib/testing/manual_clock.ts";
import { begun, failureOf, gate, heldPool, open, sharedWords } from "./pool_gates.ts";

const WORK = new URL("./pool_work.ts", import.meta.url);
const add = moduleTask<(a: number, b: number) => number>(WORK, "add");

// By hand
Deno.test("a function and a module's export run in a thread, and their results come back", async () => {
  await using pool = new ThreadPool(2);
  const sum = pool.submit((a: number, b: number) => a + b, 2, 3);
  assertEquals(await sum.result(), 5);
  assertEquals(sum.state, "done");
  assertEquals(await pool.submit(add, 20, 22).result(), 42);
  assertEquals(await pool.submit(async (n: number) => (await Promise.resolve(n)) + 1, 1).result(), 2);
  const methods = {
    triple(n: number) {
      return 3 * n;
    },
  }; // deno-fmt-ignore
  assertEquals(await pool.submit(methods.triple, 4).result(), 12);
  assert(await pool.submit(() => "document" in globalThis).result() === false);
});

Deno.test("two tasks really run at once: each waits for the other", async () => {
  await using pool = new ThreadPool(2);
  const meet = (words: Int32Array, place: number) => {
    Atomics.store(words, place, 1);
    Atomics.notify(words, place);
    Atomics.wait(words, 1 - place, 0);
    return Atomics.load(words, 1 - place);
  };
  const words = sharedWords(2);
  const both = [pool.submit(meet, words, 0), pool.submit(meet, words, 1)];
  assertEquals(await Promise.all(both.map((one) => one.result())), [1, 1]);
});

Deno.test("a thread runs one task at a time, also asynchronous ones, in the order of submission", async () => {
  await using pool = new ThreadPool(1);
  const words = sharedWords(2);
  const overlap = async (words: Int32Array) => {
    const at = Atomics.add(words, 0, 1);
    if (Atomics.add(words, 1, 1) !== 0) throw new Error("not alone");
    await new Promise((resolve) => setTimeout(resolve, 1));
    Atomics.sub(words, 1, 1);
    return at;
  };
  const futures = Array.from({ length: 20 }, () => pool.submit(overlap, words));
  assertEquals(await Promise.all(futures.map((one) => one.result())), Array.from({ length: 20 }, (_, n) => n));
});

Deno.test("a module is loaded once a thread", async () => {
  await using pool = new ThreadPool(1);
  const count = moduleTask<() => number>(WORK, "countCalls");
  assertEquals([await pool.submit(count).result(), await pool.submit(count).result()], [1, 2]);
});

Deno.test("arguments are copied when they are submitted", async () => {
  const { pool, release } = await heldPool();
  const list = [1, 2, 3];
  const lookup = new Map([["a", 1]]);
  const futures = [
    pool.submit((given: number[]) => given.length, list),
    pool.submit((given: Map<string, number>) => given.size, lookup),
  ];
  list.push(4);
  lookup.set("b", 2);
  release();
  assertEquals(await Promise.all(futures.map((one) => one.result())), [3, 1]);
  await pool.shutdown();
});

Deno.test("what is transferred leaves the caller, and a result can be moved, too", async () => {
  await using pool = new ThreadPool(1);
  const bytes = new Uint8Array(100_000).fill(1);
  const submitter = pool.with({ transfer: [bytes.buffer, bytes.buffer], transferResult: true });
  const moved = submitter.submit((given: Uint8Array<ArrayBuffer>) => (given[0] = 7, { given }), bytes);
  assertEquals(bytes.length, 0);
  const { given } = await moved.result();
  assertEquals([given.length, given[0]], [100_000, 7]);
});

// Futures
Deno.test("a task that has not begun can be cancelled and never begins", async () => {
  const { pool, held, release } = await heldPool();
  const words = sharedWords(1);
  const futures = Array.from({ length: 5 }, () => pool.submit((words: Int32Array) => Atomics.add(words, 0, 1), words));
  assertEquals(futures.map(({ state }) => state), Array(5).fill("queued"));
  assertEquals([futures[1]!.cancel(), futures[3]!.cancel(), futures[3]!.cancel()], [true, true, false]);
  assertEquals(held.cancel(), false); // it has begun
  assertEquals([held.state, futures[1]!.state], ["running", "cancelled"]);
  assertInstanceOf(await failureOf(futures[1]!), TaskCancelledError);
  release();
  assertEquals(await held.result(), 1);
  assertEquals(held.cancel({ interrupt: true }), false); // it is done
  await pool.shutdown();
  assertEquals(words[0], 3);
});

Deno.test("cancel with interrupt ends an endless task, and the tasks given ahead run elsewhere", async () => {
  await using pool = new ThreadPool(1);
  const words = sharedWords(2);
  const endless = pool.submit((words: Int32Array) => {
    Atomics.add(words, 0, 1);
    Atomics.notify(words, 0);
    for (;;);
  }, words);
  const after = pool.submit(add, 1, 2);
  await begun(words, 1);
  assertEquals([endless.cancel(), endless.cancel({ interrupt: true }), endless.state], [false, true, "cancelled"]);
  assertInstanceOf(await failureOf(endless), TaskCancelledError);
  assertEquals(await after.result(), 3);
});

Deno.test("a time limit and a signal give a task up, whether it has begun or not", async () => {
  const clock = new ManualClock();
  const { pool, release } = await heldPool({ clock });
  const late = pool.with({ timeoutMs: 50 }).submit(add, 1, 2);
  const abort = new AbortController();
  const unwanted = pool.with({ signal: abort.signal }).submit(add, 1, 2);
  const wanted = pool.with({ signal: abort.signal, timeoutMs: 500 }).submit(add, 1, 2);
  await clock.run(50);
  assertInstanceOf(await failureOf(late), TaskDeadlineError);
  abort.abort("changed my mind");
  assertEquals(await failureOf(unwanted) as unknown, "changed my mind");
  assertEquals(await failureOf(wanted) as unknown, "changed my mind");
  assertEquals(pool.with({ signal: abort.signal }).submit(add, 1, 2).state, "refused");
  assertEquals(clock.sleeping, 0); // no timer outlives its task
  release();
  await pool.shutdown();
  const { pool: other, held } = await heldPool();
  const begunAndLate = other.with({ timeoutMs: 1 }).submit(add, 1, 2);
  assertInstanceOf(await failureOf(begunAndLate), TaskDeadlineError);
  assert(held.cancel({ interrupt: true }));
  await other.shutdown();
});

Deno.test("a time limit ends a task that has begun", async () => {
  const clock = new ManualClock();
  await using pool = new ThreadPool(1, { clock });
  const words = sharedWords(2);
  const endless = pool.with({ timeoutMs: 1000 }).submit(gate, words);
  await begun(words, 1);
  await clock.run(999);
  assertEquals(endless.state, "running");
  await clock.run(1);
  assertEquals(
    (await failureOf(endless)).message,
    "Cannot finish a task: it must have a result within 1000 ms of its submission",
  );
  assertEquals(await pool.submit(add, 1, 1).result(), 2);
});

// Errors
Deno.test("an error keeps its name, message, stack, cause and fields", async () => {
  await using pool = new ThreadPool(1);
  const error = await failureOf(pool.submit(() => {
    class QuotaError extends Error {
      override name = "QuotaError";
      limit = 7;
      callback = () => {}; // can't be cloned, so it stays there
    }
    throw new QuotaError("too much", { cause: new RangeError("inner", { cause: "root" }) });
  })) as Error & { limit?: number; cause: Error };
  assertEquals([error.name, error.message, error.limit], ["QuotaError", "too much", 7]);
  assertMatch(error.stack!, /QuotaError: too much\n\s+at /);
  assertInstanceOf(error.cause, RangeError);
  assertEquals([error.cause.message, error.cause.cause], ["inner", "root"]);
  const several = await failureOf(
    pool.submit(() => Promise.any([Promise.reject(new TypeError("a")), Promise.reject(2)])),
  );
  assertInstanceOf(several, AggregateError);
  assertEquals([several.errors[0].name, several.errors[1]], ["TypeError", 2]);
});

Deno.test("whatever is thrown or returned and can't be cloned rejects only its own task", async () => {
  await using pool = new ThreadPool(1);
  const cases: [() => unknown, string][] = [
    [() => () => 1, "DataCloneError"],
    [() => {
      throw () => 1;
    }, "DataCloneError"], // deno-fmt-ignore
    [() => ({ get value() { throw new RangeError("getter"); } }), "RangeError"], // deno-fmt-ignore
    [() => { throw Object.defineProperty(new Error("x"), "message", { get() { throw 1; } }); }, "Error"], // deno-fmt-ignore
  ];
  const futures = cases.map(([task]) => pool.submit(task));
  const good = pool.submit(add, 1, 2);
  assertEquals(
    await Promise.all(futures.map(async (one) => (await failureOf(one)).name)),
    cases.map(([, name]) => name),
  );
  assertEquals(
    await failureOf(pool.submit(() => {
      throw "text";
    })) as unknown,
    "text",
  ); // deno-fmt-ignore
  assertEquals(await failureOf(pool.submit(() => Promise.reject(undefined))) as unknown, undefined);
  assertEquals([await good.result(), pool.threads], [3, 1]);
});

Deno.test("a function that closed over something says so", async () => {
  await using pool = new ThreadPool(1);
  const factor = 3;
  const error = await failureOf(pool.submit((n: number) => n * factor, 2));
  assertInstanceOf(error, ReferenceError);
  assertMatch(error.message, /^factor is not defined \(the function was sent as source text, without the variables/);
});

Deno.test("a failure that nobody asks about disturbs nobody", async () => {
  await using pool = new ThreadPool(1);
  pool.submit(() => {
    throw new Error("unheard");
  }); // deno-fmt-ignore
  assertEquals(await pool.submit(add, 1, 2).result(), 3);
});

// The queue
Deno.test("a full queue refuses, and says so; enqueue waits for its turn", async () => {
  const { pool, held, release } = await heldPool({ queueLimit: 2 });
  const waiting = [pool.submit(add, 1, 1), pool.submit(add, 2, 2)];
  const refused = pool.submit(add, 3, 3);
  assertEquals([pool.waiting, refused.state, refused.cancel()], [2, "refused", false]);
  const error = await failureOf(refused);
  assertInstanceOf(error, QueueFullError);
  assertEquals(error.message, "Cannot submit a task: at most 2 tasks may wait: current value is 2");
  const order: number[] = [];
  const later = [4, 5, 6].map(async (n) => {
    const future = await pool.enqueue(add, n, n);
    order.push(n);
    return await future.result();
  });
  assertEquals(waiting[0]!.cancel(), true); // makes room for one
  await Promise.resolve();
  await Promise.resolve();
  assertEquals([order, pool.submit(add, 7, 7).state], [[4], "refused"]);
  release();
  assertEquals(await Promise.all(later), [8, 10, 12]);
  assertEquals([order, await held.result(), await waiting[1]!.result()], [[4, 5, 6], 1, 4]);
  await pool.shutdown();
});

Deno.test("with a queue of no places, a task is taken when a thread is free for it", async () => {
  const { pool, held, release } = await heldPool({ queueLimit: 0 });
  assertEquals(pool.submit(add, 1, 1).state, "refused");
  release();
  await held.result();
  assertEquals(await pool.submit(add, 1, 1).result(), 2);
  await pool.shutdown();
});

Deno.test("no task waits behind a long one while another thread has nothing to do", async () => {
  await using pool = new ThreadPool(2);
  const first = sharedWords(2), second = sharedWords(2);
  const long = [pool.submit(gate, first), pool.submit(gate, second)];
  await Promise.all([begun(first, 1), begun(second, 1)]);
  const short = Array.from({ length: 40 }, (_, n) => pool.submit(add, n, n)); // 20 are given ahead to each
  Atomics.store(second, 1, 1);
  Atomics.notify(second, 1);
  assertEquals(await Promise.all(short.map((one) => one.result())), Array.from({ length: 40 }, (_, n) => 2 * n));
  assertEquals(long[0]!.state, "running");
  Atomics.store(first, 1, 1);
  Atomics.notify(first, 1);
});

Deno.test("tasks that wander from thread to thread keep their arguments", async () => {
  await using pool = new ThreadPool(2);
  const never = sharedWords(1);
  const nap = (words: Int32Array, n: number) => {
    Atomics.wait(words, 0, 0, n % 7); // uneven, so that who has nothing to do takes from the other, back and forth
    return n;
  };
  const futures = Array.from({ length: 150 }, (_, n) => pool.submit(nap, never, n));
  assertEquals(await Promise.all(futures.map((one) => one.result())), Array.from({ length: 150 }, (_, n) => n));
});

Deno.test("map yields in order, draws no further ahead than it may, and cancels what is left when it ends", async () => {
  await using pool = new ThreadPool(2);
  let drawn = 0;
  const inputs = function* () {
    for (;;) yield drawn++;
  };
  const yielded: number[] = [];
  for await (const square of pool.map((n: number) => n * n, inputs(), { ahead: 5 })) {
    assert(drawn <= yielded.length + 5, `${drawn} drawn, ${yielded.length} yielded`);
    if (yielded.push(square) === 50) break;
  }
  assertEquals(yielded, Array.from({ length: 50 }, (_, n) => n * n));
  const fail = (n: number) => {
    if (n === 3) throw new RangeError("three");
    return n;
  };
  const seen: number[] = [];
  await assertRejects(
    async () => {
      for await (const n of pool.map(fail, [0, 1, 2, 3, 4, 5])) seen.push(n);
    },
    RangeError,
    "three",
  );
  assertEquals(seen, [0, 1, 2]);
  assertEquals(await Array.fromAsync(pool.map((n: number) => n, [])), []);
});

Deno.test("map cancels what has not begun when a task fails", async () => {
  const pool = new ThreadPool(1);
  const words = sharedWords(2);
  const task = ({ n, words }: { n: number; words: Int32Array }) => {
    if (n === 0) throw new RangeError("zero");
    if (n === 1) return Atomics.wait(words, 1, 0);
    return Atomics.add(words, 0, 1);
  };
  const inputs = Array.from({ length: 8 }, (_, n) => ({ n, words }));
  await assertRejects(() => Array.fromAsync(pool.map(task, inputs, { ahead: 9 })), RangeError, "zero");
  open(words);
  await pool.shutdown();
  assertEquals(words[0], 0);
});

// Tasks that submit tasks
async function fibonacci(this: TaskContext, n: number, source: string): Promise<number> {
  if (n < 2) return n;
  const self = new Function(`return (${source})`)() as typeof fibonacci;
  const parts = [this.submit(self, n - 1, source), this.submit(self, n - 2, source)];
  return await parts[0]!.result() + await parts[1]!.result();
}
async function descend(this: TaskContext, depth: number, source: string): Promise<number> {
  const self = new Function(`return (${source})`)() as typeof descend;
  return depth === 0 ? 0 : 1 + await this.submit(self, depth - 1, source).result();
}

Deno.test("recursion does not deadlock, whatever the number of threads", async () => {
  for (const threads of [1, 2, 3]) {
    await using pool = new ThreadPool(threads, { queueLimit: 1 });
    assertEquals(await pool.submit(fibonacci, 9, String(fibonacci)).result(), 34);
    assertEquals(pool.threads <= threads, true);
  }
});

Deno.test("tasks may wait for each other deeper than a thread has slots", async () => {
  await using pool = new ThreadPool(1);
  assertEquals(await pool.submit(descend, 150, String(descend)).result(), 150);
});

Deno.test("while a task waits, its thread runs no task of strangers", async () => {
  const { pool, release } = await heldPool();
  async function waits(this: TaskContext, words: Int32Array) {
    const child = this.submit((words: Int32Array) => {
      Atomics.store(words, 1, 1);
    }, words);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await child.result();
    return Atomics.load(words, 0);
  }
  const stranger = (words: Int32Array) => Atomics.add(words, 0, 1);
  const [rehearsal, words] = [sharedWords(2), sharedWords(2)];
  // At the second time the code is there, so a thread that takes the next task too soon does so at once.
  const runs = [rehearsal, words].map((words) => [pool.submit(waits, words), pool.submit(stranger, words)]).flat();
  release();
  const untilMs = performance.now() + 60;
  // the pool is kept from taking the stranger's task back: the thread itself must leave it alone
  while (performance.now() < untilMs);
  assertEquals(await Promise.all(runs.map((one) => one.result())), [0, 0, 0, 0]);
  assertEquals([rehearsal, words].map((words) => [...words]), [[1, 1], [1, 1]]);
  await pool.shutdown();
});

Deno.test("a subtask's failure reaches the task that asked for it; a bad one is refused there", async () => {
  await using pool = new ThreadPool(1);
  const outer = pool.submit(async function (this: TaskContext) {
    const inner = this.submit(() => {
      throw new RangeError("inner");
    });
    const builtIn = this.submit(Math.max, 1, 2);
    const names = [inner, builtIn].map((one) =>
      one.result().catch((error: Error) => `${error.name}: ${error.message}`)
    );
    return await Promise.all(names);
  });
  assertEquals(await outer.result(), [
    "RangeError: inner",
    'TypeError: Cannot submit a task: a function that is bound or built in has no source to send: current value is "function max() { [native code] }"',
  ]);
});

// Threads
Deno.test("threads start when they are needed, and those above the minimum leave when idle", async () => {
  const clock = new ManualClock();
  await using pool = new ThreadPool(3, { minThreads: 1, idleTimeoutMs: 100, clock });
  assertEquals(pool.threads, 0);
  const words = sharedWords(2);
  const futures = Array.from({ length: 3 }, () => pool.submit(gate, words));
  assertEquals(pool.threads, 3);
  await begun(words, 3);
  Atomics.store(words, 1, 1);
  Atomics.notify(words, 1);
  await Promise.all(futures.map((one) => one.result()));
  await clock.run(99);
  assertEquals(pool.threads, 3);
  await clock.run(1);
  assertEquals(pool.threads, 1);
  assertEquals(await pool.submit(add, 1, 2).result(), 3);
});

Deno.test("shutdown runs what was accepted and accepts no more; again, it is the same", async () => {
  const { pool, held, release } = await heldPool();
  const queued = pool.submit(add, 1, 2);
  const more = Array.from({ length: 100 }, (_, n) => pool.submit(add, n, 1)); // more than a thread is given ahead
  const ended = pool.shutdown();
  await pool.shutdown({ wait: false }); // does not wait
  assertEquals([held.state, queued.state, pool.submit(add, 1, 1).state], ["running", "queued", "refused"]);
  assertInstanceOf(await failureOf(pool.submit(add, 1, 1)), PoolClosedError);
  assertInstanceOf(await failureOf(await pool.enqueue(add, 1, 1)), PoolClosedError);
  release();
  assertEquals([await held.result(), await queued.result()], [1, 3]);
  await ended;
  assertEquals(more.map(({ state }) => state), Array(100).fill("done"));
  assertEquals([pool.threads, pool.open], [0, 0]);
  await pool.shutdown({ interrupt: true });
});

Deno.test("shutdown can cancel what has not begun, and later still interrupt what has", async () => {
  const { pool, held } = await heldPool();
  const queued = [pool.submit(add, 1, 2), pool.submit(add, 3, 4)];
  const ended = pool.shutdown({ cancelPending: true });
  assertEquals([held.state, ...queued.map(({ state }) => state)], ["running", "cancelled", "cancelled"]);
  await pool.shutdown({ interrupt: true });
  await ended;
  assertEquals([held.state, pool.threads], ["cancelled", 0]);
  assertInstanceOf(await failureOf(held), TaskCancelledError);
});

Deno.test("a pool that was never used shuts down, and one that is idle lets its process end", async () => {
  await new ThreadPool(2).shutdown();
  const program = `
    import { ThreadPool } from ${JSON.stringify(import.meta.resolve("@lib/concurrency/thread_pool/thread_pool.ts"))};
    const pool = new ThreadPool(1);
    console.log(await pool.submit((n) => n + 1, 1).result());
    const last = pool.submit(async () => (await new Promise((resolve) => setTimeout(resolve, 50)), "done"));
    last.result().then(console.log); // nothing but the pool keeps the process alive`;
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    await Deno.writeTextFile(file, program);
    const child = new Deno.Command(Deno.execPath(), { args: ["run", "-A", "--no-check", file], stderr: "piped" });
    const { code, stdout } = await child.output();
    assertEquals([code, new TextDecoder().decode(stdout)], [0, "2\ndone\n"]);
  } finally {
    await Deno.remove(file);
  }
});

// Refusals
Deno.test("what is no task is refused when it is submitted", async () => {
  await using pool = new ThreadPool(1);
  const refused: [unknown, string][] = [
    [3, "task must be a function: current value is 3"],
    [undefined, "task must be a function: current value is undefined"],
    [add.name, 'task must be a function: current value is "add"'],
    [Math.max, "a function that is bound or built in has no source to send"],
    [(() => 1).bind(null), "a function that is bound or built in has no source to send"],
    [class Task {}, "a class can't be called as a task"],
  ];
  for (const [task, message] of refused) assertThrows(() => pool.submit(task as () => void), TypeError, message);
  assertEquals([pool.threads, pool.open], [0, 0]);
  const lost = moduleTask<() => void>(new URL("../nowhere.ts", import.meta.url));
  assertInstanceOf(await failureOf(pool.submit(lost)), TypeError);
  const constant = moduleTask<() => void>(WORK, "notAFunction");
  assertMatch(
    (await failureOf(pool.submit(constant))).message,
    /must export a function notAFunction: current value is number/,
  );
  assertThrows(() => moduleTask("./work.ts"), TypeError, "its address must be an absolute URL");
});

Deno.test("arguments that can't be cloned or moved refuse only their own task", async () => {
  await using pool = new ThreadPool(1);
  const bytes = new Uint8Array(8);
  const refused = [
    pool.submit((call: () => number) => call(), () => 1),
    pool.with({ transfer: [{} as ArrayBuffer] }).submit((given: Uint8Array) => given.length, bytes),
  ];
  assertEquals(refused.map(({ state }) => state), ["refused", "refused"]);
  assertEquals(await Promise.all(refused.map(async (one) => (await failureOf(one)).name)), [
    "DataCloneError",
    "DataCloneError",
  ]);
  assertEquals([bytes.length, await pool.submit(add, 1, 2).result()], [8, 3]);
});

Deno.test("options that cannot be meant are refused by name and value", () => {
  const refused: [number, ThreadPoolOptions, string][] = [
    [0, {}, "maxThreads must be a positive integer: current value is 0"],
    [1.5, {}, "maxThreads must be a positive integer: current value is 1.5"],
    [2, { minThreads: 3 }, "minThreads must be at most maxThreads: current value is 3"],
    [2, { minThreads: -1 }, "minThreads must be a non-negative integer: current value is -1"],
    [2, { idleTimeoutMs: 0 }, "idleTimeoutMs must be a positive finite number: current value is 0"],
    [2, { queueLimit: -1 }, "queueLimit must be a non-negative integer: current value is -1"],
    [2, { memoryMegabytes: 0 }, "memoryMegabytes must be a positive finite number: current value is 0"],
  ];
  for (const [threads, options, message] of refused) {
    assertThrows(() => new ThreadPool(threads, options), RangeError, message);
  }
  const pool = new ThreadPool(1);
  assertThrows(() => pool.with({ timeoutMs: 0 }), RangeError, "timeoutMs must be a positive finite number");
  assertThrows(() => pool.map(() => 1, [], { ahead: 0 }), RangeError, "ahead must be a positive integer");
});

Deno.test("options and inputs of the wrong type are refused, and no task is left open by them", async () => {
  const pool = new ThreadPool(1);
  const refused: [() => unknown, string][] = [
    [() => new ThreadPool(1, null as never), "Cannot create a thread pool: options must be an object"],
    [() => new ThreadPool(1, { clock: 3 as never }), "clock.nowMs must be a function: current value is undefined"],
    [() => pool.with(null as never), "Cannot submit a task: options must be an object: current value is null"],
    [() => pool.with({ signal: "stop" as never }), 'signal must be an AbortSignal: current value is "stop"'],
    [() => pool.with({ transfer: 5 as never }), "transfer must be a list: current value is 5"],
    [() => pool.map(() => 1, 5 as never), "inputs must be a list, or something to iterate: current value is 5"],
    [() => pool.map(() => 1, [], null as never), "Cannot map over tasks: options must be an object"],
  ];
  for (const [call, message] of refused) assertThrows(call, TypeError, message);
  await pool.shutdown(); // would wait for ever for a task that had been counted
});

// A clock that fails must not leave a task open: whoever waits for it, or for the pool's end, would wait for ever
const throwing = () => {
  throw new Error("no time");
};
Deno.test("a time limit that the clock cannot measure is the clock's error, at once or later", async () => {
  const { pool, release } = await heldPool({ clock: { nowMs: () => 0, sleep: throwing } });
  const refused = pool.with({ timeoutMs: 5 }).submit(add, 1, 2);
  assertEquals([refused.state, (await failureOf(refused)).message, pool.open], ["refused", "no time", 1]);
  const waits = pool.with({ timeoutMs: 5 }).enqueue(add, 1, 2);
  assertEquals((await failureOf(await waits)).message, "no time");
  release();
  await pool.shutdown();
  const rejecting = await heldPool({ clock: { nowMs: () => 0, sleep: () => Promise.reject(new Error("no time")) } });
  const cancelled = rejecting.pool.with({ timeoutMs: 5 }).submit(add, 1, 2);
  assertEquals([(await failureOf(cancelled)).message, cancelled.state], ["no time", "cancelled"]);
  rejecting.release();
  await rejecting.pool.shutdown();
});
Deno.test("a pool whose clock fails keeps its threads, and still starts new ones when many have died", async () => {
  await using pool = new ThreadPool(2, { minThreads: 0, clock: { nowMs: throwing, sleep: throwing } });
  assertEquals(await pool.submit(add, 1, 2).result(), 3);
  assertEquals(await pool.submit(add, 2, 3).result(), 5); // the idle thread was listened to again
  for (let n = 0; n < 4; n++) {
    await assertRejects(() => pool.submit(() => Deno.exit()).result());
  }
  assertEquals(await pool.submit(add, 3, 4).result(), 7);
});
