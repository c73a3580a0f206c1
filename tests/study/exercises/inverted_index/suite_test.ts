import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { answers } from "@lib/study/exercises/inverted_index/answers.ts";
import { matchesAt, searchesOf, type Story } from "@lib/study/exercises/inverted_index/story.ts";
import { suite } from "@lib/study/exercises/inverted_index/suite.ts";
import { judgeTwins, withTwin } from "@lib/study/exercises/inverted_index/upkeep_cases.ts";
import type { Suite } from "@lib/study/exercises/suite.ts";
import { grade } from "@lib/study/practice/grade.ts";
import { submissionOfAnswer, submissionOfFile } from "@lib/study/practice/submission.ts";

const PATIENT = { silenceMs: 20_000 };
const MIXED = "any mix of calls agrees with reading every document";
const NOT_ALL = "a search looks at the documents that have its words, not at all";
const caseNamed = (name: string) => suite.cases.find((one) => one.name === name)!;
const hits = (...scores: [string, number][]) => scores.map(([id, score]) => ({ id, score }));

Deno.test("the task is the stub: what the reader starts from is not attempted", async () => {
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    await Deno.writeTextFile(file, `export ${suite.task.slice(suite.task.indexOf("class"))}\n`);
    const submission = await submissionOfFile(new URL(`file://${file}`));
    assertEquals((await grade(suite as Suite<never>, submission, PATIENT)).outcome, "not attempted");
  } finally {
    await Deno.remove(file);
  }
});
Deno.test("our own answer passes", async () => {
  const { outcome, finding } = await grade(suite as Suite<never>, await submissionOfAnswer(answers.ours), PATIENT);
  assertEquals([outcome, finding], ["pass", undefined]);
});
for (
  const name of [
    "and evaluated as or",
    "unknown words are skipped",
    "a phrase in any order",
    "a phrase is a piece of the text",
    "what stands beside a phrase is not asked for",
    "a plain object of lists",
  ]
) {
  Deno.test(`"${name}" is caught by its case`, async () => {
    const { by, answer } = answers.wrong[name]!;
    const { finding } = await grade(suite as Suite<never>, await submissionOfAnswer(answer), PATIENT);
    assertEquals(finding?.caseName, by);
  });
}
Deno.test("no case has a stop word, or two forms of one word", () => {
  const words = new Set<string>();
  for (const one of suite.cases) {
    if (one.counted) continue;
    const stories = one.input(random(1)) as Story[];
    for (const step of stories.flat()) {
      for (const word of `${step[1]} ${step[2] ?? ""}`.toLowerCase().match(/\p{L}{2,}/gu) ?? []) words.add(word);
    }
  }
  const stop =
    "about above after all also and any are as at be because been before being below between both but by can could did do does doing " +
    "down during each few for from further had has have he her here him his how if in into is it its just me more most my near no nor not now " +
    "of off on once only or other our out over own same she should so some such than that the their them then there these they this those " +
    "through to too under until up us very was we were what when where which while who whom why will with would you your";
  assertEquals(stop.split(" ").filter((word) => words.has(word)), []);
  const stems = [...words].filter((word) => /(s|ed|ing|ly|es)$/.test(word) && word !== "hundred");
  assertEquals(stems, ["red"]);
});

// Order
const RARE = "a rare word says more than a common one, and the best comes first";
const LIMIT = "the limit keeps the best, whenever they were added";
const judged = (name: string, found: unknown) => {
  const one = caseNamed(name);
  const stories = one.input(random(1)) as Story[];
  return one.judge(stories, [[...Array(stories[0]!.length - 1), found]]);
};
Deno.test("the order is judged by who is on top, by falling scores, and by the limit", () => {
  assertEquals(judged(RARE, hits(["d12", 3], ["d1", 1], ["d2", 1])), undefined);
  assertMatch(judged(RARE, hits(["d1", 3], ["d12", 1]))!.expected, /^d12 first/);
  assertMatch(
    judged(RARE, hits(["d12", 1], ["d1", 3]))!.got,
    /^d12 \(1\.00\), d1 \(3\.00\)/,
    "scores that rise are no order",
  );
  assertEquals(judged(LIMIT, hits(["d", 4], ["c", 3])), undefined);
  assertMatch(judged(LIMIT, hits(["d", 4], ["c", 3], ["b", 2]))!.expected, /^d, c, and no more/);
  assertMatch(judged(LIMIT, hits(["d", 4]))!.expected, /^d, c first/, "fewer than the limit");
  assertEquals(judged(LIMIT, "d")?.got, '"d"');
});

