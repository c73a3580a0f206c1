/**
 * The naive way to deal keys out: the hash of the key modulo the number of nodes.
 *
 * Even and fast, and the reason why consistent hashing exists: when the number of nodes changes from n to n + 1, all
 * keys move but about 1 in n + 1. It keeps a part of the contract only (`lib/testing/key_partitioner_contract.ts` fails
 * on it, and a test shows that), and is here to be compared with.
 *
 * | method | cost |
 * | ------ | ---- |
 * | `getNode` | O(length of the key) |
 * | `addNode`, `removeNode` | O(n log n) |
 *
 * Not here on purpose: weights.
 *
 * @module
 */
import { checkNonNegativeInteger, showValue } from "../base/argument.ts";
import { hash64 } from "../base/hash64.ts";
import type { KeyPartitioner } from "./key_partitioner.ts";
import { checkNodeId } from "./_node_id.ts";

export type { KeyPartitioner };

/**
 * Deals keys out by remainder.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { ModuloHash } from "./modulo_hash.ts";
 *
 * const nodes = new ModuloHash();
 * nodes.addNode("a");
 * assertEquals([nodes.getNode("x"), nodes.getNode("y")], ["a", "a"]);
 * ```
 */
export class ModuloHash implements KeyPartitioner {
  #ids: readonly string[] = [];
  readonly #hash = new Uint32Array(2);

  /** How many nodes there are. */
  get size(): number {
    return this.#ids.length;
  }

  /**
   * Adds a node; nodes are numbered by id.
   * @throws {TypeError} If `id` is not a well-formed, non-empty text.
   * @throws {RangeError} If `weight` is not 1.
   */
  addNode(id: string, weight = 1): void {
    checkNodeId(id, { action: "add a node", argument: "id" });
    if (weight !== 1) {
      throw new RangeError(
        `Cannot add a node: a remainder knows no weight but 1: current value is ${showValue(weight)}`,
      );
    }
    this.#ids = [...new Set([...this.#ids, id])].sort();
  }

  /** Takes a node out; false when it was not there. */
  removeNode(id: string): boolean {
    const others = this.#ids.filter((other) => other !== id);
    const isFound = others.length < this.#ids.length;
    this.#ids = others;
    return isFound;
  }

  /** The node of `key`; `undefined` when there are no nodes. */
  getNode(key: string): string | undefined {
    if (this.#ids.length === 0) return undefined;
    hash64(key, this.#hash);
    return this.#ids[this.#hash[0]! % this.#ids.length];
  }

  /**
   * The node of `key` and those numbered after it.
   * @throws {RangeError} If `count` is not a non-negative integer.
   */
  getNodes(key: string, count: number): string[] {
    checkNonNegativeInteger(count, { action: "choose nodes", argument: "count" });
    const first = this.getNode(key);
    if (first === undefined) return [];
    const at = this.#ids.indexOf(first);
    return [...this.#ids.slice(at), ...this.#ids.slice(0, at)].slice(0, count);
  }
}
