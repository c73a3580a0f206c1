import { assertEquals, assertThrows } from "@std/assert";
import { instrumentSteps } from "@lib/study/practice/_instrument_steps.ts";

/** Runs `source`, which returns a value, and counts. */
function run(source: string): { value: unknown; steps: number } {
  let steps = 0;
  const meter = Object.assign(() => void steps++, {
    keys(object: object) {
      steps += Object.keys(object).length;
      return object;
    },
  });
  const counted = instrumentSteps(`function main() { ${source} }\nexport { main };`, "$meter");
  const value = new Function("$meter", `"use strict"; ${counted.replace(/export.*$/m, "")} return main();`)(meter);
  return { value, steps: steps - 1 }; // less the call of main itself
}

// By hand: the loop's rounds and the calls, nothing else.
Deno.test("every round of every kind of loop is one step", () => {
  assertEquals(run("let s = 0; for (let i = 0; i < 5; i++) s += i; return s;"), { value: 10, steps: 5 });
  assertEquals(run("let s = 0; for (const x of [1, 2]) { s += x; } return s;"), { value: 3, steps: 2 });
  assertEquals(run("let i = 0; while (i < 4) i++; return i;"), { value: 4, steps: 4 });
  assertEquals(run("let i = 0; do i++; while (i < 3); return i;"), { value: 3, steps: 3 });
  assertEquals(run("let i = 0; for (;;) if (++i === 7) break; return i;"), { value: 7, steps: 7 });
  assertEquals(run("let i = 0; while (i++ < 6); return i;"), { value: 7, steps: 6 });
});
Deno.test("every call of every kind of function is one step", () => {
  assertEquals(run("const f = (x) => x; return f(1) + f(2);"), { value: 3, steps: 2 });
  assertEquals(run("const f = () => ({ a: 1 }); return f().a;"), { value: 1, steps: 1 });
  assertEquals(run("const f = (x) => (y) => x + y; return f(1)(2);"), { value: 3, steps: 2 });
  assertEquals(run("class A { #x = 1; constructor() {} get x() { return this.#x; } } return new A().x;"), {
    value: 1,
    steps: 2,
  });
  assertEquals(run("function* g() { yield 1; } return [...g()].length;"), { value: 1, steps: 1 });
  assertEquals(run("return [3, 1, 2].sort((a, b) => a - b).length;").value, 3);
});
Deno.test("listing and copying an object's keys counts them", () => {
  assertEquals(run("let n = 0; for (const k in { a: 1, b: 2, c: 3 }) { n++; break; } return n;"), {
    value: 1,
    steps: 4,
  });
  assertEquals(run("return { ...{ a: 1, b: 2 }, c: 3 }.c;"), { value: 3, steps: 2 });
});
Deno.test("loops in loops, labels and arrows in bodies stay what they were", () => {
  const source =
    "let s = 0; outer: for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) { if (j > i) continue outer; s++; } return s;";
  assertEquals(run(source), { value: 6, steps: 3 + 2 + 3 + 3 });
  assertEquals(run("let f; for (const x of [1, 2]) f = (y) => y + x\nreturn f(1);"), { value: 3, steps: 3 });
  assertEquals(run("return [1, 2].map((x) => [x].map((y) => (() => x + y)())[0]);").value, [2, 4]);
});
Deno.test("line numbers stay the same", () => {
  const source = "class A {\n  go() {\n    for (;;)\n      break;\n  }\n}\n";
  assertEquals(instrumentSteps(source, "m").split("\n").length, source.split("\n").length);
});
Deno.test("source that does not parse is refused", () => {
  assertThrows(() => instrumentSteps("class {", "m"), SyntaxError);
});
