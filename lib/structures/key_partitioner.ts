/**
 * What every algorithm here promises that deals keys out to nodes.
 *
 * **Invariant.** The node of a key depends on the key and on which nodes there are, and on nothing else: no clock, no
 * chance, no earlier call. When a node comes, keys move to it and to no other; when a node goes, its keys move and no
 * others. The suite that holds every implementation to this is `lib/testing/key_partitioner_contract.ts`.
 *
 * Not here on purpose: whether a node is alive, what is stored on it, moving the data.
 *
 * @module
 */

/** Deals keys out to nodes so that few keys move when the nodes change. */
export interface KeyPartitioner {
  /** How many nodes there are. */
  readonly size: number;
  /** Adds a node, or changes the weight of one that is there. A node of weight 2 gets twice the keys of one of weight 1. */
  addNode(id: string, weight?: number): void;
  /** Takes a node out; false when it was not there. */
  removeNode(id: string): boolean;
  /** The node of `key`; `undefined` when there are no nodes. */
  getNode(key: string): string | undefined;
  /**
   * The first `count` different nodes for `key`, the one that {@linkcode getNode} gives at the front: where its
   * replicas belong. All nodes, when there are not more.
   */
  getNodes(key: string, count: number): string[];
}
