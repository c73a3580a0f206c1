/**
 * The clock that a case hands to the reader's code in the child process: it stands still until the driver runs it.
 *
 * Sleepers are kept in the order of their hour. `run` moves from one hour to the next and lets everything that was
 * woken come to rest before it goes on, so that a loop around `sleep` sees every one of its hours; no real time passes.
 *
 * **Invariant.** The reading never goes back, except when the driver asks for it with `step`. `makeSandboxClocks`
 * travels as text, and captures what it needs before the reader's code is loaded.
 *
 * Not here on purpose: argument checks (only drivers call it).
 *
 * @module
 */
import type { ChildClock } from "../exercises/suite.ts";

/** What a driver is given: clocks, and a wait for everything that is ready to run. */
export interface SandboxClocks {
  /** A clock that shows `startMs`. */
  clock(startMs?: number): ChildClock;
  /** Resolves when everything that was ready to run has run. */
  settled(): Promise<void>;
}

/** Makes clocks. Called in the child only, before the reader's code is loaded. */
export function makeSandboxClocks(): SandboxClocks {
  const { setTimeout, Promise } = globalThis;
  // A timer of 0 ms comes after all pending microtasks.
  const settled = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

  const clock = (startMs = 0): ChildClock => {
    let now = startMs;
    let sleepers: { dueMs: number; wake(): void }[] = [];
    const wakeThoseDue = () => {
      while (sleepers.length > 0 && sleepers[0]!.dueMs <= now) sleepers.shift()!.wake();
    };
    return {
      nowMs: () => now,
      sleeping: () => sleepers.length,
      sleep: (ms, signal) =>
        new Promise<void>((resolve, reject) => {
          signal?.throwIfAborted();
          const stop = () => {
            sleepers = sleepers.filter((other) => other !== sleeper);
            reject(signal!.reason);
          };
          const wake = () => {
            signal?.removeEventListener("abort", stop);
            resolve();
          };
          const sleeper = { dueMs: now + Math.max(0, Number(ms) || 0), wake };
          signal?.addEventListener("abort", stop, { once: true });
          const place = sleepers.findIndex((other) => other.dueMs > sleeper.dueMs);
          sleepers.splice(place === -1 ? sleepers.length : place, 0, sleeper);
        }),
      async run(ms) {
        const endMs = now + ms;
        await settled();
        while (sleepers.length > 0 && sleepers[0]!.dueMs <= endMs) {
          now = Math.max(now, sleepers[0]!.dueMs);
          wakeThoseDue();
          await settled();
        }
        now = Math.max(now, endMs);
        await settled();
      },
      step(ms) {
        now += ms;
      },
    };
  };
  return { clock, settled };
}
