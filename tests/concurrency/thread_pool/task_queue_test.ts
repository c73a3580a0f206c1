import { assertEquals, assertStrictEquals } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { PoolTask } from "@lib/concurrency/thread_pool/pool_task.ts";
import { TaskQueue } from "@lib/concurrency/thread_pool/_task_queue.ts";

const makeTask = (number: number) => new PoolTask(number, { code: 0, form: 0 });

// By hand
Deno.test("first in is first out, but for those at the front door", () => {
  const queue = new TaskQueue();
  const [a, b, c, d] = [1, 2, 3, 4].map(makeTask) as [PoolTask, PoolTask, PoolTask, PoolTask];
  for (const task of [a, b, c]) queue.push(task);
  queue.pushFront(d);
  queue.remove(b);
  assertEquals([...queue].map(({ number }) => number), [4, 1, 3]);
  assertStrictEquals(queue.first, d);
  assertEquals(queue.size, 3);
});

// Oracle: a plain array.
Deno.test("any mix of calls agrees with a plain array", () => {
  const dice = random(4);
  for (let round = 0; round < 20; round++) {
    const queue = new TaskQueue();
    let list: PoolTask[] = [];
    for (let step = 0; step < 4000; step++) {
      const kind = dice.integer(8);
      const task = kind < 4 ? makeTask(step) : list[dice.integer(Math.max(1, list.length))];
      if (kind < 3) {
        queue.push(task!);
        list.push(task!);
      } else if (kind === 3) {
        queue.pushFront(task!);
        list.unshift(task!);
      } else {
        const leaving = kind < 7 ? list[0] : task;
        if (leaving === undefined) continue;
        queue.remove(leaving);
        list = list.filter((other) => other !== leaving);
      }
      assertStrictEquals(queue.first, list[0]);
      assertEquals(queue.size, list.length);
      if (step % 500 === 0) assertEquals([...queue], list);
    }
  }
});

// Invariants
Deno.test("one who left may come back through the front door and is met once", () => {
  const queue = new TaskQueue();
  const [a, b] = [makeTask(1), makeTask(2)];
  queue.push(a);
  queue.push(b);
  queue.remove(b);
  queue.pushFront(b);
  assertEquals([...queue].map(({ number }) => number), [2, 1]);
  queue.remove(b);
  assertEquals([queue.first?.number, queue.size], [1, 1]);
});
