/**
 * The wrong answers of the exercise `inverted-index`: each is a right answer with one step changed, and names the case
 * that must be the first to catch it.
 *
 * @module
 */
import { answersIn, type NaiveAnswer, type WrongAnswers } from "../answers_in.ts";
import type { Answer, Edit } from "../suite.ts";

const { answer, mistake } = answersIn(import.meta.url);
const STEPS = "./right/every_step_a_method.ts";
const steps = mistake(STEPS);

const SAME_WORD = "case and punctuation are not part of a word, and words are not only English";
const ALL_WORDS = "with and, every word of the query must be there";
const IN_ORDER = "the words of a phrase must be adjacent and in order";
const EVERY_PLACE = "a phrase may begin at any position of its first word";
const RARE = "a rare word counts more than a common one, and the best comes first";
const LIMIT = "the limit keeps the best, whenever they were added";
const AGAIN = "adding an id again replaces its text";
const AS_IF_NEVER = "after a removal, scores are as if the document had never been there";
const MIXED = "any mix of calls agrees with reading every document";
const NOT_ALL = "a search looks at the documents that have its words, not at all";
const RAREST = "an and costs what its rarest word costs";

const WORDS = String.raw`text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []`;
const FIELDS = "documents = new Map<string, string[]>();";
const LOWER_CASE_TEXTS: readonly Edit[] = [
  [FIELDS, `${FIELDS}\n  texts = new Map<string, string>();`],
  [
    "this.documents.set(id, this.words(text));",
    "this.documents.set(id, this.words(text)), this.texts.set(id, text.toLowerCase());",
  ],
];
const CONDITIONS = ".filter((words) => words.length > 0);";
const REMOVE = "for (const word of this.documents.get(id) ?? []) this.list(word).delete(id);\n";
const COUNTED = "return first!.filter((start) => later.every((places, k) => places.includes(start + k + 1))).length;";
const HAVING = "return [...shortest?.keys() ?? []].filter((id) => others.every((list) => list.has(id)));";
const AND = 'if (operator === "and") return this.having(conditions.flat());\n';
const EVERY = "counts.every((count) => count > 0)";
const SIZE = "this.documents.size /";
const BEST = "hits.sort((a, b) => b.score - a.score).slice(0, limit)";
const SEARCH = "const conditions = this.conditions(query);";

const allRead: readonly Edit[] = [[AND, ""], [
  "return [...new Set(conditions.flatMap((words) => this.having(words)))];",
  "return [...this.documents.keys()];",
]];
const unionThenFilter: readonly Edit[] = [[AND, ""]];

