import { assertEquals } from "@std/assert";
import type { FeedQuery, NewsFeed, Post } from "@lib/storage/feed/news_feed.ts";
import { FeedModel } from "@lib/testing/feed_model.ts";
import { checkPage, checkPostId, checkPostText, checkUserName } from "@lib/storage/feed/feed_arguments.ts";
import { type FeedOnTrial, type ManualClock, newsFeedContract } from "@lib/testing/news_feed_contract.ts";

/** The model as a feed; posts are delivered when it is settled, as in a feed that fans out. */
class ModelFeed implements NewsFeed {
  readonly model = new FeedModel();
  readonly clock: ManualClock;
  settled = 0;
  constructor(clock: ManualClock) {
    this.clock = clock;
  }
  post(author: string, text: string): Promise<string> {
    return attempt(() => {
      checkUserName(author, "post");
      checkPostText(text, "post");
      const id = `p${String(this.model.posts.length).padStart(9, "0")}`;
      this.model.posts.push({ id, author, text, timeMs: this.clock.nowMs() });
      return id;
    });
  }
  deletePost(id: string): Promise<boolean> {
    return attempt(() => this.model.delete(checkPostId(id, "delete a post")));
  }
  follow(one: string, other: string): Promise<boolean> {
    return attempt(() => {
      this.settled = this.model.posts.length; // back-fill, and more than that
      return this.model.follow(checkUserName(one, "follow"), checkUserName(other, "follow"));
    });
  }
  unfollow(one: string, other: string): Promise<boolean> {
    return attempt(() => this.model.unfollow(one, other));
  }
  block(one: string, other: string): Promise<boolean> {
    return attempt(() => this.model.block(checkUserName(one, "block"), other));
  }
  unblock(one: string, other: string): Promise<boolean> {
    return attempt(() => this.model.unblock(one, other));
  }
  getFeed(user: string, query: number | FeedQuery): Promise<readonly Post[]> {
    return attempt(() => {
      const { k, before } = typeof query === "number" ? { k: query } : query;
      checkUserName(user, "read a feed");
      checkPage({ limit: k, ...before && { before } }, "read a feed");
      const late = new Set(this.model.posts.slice(this.settled).filter(({ author }) => author !== user));
      return this.model.feed(user, { k: 1e6, ...before && { before } }).filter((post) => !late.has(post)).slice(0, k);
    });
  }
}

function attempt<Value>(work: () => Value): Promise<Value> {
  return new Promise((resolve) => resolve(work()));
}

type Change = (feed: ModelFeed) => void;

function trial(change: Change) {
  return (clock: ManualClock): Promise<FeedOnTrial> => {
    const feed = new ModelFeed(clock);
    change(feed);
    const settle = (options?: { steps: number }) => {
      if (options === undefined) feed.settled = feed.model.posts.length;
      return Promise.resolve();
    };
    return Promise.resolve({ feed, settle, close: () => Promise.resolve() });
  };
}

async function firstUnmet(change: Change): Promise<string | undefined> {
  for (const { name, run } of newsFeedContract(trial(change), { histories: 10 })) {
    try {
      await run();
    } catch {
      return name;
    }
  }
}

const own = "own posts are there, at once and once, whomever one follows";
const stand = "a follow shows posts from before it, an unfollow hides them all";
const histories = "10 random histories agree with the definition, page by page";

