import { assertEquals } from "@std/assert";
import { endLiveTrees, trackTree } from "@lib/study/process/live_trees.ts";
import { newMark } from "@lib/study/process/process_tree.ts";
import { runProcess } from "@lib/study/process/run_process.ts";
import { living, STUBBORN, TAG, untilBothLive } from "./stubborn_tree.ts";

const ignore = Deno.build.os !== "linux";
const url = (path: string) => JSON.stringify(new URL(`../../../lib/study/process/${path}`, import.meta.url).href);

/** A program that runs stubborn processes; `work` is what it does with the signal and `child`, which starts them. */
function program(tag: string, work: string, graceMs: number): string {
  const options = JSON.stringify({ args: ["-c", STUBBORN], cwd: "/", env: { [TAG]: tag } });
  return `import { runUntilSignal } from ${url("live_trees.ts")};
    import { runProcess } from ${url("run_process.ts")};
    const child = (signal) => runProcess("bash", { ...${options}, ...signal ? { signal } : {} });
    await runUntilSignal(async (signal) => { ${work} }, { graceMs: ${graceMs} });`;
}

async function run(code: string, during: (pid: number) => Promise<void>): Promise<number> {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["eval", "--no-lock", code],
    stdin: "null",
    stdout: "null",
    stderr: "null",
  });
  const child = command.spawn();
  await during(child.pid);
  return (await child.status).code;
}

for (const [name, status] of [["SIGINT", 130], ["SIGTERM", 143], ["SIGHUP", 129]] as const) {
  Deno.test({
    name: `a command that ${name} ends leaves no process behind, however stubborn (needs /proc)`,
    ignore,
    async fn() {
      for (
        const [work, graceMs, expected] of [
          [`await child(signal); return 7;`, 60_000, 7], // it listens to its signal and tidies up
          [`await child(); return 7;`, 100, status], // it does not listen
          [`await child(); return 7;`, 0, status], // it is not asked
        ] as const
      ) {
        const tag = crypto.randomUUID();
        const code = await run(program(tag, work, graceMs), async (pid) => {
          await untilBothLive(tag);
          Deno.kill(pid, name);
        });
        assertEquals([code, living(tag)], [expected, []], `${work} after ${graceMs} ms`);
      }
    },
  });
}

Deno.test({
  name: "a second signal ends a command that does not listen (needs /proc)",
  ignore,
  async fn() {
    const tag = crypto.randomUUID();
    const code = await run(program(tag, `await child(); return 7;`, 60_000), async (pid) => {
      await untilBothLive(tag);
      Deno.kill(pid, "SIGTERM");
      Deno.kill(pid, "SIGINT");
    });
    assertEquals([code === 130 || code === 143, living(tag)], [true, []]);
  },
});

Deno.test({
  name: "a command that ends, well or not, leaves no process behind (needs /proc)",
  ignore,
  async fn() {
    const untilUp = `while (Array.from(Deno.readDirSync("/proc")).filter(({ name }) => {
      try { return Deno.readTextFileSync("/proc/" + name + "/environ").includes(TAG); } catch { return false; }
    }).length < 2) await new Promise((resolve) => setTimeout(resolve, 10));`;
    for (const [end, expected] of [["return 3;", 3], [`throw new Error("no");`, 1]] as const) {
      const tag = crypto.randomUUID();
      const work = `const TAG = "${TAG}=${tag}"; void child(); ${untilUp} ${end}`;
      assertEquals([await run(program(tag, work, 0), () => Promise.resolve()), living(tag)], [expected, []]);
    }
  },
});

Deno.test({
  name: "runProcess ends stubborn children at the time limit, by signal, and when their parent has ended (needs /proc)",
  ignore,
  async fn() {
    const leaves = `setsid bash -c 'trap "" INT TERM HUP; while :; do sleep 1; done' & exit 0`;
    for (const [script, how] of [[STUBBORN, "limit"], [STUBBORN, "signal"], [leaves, "end"]] as const) {
      const tag = crypto.randomUUID();
      const stop = new AbortController();
      const running = runProcess("bash", {
        args: ["-c", script],
        cwd: "/",
        env: { [TAG]: tag },
        signal: stop.signal,
        ...how === "limit" ? { timeLimitMs: 500 } : {},
      });
      if (how === "signal") await untilBothLive(tag).then(() => stop.abort());
      assertEquals([(await running).timedOut, living(tag)], [how === "limit", []], how);
    }
  },
});

Deno.test({
  name: "a tree that has been forgotten lives on, one that is known by its mark alone ends (needs /proc)",
  ignore,
  async fn() {
    const tag = crypto.randomUUID();
    const { mark, env } = newMark();
    const child = new Deno.Command("bash", { args: ["-c", STUBBORN], env: { ...env, [TAG]: tag } }).spawn();
    try {
      await untilBothLive(tag);
      trackTree({ mark })();
      assertEquals(await endLiveTrees(), 0);
      assertEquals(living(tag).length, 2);
    } finally {
      trackTree({ mark });
      await endLiveTrees();
    }
    assertEquals(living(tag), []);
    await child.status;
  },
});
