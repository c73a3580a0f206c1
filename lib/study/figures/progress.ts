/**
 * How far long work has come: a bar in the cell, updated in place, or a line on a terminal.
 *
 * Where it shows is found out from where the code runs:
 *
 * | where | what is seen |
 * | ----- | ------------ |
 * | Jupyter kernel | one output, replaced as work goes on; its last state stays |
 * | kernel of the runner (`LAB_RUNNER=1`) | nothing until the end, then one output that is the same in every run |
 * | terminal | one line of standard error, rewritten |
 * | neither (CI, a pipe) | one line of standard error every tenth of the work |
 *
 * **Invariant.** The last state names what was done and no duration: two runs of a notebook leave the same output. The
 * screen is written at most ten times a second, however often work reports.
 *
 * Cost: O(1) a report; a clock reading.
 *
 * Not here on purpose: several bars at once, standard output (it belongs to results).
 *
 * @module
 */
import { checkFinite, checkNonNegative, checkPositive } from "../../base/argument.ts";
import { type Clock, systemClock } from "../../base/clock.ts";
import { JUPYTER_DISPLAY } from "../notebook/jupyter_display.ts";
import type { MimeBundle } from "../notebook/nbformat.ts";
import { escapeHtml } from "../notebook/escape_html.ts";
import { formatCount, formatNumber } from "./_format_number.ts";

export type { Clock, MimeBundle };

/** Where a progress writes: the live surroundings by default, a recording in tests. */
export interface ProgressScreen {
  /** Which of the four ways of showing applies. */
  readonly kind: "kernel" | "runner" | "terminal" | "plain";
  /** Shows a bundle; later calls replace the earlier ones. Used by `kernel` and `runner`. */
  show(bundle: MimeBundle): Promise<void>;
  /** Writes to standard error. Used by `terminal` and `plain`. */
  write(text: string): void;
}

/** What a progress is about. */
export interface ProgressOptions {
  /** What is being done: `Training`. */
  readonly label: string;
  /** What is counted, in the singular. @default {"step"} */
  readonly unit?: string;
  /** Tells when to write, and how long is left. @default {systemClock} */
  readonly clock?: Clock;
  /** Where to write. By default found out. */
  readonly screen?: ProgressScreen;
}

const REDRAW_MS = 100;
const BAR_WIDTH = 24;

/** Work on its way; made by {@linkcode progress}. */
export class Progress {
  /** All there is to do. */
  readonly total: number;
  #label: string;
  #unit: string;
  #clock: Clock;
  #screen: ProgressScreen;
  #done = 0;
  #isOver = false;
  #startMs: number;
  #drawnMs = -Infinity;
  #drawnTenth = 0;
  #shown: Promise<void> = Promise.resolve();

  /** Begins to show; use {@linkcode progress}. */
  constructor(total: number, { label, unit = "step", clock = systemClock, screen = liveScreen() }: ProgressOptions) {
    this.total = checkPositive(total, { action: "show progress", argument: "total" });
    this.#label = label;
    this.#unit = unit;
    this.#clock = clock;
    this.#screen = screen;
    this.#startMs = clock.nowMs();
    this.#draw();
  }

  /** How much is done: from 0 to `total`. */
  get done(): number {
    return this.#done;
  }

