import { assert, assertEquals, assertRejects } from "@std/assert";
import { runProcess } from "@lib/study/process/run_process.ts";

const DENO = Deno.execPath();

function isAlive(pid: number): boolean {
  try {
    Deno.kill(pid, "SIGCONT");
    return !Deno.readTextFileSync(`/proc/${pid}/stat`).includes(") Z ");
  } catch {
    return false;
  }
}

/** Whether a process that was killed is gone within five seconds: on a busy machine its end takes a moment. */
async function dies(pid: number): Promise<boolean> {
  for (const endMs = performance.now() + 5000; isAlive(pid) && performance.now() < endMs;) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return !isAlive(pid);
}

Deno.test("runProcess gives status and both streams", async () => {
  const script = "console.log('a'); console.error('b'); Deno.exit(3)";
  const end = await runProcess(DENO, { args: ["eval", script], cwd: ".", env: { NO_COLOR: "1" } });
  assertEquals([end.code, end.timedOut], [3, false]);
  assertEquals(end.output.split("\n").sort(), ["", "a", "b"]);
});

Deno.test("runProcess runs in the folder and environment it is given", async () => {
  const script = "console.log(Deno.cwd() === Deno.realPathSync('/'), Deno.env.get('LAB_X'))";
  const end = await runProcess(DENO, { args: ["eval", script], cwd: "/", env: { LAB_X: "y", NO_COLOR: "1" } });
  assertEquals(end.output, "true y\n");
});

Deno.test("runProcess keeps the end of a long output", async () => {
  const script = "for (let k = 0; k < 20000; k++) console.log(k)";
  const end = await runProcess(DENO, { args: ["eval", script], cwd: ".", keptBytes: 1000 });
  assert(end.output.startsWith("[…]\n") && end.output.endsWith("19998\n19999\n"), end.output.slice(-100));
  assert(end.output.length < 300_000);
});

Deno.test("runProcess ends the process and its children at the time limit, and by signal", async () => {
  const script = `const child = new Deno.Command(${
    JSON.stringify(DENO)
  }, { args: ["eval", "setInterval(() => {}, 1e6)"] }).spawn();
    console.log(child.pid); setInterval(() => {}, 1e6);`;
  const stop = new AbortController();
  const run = (options: { timeLimitMs?: number; signal?: AbortSignal }) =>
    runProcess(DENO, { args: ["eval", script], cwd: ".", ...options });
  const limited = await run({ timeLimitMs: 1500 });
  assertEquals([limited.code, limited.timedOut], [137, true]);
  const child = Number(limited.output.trim());
  assert(child > 0, `the child's number was not printed: ${limited.output}`);
  assert(await dies(child), "the child lives on");
  const running = run({ signal: stop.signal });
  setTimeout(() => stop.abort(), 300);
  assertEquals((await running).timedOut, false);
  assertEquals((await run({ signal: stop.signal })).code, 137);
});

Deno.test("runProcess does not wait for pipes that a runaway child keeps open", async () => {
  const script = // without its environment it cannot be found
    `new Deno.Command("sleep", { args: ["5"], detached: true, clearEnv: true }).spawn().unref(); console.log("done"); Deno.exit(0)`;
  const end = await runProcess(DENO, { args: ["eval", script], cwd: "." });
  assertEquals(end.output, "done\n");
  assert(end.durationMs < 4000, `${end.durationMs} ms`);
});

Deno.test("runProcess refuses a program that is not there", async () => {
  await assertRejects(() => runProcess("no_such_program_here", { args: [], cwd: "." }), Deno.errors.NotFound);
});
