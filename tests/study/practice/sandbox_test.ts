import { assert, assertEquals, assertLess, assertStringIncludes } from "@std/assert";
import { systemClock } from "@lib/base/clock.ts";
import { runInSandbox, type SandboxLimits } from "@lib/study/practice/_sandbox.ts";

async function run(program: string, limits: SandboxLimits = {}) {
  const lines: string[] = [];
  const result = await runInSandbox(program, {
    ...limits,
    clock: systemClock,
    onLine: (line) => (lines.push(line), line === "END" ? "end" : line === "ALIVE" ? "alive" : "printed"),
  });
  return { ...result, lines };
}

Deno.test("a program that says that it is done is finished, even if it would go on", async () => {
  const { ending, lines } = await run(`console.log("one"); console.log("END"); for (;;);`);
  assertEquals(ending, "finished");
  assertEquals(lines, ["one", "END"]);
});
Deno.test("a program that ends without a word ended early, with its code and its error", async () => {
  assertEquals((await run(`Deno.exit(7)`)).exitCode, 7);
  const { ending, errorText } = await run(`throw new Error("boom")`);
  assertEquals(ending, "exited early");
  assertStringIncludes(errorText, "boom");
});
Deno.test("an endless loop is ended by the limit, counted from the last sign of life", async () => {
  const before = performance.now();
  const { ending, lines } = await run(`console.log("ALIVE"); for (;;);`, { silenceMs: 100 });
  assertEquals(ending, "out of time");
  assertEquals(lines, ["ALIVE"]);
  assertLess(performance.now() - before, 15_000); // far below the 20 s that a start may take
});
Deno.test("a program that never says anything has the time of a start", async () => {
  assertEquals((await run(`for (;;);`, { startMs: 200 })).ending, "out of time");
});
for (
  const [what, program] of Object.entries({
    objects: `const a = []; for (;;) a.push([1, 2, 3]);`,
    "array buffers": `const a = []; for (;;) a.push(new Uint8Array(1e6).fill(1));`,
  })
) {
  Deno.test({
    name: `a hog of ${what} is ended by its memory, not by its time`,
    ignore: what !== "objects" && Deno.build.os !== "linux",
    async fn() {
      const { ending } = await run(program, { memoryMegabytes: 64, startMs: 60_000 });
      assertEquals(ending, "out of memory");
    },
  });
}
Deno.test("printing without end is ended", async () => {
  const { ending } = await run(`const line = "x".repeat(100_000); for (;;) console.log(line);`, { startMs: 60_000 });
  assertEquals(ending, "printed too much");
});
Deno.test("the child has no permission for anything", async () => {
  const attempts = [
    `Deno.readTextFileSync("/etc/hostname")`,
    `Deno.writeTextFileSync("/tmp/x", "")`,
    `Deno.env.toObject()`,
    `Deno.env.get("HOME")`,
    `new Deno.Command("true").outputSync()`,
    `await fetch("http://127.0.0.1:1")`,
    `await Deno.connect({ port: 1 })`,
    `await import(["file:///etc/hostname"][0])`,
    `Deno.hostname()`,
    `Deno.dlopen("x", {})`,
  ];
  const program = attempts.map((attempt) =>
    `try { ${attempt}; console.log("DONE"); } catch (e) { console.log(e?.name); }`
  ).join("\n");
  const { lines } = await run(`${program}\nconsole.log("END");`);
  assertEquals(lines.length, attempts.length + 1);
  for (const [i, line] of lines.slice(0, -1).entries()) {
    assert(line === "NotCapable" || line === "TypeError", `${attempts[i]}: ${line}`);
  }
});
Deno.test("after the run no process is left", async () => {
  const pids: number[] = [];
  for (
    const program of [
      `for (;;);`,
      `console.log("END")`,
      `new Worker("data:text/javascript,for(;;);", { type: "module" });`,
    ]
  ) {
    await runInSandbox(`console.log("PID " + Deno.pid);\n${program}`, {
      clock: systemClock,
      startMs: 300,
      onLine: (line) =>
        line.startsWith("PID ") ? (pids.push(Number(line.slice(4))), "printed") : line === "END" ? "end" : "printed",
    });
  }
  for (const pid of pids) {
    let isAlive = true;
    try {
      Deno.kill(pid, "SIGCONT");
    } catch {
      isAlive = false;
    }
    assertEquals(isAlive, false);
  }
});
