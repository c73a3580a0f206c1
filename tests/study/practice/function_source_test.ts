import { assertEquals, assertThrows } from "@std/assert";
import { functionSource } from "@lib/study/practice/_function_source.ts";

// deno-lint-ignore ban-types -- any function or class
const rebuilt = (fn: Function) => new Function(`return ${functionSource(fn)}`)();

Deno.test("functions of every form come back as expressions that do the same", async () => {
  const methods = {
    plain(x: number) {
      return x + 1;
    },
    async later(x: number) {
      return await Promise.resolve(x + 1);
    },
    *many(x: number) {
      yield x + 1;
    },
    "with a space"(x: number) {
      return x + 1;
    },
  };
  assertEquals(rebuilt(methods.plain)(1), 2);
  assertEquals(await rebuilt(methods.later)(1), 2);
  assertEquals([...rebuilt(methods.many)(1)], [2]);
  assertEquals(rebuilt(methods["with a space"])(1), 2);
  assertEquals(rebuilt((x: number) => x + 1)(1), 2);
  assertEquals(
    rebuilt(function named(x: number) {
      return x + 1;
    })(1),
    2,
  );
});
Deno.test("a class keeps its private members and static blocks", () => {
  class Counter {
    static start = 40;
    #count = Counter.start;
    static {
      Counter.start++;
    }
    get next() {
      return ++this.#count;
    }
  }
  assertEquals(new (rebuilt(Counter))().next, 42);
});
Deno.test("a built-in or bound function is refused by name", () => {
  assertThrows(() => functionSource(Math.max), TypeError, "built in or bound: current value is max");
  assertThrows(() => functionSource(((x: number) => x).bind(null)), TypeError, "built in or bound");
});
