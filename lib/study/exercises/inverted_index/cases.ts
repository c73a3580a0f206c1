/**
 * What an answer of `inverted-index` must do: words and how they are combined, phrases, the order of the results, an
 * index that changes, then what no rule names, and last the cost.
 *
 * No stop words, and no word in two of its forms: with or without a list of stop words, with or without a stemmer, the
 * answers are the same.
 *
 * @module
 */
import type { Random } from "../../../base/random.ts";
import { growthCase, type GrowthCaseSpec } from "../growth_case.ts";
import type { Case, Cost, HintLadder } from "../suite.ts";
import type { InvertedIndexGiven } from "./exercise.ts";
import {
  type Call,
  hitsAt,
  judgeFound,
  judgeTwins,
  listed,
  play,
  type Script,
  showScript,
  showScripts,
  withTwin,
} from "./script.ts";

const add = (id: string, text: string): Call => ["add", id, text];
const remove = (id: string): Call => ["remove", id];
/** Asks; an `operator` only where the case is about it. */
const search = (query: string, operator?: "and" | "or"): Call =>
  operator === undefined ? ["search", query] : ["search", query, { operator }];

interface RuleSpec {
  readonly misconception: string;
  readonly hints: HintLadder;
  readonly stretch?: boolean;
  /** The same for everyone. */
  readonly scripts: readonly Script[];
}

/** A case of some scripts, judged by which documents their searches find. */
function rule(name: string, spec: RuleSpec): Case<InvertedIndexGiven, readonly Script[]> {
  const { scripts, ...texts } = spec;
  return { name, ...texts, input: () => scripts, show: showScripts, drive: play, judge: judgeFound };
}

const word = rule("a search finds the documents that have the word, and no others", {
  misconception: "`text.includes(word)` finds letters, not words: cat is also in catalogue and in bobcat.",
  hints: [
    "What do you look up when a query asks for a word?",
    "Cut the text into words once, when it is added, and keep for each word the documents that have it.",
    "for (const word of wordsOf(text)) { /* this.#lists.get(word), then set the id in it */ }",
  ],
  scripts: [[
    ...[add("a", "cat tower"), add("b", "catalogue tower"), add("c", "bobcat")],
    ...[search("cat"), search("tower"), search("walnut")],
  ]],
});

const sameWord = rule("case and punctuation are not part of a word, and words are not only English", {
  misconception:
    "The query and the text must be cut into words by one rule. Splitting at spaces leaves commas on the words, and \\w matches " +
    "only the letters from a to z.",
  hints: [
    "Which words does your rule find in `Copper, tin & zinc.`? And of `Мост 42`?",
    "Lower case first; then every run of letters and digits is a word, whatever their script.",
    "text.toLowerCase().match(/[\\p{L}\\p{N}]+/gu) ?? []",
  ],
  scripts: [[
    ...[add("a", "Copper, tin & zinc."), add("b", "COPPER roof"), add("c", "(copper)"), add("d", "Мост 42")],
    ...[search("copper"), search("Zinc"), search("мост"), search("42")],
  ]],
});

const anyWord = rule("without an operator, one word of the query is enough", {
  misconception:
    "The task says the default operator is or. The ranking makes documents with more of the words score higher.",
  hints: [
    "What does `search(query)` do without options?",
    'The default of `operator` is "or": the union of the lists.',
    'search(query, { operator = "or", limit = Infinity } = {})',
  ],
  scripts: [[
    ...[add("a", "copper kettle"), add("b", "iron kettle"), add("c", "iron gate"), add("d", "velvet")],
    ...[search("copper gate"), search("gate kettle copper"), search("copper velvet", "or")],
  ]],
});

const allWords = rule("with and, every word of the query must be there", {
  misconception:
    "With and, every word must occur. It is not the union, and two occurrences of one word do not replace the other.",
  hints: [
    "Which documents are in both lists?",
    "Keep a document only if each list of the query has it: the intersection.",
    "shortest list: [...shortest.keys()].filter((id) => others.every((list) => list.has(id)))",
  ],
  scripts: [[
    ...[add("a", "copper copper"), add("b", "copper stone"), add("c", "stone bridge"), add("d", "bridge stone copper")],
    ...[search("copper stone", "and"), search("bridge copper stone", "and"), search("bridge", "and")],
  ]],
});

