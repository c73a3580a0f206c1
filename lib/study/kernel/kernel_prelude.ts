/**
 * What the runner installs inside a kernel before the first cell, so that nothing a notebook does goes unnoticed.
 *
 * - **Whose output is it?** Each cell runs in an asynchronous context of its own. What a timer of cell 3 prints while
 *   cell 5 runs is put between two `lab_late` messages, so that the runner can file it under cell 3.
 * - **Uncaught errors** in timers and detached promises, which the kernel would swallow (and then never answer again),
 *   are announced as `lab_uncaught` with the cell that started them.
 * - **Nothing in flight.** After each cell the queue is flushed before the kernel announces the end,
 *   because the kernel writes both to one socket, and a large output and the announcement can mix their bytes.
 * - **No orphan.** A kernel whose parent has died ends itself, whatever killed the parent.
 *
 * The runner imports this module in a silent request and then talks to {@linkcode RunnerLink} under
 * `globalThis[Symbol.for("lab.runner")]`.
 *
 * Not here on purpose: anything a cell could see or need; a notebook runs the same without it.
 *
 * @module
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { flushIopub, type IopubAddress } from "../notebook/iopub_flush.ts";
import { installCellFrames } from "./cell_lines.ts";
import { markLateOutputs, type OutputChannel } from "./late_outputs.ts";

/** Number of a cell, as the runner counts. */
type CellNumber = number;

/** What the runner can ask of its prelude, in silent requests. */
export interface RunnerLink {
  /**
   * Ends the running cell: sends `lab_marker` with `id` behind all its outputs, then begins cell `next`. To be called
   * without `await` before it: only what a request does before its first pause holds for the next request.
   */
  next(id: string, next: number): void;
  /** Waits for pending timeouts of the cells (at most `atMostMs`, at least 30 ms), then sends `lab_marker` with `id`. */
  settle(id: string, atMostMs: number): Promise<void>;
}

/** The undocumented parts of the kernel that the prelude hooks into. */
interface KernelGlobals {
  readonly internal: symbol;
  jupyter: OutputChannel;
}

type Callback = (...args: unknown[]) => unknown;

const PARENT_CHECK_MS = 1000;

const pause = globalThis.setTimeout;
const repeat = globalThis.setInterval;
const context = new AsyncLocalStorage<CellNumber>();
const origins = new WeakMap<object, CellNumber>();
const pending = new Set<unknown>();
let current: CellNumber = 0;

/**
 * Installs everything, once.
 * @param iopub Where this kernel sends its outputs.
 * @throws {Error} If this is not a Deno kernel.
 */
export function installPrelude(iopub: IopubAddress): void {
  const kernel = Deno as unknown as KernelGlobals;
  if (!kernel.jupyter) throw new Error("Cannot install the prelude: this process is not a Deno kernel");
  const { broadcast } = kernel.jupyter;
  const late = (): CellNumber | undefined => {
    const cell = context.getStore();
    return cell === current ? undefined : cell;
  };

  markLateOutputs(kernel.jupyter, late);
  const internals = (Deno as unknown as Record<symbol, { jupyter: { broadcastResult: Callback } }>)[kernel.internal]!;
  const { broadcastResult } = internals.jupyter;
  internals.jupyter.broadcastResult = async (...args) => {
    const isModule = Object.prototype.toString.call(args[1]) === "[object Module]"; // the cell ended with an import
    if (!isModule) await broadcastResult(...args);
    await flushIopub(iopub, { jupyter: { broadcast } });
  };

  installCellFrames();
  watchTimers();
  watchErrors(broadcast);
  watchParent();
  const link: RunnerLink = {
    next(id, next) {
      void broadcast("lab_marker", { id });
      current = next;
      context.enterWith(next);
    },
    async settle(id, atMostMs) {
      const end = performance.now() + atMostMs;
      do await new Promise((resolve) => pause(resolve, 30)); while (pending.size > 0 && performance.now() < end);
      await broadcast("lab_marker", { id });
    },
  };
  Object.defineProperty(globalThis, Symbol.for("lab.runner"), { value: link });
}

/** Remembers which cell set a timer, and how many timeouts are still to come. */
function watchTimers(): void {
  const { setTimeout, setInterval, clearTimeout, clearInterval } = globalThis;
  const watch = (set: Callback, once: boolean): Callback => {
    const watched: Callback = (callback, ...rest) => {
      const cell = context.getStore();
      if (typeof callback !== "function" || cell === undefined) return set(callback, ...rest);
      const timer = set((...args: unknown[]) => {
        if (once) pending.delete(key(timer));
        try {
          return callback(...args);
        } catch (error) {
          if (typeof error === "object" && error !== null) origins.set(error, cell);
          throw error;
        }
      }, ...rest);
      if (once) pending.add(key(timer));
      return timer;
    };
    return Object.defineProperties(watched, Object.getOwnPropertyDescriptors(set));
  };
  const forget = (clear: Callback): Callback => (timer) => {
    pending.delete(key(timer));
    return clear(timer);
  };
  const globals = globalThis as unknown as Record<string, Callback>;
  globals.setTimeout = watch(setTimeout as unknown as Callback, true);
  globals.setInterval = watch(setInterval as unknown as Callback, false);
  globals.clearTimeout = forget(clearTimeout as unknown as Callback);
  globals.clearInterval = forget(clearInterval as unknown as Callback);
}

/** A timer may be a number or an object that turns into one. */
function key(timer: unknown): unknown {
  return typeof timer === "object" && timer !== null ? Number(timer) : timer;
}

/** Announces errors that nobody caught, unless a listener of the notebook took care of them. */
function watchErrors(broadcast: OutputChannel["broadcast"]): void {
  const watch = (event: Event, reason: unknown, where: string) => {
    event.preventDefault(); // otherwise the kernel stops answering
    let handled = false;
    event.preventDefault = () => {
      handled = true;
    };
    queueMicrotask(() => {
      if (handled) return;
      const isObject = typeof reason === "object" && reason !== null;
      const cell = (isObject ? origins.get(reason) : undefined) ?? context.getStore() ?? null;
      const { name, message, stack } = reason instanceof Error
        ? reason
        : { name: "Error", message: String(reason), stack: undefined };
      void broadcast("lab_uncaught", { cell, where, name, message, stack: stack ?? "" });
    });
  };
  globalThis.addEventListener("error", (event) => watch(event, event.error, "a timer or event handler"));
  globalThis.addEventListener("unhandledrejection", (event) => watch(event, event.reason, "a detached promise"));
}

function watchParent(): void {
  const parent = Deno.ppid;
  Deno.unrefTimer(Number(repeat(() => {
    if (Deno.ppid !== parent) Deno.exit(1);
  }, PARENT_CHECK_MS)));
}
