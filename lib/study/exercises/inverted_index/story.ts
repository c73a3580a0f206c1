/**
 * The story of an index: the calls that are made on it, what its searches must find, and how a reader would write them.
 *
 * The oracle keeps the documents as they are and reads each of them at every search: slow and plainly right. It shares nothing with
 * `lib/ml/`. It says which documents answer a query, not how much each of them scores: formulas differ.
 *
 * @module
 */
import type { Case, Failure } from "../suite.ts";
import { shownValue } from "../shown_value.ts";
import type { InvertedIndexClass } from "./exercise.ts";

/** How a search is asked for. */
export interface SearchOptions {
  /** Whether all words must be there, or one. @default {"or"} */
  readonly operator?: "and" | "or";
  /** The most results. @default {all} */
  readonly limit?: number;
}

/** One call. */
export type Step =
  | readonly ["add", id: string, text: string]
  | readonly ["remove", id: string]
  | readonly ["search", query: string, options?: SearchOptions];

/** The calls made on one index, in order. */
export type Story = readonly Step[];

/** What the reader hands in, as the driver sees it. */
export interface Given {
  /** The reader's class. */
  readonly InvertedIndex: InvertedIndexClass;
}

/** One result of a search. */
export interface Hit {
  /** Of the document. */
  readonly id: string;
  /** Larger is better; its scale is the answer's own. */
  readonly score: number;
}

/** Step `i` of story `s` is reported as `s * STORY + i`. */
export const STORY = 1000;

/** Runs in the child: plays each story on an index of its own and returns what each of its searches found. */
export const play: Case<Given, readonly Story[]>["drive"] = (given, stories, child): unknown[][] => {
  const seen: unknown[][] = [];
  for (let s = 0; s < stories.length; s++) {
    const index = new given.InvertedIndex();
    const found: unknown[] = [];
    for (let i = 0; i < stories[s]!.length; i++) {
      const step = stories[s]![i]!;
      child.step(1000 * s + i);
      if (step[0] === "add") index.add(step[1], step[2]);
      else if (step[0] === "remove") index.remove(step[1]);
      else {
        const hits: unknown = step[2] === undefined ? index.search(step[1]) : index.search(step[1], { ...step[2] });
        // A result may have more fields, or a class of its own: these two are all that is asked for.
        found[i] = Array.isArray(hits)
          ? hits.map((hit) => typeof hit === "object" && hit !== null ? { id: hit.id, score: hit.score } : hit)
          : hits;
      }
    }
    seen[s] = found;
  }
  return seen;
};

/** The words of a text: runs of letters and digits, in lower case. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** The ids of the documents that answer the search at step `at`, in the order in which they were added; no limit. */
export function matchesAt(story: Story, at: number): string[] {
  const search = story[at]!;
  if (search[0] !== "search") {
    throw new TypeError(`Cannot search: step ${at} is no search: current value is ${search[0]}`);
  }
  const documents = documentsAt(story, at);
  // Between quotes stands a phrase; what stands outside them is one word a condition.
  const conditions = search[1].split('"').flatMap((part, i) =>
    i % 2 === 1 ? [wordsOf(part)] : wordsOf(part).map((word) => [word])
  ).filter((words) => words.length > 0);
  const meets = (text: string, words: readonly string[]) =>
    ` ${wordsOf(text).join(" ")} `.includes(` ${words.join(" ")} `);
  const answers = (text: string) =>
    search[2]?.operator === "and"
      ? conditions.length > 0 && conditions.every((words) => meets(text, words))
      : conditions.some((words) => meets(text, words));
  return [...documents].filter(([, text]) => answers(text)).map(([id]) => id);
}

/** The documents that are in the index before step `at`, in the order in which they were added last. */
export function documentsAt(story: Story, at: number): Map<string, string> {
  const documents = new Map<string, string>();
  for (const step of story.slice(0, at)) {
    if (step[0] !== "search") documents.delete(step[1]);
    if (step[0] === "add") documents.set(step[1], step[2]);
  }
  return documents;
}

/** The first search that found other documents than it must; their order is not judged. */
export function judgeFound(stories: readonly Story[], evidence: unknown): Failure | undefined {
  for (const [s, story] of stories.entries()) {
    for (const at of searchesOf(story)) {
      const hits = hitsAt(evidence, { stories, story: s, step: at });
      if ("got" in hits) return hits;
      const expected = matchesAt(story, at).toSorted();
      const got = hits.map(({ id }) => id).toSorted();
      if (got.join("\n") === expected.join("\n")) continue;
      return { input: showStory(story, at), expected: listed(expected), got: listed(got) };
    }
  }
}

/** One search among several stories. */
export interface SearchPlace {
  /** Those that were played. */
  readonly stories: readonly Story[];
  /** Number of the story. */
  readonly story: number;
  /** Number of its step. */
  readonly step: number;
}

/** What a search found, or what is wrong with the form in which it says so. */
export function hitsAt(evidence: unknown, { stories, story, step }: SearchPlace): readonly Hit[] | Failure {
  if (!Array.isArray(evidence) || !Array.isArray(evidence[story])) {
    throw new TypeError(
      `Cannot judge a story: one list of answers is needed: current value is ${shownValue(evidence)}`,
    );
  }
  const hits: unknown = evidence[story][step];
  if (Array.isArray(hits) && hits.every(isHit)) return hits;
  const expected = "a list of results, { id: string, score: number } each";
  return { input: showStory(stories[story]!, step), expected, got: shownValue(hits) };
}

function isHit(hit: unknown): hit is Hit {
  const { id, score } = (hit ?? {}) as Partial<Hit>;
  return typeof id === "string" && typeof score === "number" && Number.isFinite(score);
}

/** The places of the searches in a story. */
export function searchesOf(story: Story): number[] {
  return story.flatMap(([call], at) => call === "search" ? [at] : []);
}

/** Ids as a reader would write them. */
export function listed(ids: readonly string[]): string {
  return ids.length === 0 ? "nothing" : ids.join(", ");
}

/** Every call of the story up to and including step `through`, but for the searches before it. */
export function showStory(story: Story, through: number = story.length - 1): string {
  return story.slice(0, through + 1)
    .filter(([call], at) => call !== "search" || at === through)
    .map(([call, ...args]) => `${call}(${args.filter((one) => one !== undefined).map(shownValue).join(", ")})`)
    .join("; ");
}

/** The story in which step `throughStep` is, up to it; without a step, the first. */
export function showStories(stories: readonly Story[], throughStep?: number): string {
  if (throughStep === undefined) return showStory(stories[0]!);
  return showStory(stories[Math.floor(throughStep / STORY)]!, throughStep % STORY);
}