const unknownWord = rule("with and, a word that no document has leaves no results", {
  misconception:
    "A word without a list is skipped, so only the others count. Treat its list as empty: an intersection with " +
    "an empty list is empty.",
  hints: [
    "Search with and for one word that exists and one that does not.",
    "An unknown word has an empty list; intersect it like any other.",
    "const list = this.#lists.get(word) ?? new Map();",
  ],
  scripts: [[
    ...[add("a", "copper stone"), add("b", "copper bridge")],
    ...[search("copper unicorn", "and"), search("unicorn copper", "and"), search("copper unicorn", "or")],
  ]],
});

const phrase = rule("the words of a phrase must be adjacent and in order", {
  misconception:
    "A phrase is not a bag of words. Compare positions in the text: the second word must come right after the first.",
  hints: [
    "All four documents have both words. What tells them apart?",
    "For each word and document, keep the word's positions; a phrase begins at p if its word k is at p + k.",
    "starts.filter((start) => words.every((word, k) => placesOf(word).includes(start + k)))",
  ],
  scripts: [[
    ...[add("a", "red fox stone"), add("b", "fox red stone"), add("c", "red stone fox"), add("d", "stone red fox")],
    ...[search('"red fox"'), search('"red fox stone"'), search('"fox"'), search('"fox walnut"')],
  ]],
});

const phraseOfWords = rule("a phrase is made of words, not of characters", {
  misconception:
    "Looking for the phrase in the raw text matches parts of other words, and misses phrases that span a " +
    "comma or a line break.",
  hints: [
    "`hundred foxglove` contains the characters `red fox`. Does it contain the words?",
    "Compare the positions of words, found when the text was added; you no longer need the raw text.",
    "positions from wordsOf(text).entries(), not text.includes(phrase)",
  ],
  scripts: [[
    ...[add("a", "hundred foxglove"), add("b", "Red, fox"), add("c", "stone red\nfox"), add("d", "redfox")],
    ...[search('"red fox"'), search('"Red Fox"')],
  ]],
});

const everyPlace = rule("a phrase may begin at any position of its first word", {
  misconception:
    "A word can occur at several positions in a text. If you keep or try only the first or the last, you miss the phrase " +
    "at the others.",
  hints: [
    "In `stone marble stone bridge`, at which positions can the phrase begin?",
    "A posting has a list of positions; try each position of the first word.",
    "list.get(id)?.push(place) when the document is there already, instead of set(id, place)",
  ],
  scripts: [[
    ...[add("a", "stone marble stone bridge"), add("b", "stone bridge stone marble"), add("c", "stone marble bridge")],
    ...[search('"stone bridge"'), search('"stone marble"')],
  ]],
});

