import { assert, assertEquals, assertGreater, assertMatch } from "@std/assert";
import { fail, here, isAlive, run, texts, withKernel } from "./running_kernel.ts";

/** Rounds of the long test of outputs: continuous integration asks for twenty. */
const ROUNDS = Number(Deno.env.get("LAB_TEST_ROUNDS") ?? 3);

// By hand

Deno.test("a session keeps state between cells and collects prints, displays and values in order", () =>
  withKernel(async (session) => {
    assertEquals(await run(session, `const two: number = 2; console.log("a"); console.error("b");`, 1), ["a\n", "b\n"]);
    const display = `await Deno.jupyter.display({ "text/plain": "shown" }, { raw: true });`;
    assertEquals(await run(session, `console.log("first"); ${display} two + two`, 2), ["first\n", "shown", "4"]);
    assertEquals(session.outputs.of(2).at(-1), {
      output_type: "execute_result",
      execution_count: 2,
      data: { "text/plain": "4" },
      metadata: {},
    });
    assertEquals(await run(session, `import { delay } from "node:timers"`, 3), [], "an import has no value to show");
    assertEquals([session.late.size, session.uncaught.length], [0, 0]);
  }));

Deno.test("a session runs in its folder, with its environment", () =>
  withKernel(async (session) => {
    assertEquals(await run(session, `[Deno.cwd() + "/", Deno.env.get("LAB_X")].join()`, 1), [`"${here},yes"`]);
  }, { env: { LAB_X: "yes" } }));

Deno.test("a bar that is updated in place keeps its last state", () =>
  withKernel(async (session) => {
    const show = (percent: number, update: boolean) =>
      `await Deno.jupyter.display({ "text/plain": "${percent} %" }, { raw: true, display_id: "bar", update: ${update} });`;
    await run(session, `${show(1, false)} ${show(50, true)}`, 1);
    await run(session, show(100, true), 2);
    assertEquals([texts(session, 1), texts(session, 2)], [["100 %"], []]);
  }));

// Invariants

Deno.test(`a session loses and misplaces nothing: 100 cells of 20 lines and a value, ${ROUNDS} rounds`, () =>
  withKernel(async (session) => {
    let wrong = 0;
    for (let cell = 0; cell < 100 * ROUNDS; cell++) {
      const shown = await run(session, `for (let i = 0; i < 20; i++) console.log("${cell}:" + i);\n"v${cell}"`, cell);
      const lines = Array.from({ length: 20 }, (_, i) => `${cell}:${i}\n`).join("");
      if (shown.length !== 2 || shown[0] !== lines || shown[1] !== `"v${cell}"`) wrong++;
    }
    assertEquals(wrong, 0);
  }));

// Refusals

Deno.test("a cell that throws or does not compile says why, and the kernel lives on", () =>
  withKernel(async (session) => {
    const thrown = await fail(session, `function f() { throw new TypeError("no") }; f()`);
    assertEquals([thrown.kind, thrown.name, thrown.message], ["thrown", "TypeError", "no"]);
    assertEquals(thrown.traceback[0], "TypeError: no");
    assertEquals((await fail(session, `throw "text"`)).message, "text");
    const syntax = await fail(session, `const a = 1;\nconst b = ;`);
    assertEquals([syntax.kind, syntax.message], ["syntax", "Expression expected (line 2, column 11)"]);
    assertEquals(
      texts(session, 1).at(-1),
      "SyntaxError: Expression expected (line 2, column 11)",
      "shown in the cell too",
    );
    assertMatch((await fail(session, `import { x } from "./absent.ts"`)).message, /Module not found/);
    assertEquals(await run(session, `"alive"`, 2), ['"alive"']);
  }));

Deno.test("a session that is aborted stops its kernel in the middle of a cell", async () => {
  const controller = new AbortController();
  await withKernel(async (session) => {
    const startMs = performance.now();
    const cell = session.run(`console.log("on"); await new Promise(() => {})`, { cell: 1, limitMs: 5000 });
    setTimeout(() => controller.abort(), 50);
    assertEquals((await cell)?.message, "stopped from outside");
    assertGreater(4000, performance.now() - startMs);
    assert(!isAlive(session.pid));
  }, { signal: controller.signal });
});
