/**
 * A peer that runs in Python: one `python3` for all its runs, started when its row runs and ended with it.
 *
 * The child times each run itself, so that neither its start nor our messages count. Between us go lines of JSON, and
 * arrays as raw numbers in a temporary file that is gone as soon as it is read. An array that is the same object as in
 * the round before is not handed over again: a peer must copy what it changes.
 *
 * **Invariant.** The child is alive only between `open` and `close`, and ends by itself when we are gone, because its
 * standard input then ends. A turn ends when the child's threads have stopped spinning (`wait_until_idle.ts`), so each
 * run starts with sleeping threads, as ours does: very short work should repeat itself within a run, on both sides.
 *
 * Which Python: the environment variable `LAB_PYTHON`, else `python3`. If it is not there, or lacks a package, the peer
 * is left out, and the report says so.
 *
 * Not here on purpose: installing anything, Python for anything but measuring.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { trackTree } from "../process/live_trees.ts";
import { killTree, newMark } from "../process/process_tree.ts";
import { type AsyncContestant, PeerUnavailableError, type Run, SelfTimed } from "./bench.ts";

/** The numbers that can be handed over, and what `struct` in Python calls them. */
const FORMATS = [[Float64Array, "d"], [Float32Array, "f"], [Int32Array, "i"], [Uint8Array, "B"]] as const;

/** Numbers for Python: a `memoryview` there, which `numpy.asarray` takes with its shape and without copying. */
export interface PeerArray {
  /** The numbers, the last axis running fastest. */
  readonly values: Float64Array | Float32Array | Int32Array | Uint8Array;
  /** Sizes of the axes, each at least 1; their product is the number of values. */
  readonly shape: readonly number[];
}

/** What JSON can hold. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | {
  readonly [name: string]: JsonValue;
};

/** What a round's work is done on, by the names of the Python function's arguments. */
export type PeerInput = Readonly<Record<string, PeerArray | JsonValue>>;

/** What a peer is and does. */
export interface PythonPeerOptions {
  /** As the report has it: `"NumPy"`. */
  readonly name: string;
  /** The Python file. */
  readonly source: URL;
  /**
   * Its function that prepares a round: `def svd(round, a)`, with the names of `input`. It returns the run, a function
   * without arguments; or a pair: the run, and a function that makes the answer of what the run returned, untimed. An
   * answer is what JSON can hold.
   */
  readonly prepare: string;
  /** Packages that must be importable: `["numpy"]`. @default {none} */
  readonly packages?: readonly string[];
  /** What a round's work is done on: the same as ours. @default {nothing: the function draws it from the round} */
  readonly input?: (round: number) => PeerInput;
  /** Why its answer may differ from ours. Left out: it may not. */
  readonly approximate?: string;
  /** The program. @default {LAB_PYTHON, else python3} */
  readonly python?: string;
}

/**
 * A contestant of a benchmark row that runs in Python; see the example in `bench.ts`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { pythonPeer } from "./python_peer.ts";
 *
 * const source = new URL("./no_such_peer.py", import.meta.url);
 * const peer = pythonPeer({ name: "NumPy", source, prepare: "svd", packages: ["numpy"] });
 * assertEquals(peer.name, "NumPy"); // nothing has been started yet
 * ```
 */
export function pythonPeer(options: PythonPeerOptions): AsyncContestant {
  const { name, approximate } = options;
  let child: PythonChild | undefined;
  return {
    name,
    ...approximate === undefined ? {} : { approximate },
    async open() {
      child = PythonChild.start(options);
      const missing = await child.missingPackages();
      if (missing.length > 0) throw new PeerUnavailableError(`${child.python} has no ${missing.join(", no ")}`);
    },
    async close() {
      await child?.end();
      child = undefined;
    },
    async prepare(round): Promise<Run> {
      if (child === undefined) throw new TypeError(`Cannot run ${name}: it must be opened: current value is closed`);
      const { python } = child;
      const ask = child.ask.bind(child);
      await child.prepare(round, options);
      return async () => {
        const { ms, answer } = await ask({ run: true });
        if (typeof ms !== "number") throw new TypeError(`Cannot time ${name}: ${python} must say how long it took`);
        return new SelfTimed(ms, answer);
      };
    },
  };
}

