/**
 * Rendezvous hashing (highest random weight): every node draws a score for the key, and the highest has it.
 *
 * The score of a node is −w / ln u, where w is its weight and u, between 0 and 1, comes from the hashes of key and node
 * together. Then a node wins with a probability in exact proportion to its weight, and the order of the scores is an
 * order of the replicas.
 *
 * **Invariant.** The score of a node depends on the key, the node and its weight, and on no other node: so a node that
 * comes or goes changes nothing between the others. Equal scores go to the smaller id.
 *
 * | method | cost, with n nodes |
 * | ------ | ------------------ |
 * | `getNode` | O(length of the key + n) |
 * | `getNodes` | O(n log n) |
 * | `addNode`, `removeNode` | O(n) |
 * | memory | the ids, and 16 bytes a node |
 *
 * Not here on purpose: a tree of clusters, which makes it O(log n); a table of points (that is the ring).
 *
 * Source: D. Thaler and C. Ravishankar, "Using name-based mappings to increase hit rates", IEEE/ACM Transactions on
 * Networking 6(1), 1998; the score with weights follows from exponential clocks, as in J. Resch, "New Hashing
 * Algorithms for Data Storage", SNIA 2015.
 *
 * @module
 */
import { checkNonNegativeInteger, checkOptions, checkPositive } from "../base/argument.ts";
import { hash64 } from "../base/hash64.ts";
import type { KeyPartitioner } from "./key_partitioner.ts";
import { checkNodeId } from "./_node_id.ts";

export type { KeyPartitioner };

/** How a {@linkcode RendezvousHash} hashes. */
export interface RendezvousHashOptions {
  /** Which of 2³² hash functions: an integer from 0 to 2³² − 1. @default {0} */
  readonly seed?: number;
}

/** A node: its weight and the halves of its hash. */
interface ScoredNode {
  readonly id: string;
  readonly weight: number;
  readonly high: number;
  readonly low: number;
}

/**
 * A {@linkcode KeyPartitioner} by highest score.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { RendezvousHash } from "./rendezvous_hash.ts";
 *
 * const nodes = new RendezvousHash();
 * for (const id of ["a", "b", "c"]) nodes.addNode(id);
 * const [first, second] = nodes.getNodes("user:7", 2);
 * nodes.removeNode(first!);
 * assertEquals(nodes.getNode("user:7"), second); // the next replica takes over
 * ```
 */
export class RendezvousHash implements KeyPartitioner {
  readonly #hashing: { readonly seed: number };
  /** By id in the order of UTF-16 units, so that the first of equals is the smallest. */
  #nodes: readonly ScoredNode[] = [];
  readonly #hash = new Uint32Array(2);

  /**
   * No nodes yet.
   * @throws {RangeError} If `seed` is not an integer from 0 to 2³² − 1.
   */
  constructor(options: RendezvousHashOptions = {}) {
    const action = "create a rendezvous hash";
    const { seed = 0 } = checkOptions(options, { action, argument: "options" });
    this.#hashing = { seed: checkNonNegativeInteger(seed, { action, argument: "seed" }) };
    hash64("", this.#hash, this.#hashing); // refuses a seed that is too large
  }

  /** How many nodes there are. */
  get size(): number {
    return this.#nodes.length;
  }

  /**
   * Adds a node, or changes its weight.
   * @param id A well-formed, non-empty text.
   * @param weight Its share of the keys relative to the others'.
   * @throws {TypeError} If `id` is not such a text.
   * @throws {RangeError} If `weight` is not positive and finite.
   */
  addNode(id: string, weight = 1): void {
    const action = "add a node";
    checkNodeId(id, { action, argument: "id" });
    checkPositive(weight, { action, argument: "weight" });
    hash64(id, this.#hash, this.#hashing);
    const node = { id, weight, high: this.#hash[0]!, low: this.#hash[1]! };
    const others = this.#nodes.filter((other) => other.id !== id);
    this.#nodes = [...others, node].sort((one, other) => one.id < other.id ? -1 : 1);
  }

  /** Takes a node out; false when it was not there. */
  removeNode(id: string): boolean {
    const others = this.#nodes.filter((node) => node.id !== id);
    const isFound = others.length < this.#nodes.length;
    this.#nodes = others;
    return isFound;
  }

  /** The node of `key`; `undefined` when there are no nodes. */
  getNode(key: string): string | undefined {
    hash64(key, this.#hash, this.#hashing);
    let best: ScoredNode | undefined;
    let bestScore = 0; // every score is above it
    for (const node of this.#nodes) {
      const score = this.#score(node);
      if (score > bestScore) {
        best = node;
        bestScore = score;
      }
    }
    return best?.id;
  }

  /**
   * The `count` nodes with the highest scores, the highest first.
   * @throws {RangeError} If `count` is not a non-negative integer.
   */
  getNodes(key: string, count: number): string[] {
    checkNonNegativeInteger(count, { action: "choose nodes", argument: "count" });
    hash64(key, this.#hash, this.#hashing);
    const scores = this.#nodes.map((node) => ({ id: node.id, score: this.#score(node) }));
    return scores.sort((one, other) => other.score - one.score).slice(0, count).map(({ id }) => id);
  }

  /** The score of a node for the key whose hash is in `#hash`: above 0. */
  #score({ weight, high, low }: ScoredNode): number {
    const [mixedHigh, mixedLow] = [scramble(this.#hash[0]! ^ high), scramble(this.#hash[1]! ^ low)];
    const unit = ((mixedHigh >>> 0) * 2 ** 21 + (mixedLow >>> 11) + 0.5) / 2 ** 53; // the top 53 bits, never 0
    return -weight / Math.log(unit);
  }
}

/** A permutation of the 32-bit integers in which each bit of the input decides about half the bits of the output. */
function scramble(word: number): number {
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
  return word ^ (word >>> 16);
}
