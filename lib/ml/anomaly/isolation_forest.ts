/**
 * Isolation forests: rows that random cuts part from the others early are anomalies.
 *
 * Each tree takes a sample without replacement, draws a column that still varies and a threshold in its range, and goes
 * on until rows are alone or the height limit ⌈log₂ sample⌉ is reached. A leaf of n rows adds c(n), the mean path of a
 * random search tree of n rows. The score is 2^(−mean path / c(sample)): near 1 for anomalies, ½ where all rows are
 * alike.
 *
 * c is exact: c(n) = 2·H(n − 1) − 2·(n − 1) / n with harmonic numbers, so that c(0) = c(1) = 0 and c(2) = 1. The usual
 * ln(n − 1) + 0.577 is off by 15 % there.
 *
 * **Invariant.** Scores lie in (0, 1]; a tree's values are path lengths, so the contributions of features
 * (`lib/ml/trees/tree_shap.ts`, scale 1 / trees) add up to mean path less base.
 *
 * Cost: trees · sample · log sample to fit; trees · height a row to score.
 *
 * Not here on purpose: a threshold of the score (choose the share of rows that you can look at), extended cuts that are
 * not parallel to an axis.
 *
 * Source: F. T. Liu, K. M. Ting, Z.-H. Zhou, "Isolation Forest", ICDM 2008.
 *
 * @module
 */
import { checkPositiveInteger } from "../../base/argument.ts";
import { type Random, random } from "../../base/random.ts";
import type { Matrix } from "../../math/linalg/matrix.ts";
import { checkFeatures } from "../features/feature_matrix.ts";
import type { Tree } from "../trees/tree.ts";

/** Trees of random cuts. */
export interface IsolationForest {
  /** Their values are path lengths: depth, and c(rows) at a leaf. */
  readonly trees: readonly Tree[];
  /** Rows that each tree saw. */
  readonly sampleSize: number;
}

/** How many trees, and what they see. */
export interface IsolationForestOptions {
  /** How many. @default {100} */
  readonly trees?: number;
  /** Rows of each, drawn without replacement; at most all. @default {256} */
  readonly sampleSize?: number;
  /** Decides everything. @default {0} */
  readonly seed?: number;
}

/**
 * Grows the trees.
 * @param x (n, d).
 * @throws {RangeError} If `x` is empty or not finite, or an option is not a positive integer.
 *
 * @example
 * ```ts
 * import { assert, assertEquals } from "@std/assert";
 * import { matrixOf } from "../../math/linalg/matrix.ts";
 * import { anomalyScores, fitIsolationForest } from "./isolation_forest.ts";
 * const x = matrixOf([...Array.from({ length: 50 }, (_, i) => [i / 50]), [40]]);
 * const scores = anomalyScores(fitIsolationForest(x), x);
 * assertEquals(scores.indexOf(Math.max(...scores)), 50);
 * assertEquals([...anomalyScores(fitIsolationForest(matrixOf([[1], [1]])), matrixOf([[1]]))], [0.5]);
 * ```
 */
export function fitIsolationForest(
  x: Matrix,
  { trees: count = 100, sampleSize = 256, seed = 0 }: IsolationForestOptions = {},
): IsolationForest {
  const action = "fit an isolation forest";
  checkPositiveInteger(count, { action, argument: "trees" });
  checkPositiveInteger(sampleSize, { action, argument: "sampleSize" });
  checkFeatures(x, { action });
  const size = Math.min(sampleSize, x.rows);
  const dice = random(seed);
  const rows = Int32Array.from({ length: x.rows }, (_, i) => i);
  const trees = Array.from({ length: count }, () => {
    for (let i = 0; i < size; i++) { // the first of a shuffle
      const drawn = i + dice.integer(x.rows - i);
      const row = rows[i]!;
      rows[i] = rows[drawn]!;
      rows[drawn] = row;
    }
    return isolate(x, { rows: rows.slice(0, size), dice });
  });
  return { trees, sampleSize: size };
}

/**
 * The mean path of each row, in cuts.
 * @param x (m, d).
 * @returns (m).
 * @throws {RangeError} If `x` has other columns than the fit, is empty, or an entry is not finite.
 */
export function meanPathLengths({ trees }: IsolationForest, x: Matrix): Float64Array {
  const { rows: m, columns: d, data } = checkFeatures(x, { action: "score anomalies", columns: trees[0]!.features });
  const sums = new Float64Array(m + 3);
  const padded = new Float64Array((m + 3) * d); // rows go in fours
  padded.set(data);
  for (const tree of trees) addPaths(tree, { data: padded, d, m, sums });
  return sums.subarray(0, m).map((sum) => sum / trees.length);
}

/**
 * The score of each row, in (0, 1]: the higher, the easier to isolate.
 * @param x (m, d).
 * @returns (m).
 * @throws {RangeError} If `x` has other columns than the fit, is empty, or an entry is not finite.
 */
