import { assert, assertEquals, assertInstanceOf, assertStrictEquals } from "@std/assert";
import { deserializeError, serializeError } from "@lib/concurrency/thread_pool/_error_serialization.ts";

/** There and back, through structured cloning. */
const sent = (thrown: unknown) => deserializeError(structuredClone(serializeError(thrown)));

// By hand
Deno.test("built-in classes, names, stacks and causes arrive", () => {
  for (const Class of [Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError]) {
    const error = new Class("message");
    const copy = sent(error) as Error;
    assertStrictEquals(copy.constructor, Class);
    assertEquals([copy.name, copy.message, copy.stack], [error.name, "message", error.stack]);
    assert(!Object.keys(copy).includes("stack") && !Object.keys(copy).includes("name"));
  }
  const abort = sent(new DOMException("stop", "AbortError")) as Error;
  assertInstanceOf(abort, Error);
  assertEquals([abort.name, abort.message], ["AbortError", "stop"]);
  const falsy = sent(new Error("x", { cause: 0 })) as Error;
  assertEquals([falsy.cause, "cause" in (sent(new Error("x")) as Error)], [0, false]);
});

Deno.test("errors inside errors arrive, to a depth", () => {
  const aggregate = sent(new AggregateError([new TypeError("a"), "b"], "both")) as AggregateError;
  assertInstanceOf(aggregate, AggregateError);
  assertEquals([aggregate.message, aggregate.errors[0].name, aggregate.errors[1]], ["both", "TypeError", "b"]);
  const loop = new Error("loop");
  loop.cause = loop;
  let depth = 0;
  for (let error = sent(loop) as Error; error.cause !== undefined; error = error.cause as Error) depth++;
  assertEquals(depth, 8);
});

// Invariants
Deno.test("anything that can be cloned arrives as it was", () => {
  for (const value of [undefined, null, 0, "text", { code: 3 }, new Map([[1, 2]])]) assertEquals(sent(value), value);
});

// Refusals
Deno.test("what can't be cloned is described, and what can't be read does no harm", () => {
  const described = sent(() => 1) as Error;
  assertEquals(described.name, "DataCloneError");
  assert(described.message.includes("() => 1") || described.message.includes("()=>1"));
  const nameless = Object.create(null);
  nameless.call = () => 1;
  assert((sent(nameless) as Error).message.endsWith("something that has no text"));
  const hostile = Object.defineProperties(new Error("x"), {
    message: { get: () => assert(false) },
    cause: { get: () => assert(false) },
    field: { enumerable: true, get: () => assert(false) },
    call: { enumerable: true, value: () => 1 },
    code: { enumerable: true, value: "E7" },
  });
  const copy = sent(hostile) as Error & { code: string };
  assertEquals([copy.name, copy.message, copy.code, "call" in copy], ["Error", "", "E7", false]);
});
