/**
 * The script of a bucket: what is asked of it and how time passes, what must come of it, and how a reader would write
 * it.
 *
 * The oracle counts whole thousandths of a token, one millisecond after another, and keeps a plain list of those who
 * wait. It shares nothing with `lib/concurrency/`.
 *
 * **Invariant.** Scripts only use rates whose share of a millisecond is a binary fraction and whose tokens take whole
 * milliseconds, or ask far from the moment at which an answer changes: an answer that computes with floating-point
 * numbers in the obvious way is never failed for rounding.
 *
 * @module
 */
import type { Case, Failure } from "../suite.ts";
import { shownValue } from "../shown_value.ts";
import type { TokenBucketGiven } from "./exercise.ts";

/** One thing that happens. */
export type Act =
  | readonly ["tryAcquire" | "acquire", n?: number]
  /** Time passes, and sleepers wake. */
  | readonly ["pass", ms: number]
  /** The clock is set forward or back, and no sleeper wakes. */
  | readonly ["set", ms: number];

/** What happens to one bucket, in order. */
export interface Script {
  /** The bucket's capacity. */
  readonly capacity: number;
  /** The bucket's rate: whole tokens a second. */
  readonly refillPerSecond: number;
  /** What the clock shows at the beginning. */
  readonly startMs: number;
  /** What happens. */
  readonly acts: readonly Act[];
}

/** What came of a script. */
export interface Outcome {
  /** By act: what `tryAcquire` returned. */
  readonly answers: readonly unknown[];
  /** Which acts of `acquire` were served, and when by the clock. */
  readonly served: readonly (readonly [act: number, atMs: number])[];
  /** Which were rejected. */
  readonly rejected: readonly number[];
}

/**
 * Runs in the child: plays each script on a bucket and a clock of its own, all at the same time, and returns what came
 * of each. Act `i` of script `k` is step 1000 `k` + `i`; when one throws, the others stop.
 */
export const play: Case<TokenBucketGiven, readonly Script[]>["drive"] = async (
  given,
  scripts,
  child,
): Promise<Outcome[]> => {
  let isOver = false;
  return await Promise.all(scripts.map(async ({ capacity, refillPerSecond, startMs, acts }, k) => {
    const clock = child.clock(startMs);
    const answers: unknown[] = acts.map(() => null);
    const served: [number, number][] = [];
    const rejected: number[] = [];
    let i = 0;
    try {
      const bucket = new given.TokenBucket(capacity, refillPerSecond, { clock });
      const waitFor = async (act: number, n: number | undefined) => {
        try {
          if (n === undefined) await bucket.acquire();
          else await bucket.acquire(n);
          served.push([act, clock.nowMs()]);
        } catch {
          rejected.push(act);
        }
      };
      for (; i < acts.length && !isOver; i++) {
        const [act, amount] = acts[i]!;
        child.step(1000 * k + i);
        if (act === "pass") await clock.run(amount);
        else if (act === "set") clock.step(amount);
        else if (act === "acquire") {
          waitFor(i, amount);
          for (let turn = 0; turn < 20; turn++) await null; // all that can be served at once have been
        } else answers[i] = amount === undefined ? bucket.tryAcquire() : bucket.tryAcquire(amount);
      }
    } catch (error) {
      if (!isOver) child.step(1000 * k + i);
      isOver = true;
      throw error;
    }
    await child.settled();
    return { answers, served, rejected };
  }));
};

/** What must come of it. */
export function oracle({ capacity, refillPerSecond, startMs, acts }: Script): Outcome {
  const outcome = { answers: [] as unknown[], served: [] as [number, number][], rejected: [] as number[] };
  let line: { act: number; n: number }[] = [];
  let thousandths = 1000 * capacity;
  let nowMs = startMs;
  let highestMs = startMs;
  const serve = () => {
    while (line.length > 0 && thousandths >= 1000 * line[0]!.n) {
      thousandths -= 1000 * line[0]!.n;
      outcome.served.push([line[0]!.act, nowMs]);
      line = line.slice(1);
    }
  };
  const refill = () => {
    const elapsedMs = Math.max(0, nowMs - highestMs);
    highestMs = Math.max(highestMs, nowMs);
    thousandths = Math.min(1000 * capacity, thousandths + elapsedMs * refillPerSecond);
    serve();
  };
  for (const [i, [act, amount = 1]] of acts.entries()) {
    if (act === "pass") {
      for (let ms = 0; ms < amount; ms++) {
        nowMs++;
        refill();
      }
    } else if (act === "set") {
      nowMs += amount;
      refill();
    } else if (act === "tryAcquire") {
      outcome.answers[i] = line.length === 0 && thousandths >= 1000 * amount;
      if (outcome.answers[i]) thousandths -= 1000 * amount;
    } else if (amount > capacity) outcome.rejected.push(i);
    else {
      line.push({ act: i, n: amount });
      serve();
    }
  }
  return outcome;
}

