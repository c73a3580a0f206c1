/**
 * The order of the results: what every sensible formula agrees on. All documents of a case have the same length, so whether
 * and how lengths are evened out does not matter.
 *
 * @module
 */
import type { Case } from "../suite.ts";
import { type Given, hitsAt, listed, showStory, type Story } from "./story.ts";
import { add, storyCase, type StoryCaseSpec } from "./story_case.ts";

/** A case of one story that ends with a search: `best` must come first, in this order. */
function contestCase(
  name: string,
  spec: Omit<StoryCaseSpec, "stories"> & { readonly story: Story; readonly best: readonly string[] },
): Case<Given, readonly Story[]> {
  const { story, best } = spec;
  return {
    ...storyCase(name, { ...spec, stories: [story] }),
    judge(stories, evidence) {
      const hits = hitsAt(evidence, { stories, story: 0, step: story.length - 1 });
      if ("got" in hits) return hits;
      const limit = (story.at(-1)![2] as { limit?: number } | undefined)?.limit ?? Infinity;
      const isSorted = hits.every(({ score }, i) => i === 0 || score <= hits[i - 1]!.score);
      const isBest = best.every((id, i) => hits[i]?.id === id);
      if (isSorted && isBest && hits.length <= limit) return undefined;
      const shown = hits.map(({ id, score }) => `${id} (${score.toPrecision(3)})`);
      const expected = `${listed(best)}${hits.length > limit ? ", and no more" : " first"}, by falling scores`;
      return { input: showStory(story), expected, got: listed(shown) };
    },
  };
}

/** Texts of five words, of which river is in all, falcon in the last. */
const RIVERS = ["river river marble walnut pepper", ...Array(10).fill("river marble walnut pepper saddle")];

const rare = contestCase("a rare word says more than a common one, and the best comes first", {
  misconception:
    "Occurrences alone say nothing: a word that nearly every document has tells them apart as little as `the` does. And results are sorted " +
    "by their score, not by when they were added.",
  hints: [
    "Eleven documents have river and one has falcon. Which one did the asker mean?",
    "Weigh each word by its rarity, idf: the logarithm of all documents divided by those that have the word. Add tf · idf over the words, then sort.",
    "score += tf * Math.log(1 + documentCount / list.size); … hits.sort((a, b) => b.score - a.score)",
  ],
  story: [
    ...RIVERS.map((text, i) => add(`d${i + 1}`, text)),
    add("d12", "falcon marble walnut pepper saddle"),
    ["search", "river falcon"],
  ],
  best: ["d12"],
});

const often = contestCase("of two texts of one length, the one that has the word more often is better", {
  misconception: "Whether a word is there is not all: a text that comes back to it is more about it.",
  hints: [
    "What does your score know about a document besides which words it has?",
    "tf is the number of occurrences, or something that grows with it (1 + ln tf, tf / (tf + k)).",
    "score += (1 + Math.log(places.length)) * idf",
  ],
  story: [
    add("a", "river marble walnut pepper"),
    add("b", "river river river walnut"),
    ...["c", "d", "e", "f"].map((id) => add(id, "saddle velvet candle lantern")),
    ["search", "river"],
  ],
  best: ["b", "a"],
});

const limit = contestCase("the limit keeps the best, whenever they were added", {
  misconception:
    "Cutting before sorting keeps the first that were found. A limit is the last step, or a heap that knows the worst it holds.",
  hints: [
    "The best document was added last. Does it come through?",
    "Score all, sort, then cut; or keep the best k in a heap while scoring.",
    "return hits.sort((a, b) => b.score - a.score).slice(0, limit);",
  ],
  story: [
    add("a", "river marble walnut pepper"),
    add("b", "river river walnut pepper"),
    add("c", "river river river pepper"),
    add("d", "river river river river"),
    ...["e", "f", "g", "h", "i", "j"].map((id) => add(id, "saddle velvet candle lantern")),
    ["search", "river", { limit: 2 }],
  ],
  best: ["d", "c"],
});

/** In the order in which they teach. */
export const rankingCases = [rare, often, limit] as const;
