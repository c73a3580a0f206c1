/**
 * An inverted index of sorted lists: documents get ascending numbers, a posting is a number with its places, and lists
 * are searched by halving. BM25 with k1 = 1.2 and b = 0.75, all counts kept up to date.
 *
 * **Invariant.** Every list is sorted by number. A document that is added again gets a new number, so it always goes to
 * the end.
 */
interface Posting {
  readonly document: number;
  readonly places: number[];
}
interface Document {
  readonly id: string;
  readonly words: readonly string[];
}

const K1 = 1.2;
const B = 0.75;

/** Word → postings in ascending order. */
export class InvertedIndex {
  #lists = new Map<string, Posting[]>();
  #documents = new Map<number, Document>();
  #numbers = new Map<string, number>();
  #lastNumber = 0;
  #wordsInAll = 0;

  /** Appends to the list of each word of the text. */
  add(id: string, text: string): void {
    this.remove(id);
    const number = ++this.#lastNumber;
    const words = wordsOf(text);
    this.#numbers.set(id, number);
    this.#documents.set(number, { id, words });
    this.#wordsInAll += words.length;
    words.forEach((word, place) => {
      let list = this.#lists.get(word);
      if (list === undefined) this.#lists.set(word, list = []);
      if (list.at(-1)?.document !== number) list.push({ document: number, places: [] });
      list.at(-1)!.places.push(place);
    });
  }

  /** Cuts the document out of the list of each of its words. */
  remove(id: string): void {
    const number = this.#numbers.get(id);
    if (number === undefined) return;
    const { words } = this.#documents.get(number)!;
    for (const word of new Set(words)) {
      const list = this.#lists.get(word)!;
      list.splice(placeOf(list, number), 1);
      if (list.length === 0) this.#lists.delete(word);
    }
    this.#wordsInAll -= words.length;
    this.#documents.delete(number);
    this.#numbers.delete(id);
  }

  /** The documents that answer `query`, best first. */
  search(query: string, options: { operator?: "and" | "or"; limit?: number } = {}): { id: string; score: number }[] {
    const conditions: Posting[][] = [];
    for (const [, phrase, word] of query.matchAll(/"([^"]*)"|([\p{L}\p{N}]+)/gu)) {
      const words = wordsOf(phrase ?? word!);
      if (words.length === 1) conditions.push(this.#lists.get(words[0]!) ?? []);
      else if (words.length > 1) conditions.push(this.#phrase(words));
    }
    const scores = options.operator === "and" ? this.#every(conditions) : this.#any(conditions);
    const hits = Array.from(scores, ([number, score]) => ({ id: this.#documents.get(number)!.id, score }));
    hits.sort((one, other) => other.score - one.score);
    return options.limit === undefined ? hits : hits.slice(0, options.limit);
  }

  #any(conditions: readonly Posting[][]): Map<number, number> {
    const scores = new Map<number, number>();
    for (const list of conditions) {
      for (const posting of list) {
        scores.set(posting.document, (scores.get(posting.document) ?? 0) + this.#score(posting, list.length));
      }
    }
    return scores;
  }

  #every(conditions: readonly Posting[][]): Map<number, number> {
    const scores = new Map<number, number>();
    const [shortest = [], ...others] = conditions.toSorted((a, b) => a.length - b.length);
    for (const first of shortest) {
      let score = this.#score(first, shortest.length);
      const inAll = others.every((list) => {
        const at = placeOf(list, first.document);
        if (list[at]?.document === first.document) score += this.#score(list[at], list.length);
        return list[at]?.document === first.document;
      });
      if (inAll) scores.set(first.document, score);
    }
    return scores;
  }

  /** A phrase as a list of its own: the places at which it begins. */
  #phrase(words: readonly string[]): Posting[] {
    const lists = words.map((word) => this.#lists.get(word) ?? []);
    const shortest = lists.reduce((best, list) => list.length < best.length ? list : best);
    return shortest.flatMap(({ document }) => {
      const postings = lists.map((list) => list[placeOf(list, document)]);
      if (postings.some((posting) => posting?.document !== document)) return [];
      const places = postings[0]!.places.filter((start) =>
        postings.every((posting, k) => posting!.places.includes(start + k))
      );
      return places.length > 0 ? [{ document, places }] : [];
    });
  }

  #score({ document, places }: Posting, documentsWithIt: number): number {
    const documents = this.#documents.size;
    const length = this.#documents.get(document)!.words.length * documents / this.#wordsInAll;
    const idf = Math.log(1 + (documents - documentsWithIt + 0.5) / (documentsWithIt + 0.5));
    return idf * places.length / (places.length + K1 * (1 - B + B * length));
  }
}

/** Where the document stands in the sorted list, or would stand. */
function placeOf(list: readonly Posting[], document: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (list[middle]!.document < document) low = middle + 1;
    else high = middle;
  }
  return low;
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