export function anomalyScores(forest: IsolationForest, x: Matrix): Float64Array {
  const whole = averagePathLength(forest.sampleSize);
  if (whole === 0) return meanPathLengths(forest, x).fill(0.5); // trees of one row know nothing
  return meanPathLengths(forest, x).map((path) => 2 ** (-path / whole));
}

/**
 * c(n): the mean path of an unsuccessful search in a random search tree of n rows; 0 up to one row.
 * @throws {RangeError} If `n` is negative or not whole.
 */
export function averagePathLength(n: number): number {
  if (!(Number.isSafeInteger(n) && n >= 0)) {
    throw new RangeError(`Cannot take a mean path: n must be a non-negative integer: current value is ${n}`);
  }
  if (n <= 1) return 0;
  let harmonic = 0;
  for (let i = n - 1; i >= 1; i--) harmonic += 1 / i; // the small ones first
  return 2 * harmonic - 2 * (n - 1) / n;
}

function isolate(x: Matrix, { rows, dice }: { readonly rows: Int32Array; readonly dice: Random }): Tree {
  const { columns: d, data } = x;
  const limit = Math.ceil(Math.log2(rows.length));
  const [feature, threshold, left, right, value, weight]: number[][] = [[], [], [], [], [], []];
  const columns = Int32Array.from({ length: d }, (_, j) => j);
  const grow = (from: number, to: number, depth: number): number => {
    const node = feature!.push(-1) - 1;
    threshold!.push(0);
    left!.push(-1);
    right!.push(-1);
    weight!.push(to - from);
    value!.push(depth + averagePathLength(to - from));
    if (to - from <= 1 || depth >= limit) return node;
    for (let next = 0; next < d; next++) { // columns in random order, until one varies
      const drawn = next + dice.integer(d - next);
      const column = columns[drawn]!;
      columns[drawn] = columns[next]!;
      columns[next] = column;
      let [low, high] = [Infinity, -Infinity];
      for (let at = from; at < to; at++) {
        const entry = data[rows[at]! * d + column]!;
        if (entry < low) low = entry;
        if (entry > high) high = entry;
      }
      if (low === high) continue;
      const drawnAt = low + dice.next() * (high - low);
      const cut = drawnAt < high ? drawnAt : low; // rounding must not leave a side empty
      let middle = from;
      for (let at = from; at < to; at++) {
        const row = rows[at]!;
        if (data[row * d + column]! > cut) continue;
        rows[at] = rows[middle]!;
        rows[middle++] = row;
      }
      feature![node] = column;
      threshold![node] = cut;
      left![node] = grow(from, middle, depth + 1);
      right![node] = grow(middle, to, depth + 1);
      value![node] = ((middle - from) * value![left![node]!]! + (to - middle) * value![right![node]!]!) / (to - from);
      return node;
    }
    return node;
  };
  grow(0, rows.length, 0);
  return {
    features: d,
    outputs: 1,
    feature: feature!,
    threshold: threshold!,
    left: left!,
    right: right!,
    value: value!,
    impurity: feature!.map(() => 0),
    weight: weight!,
  };
}

/**
 * Adds each row's path. Leaves lead to themselves, so all rows take as many steps, four rows at a time. `Number` of a
 * comparison is not a branch, as `? 1 : 0` would be: half of those would be guessed wrong.
 */
function addPaths(tree: Tree, { data, d, m, sums }: {
  readonly data: Float64Array;
  readonly d: number;
  readonly m: number;
  readonly sums: Float64Array;
}): void {
  const nodes = tree.feature.length;
  const [feature, next] = [new Int32Array(nodes), new Int32Array(2 * nodes)]; // next: left and right, side by side
  const [threshold, value] = [Float64Array.from(tree.threshold), Float64Array.from(tree.value)];
  const depth = new Int32Array(nodes);
  let height = 0;
  for (let node = 0; node < nodes; node++) {
    const isLeaf = tree.feature[node]! < 0;
    feature[node] = isLeaf ? 0 : tree.feature[node]!;
    next[2 * node] = isLeaf ? node : tree.left[node]!;
    next[2 * node + 1] = isLeaf ? node : tree.right[node]!;
    if (isLeaf) continue;
    depth[tree.left[node]!] = depth[tree.right[node]!] = depth[node]! + 1;
    height = Math.max(height, depth[node]! + 1);
  }
  for (let i = 0; i < m; i += 4) {
    const a = i * d;
    const [b, c, e] = [a + d, a + 2 * d, a + 3 * d];
    let [na, nb, nc, ne] = [0, 0, 0, 0];
    for (let step = 0; step < height; step++) {
      na = next[2 * na + Number(data[a + feature[na]!]! > threshold[na]!)]!;
      nb = next[2 * nb + Number(data[b + feature[nb]!]! > threshold[nb]!)]!;
      nc = next[2 * nc + Number(data[c + feature[nc]!]! > threshold[nc]!)]!;
      ne = next[2 * ne + Number(data[e + feature[ne]!]! > threshold[ne]!)]!;
    }
    sums[i]! += value[na]!;
    sums[i + 1]! += value[nb]!;
    sums[i + 2]! += value[nc]!;
    sums[i + 3]! += value[ne]!;
  }
}
