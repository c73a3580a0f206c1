/**
 * One `deno jupyter` process: started in a session of its own, ended with everything it has started.
 *
 * **Invariant.** After {@linkcode KernelProcess.stop} no process that the kernel or a cell started is alive, and the
 * folder of the connection file is gone; calling it again does nothing.
 *
 * Not here on purpose: talking to the kernel (see `kernel_session.ts`), a polite shutdown request (a kernel holds
 * nothing that would have to be saved, and one that hangs does not listen).
 *
 * @module
 */
import { freeConnection, type KernelConnection } from "./connection.ts";
import { trackTree } from "../process/live_trees.ts";
import { killTree, newMark } from "../process/process_tree.ts";

/** How to start a kernel. */
export interface KernelProcessOptions {
  /** Folder in which cells run: relative imports and files start there. */
  readonly cwd: string;
  /** Path of the program. @default {Deno.execPath()} */
  readonly denoPath?: string | undefined;
  /** Environment variables on top of our own. @default {{}} */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Largest JavaScript heap in megabytes; V8's own default otherwise. */
  readonly heapMegabytes?: number | undefined;
  /** Where it shall listen. @default {freeConnection()} */
  readonly connection?: KernelConnection | undefined;
}

/** Characters of the kernel's own messages that are kept to explain its death. */
const TAIL_CHARACTERS = 4000;

/** A running kernel. */
export class KernelProcess {
  /** Where it listens. */
  readonly connection: KernelConnection;
  /** Process id. */
  readonly pid: number;
  /** Resolves when the process has ended, by itself or not. */
  readonly ended: Promise<Deno.CommandStatus>;
  readonly #mark: string;
  readonly #untrack: () => void;
  readonly #folder: string;
  #status: Deno.CommandStatus | undefined;
  #tail = "";
  #stopping: Promise<void> | undefined;

  private constructor(child: Deno.ChildProcess, own: { connection: KernelConnection; folder: string; mark: string }) {
    this.connection = own.connection;
    this.pid = child.pid;
    this.#folder = own.folder;
    this.#mark = own.mark;
    this.#untrack = trackTree({ rootPid: child.pid, mark: own.mark });
    const read = Promise.all([this.#read(child.stdout), this.#read(child.stderr)]);
    this.ended = child.status.then((status) => this.#status = status);
    this.#drained = read.then(() => {});
  }

  readonly #drained: Promise<void>;

  /**
   * Starts a kernel; it is not ready to answer yet.
   * @throws {Error} If the program cannot be started: names it.
   */
  static async start(options: KernelProcessOptions): Promise<KernelProcess> {
    const { cwd, denoPath = Deno.execPath(), env = {}, heapMegabytes, connection = freeConnection() } = options;
    const { mark, env: marked } = newMark();
    const folder = await Deno.makeTempDir({ prefix: "lab-kernel-" });
    try {
      const file = `${folder}/connection.json`;
      await Deno.writeTextFile(file, JSON.stringify(connection), { mode: 0o600 });
      const flags = heapMegabytes === undefined ? {} : { DENO_V8_FLAGS: `--max-old-space-size=${heapMegabytes}` };
      const child = new Deno.Command(denoPath, {
        args: ["jupyter", "--kernel", "--conn", file],
        cwd,
        env: { NO_COLOR: "1", ...flags, ...env, ...marked },
        stdin: "null",
        stdout: "piped",
        stderr: "piped",
        detached: true,
      }).spawn();
      return new KernelProcess(child, { connection, folder, mark });
    } catch (error) {
      await Deno.remove(folder, { recursive: true });
      const isMissing = error instanceof Deno.errors.NotFound;
      const missing = await isFolder(cwd) ? `program ${denoPath}` : `folder ${cwd}`;
      const why = isMissing ? `there is no ${missing}` : (error as Error).message;
      throw new Error(`Cannot start the Deno kernel: ${why}`, { cause: error });
    }
  }

  /** How it ended; undefined while it runs. */
  get status(): Deno.CommandStatus | undefined {
    return this.#status;
  }

  /** The end of what the process itself wrote to its terminal, without the warning that every kernel begins with. */
  async lastWords(): Promise<string> {
    await Promise.race([this.#drained, this.ended.then(() => new Promise((resolve) => setTimeout(resolve, 200)))]);
    return this.#tail.split("\n").filter((line) => !line.startsWith("Warning ")).join("\n").trim();
  }

  /** Ends the process and everything it started. */
  stop(): Promise<void> {
    return this.#stopping ??= this.#stop();
  }

  async #stop(): Promise<void> {
    await killTree({ rootPid: this.pid, mark: this.#mark });
    await this.ended;
    this.#untrack();
    await Deno.remove(this.#folder, { recursive: true }).catch(() => {}); // already gone
  }

  async #read(stream: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    try {
      for await (const bytes of stream) {
        this.#tail = (this.#tail + decoder.decode(bytes, { stream: true })).slice(-TAIL_CHARACTERS);
      }
    } catch {
      // the pipe broke with the process
    }
  }
}

async function isFolder(path: string): Promise<boolean> {
  return await Deno.stat(path).then(({ isDirectory }) => isDirectory, () => false);
}