/** By name; the first argument is the case that must catch it before any other does. */
export const wrong: WrongAnswers = {
  "finds letters, not words": steps(
    "a search finds the documents that have the word, and no others",
    ...LOWER_CASE_TEXTS,
    [
      HAVING,
      "return [...this.texts.keys()].filter((id) => words.every((word) => this.texts.get(id)!.includes(word)));",
    ],
    [COUNTED, 'return this.texts.get(id)!.split(words.join(" ")).length - 1;'],
  ),
  "case matters": steps(SAME_WORD, [WORDS, WORDS.replace(".toLowerCase()", "")]),
  "words are what stands between spaces": steps(SAME_WORD, [
    WORDS,
    String.raw`text.toLowerCase().split(/\s+/).filter(Boolean)`,
  ]),
  "words are made of a to z": steps(SAME_WORD, [WORDS, String.raw`text.toLowerCase().match(/\w+/g) ?? []`]),
  "and by default": steps("without an operator, one word of the query is enough", [
    'operator = "or"',
    'operator = "and"',
  ]),
  "and evaluated as or": steps(ALL_WORDS, [SEARCH, `operator = "or";\n    ${SEARCH}`]),
  "and counts occurrences": steps(ALL_WORDS, ...unionThenFilter, [
    EVERY,
    "counts.reduce((sum, count) => sum + count, 0) >= counts.length",
  ]),
  "unknown words are skipped": steps("with and, a word that no document has leaves no results", [
    CONDITIONS,
    ".filter((words) => words.some((word) => this.lists.has(word)));",
  ]),
  "a phrase is a bag of words": steps(IN_ORDER, [
    COUNTED,
    "return Math.min(...[first, ...later].map((places) => places!.length));",
  ]),
  "a phrase in any order": steps(IN_ORDER, [
    "places.includes(start + k + 1)",
    "places.includes(start + k + 1) || places.includes(start - k - 1)",
  ]),
  "a phrase with gaps": steps(IN_ORDER, [
    COUNTED,
    `let after = -1;
    for (const places of [first!, ...later]) after = places.find((place) => place > after) ?? Infinity;
    return after < Infinity ? 1 : 0;`,
  ]),
  "a phrase is a piece of the text": steps(
    "a phrase is made of words, not of characters",
    ...LOWER_CASE_TEXTS,
    [AND, `if (conditions.some((words) => words.length > 1)) return [...this.texts.keys()];\n    ${AND}`],
    [COUNTED, `if (words.length > 1) return this.texts.get(id)!.split(words.join(" ")).length - 1;\n    ${COUNTED}`],
  ),
  "only the first place of a word is tried": steps(EVERY_PLACE, [
    COUNTED,
    COUNTED.replace("first!", "first!.slice(0, 1)"),
  ]),
  "only the last place of a word is kept": steps(EVERY_PLACE, ["[...list.get(id) ?? [], place]", "[place]"]),
  "what stands beside a phrase is not asked for": steps(
    "a phrase and the words outside it must each be checked",
    ["i % 2 === 1 ? [this.words(part)] :", `i % 2 === 1 ? [this.words(part)] : query.includes('"') ? [] :`],
  ),
  "counts without idf": steps(RARE, [`Math.log(1 + ${SIZE} Math.max(1, this.list(word).size))`, "word ? 1 : 0"]),
  "results in the order of adding": steps(RARE, [BEST, "hits.slice(0, limit)"]),
  "a word is there or not": steps("of two texts of equal length, the one with more occurrences scores higher", [
    "1 + Math.log(count)",
    "1",
  ]),
  "the limit is applied before sorting": steps(LIMIT, [BEST, "hits.slice(0, limit).sort((a, b) => b.score - a.score)"]),
  "the limit is not read": steps(LIMIT, [BEST, BEST.replace("limit", "Math.max(limit, Infinity)")]),
  "a removal leaves the postings": steps("a removed document is no longer found", [REMOVE, ""]),
  "a second text is added to the first": steps(AGAIN, [
    "this.remove(id);\n    this.documents.set(id, this.words(text));",
    "this.documents.set(id, [...this.documents.get(id) ?? [], ...this.words(text)]);",
  ]),
  "a document that is added again is counted twice": steps(
    AGAIN,
    [FIELDS, `${FIELDS}\n  count = 0;`],
    ["this.remove(id);\n    this", `${REMOVE}    this.count++;\n    this`],
    [SIZE, "this.count /"],
    [
      `remove(id: string): void {\n    ${REMOVE}`,
      `remove(id: string): void {\n    if (this.documents.has(id)) this.count--;\n    ${REMOVE}`,
    ],
  ),
  "the count of documents only grows": steps(
    AS_IF_NEVER,
    [FIELDS, `${FIELDS}\n  count = 0;`],
    ["this.remove(id);\n    this", "if (!this.documents.has(id)) this.count++;\n    this.remove(id);\n    this"],
    [SIZE, "this.count /"],
  ),
  "swept up by the first search, after counting": steps(
    AS_IF_NEVER,
    [REMOVE, ""],
    ["this.remove(id);\n    this", "for (const list of this.lists.values()) list.delete(id);\n    this"],
    [
      "return this.best(hits, limit);",
      `const there = hits.filter(({ id }) => this.documents.has(id));
    for (const list of conditions.flat().map((word) => this.list(word))) {
      for (const id of list.keys()) if (!this.documents.has(id)) list.delete(id);
    }
    return this.best(there, limit);`,
    ],
  ),
  "a phrase loses its repeated words": steps(MIXED, [
    CONDITIONS,
    `.map((words) => [...new Set(words)])\n      ${CONDITIONS}`,
  ]),
  "merges lists that are not sorted": steps(
    MIXED,
    [
      FIELDS,
      `${FIELDS}\n  numbers: string[] = []; // a document that comes back keeps its number, and its postings stand at the end`,
    ],
    [
      "this.remove(id);\n    this",
      "if (!this.numbers.includes(id)) this.numbers.push(id);\n    this.remove(id);\n    this",
    ],
    [
      HAVING,
      `const sorted = [...shortest ? [shortest] : [], ...others]
      .map((list) => Array.from(list.keys(), (id) => this.numbers.indexOf(id)));
    const merged = sorted.reduce((one, other) => {
      const both: number[] = [];
      for (let i = 0, j = 0; i < one.length && j < other.length;) {
        if (one[i] === other[j]) both.push(one[i]!);
        if (one[i]! <= other[j]!) i++;
        else j++;
      }
      return both;
    });
    return merged.map((number) => this.numbers[number]!);`,
    ],
  ),
  "reads every document": steps(NOT_ALL, ...allRead),
  "adds up all lengths at every search": steps(NOT_ALL, [
    "return this.best(hits, limit);",
    `let lengths = 0;
    for (const words of this.documents.values()) lengths += words.length;
    const average = lengths / this.documents.size;
    return this.best(hits.map(({ id, score }) => ({ id, score: score / (1 + average) })), limit);`,
  ]),
  "and begins with the longest list": steps(RAREST, ["a.size - b.size", "b.size - a.size"]),
  "and is a union that is filtered": steps(RAREST, ...unionThenFilter),
  "a plain object of lists": steps(
    "a word may be the name of an inherited property",
    [FIELDS, `${FIELDS}\n  byName: Record<string, Map<string, number[]>> = {};`],
    ["this.lists.get(word) ?? new Map()", "this.byName[word] ?? new Map()"],
    ["this.lists.set(word, list)", "this.byName[word] = list"],
  ),
};

/** What someone writes who only read the statement. */
export const textbook: Readonly<Record<string, Answer>> = {
  "tf · idf with places, a union that is filtered": answer(STEPS, ...unionThenFilter),
};

/** Right in what it returns, and as simple as can be: the floor that a pass is measured against. */
export const naive: NaiveAnswer = { what: "every document read at every search", answer: answer(STEPS, ...allRead) };
