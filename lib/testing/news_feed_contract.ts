/**
 * What every {@linkcode NewsFeed} must do, whichever way it gathers: the rules one by one, then random histories
 * against {@linkcode FeedModel}. Since every feed is held to the same model, all feeds give equal answers.
 *
 * @module
 */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { random } from "../base/random.ts";
import type { FeedQuery, NewsFeed, Post } from "../storage/feed/news_feed.ts";
import { type FeedAct, FeedModel, randomHistory, randomReading, userNames } from "./feed_model.ts";
import { ManualClock } from "./manual_clock.ts";

export type { ManualClock, NewsFeed };

/** One demand: `run` rejects when it is not met. */
export interface NewsFeedCase {
  /** The demand, as a sentence. */
  readonly name: string;
  /** Tries it. */
  run(): Promise<void>;
}

/** A feed to be tried, empty. */
export interface FeedOnTrial {
  /** The feed. */
  readonly feed: NewsFeed;
  /** Does what the feed has put off: one small piece with `steps: 1`, everything without. */
  settle(options?: { readonly steps: number }): Promise<unknown>;
  /** Gives back what it holds. */
  close(): Promise<void>;
}

/** Makes an empty feed on a clock. */
export type CreateNewsFeed = (clock: ManualClock) => Promise<FeedOnTrial>;

/** How much is tried. */
export interface NewsFeedContractOptions {
  /** Random histories: fewer for an engine behind a network. @default {60} */
  readonly histories?: number;
}

type Demand = (trial: FeedOnTrial, clock: ManualClock) => Promise<void>;

/**
 * The demands on the feeds that `create` makes.
 *
 * @example
 * ```ts
 * import { assertRejects } from "@std/assert";
 * import type { NewsFeed } from "../storage/feed/news_feed.ts";
 * import { newsFeedContract } from "./news_feed_contract.ts";
 *
 * const deaf = { post: () => Promise.resolve("1"), getFeed: () => Promise.resolve([]) } as unknown as NewsFeed;
 * const trial = { feed: deaf, settle: () => Promise.resolve(), close: () => Promise.resolve() };
 * const [first] = newsFeedContract(() => Promise.resolve(trial));
 * await assertRejects(() => first!.run());
 * ```
 */
export function newsFeedContract(create: CreateNewsFeed, options: NewsFeedContractOptions = {}): NewsFeedCase[] {
  const { histories = 60 } = options;
  const demand = (name: string, run: Demand): NewsFeedCase => ({
    name,
    async run() {
      const clock = new ManualClock(1000);
      const trial = await create(clock);
      try {
        await run(trial, clock);
      } finally {
        await trial.close();
      }
    },
  });
  return [
    demand("own posts are there, at once and once, whomever one follows", ownPosts),
    demand("a follow shows posts from before it, an unfollow hides them all", asTheyStand),
    demand("posts of one moment stay in the order of posting", ties),
    demand("the same words twice are two posts, and following twice is following once", twice),
    demand("a deleted post leaves no gap, and is deleted once", deletion),
    demand("a block hides both ways and keeps the follows", blocks),
    demand("pages by a cursor neither repeat nor leave out, whatever is posted or deleted meanwhile", cursors),
    demand("a feed deeper than any timeline can be read to its end", depth),
    demand("what is not as it must be is refused, and changes nothing", refusals),
    {
      name: `${histories} random histories agree with the definition, page by page`,
      async run() {
        for (let seed = 0; seed < histories; seed++) {
          await demand("", (trial, clock) => history(trial, clock, seed)).run();
        }
      },
    },
  ];
}

const words = (posts: readonly Post[]): string[] => posts.map((post) => post.text);

async function ownPosts({ feed, settle }: FeedOnTrial, clock: ManualClock): Promise<void> {
  const id = await feed.post("ann", "mine");
  assertEquals(await feed.getFeed("ann", 10), [{ id, author: "ann", text: "mine", timeMs: clock.nowMs() }]);
  assertEquals(await feed.follow("ann", "ann"), false);
  assertEquals(await feed.unfollow("ann", "ann"), false);
  assertEquals(await feed.block("ann", "ann"), false);
  await feed.follow("bob", "ann");
  await settle();
  assertEquals(words(await feed.getFeed("ann", 10)), ["mine"]);
  assertEquals(words(await feed.getFeed("nobody", 10)), []);
}

