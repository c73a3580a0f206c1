/**
 * HNSW: approximate nearest neighbours by walking a graph of near rows, from sparse layers down to the full one.
 *
 * Every row is in layer 0 and, with probability 1 / m a layer, in those above. A search walks each layer towards the
 * query and goes down where it stands; in layer 0 it keeps the `ef` nearest rows met. A new row is joined to rows near
 * it that are not near each other, so that clusters stay connected.
 *
 * **Invariant.** A row has at most m neighbours in a layer (2·m in layer 0), all of that layer. The seed and the order
 * of rows decide the graph, however many are added at a time.
 *
 * Cost: O(log n) steps a search, about ef · m distances; memory 4 · d + 8 · m bytes a row. Where a user needs more:
 * usearch, the same graph in C++.
 *
 * Not here on purpose: removal, files (build it again from the rows), other distances (for cosine, normalise the rows),
 * threads, all distances (`nearest_rows.ts` is exact, and faster up to some ten thousand rows).
 *
 * Source: Y. Malkov and D. Yashunin, "Efficient and robust approximate nearest neighbor search using Hierarchical
 * Navigable Small World graphs", IEEE TPAMI 42(4), 2020, algorithms 1 to 5.
 *
 * @module
 */
import { type ArgumentContext, argumentError, checkPositiveInteger } from "../../base/argument.ts";
import { type Random, random } from "../../base/random.ts";
import type { Matrix } from "../../math/linalg/matrix.ts";
import { checkFeatures } from "../features/feature_matrix.ts";
import { DistanceHeap } from "./_distance_heap.ts";
import type { Neighbors } from "./nearest_rows.ts";

/** How dense the graph is. */
export interface HnswOptions {
  /** How many numbers a row has. */
  readonly columns: number;
  /** Neighbours of a row in each layer above 0; twice as many in layer 0. @default {16} */
  readonly m?: number;
  /** Rows that are kept in sight while a new one is joined: more is a better graph, and slower to build. @default {100} */
  readonly efConstruction?: number;
  /** Decides the layers. @default {0} */
  readonly seed?: number;
}

/** How a search is made. */
export interface HnswSearchOptions {
  /** How many rows a query; fewer are found in a smaller graph. */
  readonly k: number;
  /** Rows that are kept in sight: more finds more of the true neighbours, and is slower. At least k. @default {max(k, 64)} */
  readonly ef?: number;
}

/** A graph that grows row by row. */
export class Hnsw {
  readonly #columns: number;
  readonly #m: number;
  readonly #efConstruction: number;
  readonly #dice: Random;
  #data = new Float32Array(0);
  /** Layer 0: 1 + 2·m numbers a row, how many neighbours and which. */
  #ground = new Int32Array(0);
  /** Layers above, for the rows that have any: `#upper[row][layer − 1]`. */
  readonly #upper = new Map<number, number[][]>();
  #size = 0;
  #entry = -1;
  #top = -1;
  #seen = new Uint32Array(0);
  #search = 0;
  readonly #open = new DistanceHeap("nearest");
  readonly #found = new DistanceHeap("farthest");

  /**
   * An empty graph.
   * @throws {RangeError} If a number is not a positive integer, or `m` is 1.
   *
   * @example
   * ```ts
   * import { assertEquals } from "@std/assert";
   * import { matrixOf } from "../../math/linalg/matrix.ts";
   * import { Hnsw } from "./hnsw.ts";
   * const graph = new Hnsw({ columns: 2 });
   * graph.add(matrixOf([[0, 0], [5, 5], [1, 0]]));
   * const { rows, distances } = graph.search(matrixOf([[1, 0]]), { k: 2 });
   * assertEquals([[...rows], [...distances]], [[2, 0], [0, 1]]);
   * ```
   */
  constructor({ columns, m = 16, efConstruction = 100, seed = 0 }: HnswOptions) {
    const action = "create an HNSW graph";
    this.#columns = checkPositiveInteger(columns, { action, argument: "columns" });
    this.#m = checkPositiveInteger(m, { action, argument: "m" });
    this.#efConstruction = checkPositiveInteger(efConstruction, { action, argument: "efConstruction" });
    if (m < 2) throw new RangeError(`Cannot ${action}: m must be at least 2: current value is ${m}`);
    this.#dice = random(seed);
  }

  /** How many rows there are. */
  get size(): number {
    return this.#size;
  }

