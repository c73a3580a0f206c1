/**
 * Search by the definitions: every document is looked at for every query, words are compared as strings, phrases try
 * all choices of positions. It shares no code with the index; texts are words with single spaces between.
 */

/** A query, as a tree; {@linkcode written} turns it into a text. */
export type NaiveQuery =
  | { readonly word: string; readonly field?: string }
  | { readonly prefix: string; readonly field?: string }
  | { readonly fuzzy: string; readonly distance: 1 | 2; readonly field?: string }
  | { readonly phrase: readonly string[]; readonly slop: number; readonly field?: string }
  | { readonly all: readonly NaiveQuery[] }
  | { readonly any: readonly NaiveQuery[] }
  | { readonly not: NaiveQuery };

type Texts = Readonly<Record<string, string>>;
type NaiveLeaf = Exclude<NaiveQuery, { all: unknown } | { any: unknown } | { not: unknown }>;

export interface NaiveOptions {
  readonly fields?: Readonly<Record<string, number>>;
  readonly k1?: number;
  readonly b?: number;
}

/** Documents in the order of adding. */
export class NaiveSearch {
  readonly documents = new Map<string, Texts>();
  readonly #fields: Readonly<Record<string, number>>;
  readonly #k1: number;
  readonly #b: number;

  constructor({ fields = { text: 1 }, k1 = 1.2, b = 0.75 }: NaiveOptions = {}) {
    this.#fields = fields;
    this.#k1 = k1;
    this.#b = b;
  }

  add(id: string, texts: string | Texts): void {
    this.documents.delete(id);
    this.documents.set(id, typeof texts === "string" ? { [Object.keys(this.#fields)[0]!]: texts } : texts);
  }

  remove(id: string): boolean {
    return this.documents.delete(id);
  }

  search(query: NaiveQuery): { id: string; score: number }[] {
    const scores = this.scores(query);
    return [...this.documents.keys()]
      .filter((id) => scores.has(id))
      .map((id) => ({ id, score: scores.get(id)! }))
      .sort((one, other) => other.score - one.score); // a stable sort: ties stay in the order of adding
  }

  /** The score of each document that matches. */
  scores(query: NaiveQuery): Map<string, number> {
    if ("not" in query) {
      const found = this.scores(query.not);
      return new Map([...this.documents.keys()].filter((id) => !found.has(id)).map((id) => [id, 0]));
    }
    if ("all" in query || "any" in query) {
      const parts = "all" in query ? query.all : query.any;
      const found = parts.map((part) => this.scores(part));
      const ids = [...this.documents.keys()].filter((id) => {
        return "all" in query ? found.every((part) => part.has(id)) : found.some((part) => part.has(id));
      });
      return new Map(ids.map((id) => [id, found.reduce((sum, part) => sum + (part.get(id) ?? 0), 0)]));
    }
    if ("prefix" in query || "fuzzy" in query) return this.#expanded(query);
    return this.#summed(query, (name) => {
      const words = "word" in query ? [query.word] : query.phrase;
      return this.#fieldScores(name, words, (text) => {
        return "word" in query ? occurrences(text, query.word).length : naivePhrase(text, query).frequency;
      });
    });
  }

  #summed({ field }: NaiveLeaf, scoresIn: (name: string) => Map<string, number>): Map<string, number> {
    const sums = new Map<string, number>();
    for (const name of Object.keys(this.#fields)) {
      if (field !== undefined && field !== name) continue;
      for (const [id, score] of scoresIn(name)) sums.set(id, (sums.get(id) ?? 0) + score);
    }
    return sums;
  }

