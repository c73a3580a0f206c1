/**
 * The best k of many: a heap whose root is the worst that is kept.
 *
 * Better is a higher score; of equal scores, the lower number, which was added first.
 *
 * Cost: O(log k) for a document that is kept, O(1) for one that is not.
 *
 * Source: J. W. J. Williams, "Algorithm 232: Heapsort", Communications of the ACM 7(6), 1964.
 *
 * @module
 */

/** Keeps the best. */
export class TopHits {
  readonly #limit: number;
  readonly #documents: number[] = [];
  readonly #scores: number[] = [];

  /** Keeps `limit` documents: at least 1. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** A document with a higher number must score above this to be kept; −∞ while there is room. */
  get threshold(): number {
    return this.#scores.length < this.#limit ? -Infinity : this.#scores[0]!;
  }

  /** Keeps a document if it is among the best so far. */
  offer(document: number, score: number): void {
    if (this.#scores.length < this.#limit) {
      this.#documents.push(document);
      this.#scores.push(score);
      this.#rise(this.#scores.length - 1);
    } else if (isWorse(this.#scores[0]!, this.#documents[0]!, score, document)) {
      this.#documents[0] = document;
      this.#scores[0] = score;
      this.#sink();
    }
  }

  /** What was kept, the best first. */
  ranked(): { readonly document: number; readonly score: number }[] {
    return this.#documents
      .map((document, index) => ({ document, score: this.#scores[index]! }))
      .sort((one, other) => other.score - one.score || one.document - other.document);
  }

  #isWorse(index: number, other: number): boolean {
    return isWorse(this.#scores[index]!, this.#documents[index]!, this.#scores[other]!, this.#documents[other]!);
  }

  #rise(index: number): void {
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.#isWorse(index, parent)) return;
      this.#swap(index, parent);
      index = parent;
    }
  }

  #sink(): void {
    const { length } = this.#scores;
    for (let index = 0;;) {
      let worst = index;
      for (let child = 2 * index + 1; child <= 2 * index + 2 && child < length; child++) {
        if (this.#isWorse(child, worst)) worst = child;
      }
      if (worst === index) return;
      this.#swap(index, worst);
      index = worst;
    }
  }

  #swap(one: number, other: number): void {
    [this.#documents[one], this.#documents[other]] = [this.#documents[other]!, this.#documents[one]!];
    [this.#scores[one], this.#scores[other]] = [this.#scores[other]!, this.#scores[one]!];
  }
}

function isWorse(score: number, document: number, otherScore: number, otherDocument: number): boolean {
  return score < otherScore || score === otherScore && document > otherDocument;
}