/** The process and the talk with it. */
class PythonChild {
  /** Which Python, as a message names it. */
  readonly python: string;
  readonly #name: string;
  readonly #process: Deno.ChildProcess;
  readonly #mark: string;
  readonly #untrack: () => void;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #lines: AsyncIterator<string>;
  /** Resolves at the end of the process with the last of what it wrote on standard error. */
  readonly #complaints: Promise<string>;
  readonly #handedOver = new Map<string, PeerArray["values"]>();

  private constructor(
    process: Deno.ChildProcess,
    { name, python, mark }: { name: string; python: string; mark: string },
  ) {
    this.python = python;
    this.#name = name;
    this.#process = process;
    this.#mark = mark;
    this.#untrack = trackTree({ rootPid: process.pid, mark });
    this.#input = process.stdin.getWriter();
    this.#lines = linesOf(process.stdout);
    this.#complaints = new Response(process.stderr).text().then((text) => text.trim().split("\n").slice(-5).join("\n"));
  }

  /** @throws {PeerUnavailableError} If there is no such program. */
  static start({ name, source, packages = [], python }: PythonPeerOptions): PythonChild {
    const chosen = Deno.env.get("LAB_PYTHON") || undefined;
    const program = python ?? chosen ?? "python3";
    const label = python === undefined && chosen !== undefined ? "the Python of LAB_PYTHON" : program;
    const host = fileURLToPath(new URL("./python_peer.py", import.meta.url));
    const { mark, env } = newMark();
    try {
      const process = new Deno.Command(program, {
        args: [host, fileURLToPath(source), ...packages],
        stdin: "piped",
        stdout: "piped",
        stderr: "piped",
        env,
        detached: true,
      }).spawn();
      return new PythonChild(process, { name, python: label, mark });
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) throw new PeerUnavailableError(`${label} is not there`);
      throw error;
    }
  }

  /**
   * Its first line, which is only written when Python is well.
   * @throws {PeerUnavailableError} If it ended instead.
   */
  async missingPackages(): Promise<string[]> {
    const { done, value } = await this.#lines.next();
    if (done) throw new PeerUnavailableError(`${this.python} does not start: ${await this.#complaints}`);
    return (JSON.parse(value) as { missing: string[] }).missing;
  }

  /** Hands a round's input over and lets the peer prepare its run. */
  async prepare(round: number, { prepare, input = () => ({}) }: PythonPeerOptions): Promise<void> {
    const entries = Object.entries(input(round));
    const values = Object.fromEntries(entries.filter(([, value]) => !isPeerArray(value)));
    const arrays: Record<string, JsonValue> = {};
    const paths: string[] = [];
    try {
      for (const [name, value] of entries) {
        if (!isPeerArray(value)) continue;
        if (this.#handedOver.get(name) === value.values) arrays[name] = null;
        else {
          const path = await Deno.makeTempFile({ prefix: "lab_python_peer_" });
          paths.push(path);
          arrays[name] = { path, format: formatOf(value), shape: value.shape };
          const { buffer, byteOffset, byteLength } = value.values;
          await Deno.writeFile(path, new Uint8Array(buffer, byteOffset, byteLength));
          this.#handedOver.set(name, value.values);
        }
      }
      await this.ask({ prepare, round, values, arrays });
    } finally {
      for (const path of paths) await Deno.remove(path);
    }
  }

  /** Sends a line and waits for the line that answers it. */
  async ask(message: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>> {
    await this.#input.write(new TextEncoder().encode(`${JSON.stringify(message)}\n`));
    const { done, value } = await this.#lines.next();
    if (done) throw new Error(`Cannot run ${this.#name}: ${this.python} has ended:\n${await this.#complaints}`);
    const reply = JSON.parse(value) as Readonly<Record<string, unknown>>;
    if ("error" in reply) throw new Error(`Cannot run ${this.#name}: it failed in Python:\n${reply["error"]}`);
    return reply;
  }

  /** Ends the process with all that it started, and waits until it is gone. */
  async end(): Promise<void> {
    await killTree({ rootPid: this.#process.pid, mark: this.#mark }); // it may be in the middle of a run
    this.#untrack();
    await Promise.allSettled([this.#input.close(), this.#process.status, this.#complaints, this.#lines.return?.()]);
  }
}

function isPeerArray(value: PeerArray | JsonValue): value is PeerArray {
  return typeof value === "object" && value !== null && "values" in value && ArrayBuffer.isView(value.values);
}

function formatOf({ values }: PeerArray): string {
  return FORMATS.find(([kind]) => values instanceof kind)![1];
}

async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let partial = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (partial + text).split("\n");
    partial = lines.pop()!;
    yield* lines;
  }
}
