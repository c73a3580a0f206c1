import {
  assert,
  assertEquals,
  assertGreater,
  assertLess,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { freeConnection } from "@lib/study/kernel/connection.ts";
import { type CellError, KernelSession, type KernelSessionOptions } from "@lib/study/kernel/kernel_session.ts";

/** Rounds of the long test of outputs: continuous integration asks for twenty. */
const ROUNDS = Number(Deno.env.get("LAB_TEST_ROUNDS") ?? 3);

const here = new URL(".", import.meta.url).pathname;

async function withKernel(
  use: (session: KernelSession) => Promise<void>,
  options: Partial<KernelSessionOptions> = {},
): Promise<void> {
  const session = await KernelSession.start({ cwd: here, ...options });
  try {
    await use(session);
  } finally {
    await session.close();
    assert(!isAlive(session.pid), "the kernel outlived its session");
  }
}

function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(Deno.readTextFileSync(`/proc/${pid}/status`));
  } catch {
    return false;
  }
}

/** Runs a cell that must succeed; its texts in order. */
async function run(session: KernelSession, source: string, cell: number): Promise<string[]> {
  const error = await session.run(source, { cell, limitMs: 20_000 });
  assertEquals(error, undefined, source);
  return texts(session, cell);
}

async function fail(session: KernelSession, source: string, limitMs = 20_000): Promise<CellError> {
  const error = await session.run(source, { cell: 1, limitMs });
  assert(error, `no error from ${source}`);
  return error;
}

function texts(session: KernelSession, cell: number): string[] {
  return session.outputs.of(cell).map((output) => {
    if (output.output_type === "stream") return output.text;
    return output.output_type === "error" ? `${output.ename}: ${output.evalue}` : String(output.data["text/plain"]);
  });
}

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

Deno.test("a session delivers outputs of 2 MB whole, also when the cell throws right after many lines", () =>
  withKernel(async (session) => {
    const display = `for (const k of [1, 2, 3]) {
      await Deno.jupyter.display({ "text/plain": String(k).repeat(2_000_000) }, { raw: true });
    }`;
    for (let cell = 1; cell <= 3; cell++) {
      assertEquals((await run(session, display, cell)).map((text) => [text.length, text.at(-1)]), [
        [2_000_000, "1"],
        [2_000_000, "2"],
        [2_000_000, "3"],
      ]);
    }
    const error = await session.run(`for (let i = 0; i < 500; i++) console.log(i); throw new Error("end")`, {
      cell: 9,
      limitMs: 20_000,
    });
    assertEquals(error?.message, "end");
    assertEquals(texts(session, 9)[0]!.split("\n").length, 501);
    assertEquals(texts(session, 9)[1], "Error: end");
  }, { limits: { keptCharacters: 1e7, allowedCharacters: 1e8, allowedMessages: 1e5 } }));

Deno.test("what a timer prints after its cell has ended is filed under that cell and reported", () =>
  withKernel(async (session) => {
    await run(session, `void setTimeout(() => { console.log("late"); Deno.jupyter.display("too"); }, 40); 1`, 1);
    assertEquals(await run(session, `await new Promise((go) => setTimeout(go, 120)); console.log("mine")`, 2), [
      "mine\n",
    ]);
    assertEquals(texts(session, 1), ["1", "late\n", '"too"']);
    assertEquals([...session.late], [1]);
    await run(session, `setTimeout(() => console.log("last"), 100); 3`, 3);
    assertEquals(await session.settle({ atMostMs: 2000 }), undefined);
    assertEquals(texts(session, 3), ["3", "last\n"], "settling waits for the timer");
    assertEquals([...session.late], [1, 3]);
  }));

Deno.test("a bar that is updated in place keeps its last state", () =>
  withKernel(async (session) => {
    const show = (percent: number, update: boolean) =>
      `await Deno.jupyter.display({ "text/plain": "${percent} %" }, { raw: true, display_id: "bar", update: ${update} });`;
    await run(session, `${show(1, false)} ${show(50, true)}`, 1);
    await run(session, show(100, true), 2);
    assertEquals([texts(session, 1), texts(session, 2)], [["100 %"], []]);
  }));

// Refusals: every way a cell can go wrong

Deno.test("uncaught errors in timers and detached promises are reported with their cell, and the kernel lives on", () =>
  withKernel(async (session) => {
    await run(session, `void setTimeout(() => { throw new RangeError("timer") }, 30); 1`, 1);
    await run(session, `await new Promise((go) => setTimeout(go, 100))`, 2);
    await run(session, `void (async () => { await 1; throw new Error("detached"); })(); 1`, 3);
    await run(session, `void Promise.reject("text"); 1`, 4);
    const handled = `addEventListener("unhandledrejection", (event) => event.preventDefault(), { once: true });`;
    await run(session, `${handled} void Promise.reject(new Error("handled")); 1`, 5);
    assertEquals(await run(session, `"alive"`, 6), ['"alive"']);
    assertEquals(session.uncaught.map(({ cell, error }) => [cell, error.kind, error.name, error.message]), [
      [1, "uncaught", "RangeError", "timer (uncaught, in a timer or event handler)"],
      [3, "uncaught", "Error", "detached (uncaught, in a detached promise)"],
      [4, "uncaught", "Error", "text (uncaught, in a detached promise)"],
    ]);
  }));

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

