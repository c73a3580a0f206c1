import { assert, assertEquals } from "@std/assert";
import { here, isAlive, run, texts, withKernel } from "./running_kernel.ts";

// By hand

Deno.test("what a timer prints after its cell has ended is filed under that cell and reported", () =>
  withKernel(async (session) => {
    const late = `clearInterval(timer); console.log("late"); Deno.jupyter.display("too"); done();`;
    const timer = `const timer = setInterval(() => { if (globalThis.go) { ${late} } }, 1);`;
    await run(session, `const { promise, resolve: done } = Promise.withResolvers(); ${timer} 1`, 1);
    const wait = `globalThis.go = true; await promise; await new Promise((go) => setTimeout(go)); console.log("mine")`;
    assertEquals(await run(session, wait, 2), ["mine\n"]);
    assertEquals(texts(session, 1), ["1", "late\n", '"too"']);
    assertEquals([...session.late], [1]);
    await run(session, `setTimeout(() => console.log("last"), 1000); 3`, 3);
    assertEquals(await session.settle({ atMostMs: 5000 }), undefined);
    assertEquals(texts(session, 3), ["3", "last\n"], "settling waits for the timer");
    assertEquals([...session.late], [1, 3]);
  }));

// Invariants

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

Deno.test({
  name: "a kernel whose parent was killed ends by itself (needs /proc)",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const session = import.meta.resolve("@lib/study/kernel/kernel_session.ts");
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
    const isOrphan = isAlive(pid);
    if (isOrphan) Deno.kill(pid, "SIGKILL");
    assert(!isOrphan, "the kernel is an orphan");
  },
});

// Refusals

Deno.test("uncaught errors in timers and detached promises are reported with their cell, and the kernel lives on", () =>
  withKernel(async (session) => {
    const boom = `if (globalThis.boom) { clearInterval(t); throw new RangeError("timer"); }`;
    await run(session, `const t = setInterval(() => { ${boom} }, 1); 1`, 1);
    await run(session, `globalThis.boom = true; await new Promise((go) => setTimeout(go, 50))`, 2);
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