const beside = rule("a phrase and the words outside it must each be checked", {
  misconception: "Words outside the quotes are part of the query, too.",
  hints: [
    "Split the query by hand: how many conditions does it have?",
    "A query is a list of conditions; a phrase is one of them, and so is each word outside the quotes.",
    "query.split('\"') — parts at odd places stood in quotes, the words of the others are conditions of their own",
  ],
  scripts: [[
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

/** A case of one script that ends with a search: `best` must come first, in this order. */
function contestCase(
  name: string,
  spec: Omit<RuleSpec, "scripts"> & { readonly script: Script; readonly best: readonly string[] },
): Case<InvertedIndexGiven, readonly Script[]> {
  const { script, best } = spec;
  return {
    ...rule(name, { ...spec, scripts: [script] }),
    judge(scripts, evidence) {
      const hits = hitsAt(evidence, { scripts, script: 0, call: script.length - 1 });
      if ("got" in hits) return hits;
      const limit = (script.at(-1)![2] as { limit?: number } | undefined)?.limit ?? Infinity;
      const isSorted = hits.every(({ score }, i) => i === 0 || score <= hits[i - 1]!.score);
      const isBest = best.every((id, i) => hits[i]?.id === id);
      if (isSorted && isBest && hits.length <= limit) return undefined;
      const shown = hits.map(({ id, score }) => `${id} (${score.toPrecision(3)})`);
      const expected = `${listed(best)}${hits.length > limit ? ", and no more" : " first"}, by falling scores`;
      return { input: showScript(script), expected, got: listed(shown) };
    },
  };
}

/** Texts of five words, of which river is in all, falcon in the last. */
const RIVERS = ["river river marble walnut pepper", ...Array(10).fill("river marble walnut pepper saddle")];

const rare = contestCase("a rare word counts more than a common one, and the best comes first", {
  misconception:
    "Occurrences alone say little: a word that nearly every document has separates them no better than `the`. And results are sorted " +
    "by their score, not by when they were added.",
  hints: [
    "Eleven documents have river and one has falcon. Which word says more about what is wanted?",
    "Weigh each word by its rarity, idf: the logarithm of all documents divided by those that have the word. Add tf · idf over the words, then sort.",
    "score += tf * Math.log(1 + documentCount / list.size); … hits.sort((a, b) => b.score - a.score)",
  ],
  script: [
    ...RIVERS.map((text, i) => add(`d${i + 1}`, text)),
    add("d12", "falcon marble walnut pepper saddle"),
    ["search", "river falcon"],
  ],
  best: ["d12"],
});

const often = contestCase("of two texts of equal length, the one with more occurrences scores higher", {
  misconception: "Presence is not everything: a text that repeats a word is more about it.",
  hints: [
    "What does your score use besides which words a document has?",
    "tf is the number of occurrences, or something that grows with it (1 + ln tf, tf / (tf + k)).",
    "score += (1 + Math.log(places.length)) * idf",
  ],
  script: [
    add("a", "river marble walnut pepper"),
    add("b", "river river river walnut"),
    ...["c", "d", "e", "f"].map((id) => add(id, "saddle velvet candle lantern")),
    ["search", "river"],
  ],
  best: ["b", "a"],
});

const limit = contestCase("the limit keeps the best, whenever they were added", {
  misconception:
    "Cutting before sorting keeps the first results found. Apply the limit last, or keep a heap that knows its worst result.",
  hints: [
    "The best document was added last. Does it survive?",
    "Score all, sort, then cut; or keep the best k in a heap while scoring.",
    "return hits.sort((a, b) => b.score - a.score).slice(0, limit);",
  ],
  script: [
    add("a", "river marble walnut pepper"),
    add("b", "river river walnut pepper"),
    add("c", "river river river pepper"),
    add("d", "river river river river"),
    ...["e", "f", "g", "h", "i", "j"].map((id) => add(id, "saddle velvet candle lantern")),
    ["search", "river", { limit: 2 }],
  ],
  best: ["d", "c"],
});

function twinCase(
  name: string,
  spec: { readonly misconception: string; readonly hints: HintLadder; readonly hiscript: Script },
): Case<InvertedIndexGiven, readonly Script[]> {
  return { ...rule(name, { ...spec, scripts: withTwin(spec.hiscript) }), judge: judgeTwins };
}

const gone = rule("a removed document is no longer found", {
  misconception: "The document was removed from only one of several lists: its postings still lead to it.",
  hints: [
    "How many of your structures contain an id?",
    "It is in the list of each of its words. Remember a document's words when it is added, so that you can find them later.",
    "for (const word of this.#words.get(id) ?? []) this.#lists.get(word)?.delete(id);",
  ],
  scripts: [[
    ...[add("a", "copper stone"), add("b", "copper bridge"), remove("a"), search("copper"), search('"copper stone"')],
    ...[remove("a"), remove("z"), search("bridge stone"), remove("b"), search("copper")],
  ]],
});

const again = twinCase("adding an id again replaces its text", {
  misconception:
    "The new text is added to the old one, or the document is counted twice: to add an existing id, remove it first.",
  hints: [
    "Add one id with two texts. Which words must find it?",
    "First remove the old document from all lists and counts, then add the new one.",
    "add(id, text) { this.remove(id); … }",
  ],
  hiscript: [
    ...[add("a", "copper kettle"), add("b", "iron gate"), add("c", "walnut saddle"), add("d", "velvet candle")],
    ...[add("a", "iron kettle"), add("b", "iron gate"), search("copper"), search("iron"), search("kettle")],
  ],
});

const asIfNever = twinCase("after a removal, scores are as if the document had never been there", {
  misconception:
    "The number of documents, the number with a word, and the average length go together. If one of them still counts " +
    "a removed document, every later score is wrong, and no error shows it.",
  hints: [
    "Which numbers go into a score besides those of the document itself?",
    "All of them must change in the same call: the count of documents, the size of the word's list, the sum of lengths.",
    "take both from the structures themselves: this.#documents.size and this.#lists.get(word).size",
  ],
  hiscript: [
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

/** Neither stop words nor inflected, and no two have a stem in common. */
const WORDS = ["amber", "copper", "falcon", "granite", "harbour", "meadow"] as const;
const HISTORIES = 60;

/** Shortest histories first, so that the first that fails is short enough to be followed by hand. */
const mixedHistories: Case<InvertedIndexGiven, readonly Script[]> = {
  ...rule("any mix of calls agrees with reading every document", {
    misconception:
      "Each rule works alone, but not in this order of calls: perhaps a list is unsorted after a removal, a query repeats " +
      "a word, or one position is confused with another.",
    hints: [
      "Replay the calls below on paper with every word's list, and compare after each one.",
      "Ask of each structure what must always be true of it (sorted? no empty lists? one entry per document?) and which call breaks that.",
      "in tests of your own: after each call, compare search with documents.filter((text) => wordsOf(text).includes(word))",
    ],
    scripts: [],
  }),
  input: (random) =>
    Array.from({ length: HISTORIES }, (_, i) => withTwin(randomHistory(random, 4 + Math.floor(i / 4)))).flat(),
  show: (scripts, through) => through === undefined ? `${HISTORIES} random histories` : showScripts(scripts, through),
  judge: judgeTwins,
};

function randomHistory(random: Random, length: number): Script {
  const word = () => WORDS[Math.min(random.integer(WORDS.length), random.integer(WORDS.length))]!;
  const words = (most: number) => Array.from({ length: 1 + random.integer(most) }, word).join(" ");
  const id = () => "abcdefgh"[random.integer(8)]!;
  const part = () => random.next() < 0.4 ? `"${words(3)}"` : words(2);
  const ask = (): Call => {
    const query = Array.from({ length: 1 + random.integer(2) }, part).join(" ");
    return ["search", query, { operator: random.next() < 0.6 ? "and" : "or" }];
  };
  const steps = Array.from({ length }, (): Call => {
    const chance = random.next();
    return chance < 0.6 ? ["add", id(), words(6)] : chance < 0.8 ? ["remove", id()] : ask();
  });
  return [...steps, ask(), ask(), ask()];
}
/** A collection, and what is asked of it. */
interface Collection {
  readonly size: number;
  readonly texts: readonly string[];
  readonly queries: readonly string[];
  readonly operator: "and" | "or";
}

/** What a search costs, counted over five doublings. Each of the rare words is in {@linkcode HAVE_IT} documents. */
function workCase(
  spec:
    & Pick<GrowthCaseSpec<InvertedIndexGiven, Collection>, "name" | "misconception" | "hints" | "stretch" | "what">
    & {
      readonly operator: "and" | "or";
    },
): Case<InvertedIndexGiven, readonly Collection[]> {
  const { operator, ...texts } = spec;
  return growthCase<InvertedIndexGiven, Collection>({
    ...texts,
    unit: "search",
    of: "documents",
    sizes: (random) => [128, 256, 512, 1024, 2048].map((size) => collection(size, { operator, random })),
    driveOne({ InvertedIndex }, { texts, queries, operator }, measure) {
      const index = new InvertedIndex();
      for (let i = 0; i < texts.length; i++) index.add(`d${i}`, texts[i]!);
      index.search(queries[0]!, { operator }); // what is put in order at the first search is not counted
      return measure(queries.length, () => {
        for (let q = 0; q < queries.length; q++) index.search(queries[q]!, { operator });
      });
    },
  });
}

const HAVE_IT = 2;
const SEARCHES = 16;

/**
 * Half of the documents have river, each of the rare words is in {@linkcode HAVE_IT}, and all have five words of no
 * interest.
 */
function collection(size: number, { operator, random }: { operator: "and" | "or"; random: Random }): Collection {
  const rares = size / HAVE_IT;
  const places = random.shuffle(Array.from({ length: size }, (_, i) => i));
  const texts = places.map((place, i) =>
    `${i % 2 === 0 ? "river" : "canal"} rare${place % rares} ${
      Array.from({ length: 5 }, () => `x${random.integer(50)}`).join(" ")
    }`
  );
  const queries = Array.from({ length: SEARCHES }, (_, q) => {
    const rare = `rare${random.integer(rares)}`;
    if (operator === "or") return rare;
    return q % 2 === 0 ? `river ${rare}` : `${rare} river`;
  });
  return { size, texts, queries, operator };
}

const searchWork = workCase({
  name: "a search looks at the documents that have its words, not at all",
  misconception:
    "That is what the index is for. A loop over all documents, for the texts, the scores or an average recomputed each time, makes " +
    "every search grow with the collection.",
  hints: [
    "Which line of yours visits documents that do not have the word?",
    "Go from the query's words to their lists, and touch nothing else. Let add and remove keep sums over all documents up to date.",
    "this.#totalLength += words.length in add, -= in remove; the average is this.#totalLength / this.#documents.size",
  ],
  operator: "or",
  what: "each search is for one word that 2 of them have",
});

const andWork = workCase({
  name: "an and costs what its rarest word costs",
  misconception:
    "The intersection can't be larger than its smallest list. Walking over the longest, or collecting all documents with any " +
    "of the words and filtering them, pays for the common word every time.",
  hints: [
    "One word is in 2 documents and one in half of them. How many must be looked at?",
    "Sort the lists by size, take the shortest, and ask each of the others whether it has the document (a Map's has, or a binary search).",
    "const [shortest, ...others] = lists.toSorted((a, b) => a.size - b.size);",
  ],
  stretch: true,
  operator: "and",
  what: "each search is an and of a word that half of them have and one that 2 have",
});

const anyText = rule(
  "a word may be the name of an inherited property",
  {
    misconception: 'A plain object inherits names that you never put there: `lists["constructor"]` is a function.',
    hints: [
      "Which words does an empty `{}` already know?",
      "Words come from outside, so they belong in a Map, not in the property names of an object.",
      "#lists = new Map();",
    ],
    stretch: true,
    scripts: [[
      ...[add("a", "lantern"), search("constructor"), search("lantern constructor", "and")],
      ...[add("b", "constructor lantern"), search("constructor"), search("lantern constructor", "and")],
    ]],
  },
);

/** In the order in which they teach. */
export const cases: readonly Case<InvertedIndexGiven>[] = [
  word,
  sameWord,
  anyWord,
  allWords,
  unknownWord,
  phrase,
  phraseOfWords,
  everyPlace,
  beside,
  rare,
  often,
  limit,
  gone,
  again,
  asIfNever,
  mixedHistories,
  searchWork,
  andWork,
  anyText,
] as const;

/** What is read and asked. */
export interface Reading {
  /** Texts that are added. */
  readonly texts: readonly string[];
  /** What is asked. */
  readonly queries: readonly string[];
}

/** Texts of `length` words; low numbers are frequent, as in a language. */
function textsOf(random: Random, { count, length }: { count: number; length: number }): string[] {
  const word = () => `w${Math.floor(2000 * random.next() ** 3)}`;
  return Array.from({ length: count }, () => Array.from({ length }, word).join(" "));
}

/** What a pass costs, beside the library's. */
export const cost: Cost<InvertedIndexGiven, Reading, readonly string[]> = {
  time: {
    what: "500 texts of 40 words added, then 500 searches for one to three words, the best 10 of each",
    input: (random) => ({
      texts: textsOf(random, { count: 500, length: 40 }),
      queries: Array.from({ length: 500 }, (_, q) => textsOf(random, { count: 1, length: 1 + q % 3 })[0]!),
    }),
    run({ InvertedIndex }, { texts, queries }) {
      const index = new InvertedIndex();
      for (let i = 0; i < texts.length; i++) index.add(`d${i}`, texts[i]!);
      let found = 0;
      for (let q = 0; q < queries.length; q++) found += index.search(queries[q]!, { limit: 10 }).length;
      return found;
    },
  },
  memory: {
    what: "1,000 texts of 40 words",
    input: (random) => textsOf(random, { count: 1000, length: 40 }),
    build({ InvertedIndex }, texts) {
      const index = new InvertedIndex();
      for (let i = 0; i < texts.length; i++) index.add(`d${i}`, texts[i]!);
      return index;
    },
  },
};
