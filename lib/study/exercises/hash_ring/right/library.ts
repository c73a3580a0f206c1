/** The library's ring behind the names of the exercise: what a reader's answer is measured against. */
import { HashRing as Ring } from "../../../../structures/hash_ring.ts";

/** {@linkcode Ring}, reduced to what the exercise asks for. */
export class HashRing {
  #ring: Ring;

  /** A ring without nodes. */
  constructor(options: { virtualNodes?: number } = {}) {
    this.#ring = new Ring(options);
  }

  /** Adds a node. */
  addNode(id: string): void {
    this.#ring.addNode(id);
  }

  /** Takes a node out. */
  removeNode(id: string): void {
    this.#ring.removeNode(id);
  }

  /** The node of `key`. */
  getNode(key: string): string | undefined {
    return this.#ring.getNode(key);
  }
}
