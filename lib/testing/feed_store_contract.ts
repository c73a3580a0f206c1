/**
 * What every {@linkcode FeedStore} must do, as cases that any engine can be put through.
 *
 * Each case makes a store of its own and closes it. What a reader may see is held to {@linkcode FeedModel}; that a
 * timeline is whole above its floor is held to the lists of the same store.
 *
 * @module
 */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { random } from "../base/random.ts";
import { type FeedStore, newestFirst, type Page, type Post, type TimelineRead } from "../storage/feed/feed_store.ts";
import { type FeedAct, FeedModel, randomHistory, userNames } from "./feed_model.ts";

export type { FeedStore };

/** One demand: `run` rejects when it is not met. */
export interface FeedStoreCase {
  /** The demand, as a sentence. */
  readonly name: string;
  /** Tries it. */
  run(): Promise<void>;
}

/** Makes an empty store. */
export type CreateFeedStore = (options: { readonly timelineCapacity: number }) => Promise<FeedStore>;

type Demand = (store: FeedStore) => Promise<void>;

/**
 * The demands on the stores that `create` makes.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { MemoryFeedStore } from "../storage/feed/memory_feed_store.ts";
 * import { feedStoreContract } from "./feed_store_contract.ts";
 *
 * const demands = feedStoreContract((options) => Promise.resolve(new MemoryFeedStore(options)));
 * assertEquals(demands[0]?.name, "a reader nobody knows has an empty feed");
 * for (const demand of demands) await demand.run();
 * ```
 */
export function feedStoreContract(create: CreateFeedStore): FeedStoreCase[] {
  const demand = (name: string, run: Demand, timelineCapacity = 5): FeedStoreCase => ({
    name,
    async run() {
      const store = await create({ timelineCapacity });
      try {
        await run(store);
      } finally {
        await store.close();
      }
    },
  });
  return [
    demand("a reader nobody knows has an empty feed", emptiness),
    demand("the order is time, then id, newest first, and a cursor is a position in it", order),
    demand("names and texts come back as they went in", texts),
    demand("an id is taken once, even by a post that was deleted", takenIds),
    demand("a post waits in a job, and is delivered in bounded batches", batches),
    demand("a step of a job done twice delivers once", repetition),
    demand("a deleted post is shown nowhere and not delivered", deletion),
    demand("a follow brings the posts from before it", backFill),
    demand("a follow of more posts than fit raises the floor above the rest", deepBackFill),
    demand("unfollow and block hide what the timeline holds, and taking them back shows it again", hiding),
    demand("edges are told once, and no one follows or blocks themselves", edges),
    demand("a timeline drops its oldest entries and marks where", capacity),
    demand("a late delivery below the floor changes nothing", lateDelivery),
    demand("a pulled author's posts are read from their list", pulledAuthors),
    demand("an author on the way back is read from their list until all their jobs are done", returning),
    demand("what a reader may see agrees with the definition, over random histories", randomHistories),
    demand("writers, followers and workers at the same time lose and duplicate nothing", races, 20),
    demand("what is not as it must be is refused by name and value, and changes nothing", refusals),
  ];
}

const page = (limit = 100): Page => ({ limit });
const at = (timeMs: number, author = "bob", id = `p${timeMs}`): Post => ({ id, author, text: `text of ${id}`, timeMs });
const ids = (posts: readonly Post[]): string[] => posts.map((post) => post.id);
const everything = { backFill: true } as const;

/** The lists in one, by sorting. */
function together(lists: readonly (readonly Post[])[]): Post[] {
  const unique = new Map(lists.flat().map((post) => [post.id, post]));
  return [...unique.values()].sort(newestFirst);
}

/** What a timeline promises: everything above its floor. */
function above(read: TimelineRead): Post[] {
  const { entries, lists, floor } = read;
  return together([entries, ...lists]).filter((post) => floor === undefined || newestFirst(post, floor) < 0);
}

async function drain(store: FeedStore, batch = 7): Promise<void> {
  for (let steps = 0; await store.fanOutStep({ batch }) !== undefined; steps++) {
    assert(steps < 10_000, "the jobs never end");
  }
  assertEquals(await store.pendingJobs(), 0);
}

async function fill(store: FeedStore, posts: readonly Post[], fanOut = true): Promise<void> {
  for (const post of posts) assertEquals(await store.addPost(post, { fanOut }), true);
}

