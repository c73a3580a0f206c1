import { assert, assertEquals } from "@std/assert";
import * as errors from "@lib/concurrency/thread_pool/_pool_errors.ts";

// By hand
Deno.test("each error says its own name, in itself and in its text", () => {
  const names = ["WorkerDiedError", "TaskCancelledError", "TaskDeadlineError", "QueueFullError", "PoolClosedError"];
  assertEquals(Object.keys(errors).sort(), names.toSorted());
  for (const [name, Class] of Object.entries(errors)) {
    const error = new Class("why", { cause: 1 });
    assert(error instanceof Error && error instanceof Class);
    assertEquals([error.name, String(error), error.cause], [name, `${name}: why`, 1]);
  }
});
