import { assertEquals } from "@std/assert";
import type { FeedStore, Page, Post } from "@lib/storage/feed/feed_store.ts";
import { MemoryFeedStore } from "@lib/storage/feed/memory_feed_store.ts";
import { feedStoreContract } from "@lib/testing/feed_store_contract.ts";

type Change = (right: MemoryFeedStore) => Partial<FeedStore>;

/** A correct engine in which one method is replaced by a wrong one. */
function broken(change: Change) {
  return (options: { timelineCapacity: number }): Promise<FeedStore> => {
    const right = new MemoryFeedStore(options);
    const wrong = change(right);
    return Promise.resolve(
      new Proxy(right as FeedStore, {
        get: (_, name) => {
          const own = Reflect.get(wrong, name);
          if (own !== undefined) return own;
          const value = Reflect.get(right, name, right);
          return typeof value === "function" ? value.bind(right) : value;
        },
      }),
    );
  };
}

async function firstUnmet(change: Change): Promise<string | undefined> {
  for (const { name, run } of feedStoreContract(broken(change))) {
    try {
      await run();
    } catch {
      return name;
    }
  }
}

const sorted = (posts: readonly Post[]) => posts.toSorted((a, b) => b.timeMs - a.timeMs || a.id.localeCompare(b.id));

// Each fault, and the demand that must be the first to notice it
const FAULTS: [string, Change, string | undefined][] = [
  ["none", () => ({}), undefined],
  [
    "a stranger has a post",
    () => ({ readLists: (author) => Promise.resolve([[{ id: "1", author, text: "hello", timeMs: 0 }]]) }),
    "a reader nobody knows has an empty feed",
  ],
  ["ties by the locale's alphabet", (right) => ({
    readTimeline: async (reader: string, page: Page) => {
      const read = await right.readTimeline(reader, page);
      return { ...read, entries: sorted(read.entries) };
    },
  }), "the order is time, then id, newest first, and a cursor is a position in it"],
  ["times are whole milliseconds", (right) => ({
    addPost: (post, options) =>
      right.addPost({ ...post, timeMs: Number.isFinite(post.timeMs) ? Math.round(post.timeMs) : post.timeMs }, options),
  }), "names and texts come back as they went in"],
  ["texts are trimmed of what lies beyond the basic plane", (right) => ({
    addPost: (post, options) =>
      right.addPost({ ...post, text: String(post.text).replace(/\p{Emoji}/gu, "?") }, options),
  }), "names and texts come back as they went in"],
  ["an id that is known is said to be new", (right) => ({
    addPost: async (post, options) => (await right.addPost(post, options), true),
  }), "an id is taken once, even by a post that was deleted"],
  [
    "a batch is twice as large",
    (right) => ({ fanOutStep: ({ batch }) => right.fanOutStep({ batch: 2 * batch }) }),
    "a post waits in a job, and is delivered in bounded batches",
  ],
  [
    "posts without fan-out are fanned out",
    (right) => ({ addPost: (post) => right.addPost(post, { fanOut: true }) }),
    "a post waits in a job, and is delivered in bounded batches",
  ],
  [
    "nothing can be deleted",
    (right) => ({ deletePost: (id) => right.deletePost(id).then(() => false) }),
    "names and texts come back as they went in",
  ],
  [
    "a follow never brings older posts",
    (right) => ({ follow: (one, other) => right.follow(one, other, { backFill: false }) }),
    "a deleted post is shown nowhere and not delivered",
  ],
  [
    "an unfollow changes nothing",
    () => ({ unfollow: () => Promise.resolve({ isNew: true, followers: 0, mode: "pushed" as const }) }),
    "a follow brings the posts from before it",
  ],
  [
    "a block changes nothing",
    () => ({ block: () => Promise.resolve(true) }),
    "unfollow and block hide what the timeline holds, and taking them back shows it again",
  ],
  [
    "an unblock takes back both",
    (right) => ({
      unblock: async (one, other) => {
        await right.unblock(other, one);
        return await right.unblock(one, other);
      },
    }),
    "unfollow and block hide what the timeline holds, and taking them back shows it again",
  ],
  ["followers are counted one too few", (right) => ({
    follow: async (one, other, options) => {
      const change = await right.follow(one, other, options);
      return { ...change, followers: change.followers - 1 };
    },
  }), "edges are told once, and no one follows or blocks themselves"],
  ["the floor is not told", (right) => ({
    readTimeline: async (reader, page) => {
      const { entries, lists } = await right.readTimeline(reader, page);
      return { entries, lists };
    },
  }), "a follow of more posts than fit raises the floor above the rest"],
  [
    "nobody is ever pulled",
    () => ({ setMode: () => Promise.resolve(false) }),
    "a pulled author's posts are read from their list",
  ],
  ["who is called back is pushed at once", (right) => ({
    setMode: async (author, mode) => {
      const isDone = await right.setMode(author, mode);
      if (mode === "pushed") { while (await right.fanOutStep({ batch: 1 }) !== undefined); }
      return isDone;
    },
  }), "an author on the way back is read from their list until all their jobs are done"],
  [
    "a page forgets where it begins",
    (right) => ({ readLists: (reader, { limit }) => right.readLists(reader, { limit }) }),
    "the order is time, then id, newest first, and a cursor is a position in it",
  ],
  ["a limit is taken as it is", (right) => ({
    readTimeline: (reader, page) => right.readTimeline(reader, { ...page, limit: Math.ceil(page.limit) || 1 }),
  }), "what is not as it must be is refused by name and value, and changes nothing"],
];

for (const [fault, change, demand] of FAULTS) {
  Deno.test(`the contract of feed stores notices: ${fault}`, async () =>
    assertEquals(await firstUnmet(change), demand));
}

Deno.test("a step that loses a follower is noticed where everybody works at the same time, or before", async () => {
  const unmet = await firstUnmet((right) => {
    let steps = 0;
    const follow = right.follow.bind(right);
    return {
      follow: (one, other, options) => follow(one, other, ++steps % 7 === 0 ? { backFill: false } : options),
    };
  });
  assertEquals(typeof unmet, "string");
});