const timelineIds = async (store: FeedStore, reader = "ann") => ids((await store.readTimeline(reader, page())).entries);
const listIds = async (store: FeedStore, reader = "ann", of: Page = page()) =>
  ids(together(await store.readLists(reader, of)).slice(0, of.limit));

async function emptiness(store: FeedStore): Promise<void> {
  assertEquals(await store.readLists("nobody", page()), []);
  assertEquals(await store.readTimeline("nobody", page()), { entries: [], lists: [] });
  assertEquals(await store.deletePost("none"), false);
  assertEquals([await store.fanOutStep({ batch: 1 }), await store.pendingJobs()], [undefined, 0]);
}

async function order(store: FeedStore): Promise<void> {
  await store.follow("ann", "bob", everything);
  await store.follow("ann", "eve", everything);
  const times = [at(5, "bob", "b"), at(5, "eve", "c"), at(5, "bob", "a"), at(5, "bob", "B"), at(-1.5), at(1e15 + 0.5)];
  await fill(store, times);
  await drain(store);
  const sorted = [`p${1e15 + 0.5}`, "c", "b", "a", "B", "p-1.5"];
  assertEquals(await listIds(store), sorted);
  const read = await store.readTimeline("ann", page());
  assertEquals(ids(read.entries), sorted.slice(0, 5), "the capacity is 5");
  for (const [index, post] of read.entries.entries()) {
    for (const limit of [1, 2, 9]) {
      const rest = { limit, before: { timeMs: post.timeMs, id: post.id } };
      const expected = sorted.slice(index + 1, index + 1 + limit);
      assertEquals(await listIds(store, "ann", rest), expected, `lists before ${post.id}`);
      const { entries } = await store.readTimeline("ann", rest);
      assertEquals(ids(entries), expected.filter((id) => id !== "p-1.5"), `timeline before ${post.id}`);
    }
  }
  assertEquals(
    await listIds(store, "ann", { limit: 2, before: { timeMs: 5, id: "aa" } }),
    ["a", "B"],
    "nobody's cursor",
  );
}

async function texts(store: FeedStore): Promise<void> {
  const strange = "it's 100 % \\ \"quoted\"; 'DROP' {a} :b $1\n\t🙂 é ü \u2028 '' \\u0000";
  const name = 'O\'Brien {x}:🙂 $1 \\ "ß"';
  await store.follow("ann", name, everything);
  const post: Post = { id: "!~:{}'\"\\", author: name, text: strange, timeMs: 1234.0625 };
  await fill(store, [post]);
  await drain(store);
  assertEquals(await store.readLists("ann", page()), [[post]]);
  assertEquals((await store.readTimeline("ann", page())).entries, [post]);
  assertEquals(await store.deletePost(post.id), true);
  assertEquals(await store.readLists("ann", page()), []);
}

async function takenIds(store: FeedStore): Promise<void> {
  await fill(store, [at(1)]);
  assertEquals(await store.addPost({ ...at(2), id: "p1", text: "another" }, { fanOut: true }), false);
  assertEquals(await store.addPost(at(1), { fanOut: true }), false, "repeating a call changes nothing");
  assertEquals(await store.pendingJobs(), 1);
  assertEquals(await store.readLists("bob", page()), [[at(1)]]);
  await store.deletePost("p1");
  assertEquals(await store.addPost(at(1), { fanOut: true }), false, "a tombstone keeps its id");
  assertEquals(await store.readLists("bob", page()), []);
}

async function batches(store: FeedStore): Promise<void> {
  const readers = ["a", "b", "c", "d", "e"];
  for (const reader of readers) await store.follow(reader, "bob", everything);
  await fill(store, [at(1), at(2)]);
  const reached = async () => {
    const timelines = await Promise.all(readers.map((reader) => timelineIds(store, reader)));
    return timelines.flat().filter((id) => id === "p1").length;
  };
  assertEquals([await store.pendingJobs(), await reached()], [2, 0]);
  const first = await store.fanOutStep({ batch: 2 });
  assertEquals(first, { author: "bob", post: { timeMs: 1, id: "p1" }, followers: 2, isLast: false });
  assertEquals(await reached(), 2);
  await store.fanOutStep({ batch: 2 });
  assertEquals(await reached(), 4);
  let last = await store.fanOutStep({ batch: 2 });
  assertEquals([last?.followers, last?.isLast, await reached()], [1, true, 5]);
  last = await store.fanOutStep({ batch: 100 });
  assertEquals([last?.post?.id, last?.followers, last?.isLast, await store.pendingJobs()], ["p2", 5, true, 0]);
  for (const reader of readers) assertEquals(await timelineIds(store, reader), ["p2", "p1"]);
  await fill(store, [at(3, "nobody follows him")]);
  assertEquals((await store.fanOutStep({ batch: 2 }))?.isLast, true);
  await fill(store, [at(4)], false);
  assertEquals(await store.pendingJobs(), 0, "without fan-out there is no job");
}

