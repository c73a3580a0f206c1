/**
 * What happens to an index over time: documents leave, and come back with another text.
 *
 * Each case plays a history and beside it its twin: an index that was only ever given the documents that are there at the end.
 *
 * @module
 */
import type { Case, Failure, HintLadder } from "../suite.ts";
import { documentsAt, type Given, type Hit, hitsAt, judgeFound, searchesOf, showStory, type Story } from "./story.ts";
import { add, remove, search, storyCase } from "./story_case.ts";

/** Scores that differ by less are the same: the order of a sum is free. */
const SAME_WITHIN = 1e-9;

/** The history, and the twin whose searches are those at the history's end. */
export function withTwin(history: Story): readonly [Story, Story] {
  const searches = history.slice(history.findLastIndex(([call]) => call !== "search") + 1);
  return [history, [...Array.from(documentsAt(history, history.length), ([id, text]) => add(id, text)), ...searches]];
}

/** The first search at a history's end that scores otherwise than its twin's; stories come in pairs. */
export function judgeTwins(stories: readonly Story[], evidence: unknown): Failure | undefined {
  const found = judgeFound(stories, evidence);
  if (found) return found;
  for (let s = 0; s < stories.length; s += 2) {
    const [history, twin] = [stories[s]!, stories[s + 1]!];
    const twinsSearches = searchesOf(twin);
    for (const [k, at] of searchesOf(history).slice(-twinsSearches.length).entries()) {
      const hits = hitsAt(evidence, { stories, story: s, step: at });
      const expected = hitsAt(evidence, { stories, story: s + 1, step: twinsSearches[k]! });
      if ("got" in hits || "got" in expected || haveSameScores(hits, expected)) continue;
      return {
        input: showStory(history, at),
        expected: `the scores of an index that was only ever given what is in it now: ${scored(expected)}`,
        got: scored(hits),
      };
    }
  }
}

function haveSameScores(hits: readonly Hit[], expected: readonly Hit[]): boolean {
  const scores = new Map(expected.map(({ id, score }) => [id, score]));
  return hits.every(({ id, score }) => Math.abs(score - scores.get(id)!) <= SAME_WITHIN * Math.abs(score));
}

function scored(hits: readonly Hit[]): string {
  return hits.toSorted((a, b) => a.id < b.id ? -1 : 1).map(({ id, score }) => `${id} ${score.toPrecision(6)}`).join(
    ", ",
  );
}

function twinCase(
  name: string,
  spec: { readonly misconception: string; readonly hints: HintLadder; readonly history: Story },
): Case<Given, readonly Story[]> {
  return { ...storyCase(name, { ...spec, stories: withTwin(spec.history) }), judge: judgeTwins };
}

const gone = storyCase("a removed document is found no more", {
  misconception: "The document was struck off one list of several: its postings still lead to it.",
  hints: [
    "In how many of your structures does an id stand?",
    "It stands in the list of each of its words. Remember a document's words when it is added, so that they can be found again.",
    "for (const word of this.#words.get(id) ?? []) this.#lists.get(word)?.delete(id);",
  ],
  stories: [[
    ...[add("a", "copper stone"), add("b", "copper bridge"), remove("a"), search("copper"), search('"copper stone"')],
    ...[remove("a"), remove("z"), search("bridge stone"), remove("b"), search("copper")],
  ]],
});

const again = twinCase("adding an id again replaces its text", {
  misconception:
    "The new text is added to the old one, or the document is counted twice: adding an id that is there is a removal first.",
  hints: [
    "Add one id with two texts. Which words must find it?",
    "First take the old document out, from all lists and counts, then take in the new.",
    "add(id, text) { this.remove(id); … }",
  ],
  history: [
    ...[add("a", "copper kettle"), add("b", "iron gate"), add("c", "walnut saddle"), add("d", "velvet candle")],
    ...[add("a", "iron kettle"), add("b", "iron gate"), search("copper"), search("iron"), search("kettle")],
  ],
});

const asIfNever = twinCase("after a removal, scores are as if the document had never been there", {
  misconception:
    "The number of documents, the number that have a word, and the average length belong together. If one of them still counts " +
    "what was removed, every later score is wrong, and nobody sees it.",
  hints: [
    "Which numbers go into a score besides those of the document itself?",
    "All of them must change in the same call: the count of documents, the size of the word's list, the sum of lengths.",
    "take both from the structures themselves: this.#documents.size and this.#lists.get(word).size",
  ],
  history: [
    ...[
      add("a", "river falcon stone"),
      add("b", "river stone"),
      add("c", "falcon marble walnut pepper"),
      add("d", "river falcon"),
    ],
    ...[add("e", "river"), add("f", "saddle velvet"), add("g", "candle lantern saddle"), remove("d"), remove("e")],
    ...[remove("d"), search("falcon river"), search("falcon river"), search("stone", "and")],
  ],
});

/** In the order in which they teach. */
export const upkeepCases = [gone, again, asIfNever] as const;
