/**
 * A conversation with one Deno kernel that runs cells and loses no output.
 *
 * The kernel announces the end of a cell before the cell's outputs are out, so the end is not believed: after each cell
 * a silent request sends a marker down the output queue, and everything that arrives before the marker belongs to the
 * cell. The queue is first in, first out. What timers of an earlier cell print meanwhile is marked by the prelude and
 * filed under the cell that set the timer.
 *
 * **Invariant.** When {@linkcode KernelSession.run} returns, all outputs of the cell are in
 * {@linkcode KernelSession.outputs}, or the error says why not. After a fatal error or {@linkcode KernelSession.close}
 * no process of the kernel is alive.
 *
 * Cost: 0.3 s to start, about 5 ms per cell on top of the cell itself.
 *
 * Not here on purpose: notebooks (tags, order, files), a choice of other kernels, `input_request` (a notebook that asks
 * a person cannot run alone; the kernel is told so).
 *
 * Source: "Messaging in Jupyter" 5.3.
 *
 * @module
 */
import { withLineMarks } from "./cell_lines.ts";
import { Dealer, Subscriber } from "zeromq";
import { type CellError, isFatal } from "./cell_error.ts";
import { CellOutputs, DEFAULT_OUTPUT_LIMITS, type OutputLimits } from "./cell_outputs.ts";
import { endingError, type WaitFailure, type WaitFailureFacts, waitFailureMessage } from "./wait_failure.ts";
import { KernelProcess, type KernelProcessOptions } from "./kernel_process.ts";
import { syntaxMessage } from "./syntax_message.ts";
import { decodeMessage, encodeMessage, type WireMessage } from "./wire_message.ts";

export type { CellError, CellErrorKind } from "./cell_error.ts";
export type { KernelConnection } from "./connection.ts";
export type { KernelProcessOptions, OutputLimits };

/** How to start a session. */
export interface KernelSessionOptions extends KernelProcessOptions {
  /** How much a cell may print. */
  readonly limits?: OutputLimits | undefined;
  /** Ends the session from outside. */
  readonly signal?: AbortSignal | undefined;
}

/** An error that no cell was waiting for. */
export interface UncaughtError {
  /** The cell that started the timer or promise, or the last cell that ran. */
  readonly cell: number;
  /** What happened. */
  readonly error: CellError;
}

const START_LIMIT_MS = 20_000;
const START_ATTEMPTS = 3;
const PRELUDE = new URL("./kernel_prelude.ts", import.meta.url).href;
const LINK = `globalThis[Symbol.for("lab.runner")]`;

/** A kernel and what it has said so far. */
export class KernelSession {
  /** What the cells have shown, by the number that {@linkcode KernelSession.run} was given. */
  readonly outputs: CellOutputs;
  /** Errors in timers and detached promises, as they came. */
  readonly uncaught: UncaughtError[] = [];
  /** Cells that printed or displayed something after they had ended. */
  readonly late: Set<number> = new Set();
  readonly #process: KernelProcess;
  readonly #shell = new Dealer({ linger: 0, reconnectInterval: 10 });
  readonly #iopub = new Subscriber({ linger: 0, reconnectInterval: 10, receiveHighWaterMark: 0 });
  readonly #session = crypto.randomUUID();
  readonly #signal: AbortSignal | undefined;
  readonly #replies = new Map<string, WireMessage["content"]>();
  readonly #markers = new Set<string>();
  /** Numbers of the cells in the order in which they ran; the prelude knows a cell by its place here. */
  readonly #turns: number[] = [];
  #running = false;
  /** Errors overtake what was printed before them; they wait here for the end of the cell. */
  #errors: WireMessage[] = [];
  #lateTurn: number | undefined;
  #damage: string | undefined;

  private constructor(process: KernelProcess, options: KernelSessionOptions) {
    this.#process = process;
    this.#signal = options.signal;
    this.outputs = new CellOutputs(options.limits ?? DEFAULT_OUTPUT_LIMITS);
    const { transport, ip, shell_port, iopub_port } = process.connection;
    this.#shell.connect(`${transport}://${ip}:${shell_port}`);
    this.#iopub.connect(`${transport}://${ip}:${iopub_port}`);
    this.#iopub.subscribe();
  }

