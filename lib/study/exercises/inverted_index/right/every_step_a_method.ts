/**
 * A right answer taken apart: every step a method of its own, so that most wrong answers are this one with the one step
 * changed that people get wrong.
 */

/** Word → document → places. */
export class InvertedIndex {
  /** Word → document → the places where the word stands. */
  lists = new Map<string, Map<string, number[]>>();
  /** Document → its words. */
  documents = new Map<string, string[]>();

  /** The words of a text or query. */
  words(text: string): string[] {
    return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  }

  /** One list of words for each phrase, and for each word outside of quotes. */
  conditions(query: string): string[][] {
    return query.split('"')
      .flatMap((part, i) => i % 2 === 1 ? [this.words(part)] : this.words(part).map((word) => [word]))
      .filter((words) => words.length > 0);
  }

  /** Document → places of a word. */
  list(word: string): Map<string, number[]> {
    return this.lists.get(word) ?? new Map();
  }

  /** Takes in a document, in place of an earlier one of that id. */
  add(id: string, text: string): void {
    this.remove(id);
    this.documents.set(id, this.words(text));
    this.words(text).forEach((word, place) => this.post(word, id, place));
  }

  /** Writes down one place. */
  post(word: string, id: string, place: number): void {
    const list = this.list(word);
    this.lists.set(word, list);
    list.set(id, [...list.get(id) ?? [], place]);
  }

  /** Takes a document out of the lists of its words. */
  remove(id: string): void {
    for (const word of this.documents.get(id) ?? []) this.list(word).delete(id);
    this.documents.delete(id);
  }

  /** How often the words stand one after the other in the document. */
  occurrences(words: readonly string[], id: string): number {
    const [first, ...later] = words.map((word) => this.list(word).get(id) ?? []);
    return first!.filter((start) => later.every((places, k) => places.includes(start + k + 1))).length;
  }

  /** The documents that have all the words. */
  having(words: readonly string[]): string[] {
    const [shortest, ...others] = words.map((word) => this.list(word)).sort((a, b) => a.size - b.size);
    return [...shortest?.keys() ?? []].filter((id) => others.every((list) => list.has(id)));
  }

  /** The documents that may answer. */
  candidates(conditions: readonly string[][], operator: "and" | "or"): string[] {
    if (operator === "and") return this.having(conditions.flat());
    return [...new Set(conditions.flatMap((words) => this.having(words)))];
  }

  /** Whether a document answers in which the conditions occur so often. */
  answers(counts: readonly number[], operator: "and" | "or"): boolean {
    return operator === "and" ? counts.every((count) => count > 0) : counts.some((count) => count > 0);
  }

  /** How rare the word is. */
  idf(word: string): number {
    return Math.log(1 + this.documents.size / Math.max(1, this.list(word).size));
  }

  /** What a condition gives that occurs so often. */
  score(words: readonly string[], count: number): number {
    return count === 0 ? 0 : (1 + Math.log(count)) * words.reduce((sum, word) => sum + this.idf(word), 0);
  }

  /** The best, in order. */
  best(hits: { id: string; score: number }[], limit: number): { id: string; score: number }[] {
    return hits.sort((a, b) => b.score - a.score).slice(0, limit);
  }

  /** The documents that answer the query. */
  search(
    query: string,
    { operator = "or", limit = Infinity }: { operator?: "and" | "or"; limit?: number } = {},
  ): { id: string; score: number }[] {
    const conditions = this.conditions(query);
    const hits = this.candidates(conditions, operator).flatMap((id) => {
      const counts = conditions.map((words) => this.occurrences(words, id));
      if (!this.answers(counts, operator)) return [];
      return [{ id, score: conditions.reduce((sum, words, i) => sum + this.score(words, counts[i]!), 0) }];
    });
    return this.best(hits, limit);
  }
}
