/**
 * The documents of an index: a number for each, by the order of adding.
 *
 * Numbers are not used again: a removed document leaves a hole until the index is compacted. So posting lists only grow
 * at their ends, and of two equal scores the lower number was added first.
 *
 * **Invariant.** Every id has one number; walking over the ids meets the numbers in rising order.
 *
 * Cost: O(1) each; about 100 bytes a document.
 *
 * @module
 */

/** Who is who. */
export class DocumentTable {
  readonly #ids: (string | undefined)[] = [];
  readonly #numbers = new Map<string, number>();

  /** Numbers given so far. */
  get count(): number {
    return this.#ids.length;
  }

  /** Documents that have not been removed. */
  get size(): number {
    return this.#numbers.size;
  }

  /** The number of an id, or `undefined`. */
  number(id: string): number | undefined {
    return this.#numbers.get(id);
  }

  /** The id of a number that is not removed. */
  id(number: number): string {
    return this.#ids[number]!;
  }

  /** Gives an id that has none the next number, and returns it. */
  add(id: string): number {
    const number = this.#ids.length;
    this.#ids.push(id);
    this.#numbers.set(id, number);
    return number;
  }

  /** Takes an id out. */
  remove(id: string): void {
    const number = this.#numbers.get(id)!;
    this.#numbers.delete(id);
    this.#ids[number] = undefined;
  }

  /** The numbers of all documents that have not been removed, rising. */
  alive(): Int32Array {
    return Int32Array.from(this.#numbers.values());
  }
}