  /**
   * Starts a kernel and waits until it answers; tries again with other ports when it ends at once.
   * @throws {Error} If the program is missing or no attempt succeeds: says what the kernel said.
   */
  static async start(options: KernelSessionOptions): Promise<KernelSession> {
    for (let attempt = 1;; attempt++) {
      const session = new KernelSession(await KernelProcess.start(options), options);
      const ending = await session.#greet();
      if (ending === "done") return session;
      const words = await waitFailureMessage(ending, session.#facts(START_LIMIT_MS));
      await session.close();
      if (ending === "stopped" || attempt === START_ATTEMPTS || options.connection) {
        throw new Error(`Cannot start the Deno kernel: ${words}`);
      }
    }
  }

  /** Process id of the kernel. */
  get pid(): number {
    return this.#process.pid;
  }

  /**
   * Runs one cell and collects its outputs under `cell`.
   * @param source Code of the cell.
   * @param options.cell Number of the cell, for outputs and reports.
   * @param options.limitMs Longest time it may take, in milliseconds.
   * @returns Why the cell failed; undefined when it did not.
   */
  async run(source: string, options: { cell: number; limitMs: number }): Promise<CellError | undefined> {
    const { cell, limitMs } = options;
    const endMs = performance.now() + limitMs;
    this.#turns.push(cell);
    this.#running = true;
    const request = await this.#execute(withLineMarks(source), { silent: false });
    let ending = await this.#until(() => this.#replies.has(request), endMs);
    const reply = this.#replies.get(request);
    if (ending === "done") {
      ending = await this.#mark(`next(ID, ${this.#turns.length})`, Math.max(endMs, performance.now() + 5000));
    }
    this.#running = false;
    for (const message of this.#errors.splice(0)) this.outputs.add(cell, message);
    let error: CellError | undefined;
    if (ending !== "done") error = await endingError(ending, this.#facts(limitMs));
    else if (reply?.status === "error") error = await this.#cellError(source, reply);
    if (error && error.kind !== "thrown") this.outputs.add(cell, { type: "error", content: asOutput(error) });
    if (error && isFatal(error)) await this.close();
    return error;
  }

  /**
   * Waits for timeouts and detached promises of the cells, so that nothing they print or throw goes unnoticed.
   * @param options.atMostMs Longest wait for pending timeouts, in milliseconds; what is free of them takes 30 ms.
   * @returns What ended the kernel meanwhile, if anything did.
   */
  async settle(options: { atMostMs: number }): Promise<CellError | undefined> {
    const { atMostMs } = options;
    const ending = await this.#mark(`settle(ID, ${atMostMs})`, performance.now() + atMostMs + 5000);
    if (ending === "done") return undefined;
    const error = await endingError(ending, this.#facts(atMostMs));
    await this.close();
    return error;
  }

  /** Ends the kernel and everything it started. */
  async close(): Promise<void> {
    await this.#process.stop();
    if (!this.#shell.closed) this.#shell.close();
    if (!this.#iopub.closed) this.#iopub.close();
  }

  /** Waits until kernel and output channel answer, then installs the prelude. */
  async #greet(): Promise<WaitFailure | "done"> {
    const endMs = performance.now() + START_LIMIT_MS;
    const { ip: hostname, iopub_port: port } = this.#process.connection;
    const install = `(await import(${JSON.stringify(PRELUDE)})).installPrelude(${JSON.stringify({ hostname, port })});`;
    const request = await this.#execute(install, { silent: true });
    const ending = await this.#until(() => this.#replies.has(request), endMs);
    const reply = this.#replies.get(request);
    if (ending !== "done") return ending;
    if (reply?.status !== "ok") {
      this.#damage = `its prelude failed: ${reply?.evalue}`;
      return "corrupt";
    }
    while (true) { // the subscription takes effect some time after it was asked for: ask until a marker arrives
      const heard = await this.#mark("next(ID, 0)", performance.now() + 100);
      if (heard !== "slow" || performance.now() > endMs) return heard;
    }
  }

  /** Lets the prelude send a marker, and collects outputs until it arrives. */
  async #mark(call: string, endMs: number): Promise<WaitFailure | "done"> {
    const id = crypto.randomUUID();
    const request = await this.#execute(`${LINK}.${call.replace("ID", `"${id}"`)}`, { silent: true });
    const ending = await this.#until(() => this.#markers.has(id) && this.#replies.has(request), endMs);
    this.#markers.delete(id);
    return ending;
  }

  async #execute(code: string, { silent }: { silent: boolean }): Promise<string> {
    const id = crypto.randomUUID();
    const content = {
      code,
      silent,
      store_history: !silent,
      user_expressions: {},
      allow_stdin: false,
      stop_on_error: true,
    };
    const { key } = this.#process.connection;
    await this.#shell.send(encodeMessage({ type: "execute_request", id, content }, { key, session: this.#session }));
    return id;
  }

  /** Reads messages until `done`, or until something else ends the wait. */
  async #until(done: () => boolean, endMs: number): Promise<WaitFailure | "done"> {
    let idleMs = 1;
    let deadSince: number | undefined;
    while (!done()) {
      if (this.#signal?.aborted) return "stopped";
      const turn = this.#turns.at(-1);
      if (turn !== undefined && this.outputs.isFlood(turn)) return "flood";
      if (this.#damage !== undefined) return "corrupt";
      const nowMs = performance.now();
      if (await this.#readSome()) {
        idleMs = 1;
      } else {
        if (nowMs > endMs) return "slow";
        if (this.#process.status) deadSince ??= nowMs; // what it sent before it died may still be under way
        if (deadSince !== undefined && nowMs > deadSince + 100) return "died";
        await new Promise((resolve) => setTimeout(resolve, idleMs));
        idleMs = Math.min(8, idleMs * 1.1);
      }
      if (nowMs > endMs + 1000) return "slow"; // it talks, but it does not end
    }
    return "done";
  }

  /** Reads what has arrived, at most some hundred messages; false when there was nothing. */
  async #readSome(): Promise<boolean> {
    let count = 0;
    for (const socket of [this.#shell, this.#iopub]) {
      // never wait in receive(): under Deno it sometimes misses its wake-up
      for (let read = 0; read < 300 && socket.readable; read++, count++) {
        const frames = await socket.receive();
        try {
          this.#take(decodeMessage(frames, this.#process.connection.key));
        } catch (error) {
          this.#damage = (error as Error).message;
        }
      }
    }
    return count > 0;
  }

  #take(message: WireMessage): void {
    const { type, content, parentId } = message;
    if (type === "execute_reply") {
      if (parentId !== undefined) this.#replies.set(parentId, content);
    } else if (type === "lab_marker") {
      this.#markers.add(content.id as string);
    } else if (type === "lab_late") {
      this.#lateTurn = (content.cell as number | null) ?? undefined;
    } else if (type === "lab_uncaught") {
      const { cell, where, name, message, stack } = content as Record<string, string>;
      const turn = this.#turns[Number(cell ?? this.#turns.length - 1)] ?? this.#turns.at(-1);
      const error: CellError = {
        kind: "uncaught",
        name: name!,
        message: `${message} (uncaught, in ${where})`,
        traceback: stack!.split("\n"),
      };
      if (turn !== undefined) this.uncaught.push({ cell: turn, error });
    } else if (type === "error" && this.#running) {
      this.#errors.push(message);
    } else {
      const isLate = this.#lateTurn !== undefined || !this.#running;
      const cell = this.#turns[this.#lateTurn ?? this.#turns.length - 1] ?? this.#turns.at(-1);
      if (cell !== undefined && this.outputs.add(cell, message) && isLate && type !== "update_display_data") {
        this.late.add(cell);
      }
    }
  }

  async #cellError(source: string, reply: WireMessage["content"]): Promise<CellError> {
    const { ename, evalue, traceback } = reply as { ename: string; evalue: string; traceback: string[] };
    if (evalue !== "Execution failed" || traceback.length > 0) {
      return { kind: "thrown", name: ename, message: evalue, traceback: traceback.filter((line) => line !== "") };
    }
    const [message = "The kernel could not compile the cell and does not say why", ...frame] =
      await syntaxMessage(source) ?? [];
    return { kind: "syntax", name: "SyntaxError", message, traceback: [`SyntaxError: ${message}`, ...frame] };
  }

  #facts(limitMs: number): WaitFailureFacts {
    return { process: this.#process, limitMs, damage: this.#damage };
  }
}

function asOutput(error: CellError): Record<string, unknown> {
  return { ename: error.name, evalue: error.message, traceback: error.traceback };
}