Deno.test("a cell that hangs is stopped at its limit, with the children it has started", () =>
  withKernel(async (session) => {
    const spawn = `new Deno.Command("sleep", { args: ["60"], stdout: "null", stderr: "null" }).spawn().pid`;
    const [pid] = await run(session, spawn, 7);
    assert(isAlive(Number(pid)), "the child runs");
    const startMs = performance.now();
    const error = await fail(session, "while (true);", 300);
    assertEquals([error.kind, error.message], ["slow", "no answer within 0.3 s; the kernel was stopped"]);
    assertLess(performance.now() - startMs, 2000);
    assert(!isAlive(Number(pid)), "the child is gone");
    assert(!isAlive(session.pid), "the kernel is gone");
  }));

Deno.test("a cell that waits for ever is stopped at its limit", () =>
  withKernel(async (session) => {
    assertEquals((await fail(session, "await new Promise(() => {})", 300)).kind, "slow");
  }));

Deno.test("a cell that ends the kernel is told so", () =>
  withKernel(async (session) => {
    const error = await fail(session, "Deno.exit(3)");
    assertEquals([error.kind, error.message], ["died", "the kernel ended (exit code 3)"]);
  }));

Deno.test("a cell that runs out of memory is told so", () =>
  withKernel(async (session) => {
    const error = await fail(session, "const hog = []; while (true) hog.push(new Array(1e5).fill(1.5))");
    assertEquals([error.kind, error.message], ["memory", "the kernel ran out of memory"]);
  }, { heapMegabytes: 200 }));

Deno.test("a cell that prints without end is stopped, and keeps the beginning of what it printed", () =>
  withKernel(async (session) => {
    const error = await fail(session, `while (true) console.log("x")`);
    assertEquals([error.kind, error.message], ["flood", "printing without end; the kernel was stopped"]);
    const [text, message] = texts(session, 1);
    assertStringIncludes(text!, "[The cell printed more than 100 characters; the rest is left out]");
    assertLess(text!.length, 200);
    assertEquals(message, "OutputError: printing without end; the kernel was stopped");
  }, { limits: { keptCharacters: 100, allowedCharacters: 1e6, allowedMessages: 500 } }));

Deno.test("KernelSession.start() names a program that is missing, a folder that is missing, a port that is taken", async () => {
  await assertRejects(
    () => KernelSession.start({ cwd: here, denoPath: "/no/such/deno" }),
    Error,
    "Cannot start the Deno kernel: there is no program /no/such/deno",
  );
  await assertRejects(
    () => KernelSession.start({ cwd: "/no/such/folder" }),
    Error,
    "Cannot start the Deno kernel: there is no folder /no/such/folder",
  );
  const connection = freeConnection();
  const taken = Deno.listen({ hostname: connection.ip, port: connection.iopub_port });
  try {
    await assertRejects(() => KernelSession.start({ cwd: here, connection }), Error, "Address already in use");
  } finally {
    taken.close();
  }
});

Deno.test("a session that is aborted stops its kernel in the middle of a cell", async () => {
  const controller = new AbortController();
  await withKernel(async (session) => {
    const startMs = performance.now();
    const cell = session.run(`console.log("on"); await new Promise(() => {})`, { cell: 1, limitMs: 60_000 });
    setTimeout(() => controller.abort(), 50);
    assertEquals((await cell)?.message, "stopped from outside");
    assertGreater(2000, performance.now() - startMs);
    assert(!isAlive(session.pid));
  }, { signal: controller.signal });
});

Deno.test({
  name: "a kernel whose parent was killed ends by itself (needs /proc)",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const session = new URL("../../../lib/study/kernel/kernel_session.ts", import.meta.url).href;
    const code = `const { KernelSession } = await import("${session}");
      const session = await KernelSession.start({ cwd: "${here}" });
      console.log(session.pid);
      await new Promise(() => setInterval(() => {}, 1000));`;
    const config = new URL("../../../deno.json", import.meta.url).pathname;
    const parent = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--ext=ts", "--config", config, "-"],
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    const writer = parent.stdin.getWriter();
    await writer.write(new TextEncoder().encode(code));
    await writer.close();
    const reader = parent.stdout.getReader();
    const pid = Number(new TextDecoder().decode((await reader.read()).value));
    assert(isAlive(pid));
    parent.kill("SIGKILL");
    await parent.status;
    await reader.cancel();
    for (const endMs = performance.now() + 5000; isAlive(pid) && performance.now() < endMs;) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert(!isAlive(pid), "the kernel is an orphan");
  },
});
