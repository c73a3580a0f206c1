/**
 * Consistent hashing: keys and nodes lie on one circle, and a key belongs to the first node after it.
 *
 * A node stands on the circle at many points (`virtualNodes` for each unit of weight), the hashes of `id#0`, `id#1`, ….
 * A key belongs to the owner of the first point at or after its own hash; after the last point comes the first again.
 * Points and keys are hashed to 64 bits ({@linkcode hash64}).
 *
 * **Invariant.** The circle depends on the set of nodes with their weights, on `virtualNodes` and on `seed`, and on
 * nothing else: not on the order in which nodes came, not on the process. Where two nodes have the same point, the
 * smaller id comes first. A node that comes takes keys from all others and gives none; one that goes leaves its keys to
 * the others and takes none from them; a weight that grows only adds points.
 *
 * | method | cost, with P points |
 * | ------ | ------------------- |
 * | `getNode` | O(length of the key), and O(1) expected for the search, O(log P) at worst |
 * | `getNodes`, `nodesFrom` | O(points passed): about n for n of many nodes |
 * | `addNode`, `removeNode` | O(P) |
 * | memory | 16 to 20 bytes a point |
 *
 * **Why 1,024 points a node.** A node's share of the circle varies by about 1/√v of itself. Over 200 sets of ten nodes,
 * the busiest node had, in the median, 1.12 times the mean at v = 160 (what ketama uses) and 1.05 times at v = 1,024;
 * above 1.10 were 70 % and 0.5 % of the sets. The price is memory, 20 kB a node, and hardly speed while the points fit
 * into the processor's cache. Take fewer for thousands of nodes.
 *
 * Not here on purpose: the wire format of ketama (MD5, 32-bit points: other libraries' rings can't be joined), node
 * health (`nodesFrom` lets the caller skip), limits on load (`bounded_load.ts`).
 *
 * Source: D. Karger et al., "Consistent Hashing and Random Trees", STOC 1997; weights by number of points as in
 * R. Jones' libketama, 2007.
 *
 * @module
 */
import {
  checkList,
  checkNonNegativeInteger,
  checkOptions,
  checkPositive,
  checkPositiveInteger,
} from "../base/argument.ts";
import { hash64 } from "../base/hash64.ts";
import type { KeyPartitioner } from "./key_partitioner.ts";
import { checkNodeId } from "./_node_id.ts";
import { RingIndex } from "./ring_index.ts";
import { mergePoints, NO_POINTS, pointsOf, type RingPoints, withoutOwner } from "./_ring_points.ts";

export type { KeyPartitioner };

/** The most points of one ring; beyond them a weight is a mistake. */
export const MAX_POINTS = 2 ** 24;

/** How a {@linkcode HashRing} is laid out. */
export interface HashRingOptions {
  /** Points for each unit of weight: a positive integer. @default {1024} */
  readonly virtualNodes?: number;
  /** Which of 2³² circles: a ring behind another ring needs a seed of its own. @default {0} */
  readonly seed?: number;
}

/** All that a ring is made of, as plain data: two rings with the same state answer alike, in any process. */
export interface HashRingState {
  /** Points for each unit of weight. */
  readonly virtualNodes: number;
  /** Which circle. */
  readonly seed: number;
  /** The nodes with their weights, by id in the order of UTF-16 units. */
  readonly nodes: readonly (readonly [id: string, weight: number])[];
}

/** A node on the ring. */
interface RingNode {
  readonly owner: number;
  readonly weight: number;
  /** How many points it has. */
  readonly count: number;
}

/**
 * A {@linkcode KeyPartitioner} with virtual nodes.
 *
 * @example
 * ```ts
 * import { assert, assertEquals } from "@std/assert";
 * import { HashRing } from "./hash_ring.ts";
 *
 * const ring = new HashRing();
 * for (const id of ["cache-a", "cache-b", "cache-c"]) ring.addNode(id);
 * const before = ring.getNode("user:7");
 * assertEquals(ring.getNodes("user:7", 2)[0], before);
 *
 * ring.addNode("cache-d", 2); // twice the keys of the others
 * assert([before, "cache-d"].includes(ring.getNode("user:7")));
 * const copy = HashRing.from(JSON.parse(JSON.stringify(ring)));
 * assertEquals(copy.getNode("user:8"), ring.getNode("user:8"));
 * ```
 */
