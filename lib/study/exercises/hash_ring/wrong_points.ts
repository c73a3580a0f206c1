/**
 * Wrong answers of the exercise `hash-ring` in which the points are wrong.
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

/** Points are drawn, so no other ring has the same. */
export const randomPoints: Answer = answer(
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
      for (let i = 0; i < this.#virtualNodes; i++) {
        this.#points.push({ place: Math.floor(2 ** 32 * Math.random()), id });
      }
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

/** Only one point of the node is taken out. */
export const leavesPoints: Answer = answer(
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
      if (!this.#ids.delete(id)) return;
      this.#points.splice(this.#points.findIndex((point) => point.id === id), 1);
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

/** A circle of 360 places, on which the last to come has the place. */
export const overwritesNeighbours: Answer = answer(
  class HashRing {
    #virtualNodes: number;
    #ids = new Set<string>();
    #owners = new Map<number, string>();
    constructor({ virtualNodes = 100 }: Options = {}) {
      this.#virtualNodes = virtualNodes;
    }
    addNode(id: string): void {
      if (this.#ids.has(id)) return;
      this.#ids.add(id);
      for (let i = 0; i < this.#virtualNodes; i++) this.#owners.set(this.#hash(`${id}#${i}`) % 360, id);
    }
    removeNode(id: string): void {
      if (!this.#ids.delete(id)) return;
      for (let i = 0; i < this.#virtualNodes; i++) this.#owners.delete(this.#hash(`${id}#${i}`) % 360);
    }
    getNode(key: string): string | undefined {
      const place = this.#hash(key) % 360;
      for (let step = 0; step < 360; step++) {
        const id = this.#owners.get((place + step) % 360);
        if (id !== undefined) return id;
      }
      return undefined;
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

/** Points that meet stay in the order of coming. */
export const lastComerWins: Answer = answer(
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
      this.#points.sort((one, other) => one.place - other.place);
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
      return this.#points[from % this.#points.length]!.id;
    }
    #hash(text: string): number {
      let word = 0x811c9dc5;
      for (let at = 0; at < text.length; at++) word = Math.imul(word ^ text.charCodeAt(at), 0x01000193);
      word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
      word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
      return ((word ^ (word >>> 16)) >>> 0) % 1000; // a small circle
    }
  },
);

/** A node's points come from its number, not from its id. */
export const numbersTheNodes: Answer = answer(
  class HashRing {
    #virtualNodes: number;
    #ids = new Set<string>();
    #points: Point[] = [];
    #added = 0;
    constructor({ virtualNodes = 160 }: Options = {}) {
      this.#virtualNodes = virtualNodes;
    }
    addNode(id: string): void {
      if (this.#ids.has(id)) return;
      this.#ids.add(id);
      const number = this.#added++;
      for (let i = 0; i < this.#virtualNodes; i++) this.#points.push({ place: this.#hash(`node ${number}#${i}`), id });
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

/** A node that comes again stands there twice, and one removal takes out one of the two. */
export const addsAgain: Answer = answer(
  class HashRing {
    #virtualNodes: number;
    #points: Point[] = [];
    constructor({ virtualNodes = 160 }: Options = {}) {
      this.#virtualNodes = virtualNodes;
    }
    addNode(id: string): void {
      for (let i = 0; i < this.#virtualNodes; i++) this.#points.push({ place: this.#hash(`${id}#${i}`), id });
      this.#points.sort((one, other) => one.place - other.place || (one.id < other.id ? -1 : 1));
    }
    removeNode(id: string): void {
      for (let i = 0; i < this.#virtualNodes; i++) {
        const place = this.#hash(`${id}#${i}`);
        const at = this.#points.findIndex((point) => point.id === id && point.place === place);
        if (at !== -1) this.#points.splice(at, 1);
      }
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

/** One point a node: the arcs are as uneven as chance makes them. */
export const onePoint: Answer = answer(
  class HashRing {
    #ids = new Set<string>();
    #points: Point[] = [];
    constructor(_options: Options = {}) {}
    addNode(id: string): void {
      if (this.#ids.has(id)) return;
      this.#ids.add(id);
      this.#points.push({ place: this.#hash(id), id });
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

/** A hash that adds up character codes: near names are neighbours. */
export const sumOfCharacters: Answer = answer(
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
      return this.#points[from % this.#points.length]!.id;
    }
    #hash(text: string): number {
      let sum = 0;
      for (let at = 0; at < text.length; at++) sum += text.charCodeAt(at);
      return sum;
    }
  },
);
