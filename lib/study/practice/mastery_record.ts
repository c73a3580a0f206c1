/**
 * The reader's record: every attempt, hint and look at a solution, in one SQLite file in the user's state folder.
 *
 * Only events are stored, each under an id of its own and never changed. What follows from them (passed or not, when
 * the next review is due) is computed when asked for (`mastery.ts`), so two records can be merged by taking the events
 * of both. Several notebooks may write at once: write-ahead logging lets them read meanwhile, and a writer waits for
 * another up to five seconds.
 *
 * **Invariant.** A file that is not a mastery record, is damaged, or was written by a newer lab is never changed.
 *
 * Not here on purpose: the reader's code, anything that leaves the machine, a server.
 *
 * @module
 */
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Outcome } from "./_outcome.ts";

/** One thing that happened. */
export type MasteryEvent =
  & { readonly id: string; readonly atMs: number; readonly exercise: string }
  & (
    | {
      readonly kind: "attempt";
      readonly outcome: AttemptOutcome;
      /** The case that decided, unless all agreed. */
      readonly caseName?: string;
      /**
       * After a pass: whether every stretch case agreed as well; absent in older records, where a pass was all of it.
       */
      readonly mastered?: boolean;
      /** From opening the exercise, or the last check, to this one; absent where that is not known. */
      readonly durationMs?: number;
    }
    | { readonly kind: "hint"; readonly caseName: string; readonly rung: number }
    /** The solution was shown; with `asked`, it was only asked for. */
    | { readonly kind: "solution"; readonly asked?: true }
  );

/** Outcomes that are recorded: a stub or a wrong name is no attempt. */
export type AttemptOutcome = Exclude<Outcome, "not attempted" | "wrong names">;

/** Every outcome that an attempt can have. */
export const ATTEMPT_OUTCOMES: readonly AttemptOutcome[] = [
  "pass",
  "fail",
  "exception",
  "out of time",
  "out of memory",
];

/** The record can't be opened, read or written; the message says which file, why, and what to do. */
export class MasteryRecordError extends Error {
  /** Tells this error from others. */
  override readonly name = "MasteryRecordError";
}

/** "MLSL" in ASCII: marks the SQLite file as ours. */
const APPLICATION_ID = 0x4d4c534c;
/** 2 added `mastered`; in version 1 there was one kind of case, and a pass was the agreement of all. */
const SCHEMA_VERSION = 2;
/** The last date that JavaScript knows. */
const MAX_DATE_MS = 8.64e15;
const MIGRATION_TO_2 = `
ALTER TABLE event ADD COLUMN mastered INTEGER;
UPDATE event SET mastered = 1 WHERE outcome = 'pass';
PRAGMA user_version = 2;
`;
const MAX_WAIT_MS = 5000;
const SCHEMA = `
CREATE TABLE event (
  id TEXT PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  exercise TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('attempt', 'hint', 'solution')),
  outcome TEXT,
  case_name TEXT,
  rung INTEGER,
  duration_ms INTEGER,
  mastered INTEGER
) STRICT;
CREATE INDEX event_by_exercise ON event (exercise, at_ms);
PRAGMA application_id = ${APPLICATION_ID};
PRAGMA user_version = ${SCHEMA_VERSION};
`;

/**
 * Where the record is: in `LAB_HOME`, or `ml-systems-lab` in `XDG_STATE_HOME`, or `~/.local/state/ml-systems-lab`.
 * @param env Reads an environment variable.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { masteryPath } from "./mastery_record.ts";
 * assertEquals(masteryPath((name) => name === "HOME" ? "/ada" : undefined), "/ada/.local/state/ml-systems-lab/mastery.sqlite");
 * ```
 */
