import { assert, assertEquals } from "@std/assert";
import { RunningTask, type Task } from "@lib/concurrency/concurrency_limiter/running_task.ts";

/** A task that writes down what happens to it. */
class Watched extends RunningTask<unknown> {
  readonly log: string[] = [];
  protected override succeeded(value: unknown): void {
    this.log.push(`value ${value}`);
  }
  protected override failed(reason: unknown): void {
    this.log.push(`error ${reason}`);
  }
  protected override ended(): void {
    this.log.push("end");
  }
}
const begun = (task: Task<unknown>) => {
  const watched = new Watched();
  watched.begin(task);
  return watched;
};
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

// By hand
Deno.test("outcome, then end, whatever the task does", async () => {
  const tasks: [Task<unknown>, string[]][] = [
    [() => Promise.resolve(1), ["value 1", "end"]],
    [() => 2, ["value 2", "end"]],
    [() => undefined, ["value undefined", "end"]],
    [() => Promise.reject("late"), ["error late", "end"]],
    [() => {
      throw "at once";
    }, ["error at once", "end"]],
    [() => ({ then: (resolve: (value: string) => void) => resolve("foreign") }) as Promise<string>, [
      "value foreign",
      "end",
    ]],
  ];
  for (const [task, log] of tasks) {
    const watched = begun(task);
    await settled();
    assertEquals(watched.log, log);
  }
});
Deno.test("a task that was cancelled before it began ends without having been called", () => {
  const watched = new Watched();
  watched.cancel("too late");
  let calls = 0;
  watched.begin(() => calls++);
  assertEquals([watched.log, calls], [["error too late", "end"], 0]);
});
Deno.test("a promise that cannot be resolved is a task that throws", () => {
  const hostile = Promise.resolve(1);
  Object.defineProperty(hostile, "constructor", {
    get: () => {
      throw "hostile";
    },
  });
  assertEquals(begun(() => hostile).log, ["error hostile", "end"]);
});
Deno.test("only a task that throws at once has ended when begin() returns", () => {
  const thrown = begun(() => {
    throw "at once";
  });
  assertEquals([thrown.log, begun(() => 1).log], [["error at once", "end"], []]);
});
Deno.test("a cancelled task has its outcome at once and its end when it ends, and what it says later is dropped", async () => {
  for (const late of [() => Promise.resolve("too late"), () => Promise.reject("too late")]) {
    const gate = Promise.withResolvers<void>();
    const watched = begun(() => gate.promise.then(late));
    assertEquals([watched.cancel("enough"), watched.cancel("again")], [true, false]);
    await settled();
    assertEquals(watched.log, ["error enough"]);
    gate.resolve();
    await settled();
    assertEquals(watched.log, ["error enough", "end"]);
  }
});
Deno.test("who has ended can't be cancelled", async () => {
  const watched = begun(() => Promise.resolve(1));
  await settled();
  assertEquals([watched.cancel("enough"), watched.log], [false, ["value 1", "end"]]);
});
Deno.test("a thenable that calls back twice, with both answers, and throws ends once", async () => {
  const restless = {
    then(resolve: (value: number) => void, reject: (error: string) => void) {
      resolve(1);
      reject("no");
      resolve(2);
      throw new Error("no");
    },
  };
  const watched = begun(() => restless as unknown as Promise<number>);
  await settled();
  assertEquals(watched.log, ["value 1", "end"]);
});
Deno.test("a `then` that can't be read is an error of the task", async () => {
  const broken = {
    get then(): never {
      throw "unreadable";
    },
  };
  const watched = begun(() => broken);
  await settled();
  assertEquals(watched.log, ["error unreadable", "end"]);
});

// Invariants
Deno.test("the signal is one and the same, aborts with the reason, and also if it is asked for after that", async () => {
  const gate = Promise.withResolvers<void>();
  let early: AbortSignal | undefined;
  let late: AbortSignal | undefined;
  const watched = begun(async (context) => {
    early = context.signal;
    await gate.promise;
    late = context.signal;
  });
  assertEquals(early!.aborted, false);
  watched.cancel("enough");
  assertEquals([early!.aborted, early!.reason], [true, "enough"]);
  gate.resolve();
  await settled();
  assert(late === early);
  const cancelledFirst = new Watched();
  cancelledFirst.cancel("before");
  assertEquals([cancelledFirst.signal.aborted, cancelledFirst.signal.reason], [true, "before"]);
});