  /** BM25 of one field; `df` replaces the number of documents with the (only) word. */
  #fieldScores(
    name: string,
    words: readonly string[],
    frequencyIn: (text: string[]) => number,
    df?: number,
  ): Map<string, number> {
    const texts = this.#texts(name);
    const n = texts.size;
    const average = [...texts.values()].reduce((sum, text) => sum + text.length, 0) / n;
    const frequencies = words.map((word) => df ?? this.#documentFrequency(name, word));
    const idf = frequencies.reduce((sum, df) => sum + Math.log(1 + (n - df + 0.5) / (df + 0.5)), 0);
    const scores = new Map<string, number>();
    for (const [id, text] of texts) {
      const tf = frequencyIn(text);
      const norm = this.#k1 * (1 - this.#b + this.#b * text.length / average);
      if (tf > 0) scores.set(id, this.#fields[name]! * (idf * tf / (tf + norm)));
    }
    return scores;
  }

  #expanded(query: NaiveLeaf & ({ prefix: string } | { fuzzy: string; distance: number })): Map<string, number> {
    const word = "prefix" in query ? query.prefix : query.fuzzy;
    const reach = "fuzzy" in query ? Math.min(query.distance, word.length - 1) : 0;
    const closeness = (term: string): number => {
      if ("prefix" in query) return term.startsWith(word) ? word.length / (term.length + 1) : 0;
      const distance = naiveDistance(word, term);
      return distance <= reach ? 1 - distance / Math.max(word.length, term.length) : 0;
    };
    const scores = this.scores({ word, ...query.field !== undefined && { field: query.field } });
    const least = Math.min(...scores.values());
    const others = new Map<string, number>();
    let most = 0;
    for (const name of Object.keys(this.#fields)) {
      if (query.field !== undefined && query.field !== name) continue;
      const vocabulary = new Set([...this.#texts(name).values()].flat());
      const variants = [...vocabulary].filter((term) => term !== word && closeness(term) > 0);
      const most1 = Math.max(0, ...variants.map((term) => this.#documentFrequency(name, term)));
      const df = this.#documentFrequency(name, word) || most1;
      for (const term of variants) {
        for (const [id, raw] of this.#fieldScores(name, [term], (text) => occurrences(text, term).length, df)) {
          if (scores.has(id)) continue;
          others.set(id, Math.max(others.get(id) ?? 0, closeness(term) * raw));
          most = Math.max(most, raw);
        }
      }
    }
    const scale = most > least ? least / most : 1;
    return new Map([...scores, ...[...others].map(([id, score]) => [id, score * scale] as const)]);
  }

  #documentFrequency(name: string, word: string): number {
    return [...this.#texts(name).values()].filter((text) => text.includes(word)).length;
  }

  #texts(name: string): Map<string, string[]> {
    const having = [...this.documents].filter(([, texts]) => texts[name] !== undefined);
    return new Map(having.map(([id, texts]) => [id, texts[name]!.split(" ").filter((word) => word !== "")]));
  }
}

/** As a person would write it. */
export function written(query: NaiveQuery): string {
  if ("not" in query) return `NOT ${inParentheses(query.not)}`;
  if ("all" in query) return query.all.map(inParentheses).join(" AND ");
  if ("any" in query) return query.any.map(inParentheses).join(" OR ");
  const field = query.field === undefined ? "" : `${query.field}:`;
  if ("word" in query) return field + query.word;
  if ("prefix" in query) return `${field}${query.prefix}*`;
  if ("fuzzy" in query) return `${field}${query.fuzzy}~${query.distance}`;
  return `${field}"${query.phrase.join(" ")}"${query.slop === 0 ? "" : `~${query.slop}`}`;
}

function inParentheses(query: NaiveQuery): string {
  return "all" in query || "any" in query ? `(${written(query)})` : written(query);
}

/** The phrase's matches in a text by trying every choice of positions. */
export function naivePhrase(
  text: readonly string[],
  { phrase, slop }: { readonly phrase: readonly string[]; readonly slop: number },
): { frequency: number; windows: [number, number][] } {
  let choices: number[][] = [[]];
  for (const word of phrase) {
    choices = choices.flatMap((chosen) => {
      return occurrences(text, word).filter((position) => !chosen.includes(position)).map((p) => [...chosen, p]);
    });
  }
  const all = choices.map((chosen): [number, number] => {
    const off = chosen.map((position, place) => position - place);
    return [Math.min(...off), Math.max(...off)];
  });
  const distinct = [...new Map(all.map((window) => [window.join(), window])).values()];
  const windows = distinct.filter(([begin, end]) => {
    return end - begin <= slop && !distinct.some(([b, e]) => b >= begin && e <= end && (b > begin || e < end));
  }).sort((one, other) => other[0] - one[0]);
  return { frequency: windows.reduce((sum, [begin, end]) => sum + 1 / (1 + end - begin), 0), windows };
}

/** Optimal string alignment, from its recursion. */
export function naiveDistance(one: string, other: string): number {
  const known = new Map<string, number>();
  const distance = (i: number, j: number): number => {
    if (i === 0 || j === 0) return i + j;
    const key = `${i} ${j}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    let least = Math.min(
      distance(i - 1, j) + 1,
      distance(i, j - 1) + 1,
      distance(i - 1, j - 1) + (one[i - 1] === other[j - 1] ? 0 : 1),
    );
    const isSwap = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
    if (isSwap) least = Math.min(least, distance(i - 2, j - 2) + 1);
    known.set(key, least);
    return least;
  };
  return distance(one.length, other.length);
}

function occurrences(text: readonly string[], word: string): number[] {
  return text.flatMap((other, position) => other === word ? [position] : []);
}
