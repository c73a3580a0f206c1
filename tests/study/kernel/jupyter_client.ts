/**
 * A client as JupyterLab is one: sockets of the Jupyter protocol, requests, and outputs by the cell that they belong
 * to.
 */
import { Dealer, Subscriber } from "zeromq";
import type { KernelConnection } from "@lib/study/kernel/connection.ts";
import { encodeMessage, readFrames } from "@lib/study/kernel/wire_message.ts";

interface Received {
  readonly type: string;
  readonly parent: string;
  readonly content: Record<string, unknown>;
}

/** How long anything may take. */
const LIMIT_MS = 20_000;

/** A connected client. */
export class JupyterClient {
  readonly #key: string;
  readonly #sockets: { shell: Dealer; control: Dealer; iopub: Subscriber };
  /** Everything that came, in order. */
  readonly received: Received[] = [];

  constructor(connection: KernelConnection) {
    this.#key = connection.key;
    const [shell, control, iopub] = [
      new Dealer({ linger: 0 }),
      new Dealer({ linger: 0 }),
      new Subscriber({ linger: 0 }),
    ];
    shell.connect(`tcp://${connection.ip}:${connection.shell_port}`);
    control.connect(`tcp://${connection.ip}:${connection.control_port}`);
    iopub.connect(`tcp://${connection.ip}:${connection.iopub_port}`);
    iopub.subscribe();
    this.#sockets = { shell, control, iopub };
  }

  /** Waits until the kernel answers on all channels: its outputs arrive. */
  async ready(): Promise<void> {
    for (const endMs = performance.now() + LIMIT_MS; performance.now() < endMs;) {
      const id = await this.request("shell", "kernel_info_request", {});
      await this.until(() => this.of(id, "kernel_info_reply").length > 0);
      const arrived = performance.now() + 200;
      while (performance.now() < arrived) {
        await this.#read();
        if (this.of(id, "status").length > 0) return;
      }
    }
  }

  /** Sends a request; returns its id. */
  async request(channel: "shell" | "control", type: string, content: Record<string, unknown>): Promise<string> {
    const id = crypto.randomUUID();
    const frames = encodeMessage({ type, id, content }, { key: this.#key, session: "test" });
    await this.#sockets[channel].send(frames);
    return id;
  }

  /** Starts a cell; returns its id. */
  start(code: string): Promise<string> {
    return this.request("shell", "execute_request", { code, silent: false, store_history: true, allow_stdin: false });
  }

  /** Interrupts as the button does; resolves with the reply. */
  async interrupt(): Promise<void> {
    const id = await this.request("control", "interrupt_request", {});
    await this.until(() => this.of(id, "interrupt_reply").length > 0);
  }

  /** Waits until a cell has ended; returns its status and what it shows. */
  async ended(id: string): Promise<{ status: unknown; shown: string[] }> {
    const isIdle = () => this.of(id, "status").some(({ content }) => content.execution_state === "idle");
    await this.until(() => this.of(id, "execute_reply").length > 0 && isIdle());
    return { status: this.of(id, "execute_reply")[0]!.content.status, shown: this.shown(id) };
  }

  /** Runs a cell to its end. */
  async run(code: string): Promise<{ status: unknown; shown: string[] }> {
    return await this.ended(await this.start(code));
  }

  /** What a cell shows so far, in short. */
  shown(id: string): string[] {
    return this.received.filter(({ parent }) => parent === id).flatMap(({ type, content }) => {
      if (type === "stream") return [`${content.text}`.trim()];
      if (type === "error") return [`${content.ename}: ${content.evalue}`];
      if (type === "execute_result") return [`${(content.data as Record<string, string>)["text/plain"]}`];
      return [];
    });
  }

  /** The messages of one type that answer a request. */
  of(id: string, type: string): Received[] {
    return this.received.filter((message) => message.parent === id && message.type === type);
  }

  /** Reads until something holds. */
  async until(holds: () => boolean): Promise<void> {
    for (const endMs = performance.now() + LIMIT_MS; !holds();) {
      if (performance.now() > endMs) throw new Error(`Cannot go on within ${LIMIT_MS} ms`);
      await this.#read();
    }
  }

  close(): void {
    for (const socket of Object.values(this.#sockets)) socket.close();
  }

  async #read(): Promise<void> {
    let count = 0;
    for (const socket of Object.values(this.#sockets)) {
      while (socket.readable) { // never wait in receive(): under Deno it sometimes misses its wake-up
        const { header, parent, content } = readFrames(await socket.receive() as Uint8Array[]);
        this.received.push({ type: header!.msg_type, parent: parent?.msg_id ?? "", content: { ...content } });
        count++;
      }
    }
    if (count === 0) await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
