/**
 * A script: tasks that take their time on a clock moved by hand, and what must happen when.
 *
 * The oracle goes from event to event over a list of what is in flight. It shares nothing with `lib/concurrency/`.
 * Within a moment it says nothing about the order of starts and ends, so an answer is free to start the next task
 * before or after it stores a result. Scripts in which a failure or an abort falls together with an end are not judged
 * at all: there the order would matter.
 *
 * @module
 */
import type { Case, Failure } from "../suite.ts";
import type { ConcurrencyLimiterGiven } from "./exercise.ts";
import { shownValue } from "../shown_value.ts";

/** How a task ends. `undefined` is a failure with the reason `undefined`; one that throws does so as it is called. */
export type Ending = "value" | "failure" | "undefined" | "throw";

/** One task. */
export interface ScriptTask {
  /** How long it takes, in milliseconds; one that throws takes no time. */
  readonly ms: number;
  /** How it ends. */
  readonly ends: Ending;
}

/** One call of `runLimited`. */
export interface Script {
  /** The most tasks in flight. */
  readonly limit: number;
  /** The tasks: a, b, c, … */
  readonly tasks: readonly ScriptTask[];
  /** When the signal aborts, in milliseconds; 0 is before the call. Without it there is no signal. */
  readonly abortAtMs?: number;
}

/** Something that happened: a task by its number, or the whole call by −1. */
export type ScriptEvent = readonly [atMs: number, task: number, what: string];

/** What the child saw of one script. */
export interface ScriptEvidence {
  /** In the order in which it happened. */
  readonly events: readonly ScriptEvent[];
  /** How many tasks were in the array afterwards. */
  readonly kept: number;
}

const WHOLE_CALL = -1;
/** Within a moment: what ends, what starts, what the promise does. */
const ORDER = ["ends", "fails", "throws", "starts"];

/** Runs in the child: plays all scripts side by side on one clock, and returns what happened in each. */
export const play: Case<ConcurrencyLimiterGiven, readonly Script[]>["drive"] = async (
  given,
  scripts,
  child,
): Promise<ScriptEvidence[]> => {
  const clock = child.clock();
  let unwritten: unknown;
  const played: { events: [number, number, string][]; tasks: (() => Promise<unknown>)[] }[] = [];
  for (let s = 0; s < scripts.length; s++) {
    child.step(s);
    const script = scripts[s]!;
    const events: [number, number, string][] = [];
    const note = (task: number, what: string) => {
      if (events.length < 1000) events.push([clock.nowMs(), task, what]);
    };
    const reasons = script.tasks.map(({ ends }, i) => ends === "undefined" ? undefined : new Error(`failure ${i}`));
    const tasks = script.tasks.map(({ ms, ends }, i) => () => {
      if (ends === "throw") {
        note(i, "throws");
        throw reasons[i];
      }
      note(i, "starts");
      return clock.sleep(ms).then(() => {
        note(i, ends === "value" ? "ends" : "fails");
        if (ends !== "value") throw reasons[i];
        return i;
      });
    });
    const abort = new Error("abort");
    const controller = new AbortController();
    if (script.abortAtMs === 0) controller.abort(abort);
    else if (script.abortAtMs !== undefined) clock.sleep(script.abortAtMs).then(() => controller.abort(abort));
    const resolved = (values: unknown) =>
      note(-1, Array.isArray(values) ? `resolves with [${Array.from(values).join(", ")}]` : "resolves without a list");
    const rejected = (reason: unknown) => {
      if (reason === abort) note(-1, "rejects with the signal's reason");
      else if (reasons.includes(reason as Error)) {
        note(-1, `rejects with the failure of ${reasons.indexOf(reason as Error)}`);
      } else note(-1, `rejects with something else: ${String(reason).slice(0, 100)}`);
      if ((reason as Error | undefined)?.message === "Not written yet") unwritten = reason;
    };
    const options = script.abortAtMs === undefined ? [] : [{ signal: controller.signal }];
    given.runLimited(tasks, script.limit, ...options).then(resolved, rejected);
    played[s] = { events, tasks };
  }
  await clock.run(1000);
  if (unwritten !== undefined) throw unwritten;
  return played.map(({ events, tasks }) => ({ events, kept: tasks.length }));
};

