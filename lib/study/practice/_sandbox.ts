/**
 * Runs a program in a child process that can do nothing but compute, and ends it when it takes too long, takes too much
 * memory, or prints too much.
 *
 * The child is `deno run -` without any permission: no files, network, environment or other processes. Its resident
 * memory is watched from here where the system tells it (`/proc` on Linux), which covers objects, array buffers and
 * workers alike; elsewhere, V8's heap limit ends a hog of objects. Killing the process ends its workers with it.
 *
 * **Invariant.** When `runInSandbox` returns, the process is gone, whatever its code did; it also ends with the command
 * that runs it. Where that is killed, the limit of processor time ends an endless loop.
 *
 * Cost: 15 to 50 ms for a program that does nothing.
 *
 * Not here on purpose: what the program says (`on.line` gets it line by line).
 *
 * @module
 */
import type { Clock } from "../../base/clock.ts";
import { withCpuLimit } from "../process/cpu_limit.ts";
import { trackTree } from "../process/live_trees.ts";
import { newMark } from "../process/process_tree.ts";

/** The bounds within which a child may live. */
export interface SandboxLimits {
  /** Longest silence between two report lines, in milliseconds. @default {2000} */
  readonly silenceMs?: number;
  /** Longest time to the first report line, in milliseconds: the start of the process. @default {20000} */
  readonly startMs?: number;
  /** What the child's code may take, in megabytes, on top of the process itself. @default {256} */
  readonly memoryMegabytes?: number;
}

/** How the child ended. */
export type SandboxEnding = "finished" | "exited early" | "out of time" | "out of memory" | "printed too much";

/** What is left of the child. */
export interface SandboxRun {
  /** Whether it ended by itself, and if not, what ended it. */
  readonly ending: SandboxEnding;
  /** Exit code; of a killed child, whatever the system says. */
  readonly exitCode: number;
  /** What it wrote to standard error, its first 8,000 characters. */
  readonly errorText: string;
}

/** Resident memory of a child that does nothing, rounded up. */
const PROCESS_MEGABYTES = 64;
/**
 * Near its own limit V8 collects garbage for seconds before it gives up, so that limit stands well behind the one that
 * we watch.
 */
const HEAP_MARGIN = 2;
/** The child's flags: `--no-config` and its like keep the folder it is started from out of it. */
const FLAGS = ["--no-prompt", "--no-config", "--no-lock", "--no-remote", "--no-npm", "--cached-only", "--quiet"];
/** Processor time of a child that nobody watches any more, in seconds: far more than a watched one ever takes. */
const CPU_SECONDS = 900;
const MEMORY_LOOK_MS = 20;
const MAX_OUTPUT_BYTES = 32 * 2 ** 20;
const MAX_ERROR_CHARACTERS = 8000;

/**
 * Runs `program`.
 * @param program JavaScript that says, through lines on standard output, how far it is.
 * @param options `onLine` gets each line and returns "end" when it was the last: the child is then ended at once. It
 *   returns "alive" for a line that proves progress, which begins the count of `silenceMs` anew.
 */
