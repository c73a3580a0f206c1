/**
 * Whether a recorded history of concurrent calls is linearisable: whether each call can be given one moment, between
 * its beginning and its end, such that the calls in the order of those moments are what one thread could have done.
 *
 * The search puts calls in order one at a time. Next may come the next call of any thread, if it began before every
 * other waiting call has ended. A call whose answer the model does not allow in the present state is not taken; a dead
 * end takes back the last choice. What has been placed is, for each thread, how many of its calls: with the model's
 * state that is all that the future depends on, so a pair met before is not searched again.
 *
 * **Invariant.** "linearizable" comes with an order that proves it; "not linearizable" only when every order has been
 * ruled out. A history of several objects is linearisable if that of each object is (Herlihy and Wing, theorem 1):
 * check them one by one.
 *
 * | | cost |
 * | - | ---- |
 * | time, memory | configurations (pairs of positions and state) met: about one a call for a right history of few threads, exponential in the number of threads at worst, which `maxConfigurations` bounds |
 *
 * Not here on purpose: recording (stamp each beginning and end from one counter that all threads add to), weaker
 * conditions (sequential consistency, eventual consistency).
 *
 * Source: J. Wing and C. Gong, "Testing and verifying concurrent objects", JPDC 17, 1993; the memory of configurations:
 * G. Lowe, "Testing for linearizability", Concurrency and Computation 29(4), 2017, section 3. M. Herlihy and J. Wing,
 * "Linearizability", TOPLAS 12(3), 1990.
 *
 * @module
 */
import { checkPositiveInteger } from "../base/argument.ts";

/** One call of one thread. */
export interface RecordedCall<Input, Output> {
  /** Which thread made it: its calls follow one another. */
  readonly thread: number;
  /** What was called. */
  readonly input: Input;
  /** What came back; without meaning while `returnedAt` is infinite. */
  readonly output?: Output | undefined;
  /** Stamp of its beginning. */
  readonly calledAt: number;
  /** Stamp of its end; `Infinity` when it never ended (the thread died): it may have taken effect, or not. */
  readonly returnedAt: number;
}

/** What one thread could see: the specification. */
export interface SequentialModel<State, Input, Output> {
  /** The state before the first call; states are never changed. */
  readonly initial: State;
  /** The state after `call`, or `undefined` if its output is not possible in `state`. A call that never ended has any output. */
  step(state: State, call: RecordedCall<Input, Output>): State | undefined;
  /** A text that is equal for equal states, and for no others. */
  key(state: State): string;
}

/** How much is searched. */
export interface LinearizabilityOptions {
  /** Configurations after which the search gives up: a positive integer. @default {1_000_000} */
  readonly maxConfigurations?: number;
}

/** What the search came to. */
export type Linearizability<Input, Output> =
  /** `order` is one that proves it; calls that never ended may be missing from it. */
  | { readonly verdict: "linearizable"; readonly order: readonly RecordedCall<Input, Output>[] }
  /** `longest` is the longest order that was possible, `next` the calls of which none could follow it. */
  | {
    readonly verdict: "not linearizable";
    readonly longest: readonly RecordedCall<Input, Output>[];
    readonly next: readonly RecordedCall<Input, Output>[];
  }
  | { readonly verdict: "undecided"; readonly configurations: number };

/**
 * Searches for an order of `history` that `model` allows.
 * @throws {RangeError} If two calls of one thread overlap, a call ends before it begins, or `maxConfigurations` is out
 *   of range.
 *
 * @example A register: reading the old value after a write has ended is not linearisable
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { checkLinearizable } from "./linearizability.ts";
 *
 * const register = {
 *   initial: 0,
 *   step: (state: number, { input, output }: { input: number | "read"; output?: number | undefined }) =>
 *     input !== "read" ? input : output === state ? state : undefined,
 *   key: String,
 * };
 * const write = { thread: 0, input: 1, calledAt: 0, returnedAt: 2 };
 * const during = { thread: 1, input: "read" as const, output: 0, calledAt: 1, returnedAt: 3 };
 * const after = { ...during, calledAt: 4, returnedAt: 5 };
 * assertEquals(checkLinearizable([write, during], register).verdict, "linearizable");
 * assertEquals(checkLinearizable([write, after], register).verdict, "not linearizable");
 * ```
 */