/** How late a waiter may be served, in milliseconds: code that sleeps whole milliseconds is right too. */
const LATE_MS = 1;

/** The first script that did not come out as it must. */
export function judgeAll(scripts: readonly Script[], evidence: unknown): Failure | undefined {
  if (!Array.isArray(evidence)) {
    throw new TypeError(`Cannot judge scripts: a list is needed: current value is ${shownValue(evidence)}`);
  }
  for (const [k, script] of scripts.entries()) {
    const failure = judge(script, evidence[k]);
    if (failure) return failure;
  }
}

/** The first act that did not come out as it must. */
export function judge(script: Script, evidence: unknown): Failure | undefined {
  const outcome = outcomeOf(evidence);
  const expected = oracle(script);
  for (const [i, [act]] of script.acts.entries()) {
    if (act === "tryAcquire" && outcome.answers[i] !== expected.answers[i]) {
      return {
        input: show(script, i),
        expected: shownValue(expected.answers[i]),
        got: shownValue(outcome.answers[i]),
      };
    }
    if (act !== "acquire") continue;
    const [must, did] = [fateOf(expected, i), fateOf(outcome, i)];
    const isRight = must.kind === did.kind && !(Math.abs(did.atMs - must.atMs - LATE_MS / 2) > LATE_MS / 2 + 1e-6);
    if (!isRight) return { input: show(script), expected: told(script, i, must), got: told(script, i, did) };
  }
}

interface Fate {
  readonly kind: "served" | "refused" | "still waiting at the end";
  /** NaN for those who were not served. */
  readonly atMs: number;
}

function fateOf({ served, rejected }: Outcome, act: number): Fate {
  const at = served.find(([index]) => index === act)?.[1];
  if (at !== undefined) return { kind: "served", atMs: at };
  return { kind: rejected.includes(act) ? "refused" : "still waiting at the end", atMs: NaN };
}

function told({ acts, startMs }: Script, act: number, { kind, atMs }: Fate): string {
  const count = acts.filter(([name]) => name === "acquire").length;
  const which = acts.slice(0, act + 1).filter(([name]) => name === "acquire").length;
  const who = `acquire(${acts[act]![1] ?? ""})${count > 1 ? `, number ${which} of ${count},` : ""}`;
  return kind === "served"
    ? `${who} is served ${+(atMs - startMs).toFixed(3)} ms after the start`
    : `${who} is ${kind}`;
}

/**
 * The evidence as an outcome.
 * @throws {TypeError} If it is anything else.
 */
export function outcomeOf(evidence: unknown): Outcome {
  const { answers, served, rejected } = (evidence ?? {}) as Partial<Record<keyof Outcome, unknown>>;
  const isServed = (list: unknown) =>
    Array.isArray(list) &&
    list.every((pair) => Array.isArray(pair) && pair.every((value) => typeof value === "number"));
  const isRejected = (list: unknown) => Array.isArray(list) && list.every((act) => typeof act === "number");
  if (Array.isArray(answers) && isServed(served) && isRejected(rejected)) return evidence as Outcome;
  throw new TypeError(`Cannot judge a script: its outcome is needed: current value is ${shownValue(evidence)}`);
}

/** The script as a reader would tell it, up to and including act `through`; a run of equal acts is told once. */
export function show({ capacity, refillPerSecond, acts }: Script, through: number = acts.length - 1): string {
  const told = [`new TokenBucket(${capacity}, ${refillPerSecond}, { clock })`];
  let times = 1;
  for (const [i, act] of acts.slice(0, through + 1).entries()) {
    const next = acts[i + 1];
    if (i < through && next && next[0] === act[0] && next[1] === act[1] && act[0].endsWith("cquire")) {
      times++;
      continue;
    }
    told.push(times > 1 ? `${times} times ${showAct(act)}` : showAct(act));
    times = 1;
  }
  return told.join("; ");
}

function showAct([act, amount]: Act): string {
  if (act === "pass") return `${amount} ms pass`;
  if (act === "set") return `the clock is set ${amount! < 0 ? "back" : "forward"} by ${Math.abs(amount!)} ms`;
  return `${act}(${amount ?? ""})`;
}

/** Scripts as a reader would tell them: the one that step `throughStep` belongs to, or how many there are. */
export function showAll(scripts: readonly Script[], throughStep?: number): string {
  if (throughStep === undefined) {
    return scripts.length === 1 ? show(scripts[0]!) : `${scripts.length} random scripts`;
  }
  return show(scripts[Math.floor(throughStep / 1000)]!, throughStep % 1000); // as counted by `play`
}

/** A case that is one fixed script. */
export function rule(
  name: string,
  { misconception, hints, stretch = false, ...script }:
    & Pick<Case<TokenBucketGiven>, "misconception" | "hints" | "stretch">
    & Script,
): Case<TokenBucketGiven, readonly Script[]> {
  return { name, misconception, hints, stretch, input: () => [script], show: showAll, drive: play, judge: judgeAll };
}