async function asTheyStand({ feed, settle }: FeedOnTrial): Promise<void> {
  await feed.post("bob", "before");
  assertEquals(await feed.follow("ann", "bob"), true);
  assertEquals(words(await feed.getFeed("ann", 10)), ["before"]);
  await feed.post("bob", "after");
  await settle();
  assertEquals(words(await feed.getFeed("ann", 10)), ["after", "before"]);
  assertEquals(words(await feed.getFeed("bob", 10)), ["after", "before"]);
  assertEquals([await feed.unfollow("ann", "bob"), await feed.unfollow("ann", "bob")], [true, false]);
  assertEquals(words(await feed.getFeed("ann", 10)), []);
  await feed.post("bob", "meanwhile");
  await settle();
  await feed.follow("ann", "bob");
  assertEquals(words(await feed.getFeed("ann", 2)), ["meanwhile", "after"]);
}

async function ties({ feed, settle }: FeedOnTrial): Promise<void> {
  await feed.follow("ann", "bob");
  const order = Array.from({ length: 45 }, (_, n) => String(n)); // more than one base-36 digit of ids
  for (const text of order) await feed.post(Number(text) % 2 === 0 ? "bob" : "ann", text);
  await settle();
  assertEquals(words(await feed.getFeed("ann", 100)), order.toReversed());
}

async function twice({ feed, settle }: FeedOnTrial): Promise<void> {
  assertEquals([await feed.follow("ann", "bob"), await feed.follow("ann", "bob")], [true, false]);
  const [one, other] = [await feed.post("bob", "again"), await feed.post("bob", "again")];
  assert(one !== other);
  await settle();
  await feed.unfollow("ann", "bob");
  await feed.follow("ann", "bob");
  assertEquals((await feed.getFeed("ann", 10)).map(({ id }) => id), [other, one]);
}

async function deletion({ feed, settle }: FeedOnTrial): Promise<void> {
  await feed.follow("ann", "bob");
  const posted: string[] = [];
  for (const text of ["1", "2", "3", "4"]) posted.push(await feed.post("bob", text));
  await settle();
  assertEquals([await feed.deletePost(posted[3]!), await feed.deletePost(posted[3]!)], [true, false]);
  assertEquals(await feed.deletePost("never-was"), false);
  assertEquals(words(await feed.getFeed("ann", 3)), ["3", "2", "1"]);
  await feed.deletePost(posted[1]!);
  assertEquals(words(await feed.getFeed("ann", 2)), ["3", "1"]);
  assertEquals(words(await feed.getFeed("bob", 9)), ["3", "1"]);
}

async function blocks({ feed, settle }: FeedOnTrial): Promise<void> {
  await feed.follow("ann", "bob");
  await feed.follow("bob", "ann");
  await feed.post("ann", "hers");
  await feed.post("bob", "his");
  await settle();
  assertEquals([await feed.block("ann", "bob"), await feed.block("ann", "bob")], [true, false]);
  assertEquals([words(await feed.getFeed("ann", 9)), words(await feed.getFeed("bob", 9))], [["hers"], ["his"]]);
  assertEquals(await feed.follow("bob", "ann"), false, "it is kept");
  assertEquals([await feed.unblock("bob", "ann"), await feed.unblock("ann", "bob")], [false, true]);
  assertEquals(words(await feed.getFeed("ann", 9)), ["his", "hers"]);
  assertEquals(words(await feed.getFeed("bob", 9)), ["his", "hers"]);
}

async function cursors({ feed, settle }: FeedOnTrial, clock: ManualClock): Promise<void> {
  for (const author of ["bob", "eve"]) await feed.follow("ann", author);
  for (let n = 0; n < 20; n++) {
    if (n % 4 === 0) clock.advance(1); // four posts a moment
    await feed.post(n % 3 === 0 ? "eve" : "bob", String(n));
  }
  await settle();
  const truth = words(await feed.getFeed("ann", 100));
  const read: string[] = [];
  let before: Post | undefined;
  for (let turn = 0; turn < 7; turn++) {
    const page = await feed.getFeed("ann", { k: 3, ...before && { before } });
    read.push(...words(page));
    before = page.at(-1)!;
    await feed.post("bob", `new ${turn}`);
    await settle();
    if (turn === 2) await feed.deletePost(before.id); // the place of the cursor itself
  }
  assertEquals(read, truth);
  assertEquals(await feed.getFeed("ann", { k: 3, before: before! }), []);
}

async function depth({ feed, settle }: FeedOnTrial, clock: ManualClock): Promise<void> {
  await feed.follow("ann", "bob");
  const order = Array.from({ length: 30 }, (_, n) => String(n));
  for (const text of order) {
    clock.advance(1);
    await feed.post("bob", text);
    await settle();
  }
  assertEquals(words(await feed.getFeed("ann", 100)), order.toReversed());
  const [, second] = await feed.getFeed("ann", 2);
  assertEquals(words(await feed.getFeed("ann", { k: 27, before: second! })), order.toReversed().slice(2, 29));
}