export async function runInSandbox(
  program: string,
  options: SandboxLimits & {
    readonly clock: Clock;
    readonly onLine: (line: string) => "alive" | "end" | "printed";
    readonly v8Flags?: readonly string[];
  },
): Promise<SandboxRun> {
  const {
    clock,
    onLine,
    silenceMs = 2000,
    startMs = 20_000,
    memoryMegabytes = 256,
    v8Flags = [],
  } = options;
  const heap = `--max-old-space-size=${HEAP_MARGIN * memoryMegabytes}`;
  const flags = [...FLAGS, `--v8-flags=${[heap, ...v8Flags].join(",")}`];
  const line = withCpuLimit({ command: Deno.execPath(), args: ["run", ...flags, "-"] }, CPU_SECONDS);
  const { mark, env: marked } = newMark();
  const child = new Deno.Command(line.command, {
    args: [...line.args],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
    clearEnv: true,
    env: { ...childEnvironment(), ...marked },
    detached: true, // Ctrl-C reaches us, and we end it: the reader's code might ignore it
  }).spawn();
  const untrack = trackTree({ rootPid: child.pid, mark });
  let ending: SandboxEnding = "exited early";
  const end = (how: SandboxEnding) => {
    if (ending === "exited early") ending = how;
    try {
      child.kill("SIGKILL");
    } catch {
      // It has ended by itself.
    }
  };
  let deadlineMs = clock.nowMs() + startMs;
  const over = new AbortController();
  const guards = [
    watchDeadline(clock, { signal: over.signal, deadlineMs: () => deadlineMs, late: () => end("out of time") }),
    watchMemory(clock, {
      signal: over.signal,
      pid: child.pid,
      residentMegabytes: memoryMegabytes + PROCESS_MEGABYTES,
      full: () => end("out of memory"),
    }),
  ];
  const feed = async () => {
    const writer = child.stdin.getWriter();
    try {
      await writer.write(new TextEncoder().encode(program));
      await writer.close();
    } catch {
      // It ended before it had read everything; how it ended is said by the rest.
    }
  };
  const listen = async () => {
    let bytes = 0;
    let partial = "";
    const decoder = new TextDecoder();
    for await (const chunk of child.stdout) {
      bytes += chunk.length;
      if (bytes > MAX_OUTPUT_BYTES) {
        end("printed too much");
        continue;
      }
      const lines = (partial + decoder.decode(chunk, { stream: true })).split("\n");
      partial = lines.pop()!;
      for (const line of lines) {
        const meaning = onLine(line);
        if (meaning !== "printed") deadlineMs = clock.nowMs() + silenceMs;
        if (meaning === "end") end("finished");
      }
    }
    if (partial) onLine(partial);
  };
  const [, , errorText, status] = await Promise.all([feed(), listen(), firstText(child.stderr), child.status]);
  over.abort();
  await Promise.all(guards);
  untrack();
  if (ending === "exited early" && /out of memory|heap limit/i.test(errorText)) ending = "out of memory";
  return { ending, exitCode: status.code, errorText };
}

/** What Deno itself needs to start; nothing else of our environment is the reader's business. */
function childEnvironment(): Record<string, string> {
  const kept = ["HOME", "DENO_DIR", "PATH", "TMPDIR", "SystemRoot", "USERPROFILE", "LOCALAPPDATA"];
  const found = kept.flatMap((name) => Deno.env.get(name) === undefined ? [] : [[name, Deno.env.get(name)!]]);
  return { ...Object.fromEntries(found), NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" };
}

async function watchDeadline(
  clock: Clock,
  watch: { signal: AbortSignal; deadlineMs: () => number; late: () => void },
): Promise<void> {
  try {
    for (let leftMs = watch.deadlineMs() - clock.nowMs(); leftMs > 0; leftMs = watch.deadlineMs() - clock.nowMs()) {
      // The deadline moves both ways: short looks notice when a long one for the start becomes a short one for a case.
      await clock.sleep(Math.min(leftMs, 100), watch.signal);
    }
    watch.late();
  } catch (error) {
    if (!watch.signal.aborted) throw error;
  }
}

async function watchMemory(
  clock: Clock,
  watch: { signal: AbortSignal; pid: number; residentMegabytes: number; full: () => void },
): Promise<void> {
  if (Deno.build.os !== "linux") return;
  try {
    for (;;) {
      const status = await Deno.readTextFile(`/proc/${watch.pid}/status`);
      const residentKilobytes = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]);
      if (residentKilobytes > watch.residentMegabytes * 1024) return watch.full();
      await clock.sleep(MEMORY_LOOK_MS, watch.signal);
    }
  } catch {
    // The process is gone, or the run is over.
  }
}

async function firstText(stream: ReadableStream<Uint8Array>): Promise<string> {
  let text = "";
  const decoder = new TextDecoder();
  for await (const chunk of stream) {
    if (text.length < MAX_ERROR_CHARACTERS) text += decoder.decode(chunk, { stream: true });
  }
  return text.slice(0, MAX_ERROR_CHARACTERS).trim();
}
