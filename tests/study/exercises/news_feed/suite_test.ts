import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { answers } from "@lib/study/exercises/news_feed/answers.ts";
import { type Given, type Life, oracle } from "@lib/study/exercises/news_feed/life.ts";
import { mixedLives } from "@lib/study/exercises/news_feed/mixed_lives.ts";
import { readWork } from "@lib/study/exercises/news_feed/read_work.ts";
import { suite } from "@lib/study/exercises/news_feed/suite.ts";
import type { Case, Suite } from "@lib/study/exercises/suite.ts";
import { childTools } from "../child_tools.ts";
import { grade } from "@lib/study/practice/grade.ts";
import { submissionOfAnswer, submissionOfFile, submissionOfValues } from "@lib/study/practice/submission.ts";

const PATIENT = { silenceMs: 20_000 };

Deno.test("the task is the stub: what the reader starts from is not attempted", async () => {
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    await Deno.writeTextFile(file, `export ${suite.task.slice(suite.task.indexOf("class NewsFeed"))}\n`);
    const submission = await submissionOfFile(new URL(`file://${file}`));
    assertEquals((await grade(suite as Suite<never>, submission, PATIENT)).outcome, "not attempted");
  } finally {
    await Deno.remove(file);
  }
});
Deno.test("every method of the task is left to the reader", () => {
  const methods = suite.task.split("\n").filter((line) => /^ {2}\w+\(.*\{$/.test(line));
  assertEquals([methods.length, suite.task.split("Not written yet").length - 1], [5, 5]);
});
Deno.test("random lives differ by seed, are the same for one seed, begin short, and end with everybody's feed", () => {
  const of = (seed: number) => mixedLives.input(random(seed));
  assertEquals(of(1), of(1));
  assert(JSON.stringify(of(1)) !== JSON.stringify(of(2)));
  assertEquals([of(1)[0]!.calls.length, of(1).at(-1)!.calls.length], [8, 45]);
  for (const { calls } of of(1)) {
    assertEquals(calls.slice(-4).map(([name]) => name), Array(4).fill("getFeed"));
    const deleted = calls.filter((call) => call[0] === "deletePost").map((call) => call[1]);
    assertEquals(new Set(deleted).size, deleted.length, "nobody is asked to delete twice");
  }
});
Deno.test("one wrong feed in one of the random lives is found, and shown with its calls", () => {
  const lives = mixedLives.input(random(1)) as Life[];
  const evidence: unknown[][] = lives.map(oracle);
  assertEquals(mixedLives.judge(lives, evidence), undefined);
  const at = lives[200]!.calls.findLastIndex(([call]) => call === "getFeed");
  evidence[200]![at] = ["wrong"];
  const failure = mixedLives.judge(lives, evidence);
  assertEquals([failure?.got, failure?.input], ['["wrong"]', mixedLives.show(lives, 200_000 + at)]);
  assertEquals(mixedLives.show(lives), "300 random lives");
});
Deno.test("work is judged by its growth: constant and logarithmic pass, the square root and more do not", () => {
  const input = readWork.input(random(1));
  const judged = (aRead: (posts: number) => number) =>
    readWork.judge(input, input.map(({ posts, reads }) => reads * aRead(posts)));
  assertEquals(judged(() => 80), undefined);
  assertEquals(judged((n) => 20 + Math.log2(n)), undefined);
  assertEquals(judged((n) => Math.log2(n)), undefined);
  assert(judged((n) => Math.sqrt(n)) !== undefined);
  assertMatch(
    judged((n) => 6 * n)!.got,
    /^96 steps a read with 16 posts an author, 3072 with 512: they grow like posts\^1\.0$/,
  );
  assertEquals(judged((n) => n)!.input, readWork.show(input));
});
Deno.test("work that was not counted is no evidence", () => {
  const input = readWork.input(random(1));
  for (const evidence of [[], input.map(() => 0), input.map(() => "many"), undefined]) {
    assertThrows(() => readWork.judge(input, evidence), TypeError, "a read is at least one step");
  }
});
Deno.test("our own answer passes", async () => {
  assertEquals((await grade(suite as Suite<never>, await submissionOfAnswer(answers.ours), PATIENT)).outcome, "pass");
});
Deno.test("a class with helpers of other cells is graded with them", async () => {
  class Author {
    posts: { number: number; tweet: string }[] = [];
    following = new Set<string>();
  }
  class NewsFeed {
    authors: Map<string, Author> = new Map();
    homes: Map<string, Author> = new Map();
    of(user: string): Author {
      if (!this.authors.has(user)) this.authors.set(user, new Author());
      return this.authors.get(user)!;
    }
    post(user: string, tweet: string): string {
      const number = this.homes.size;
      this.homes.set(`${number}`, this.of(user));
      this.of(user).posts.unshift({ number, tweet });
      return `${number}`;
    }
    follow(a: string, b: string): void {
      this.of(a).following.add(b);
    }
    unfollow(a: string, b: string): void {
      this.of(a).following.delete(b);
    }
    getFeed(user: string, k: number): string[] {
      const authors = new Set([user, ...this.of(user).following]);
      const heads = [...authors].map((author) => this.of(author).posts.slice(0, k));
      return heads.flat().sort((a, b) => b.number - a.number).slice(0, k).map(({ tweet }) => tweet);
    }
    deletePost(id: string): void {
      const home = this.homes.get(id)!;
      home.posts = home.posts.filter(({ number }) => `${number}` !== id);
    }
  }
  assertEquals((await grade(suite as Suite<never>, submissionOfValues({ NewsFeed, Author }), PATIENT)).outcome, "pass");
});
Deno.test("in this process, uncounted: the first case to catch a wrong answer is the one that names its mistake", () => {
  const child = childTools();
  const catches = (given: Given) => (one: Case<Given>) => {
    const input = one.input(random(1));
    try {
      return one.judge(input, one.drive(given, input, child)) !== undefined;
    } catch {
      return true;
    }
  };
  assertEquals(suite.cases.filter(({ counted }) => counted), [readWork]);
  const uncounted = suite.cases.filter(({ counted }) => !counted);
  for (const [name, { by, answer }] of Object.entries(answers.wrong)) {
    const found = uncounted.find(catches((answer as { given: unknown }).given as Given));
    assertEquals(found?.name ?? readWork.name, by, name);
  }
});
