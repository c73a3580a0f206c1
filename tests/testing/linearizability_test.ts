import { assert, assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { checkLinearizable, type RecordedCall, type SequentialModel } from "@lib/testing/linearizability.ts";
import { type LruAnswer, type LruCall, lruModel, type LruState } from "@lib/testing/lru_model.ts";

type Recorded = RecordedCall<LruCall, LruAnswer>;
type QueueCall = readonly ["enqueue", item: string] | readonly ["dequeue"];

/** A first-in-first-out queue, as in the paper of Herlihy and Wing. */
const queue: SequentialModel<readonly string[], QueueCall, string> = {
  initial: [],
  key: String,
  step(state, { input, output, returnedAt }) {
    if (input[0] === "enqueue") return [...state, input[1]];
    if (state.length === 0) return undefined;
    return returnedAt === Infinity || output === state[0] ? state.slice(1) : undefined;
  },
};
const call = <Input>(thread: number, input: Input, times: [number, number], output?: string) => ({
  thread,
  input,
  output,
  calledAt: times[0],
  returnedAt: times[1],
});
const verdictOf = (history: RecordedCall<QueueCall, string>[]) => checkLinearizable(history, queue).verdict;

// By hand: figure 1 of the paper. H1 and H4 are linearisable, H2 and H3 are not.
Deno.test("the four histories of Herlihy and Wing's first figure are told apart", () => {
  const put = (thread: number, item: string, from: number, to: number) =>
    call<QueueCall>(thread, ["enqueue", item], [from, to]);
  const take = (thread: number, item: string, from: number, to: number) =>
    call<QueueCall>(thread, ["dequeue"], [from, to], item);
  const h1 = [put(0, "x", 0, 3), put(1, "y", 1, 4), take(1, "x", 5, 8), take(0, "y", 6, 9), put(0, "z", 10, 11)];
  const h2 = [put(0, "x", 0, 1), put(1, "y", 2, 3), take(0, "y", 4, 5)];
  const h3 = [put(0, "x", 0, 2), put(1, "y", 1, 3), take(0, "y", 4, 7), take(1, "y", 5, 6)];
  const h4 = [put(0, "x", 0, 3), take(1, "x", 1, 2)];
  assertEquals([h1, h2, h3, h4].map(verdictOf), [
    "linearizable",
    "not linearizable",
    "not linearizable",
    "linearizable",
  ]);
});
Deno.test("a call that never ended may have taken effect, late or not at all", () => {
  const pending = call<QueueCall>(0, ["enqueue", "x"], [0, Infinity]);
  const seen = call<QueueCall>(1, ["dequeue"], [5, 6], "x");
  assertEquals(verdictOf([pending]), "linearizable");
  assertEquals(verdictOf([pending, seen]), "linearizable");
  assertEquals(verdictOf([pending, seen, { ...seen, calledAt: 7, returnedAt: 8 }]), "not linearizable");
});
Deno.test("two calls that only touch in time may come in either order", () => {
  assertEquals(
    verdictOf([call<QueueCall>(0, ["enqueue", "x"], [1, 2]), call<QueueCall>(1, ["dequeue"], [0, 1], "x")]),
    "linearizable",
  );
});
Deno.test("what was possible and what could not follow are named", () => {
  const history: Recorded[] = [
    call<LruCall>(0, ["put", "a", "1"], [0, 1]),
    call<LruCall>(1, ["get", "a"], [2, 3], "1"),
    call<LruCall>(1, ["get", "a"], [4, 5], "2"),
  ];
  const result = checkLinearizable(history, lruModel(2));
  assertEquals(result, { verdict: "not linearizable", longest: history.slice(0, 2), next: [history[2]!] });
});
Deno.test("the LRU model follows the policy", () => {
  const sequence: [LruCall, LruAnswer][] = [
    [["put", "a", "1"], undefined],
    [["put", "b", "2"], undefined],
    [["get", "a"], "1"],
    [["put", "c", "3"], undefined], // b leaves
    [["has", "b"], false],
    [["has", "a"], true],
    [["put", "d", "5"], undefined], // a leaves: has was no use
    [["get", "a"], undefined],
    [["size"], 2],
    [["put", "c", "4"], undefined],
    [["delete", "c"], true],
    [["delete", "c"], false],
    [["get", "d"], "5"],
    [["clear"], undefined],
    [["size"], 0],
  ];
  const history = sequence.map(([input, output], i): Recorded => ({
    ...{ thread: 0, input, output, calledAt: 2 * i, returnedAt: 2 * i + 1 },
  }));
  assertEquals(checkLinearizable(history, lruModel(2)).verdict, "linearizable");
  for (
    const [i, wrong] of [[2, "2"], [4, true], [5, false], [7, "1"], [8, 3], [10, false], [12, undefined], [
      14,
      1,
    ]] as const
  ) {
    const changed = history.map((one, j) => i === j ? { ...one, output: wrong } : one);
    assertEquals(checkLinearizable(changed, lruModel(2)).verdict, "not linearizable", `call ${i}`);
  }
});

// Oracle: all orders, over random small histories of which half are wrong
function* orders<Item>(items: readonly Item[]): Generator<Item[]> {
  if (items.length === 0) yield [];
  for (const [i, item] of items.entries()) {
    for (const rest of orders(items.toSpliced(i, 1))) yield [item, ...rest];
  }
}

function isLinearizableByTrial(
  history: readonly Recorded[],
  model: SequentialModel<LruState, LruCall, LruAnswer>,
): boolean {
  const pending = history.filter(({ returnedAt }) => returnedAt === Infinity);
  for (let some = 0; some < 2 ** pending.length; some++) {
    const taken = history.filter((one) => one.returnedAt !== Infinity || some >> pending.indexOf(one) & 1);
    for (const order of orders(taken)) {
      const inTime = order.every((one, i) => order.slice(i + 1).every((later) => later.returnedAt >= one.calledAt));
      let state: LruState | undefined = model.initial;
      for (const one of order) state = state && model.step(state, one);
      if (inTime && state) return true;
    }
  }
  return false;
}

function randomHistory(seed: number): Recorded[] {
  const draw = random(seed);
  const freeAt = [0, 0, 0];
  return Array.from({ length: 6 }, () => {
    const thread = draw.integer(3);
    const key = "ab"[draw.integer(2)]!;
    const calledAt = freeAt[thread]! + 1 + draw.integer(4);
    const returnedAt = draw.next() < 0.04 ? Infinity : calledAt + draw.integer(8);
    freeAt[thread] = returnedAt === Infinity ? 1e6 : returnedAt;
    const value = "12"[draw.integer(2)]!;
    const input: LruCall = draw.next() < 0.5 ? ["put", key, value] : [draw.next() < 0.7 ? "get" : "delete", key];
    const answers: LruAnswer[] = input[0] === "get" ? ["1", "2", undefined] : [true, false];
    const output = input[0] === "put" ? undefined : answers[draw.integer(answers.length)];
    return { thread, input, output, calledAt, returnedAt };
  }).filter(({ calledAt }) => calledAt < 1e6);
}

Deno.test("the search agrees with trying every order, over 1,500 random histories", () => {
  const counts = { linearizable: 0, "not linearizable": 0, undecided: 0 };
  for (let seed = 0; seed < 1500; seed++) {
    const history = randomHistory(seed);
    const { verdict } = checkLinearizable(history, lruModel(1));
    counts[verdict]++;
    assertEquals(verdict === "linearizable", isLinearizableByTrial(history, lruModel(1)), `seed ${seed}`);
  }
  assert(Math.min(counts.linearizable, counts["not linearizable"]) > 200, JSON.stringify(counts));
});

// Invariants
Deno.test("the order that proves a history is one that the model and the clock allow", () => {
  const model = lruModel(3);
  const draw = random(7);
  // A right history: each call takes effect at its middle, at times that never tie.
  const middles = Array.from({ length: 3000 }, (_, i) => ({ at: i + 1, thread: draw.integer(4) }));
  const lastOf = new Map<number, number>();
  let state = model.initial;
  const history = middles.map(({ at, thread }): Recorded => {
    const key = "abcde"[draw.integer(5)]!;
    const input: LruCall = draw.next() < 0.5 ? ["put", key, `${at}`] : ["get", key];
    const output = input[0] === "get" ? state.find(([other]) => other === key)?.[1] : undefined;
    state = model.step(state, { thread, input, output, calledAt: at, returnedAt: at })!;
    const calledAt = Math.max((lastOf.get(thread) ?? 0) + 0.01, at - 6 * draw.next());
    lastOf.set(thread, at);
    return { thread, input, output, calledAt, returnedAt: at };
  });
  const result = checkLinearizable(history, model);
  assert(result.verdict === "linearizable");
  assertEquals(result.order.length, history.length);
  let latest = -Infinity;
  let replayed: LruState | undefined = model.initial;
  for (const one of result.order) {
    assert(one.returnedAt >= latest, "a call was placed before one that had begun after its end");
    latest = Math.max(latest, one.calledAt);
    replayed = model.step(replayed!, one);
    assert(replayed);
  }
});

/** A cache without a lock: each step is one read or write of memory, and steps of two threads alternate at random. */
function* lockFree(memory: Map<string, string>, input: LruCall): Generator<undefined, LruAnswer> {
  const [name, key] = input;
  const held = memory.get(key!);
  yield;
  if (name === "get" && held === undefined) return undefined;
  memory.delete(key!); // get takes its entry out, to put it in again as the newest
  yield;
  if (name === "put" && held === undefined && memory.size === 2) memory.delete([...memory.keys()][0]!);
  yield;
  memory.set(key!, name === "put" ? input[2]! : held!);
  return name === "get" ? held : undefined;
}

function interleaved(seed: number, isLocked: boolean): Recorded[] {
  const draw = random(seed);
  const memory = new Map<string, string>();
  const history: Recorded[] = [];
  let clock = 0;
  const open: ({ input: LruCall; calledAt: number; steps: Generator<undefined, LruAnswer> } | undefined)[] = [
    undefined,
    undefined,
  ];
  for (let step = 0; step < 400; step++) {
    const thread = draw.integer(2);
    if (isLocked && open[1 - thread]) continue;
    const key = "abc"[draw.integer(3)]!;
    const input: LruCall = draw.next() < 0.5 ? ["get", key] : ["put", key, `${step}`];
    const running = open[thread] ??= { input, calledAt: clock++, steps: lockFree(memory, input) };
    const { done, value } = running.steps.next();
    if (!done) continue;
    history.push({ thread, input: running.input, output: value, calledAt: running.calledAt, returnedAt: clock++ });
    open[thread] = undefined;
  }
  return history;
}

Deno.test("a cache without a lock is caught, and the same cache with one is not", () => {
  let caught = 0;
  for (let seed = 0; seed < 20; seed++) {
    if (checkLinearizable(interleaved(seed, false), lruModel(2)).verdict === "not linearizable") caught++;
    assertEquals(checkLinearizable(interleaved(seed, true), lruModel(2)).verdict, "linearizable", `seed ${seed}`);
  }
  assert(caught >= 18, `${caught} of 20 caught`);
});

Deno.test("a search without an end gives up where it was told to", () => {
  const writes = Array.from({ length: 12 }, (_, thread) => call<LruCall>(thread, ["put", "a", `${thread}`], [0, 1]));
  const read = call<LruCall>(12, ["get", "a"], [2, 3], "nothing that was written");
  const result = checkLinearizable([...writes, read], lruModel(1), { maxConfigurations: 500 });
  assertEquals(result, { verdict: "undecided", configurations: 500 });
});

// Refusals
Deno.test("a history that no threads can have made is refused", () => {
  const one = call<LruCall>(0, ["get", "a"], [0, 5]);
  assertThrows(
    () => checkLinearizable([one, { ...one, calledAt: 4, returnedAt: 6 }], lruModel(1)),
    RangeError,
    "must follow one another",
  );
  assertThrows(() => checkLinearizable([{ ...one, returnedAt: -1 }], lruModel(1)), RangeError, "from 0 to -1");
  for (const maxConfigurations of [0, 1.5, NaN]) {
    assertThrows(() => checkLinearizable([], lruModel(1), { maxConfigurations }), RangeError, "maxConfigurations");
  }
  assertThrows(() => lruModel(0), RangeError, "capacity must be a positive integer: current value is 0");
});
