/** Nested nodes, and a generator of three lines. */
interface Node {
  readonly size: number;
  readonly column: number;
  readonly cut: number;
  readonly children: readonly Node[];
}

/** c(n): the mean path of an unsuccessful search in a random search tree of n rows. */
function meanPath(n: number): number {
  if (n <= 1) return 0;
  let harmonic = 0;
  for (let i = 1; i < n; i++) harmonic += 1 / i;
  return 2 * harmonic - 2 * (n - 1) / n;
}

/** Trees of random cuts. */
export class IsolationForest {
  #count: number;
  #sampleSize: number;
  #seed: number;
  #state = 0;
  #size = 0;
  #trees: Node[] = [];

  constructor({ trees = 100, sampleSize = 256, seed = 0 } = {}) {
    this.#count = trees;
    this.#sampleSize = sampleSize;
    this.#seed = seed;
  }

  fit(X: number[][]): void {
    if (X.length === 0) throw new RangeError("Cannot fit: X must have rows");
    this.#state = this.#seed;
    this.#size = Math.min(this.#sampleSize, X.length);
    const limit = Math.ceil(Math.log2(this.#size));
    this.#trees = [];
    for (let t = 0; t < this.#count; t++) {
      const rows = [...X];
      for (let i = 0; i < this.#size; i++) {
        const other = i + Math.floor(this.#next() * (rows.length - i));
        [rows[i], rows[other]] = [rows[other]!, rows[i]!];
      }
      this.#trees.push(this.#grow(rows.slice(0, this.#size), limit));
    }
  }

  score(X: number[][]): number[] {
    if (this.#size === 1) return X.map(() => 0.5);
    return X.map((row) => {
      let sum = 0;
      for (const tree of this.#trees) sum += this.#path(tree, row);
      return 2 ** (-sum / this.#trees.length / meanPath(this.#size));
    });
  }

  #path(tree: Node, row: number[]): number {
    let [node, depth] = [tree, 0];
    for (; node.children.length > 0; depth++) node = node.children[row[node.column]! <= node.cut ? 0 : 1]!;
    return depth + meanPath(node.size);
  }

  #grow(rows: number[][], levels: number): Node {
    const size = rows.length;
    const columns = rows[0]!.map((_, j) => j).filter((j) => rows.some((row) => row[j] !== rows[0]![j]));
    if (levels === 0 || columns.length === 0) return { size, column: 0, cut: 0, children: [] };
    const column = columns[Math.floor(this.#next() * columns.length)]!;
    const values = rows.map((row) => row[column]!);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const cut = low + this.#next() * (high - low);
    const sides = [rows.filter((row) => row[column]! <= cut), rows.filter((row) => row[column]! > cut)];
    return { size, column, cut, children: sides.map((side) => this.#grow(side, levels - 1)) };
  }

  #next(): number {
    this.#state = (this.#state + 0x9e3779b9) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  }
}
