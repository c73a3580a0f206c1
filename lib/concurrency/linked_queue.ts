/**
 * A first-in, first-out queue whose items can be removed from anywhere in constant time.
 *
 * A doubly linked list. An array would have to be searched, and closed up, for each item that is removed; a `Set`
 * finds an item at once, but walks over the holes of all that were removed before when it is asked for the first.
 *
 * **Invariant.** From `first` onwards stand the items that were enqueued and not removed, in the order of enqueueing.
 *
 * | method | cost |
 * | ------ | ---- |
 * | `enqueue`, `remove`, `first`, `size` | O(1) |
 *
 * Not here on purpose: priorities (another structure, and the caller must then prove that no item starves).
 *
 * @module
 */

/** An item's node in its queue; made by {@linkcode LinkedQueue.enqueue}. */
export class QueueNode<Item> {
  /** The item. */
  readonly item: Item;
  /** The node before this one; the queue's own. */
  before: QueueNode<Item> | undefined;
  /** The node after this one; the queue's own. */
  after: QueueNode<Item> | undefined;

  /** A node in no queue yet. */
  constructor(item: Item) {
    this.item = item;
  }
}

/**
 * A queue: first come, first served.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { LinkedQueue } from "./linked_queue.ts";
 *
 * const queue = new LinkedQueue<string>();
 * const ann = queue.enqueue("Ann");
 * queue.enqueue("Ben");
 * assertEquals([queue.first?.item, queue.size], ["Ann", 2]);
 * assertEquals([queue.remove(ann), queue.remove(ann)], [true, false]);
 * assertEquals(queue.first?.item, "Ben");
 * ```
 */
export class LinkedQueue<Item> {
  #first: QueueNode<Item> | undefined;
  #last: QueueNode<Item> | undefined;
  #size = 0;

  /** How many items there are. */
  get size(): number {
    return this.#size;
  }

  /** The node at the front; `undefined` if the queue is empty. */
  get first(): QueueNode<Item> | undefined {
    return this.#first;
  }

  /** Adds an item at the end, and returns its node. */
  enqueue(item: Item): QueueNode<Item> {
    const node = new QueueNode(item);
    node.before = this.#last;
    if (this.#last === undefined) this.#first = node;
    else this.#last.after = node;
    this.#last = node;
    this.#size++;
    return node;
  }

  /** Removes a node of this queue, and says whether it was in it: a node that was removed before is not. */
  remove(node: QueueNode<Item>): boolean {
    const { before, after } = node;
    if (before === undefined && node !== this.#first) return false;
    if (before === undefined) this.#first = after;
    else before.after = after;
    if (after === undefined) this.#last = before;
    else after.before = before;
    node.before = node.after = undefined;
    this.#size--;
    return true;
  }
}
