/**
 * The tasks that no thread has: first in, first out, with a front door for those that must go before all others.
 *
 * A `Set` keeps the order of insertion and lets anyone leave in O(1); V8 leaves holes at the front of one that is used
 * as a queue, so the main line is an array with a moving start, in which those who left are skipped.
 *
 * **Invariant.** `size` is the number of tasks that a walk over the queue meets.
 *
 * Cost: O(1) amortised for everything but the walk.
 *
 * Not here on purpose: a limit (the pool counts tasks that were given ahead, too), priorities.
 *
 * @module
 */
import type { PoolTask } from "./pool_task.ts";

/** A queue of tasks. */
export class TaskQueue {
  readonly #front: PoolTask[] = [];
  #line: (PoolTask | undefined)[] = [];
  #start = 0;
  readonly #present = new Set<PoolTask>();

  /** Tasks in it. */
  get size(): number {
    return this.#present.size;
  }

  /** The one whose turn it is. */
  get first(): PoolTask | undefined {
    if (this.#present.size === 0) {
      this.#front.length = this.#line.length = this.#start = 0;
      return undefined;
    }
    while (this.#front.length > 0) {
      const task = this.#front.at(-1)!;
      if (this.#present.has(task)) return task;
      this.#front.pop();
    }
    for (;; this.#start++) {
      const task = this.#line[this.#start]!;
      if (this.#present.has(task)) return task;
      this.#line[this.#start] = undefined;
    }
  }

  /** Puts a task behind all others. */
  push(task: PoolTask): void {
    if (this.#start > 1000 && 2 * this.#start > this.#line.length) {
      this.#line = this.#line.slice(this.#start);
      this.#start = 0;
    }
    this.#present.add(task);
    this.#line.push(task);
  }

  /** Puts a task before all others. */
  pushFront(task: PoolTask): void {
    this.#present.add(task);
    this.#front.push(task);
  }

  /** Takes a task out, if it is there. */
  remove(task: PoolTask): void {
    this.#present.delete(task);
  }

  /** The tasks in the order of their turns. */
  *[Symbol.iterator](): IterableIterator<PoolTask> {
    // One who came back through the front door may still stand in the line, too.
    const turns = new Set([...this.#front.toReversed(), ...this.#line.slice(this.#start)]);
    for (const task of turns) if (task !== undefined && this.#present.has(task)) yield task;
  }
}
