/**
 * Words and how they are combined: which documents a query without quotes must find.
 *
 * @module
 */
import type { Case } from "../suite.ts";
import type { Given, Story } from "./story.ts";
import { add, search, storyCase } from "./story_case.ts";

const word = storyCase("a search finds the documents that have the word, and no others", {
  misconception: "`text.includes(word)` finds letters, not words: cat is also in catalogue and in bobcat.",
  hints: [
    "What is looked up when somebody asks for a word?",
    "Cut the text into words once, when it is added, and keep for each word the documents that have it.",
    "for (const word of wordsOf(text)) { /* this.#lists.get(word), then set the id in it */ }",
  ],
  stories: [[
    ...[add("a", "cat tower"), add("b", "catalogue tower"), add("c", "bobcat")],
    ...[search("cat"), search("tower"), search("walnut")],
  ]],
});

const sameWord = storyCase("case and punctuation are not part of a word, and words are not only English", {
  misconception:
    "The query and the text must be cut into words by one rule. Splitting at spaces leaves commas on the words, and \\w knows " +
    "only the letters from a to z.",
  hints: [
    "Which words does your rule make of `Copper, tin & zinc.`? And of `Мост 42`?",
    "Lower case first; then every run of letters and digits is a word, whatever their script.",
    "text.toLowerCase().match(/[\\p{L}\\p{N}]+/gu) ?? []",
  ],
  stories: [[
    ...[add("a", "Copper, tin & zinc."), add("b", "COPPER roof"), add("c", "(copper)"), add("d", "Мост 42")],
    ...[search("copper"), search("Zinc"), search("мост"), search("42")],
  ]],
});

const anyWord = storyCase("without an operator, one word of the query is enough", {
  misconception:
    "The task says which operator holds when none is given: or. The ranking sees to it that more words count for more.",
  hints: [
    "What does `search(query)` do without options?",
    'The default of `operator` is "or": the union of the lists.',
    'search(query, { operator = "or", limit = Infinity } = {})',
  ],
  stories: [[
    ...[add("a", "copper kettle"), add("b", "iron kettle"), add("c", "iron gate"), add("d", "velvet")],
    ...[search("copper gate"), search("gate kettle copper"), search("copper velvet", "or")],
  ]],
});

const allWords = storyCase("with and, every word of the query must be there", {
  misconception:
    "And asks for different words. It is not the union, and two occurrences of one word do not stand in for the other.",
  hints: [
    "Which documents are in both lists?",
    "Keep a document only if each list of the query has it: the intersection.",
    "shortest list: [...shortest.keys()].filter((id) => others.every((list) => list.has(id)))",
  ],
  stories: [[
    ...[add("a", "copper copper"), add("b", "copper stone"), add("c", "stone bridge"), add("d", "bridge stone copper")],
    ...[search("copper stone", "and"), search("bridge copper stone", "and"), search("bridge", "and")],
  ]],
});

const unknownWord = storyCase("a word that no document has leaves an and without results", {
  misconception:
    "A word without a list is skipped, so the others decide alone. Its list is not missing, it is empty, and an intersection with " +
    "an empty list is empty.",
  hints: [
    "Ask with and for one word that is there and one that is nowhere.",
    "An unknown word has an empty list; the intersection takes it in like any other.",
    "const list = this.#lists.get(word) ?? new Map();",
  ],
  stories: [[
    ...[add("a", "copper stone"), add("b", "copper bridge")],
    ...[search("copper unicorn", "and"), search("unicorn copper", "and"), search("copper unicorn", "or")],
  ]],
});

/** Taught later: nobody meets it on the first day. */
export const anyTextCase: Case<Given, readonly Story[]> = storyCase(
  "a word may be the name of something that every object has",
  {
    misconception: 'A plain object is born with names that nobody put there: `lists["constructor"]` is a function.',
    hints: [
      "Which words does an empty `{}` already know?",
      "Words come from outside, so they belong into a Map, not into the names of an object's properties.",
      "#lists = new Map();",
    ],
    stories: [[
      ...[add("a", "lantern"), search("constructor"), search("lantern constructor", "and")],
      ...[add("b", "constructor lantern"), search("constructor"), search("lantern constructor", "and")],
    ]],
  },
);

/** In the order in which they teach. */
export const wordCases = [word, sameWord, anyWord, allWords, unknownWord] as const;
