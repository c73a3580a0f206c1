import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { InvertedIndex } from "@lib/ml/retrieval/inverted_index.ts";
import { withdrawalDrill } from "@lib/study/drills/withdrawal_drill.ts";

// Twenty texts have "wind", the first six times, the others one to three times; thirty texts do not have it.
const texts = Array.from({ length: 50 }, (_, n) => ({
  id: `text ${n}`,
  text: n < 20 ? `${"wind ".repeat(n === 0 ? 6 : 1 + n % 3)}over the water` : `still water ${n}`,
}));
const options = { query: "wind", leaving: 5, seed: 9 };

Deno.test("both runs begin at 1 and change at the ticks when texts leave", () => {
  const { atOnce, later } = withdrawalDrill(texts, options).reveal();
  assertEquals([atOnce.run.length, later.run.length, atOnce.run[0], later.run[0]], [40, 40, 1, 1]);
  for (const tick of [10, 20, 30]) {
    assert(atOnce.run[tick]! > atOnce.run[tick - 1]!, "a rarer word says more");
    assert(later.run[tick]! < later.run[tick - 1]!, "the lists still count what has left");
  }
});

Deno.test("oracle: the score at once is that of an index that never had the documents", () => {
  const { atOnce } = withdrawalDrill(texts, options).reveal();
  const scoreOf = (kept: typeof texts) => {
    const index = new InvertedIndex();
    for (const { id, text } of kept) index.add(id, text);
    return index.search("wind").find(({ id }) => id === "text 0")!.score;
  };
  const ranked = (() => {
    const index = new InvertedIndex();
    for (const { id, text } of texts) index.add(id, text);
    return index.search("wind").map(({ id }) => id);
  })();
  assertEquals(ranked[0], "text 0");
  for (const [batches, tick] of [[1, 10], [2, 25], [3, 39]] as const) {
    const gone = new Set(ranked.slice(1, 1 + 5 * batches));
    assertAlmostEquals(atOnce.run[tick]!, scoreOf(texts.filter(({ id }) => !gone.has(id))) / scoreOf(texts), 1e-12);
  }
});

Deno.test("between two withdrawals the score at once stands still, and the other one creeps", () => {
  const { atOnce, later } = withdrawalDrill(texts, options).reveal();
  assertEquals(new Set(atOnce.run.slice(10, 20)).size, 1);
  assert(later.run[19]! > later.run[10]!);
});

Deno.test("the seed decides the labels", () => {
  assertEquals(withdrawalDrill(texts, options).reveal().later.label, "A");
  assertEquals(withdrawalDrill(texts, { ...options, seed: 5 }).reveal().later.label, "B");
});

Deno.test("too few texts that match are refused", () => {
  assertThrows(
    () => withdrawalDrill(texts, { query: "wind", seed: 1 }),
    RangeError,
    'Cannot watch a score: the texts that match "wind" must be 181 or more: current value is 20',
  );
  assertEquals(withdrawalDrill(texts.slice(0, 16), options).reveal().atOnce.run.length, 40);
  assertThrows(() => withdrawalDrill(texts.slice(0, 15), options), RangeError);
});
