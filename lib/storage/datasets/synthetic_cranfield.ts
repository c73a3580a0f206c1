/**
 * A generated stand-in for the Cranfield collection whose truth is known: documents about subjects, queries that ask
 * for one.
 *
 * There are as many **subjects** as queries, six to a topic. A topic has words of its own and so has each of its
 * subjects. A document is about one subject: every word comes from the subject, from its topic, or from the language at
 * large (a Zipf law). The query of a subject is drawn the same way, so it shares words with the right documents without
 * being a part of them. Judged relevant are the documents of its subject (grade 1 to 3, by how much they keep to it)
 * and some of its topic (grade 4).
 *
 * Cost: about 0.1 s. Not here on purpose: synonyms, inflection, authors who keep to a topic.
 *
 * @module
 */
import { checkPositiveInteger } from "../../base/argument.ts";
import { type Random, random } from "../../base/random.ts";
import type { Cranfield, CranfieldDocument, CranfieldJudgement, CranfieldTruth } from "./cranfield_records.ts";
import { pseudoWord } from "./_pseudo_words.ts";
import { weightedChoice } from "./_weighted_choice.ts";

export type { CranfieldTruth };

/** Options of {@linkcode syntheticCranfield}. */
export interface SyntheticCranfieldOptions {
  /** Decides everything. @default {1} */
  readonly seed?: number;
  /** How many documents; at least as many as queries. @default {1400} */
  readonly documents?: number;
  /** How many queries. @default {225} */
  readonly queries?: number;
}

/**
 * The generated collection.
 * @throws {RangeError} If a size is not a positive integer, or there are fewer documents than queries.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { syntheticCranfield } from "./synthetic_cranfield.ts";
 *
 * const { documents, queries } = syntheticCranfield({ documents: 30, queries: 5 });
 * assertEquals([documents.length, queries.length], [30, 5]);
 * ```
 */
export function syntheticCranfield(options: SyntheticCranfieldOptions = {}): Cranfield {
  const { seed = 1, documents: documentCount = 1400, queries: queryCount = 225 } = options;
  checkPositiveInteger(documentCount, { action: "generate documents", argument: "documents" });
  checkPositiveInteger(queryCount, { action: "generate documents", argument: "queries" });
  if (documentCount < queryCount) {
    throw new RangeError(
      `Cannot generate documents: there must be at least ${queryCount}, one for each query: current value is ${documentCount}`,
    );
  }
  const draw = random(seed);
  const language = drawLanguage(queryCount, draw);
  const documentSubject = Uint16Array.from(
    draw.shuffle(Uint32Array.from({ length: documentCount }, (_, document) => document % queryCount)),
  );
  const documentFocus = Float64Array.from({ length: documentCount }, () => 0.08 + 0.22 * draw.next());
  const documents = Array.from(documentSubject, (subject, i): CranfieldDocument => {
    const title = sentence({ subject, focus: 0.45, words: 5 + draw.integer(8) }, { language, draw });
    const body = Array.from(
      { length: 3 + draw.integer(9) },
      () => sentence({ subject, focus: documentFocus[i]!, words: 8 + draw.integer(16) }, { language, draw }),
    );
    return {
      number: i + 1,
      title,
      authors: `${pseudoWord(3600 + draw.integer(400))},${"abcdefgh"[draw.integer(8)]}.`,
      source: `j. ${pseudoWord(draw.integer(60))}. scs. ${1 + draw.integer(40)}, ${1940 + draw.integer(24)}.`,
      text: [title, ...body].join(" "),
    };
  });
  const queries = Array.from({ length: queryCount }, (_, subject) => ({
    number: subject + 1,
    printedNumber: subject + 1 + Math.floor(subject / 2), // not the order: as in the public file, these mislead
    text: sentence({ subject, focus: 0.5, words: 7 + draw.integer(8) }, { language, draw }),
  }));
  const truth = { documentSubject, documentFocus, subjectTopic: language.subjectTopic };
  return { origin: "synthetic", documents, queries, judgements: judge(truth, draw), truth };
}

const COMMON_WORDS = 3000;
const SUBJECTS_OF_TOPIC = 6;
const WORDS_OF_TOPIC = 25;
const WORDS_OF_SUBJECT = 8;

interface Language {
  readonly subjectTopic: Uint16Array;
  readonly topicWords: readonly (readonly string[])[];
  readonly subjectWords: readonly (readonly string[])[];
  readonly common: (uniform: number) => number;
}

function drawLanguage(subjects: number, draw: Random): Language {
  const subjectTopic = Uint16Array.from({ length: subjects }, (_, subject) => Math.floor(subject / SUBJECTS_OF_TOPIC));
  const topics = Math.ceil(subjects / SUBJECTS_OF_TOPIC);
  const words = (lists: number, length: number) =>
    Array.from({ length: lists }, () => Array.from({ length }, () => pseudoWord(draw.integer(9000))));
  return {
    subjectTopic,
    topicWords: words(topics, WORDS_OF_TOPIC),
    subjectWords: words(subjects, WORDS_OF_SUBJECT),
    common: weightedChoice(Array.from({ length: COMMON_WORDS }, (_, rank) => 1 / (rank + 2))),
  };
}

interface SentencePlan {
  readonly subject: number;
  /** Share of words that are the subject's own. */
  readonly focus: number;
  readonly words: number;
}

function sentence(
  { subject, focus, words }: SentencePlan,
  { language, draw }: { readonly language: Language; readonly draw: Random },
): string {
  const own = language.subjectWords[subject]!, topic = language.topicWords[language.subjectTopic[subject]!]!;
  const texts = Array.from({ length: words }, () => {
    const kind = draw.next();
    if (kind < focus) return own[draw.integer(own.length)]!;
    if (kind < focus + 0.15) return topic[draw.integer(topic.length)]!;
    return pseudoWord(language.common(draw.next()));
  });
  return `${texts.join(" ")} .`;
}

function judge({ documentSubject, documentFocus, subjectTopic }: CranfieldTruth, draw: Random): CranfieldJudgement[] {
  return Array.from(subjectTopic, (topic, subject): CranfieldJudgement[] => {
    const judged: CranfieldJudgement[] = [];
    documentSubject.forEach((about, document) => {
      const focus = documentFocus[document]!;
      // the topic's other documents, once in a while
      const isNear = subjectTopic[about] === topic && draw.next() < 0.05;
      const grade = about === subject ? (focus > 0.23 ? 1 : focus > 0.15 ? 2 : 3) : isNear ? 4 : undefined;
      if (grade !== undefined) judged.push({ query: subject + 1, document: document + 1, grade });
    });
    return judged;
  }).flat();
}