async function repetition(store: FeedStore): Promise<void> {
  await fill(store, [at(1)]);
  await store.follow("ann", "bob", everything); // back-fill delivers p1, and its job does so again
  await drain(store);
  assertEquals(await timelineIds(store), ["p1"]);
  await store.unfollow("ann", "bob");
  await store.follow("ann", "bob", everything);
  assertEquals(await timelineIds(store), ["p1"]);
}

async function deletion(store: FeedStore): Promise<void> {
  await store.follow("ann", "bob", everything);
  await fill(store, [at(1), at(2), at(3)]);
  assertEquals(await store.deletePost("p1"), true);
  assertEquals(await store.deletePost("p1"), false);
  await drain(store);
  assertEquals(await timelineIds(store), ["p3", "p2"]);
  await store.deletePost("p3");
  assertEquals([await timelineIds(store), await listIds(store), await listIds(store, "bob")], [["p2"], ["p2"], ["p2"]]);
  await store.follow("eve", "bob", everything);
  assertEquals(await timelineIds(store, "eve"), ["p2"]);
}

async function backFill(store: FeedStore): Promise<void> {
  await fill(store, [at(1), at(2), at(9, "eve")]);
  await store.follow("ann", "eve", everything);
  await store.follow("ann", "bob", { backFill: false });
  assertEquals([await timelineIds(store), await listIds(store)], [["p9"], ["p9", "p2", "p1"]]);
  await store.unfollow("ann", "bob");
  await store.follow("ann", "bob", everything);
  assertEquals(await timelineIds(store), ["p9", "p2", "p1"]);
}

async function deepBackFill(store: FeedStore): Promise<void> {
  await fill(store, [1, 2, 3, 4, 5].map((time) => at(time)), false);
  await store.follow("ann", "bob", everything);
  const exact = await store.readTimeline("ann", page());
  assertEquals([exact.floor, ids(exact.entries)], [undefined, ["p5", "p4", "p3", "p2", "p1"]], "five fit");
  await fill(store, [at(6)], false);
  await store.follow("eve", "bob", everything);
  const read = await store.readTimeline("eve", page());
  assertEquals([ids(read.entries), read.floor], [["p6", "p5", "p4", "p3", "p2"], { timeMs: 1, id: "p1" }]);
}

async function hiding(store: FeedStore): Promise<void> {
  await store.follow("ann", "bob", everything);
  await fill(store, [at(1), at(2, "ann")]);
  await drain(store);
  const seen = async () => [await timelineIds(store), await listIds(store)];
  const [all, own] = [[["p1"], ["p2", "p1"]], [[], ["p2"]]];
  assertEquals(await seen(), all);
  await store.unfollow("ann", "bob");
  assertEquals(await seen(), own);
  await store.follow("ann", "bob", everything);
  assertEquals(await seen(), all);
  await store.block("ann", "bob");
  assertEquals(await seen(), own, "her block");
  await store.block("bob", "ann");
  await store.unblock("ann", "bob");
  assertEquals(await seen(), own, "his block");
  await fill(store, [at(3)]);
  await drain(store);
  await store.unblock("bob", "ann");
  assertEquals(await seen(), [["p3", "p1"], ["p3", "p2", "p1"]], "nothing was lost meanwhile");
}

async function edges(store: FeedStore): Promise<void> {
  const pushed = { mode: "pushed" };
  assertEquals(await store.follow("ann", "bob", everything), { isNew: true, followers: 1, ...pushed });
  assertEquals(await store.follow("ann", "bob", everything), { isNew: false, followers: 1, ...pushed });
  assertEquals(await store.follow("eve", "bob", everything), { isNew: true, followers: 2, ...pushed });
  assertEquals(await store.unfollow("ann", "bob"), { isNew: true, followers: 1, ...pushed });
  assertEquals(await store.unfollow("ann", "bob"), { isNew: false, followers: 1, ...pushed });
  assertEquals(await store.follow("bob", "bob", everything), { isNew: false, followers: 1, ...pushed });
  assertEquals(await store.unfollow("bob", "bob"), { isNew: false, followers: 1, ...pushed });
  assertEquals([await store.block("ann", "ann"), await store.unblock("ann", "ann")], [false, false]);
  const told = [await store.block("ann", "bob"), await store.block("ann", "bob"), await store.unblock("bob", "ann")];
  assertEquals([...told, await store.unblock("ann", "bob"), await store.unblock("ann", "bob")], [
    true,
    false,
    false,
    true,
    false,
  ]);
  await fill(store, [at(1)]);
  assertEquals(await listIds(store, "bob"), ["p1"], "his own post, once");
}

