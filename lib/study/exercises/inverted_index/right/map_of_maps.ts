/**
 * An inverted index in two levels of Maps: word → document → the places where the word stands in it.
 *
 * **Invariant.** A document is in the lists of exactly the words of its present text, so the size of a list is the
 * number of documents that have the word, and nothing else has to be counted.
 *
 * An AND walks over the shortest list and asks the others. A phrase does so, too, and then compares places. The score
 * adds up tf · idf: tf = 1 + ln(occurrences), idf = ln(1 + documents / documents that have it), a phrase has those of
 * its words together.
 */
type List = ReadonlyMap<string, readonly number[]>;

/** Word → document → places. */
export class InvertedIndex {
  #lists = new Map<string, Map<string, number[]>>();
  #documents = new Map<string, readonly string[]>(); // id → its words, for the day when it is removed

  /** Takes in `text` under `id`, in place of an earlier one. */
  add(id: string, text: string): void {
    this.remove(id);
    const words = wordsOf(text);
    this.#documents.set(id, words);
    for (const [place, word] of words.entries()) {
      const list = this.#lists.get(word) ?? new Map<string, number[]>();
      this.#lists.set(word, list);
      const places = list.get(id);
      if (places) places.push(place);
      else list.set(id, [place]);
    }
  }

  /** Takes the document out of the list of each of its words. */
  remove(id: string): void {
    for (const word of this.#documents.get(id) ?? []) this.#lists.get(word)?.delete(id);
    this.#documents.delete(id);
  }

  /** The documents that answer `query`, best first. */
  search(query: string, options: { operator?: "and" | "or"; limit?: number } = {}): { id: string; score: number }[] {
    const { operator = "or", limit = Infinity } = options;
    const conditions = conditionsOf(query).map((words) =>
      words.map((word): List => this.#lists.get(word) ?? new Map())
    );
    const candidates = operator === "and" ? inAll(conditions.flat()) : new Set(conditions.flatMap(inAll));
    const hits = [];
    for (const id of candidates) {
      const counts = conditions.map((lists) => occurrences(lists, id));
      if (operator === "and" ? counts.includes(0) : counts.every((count) => count === 0)) continue;
      hits.push({ id, score: counts.reduce((sum, count, i) => sum + this.#score(count, conditions[i]!), 0) });
    }
    return hits.sort((a, b) => b.score - a.score).slice(0, limit);
  }

  #score(count: number, lists: readonly List[]): number {
    if (count === 0) return 0;
    const idf = lists.reduce((sum, list) => sum + Math.log(1 + this.#documents.size / list.size), 0);
    return (1 + Math.log(count)) * idf;
  }
}

/** How often the words of these lists stand one after the other in the document. */
function occurrences(lists: readonly List[], id: string): number {
  const [first, ...later] = lists.map((list) => list.get(id) ?? []);
  return first!.filter((start) => later.every((places, k) => places.includes(start + k + 1))).length;
}

/** The documents that are in all lists, found from the shortest. */
function inAll(lists: readonly List[]): string[] {
  const [shortest, ...others] = lists.toSorted((a, b) => a.size - b.size);
  return [...shortest?.keys() ?? []].filter((id) => others.every((list) => list.has(id)));
}

/** One list of words for each phrase in quotes, and for each word outside of them. */
function conditionsOf(query: string): string[][] {
  const parts = query.split('"'); // those at odd places stood in quotes
  const conditions = parts.flatMap((part, i) => i % 2 === 1 ? [wordsOf(part)] : wordsOf(part).map((word) => [word]));
  return conditions.filter((words) => words.length > 0);
}

/** Runs of letters and digits, in lower case. */
function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
