/**
 * What a run shows while it works: on a terminal one line that is always up to date, elsewhere plain lines.
 *
 * Ended notebooks and notes are lines that stay. The line at the bottom says for each running notebook which cell it is
 * at and how much time is left: what its last run took, less what has passed, or else what its cells have taken so far.
 *
 * **Invariant.** Without a terminal there are no control characters, and a run that is silent for long says every ten
 * seconds that it is alive.
 *
 * Not here on purpose: colours (they say nothing that the words do not), a bar (cells differ too much).
 *
 * @module
 */
import { describeFailure } from "./cell_failure.ts";
import type { ExecutedNotebook, RunEvent } from "./run_notebooks.ts";

export type { ExecutedNotebook, RunEvent };

/** Where and how to show. */
export interface ProgressOptions {
  /** Takes text as it is. */
  readonly write: (text: string) => void;
  /** Width of the terminal in columns; undefined when there is no terminal. */
  readonly columns: number | undefined;
  /** Milliseconds from any origin. */
  readonly nowMs: () => number;
  /** Notebooks in the run. */
  readonly notebooks: number;
  /** Replaces machine paths in failures. */
  readonly portable: (text: string) => string;
}

interface Running {
  readonly startMs: number;
  readonly expectedMs: number | undefined;
  done: number;
  total: number;
}

/** Time between signs of life without a terminal. */
const HEARTBEAT_MS = 10_000;

/** Shows one run. */
export class ProgressLines {
  readonly #options: ProgressOptions;
  readonly #running = new Map<string, Running>();
  #ended = 0;
  #spokenMs: number;

  /**
   * Nothing shown yet.
   * @param options Where and how to show.
   */
  constructor(options: ProgressOptions) {
    this.#options = options;
    this.#spokenMs = options.nowMs();
  }

  /** Shows what has happened. */
  show(event: RunEvent): void {
    const nowMs = this.#options.nowMs();
    if (event.type === "start") {
      this.#running.set(event.path, { startMs: nowMs, expectedMs: event.expectedMs, done: 0, total: 0 });
      if (this.#options.columns === undefined) this.#line(`${shortName(event.path)}: running`);
    } else if (event.type === "cell") {
      const running = this.#running.get(event.path);
      if (running) Object.assign(running, { done: event.done, total: event.total });
    } else if (event.type === "end") {
      this.#running.delete(event.path);
      this.#ended++;
      for (const line of this.#ending(event.executed)) this.#line(line);
    } else {
      this.#line(event.text);
    }
    this.tick();
  }

  /** Brings the bottom line up to date, or gives a sign of life; to be called every second. */
  tick(): void {
    const { columns, write, nowMs } = this.#options;
    if (columns !== undefined) {
      const text = this.#status();
      write(`\r\x1b[2K${text.length >= columns ? `${text.slice(0, columns - 2)}…` : text}`);
    } else if (nowMs() - this.#spokenMs >= HEARTBEAT_MS && this.#running.size > 0) {
      this.#line(this.#status());
    }
  }

  /** Takes the bottom line away. */
  end(): void {
    if (this.#options.columns !== undefined) this.#options.write("\r\x1b[2K");
  }

  #line(text: string): void {
    this.#spokenMs = this.#options.nowMs();
    this.#options.write(`${this.#options.columns === undefined ? "" : "\r\x1b[2K"}${text}\n`);
  }

  #ending({ path, durationMs, fromCache, failures, notes }: ExecutedNotebook): string[] {
    const name = shortName(path);
    const seconds = `${(durationMs / 1000).toFixed(1)} s`;
    const lines = failures.length > 0
      ? [`${name}: FAILED after ${seconds}`, ...failures.map((failure) => describeFailure(failure, this.#options))]
      : [`${name}: ${fromCache ? `unchanged (ran in ${seconds})` : `ran in ${seconds}`}`];
    return [...lines, ...notes.map((note) => `  note: ${note}`)];
  }

  #status(): string {
    const { notebooks, nowMs } = this.#options;
    const parts = [...this.#running].map(([path, running]) => {
      const left = leftMs(running, nowMs());
      const time = left === undefined ? "" : `, about ${Math.max(1, Math.round(left / 1000))} s left`;
      const cell = running.total === 0 ? "starting" : `cell ${running.done + 1} of ${running.total}`;
      return `${shortName(path)}: ${cell}${time}`;
    });
    return [`${this.#ended} of ${notebooks} notebooks`, ...parts].join(" · ");
  }
}

function shortName(path: string): string {
  return path.replace(/^notebooks\//, "").replace(/\.ipynb$/, "");
}

function leftMs({ startMs, expectedMs, done, total }: Running, nowMs: number): number | undefined {
  const passedMs = nowMs - startMs;
  if (expectedMs !== undefined && expectedMs > passedMs) return expectedMs - passedMs;
  return done === 0 ? undefined : passedMs / done * (total - done);
}