const FAULTS: [string, Change, string | undefined][] = [
  ["none", () => {}, undefined],
  ["own posts come with the others", (feed) => {
    feed.getFeed = (user, query) =>
      attempt(() => {
        const { k, before } = typeof query === "number" ? { k: query } : query;
        return feed.model.feed(user, { k, ...before && { before } }).filter((_, n) => n < feed.settled);
      });
  }, own],
  ["one may follow oneself", (feed) => {
    const { follow } = feed;
    feed.follow = async (one, other) => one === other || await follow.call(feed, one, other);
  }, own],
  ["no back-fill", (feed) => {
    const since = new Map<string, number>();
    const { follow, getFeed } = feed;
    feed.follow = (
      one,
      other,
    ) => (one !== other && since.set(`${one} ${other}`, feed.model.posts.length), follow.call(feed, one, other));
    feed.getFeed = async (user, query) =>
      (await getFeed.call(feed, user, query)).filter((post) =>
        feed.model.posts.indexOf(post) >= (since.get(`${user} ${post.author}`) ?? 0)
      );
  }, stand],
  ["unfollowed authors stay", (feed) => {
    feed.unfollow = () => Promise.resolve(true);
  }, own],
  ["ties are turned round", (feed) => {
    const { getFeed } = feed;
    feed.getFeed = async (user, query) =>
      (await getFeed.call(feed, user, query)).toSorted((a, b) => b.timeMs - a.timeMs || (a.id < b.id ? -1 : 1));
  }, stand],
  ["posts with the same words are one", (feed) => {
    const { getFeed } = feed;
    feed.getFeed = async (user, query) => {
      const page = await getFeed.call(feed, user, query);
      return page.filter((post, n) => page.findIndex(({ text }) => text === post.text) === n);
    };
  }, "the same words twice are two posts, and following twice is following once"],
  ["deleted posts leave a gap", (feed) => {
    const deleted = new Set<string>();
    feed.deletePost = (id) =>
      attempt(() =>
        feed.model.posts.some((post) => post.id === id) && !deleted.has(id) &&
        !!deleted.add(checkPostId(id, "delete a post"))
      );
    const { getFeed } = feed;
    feed.getFeed = async (user, query) => (await getFeed.call(feed, user, query)).filter(({ id }) => !deleted.has(id));
  }, "a deleted post leaves no gap, and is deleted once"],
  ["a block works one way", (feed) => {
    const { getFeed } = feed;
    const blocks = new Set<string>();
    feed.block = (one, other) =>
      attempt(() => one !== other && !blocks.has(`${one} ${other}`) && !!blocks.add(`${one} ${other}`));
    feed.unblock = (one, other) => attempt(() => blocks.delete(`${one} ${other}`));
    feed.getFeed = async (user, query) =>
      (await getFeed.call(feed, user, query)).filter(({ author }) => !blocks.has(`${user} ${author}`));
  }, "a block hides both ways and keeps the follows"],
  ["a cursor is an offset", (feed) => {
    const { getFeed } = feed;
    let first: readonly Post[] = [];
    feed.getFeed = async (user, query) => {
      if (typeof query === "number" || query.before === undefined || Number.isNaN(query.before.timeMs)) {
        return first = await getFeed.call(feed, user, query);
      }
      const all = await getFeed.call(feed, user, 1e6);
      const offset = 1 + Math.max(first.findIndex(({ id }) => id === query.before!.id), 2);
      return all.slice(offset, offset + query.k);
    };
  }, "pages by a cursor neither repeat nor leave out, whatever is posted or deleted meanwhile"],
  ["a feed ends after twenty posts", (feed) => {
    const { getFeed } = feed;
    feed.getFeed = async (user, query) =>
      (await getFeed.call(feed, user, query)).filter((post) =>
        feed.model.posts.length - feed.model.posts.indexOf(post) < 28 || feed.model.posts.length > 40
      );
  }, "a feed deeper than any timeline can be read to its end"],
  ["k may be anything", (feed) => {
    const { getFeed } = feed;
    feed.getFeed = (user, query) => {
      const { k, before } = typeof query === "number" ? { k: query } : query;
      return getFeed.call(feed, user, { k: Number.isInteger(k) && k > 0 ? k : 1, ...before && { before } });
    };
  }, "what is not as it must be is refused, and changes nothing"],
  ["what is undelivered hides everything below it", (feed) => {
    const { getFeed } = feed;
    feed.getFeed = async (user, query) => {
      const all = feed.model.feed(user, { k: 1e6 });
      const isLate = all.some((post) => post.author !== user && feed.model.posts.indexOf(post) >= feed.settled);
      const page = await getFeed.call(feed, user, query);
      return isLate && page.length > 5 ? page.slice(0, 1).concat(page.slice(2)) : page;
    };
  }, histories],
];

for (const [fault, change, demand] of FAULTS) {
  Deno.test(`the contract of news feeds notices: ${fault}`, async () => assertEquals(await firstUnmet(change), demand));
}
