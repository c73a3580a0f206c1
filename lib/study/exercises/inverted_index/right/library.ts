/** The library's index behind the names of the exercise: what a reader's answer is measured against. */
import { InvertedIndex as LibraryIndex } from "../../../../ml/retrieval/inverted_index.ts";

/** {@linkcode LibraryIndex}, reduced to what the exercise asks for. */
export class InvertedIndex {
  #index = new LibraryIndex();

  /** Takes in `text` under `id`. */
  add(id: string, text: string): void {
    this.#index.add(id, text);
  }

  /** Takes the document out. */
  remove(id: string): void {
    this.#index.remove(id);
  }

  /** The documents that answer `query`, best first. */
  search(query: string, options: { operator?: "and" | "or"; limit?: number } = {}): { id: string; score: number }[] {
    return this.#index.search(query, options);
  }
}
