/**
 * Runs a process to its end, or ends it with everything it started.
 *
 * Its output is read while it runs and only the end of it is kept: what a process says last is what says why it failed.
 *
 * **Invariant.** When the promise settles, nothing that the process started is alive, also after a time limit, a
 * signal, and an end that left children behind.
 *
 * Not here on purpose: input, shells.
 *
 * @module
 */
import { trackTree } from "./live_trees.ts";
import { killTree, newMark } from "./process_tree.ts";

/** How a process is run. */
export interface ProcessOptions {
  /** Arguments, one by one. */
  readonly args: readonly string[];
  /** Folder to run in. */
  readonly cwd: string;
  /** Added to the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** After which the process is killed; without it there is no limit. */
  readonly timeLimitMs?: number;
  /** Kills the process when it fires. */
  readonly signal?: AbortSignal;
  /**
   * Which of its streams are kept.
   * @default {"both"}
   */
  readonly streams?: "both" | "stdout";
  /**
   * How much of the end of the output is kept.
   * @default {100_000}
   */
  readonly keptBytes?: number;
}

/** How a process ended. */
export interface ProcessEnd {
  /** Exit status; 137 after a kill. */
  readonly code: number;
  /** Whether the time limit ended it. */
  readonly timedOut: boolean;
  /** What it wrote to both streams, as it came: the last part of it. */
  readonly output: string;
  /** Wall clock from start to end. */
  readonly durationMs: number;
}

/** How long the pipes may stay open after the process has gone. */
const PIPES_MS = 500;

/**
 * Runs `command` and waits for its end.
 * @throws {Deno.errors.NotFound} If there is no such program.
 *
 * @example
 * ```ts
 * import { runProcess } from "@lib/study/process/run_process.ts";
 * import { assertEquals } from "@std/assert";
 * const end = await runProcess(Deno.execPath(), { args: ["eval", "console.log(1); Deno.exit(3)"], cwd: "." });
 * assertEquals([end.code, end.output], [3, "1\n"]);
 * ```
 */
export async function runProcess(command: string, options: ProcessOptions): Promise<ProcessEnd> {
  const { args, cwd, env = {}, timeLimitMs, signal, streams = "both", keptBytes = 100_000 } = options;
  const start = performance.now();
  const { mark, env: marked } = newMark();
  const child = new Deno.Command(command, {
    args: [...args],
    cwd,
    env: { ...env, ...marked },
    detached: true, // a session of its own, so that Ctrl-C reaches us and not it
    stdin: "null",
    stdout: "piped",
    stderr: streams === "both" ? "piped" : "null",
  }).spawn();
  const tree = { rootPid: child.pid, mark };
  const untrack = trackTree(tree);
  let timedOut = false;
  const kill = () => void killTree(tree);
  const timer = timeLimitMs === undefined ? undefined : setTimeout(() => {
    timedOut = true;
    kill();
  }, timeLimitMs);
  signal?.addEventListener("abort", kill);
  if (signal?.aborted) kill();
  const tail = new Tail(keptBytes);
  const stop = new AbortController();
  const reading = Promise.all(
    (streams === "both" ? [child.stdout, child.stderr] : [child.stdout]).map((stream) =>
      tail.read(stream, stop.signal)
    ),
  );
  const { code } = await child.status;
  clearTimeout(timer);
  signal?.removeEventListener("abort", kill);
  await killTree(tree); // whatever it left behind
  untrack();
  const patience = setTimeout(() => stop.abort(), PIPES_MS);
  await reading;
  clearTimeout(patience);
  return { code, timedOut, output: tail.text(), durationMs: performance.now() - start };
}

/** The last bytes of what several streams say. */
class Tail {
  #chunks: Uint8Array[] = [];
  #bytes = 0;
  #isCut = false;
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  async read(stream: ReadableStream<Uint8Array>, signal: AbortSignal): Promise<void> {
    const reader = stream.getReader();
    const cancel = () => void reader.cancel().catch(() => {});
    signal.addEventListener("abort", cancel);
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      this.#chunks.push(part.value);
      this.#bytes += part.value.length;
      while (this.#bytes - this.#chunks[0]!.length > this.#limit) {
        this.#bytes -= this.#chunks.shift()!.length;
        this.#isCut = true;
      }
    }
    signal.removeEventListener("abort", cancel);
  }

  text(): string {
    const bytes = new Uint8Array(this.#bytes);
    let at = 0;
    for (const chunk of this.#chunks) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    return (this.#isCut ? "[…]\n" : "") + new TextDecoder().decode(bytes);
  }
}