/** What must happen. */
export function oracle({ limit, tasks, abortAtMs }: Script): ScriptEvent[] {
  const events: ScriptEvent[] = [];
  let inFlight: { task: number; endMs: number }[] = [];
  let failure = abortAtMs === 0 ? "the signal's reason" : undefined;
  let next = 0;
  let nowMs = 0;
  for (;;) {
    while (failure === undefined && inFlight.length < limit && next < tasks.length) {
      const { ms, ends } = tasks[next]!;
      events.push([nowMs, next, ends === "throw" ? "throws" : "starts"]);
      if (ends === "throw") failure = `the failure of ${next}`;
      else inFlight.push({ task: next, endMs: nowMs + ms });
      next++;
    }
    if (inFlight.length === 0) break;
    const endMs = Math.min(...inFlight.map((one) => one.endMs));
    if (abortAtMs !== undefined && abortAtMs > nowMs && abortAtMs < endMs) {
      nowMs = abortAtMs;
      failure ??= "the signal's reason";
      continue;
    }
    nowMs = endMs;
    for (const { task } of inFlight.filter((one) => one.endMs === nowMs)) {
      const isGood = tasks[task]!.ends === "value";
      events.push([nowMs, task, isGood ? "ends" : "fails"]);
      if (!isGood) failure ??= `the failure of ${task}`;
    }
    inFlight = inFlight.filter((one) => one.endMs > nowMs);
  }
  const values = tasks.map((_, task) => task).join(", ");
  events.push([nowMs, WHOLE_CALL, failure === undefined ? `resolves with [${values}]` : `rejects with ${failure}`]);
  return events;
}

/**
 * Whether right answers may differ: a failure or the abort falls together with another end, or a task throws where
 * another could start in the same moment (an answer that turns the throw into a rejection hears of it a little later).
 */
export function isAmbiguous(script: Script): boolean {
  const events = oracle(script);
  const endsAt = (atMs: number) =>
    events.filter(([at, , what]) => at === atMs && (what === "ends" || what === "fails")).length;
  let inFlight = 0;
  for (const [atMs, task, what] of events) {
    if (what === "starts") inFlight++;
    if (what === "ends" || what === "fails") inFlight--;
    if (what === "fails" && endsAt(atMs) > 1) return true;
    if (what === "throws" && inFlight + 1 < script.limit && task + 1 < script.tasks.length) return true;
  }
  return script.abortAtMs !== undefined && endsAt(script.abortAtMs) > 0;
}

/** The first script in which something else happened than had to, up to the moment of the first difference. */
export function judgeAll(scripts: readonly Script[], evidence: unknown): Failure | undefined {
  const seen = evidenceOf(scripts, evidence);
  for (const [s, script] of scripts.entries()) {
    const expected = timeline(oracle(script));
    const got = timeline(seen[s]!.events);
    const moments = [...new Set([...expected.keys(), ...got.keys()])].sort((a, b) => a - b);
    const first = moments.find((atMs) => expected.get(atMs) !== got.get(atMs));
    if (first === undefined) continue;
    const at = (line: string | undefined) => `${first} ms: ${line ?? "nothing happens"}`;
    return { input: show(script), expected: at(expected.get(first)), got: at(got.get(first)) };
  }
}

/**
 * The evidence, one list of events and the length of the array for each script.
 * @throws {TypeError} If it is anything else.
 */
export function evidenceOf(scripts: readonly Script[], evidence: unknown): readonly ScriptEvidence[] {
  const isEvent = (event: unknown) =>
    Array.isArray(event) && Number.isFinite(event[0]) && Number.isInteger(event[1]) && typeof event[2] === "string";
  const isOne = (one: ScriptEvidence) => Array.isArray(one?.events) && one.events.every(isEvent);
  if (Array.isArray(evidence) && evidence.length === scripts.length && evidence.every(isOne)) return evidence;
  throw new TypeError(
    `Cannot judge scripts: a list of events each is needed: current value is ${shownValue(evidence)}`,
  );
}

/** What happened in each moment, in words; the order within a moment is ours. */
function timeline(events: readonly ScriptEvent[]): Map<number, string> {
  const rank = ([, task, what]: ScriptEvent) => task === WHOLE_CALL ? ORDER.length : ORDER.indexOf(what);
  const lines = new Map<number, string>();
  const sorted = [...events].sort((a, b) => a[0] - b[0] || rank(a) - rank(b) || a[1] - b[1]);
  for (const [atMs, task, what] of sorted) {
    const text = task === WHOLE_CALL ? named(what) : `${letter(task)} ${what}`;
    lines.set(atMs, lines.has(atMs) ? `${lines.get(atMs)}, ${text}` : text);
  }
  return lines;
}

const letter = (task: number) => String.fromCharCode(97 + task);
/** The same with letters for the tasks' numbers. */
const named = (what: string) =>
  what.startsWith("rejects with something else") ? what : what.replace(/\b\d+\b/g, (task) => letter(Number(task)));

/** The script as a reader would describe it. */
export function show({ limit, tasks, abortAtMs }: Script): string {
  const words = { value: "", failure: " then rejects", undefined: " then rejects with undefined", throw: "" };
  const shown = tasks.map(({ ms, ends }, i) =>
    `${letter(i)} ${ends === "throw" ? "throws when it is called" : `takes ${ms} ms${words[ends]}`}`
  );
  const signal = abortAtMs === undefined
    ? ""
    : abortAtMs === 0
    ? ", signal aborted before the call"
    : `, signal aborted at ${abortAtMs} ms`;
  return `runLimited([${shown.join("; ")}], ${limit})${signal}`;
}
