/**
 * A line of people who wait: served from the front, joined at the end, and left from anywhere in constant time.
 *
 * A doubly linked list. An array would have to be searched, and closed up, for each who gives up; a
 * `Set` finds whoever leaves, but walks over the holes of all who have left before when it is asked who is first.
 *
 * **Invariant.** From `first` onwards stand those who joined and have not left, in the order in which they joined.
 *
 * | method | cost |
 * | ------ | ---- |
 * | `join`, `leave`, `first`, `size` | O(1) |
 *
 * Not here on purpose: priorities (another structure, and that nobody starves is then the caller's to prove).
 *
 * @module
 */

/** Where somebody stands; made by {@linkcode WaitingLine.join}. */
export class Place<Person> {
  /** Who stands here. */
  readonly person: Person;
  /** The place before this one; the line's own. */
  before: Place<Person> | undefined;
  /** The place after this one; the line's own. */
  after: Place<Person> | undefined;

  /** A place in no line yet. */
  constructor(person: Person) {
    this.person = person;
  }
}

/**
 * A line: first come, first served.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { WaitingLine } from "./waiting_line.ts";
 *
 * const line = new WaitingLine<string>();
 * const ann = line.join("Ann");
 * line.join("Ben");
 * assertEquals([line.first?.person, line.size], ["Ann", 2]);
 * assertEquals([line.leave(ann), line.leave(ann)], [true, false]);
 * assertEquals(line.first?.person, "Ben");
 * ```
 */
export class WaitingLine<Person> {
  #first: Place<Person> | undefined;
  #last: Place<Person> | undefined;
  #size = 0;

  /** How many wait. */
  get size(): number {
    return this.#size;
  }

  /** The place at the front; `undefined` if nobody waits. */
  get first(): Place<Person> | undefined {
    return this.#first;
  }

  /** Joins at the end. */
  join(person: Person): Place<Person> {
    const place = new Place(person);
    place.before = this.#last;
    if (this.#last === undefined) this.#first = place;
    else this.#last.after = place;
    this.#last = place;
    this.#size++;
    return place;
  }

  /** Leaves a place of this line, and says whether anybody stood there: who has left before can't leave again. */
  leave(place: Place<Person>): boolean {
    const { before, after } = place;
    if (before === undefined && place !== this.#first) return false;
    if (before === undefined) this.#first = after;
    else before.after = after;
    if (after === undefined) this.#last = before;
    else after.before = before;
    place.before = place.after = undefined;
    this.#size--;
    return true;
  }
}
