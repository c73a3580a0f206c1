import { assertEquals, assertInstanceOf, assertMatch } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { moduleTask, ThreadPool, WorkerDiedError } from "@lib/concurrency/thread_pool/thread_pool.ts";
import { ManualClock } from "@lib/testing/manual_clock.ts";
import { begun, failureOf, gate, open, sharedWords } from "./pool_gates.ts";

const ROUNDS = Number(Deno.env.get("LAB_TEST_ROUNDS") ?? 3);
/** CI runs 20 rounds: a thousand deaths. */
const KILLS = ROUNDS < 20 ? 20 * ROUNDS : 50 * ROUNDS;
const add = moduleTask<(a: number, b: number) => number>(new URL("./pool_work.ts", import.meta.url), "add");

// By hand
Deno.test("each way of dying rejects the task that had begun, once, with what is known of it", async () => {
  await using pool = new ThreadPool(1);
  const deaths: [() => unknown, RegExp][] = [
    [() => Deno.exit(3), /it exited/],
    [() =>
      new Promise(() => {
        setTimeout(() => {
          throw new RangeError("in a timer");
        });
      }), /RangeError: in a timer/], // deno-fmt-ignore
    [() => { Promise.reject(new TypeError("nobody caught it")); return new Promise(() => {}); }, /TypeError: nobody caught it/], // deno-fmt-ignore
  ];
  for (const [task, message] of deaths) {
    const [dying, next] = [pool.submit(task), pool.submit(add, 1, 2)];
    const error = await failureOf(dying);
    assertInstanceOf(error, WorkerDiedError);
    assertMatch(error.message, message);
    assertEquals([await next.result(), dying.state], [3, "failed"]);
  }
});

Deno.test("a task that takes more memory than its thread may have ends the thread, not the process", async () => {
  await using pool = new ThreadPool(1, { memoryMegabytes: 24 });
  const hog = pool.submit(() => {
    const hoard: unknown[] = [];
    for (;;) hoard.push(new Array(1e4).fill(hoard.length + 0.5));
  });
  const error = await failureOf(hog);
  assertInstanceOf(error, WorkerDiedError);
  assertMatch(error.message, /memory/);
  assertEquals(await pool.submit(add, 1, 2).result(), 3);
});

Deno.test("the neighbour of a dying task lives", async () => {
  await using pool = new ThreadPool(2);
  const words = sharedWords(2);
  const neighbour = pool.submit(gate, words);
  await begun(words, 1);
  assertInstanceOf(await failureOf(pool.submit(() => Deno.exit())), WorkerDiedError);
  assertEquals(neighbour.state, "running");
  open(words);
  assertEquals(await neighbour.result(), 1);
});

Deno.test("respawn pauses: at once, then 10 ms, 20 ms, …; a finished task begins anew", async () => {
  const clock = new ManualClock();
  await using pool = new ThreadPool(1, { clock });
  const die = () => failureOf(pool.submit(() => Deno.exit()));
  await die(); // first death: the next thread starts at once
  await die(); // second: 10 ms
  const third = pool.submit(() => Deno.exit());
  assertEquals([pool.threads, clock.sleeping, third.state], [0, 1, "queued"]);
  await clock.run(9);
  assertEquals(pool.threads, 0);
  await clock.run(1);
  assertEquals(pool.threads, 1);
  assertInstanceOf(await failureOf(third), WorkerDiedError); // third: 20 ms
  const fourth = pool.submit(add, 1, 2);
  await clock.run(19);
  assertEquals(pool.threads, 0);
  await clock.run(1);
  assertEquals(await fourth.result(), 3);
  await die();
  assertEquals(await pool.submit(add, 2, 2).result(), 4); // at once again
});

// Invariants
Deno.test(`${KILLS} deaths lose no task and duplicate none`, async () => {
  const dice = random(16);
  await using pool = new ThreadPool(3);
  const counts = sharedWords(5 * KILLS);
  const work = (counts: Int32Array, place: number) => {
    Atomics.add(counts, place, 1);
    return place;
  };
  const exit = (counts: Int32Array, place: number) => {
    Atomics.add(counts, place, 1);
    Deno.exit();
  };
  const throwLater = (counts: Int32Array, place: number) => {
    Atomics.add(counts, place, 1);
    setTimeout(() => {
      throw new Error("stray");
    });
    return new Promise(() => {});
  };
  const hang = (counts: Int32Array, place: number) => {
    Atomics.add(counts, place, 1);
    return new Promise(() => {});
  };
  const kinds = dice.shuffle(Array.from({ length: 5 * KILLS }, (_, n) => n < KILLS ? 1 + n % 3 : 0));
  const seen: Promise<unknown>[] = [];
  for (const [place, kind] of kinds.entries()) {
    const future = pool.submit(([work, exit, throwLater, hang] as (typeof hang)[])[kind]!, counts, place);
    seen.push(future.result().catch((error) => error.name));
    if (kind === 3) {
      // Ended from outside, at some moment after it began to work; `running` alone may be a moment before.
      const end = () => void (counts[place] === 1 ? future.cancel({ interrupt: true }) : setTimeout(end, 1));
      end();
    }
    if (dice.next() < 0.1) await seen[dice.integer(seen.length)];
  }
  const outcomes = await Promise.all(seen);
  for (const [place, kind] of kinds.entries()) {
    const expected = [place, "WorkerDiedError", "WorkerDiedError", "TaskCancelledError"][kind];
    assertEquals([outcomes[place], counts[place]], [expected, 1], `task ${place} of kind ${kind}`);
  }
});
