import { assert, assertEquals } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { FeedModel, randomHistory, randomReading, userNames } from "@lib/testing/feed_model.ts";

const post = (id: string, author: string, timeMs: number) => ({ id, author, text: `text ${id}`, timeMs });
const seen = (model: FeedModel, user: string, k = 9) => model.feed(user, { k }).map(({ id }) => id);

Deno.test("the model follows the rules of the feed", () => {
  const model = new FeedModel();
  model.posts.push(post("1", "bob", 0), post("2", "ann", 0), post("3", "bob", 5), post("0", "eve", 5));
  assertEquals(seen(model, "ann"), ["2"]);
  assertEquals([model.follow("ann", "bob"), model.follow("ann", "bob"), model.follow("ann", "ann")], [
    true,
    false,
    false,
  ]);
  model.follow("ann", "eve");
  assertEquals([model.followers("bob"), model.followers("ann")], [1, 0]);
  assertEquals([seen(model, "ann"), seen(model, "ann", 2)], [["3", "0", "2", "1"], ["3", "0"]]);
  assertEquals(model.feed("ann", { k: 9, before: { timeMs: 5, id: "1" } }).map(({ id }) => id), ["0", "2", "1"]);
  assertEquals([model.block("bob", "ann"), model.block("bob", "ann"), model.block("ann", "ann")], [true, false, false]);
  assertEquals(seen(model, "ann"), ["0", "2"]);
  assertEquals([model.unblock("ann", "bob"), model.unblock("bob", "ann")], [false, true]);
  model.block("ann", "bob");
  assertEquals(seen(model, "ann"), ["0", "2"]);
  model.unblock("ann", "bob");
  assertEquals([model.delete("3"), model.delete("3"), model.delete("none")], [true, false, false]);
  assertEquals(seen(model, "ann"), ["0", "2", "1"]);
  assertEquals([model.unfollow("ann", "bob"), model.unfollow("ann", "bob"), seen(model, "ann")], [true, false, [
    "0",
    "2",
  ]]);
});

Deno.test("a history is decided by its seed, has every act, and deletes only what was posted", () => {
  const options = { seed: 3, users: 4, acts: 500 };
  const history = randomHistory(options);
  assertEquals([history.length, history], [500, randomHistory(options)]);
  assert(JSON.stringify(history) !== JSON.stringify(randomHistory({ ...options, seed: 4 })));
  const acts = new Set(history.map(({ act }) => act));
  assertEquals(acts.size, 8);
  let posts = 0;
  const authors = new Map<string, number>();
  for (const act of history) {
    if (act.act === "delete") assert(act.index < posts);
    if (act.act !== "post") continue;
    posts++;
    authors.set(act.user, (authors.get(act.user) ?? 0) + 1);
  }
  assertEquals([...authors.keys()].sort(), userNames(4));
  assert(authors.get("user 0")! > authors.get("user 3")!, "the first is met most");
});

Deno.test("a reading is drawn from all users and small pages", () => {
  const draw = random(1);
  const readings = Array.from({ length: 300 }, () => randomReading(draw, ["a", "b"]));
  assertEquals([...new Set(readings.map(({ user }) => user))].sort(), ["a", "b"]);
  const sizes = readings.map(({ k }) => k);
  assertEquals([Math.min(...sizes), Math.max(...sizes)], [1, 12]);
});
