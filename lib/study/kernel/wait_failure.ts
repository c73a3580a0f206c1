/**
 * How a wait for the kernel can end badly, and what is then said about it.
 *
 * @module
 */
import type { CellError } from "./cell_error.ts";
import type { KernelProcess } from "./kernel_process.ts";

export type { CellError, KernelProcess };

/** Ways in which a wait ends before its time. */
export type WaitFailure = "slow" | "died" | "flood" | "corrupt" | "stopped";

/** What is known when a wait ends badly. */
export interface WaitFailureFacts {
  /** The kernel that did not answer. */
  readonly process: KernelProcess;
  /** How long the wait was allowed to be, in milliseconds. */
  readonly limitMs: number;
  /** What is wrong with a message, for `corrupt`. */
  readonly damage: string | undefined;
}

const NAMES = {
  slow: "TimeoutError",
  flood: "OutputError",
  corrupt: "MessageError",
  memory: "MemoryError",
  died: "KernelError",
} as const;

/** The error of the cell that was running when a wait ended badly. */
export async function endingError(ending: WaitFailure, facts: WaitFailureFacts): Promise<CellError> {
  const isOutOfMemory = ending === "died" && tellsOfMemory(await facts.process.lastWords());
  const kind = isOutOfMemory ? "memory" : ending === "stopped" ? "died" : ending;
  return { kind, name: NAMES[kind], message: await waitFailureMessage(ending, facts), traceback: [] };
}

/** One line about a wait that ended badly. */
export async function waitFailureMessage(
  ending: WaitFailure,
  { process, limitMs, damage }: WaitFailureFacts,
): Promise<string> {
  if (ending === "slow") return `no answer within ${limitMs / 1000} s; the kernel was stopped`;
  if (ending === "flood") return "printing without end; the kernel was stopped";
  if (ending === "corrupt") return `a message of the kernel is damaged: ${damage}`;
  if (ending === "stopped") return "stopped from outside";
  const words = await process.lastWords();
  if (tellsOfMemory(words)) return "the kernel ran out of memory";
  const { code, signal } = await process.ended;
  const line = words.split("\n").find((line) => /error|panic|fatal/i.test(line));
  return `the kernel ended (${signal ?? `exit code ${code}`})${line === undefined ? "" : `: ${line}`}`;
}

function tellsOfMemory(words: string): boolean {
  return /out of memory|heap limit/i.test(words);
}
