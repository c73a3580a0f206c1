/**
 * The process trees that this program has started and that are still alive, so that they end with it: after its work,
 * after an error, and when Ctrl-C or another signal ends it.
 *
 * **Invariant.** After {@linkcode runUntilSignal} no process of a tracked tree is alive, unless the program was killed
 * by SIGKILL, which nobody can answer.
 *
 * @module
 */
import { killTree, type ProcessTree } from "./process_tree.ts";

const live = new Set<ProcessTree>();

/** Signals that ask a program to end. */
const ENDING: readonly Deno.Signal[] = Deno.build.os === "windows"
  ? ["SIGINT", "SIGBREAK"]
  : ["SIGINT", "SIGTERM", "SIGHUP"];

/** Exit status of a program that a signal ended, by custom 128 and its number. */
const STATUS: Readonly<Partial<Record<Deno.Signal, number>>> = {
  SIGINT: 130,
  SIGBREAK: 130,
  SIGTERM: 143,
  SIGHUP: 129,
};

/** How long the work may take to end after a signal. */
const GRACE_MS = 5000;

/**
 * Remembers a tree until it has ended.
 * @returns What forgets it again.
 */
export function trackTree(tree: ProcessTree): () => void {
  live.add(tree);
  return () => void live.delete(tree);
}

/** Ends every tracked tree; returns how many processes there were. */
export async function endLiveTrees(): Promise<number> {
  const counts = await Promise.all([...live].map(killTree));
  live.clear();
  return counts.reduce((sum, count) => sum + count, 0);
}

/**
 * Runs a command to its end, and then ends this process with the command's exit status.
 *
 * The first signal aborts the command, which has a moment to tidy up; a second one, or the end of that moment, ends the
 * process as it is. Whatever happens, no process of a tracked tree outlives it.
 * @param command Gets the signal and returns the exit status.
 * @param options.graceMs How long it may take after a signal; 0 for commands that have nothing to tidy up.
 */
export async function runUntilSignal(
  command: (signal: AbortSignal) => Promise<number>,
  { graceMs = GRACE_MS }: { graceMs?: number } = {},
): Promise<never> {
  const stop = new AbortController();
  let forced: number | undefined;
  const leave = async (status: number): Promise<never> => {
    forced ??= status; // what it waits for ends now, and then the command may think that it is done
    await endLiveTrees();
    Deno.exit(forced);
  };
  for (const name of ENDING) {
    Deno.addSignalListener(name, () => {
      const status = STATUS[name]!;
      if (stop.signal.aborted || graceMs === 0) return void leave(status);
      stop.abort(new DOMException(`stopped by ${name}`, "AbortError"));
      Deno.unrefTimer(setTimeout(() => void leave(status), graceMs));
    });
  }
  let status = 1;
  try {
    status = await command(stop.signal);
  } finally {
    await endLiveTrees();
  }
  Deno.exit(forced ?? status);
}
