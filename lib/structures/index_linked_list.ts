/**
 * A doubly linked list in an array: slots 1, 2, 3 … in an order that changes in O(1), without a node object.
 *
 * Slot s keeps its two neighbours at places 2s and 2s + 1 of one `Int32Array`, next to each other in memory. Slot 0
 * holds no entry: it closes the list to a ring, so that the first and the last slot have neighbours like all others and
 * no case is special.
 *
 * ```text
 *        ┌────────────────────────────────────┐
 *        ▼                                    │
 *       [0] ⇄ first ⇄ … ⇄ slot ⇄ … ⇄ last ⇄ [0]
 * ```
 *
 * **Invariant.** For every linked slot, `before(after(slot)) = slot = after(before(slot))`, and 0 is among them.
 * Slots that are not linked wait in a second chain for reuse.
 *
 * | method | cost |
 * | ------ | ---- |
 * | `take`, `release`, `moveToFront` | O(1); `take` amortised, since the array doubles |
 * | memory | 8 bytes a slot |
 *
 * Not here on purpose: what the slots hold, how many may be linked, searching.
 *
 * @module
 */

const SMALLEST_SLOTS = 16;

/** An ordered set of slot numbers. Methods expect slots of the right kind and do not check. */
export class IndexLinkedList {
  /** Slot s: the one before it (towards the front) at 2s, the one after it at 2s + 1. */
  #links = new Int32Array(2 * SMALLEST_SLOTS);
  /** Slots handed out so far, linked or waiting. */
  #handedOut = 0;
  /** The first of the slots that wait for reuse, chained by their `after`; 0 when none waits. */
  #waiting = 0;

  /** The first slot; 0 when none is linked. */
  get first(): number {
    return this.#links[1]!;
  }

  /** The last slot; 0 when none is linked. */
  get last(): number {
    return this.#links[0]!;
  }

  /** The slot behind `slot`, 0 behind the last; behind 0 is the first. */
  after(slot: number): number {
    return this.#links[2 * slot + 1]!;
  }

  /** The slot before `slot`, 0 before the first; before 0 is the last. */
  before(slot: number): number {
    return this.#links[2 * slot]!;
  }

  /**
   * Links a slot that is not in use, in front of all others, and returns it: the smallest new number when none waits
   * for reuse.
   */
  allocate(): number {
    let slot = this.#waiting;
    if (slot !== 0) this.#waiting = this.#links[2 * slot + 1]!;
    else {
      slot = ++this.#handedOut;
      if (2 * slot === this.#links.length) this.#widen();
    }
    this.#linkFirst(slot);
    return slot;
  }

  /** Unlinks `slot` and keeps it for reuse. */
  free(slot: number): void {
    this.#unlink(slot);
    this.#links[2 * slot + 1] = this.#waiting;
    this.#waiting = slot;
  }

  /** Puts a linked slot in front of all others. */
  moveToFront(slot: number): void {
    if (this.#links[1] === slot) return;
    this.#unlink(slot);
    this.#linkFirst(slot);
  }

  #unlink(slot: number): void {
    const links = this.#links;
    const before = links[2 * slot]!;
    const after = links[2 * slot + 1]!;
    links[2 * before + 1] = after;
    links[2 * after] = before;
  }

  #linkFirst(slot: number): void {
    const links = this.#links;
    const first = links[1]!;
    links[2 * slot] = 0;
    links[2 * slot + 1] = first;
    links[2 * first] = slot;
    links[1] = slot;
  }

  #widen(): void {
    const links = new Int32Array(2 * this.#links.length);
    links.set(this.#links);
    this.#links = links;
  }
}