  /**
   * Reports that `amount` more is done. What goes beyond `total` counts as all.
   * @throws {RangeError} If `amount` is negative or not finite.
   */
  advance(amount = 1): void {
    this.set(this.#done + checkNonNegative(amount, { action: "advance progress", argument: "amount" }));
  }

  /**
   * Reports that `done` is done in all, which may be less than before (a download that begins again).
   * @throws {RangeError} If `done` is negative or not finite.
   */
  set(done: number): void {
    if (this.#isOver) return;
    checkNonNegative(checkFinite(done, { action: "set progress", argument: "done" }), {
      action: "set progress",
      argument: "done",
    });
    this.#done = Math.min(done, this.total);
    if (this.#clock.nowMs() - this.#drawnMs >= REDRAW_MS) this.#draw();
  }

  /** Ends it: the last state is shown, whatever is done by then. Resolves when it is on the screen. */
  async finish(): Promise<void> {
    if (!this.#isOver) {
      this.#isOver = true;
      this.#draw();
    }
    await this.#shown;
  }

  /** `await using bar = progress(…)` finishes at the end of the block, also when it is left by an error. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.finish();
  }

  #draw(): void {
    this.#drawnMs = this.#clock.nowMs();
    const text = `${this.#label}: ${this.#state()}`;
    switch (this.#screen.kind) {
      case "runner":
        if (!this.#isOver) return;
        return this.#show(text);
      case "kernel":
        return this.#show(text);
      case "terminal":
        // back to the first column, and clear what a longer line has left
        return this.#screen.write(`\r\x1b[K${this.#bar()} ${text}${this.#isOver ? "\n" : ""}`);
      case "plain": {
        const tenth = Math.floor(10 * this.#done / this.total);
        if (tenth === this.#drawnTenth && !this.#isOver) return;
        this.#drawnTenth = tenth;
        return this.#screen.write(`${text}\n`);
      }
    }
  }

  /** Bundles follow each other on the wire: each waits until the one before it has been sent. */
  #show(text: string): void {
    const { total } = this;
    const done = this.#done;
    const html = `<div><progress value="${done}" max="${total}" aria-label="${escapeHtml(this.#label)}"></progress> ` +
      `${escapeHtml(text)}</div>`;
    const bundle = { "text/html": html, "text/plain": `${this.#bar()} ${text}` };
    this.#shown = this.#shown.then(() => this.#screen.show(bundle));
  }

  #state(): string {
    const all = formatCount(this.total, this.#unit);
    if (this.#done >= this.total) return `${all} done`;
    if (this.#isOver) return `stopped after ${formatNumber(this.#done)} of ${all}`;
    const part = `${formatNumber(this.#done)} of ${all}`;
    const elapsedMs = this.#clock.nowMs() - this.#startMs;
    if (this.#done === 0 || elapsedMs < 1000) return part;
    const leftMs = elapsedMs * (this.total - this.#done) / this.#done;
    return `${part}, ${durationText(leftMs)} left`;
  }

  #bar(): string {
    const filled = Math.floor(BAR_WIDTH * this.#done / this.total);
    return `[${"█".repeat(filled)}${"·".repeat(BAR_WIDTH - filled)}]`;
  }
}

/**
 * Shows how far work has come, from now until `finish`.
 *
 * @param total All there is to do, in any unit: above 0.
 * @throws {RangeError} If `total` is not positive and finite.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { progress } from "./progress.ts";
 * await using bar = progress(3, { label: "Training", unit: "epoch" });
 * for (let epoch = 0; epoch < 3; epoch++) bar.advance();
 * assertEquals(bar.done, 3);
 * ```
 */
export function progress(total: number, options: ProgressOptions): Progress {
  return new Progress(total, options);
}

/** The screen of where this code runs. */
function liveScreen(): ProgressScreen {
  const write = (text: string) => void Deno.stderr.writeSync(new TextEncoder().encode(text));
  const jupyter = kernelDisplay();
  if (!jupyter) return { kind: Deno.stderr.isTerminal() ? "terminal" : "plain", show: () => Promise.resolve(), write };
  if (Deno.env.get("LAB_RUNNER") === "1") return { kind: "runner", show: (bundle) => jupyter(bundle), write };
  const displayId = crypto.randomUUID();
  let isThere = false;
  const show = (bundle: MimeBundle) => {
    const placed = jupyter(bundle, { display_id: displayId, update: isThere });
    isThere = true;
    return placed;
  };
  return { kind: "kernel", show, write };
}

type KernelDisplay = (bundle: MimeBundle, place?: { display_id: string; update: boolean }) => Promise<void>;

/** The kernel's way to show a bundle, or undefined outside a kernel (where to ask for `Deno.jupyter` throws). */
function kernelDisplay(): KernelDisplay | undefined {
  try {
    const { display } = Deno.jupyter;
    return (bundle, place) => display({ [JUPYTER_DISPLAY]: () => bundle }, { ...place });
  } catch {
    return undefined;
  }
}

function durationText(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
