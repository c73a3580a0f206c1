/**
 * A binary heap of numbered distances: the nearest first, or the farthest, without an object for each entry.
 *
 * **Invariant.** The entry on top has the smallest key (`"nearest"`) or the largest (`"farthest"`); every parent is
 * before its children in that order.
 *
 * Cost: O(log n) to push and to pop.
 *
 * @module
 */

/** Distances with the rows that they belong to. */
export class DistanceHeap {
  #rows = new Int32Array(64);
  #keys = new Float64Array(64);
  #size = 0;
  readonly #sign: number;

  /**
   * An empty heap.
   *
   * @example
   * ```ts
   * import { assertEquals } from "@std/assert";
   * import { DistanceHeap } from "./_distance_heap.ts";
   * const heap = new DistanceHeap("nearest");
   * for (const [row, distance] of [[7, 3], [8, 1], [9, 2]]) heap.push(row!, distance!);
   * assertEquals([heap.topRow, heap.topDistance, heap.size], [8, 1, 3]);
   * heap.pop();
   * assertEquals(heap.topRow, 9);
   * ```
   */
  constructor(first: "nearest" | "farthest") {
    this.#sign = first === "nearest" ? 1 : -1;
  }

  /** How many entries there are. */
  get size(): number {
    return this.#size;
  }

  /** The row on top; of an empty heap it means nothing. */
  get topRow(): number {
    return this.#rows[0]!;
  }

  /** The distance on top; of an empty heap it means nothing. */
  get topDistance(): number {
    return this.#sign * this.#keys[0]!;
  }

  /** Takes out all entries. */
  clear(): void {
    this.#size = 0;
  }

  /** Adds an entry. */
  push(row: number, distance: number): void {
    if (this.#size === this.#rows.length) this.#grow();
    const [rows, keys, key] = [this.#rows, this.#keys, this.#sign * distance];
    let at = this.#size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (keys[parent]! <= key) break;
      keys[at] = keys[parent]!;
      rows[at] = rows[parent]!;
      at = parent;
    }
    keys[at] = key;
    rows[at] = row;
  }

  /** Takes out the entry on top; does nothing if there is none. */
  pop(): void {
    if (this.#size === 0) return;
    const [rows, keys, size] = [this.#rows, this.#keys, --this.#size];
    const [row, key] = [rows[size]!, keys[size]!];
    let at = 0;
    for (let child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && keys[child + 1]! < keys[child]!) child++;
      if (keys[child]! >= key) break;
      keys[at] = keys[child]!;
      rows[at] = rows[child]!;
      at = child;
    }
    keys[at] = key;
    rows[at] = row;
  }

  #grow(): void {
    const [rows, keys] = [new Int32Array(2 * this.#size), new Float64Array(2 * this.#size)];
    rows.set(this.#rows);
    keys.set(this.#keys);
    [this.#rows, this.#keys] = [rows, keys];
  }
}
