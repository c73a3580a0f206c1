/**
 * Wrong answers of the exercise `hash-ring` in which the search goes wrong, or there is no ring at all.
 *
 * They travel to the child as text, one class each, so each stands alone: what they share with the right answer is repeated, and
 * the mistake is the only thing to see.
 *
 * @module
 */
import type { Answer } from "../suite.ts";
import type { HashRingClass } from "./exercise.ts";

interface Point {
  place: number;
  id: string;
}
interface Options {
  virtualNodes?: number;
}

const answer = (HashRing: HashRingClass): Answer => ({ given: { HashRing } });

/** Where there is no point, there is no first one. */
export const readsTheFirstPoint: Answer = answer(
  class HashRing {
    #virtualNodes: number;
    #ids = new Set<string>();
    #points: Point[] = [];
    constructor({ virtualNodes = 160 }: Options = {}) {
      this.#virtualNodes = virtualNodes;
    }
    addNode(id: string): void {
      if (this.#ids.has(id)) return;
      this.#ids.add(id);
      for (let i = 0; i < this.#virtualNodes; i++) this.#points.push({ place: this.#hash(`${id}#${i}`), id });
      this.#points.sort((one, other) => one.place - other.place || (one.id < other.id ? -1 : 1));
    }
    removeNode(id: string): void {
      if (this.#ids.delete(id)) this.#points = this.#points.filter((point) => point.id !== id);
    }
    getNode(key: string): string | undefined {
      const place = this.#hash(key);
      let [from, to] = [0, this.#points.length];
      while (from < to) {
        const middle = (from + to) >> 1;
        if (this.#points[middle]!.place < place) from = middle + 1;
        else to = middle;
      }
      return this.#points[from === this.#points.length ? 0 : from]!.id;
    }
    #hash(text: string): number {
      let word = 0x811c9dc5;
      for (let at = 0; at < text.length; at++) word = Math.imul(word ^ text.charCodeAt(at), 0x01000193);
      word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
      word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
      return (word ^ (word >>> 16)) >>> 0;
    }
  },
);

/** An empty text is not `undefined`. */
export const emptyText: Answer = answer(
  class HashRing {
    #virtualNodes: number;
    #ids = new Set<string>();
    #points: Point[] = [];
    constructor({ virtualNodes = 160 }: Options = {}) {
      this.#virtualNodes = virtualNodes;
    }
    addNode(id: string): void {
      if (this.#ids.has(id)) return;
      this.#ids.add(id);
      for (let i = 0; i < this.#virtualNodes; i++) this.#points.push({ place: this.#hash(`${id}#${i}`), id });
      this.#points.sort((one, other) => one.place - other.place || (one.id < other.id ? -1 : 1));
    }
    removeNode(id: string): void {
      if (this.#ids.delete(id)) this.#points = this.#points.filter((point) => point.id !== id);
    }
    getNode(key: string): string {
      if (this.#points.length === 0) return "";
      const place = this.#hash(key);
      let [from, to] = [0, this.#points.length];
      while (from < to) {
        const middle = (from + to) >> 1;
        if (this.#points[middle]!.place < place) from = middle + 1;
        else to = middle;
      }
      return this.#points[from % this.#points.length]!.id;
    }
    #hash(text: string): number {
      let word = 0x811c9dc5;
      for (let at = 0; at < text.length; at++) word = Math.imul(word ^ text.charCodeAt(at), 0x01000193);
      word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
      word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
      return (word ^ (word >>> 16)) >>> 0;
    }
  },
);

/** The circle has an end, and keys after it have no node. */
export const noWrapAround: Answer = answer(
  class HashRing {
    #virtualNodes: number;
    #ids = new Set<string>();
    #points: Point[] = [];
    constructor({ virtualNodes = 160 }: Options = {}) {
      this.#virtualNodes = virtualNodes;
    }
    addNode(id: string): void {
      if (this.#ids.has(id)) return;
      this.#ids.add(id);
      for (let i = 0; i < this.#virtualNodes; i++) this.#points.push({ place: this.#hash(`${id}#${i}`), id });
      this.#points.sort((one, other) => one.place - other.place || (one.id < other.id ? -1 : 1));
    }
    removeNode(id: string): void {
      if (this.#ids.delete(id)) this.#points = this.#points.filter((point) => point.id !== id);
    }
    getNode(key: string): string | undefined {
      if (this.#points.length === 0) return undefined;
      const place = this.#hash(key);
      let [from, to] = [0, this.#points.length];
      while (from < to) {
        const middle = (from + to) >> 1;
        if (this.#points[middle]!.place < place) from = middle + 1;
        else to = middle;
      }
      return this.#points[from]?.id;
    }
    #hash(text: string): number {
      let word = 0x811c9dc5;
      for (let at = 0; at < text.length; at++) word = Math.imul(word ^ text.charCodeAt(at), 0x01000193);
      word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
      word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
      return (word ^ (word >>> 16)) >>> 0;
    }
  },
);

/** No ring: the hash of the key modulo the number of nodes. */
export const remainder: Answer = answer(
  class HashRing {
    #ids: string[] = [];
    addNode(id: string): void {
      if (!this.#ids.includes(id)) this.#ids.push(id);
      this.#ids.sort();
    }
    removeNode(id: string): void {
      this.#ids = this.#ids.filter((other) => other !== id);
    }
    getNode(key: string): string | undefined {
      return this.#ids[this.#hash(key) % this.#ids.length];
    }
    #hash(text: string): number {
      let word = 0x811c9dc5;
      for (let at = 0; at < text.length; at++) word = Math.imul(word ^ text.charCodeAt(at), 0x01000193);
      word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
      word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
      return (word ^ (word >>> 16)) >>> 0;
    }
  },
);

/** What a key's node was once is what it stays. */
export const remembersAnswers: Answer = answer(
  class HashRing {
    #virtualNodes: number;
    #ids = new Set<string>();
    #points: Point[] = [];
    #answers = new Map<string, string>();
    constructor({ virtualNodes = 160 }: Options = {}) {
      this.#virtualNodes = virtualNodes;
    }
    addNode(id: string): void {
      if (this.#ids.has(id)) return;
      this.#ids.add(id);
      for (let i = 0; i < this.#virtualNodes; i++) this.#points.push({ place: this.#hash(`${id}#${i}`), id });
      this.#points.sort((one, other) => one.place - other.place || (one.id < other.id ? -1 : 1));
    }
    removeNode(id: string): void {
      if (this.#ids.delete(id)) this.#points = this.#points.filter((point) => point.id !== id);
      this.#answers.clear();
    }
    getNode(key: string): string | undefined {
      if (this.#points.length === 0) return undefined;
      const known = this.#answers.get(key);
      if (known !== undefined) return known;
      const place = this.#hash(key);
      let [from, to] = [0, this.#points.length];
      while (from < to) {
        const middle = (from + to) >> 1;
        if (this.#points[middle]!.place < place) from = middle + 1;
        else to = middle;
      }
      const { id } = this.#points[from % this.#points.length]!;
      this.#answers.set(key, id);
      return id;
    }
    #hash(text: string): number {
      let word = 0x811c9dc5;
      for (let at = 0; at < text.length; at++) word = Math.imul(word ^ text.charCodeAt(at), 0x01000193);
      word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
      word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
      return (word ^ (word >>> 16)) >>> 0;
    }
  },
);

/** Right in what it returns, but a lookup walks over half of the points. */
export const searchesFromTheFront: Answer = answer(
  class HashRing {
    #virtualNodes: number;
    #ids = new Set<string>();
    #points: Point[] = [];
    constructor({ virtualNodes = 160 }: Options = {}) {
      this.#virtualNodes = virtualNodes;
    }
    addNode(id: string): void {
      if (this.#ids.has(id)) return;
      this.#ids.add(id);
      for (let i = 0; i < this.#virtualNodes; i++) this.#points.push({ place: this.#hash(`${id}#${i}`), id });
      this.#points.sort((one, other) => one.place - other.place || (one.id < other.id ? -1 : 1));
    }
    removeNode(id: string): void {
      if (this.#ids.delete(id)) this.#points = this.#points.filter((point) => point.id !== id);
    }
    getNode(key: string): string | undefined {
      const place = this.#hash(key);
      return (this.#points.find((point) => point.place >= place) ?? this.#points[0])?.id;
    }
    #hash(text: string): number {
      let word = 0x811c9dc5;
      for (let at = 0; at < text.length; at++) word = Math.imul(word ^ text.charCodeAt(at), 0x01000193);
      word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
      word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
      return (word ^ (word >>> 16)) >>> 0;
    }
  },
);

/** Right in what it returns, but every lookup sorts all points. */
export const sortsAtEachLookup: Answer = answer(
  class HashRing {
    #virtualNodes: number;
    #ids = new Set<string>();
    #points: Point[] = [];
    constructor({ virtualNodes = 160 }: Options = {}) {
      this.#virtualNodes = virtualNodes;
    }
    addNode(id: string): void {
      if (this.#ids.has(id)) return;
      this.#ids.add(id);
      for (let i = 0; i < this.#virtualNodes; i++) this.#points.push({ place: this.#hash(`${id}#${i}`), id });
      this.#points.sort((one, other) => one.place - other.place || (one.id < other.id ? -1 : 1));
    }
    removeNode(id: string): void {
      if (this.#ids.delete(id)) this.#points = this.#points.filter((point) => point.id !== id);
    }
    getNode(key: string): string | undefined {
      if (this.#points.length === 0) return undefined;
      this.#points.sort((one, other) => one.place - other.place || (one.id < other.id ? -1 : 1));
      const place = this.#hash(key);
      let [from, to] = [0, this.#points.length];
      while (from < to) {
        const middle = (from + to) >> 1;
        if (this.#points[middle]!.place < place) from = middle + 1;
        else to = middle;
      }
      return this.#points[from % this.#points.length]!.id;
    }
    #hash(text: string): number {
      let word = 0x811c9dc5;
      for (let at = 0; at < text.length; at++) word = Math.imul(word ^ text.charCodeAt(at), 0x01000193);
      word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
      word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
      return (word ^ (word >>> 16)) >>> 0;
    }
  },
);
