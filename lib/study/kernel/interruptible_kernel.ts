/**
 * The kernel that readers use: `deno jupyter` behind a relay that makes the interrupt button work everywhere.
 *
 * By itself the Deno kernel waits for ever after an interrupt that meets a cell at an `await`, and shows nothing when a
 * loop was interrupted. Jupyter starts this program in its place. It starts the kernel on other ports and passes all
 * messages on, but for these:
 *
 * | message | what happens |
 * | --- | --- |
 * | request to run a cell | its top-level awaits become interruptible (`interruptible_cell.ts`) |
 * | interrupt | the awaits end (`kernel_link.ts`); a loop that hears nothing is stopped by the kernel, and the cell says so |
 * | output of an earlier cell | goes to that cell |
 * | what the kernel is | its language is described as in our notebooks, so that opening one changes nothing in it |
 *
 * **Invariant.** The kernel ends with this program, and this program with the kernel.
 *
 * Cost: 0.2 s more at the start, and a process of about 60 MB.
 *
 * Not here on purpose: the lab's own runner, which talks to the kernel itself (`kernel_session.ts`).
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { LAB_KERNEL } from "../notebook/markdown_format.ts";
import { endLiveTrees } from "../process/live_trees.ts";
import { freeConnection, type KernelConnection } from "./connection.ts";
import { interruptibleCell } from "./interruptible_cell.ts";
import { KernelProcess } from "./kernel_process.ts";
import { encodeMessage, type Header, readFrames, signedFrames } from "./wire_message.ts";
import { type Frames, type Peer, type Relay, startRelay } from "./zmtp_relay.ts";

/** How long a cell that waits has to hear an interrupt; a loop never does. */
const HEARING_MS = 300;

/** Pause between attempts to reach the kernel while it starts. */
const KNOCK_MS = 20;

/** How often a kernel is started that ends before it listens. */
const ATTEMPTS = 3;

/** Requests whose cells may still print something: the newest so many. */
const REMEMBERED = 1000;

const LINK = new URL("./kernel_link.ts", import.meta.url).href;

/** A kernel behind its relays. */
export class InterruptibleKernel {
  readonly #outer: KernelConnection;
  readonly #inner: KernelConnection;
  readonly #process: KernelProcess;
  readonly #relays: Relay[] = [];
  readonly #link: Deno.TcpListener;
  #linked: Deno.TcpConn | undefined;
  #heard = () => {};
  /** Requests of ours, whose replies and outputs are nobody's business. */
  readonly #own = new Set<string>();
  readonly #requests = new Map<string, { readonly header: Header; readonly code: string }>();
  #running: Header | undefined;
  #late: Header | undefined;