export function masteryPath(env: (name: string) => string | undefined = (name) => Deno.env.get(name)): string {
  const FILE = "mastery.sqlite";
  const labHome = env("LAB_HOME");
  if (labHome) return join(labHome, FILE);
  const stateHome = env("XDG_STATE_HOME");
  if (stateHome) return join(stateHome, "ml-systems-lab", FILE);
  const home = env("HOME") ?? env("USERPROFILE");
  if (home) return join(home, ".local", "state", "ml-systems-lab", FILE);
  throw new MasteryRecordError(
    "Cannot find the mastery record: LAB_HOME or HOME must be set: current value is undefined",
  );
}

/** Whether there is a record at `path`. */
export function hasMasteryRecord(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

/** An open record. Close it, or declare it with `using`. */
export class MasteryRecord implements Disposable {
  #path: string;
  #database: DatabaseSync;

  /**
   * Opens the record at `path`, and creates it, with its folder, if there is none.
   * @throws {MasteryRecordError} If the file is something else, damaged, newer, or can't be written.
   */
  constructor(path: string) {
    this.#path = path;
    this.#database = this.#guarded("open", () => {
      Deno.mkdirSync(join(path, ".."), { recursive: true });
      return new DatabaseSync(path, { timeout: MAX_WAIT_MS });
    });
    try {
      this.#guarded("open", () => this.#prepare());
    } catch (error) {
      this.#database.close();
      throw error;
    }
  }

  /** Adds events; those whose id is already there are left as they are. All or none. Returns how many were new. */
  add(events: readonly MasteryEvent[]): number {
    for (const event of events) this.#checkTimes(event);
    return this.#guarded("write to", () => {
      this.#database.exec("BEGIN IMMEDIATE");
      try {
        const insert = this.#database.prepare("INSERT OR IGNORE INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
        let added = 0;
        for (const event of events) added += Number(insert.run(...rowOf(event)).changes);
        this.#database.exec("COMMIT");
        return added;
      } catch (error) {
        this.#database.exec("ROLLBACK");
        throw error;
      }
    });
  }

  /** @throws {MasteryRecordError} If a time is no date, or a duration none. */
  #checkTimes(event: MasteryEvent): void {
    const refuse = (name: string, rule: string, value: unknown) => {
      const why = `${name} must be ${rule}: current value is ${value}`;
      throw new MasteryRecordError(`Cannot write to the mastery record: ${why}`);
    };
    const { atMs } = event;
    if (!(Math.abs(atMs) <= MAX_DATE_MS)) refuse("atMs", "a date in milliseconds since 1970", atMs);
    if (event.kind !== "attempt" || event.durationMs === undefined) return;
    if (!(event.durationMs >= 0 && event.durationMs <= MAX_DATE_MS)) {
      refuse("durationMs", "milliseconds from 0 on", event.durationMs);
    }
  }

  /** All events, oldest first. */
  events(): MasteryEvent[] {
    return this.#guarded("read", () => {
      const rows = this.#database.prepare("SELECT * FROM event ORDER BY at_ms, rowid").all();
      return rows.map((row) => eventOf(row as unknown as EventRow));
    });
  }

  /** Ends the use of the record. */
  close(): void {
    this.#database.close();
  }

  /** The same as {@linkcode MasteryRecord.close}, at the end of a `using` block. */
  [Symbol.dispose](): void {
    this.close();
  }

  /** Looks before it writes: a file that is not ours is refused with nothing changed. */
  #prepare(): void {
    const pragma = (name: string) => Object.values(this.#database.prepare(`PRAGMA ${name}`).get() ?? {})[0];
    const isNew = () =>
      pragma("application_id") === 0 && pragma("user_version") === 0 && pragma("schema_version") === 0;
    if (!isNew()) this.#refuseStrangers(pragma);
    if (pragma("journal_mode") !== "wal") this.#patiently(() => this.#database.exec("PRAGMA journal_mode = WAL"));
    this.#database.exec("PRAGMA synchronous = NORMAL");
    if (!isNew()) return this.#migrate(pragma);
    // another process may create the tables at this moment: look again under the lock
    this.#database.exec("BEGIN IMMEDIATE");
    this.#database.exec(isNew() ? `${SCHEMA} COMMIT;` : "COMMIT");
  }

  /** Brings an older record up to date, under the lock, so that two processes don't both. */
  #migrate(pragma: (name: string) => unknown): void {
    if (Number(pragma("user_version")) >= SCHEMA_VERSION) return;
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      if (Number(pragma("user_version")) < SCHEMA_VERSION) this.#database.exec(MIGRATION_TO_2);
      this.#database.exec("COMMIT");
    } catch (error) {
      this.#database.exec("ROLLBACK");
      throw error;
    }
  }

  #refuseStrangers(pragma: (name: string) => unknown): void {
    if (pragma("application_id") !== APPLICATION_ID) throw this.#refusal("open", "it is a database of something else");
    const version = Number(pragma("user_version"));
    if (version > SCHEMA_VERSION) {
      const why = `it was written by a newer lab (format ${version}, this one knows ${SCHEMA_VERSION}); update the lab`;
      throw this.#refusal("open", why);
    }
    const health = pragma("quick_check(1)");
    if (health !== "ok") throw this.#refusal("open", `it is damaged (${health})`);
  }

  /** SQLite does not wait for other processes when it changes the journal mode, so we do. */
  #patiently(change: () => void): void {
    const pause = new Int32Array(new SharedArrayBuffer(4));
    for (let tries = 0;; tries++) {
      try {
        return change();
      } catch (error) {
        if (tries === 100 || !/locked|busy/i.test((error as Error).message)) throw error;
        Atomics.wait(pause, 0, 0, 20);
      }
    }
  }

  #guarded<Result>(action: string, work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      if (error instanceof MasteryRecordError) throw error;
      throw this.#refusal(action, reasonOf(error as Error), error);
    }
  }

  #refusal(action: string, why: string, cause?: unknown): MasteryRecordError {
    return new MasteryRecordError(`Cannot ${action} the mastery record: ${why}: current value is ${this.#path}`, {
      cause,
    });
  }
}