async function refusals({ feed }: FeedOnTrial): Promise<void> {
  const name = "a user's name must have 1 to 128 characters, none of them a control character: current value is ";
  const limit = "Cannot read a feed: limit must be a positive integer: current value is ";
  const table: [() => Promise<unknown>, new () => Error, string][] = [
    [() => feed.post("", "text"), RangeError, `Cannot post: ${name}""`],
    [() => feed.post(undefined as never, "text"), TypeError, `Cannot post: ${name}undefined`],
    [() => feed.post("ann", ""), RangeError, "Cannot post: a post's text must have 1 to 10000 characters"],
    [() => feed.post("ann", 5 as never), TypeError, "Cannot post: a post's text must have 1 to 10000 characters"],
    [() => feed.follow("ann", ""), RangeError, `Cannot follow: ${name}""`],
    [() => feed.block("", "ann"), RangeError, `Cannot block: ${name}""`],
    [() => feed.deletePost(""), RangeError, "Cannot delete a post: a post's id must be"],
    [() => feed.getFeed("", 1), RangeError, `Cannot read a feed: ${name}""`],
    [() => feed.getFeed("ann", 0), RangeError, `${limit}0`],
    [() => feed.getFeed("ann", { k: -1 }), RangeError, `${limit}-1`],
    [() => feed.getFeed("ann", { k: 1.5 }), RangeError, `${limit}1.5`],
    [() => feed.getFeed("ann", { k: "5" as never }), TypeError, `${limit}"5"`],
    [
      () => feed.getFeed("ann", { k: 1, before: { timeMs: NaN, id: "a" } }),
      RangeError,
      "timeMs must be a finite number",
    ],
  ];
  for (const [call, errorClass, message] of table) await assertRejects(call, errorClass, message);
  assertEquals(await feed.getFeed("ann", 5), []);
}

/** One random history. Now and then a feed is read while deliveries are pending, then all feeds when they are done. */
async function history({ feed, settle }: FeedOnTrial, clock: ManualClock, seed: number): Promise<void> {
  const users = 3 + seed % 6;
  const names = userNames(users);
  const model = new FeedModel();
  const draw = random(seed);
  let settled = 0; // posts before this place have been delivered
  for (const [n, act] of randomHistory({ seed, users, acts: 120 }).entries()) {
    const where = `seed ${seed}, act ${n}`;
    await play({ act, feed, model, clock, settle });
    if (n % 6 === 0) {
      const { user, k } = randomReading(draw, names);
      onlyLacks(await feed.getFeed(user, k), {
        all: model.feed(user, { k: 1000 }),
        late: model.posts.slice(settled),
        where,
      });
    }
    if (n % 20 !== 19) continue;
    await settle();
    settled = model.posts.length;
    for (const user of names) {
      await pageByPage({ feed, model, user, k: 1 + draw.integer(9), where: `${where}, ${user}` });
    }
  }
}

interface Played {
  readonly act: FeedAct;
  readonly feed: NewsFeed;
  readonly model: FeedModel;
  readonly clock: ManualClock;
  readonly settle: FeedOnTrial["settle"];
}

async function play({ act, feed, model, clock, settle }: Played): Promise<void> {
  switch (act.act) {
    case "post": {
      const id = await feed.post(act.user, act.text);
      return void model.posts.push({ id, author: act.user, text: act.text, timeMs: clock.nowMs() });
    }
    case "delete": {
      const { id } = model.posts[act.index]!;
      return assertEquals(await feed.deletePost(id), model.delete(id));
    }
    case "wait":
      return clock.advance(1);
    case "deliver":
      return void await settle({ steps: 1 });
    default:
      assertEquals(await feed[act.act](act.one, act.other), model[act.act](act.one, act.other));
  }
}

/**
 * During lag: nothing that should not be seen, in the right order, and nothing missing between but what is on its way.
 */
function onlyLacks(
  got: readonly Post[],
  { all, late, where }: { readonly all: readonly Post[]; readonly late: readonly Post[]; readonly where: string },
): void {
  const lateIds = new Set(late.map(({ id }) => id));
  let at = 0;
  for (const post of got) {
    while (at < all.length && all[at]!.id !== post.id && lateIds.has(all[at]!.id)) at++;
    assertEquals(post, all[at], where);
    at++;
  }
}

async function pageByPage(
  { feed, model, user, k, where }: {
    readonly feed: NewsFeed;
    readonly model: FeedModel;
    readonly user: string;
    readonly k: number;
    readonly where: string;
  },
): Promise<void> {
  let query: FeedQuery = { k };
  for (;;) {
    const expected = model.feed(user, query);
    assertEquals(await feed.getFeed(user, query), expected, where);
    if (expected.length < k) return;
    query = { k, before: expected.at(-1)! };
  }
}
