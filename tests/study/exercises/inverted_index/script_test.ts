import { assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { InvertedIndex } from "@lib/study/exercises/inverted_index/right/map_of_maps.ts";
import {
  type Call,
  documentsAt,
  hitsAt,
  judgeFound,
  matchesAt,
  play,
  type Script,
  searchesOf,
  showScript,
  showScripts,
} from "@lib/study/exercises/inverted_index/script.ts";
import { childTools } from "../child_tools.ts";

const SCRIPT: Script = [
  ["add", "a", "Red fox, stone"],
  ["add", "b", "fox red"],
  ["search", "fox"],
  ["add", "a", "stone red"],
  ["remove", "b"],
  ["search", '"red fox" stone', { operator: "or" }],
];
const hit = (id: string) => ({ id, score: 1 });
/** Evidence of one script: nothing but at its searches. */
const found = (first: readonly string[], second: readonly string[]) => [
  [undefined, undefined, first.map(hit), undefined, undefined, second.map(hit)],
];

// By hand
Deno.test("the oracle reads every document: words, phrases, and, or", () => {
  const asked = (query: string, operator: "and" | "or") => {
    const script: Script = [...SCRIPT.slice(0, 2), ["add", "c", "stone"], ["search", query, { operator }]];
    return matchesAt(script, 3).join("");
  };
  assertEquals(asked("fox stone", "or"), "abc");
  assertEquals(asked("fox stone", "and"), "a");
  assertEquals(asked('"red fox"', "and"), "a");
  assertEquals(asked('"red fox" stone', "or"), "ac");
  assertEquals(asked('stone "red fox"', "and"), "a");
  assertEquals(asked("fo", "or"), "");
  assertEquals(asked("", "and"), "", "no words ask for nothing");
  assertEquals(asked("", "or"), "");
});
Deno.test("documents are those of the moment: the last text counts, what was removed is gone", () => {
  assertEquals([...documentsAt(SCRIPT, 3)], [["a", "Red fox, stone"], ["b", "fox red"]]);
  assertEquals([...documentsAt(SCRIPT, 5)], [["a", "stone red"]]);
  assertEquals(matchesAt(SCRIPT, 5), ["a"]);
});
Deno.test("a script is shown as calls, without the searches before the one asked for", () => {
  assertEquals(showScript(SCRIPT, 2), 'add("a", "Red fox, stone"); add("b", "fox red"); search("fox")');
  assertEquals(
    showScript(SCRIPT).split("; ").slice(2),
    ['add("a", "stone red")', 'remove("b")', String.raw`search("\"red fox\" stone", { operator: "or" })`],
  );
  assertEquals(showScripts([SCRIPT, [["remove", "z"]]], 1000), 'remove("z")');
  assertEquals(showScripts([SCRIPT]), showScript(SCRIPT));
  assertEquals(searchesOf(SCRIPT), [2, 5]);
});

// Oracle against an answer that shares nothing with it
Deno.test("a right answer plays as the oracle says, whatever the calls", () => {
  const dice = random(3);
  const word = () => ["red", "fox", "stone", "river"][dice.integer(4)]!;
  const words = (n: number) => Array.from({ length: 1 + dice.integer(n) }, word).join(" ");
  const call = (): Call => {
    const id = "abcd"[dice.integer(4)]!;
    const query = dice.integer(2) === 0 ? words(2) : `"${words(3)}" ${words(1)}`;
    const calls: Call[] = [["add", id, words(6)], ["remove", id], ["search", query, { operator: "and" }], [
      "search",
      query,
    ]];
    return calls[dice.integer(4)]!;
  };
  const scripts = Array.from({ length: 150 }, () => Array.from({ length: 20 }, call));
  assertEquals(judgeFound(scripts, play({ InvertedIndex }, scripts, childTools())), undefined);
});

// Evidence
Deno.test("the first search that found something else is reported, with the calls that led to it", () => {
  assertEquals(judgeFound([SCRIPT], found(["b", "a"], ["a"])), undefined, "order is not judged");
  assertEquals(judgeFound([SCRIPT], found(["a", "b"], ["a", "b"])), {
    input: showScript(SCRIPT, 5),
    expected: "a",
    got: "a, b",
  });
  assertEquals(judgeFound([SCRIPT], found(["a"], []))?.input, showScript(SCRIPT, 2));
  assertEquals(judgeFound([SCRIPT], found(["a", "b"], []))?.got, "nothing");
  assertEquals(judgeFound([SCRIPT], found(["a", "b", "b"], ["a"]))?.got, "a, b, b", "twice is once too often");
});
Deno.test("results in another form are shown, and more fields do not matter", () => {
  const shown = (hits: unknown) => hitsAt([[undefined, undefined, hits]], { scripts: [SCRIPT], script: 0, call: 2 });
  for (const hits of [undefined, "a", ["a"], [{ id: "a" }], [{ id: "a", score: NaN }], [{ id: 1, score: 1 }], [null]]) {
    assertEquals("expected" in shown(hits), true, JSON.stringify(hits));
  }
  assertEquals(shown([]), []);
  class Found {
    id = "a";
    score = 2;
    text = "stone";
  }
  const index = { add() {}, remove() {}, search: () => [new Found()] };
  const evidence = play(
    {
      InvertedIndex: class {
        add = index.add;
        remove = index.remove;
        search = index.search;
      },
    },
    [SCRIPT],
    childTools(),
  );
  assertEquals((evidence as unknown[][])[0]![2], [{ id: "a", score: 2 }]);
});
Deno.test("evidence that is not one list of answers a script is refused", () => {
  for (const evidence of [undefined, [], [1], "text", { length: 1 }]) {
    assertThrows(() => judgeFound([SCRIPT], evidence), TypeError, "one list of answers is needed");
  }
  assertThrows(() => matchesAt(SCRIPT, 0), TypeError, "call 0 is no search");
});