async function capacity(store: FeedStore): Promise<void> {
  await store.follow("ann", "bob", everything);
  for (let time = 1; time <= 9; time++) {
    await fill(store, [at(time)]);
    await drain(store);
    const { entries, floor } = await store.readTimeline("ann", page());
    assertEquals(entries.length, Math.min(time, 5));
    assertEquals(floor, time <= 5 ? undefined : { timeMs: time - 5, id: `p${time - 5}` });
  }
  assertEquals(await listIds(store), [9, 8, 7, 6, 5, 4, 3, 2, 1].map((time) => `p${time}`));
}

async function lateDelivery(store: FeedStore): Promise<void> {
  await store.follow("ann", "bob", everything);
  await fill(store, [4, 5, 6, 7, 8, 9].map((time) => at(time)));
  await drain(store);
  await fill(store, [at(1), at(4, "bob", "p3")]);
  await drain(store);
  const { entries, floor } = await store.readTimeline("ann", page());
  assertEquals([ids(entries), floor], [["p9", "p8", "p7", "p6", "p5"], { timeMs: 4, id: "p4" }]);
}

async function pulledAuthors(store: FeedStore): Promise<void> {
  await store.follow("ann", "star", everything);
  await fill(store, [at(1, "star"), at(2, "star")]);
  assertEquals([await store.setMode("star", "pulled"), await store.setMode("star", "pulled")], [true, false]);
  const early = await store.readTimeline("ann", page());
  assertEquals(above(early).map(({ id }) => id), ["p2", "p1"], "seen before their jobs have run");
  await fill(store, [at(3, "star")]);
  await drain(store);
  assertEquals((await store.follow("eve", "star", everything)).mode, "pulled");
  for (const reader of ["ann", "eve"]) {
    const read = await store.readTimeline(reader, page());
    assertEquals(ids(together(read.lists)), ["p3", "p2", "p1"], reader);
    assertEquals(ids(read.entries).includes("p3"), false, "his post is copied to nobody");
  }
  await store.block("star", "ann");
  assertEquals((await store.readTimeline("ann", page())).lists, []);
  assertEquals((await store.readTimeline("nobody", page())).lists, []);
}

async function returning(store: FeedStore): Promise<void> {
  assertEquals(await store.setMode("star", "pushed"), false, "he is");
  await store.setMode("star", "pulled");
  for (const reader of ["ann", "bob", "eve"]) await store.follow(reader, "star", everything);
  await fill(store, [at(1, "star")]);
  assertEquals([await store.setMode("star", "pushed"), await store.setMode("star", "pushed")], [true, false]);
  await fill(store, [at(2, "star")]);
  assertEquals(await store.pendingJobs(), 2, "his list, and the new post");
  const seenBy = async (reader: string) => ids(above(await store.readTimeline(reader, page())));
  const expected = ["p2", "p1"];
  let steps = 0;
  do {
    for (const reader of ["ann", "bob", "eve"]) assertEquals(await seenBy(reader), expected, `after ${steps} steps`);
    if (steps !== 1) continue;
    await fill(store, [at(3, "star")]); // his list has gone to the first without it
    expected.unshift("p3");
  } while (await store.fanOutStep({ batch: 1 }) !== undefined && ++steps < 100);
  const [read, { mode }] = [await store.readTimeline("ann", page()), await store.unfollow("nobody", "star")];
  assertEquals([ids(read.entries), read.lists, mode], [expected, [], "pushed"]);
  await store.setMode("star", "pulled");
  await store.setMode("star", "pushed");
  assertEquals(await store.setMode("star", "pulled"), true, "called back before he was there");
  await drain(store);
  assertEquals((await store.unfollow("nobody", "star")).mode, "pulled");
  await store.setMode("star", "pushed");
  await drain(store);
  assertEquals((await store.unfollow("nobody", "star")).mode, "pushed");
}

