/**
 * Random histories against the oracle and their twins: what no single rule names.
 *
 * @module
 */
import type { Random } from "../../../base/random.ts";
import type { Case } from "../suite.ts";
import { type Given, showStories, type Step, type Story } from "./story.ts";
import { storyCase } from "./story_case.ts";
import { judgeTwins, withTwin } from "./upkeep_cases.ts";

/** Neither stop words nor inflected, and no two have a stem in common. */
const WORDS = ["amber", "copper", "falcon", "granite", "harbour", "meadow"] as const;
const HISTORIES = 60;

/** Shortest histories first, so that the first that fails is short enough to be followed by hand. */
export const mixedHistories: Case<Given, readonly Story[]> = {
  ...storyCase("any mix of calls agrees with reading every document", {
    misconception:
      "Each rule works alone, but not in this order of calls: a list that is out of order after a removal, a word that the query has " +
      "twice, a place that was taken for another.",
    hints: [
      "Play the calls below on paper, with every word's list, and compare after each one.",
      "Ask of each structure what must always be true of it (sorted? no empty lists? one entry a document?) and which call breaks that.",
      "in tests of your own: after each call, compare search with documents.filter((text) => wordsOf(text).includes(word))",
    ],
    stories: [],
  }),
  input: (random) =>
    Array.from({ length: HISTORIES }, (_, i) => withTwin(randomHistory(random, 4 + Math.floor(i / 4)))).flat(),
  show: (stories, throughStep) =>
    throughStep === undefined ? `${HISTORIES} random histories` : showStories(stories, throughStep),
  judge: judgeTwins,
};

function randomHistory(random: Random, length: number): Story {
  const word = () => WORDS[Math.min(random.integer(WORDS.length), random.integer(WORDS.length))]!;
  const words = (most: number) => Array.from({ length: 1 + random.integer(most) }, word).join(" ");
  const id = () => "abcdefgh"[random.integer(8)]!;
  const part = () => random.next() < 0.4 ? `"${words(3)}"` : words(2);
  const ask = (): Step => {
    const query = Array.from({ length: 1 + random.integer(2) }, part).join(" ");
    return ["search", query, { operator: random.next() < 0.6 ? "and" : "or" }];
  };
  const steps = Array.from({ length }, (): Step => {
    const chance = random.next();
    return chance < 0.6 ? ["add", id(), words(6)] : chance < 0.8 ? ["remove", id()] : ask();
  });
  return [...steps, ask(), ask(), ask()];
}