export class HashRing implements KeyPartitioner {
  readonly #virtualNodes: number;
  readonly #hashing: { readonly seed: number };
  readonly #nodes = new Map<string, RingNode>();
  /** By number of the owner; a gap where a node has left. Copied before a change, as are the points. */
  #ids: readonly (string | undefined)[] = [];
  #points = NO_POINTS;
  #index: RingIndex | undefined;
  #totalWeight = 0;
  /** Scratch for the hash of a key. */
  readonly #hash = new Uint32Array(2);

  /**
   * A ring without nodes.
   * @throws {RangeError} If `virtualNodes` is not a positive integer, or `seed` not an integer from 0 to 2³² − 1.
   */
  constructor(options: HashRingOptions = {}) {
    const action = "create a hash ring";
    const { virtualNodes = 1024, seed = 0 } = checkOptions(options, { action, argument: "options" });
    this.#virtualNodes = checkPositiveInteger(virtualNodes, { action, argument: "virtualNodes" });
    this.#hashing = { seed: checkNonNegativeInteger(seed, { action, argument: "seed" }) };
    hash64("", this.#hash, this.#hashing); // refuses a seed that is too large
  }

  /**
   * The ring with this state: what `toJSON` gave, here or in another process.
   * @throws {TypeError} If the state has another shape.
   * @throws {RangeError} If a number in it is out of range, or a node is listed twice.
   */
  static from(state: HashRingState): HashRing {
    const action = "restore a hash ring";
    const { virtualNodes, seed, nodes } = checkOptions(state, { action, argument: "state" });
    const ring = new HashRing({ virtualNodes, seed });
    const points = checkList(nodes, { action, argument: "nodes" }).map((node, n) => {
      const [id, weight] = checkList(node, { action, argument: `nodes[${n}]` });
      if (!ring.#nodes.has(id)) return ring.#enter(id, weight);
      throw new RangeError(`Cannot restore a hash ring: a node must be listed once: current value is "${id}"`);
    });
    ring.#replacePoints(ring.#mergeAll(points));
    return ring;
  }

  /** How many nodes there are. */
  get size(): number {
    return this.#nodes.size;
  }

  /** How many points there are. */
  get pointCount(): number {
    return this.#points.owner.length;
  }

  /** The weights of all nodes together. */
  get totalWeight(): number {
    return this.#totalWeight;
  }

  /** The weight of a node; `undefined` when it is not there. */
  weightOf(id: string): number | undefined {
    return this.#nodes.get(id)?.weight;
  }

  /**
   * Adds a node, or changes its weight: adding it again with the same weight changes nothing.
   * @param id A well-formed, non-empty text.
   * @param weight Its share of the keys relative to the others'; it stands at `weight · virtualNodes` points, rounded,
   * at least 1.
   * @throws {TypeError} If `id` is not such a text.
   * @throws {RangeError} If `weight` is not positive, or there would be more than {@linkcode MAX_POINTS} points; the
   * ring is then as before.
   */
  addNode(id: string, weight = 1): void {
    const known = this.#nodes.get(id);
    if (known?.weight === weight) return;
    const points = this.#enter(id, weight);
    const others = known ? withoutOwner(this.#points, known.owner) : this.#points;
    this.#replacePoints(this.#merge(others, points));
  }

  /** Takes a node out with all its points; false when it was not there. */
  removeNode(id: string): boolean {
    const node = this.#nodes.get(id);
    if (!node) return false;
    this.#nodes.delete(id);
    this.#ids = this.#ids.with(node.owner, undefined);
    this.#replacePoints(withoutOwner(this.#points, node.owner));
    return true;
  }

  /** The node of `key`; `undefined` when there are no nodes. */
  getNode(key: string): string | undefined {
    if (this.#index === undefined) return undefined;
    hash64(key, this.#hash, this.#hashing);
    return this.#ids[this.#points.owner[this.#index.find(this.#hash[0]!, this.#hash[1]!)]!];
  }

  /**
   * The first `count` different nodes from `key` on.
   * @throws {RangeError} If `count` is not a non-negative integer.
   */
  getNodes(key: string, count: number): string[] {
    checkNonNegativeInteger(count, { action: "choose nodes", argument: "count" });
    return [...this.nodesFrom(key).take(count)];
  }

  /**
   * All nodes in the order in which the circle meets them from `key` on, each once: the first is the key's own, the
   * next are those that would have the key if those before were gone. Nodes that come or go meanwhile are not noticed.
   */
  *nodesFrom(key: string): Generator<string, undefined> {
    if (this.#index === undefined) return;
    const [ids, { owner }] = [this.#ids, this.#points];
    hash64(key, this.#hash, this.#hashing);
    const isMet = new Uint8Array(ids.length);
    let left = this.size;
    for (
      let at = this.#index.find(this.#hash[0]!, this.#hash[1]!);
      left > 0;
      at = at + 1 === owner.length ? 0 : at + 1
    ) {
      const met = owner[at]!;
      if (isMet[met] === 1) continue;
      isMet[met] = 1;
      left--;
      yield ids[met]!;
    }
  }

  /** By node, in order of id, the part of the circle that is its own: the keys it may expect, from 0 to 1. O(P). */
  shares(): Map<string, number> {
    const { high, low, owner } = this.#points;
    const arcs = new Float64Array(this.#ids.length);
    const placeOf = (at: number) => (high[at]! + low[at]! / 2 ** 32) / 2 ** 32;
    for (let at = 0; at < owner.length; at++) {
      arcs[owner[at]!]! += at === 0 ? 1 - placeOf(owner.length - 1) + placeOf(0) : placeOf(at) - placeOf(at - 1);
    }
    return new Map(this.#sortedNodes().map(([id, node]) => [id, arcs[node.owner]!]));
  }

  /** The state, for `JSON.stringify` and {@linkcode HashRing.from}. */
  toJSON(): HashRingState {
    const nodes = this.#sortedNodes().map(([id, { weight }]) => [id, weight] as const);
    return { virtualNodes: this.#virtualNodes, seed: this.#hashing.seed, nodes };
  }

  /** Notes a node and its weight, and returns its points; refuses before anything has changed. */
  #enter(id: string, weight: number): RingPoints {
    const action = "add a node";
    checkNodeId(id, { action, argument: "id" });
    checkPositive(weight, { action, argument: "weight" });
    const known = this.#nodes.get(id);
    const count = Math.max(1, Math.round(weight * this.#virtualNodes));
    const total = [...this.#nodes.values()].reduce((sum, node) => sum + node.count, count - (known?.count ?? 0));
    if (total > MAX_POINTS) {
      throw new RangeError(`Cannot ${action}: a ring has at most ${MAX_POINTS} points: current value is ${total}`);
    }
    const gap = this.#ids.indexOf(undefined);
    const owner = known?.owner ?? (gap === -1 ? this.#ids.length : gap);
    this.#ids = Object.assign([...this.#ids], { [owner]: id });
    this.#nodes.set(id, { owner, weight, count });
    return this.#pointsOf(id, { owner, count });
  }

  #pointsOf(id: string, { owner, count }: { owner: number; count: number }): RingPoints {
    const halves = new Uint32Array(2 * count);
    for (let point = 0; point < count; point++) {
      hash64(`${id}#${point}`, this.#hash, this.#hashing);
      halves[2 * point] = this.#hash[1]!;
      halves[2 * point + 1] = this.#hash[0]!;
    }
    return pointsOf(owner, halves);
  }

  #merge(left: RingPoints, right: RingPoints): RingPoints {
    return mergePoints([left, right], (one, other) => this.#ids[one]! < this.#ids[other]! ? -1 : 1);
  }

  /** All in one order, merged two by two: O(P log nodes). */
  #mergeAll(parts: readonly RingPoints[]): RingPoints {
    if (parts.length <= 1) return parts[0] ?? NO_POINTS;
    const half = parts.length >> 1;
    return this.#merge(this.#mergeAll(parts.slice(0, half)), this.#mergeAll(parts.slice(half)));
  }

  #replacePoints(points: RingPoints): void {
    this.#points = points;
    this.#index = points.owner.length === 0 ? undefined : new RingIndex(points);
    this.#totalWeight = this.#sortedNodes().reduce((sum, [, { weight }]) => sum + weight, 0); // sorted: rounds alike
  }

  #sortedNodes(): [string, RingNode][] {
    return [...this.#nodes].sort(([one], [other]) => one < other ? -1 : 1);
  }
}