/** Plays an act on both. */
async function play(store: FeedStore, model: FeedModel, { act, timeMs }: { act: FeedAct; timeMs: number }) {
  switch (act.act) {
    case "post": {
      const post = { id: `p${1000 + model.posts.length}`, author: act.user, text: act.text, timeMs };
      model.posts.push(post);
      return assertEquals(await store.addPost(post, { fanOut: true }), true);
    }
    case "delete": {
      const { id } = model.posts[act.index]!;
      return assertEquals(await store.deletePost(id), model.delete(id));
    }
    case "follow": {
      const { isNew, followers } = await store.follow(act.one, act.other, everything);
      return assertEquals([isNew, followers], [model.follow(act.one, act.other), model.followers(act.other)]);
    }
    case "unfollow": {
      const { isNew, followers } = await store.unfollow(act.one, act.other);
      return assertEquals([isNew, followers], [model.unfollow(act.one, act.other), model.followers(act.other)]);
    }
    case "block":
      return assertEquals(await store.block(act.one, act.other), model.block(act.one, act.other));
    case "unblock":
      return assertEquals(await store.unblock(act.one, act.other), model.unblock(act.one, act.other));
    case "deliver":
      return void await store.fanOutStep({ batch: 2 });
    case "wait":
  }
}

async function randomHistories(store: FeedStore): Promise<void> {
  const names = userNames(5);
  const model = new FeedModel();
  const draw = random(3);
  let timeMs = 0;
  for (const [n, act] of randomHistory({ seed: 2, users: 5, acts: 300 }).entries()) {
    if (act.act === "wait") timeMs++;
    if (n % 40 === 39) await store.setMode(names[0]!, n % 80 === 39 ? "pulled" : "pushed");
    await play(store, model, { act, timeMs });
    if (n % 10 !== 0) continue;
    const reader = names[draw.integer(5)]!;
    const limit = 1 + draw.integer(9);
    const index = model.posts[draw.integer(Math.max(1, model.posts.length))];
    const before = index === undefined || draw.next() < 0.5 ? undefined : { timeMs: index.timeMs, id: index.id };
    const expected = model.feed(reader, { k: limit, ...(before && { before }) });
    const lists = await store.readLists(reader, { limit, ...(before && { before }) });
    assertEquals(together(lists).slice(0, limit), expected, `act ${n}: ${reader}`);
    await drain(store);
    const read = await store.readTimeline(reader, { limit: 1000 });
    const whole = model.feed(reader, { k: 1000 }).filter(({ timeMs, id }) =>
      read.floor === undefined || newestFirst({ timeMs, id }, read.floor) < 0
    );
    assertEquals(above(read), whole, `act ${n}: ${reader}'s timeline`);
  }
}

async function races(store: FeedStore): Promise<void> {
  const readers = userNames(8);
  const authors = ["star", "bob", "eve"];
  let time = 0;
  const calls: (() => Promise<unknown>)[] = [];
  for (let round = 0; round < 5; round++) {
    for (const author of authors) {
      calls.push(() => store.addPost(at(++time, author), { fanOut: true }));
      for (const reader of readers) calls.push(() => store.follow(reader, author, everything));
      calls.push(() => store.unfollow(readers[round]!, author));
      calls.push(() => store.fanOutStep({ batch: 3 }), () => store.fanOutStep({ batch: 3 }));
    }
    calls.push(() => store.setMode("star", round % 2 === 0 ? "pulled" : "pushed"));
  }
  random(4).shuffle(calls);
  await Promise.all(calls.map((call) => call()));
  await drain(store);
  for (const reader of readers) {
    const [read, lists] = [await store.readTimeline(reader, page()), await store.readLists(reader, page())];
    assertEquals(ids(above(read)), ids(above({ entries: [], lists, ...read.floor && { floor: read.floor } })), reader);
  }
}

