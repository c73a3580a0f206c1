import { assert, assertEquals } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { InvertedIndex } from "@lib/ml/retrieval/inverted_index.ts";
import { analyzer } from "@lib/ml/text/analyzer.ts";
import { ENGLISH_STOP_WORDS } from "@lib/ml/text/stop_words.ts";

const plain = new InvertedIndex({ fields: { title: {}, body: {} } });
const english = new InvertedIndex({ analyzer: analyzer({ stopWords: ENGLISH_STOP_WORDS, stem: "porter" }) });

/** The text with its highlights in brackets. */
function marked(query: string, text: string, { index = plain, ...options } = {}): string {
  let out = "";
  let at = 0;
  for (const { start, end } of index.highlight(query, text, options)) {
    out += `${text.slice(at, start)}[${text.slice(start, end)}]`;
    at = end;
  }
  return out + text.slice(at);
}

// By hand
Deno.test("highlight() marks words, prefixes, fuzzy words and the words of phrases that match", () => {
  const cases: [string, string, string][] = [
    ["drag", "Drag, drag and DRAG!", "[Drag], [drag] and [DRAG]!"],
    ["dra*", "drag draw lift", "[drag] [draw] lift"],
    ["dragg~1", "drag dragged", "[drag] dragged"],
    ["gard~1", "drag grad", "drag [grad]"],
    ["ab~2", "ab ba cd abc", "[ab] [ba] cd [abc]"],
    ['"lift drag"', "lift drag, drag lift, lift", "[lift] [drag], drag lift, lift"],
    ['"lift drag"~2', "x drag lift x drag", "x [drag] [lift] x [drag]"],
    ["lift AND NOT drag", "lift drag", "[lift] drag"],
    ["lift nothing", "drag", "drag"],
    ["", "drag", "drag"],
    ["lru-ca*", "an lru cache", "an [lru] [cache]"],
  ];
  for (const [query, text, expected] of cases) assertEquals(marked(query, text), expected, query);
});

Deno.test("offsets are right beside emoji, combining marks and surrogate pairs", () => {
  const cases: [string, string, string][] = [
    ["drag", "🎉👩‍👧 drag 🎉drag", "🎉👩‍👧 [drag] 🎉[drag]"],
    ["café", "cafe\u0301 caf\u00e9 cafe", "[cafe\u0301] [caf\u00e9] cafe"],
    ["cafe\u0301", "CAFE\u0301", "[CAFE\u0301]"],
    ["𝒜x", "𝒜x 𝒜", "[𝒜x] 𝒜"],
    ["hyphenated", "hy\u00ADphen\u00ADated", "[hy\u00ADphen\u00ADated]"],
    ["don't", "Don’t", "[Don’t]"],
    ["東", "東京", "[東]京"],
  ];
  for (const [query, text, expected] of cases) assertEquals(marked(query, text), expected, query);
});

Deno.test("highlights follow the analyser, the field and the loosened query", () => {
  assertEquals(marked("flows", "The flow flowed", { index: english }), "The [flow] [flowed]");
  assertEquals(
    marked('"state of art"', "state of the art, state of art", { index: english }),
    "state of the art, [state] of [art]",
  );
  assertEquals(marked("runn*", "run running", { index: english }), "run running");
  assertEquals(marked("running*", "run runs", { index: english }), "[run] [runs]");
  assertEquals(marked("title:drag lift", "drag lift", { field: "body" } as object), "drag [lift]");
  assertEquals(marked("title:drag lift", "drag lift", { field: "title" } as object), "[drag] [lift]");
  assertEquals(marked("lif dra", "lift drag", { prefix: "last" } as object), "lift [drag]");
  assertEquals(marked('AND "', "and", { syntax: "words" } as object), "[and]");
});

// Invariants
Deno.test("ranges rise, do not overlap, and cut no character", () => {
  const pieces = ["a", "ab", "🎉", "é", "e\u0301", " ", " ", "𝒜", "-"];
  for (let seed = 0; seed < 500; seed++) {
    const source = random(seed);
    const text = Array.from({ length: source.integer(20) }, () => pieces[source.integer(pieces.length)]!).join("");
    let before = 0;
    for (const { start, end } of plain.highlight('a* OR é~1 OR "ab a"~3', text)) {
      assert(start >= before && end > start && end <= text.length);
      assert(text.slice(start, end).isWellFormed());
      assert(!/^\p{M}/u.test(text.slice(end)), "a mark belongs to the word before it");
      before = end;
    }
  }
});