  /**
   * Adds rows; they are numbered on from those before.
   * @param x (n, columns); kept as 32-bit floats.
   * @throws {RangeError} If `x` has other columns, is empty, or an entry is not finite or beyond 32-bit floats
   *   (3.4e38).
   */
  add(x: Matrix): void {
    const action = "add rows to an HNSW graph";
    checkWithinFloat32(checkFeatures(x, { action, columns: this.#columns }), { action, argument: "x" });
    this.#makeRoom(this.#size + x.rows);
    for (let i = 0; i < x.rows; i++) {
      this.#data.set(x.data.subarray(i * x.columns, (i + 1) * x.columns), this.#size * this.#columns);
      this.#insert(this.#size++);
    }
  }

  /**
   * Rows near each query, the nearest first; not always the nearest there are.
   * @param queries (q, columns).
   * @returns `k` is the smaller of the k asked for and the rows there are.
   * @throws {RangeError} If the graph is empty, `queries` has other columns or entries that `add` would refuse, or `ef`
   *   is smaller than k.
   */
  search(queries: Matrix, { k, ef = Math.max(k, 64) }: HnswSearchOptions): Neighbors {
    const action = "search an HNSW graph";
    checkPositiveInteger(k, { action, argument: "k" });
    checkPositiveInteger(ef, { action, argument: "ef" });
    if (ef < k) throw new RangeError(`Cannot ${action}: ef must be at least k (${k}): current value is ${ef}`);
    const asked = { action, argument: "queries", columns: this.#columns };
    checkWithinFloat32(checkFeatures(queries, asked), asked);
    if (this.#size === 0) throw new RangeError(`Cannot ${action}: it must have rows: current value is 0`);
    const wanted = Math.min(k, this.#size);
    const [rows, distances] = [new Int32Array(queries.rows * wanted), new Float64Array(queries.rows * wanted)];
    const query = new Float32Array(this.#columns);
    for (let q = 0; q < queries.rows; q++) {
      query.set(queries.data.subarray(q * this.#columns, (q + 1) * this.#columns));
      let near = this.#entry;
      for (let layer = this.#top; layer > 0; layer--) near = this.#walk(query, near, { layer });
      this.#explore(query, [near], { ef, layer: 0 });
      while (this.#found.size > wanted) this.#found.pop();
      for (let place = wanted - 1; place >= 0; place--) {
        rows[q * wanted + place] = this.#found.topRow;
        distances[q * wanted + place] = Math.sqrt(this.#found.topDistance);
        this.#found.pop();
      }
    }
    return { k: wanted, rows, distances };
  }

  #insert(row: number): void {
    const level = Math.floor(-Math.log(1 - this.#dice.next()) / Math.log(this.#m));
    if (level > 0) this.#upper.set(row, Array.from({ length: level }, () => []));
    if (this.#entry < 0) [this.#entry, this.#top] = [row, level];
    else {
      const point = this.#data.subarray(row * this.#columns, (row + 1) * this.#columns);
      let near = [this.#entry];
      for (let layer = this.#top; layer > level; layer--) near = [this.#walk(point, near[0]!, { layer })];
      for (let layer = Math.min(level, this.#top); layer >= 0; layer--) {
        this.#explore(point, near, { ef: this.#efConstruction, layer });
        const candidates = this.#takeFound();
        near = candidates.map((one) => one.row);
        this.#join(row, { layer, candidates });
      }
      if (level > this.#top) [this.#entry, this.#top] = [row, level];
    }
  }

  /** Joins a row to the best candidates, and them to it; those that then have too many neighbours choose again. */
  #join(row: number, { layer, candidates }: { readonly layer: number; readonly candidates: readonly Near[] }): void {
    const chosen = this.#choose(candidates, this.#m);
    this.#setNeighbors(row, layer, chosen.map((one) => one.row));
    const most = layer === 0 ? 2 * this.#m : this.#m;
    for (const { row: other, distance } of chosen) {
      const theirs = this.#neighbors(other, layer);
      if (theirs.length < most) this.#setNeighbors(other, layer, [...theirs, row]);
      else {
        const all = [
          { row, distance },
          ...Array.from(theirs, (one) => ({ row: one, distance: this.#between(other, one) })),
        ];
        all.sort((a, b) => a.distance - b.distance || a.row - b.row);
        this.#setNeighbors(other, layer, this.#choose(all, most).map((one) => one.row));
      }
    }
  }

  /**
   * Up to `most` of the candidates, nearest first, each nearer to the row than to those chosen before; then the rest.
   */
  #choose(candidates: readonly Near[], most: number): Near[] {
    if (candidates.length <= most) return [...candidates];
    const [chosen, left]: [Near[], Near[]] = [[], []];
    for (const one of candidates) {
      if (chosen.length === most) break;
      const isApart = chosen.every((other) => this.#between(one.row, other.row) > one.distance);
      (isApart ? chosen : left).push(one);
    }
    return [...chosen, ...left.slice(0, most - chosen.length)];
  }

  /** Greedily to the row of a layer that has no nearer neighbour. */
  #walk(query: Float32Array, from: number, { layer }: { readonly layer: number }): number {
    let [near, distance] = [from, this.#distance(query, from)];
    for (let moved = true; moved;) {
      moved = false;
      for (const other of this.#neighbors(near, layer)) {
        const next = this.#distance(query, other);
        if (next < distance) [near, distance, moved] = [other, next, true];
      }
    }
    return near;
  }

  /** Leaves the `ef` nearest rows that can be reached in `#found`. */
  #explore(
    query: Float32Array,
    from: readonly number[],
    { ef, layer }: { readonly ef: number; readonly layer: number },
  ): void {
    const [open, found, seen, search] = [this.#open, this.#found, this.#seen, ++this.#search];
    open.clear();
    found.clear();
    const meet = (row: number) => {
      if (seen[row] === search) return;
      seen[row] = search;
      const distance = this.#distance(query, row);
      if (found.size >= ef && distance >= found.topDistance) return;
      open.push(row, distance);
      found.push(row, distance);
      if (found.size > ef) found.pop();
    };
    for (const row of from) meet(row);
    const width = 1 + 2 * this.#m;
    while (open.size > 0) {
      const [row, distance] = [open.topRow, open.topDistance];
      if (found.size >= ef && distance > found.topDistance) break;
      open.pop();
      if (layer > 0) { for (const other of this.#neighbors(row, layer)) meet(other); }
      else {for (let at = row * width + 1, end = at + this.#ground[row * width]!; at < end; at++) {
          meet(this.#ground[at]!);
        }}
    }
  }

  /** Empties `#found`: the nearest first. */
  #takeFound(): Near[] {
    const all = new Array<Near>(this.#found.size);
    for (let place = all.length - 1; place >= 0; place--) {
      all[place] = { row: this.#found.topRow, distance: this.#found.topDistance };
      this.#found.pop();
    }
    return all;
  }

  #neighbors(row: number, layer: number): ArrayLike<number> & Iterable<number> {
    if (layer > 0) return this.#upper.get(row)![layer - 1]!;
    const from = row * (1 + 2 * this.#m);
    return this.#ground.subarray(from + 1, from + 1 + this.#ground[from]!);
  }

  #setNeighbors(row: number, layer: number, neighbors: readonly number[]): void {
    if (layer > 0) {
      this.#upper.get(row)![layer - 1] = [...neighbors];
      return;
    }
    const from = row * (1 + 2 * this.#m);
    this.#ground[from] = neighbors.length;
    this.#ground.set(neighbors, from + 1);
  }

  #between(a: number, b: number): number {
    return this.#distance(this.#data.subarray(a * this.#columns, (a + 1) * this.#columns), b);
  }

  /** The squared distance of a row. */
  #distance(query: Float32Array, row: number): number {
    const [data, d] = [this.#data, this.#columns];
    let [even, odd, at] = [0, 0, row * d];
    let j = 0;
    for (; j + 1 < d; j += 2, at += 2) { // two sums, so that one need not wait for the other
      const a = query[j]! - data[at]!;
      const b = query[j + 1]! - data[at + 1]!;
      even += a * a;
      odd += b * b;
    }
    if (j < d) even += (query[j]! - data[at]!) ** 2;
    return even + odd;
  }

  #makeRoom(rows: number): void {
    if (rows <= this.#seen.length) return;
    const room = Math.max(rows, 2 * this.#seen.length);
    const [data, ground] = [new Float32Array(room * this.#columns), new Int32Array(room * (1 + 2 * this.#m))];
    data.set(this.#data);
    ground.set(this.#ground);
    [this.#data, this.#ground, this.#seen] = [data, ground, new Uint32Array(room)];
    this.#search = 0;
  }
}

/** Kept as 32-bit floats: larger entries would become infinite, and their distances NaN. */
function checkWithinFloat32({ data, columns }: Matrix, { action, argument }: ArgumentContext): void {
  const at = data.findIndex((value) => !Number.isFinite(Math.fround(value)));
  if (at < 0) return;
  const cell = `${argument} (row ${Math.floor(at / columns)}, column ${at % columns})`;
  throw argumentError(data[at], { action, argument: cell, rule: "within the range of 32-bit floats" });
}

interface Near {
  readonly row: number;
  readonly distance: number;
}