async function refusals(store: FeedStore): Promise<void> {
  const post = at(1);
  const name = "a user's name must have 1 to 128 characters, none of them a control character: current value is ";
  const id = "a post's id must be 1 to 64 visible ASCII characters: current value is ";
  const text = "a post's text must have 1 to 10000 characters, none of them the character 0: current value is ";
  const add = (fields: Record<string, unknown>) => () =>
    store.addPost({ ...post, ...fields } as Post, { fanOut: true });
  const table: [() => Promise<unknown>, new () => Error, string][] = [
    [add({ author: "" }), RangeError, `Cannot add a post: ${name}""`],
    [add({ author: "a\nb" }), RangeError, `Cannot add a post: ${name}"a\\nb"`],
    [add({ author: "x".repeat(129) }), RangeError, `Cannot add a post: ${name}"xxx`],
    [add({ author: "\ud800" }), RangeError, `Cannot add a post: ${name}`],
    [add({ author: 7 }), TypeError, `Cannot add a post: ${name}7`],
    [add({ id: "" }), RangeError, `Cannot add a post: ${id}""`],
    [add({ id: "é" }), RangeError, `Cannot add a post: ${id}"é"`],
    [add({ id: "a b" }), RangeError, `Cannot add a post: ${id}"a b"`],
    [add({ id: "x".repeat(65) }), RangeError, `Cannot add a post: ${id}`],
    [add({ text: "" }), RangeError, `Cannot add a post: ${text}""`],
    [add({ text: "a\0" }), RangeError, `Cannot add a post: ${text}`],
    [add({ text: "\udfff" }), RangeError, `Cannot add a post: ${text}`],
    [add({ text: "x".repeat(10_001) }), RangeError, `Cannot add a post: ${text}"xxx`],
    [add({ text: undefined }), TypeError, `Cannot add a post: ${text}undefined`],
    [add({ timeMs: NaN }), RangeError, "Cannot add a post: timeMs must be a finite number: current value is NaN"],
    [add({ timeMs: "1" }), TypeError, 'Cannot add a post: timeMs must be a finite number: current value is "1"'],
    [() => store.deletePost(" "), RangeError, `Cannot delete a post: ${id}" "`],
    [() => store.follow("", "bob", everything), RangeError, `Cannot follow: ${name}""`],
    [() => store.follow("ann", "", everything), RangeError, `Cannot follow: ${name}""`],
    [() => store.unfollow("ann", ""), RangeError, `Cannot unfollow: ${name}""`],
    [() => store.block("ann", ""), RangeError, `Cannot block: ${name}""`],
    [() => store.unblock("", "ann"), RangeError, `Cannot unblock: ${name}""`],
    [() => store.setMode("", "pulled"), RangeError, `Cannot set an author's mode: ${name}""`],
    [
      () => store.fanOutStep({ batch: 0 }),
      RangeError,
      "Cannot fan out: batch must be a positive integer: current value is 0",
    ],
    [
      () => store.readLists("ann", page(0)),
      RangeError,
      "Cannot read a feed: limit must be a positive integer: current value is 0",
    ],
    [() => store.readLists("", page()), RangeError, `Cannot read a feed: ${name}""`],
    [
      () => store.readTimeline("ann", page(1.5)),
      RangeError,
      "Cannot read a feed: limit must be a positive integer: current value is 1.5",
    ],
    [
      () => store.readTimeline("ann", { limit: 1, before: { timeMs: 1, id: "" } }),
      RangeError,
      `Cannot read a feed: ${id}""`,
    ],
    [
      () => store.readTimeline("ann", { limit: 1, before: 5 as never }),
      TypeError,
      "Cannot read a feed: a cursor must be a time and an id: current value is 5",
    ],
    [
      () => store.readTimeline("ann", { limit: 1, before: "p1" as never }),
      TypeError,
      'Cannot read a feed: a cursor must be a time and an id: current value is "p1"',
    ],
    [() => store.readLists("ann", undefined as never), TypeError, "Cannot read a feed: page must be an object"],
    [
      () => store.addPost(post, {} as never),
      TypeError,
      "Cannot add a post: fanOut must be true or false: current value is undefined",
    ],
    [() => store.addPost(post, null as never), TypeError, "Cannot add a post: options must be an object"],
    [
      () => store.follow("ann", "bob", { backFill: "yes" as never }),
      TypeError,
      'Cannot follow: backFill must be true or false: current value is "yes"',
    ],
    [
      () => store.setMode("ann", "pull" as never),
      RangeError,
      'Cannot set an author\'s mode: mode must be "pulled" or "pushed": current value is "pull"',
    ],
    [() => store.fanOutStep(undefined as never), TypeError, "Cannot fan out: options must be an object"],
  ];
  for (const [call, errorClass, message] of table) await assertRejects(call, errorClass, message);
  assertEquals([await store.pendingJobs(), await store.readLists("bob", page())], [0, []]);
  assertEquals((await store.follow("ann", "bob", everything)).followers, 1);
}
