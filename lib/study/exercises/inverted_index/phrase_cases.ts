/**
 * Phrases: what double quotes ask for.
 *
 * @module
 */
import { add, search, storyCase } from "./story_case.ts";

const inOrder = storyCase("a phrase is its words in this order, one right after the other", {
  misconception:
    "A phrase is not a bag of words. It takes the places of the words in the text: the second word at the place after the first.",
  hints: [
    "All four documents have both words. What tells them apart?",
    "Keep for each word and document the places where the word stands; a phrase begins at p if its word k stands at p + k.",
    "starts.filter((start) => words.every((word, k) => placesOf(word).includes(start + k)))",
  ],
  stories: [[
    ...[add("a", "red fox stone"), add("b", "fox red stone"), add("c", "red stone fox"), add("d", "stone red fox")],
    ...[search('"red fox"'), search('"red fox stone"'), search('"fox"'), search('"fox walnut"')],
  ]],
});

const words = storyCase("a phrase is made of words, not of characters", {
  misconception:
    "Looking for the phrase in the raw text finds the ends and beginnings of other words, and misses what stands on both sides of a " +
    "comma or a line's end.",
  hints: [
    "`hundred foxglove` has the characters of `red fox`. Does it have the words?",
    "Compare places of words, as cut when the text was added; the raw text is not needed any more.",
    "positions from wordsOf(text).entries(), not text.includes(phrase)",
  ],
  stories: [[
    ...[add("a", "hundred foxglove"), add("b", "Red, fox"), add("c", "stone red\nfox"), add("d", "redfox")],
    ...[search('"red fox"'), search('"Red Fox"')],
  ]],
});

const everyPlace = storyCase("a phrase may begin at any place of its first word", {
  misconception:
    "A word can stand at several places of one text. If only the first, or only the last, is kept or tried, the phrase is overlooked " +
    "at the others.",
  hints: [
    "In `stone marble stone bridge`, at which places can the phrase begin?",
    "A posting has a list of places; try each place of the first word.",
    "list.get(id)?.push(place) when the document is there already, instead of set(id, place)",
  ],
  stories: [[
    ...[add("a", "stone marble stone bridge"), add("b", "stone bridge stone marble"), add("c", "stone marble bridge")],
    ...[search('"stone bridge"'), search('"stone marble"')],
  ]],
});

const beside = storyCase("a phrase and the words beside it are conditions of equal rank", {
  misconception: "Quotes end: what stands outside of them is asked for, too.",
  hints: [
    "Take the query apart by hand: how many conditions does it have?",
    "A query is a list of conditions; a phrase is one of them, and so is each word outside of quotes.",
    "query.split('\"') — parts at odd places stood in quotes, the words of the others are conditions of their own",
  ],
  stories: [[
    ...[
      add("a", "stone bridge river"),
      add("b", "stone bridge"),
      add("c", "river stone"),
      add("d", "bridge stone river"),
    ],
    ...[
      search('"stone bridge" river', "and"),
      search('river "stone bridge"', "and"),
      search('"stone bridge" river', "or"),
    ],
  ]],
});

/** In the order in which they teach. */
export const phraseCases = [inOrder, words, everyPlace, beside] as const;