  private constructor(outer: KernelConnection, inner: KernelConnection, process: KernelProcess) {
    [this.#outer, this.#inner, this.#process] = [outer, inner, process];
    this.#link = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    void this.#acceptLink();
    this.#relay("shell_port", { fromClient: this.#onRequest.bind(this), fromKernel: this.#onReply.bind(this) });
    this.#relay("control_port", { fromClient: this.#onControl.bind(this), fromKernel: this.#onReply.bind(this) });
    this.#relay("iopub_port", { fromKernel: this.#onOutput.bind(this) });
  }

  /**
   * Starts the kernel.
   * @param outer Where clients find it.
   * @param options.cwd Folder in which cells run.
   */
  static async start(outer: KernelConnection, { cwd }: { readonly cwd: string }): Promise<InterruptibleKernel> {
    const { hb_port, stdin_port, key, ip, signature_scheme } = outer;
    const flags = [Deno.env.get("DENO_V8_FLAGS"), "--expose-gc"].filter((flag) => flag).join(","); // see kernel_link.ts
    for (let attempt = 1;; attempt++) {
      const inner = { ...freeConnection(), hb_port, stdin_port, key, ip, signature_scheme };
      const process = await KernelProcess.start({ cwd, connection: inner, env: { DENO_V8_FLAGS: flags } });
      if (await listens(process, inner) || attempt === ATTEMPTS) return new InterruptibleKernel(outer, inner, process);
      await process.stop(); // another program took one of the ports meanwhile
    }
  }

  /** Resolves when the kernel has ended, with its exit status. */
  get ended(): Promise<number> {
    return this.#process.ended.then(({ code }) => code);
  }

  /** Ends everything. */
  async stop(): Promise<void> {
    for (const relay of this.#relays) relay.close();
    this.#linked?.close();
    this.#link.close();
    await this.#process.stop();
  }

  #relay(channel: "shell_port" | "control_port" | "iopub_port", hooks: Parameters<typeof startRelay>[1]): void {
    const connect = async () => {
      while (this.#process.status === undefined) {
        try {
          return await Deno.connect({ hostname: this.#inner.ip, port: this.#inner[channel] });
        } catch {
          await new Promise((resolve) => setTimeout(resolve, KNOCK_MS));
        }
      }
      throw new Error("Cannot reach the kernel: it has ended");
    };
    this.#relays.push(startRelay({ hostname: this.#outer.ip, port: this.#outer[channel], connect }, hooks));
  }

  async #acceptLink(): Promise<void> {
    try {
      this.#linked = await this.#link.accept();
      const buffer = new Uint8Array(64);
      while (await this.#linked.read(buffer) !== null) this.#heard();
    } catch {
      // stopped
    }
  }

  async #onRequest(message: Frames, peer: Peer): Promise<readonly Frames[]> {
    const { header, content } = readFrames(message);
    if (header === undefined) return [message];
    if (this.#own.size === 0) await this.#install(peer);
    if (header.msg_type !== "execute_request" || typeof content?.code !== "string") return [message];
    this.#requests.set(header.msg_id, { header, code: content.code });
    for (const id of this.#requests.keys()) if (this.#requests.size > REMEMBERED) this.#requests.delete(id);
    if (content.silent !== true) this.#running = header;
    const code = interruptibleCell(content.code, { id: header.msg_id });
    return [signedFrames(message, { key: this.#outer.key, content: { ...content, code } })];
  }

  /** Lets the kernel load what it needs, before the first request. */
  async #install(peer: Peer): Promise<void> {
    const id = crypto.randomUUID();
    this.#own.add(id);
    const code = `(await import("${LINK}")).installLink({ port: ${this.#link.addr.port} });`;
    const content = { code, silent: true, store_history: false, allow_stdin: false };
    await peer.toKernel(this.#message("execute_request", content, {}, id));
  }

  #onReply(message: Frames): readonly Frames[] {
    const { header, parent, content } = readFrames(message);
    if (parent?.msg_id !== undefined && this.#own.has(parent.msg_id)) return [];
    if (header?.msg_type === "kernel_info_reply") {
      const described = { ...content, language_info: LAB_KERNEL.language_info };
      return [signedFrames(message, { key: this.#outer.key, content: described })];
    }
    if (parent?.msg_id !== undefined && parent.msg_id === this.#running?.msg_id) this.#running = undefined;
    return [message];
  }

  #onOutput(message: Frames): readonly Frames[] {
    const { header, parent, content } = readFrames(message);
    if (header === undefined) return [message];
    if (parent?.msg_id !== undefined && this.#own.has(parent.msg_id)) return [];
    if (header.msg_type === "lab_late") {
      this.#late = this.#requests.get(`${content?.cell}`)?.header;
      return [];
    }
    const request = this.#requests.get(parent?.msg_id ?? "");
    if (header.msg_type === "execute_input" && request !== undefined) { // the echo shows the cell as it was written
      return [signedFrames(message, { key: this.#outer.key, content: { ...content, code: request.code } })];
    }
    if (this.#late === undefined || header.msg_type === "status") return [message];
    return [signedFrames(message, { key: this.#outer.key, parent: this.#late })];
  }

  async #onControl(message: Frames, peer: Peer): Promise<readonly Frames[]> {
    const { header } = readFrames(message);
    if (header?.msg_type !== "interrupt_request") return [message];
    const running = this.#running;
    if (running !== undefined && !await this.#hears()) {
      const text = "Interrupted: the cell was stopped; variables keep their values";
      const error = { ename: "Interrupted", evalue: text.slice("Interrupted: ".length), traceback: [text] };
      const shown = this.#message("error", error, running);
      // before the kernel says that it is idle
      for (const client of this.#relays[2]!.peers) await client.toClient(shown);
      await this.#tell("stopped");
      return [message];
    }
    await peer.toClient(this.#message("interrupt_reply", { status: "ok" }, header));
    return [];
  }

  /** Tells the kernel's cells of an interrupt; whether they hear it. */
  async #hears(): Promise<boolean> {
    if (this.#linked === undefined) return false;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    this.#heard = () => resolve(true);
    const timer = setTimeout(() => resolve(false), HEARING_MS);
    await this.#tell("interrupt");
    return await promise.finally(() => clearTimeout(timer));
  }

  async #tell(word: string): Promise<void> {
    await this.#linked?.write(new TextEncoder().encode(`${word}\n`)).catch(() => {});
  }

  #message(type: string, content: Record<string, unknown>, parent: object, id = crypto.randomUUID()): Frames {
    const frames = encodeMessage({ type, id, content }, { key: this.#outer.key, session: "lab", parent });
    return frames.map((frame) => Buffer.from(frame));
  }
}

/** Waits until the kernel can be reached on all its channels; false if it ends before. */
async function listens(process: KernelProcess, { ip, shell_port, control_port, iopub_port }: KernelConnection) {
  for (const port of [shell_port, control_port, iopub_port]) {
    while (process.status === undefined) {
      const connection = await Deno.connect({ hostname: ip, port }).catch(() => undefined);
      connection?.close();
      if (connection !== undefined) break;
      await new Promise((resolve) => setTimeout(resolve, KNOCK_MS));
    }
  }
  return process.status === undefined;
}

/** Runs a kernel for the connection file that Jupyter names, until it ends. */
async function main([file]: readonly string[]): Promise<number> {
  if (file === undefined) {
    console.error("usage: interruptible_kernel.ts <connection file>; deno task lab starts it through Jupyter");
    return 2;
  }
  const kernel = await InterruptibleKernel.start(JSON.parse(await Deno.readTextFile(file)), { cwd: Deno.cwd() });
  const ends = Deno.build.os === "windows" ? ["SIGBREAK" as const] : ["SIGTERM" as const, "SIGHUP" as const];
  for (const signal of ends) Deno.addSignalListener(signal, () => void endLiveTrees().then(() => Deno.exit(1)));
  Deno.addSignalListener("SIGINT", () => {}); // Ctrl-C in the terminal is for the server
  const code = await kernel.ended;
  await kernel.stop();
  return code;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