// Twins
const HISTORY: Story = [["add", "a", "fox"], ["add", "b", "fox fox"], ["remove", "b"], ["search", "fox"], [
  "search",
  "fox",
]];
Deno.test("the twin of a history has only what is there at its end, and is asked the same", () => {
  assertEquals(withTwin(HISTORY)[1], [["add", "a", "fox"], ["search", "fox"], ["search", "fox"]]);
});
Deno.test("scores must be those of the twin, but for the last digits", () => {
  const evidence = (first: number, second: number) => [
    [undefined, undefined, undefined, hits(["a", first]), hits(["a", second])],
    [undefined, hits(["a", 2]), hits(["a", 2])],
  ];
  const stories = withTwin(HISTORY);
  assertEquals(judgeTwins(stories, evidence(2, 2 + 1e-12)), undefined);
  assertEquals(judgeTwins(stories, evidence(2.1, 2))?.got, "a 2.10000");
  assertMatch(judgeTwins(stories, evidence(2, 1.9))!.expected, /only ever given what is in it now: a 2\.00000$/);
  assertEquals(judgeTwins(stories, [[, , , [], hits(["a", 2])], evidence(2, 2)[1]])?.got, "nothing");
});

// Random histories
Deno.test("random histories differ by seed, are the same for one seed, begin short, and most of their searches find something", () => {
  const of = (seed: number) => caseNamed(MIXED).input(random(seed)) as Story[];
  assertEquals(of(1), of(1));
  assert(JSON.stringify(of(1)) !== JSON.stringify(of(2)));
  assertEquals([of(1)[0]!.length, of(1).at(-2)!.length], [7, 21]);
  const searches = of(1).flatMap((story) => searchesOf(story).map((at) => matchesAt(story, at).length));
  const share = searches.filter((found) => found > 0).length / searches.length;
  assert(share > 0.4 && share < 0.95, `${share}`);
});
Deno.test("one wrong answer in one random history is found, and shown with its calls", () => {
  const mixed = caseNamed(MIXED);
  const stories = mixed.input(random(1)) as Story[];
  const evidence = stories.map((story) =>
    story.map((step, at) => step[0] === "search" ? matchesAt(story, at).map((id) => ({ id, score: 1 })) : undefined)
  );
  assertEquals(mixed.judge(stories, evidence), undefined);
  const at = searchesOf(stories[40]!).at(-1)!;
  evidence[40]![at]!.push({ id: "z", score: 1 });
  assertEquals(mixed.judge(stories, evidence)?.input, mixed.show(stories, 40_000 + at));
});

// Work
Deno.test("work is judged by its growth: constant and logarithmic pass, the square root and more do not", () => {
  const work = caseNamed(NOT_ALL);
  const input = work.input(random(1)) as { texts: string[]; queries: string[] }[];
  const judgedBy = (steps: (n: number) => number) =>
    work.judge(input, input.map(({ texts, queries }) => queries.length * steps(texts.length)));
  assertEquals(judgedBy(() => 30), undefined);
  assertEquals(judgedBy((n) => 20 + 4 * Math.log2(n)), undefined);
  assert(judgedBy((n) => Math.sqrt(n)) !== undefined);
  assertMatch(
    judgedBy((n) => n)!.got,
    /^128 steps a search in 128 documents, 2048 in 2048: they grow like documents\^1\.0$/,
  );
  for (const evidence of [[], input.map(() => 0), input.map(() => "many"), undefined]) {
    assertThrows(() => work.judge(input, evidence), TypeError);
  }
});
Deno.test("rare words are in two documents, the common one in half, however large the collection", () => {
  const input = caseNamed("an and costs what its rarest word costs").input(random(2)) as {
    texts: string[];
    queries: string[];
  }[];
  for (const { texts, queries } of input) {
    assertEquals(texts.filter((text) => text.startsWith("river ")).length, texts.length / 2);
    for (const query of queries) {
      const rare = query.replace("river", "").trim();
      assertEquals(texts.filter((text) => text.split(" ").includes(rare)).length, 2);
    }
    assert(queries.some((query) => query.startsWith("river")) && queries.some((query) => query.endsWith("river")));
  }
});
