/**
 * What one LRU cache does when one thread uses it: the model that recorded histories are checked against.
 *
 * A state is the list of entries, last used first. `get` and `put` are uses, `has` is not.
 *
 * **Invariant.** A state has at most `capacity` entries, and is never changed.
 *
 * Cost: O(capacity) a call; meant for capacities of a few dozen.
 *
 * Not here on purpose: several shards (split the history by shard), weights, time.
 *
 * @module
 */
import { checkPositiveInteger } from "../base/argument.ts";
import type { RecordedCall, SequentialModel } from "./linearizability.ts";

/** A call of a cache. `clear` stands for entries that were lost with a thread that died. */
export type LruCall =
  | readonly ["get" | "has" | "delete", key: string]
  | readonly ["put", key: string, value: string]
  | readonly ["size" | "clear"];

/** What a call gave back. */
export type LruAnswer = string | number | boolean | undefined;

/** Entries, last used first. */
export type LruState = readonly (readonly [key: string, value: string])[];

/**
 * The model of a cache of `capacity` entries.
 * @throws {RangeError} If `capacity` is not a positive integer.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { lruModel } from "./lru_model.ts";
 *
 * const { initial, step } = lruModel(1);
 * const call = { thread: 0, calledAt: 0, returnedAt: 1 };
 * const full = step(initial, { ...call, input: ["put", "a", "1"] })!;
 * assertEquals(step(full, { ...call, input: ["get", "a"], output: "1" }), [["a", "1"]]);
 * assertEquals(step(full, { ...call, input: ["get", "a"], output: "2" }), undefined);
 * ```
 */
export function lruModel(capacity: number): SequentialModel<LruState, LruCall, LruAnswer> {
  checkPositiveInteger(capacity, { action: "model an LRU cache", argument: "capacity" });
  return {
    initial: [],
    key: JSON.stringify,
    step(state, call) {
      const [answer, after] = applied(state, call.input, capacity);
      return call.returnedAt === Infinity || answer === call.output ? after : undefined;
    },
  };
}

/** What the call must answer, and the state after it. */
function applied(state: LruState, call: LruCall, capacity: number): [LruAnswer, LruState] {
  const [name, key] = call;
  if (name === "size") return [state.length, state];
  if (name === "clear") return [undefined, []];
  const entry = state.find(([other]) => other === key);
  const rest = state.filter((other) => other !== entry);
  if (name === "has") return [entry !== undefined, state];
  if (name === "delete") return [entry !== undefined, rest];
  if (name === "get") return [entry?.[1], entry ? [entry, ...rest] : state];
  return [undefined, [[key!, call[2]!], ...rest].slice(0, capacity) as unknown as LruState];
}

export type { RecordedCall, SequentialModel };
