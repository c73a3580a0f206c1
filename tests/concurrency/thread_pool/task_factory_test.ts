import { assert, assertEquals, assertThrows } from "@std/assert";
import { moduleTask } from "@lib/concurrency/thread_pool/_serialized_function.ts";
import { TaskFactory } from "@lib/concurrency/thread_pool/_task_factory.ts";

// By hand
Deno.test("the same text has one number, another text another", () => {
  const maker = new TaskFactory();
  const makeTwin = () => (n: number) => n + 1;
  const numbers = [makeTwin(), makeTwin(), (n: number) => n + 2, moduleTask("node:path", "join")].map((fn) =>
    maker.numberOf(fn)
  );
  assertEquals(numbers, [0, 0, 1, 2]);
  assertEquals(maker.code(2), { module: "node:path", name: "join" });
  assertEquals(maker.numberOfCode({ module: "node:path", name: "join" }), 2);
});

Deno.test("small plain arguments become bytes, others a copy of their own", () => {
  const maker = new TaskFactory();
  const plain = maker.make(0, { args: [1, "a"] });
  assertEquals([plain.bytes!.length, plain.parcel], [5 + 5 + 6, undefined]);
  const lookup = new Map([[1, 2]]);
  const other = maker.make(0, { args: [lookup] });
  lookup.clear();
  assertEquals([other.bytes, other.parcel!.args], [undefined, [new Map([[1, 2]])]]);
  assertEquals(other.number, plain.number + 1);
});

Deno.test("what is transferred is moved once, however often it is named", () => {
  const bytes = new Uint8Array(4);
  const task = new TaskFactory().make(0, { args: [bytes], options: { transfer: [bytes.buffer, bytes.buffer] } });
  assertEquals([bytes.length, task.parcel!.transfer.length], [0, 1]);
  assert((task.parcel!.args[0] as Uint8Array).buffer === task.parcel!.transfer[0]);
});

// Refusals
Deno.test("arguments that can't be copied refuse the task, code that can't be sent is thrown", async () => {
  const maker = new TaskFactory();
  const task = maker.make(0, { args: [() => 1] });
  assertEquals([task.state, await task.result().catch((error) => error.name)], ["refused", "DataCloneError"]);
  assertThrows(() => maker.numberOf(3 as never), TypeError, "task must be a function");
  assertThrows(() => maker.numberOfCode({ source: "class A {}" }), TypeError, "a class can't be called as a task");
  assertThrows(() => maker.numberOfCode({ source: "class A {}" }), TypeError); // and was not remembered
});