function reasonOf({ message }: Error): string {
  if (/not a database/i.test(message)) {
    return "it is not a database; nothing was changed: move it away and import your last export";
  }
  if (/malformed/i.test(message)) return "it is damaged; nothing was changed: move it away and import your last export";
  return message.charAt(0).toLowerCase() + message.slice(1);
}

interface EventRow {
  readonly id: string;
  readonly at_ms: number;
  readonly exercise: string;
  readonly kind: MasteryEvent["kind"];
  readonly outcome: AttemptOutcome;
  readonly case_name: string | null;
  readonly rung: number | null;
  readonly duration_ms: number | null;
  readonly mastered: number | null;
}

function rowOf(event: MasteryEvent): (string | number | null)[] {
  const { id, atMs, exercise, kind } = event;
  const common = [id, Math.round(atMs), exercise, kind];
  if (event.kind === "hint") return [...common, null, event.caseName, event.rung, null, null];
  // A rung of 0 marks a question that was not answered with the solution.
  if (event.kind === "solution") return [...common, null, null, event.asked ? 0 : null, null, null];
  const durationMs = event.durationMs === undefined ? null : Math.round(event.durationMs);
  const mastered = event.mastered === undefined ? null : Number(event.mastered);
  return [...common, event.outcome, event.caseName ?? null, null, durationMs, mastered];
}

function eventOf(row: EventRow): MasteryEvent {
  const { id, at_ms: atMs, exercise, kind } = row;
  const common = { id, atMs, exercise };
  if (kind === "hint") return { ...common, kind, caseName: row.case_name ?? "", rung: row.rung ?? 0 };
  if (kind === "solution") return { ...common, kind, ...(row.rung === 0 ? { asked: true } : {}) };
  return {
    ...common,
    kind,
    outcome: row.outcome,
    ...(row.case_name === null ? {} : { caseName: row.case_name }),
    ...(row.mastered === null ? {} : { mastered: row.mastered === 1 }),
    ...(row.duration_ms === null ? {} : { durationMs: row.duration_ms }),
  };
}
