/**
 * Scripts of an index: the calls that are made on it, what its searches must find, and how a reader would write them.
 *
 * The oracle keeps the documents as they are and reads each of them at every search: slow and plainly right. It shares
 * nothing with `lib/ml/`. It says which documents answer a query, not how much each of them scores: formulas differ.
 *
 * @module
 */
import type { Case, Failure } from "../suite.ts";
import { shownValue } from "../shown_value.ts";
import type { InvertedIndexGiven } from "./exercise.ts";

/** How a search is asked for. */
export interface SearchOptions {
  /** Whether all words must be there, or one. @default {"or"} */
  readonly operator?: "and" | "or";
  /** The most results. @default {all} */
  readonly limit?: number;
}

/** One call. */
export type Call =
  | readonly ["add", id: string, text: string]
  | readonly ["remove", id: string]
  | readonly ["search", query: string, options?: SearchOptions];

/** The calls made on one index, in order. */
export type Script = readonly Call[];

/** One result of a search. */
export interface Hit {
  /** Of the document. */
  readonly id: string;
  /** Larger is better; its scale is the answer's own. */
  readonly score: number;
}

/** Call `i` of script `s` is reported as `s * CALLS_PER_SCRIPT + i`. */
export const CALLS_PER_SCRIPT = 1000;

/** Runs in the child: plays each script on an index of its own and returns what each of its searches found. */
export const play: Case<InvertedIndexGiven, readonly Script[]>["drive"] = (given, scripts, child): unknown[][] => {
  const seen: unknown[][] = [];
  for (let s = 0; s < scripts.length; s++) {
    const index = new given.InvertedIndex();
    const found: unknown[] = [];
    for (let i = 0; i < scripts[s]!.length; i++) {
      const call = scripts[s]![i]!;
      child.step(1000 * s + i);
      if (call[0] === "add") index.add(call[1], call[2]);
      else if (call[0] === "remove") index.remove(call[1]);
      else {
        const hits: unknown = call[2] === undefined ? index.search(call[1]) : index.search(call[1], { ...call[2] });
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

/** The ids of the documents that answer the search at call `at`, in the order in which they were added; no limit. */
export function matchesAt(script: Script, at: number): string[] {
  const search = script[at]!;
  if (search[0] !== "search") {
    throw new TypeError(`Cannot search: call ${at} is no search: current value is ${search[0]}`);
  }
  const documents = documentsAt(script, at);
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

/** The documents that are in the index before call `at`, in the order in which they were added last. */
export function documentsAt(script: Script, at: number): Map<string, string> {
  const documents = new Map<string, string>();
  for (const call of script.slice(0, at)) {
    if (call[0] !== "search") documents.delete(call[1]);
    if (call[0] === "add") documents.set(call[1], call[2]);
  }
  return documents;
}

/** The first search that found other documents than it must; their order is not judged. */
export function judgeFound(scripts: readonly Script[], evidence: unknown): Failure | undefined {
  for (const [s, script] of scripts.entries()) {
    for (const at of searchesOf(script)) {
      const hits = hitsAt(evidence, { scripts, script: s, call: at });
      if ("got" in hits) return hits;
      const expected = matchesAt(script, at).toSorted();
      const got = hits.map(({ id }) => id).toSorted();
      if (got.join("\n") === expected.join("\n")) continue;
      return { input: showScript(script, at), expected: listed(expected), got: listed(got) };
    }
  }
}

/** One search among several scripts. */
export interface SearchPlace {
  /** Those that were played. */
  readonly scripts: readonly Script[];
  /** Number of the script. */
  readonly script: number;
  /** Number of its call. */
  readonly call: number;
}

/** What a search found, or what is wrong with the form in which it says so. */
export function hitsAt(evidence: unknown, { scripts, script, call }: SearchPlace): readonly Hit[] | Failure {
  if (!Array.isArray(evidence) || !Array.isArray(evidence[script])) {
    throw new TypeError(
      `Cannot judge a script: one list of answers is needed: current value is ${shownValue(evidence)}`,
    );
  }
  const hits: unknown = evidence[script][call];
  if (Array.isArray(hits) && hits.every(isHit)) return hits;
  const expected = "a list of results, { id: string, score: number } each";
  return { input: showScript(scripts[script]!, call), expected, got: shownValue(hits) };
}

function isHit(hit: unknown): hit is Hit {
  const { id, score } = (hit ?? {}) as Partial<Hit>;
  return typeof id === "string" && typeof score === "number" && Number.isFinite(score);
}

/** The places of the searches in a script. */
export function searchesOf(script: Script): number[] {
  return script.flatMap(([call], at) => call === "search" ? [at] : []);
}

/** Ids as a reader would write them. */
export function listed(ids: readonly string[]): string {
  return ids.length === 0 ? "nothing" : ids.join(", ");
}

/** Every call of the script up to and including step `through`, but for the searches before it. */
export function showScript(script: Script, through: number = script.length - 1): string {
  return script.slice(0, through + 1)
    .filter(([call], at) => call !== "search" || at === through)
    .map(([call, ...args]) => `${call}(${args.filter((one) => one !== undefined).map(shownValue).join(", ")})`)
    .join("; ");
}

/** The script in which call `through` is, up to it; without a call, the first. */
export function showScripts(scripts: readonly Script[], through?: number): string {
  if (through === undefined) return showScript(scripts[0]!);
  return showScript(scripts[Math.floor(through / CALLS_PER_SCRIPT)]!, through % CALLS_PER_SCRIPT);
}

/** Scores that differ by less are the same: the order of a sum is free. */
const SAME_WITHIN = 1e-9;

/** The hiscript, and the twin whose searches are those at the hiscript's end. */
export function withTwin(hiscript: Script): readonly [Script, Script] {
  const searches = hiscript.slice(hiscript.findLastIndex(([call]) => call !== "search") + 1);
  return [hiscript, [
    ...Array.from(documentsAt(hiscript, hiscript.length), ([id, text]) => ["add", id, text] as Call),
    ...searches,
  ]];
}

/** The first search at a hiscript's end that scores otherwise than its twin's; scripts come in pairs. */
export function judgeTwins(scripts: readonly Script[], evidence: unknown): Failure | undefined {
  const found = judgeFound(scripts, evidence);
  if (found) return found;
  for (let s = 0; s < scripts.length; s += 2) {
    const [hiscript, twin] = [scripts[s]!, scripts[s + 1]!];
    const twinsSearches = searchesOf(twin);
    for (const [k, at] of searchesOf(hiscript).slice(-twinsSearches.length).entries()) {
      const hits = hitsAt(evidence, { scripts, script: s, call: at });
      const expected = hitsAt(evidence, { scripts, script: s + 1, call: twinsSearches[k]! });
      if ("got" in hits || "got" in expected || haveSameScores(hits, expected)) continue;
      return {
        input: showScript(hiscript, at),
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