export function checkLinearizable<State, Input, Output>(
  history: readonly RecordedCall<Input, Output>[],
  model: SequentialModel<State, Input, Output>,
  options: LinearizabilityOptions = {},
): Linearizability<Input, Output> {
  const { maxConfigurations = 1_000_000 } = options;
  checkPositiveInteger(maxConfigurations, { action: "check a history", argument: "maxConfigurations" });
  const threads = byThread(history);
  const ended = history.filter(({ returnedAt }) => returnedAt !== Infinity).length;
  const met = new Set<string>();
  const positions = threads.map(() => 0);
  let placedEnded = 0;
  const first = candidates(threads, positions);
  let next = first.map((thread) => threads[thread]![0]!);
  let longest: Placed<State, Input, Output> = {
    before: undefined,
    length: 0,
    call: undefined,
    state: model.initial,
    choices: first,
    at: 0,
  };
  for (let last: typeof longest | undefined = longest; last !== undefined;) {
    if (placedEnded === ended) return { verdict: "linearizable", order: orderOf(last) };
    if (last.at === last.choices.length) { // a dead end: takes back the last choice
      if (last.call !== undefined && last.call.returnedAt !== Infinity) placedEnded--;
      last = last.before;
      if (last !== undefined) positions[last.choices[last.at - 1]!]!--;
      continue;
    }
    const thread: number = last.choices[last.at++]!;
    const call: RecordedCall<Input, Output> = threads[thread]![positions[thread]!]!;
    const state = model.step(last.state, call);
    if (state === undefined) continue;
    positions[thread]!++;
    const configuration = `${positions}|${model.key(state)}`;
    if (met.has(configuration)) {
      positions[thread]!--;
      continue;
    }
    met.add(configuration);
    if (met.size > maxConfigurations) return { verdict: "undecided", configurations: maxConfigurations };
    if (call.returnedAt !== Infinity) placedEnded++;
    last = { before: last, length: last.length + 1, call, state, choices: candidates(threads, positions), at: 0 };
    if (last.length <= longest.length) continue;
    longest = last;
    next = last.choices.map((thread) => threads[thread]![positions[thread]!]!);
  }
  return { verdict: "not linearizable", longest: orderOf(longest), next };
}

/** The last call of an order, with those before it, and what may come next. */
interface Placed<State, Input, Output> {
  readonly before: Placed<State, Input, Output> | undefined;
  readonly length: number;
  readonly call: RecordedCall<Input, Output> | undefined;
  readonly state: State;
  /** Threads that may be next. */
  readonly choices: readonly number[];
  /** How many of them have been tried. */
  at: number;
}

function orderOf<State, Input, Output>(last: Placed<State, Input, Output>): RecordedCall<Input, Output>[] {
  const order: RecordedCall<Input, Output>[] = [];
  for (let one: typeof last | undefined = last; one?.call !== undefined; one = one.before) order.push(one.call);
  return order.reverse();
}

type Call = RecordedCall<unknown, unknown>;

/** Threads whose next call may come next: those that began before any other waiting call has ended. */
function candidates(threads: readonly (readonly Call[])[], positions: readonly number[]): number[] {
  let firstEnd = Infinity;
  for (const [thread, calls] of threads.entries()) {
    firstEnd = Math.min(firstEnd, calls[positions[thread]!]?.returnedAt ?? Infinity);
  }
  const possible = (calls: readonly Call[], thread: number) => {
    const call = calls[positions[thread]!];
    return call !== undefined && call.calledAt <= firstEnd;
  };
  return threads.flatMap((calls, thread) => possible(calls, thread) ? [thread] : []);
}

function byThread<Input, Output>(history: readonly RecordedCall<Input, Output>[]): RecordedCall<Input, Output>[][] {
  const threads = new Map<number, RecordedCall<Input, Output>[]>();
  for (const call of history) {
    const calls = threads.get(call.thread);
    if (calls) calls.push(call);
    else threads.set(call.thread, [call]);
  }
  for (const calls of threads.values()) {
    calls.sort((one, other) => one.calledAt - other.calledAt);
    for (const [i, { thread, calledAt, returnedAt }] of calls.entries()) {
      if (returnedAt >= calledAt && calledAt >= (calls[i - 1]?.returnedAt ?? -Infinity)) continue;
      throw new RangeError(
        `Cannot check a history: the calls of a thread must follow one another: current value is a call of thread ${thread} ` +
          `from ${calledAt} to ${returnedAt}`,
      );
    }
  }
  return [...threads.values()];
}
