/**
 * What the relay in front of a reader's kernel installs inside it: awaits that can be interrupted, and marks on late
 * outputs.
 *
 * - **Interrupt.** The relay says so on a connection of its own, which is read while a cell awaits. All top-level
 *   awaits of cells then throw {@linkcode Interrupted}; if none is pending, the next one does. A loop without awaits
 *   reads nothing: the relay notices the silence, and stops it as the kernel can.
 * - **Late outputs.** Each cell runs in an asynchronous context of its own, so that what its timers print later carries
 *   its name.
 * - **No orphan.** When the relay is gone, so is the kernel.
 *
 * Not here on purpose: stopping what a cell has started (nothing can end a promise).
 *
 * @module
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { installCellFrames } from "./cell_lines.ts";
import { LINK_NAMES } from "./interruptible_cell.ts";
import { markLateOutputs, type OutputChannel } from "./late_outputs.ts";

/** Thrown by the awaits of a cell that was interrupted. */
export class Interrupted extends Error {
  /** Its name, as the notebook shows it. */
  override name = "Interrupted";

  /** Says what holds now. */
  constructor() {
    super("the cell was stopped while it waited; variables keep their values, what it had started may go on");
    this.stack = `${this.name}: ${this.message}`;
  }
}

/**
 * Pauses before garbage is collected after a loop was stopped, in milliseconds. A cell that was stopped behind an await
 * never settles its promise, and the kernel waits for it; when the promise is collected, that wait ends.
 */
const COLLECT_AFTER_MS = [20, 200, 1000];

const context = new AsyncLocalStorage<string>();
const waiting = new Set<(reason: Error) => void>();
let isArmed = false;
let current = "";

/**
 * Installs everything and connects to the relay.
 * @param relay Where it listens.
 */
export async function installLink(relay: { readonly port: number }): Promise<void> {
  const global = globalThis as unknown as Record<symbol, unknown>;
  global[Symbol.for(LINK_NAMES.wait)] = interruptible;
  global[Symbol.for(LINK_NAMES.iterate)] = interruptibleIteration;
  global[Symbol.for(LINK_NAMES.enter)] = (id: string) => {
    isArmed = false;
    current = id;
    context.enterWith(id);
  };
  installCellFrames();
  const { jupyter } = Deno as unknown as { jupyter: OutputChannel };
  markLateOutputs(jupyter, () => {
    const cell = context.getStore();
    return cell === current ? undefined : cell;
  });
  const connection = await Deno.connect({ hostname: "127.0.0.1", port: relay.port });
  void listen(connection);
}

async function listen(connection: Deno.TcpConn): Promise<void> {
  const buffer = new Uint8Array(256);
  const decoder = new TextDecoder();
  while (true) {
    const count = await connection.read(buffer).catch(() => null);
    if (count === null) Deno.exit(1);
    for (const line of decoder.decode(buffer.subarray(0, count)).split("\n")) {
      if (line === "interrupt") {
        isArmed = waiting.size === 0;
        for (const reject of [...waiting]) reject(new Interrupted());
        await connection.write(new TextEncoder().encode("heard\n"));
      }
      if (line === "stopped") {
        isArmed = false;
        const { gc } = globalThis as { gc?: () => void };
        for (const afterMs of COLLECT_AFTER_MS) setTimeout(() => gc?.(), afterMs);
      }
    }
  }
}

/** The value, or its promise, which an interrupt rejects. */
function interruptible(value: unknown): unknown {
  throwIfArmed();
  if (typeof (value as PromiseLike<unknown> | null | undefined)?.then !== "function") return value;
  return new Promise((resolve, reject) => {
    waiting.add(reject);
    const done = () => void waiting.delete(reject);
    Promise.resolve(value).then((result) => (done(), resolve(result)), (error) => (done(), reject(error)));
  });
}

async function* interruptibleIteration(values: AsyncIterable<unknown> | Iterable<unknown>): AsyncGenerator {
  const iterator = Symbol.asyncIterator in values ? values[Symbol.asyncIterator]() : values[Symbol.iterator]();
  let isDone = false;
  try {
    while (true) {
      const { done, value } = await interruptible(iterator.next()) as IteratorResult<unknown>;
      isDone = done ?? false;
      if (isDone) return value;
      yield await interruptible(value);
    }
  } finally {
    if (!isDone) void iterator.return?.();
  }
}

function throwIfArmed(): void {
  if (!isArmed) return;
  isArmed = false;
  throw new Interrupted();
}
