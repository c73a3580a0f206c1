/** Rows around random centres, as the peers' figures have them: the same for all who are timed. */
import { random } from "@lib/base/random.ts";
import { type Matrix, matrixFrom } from "@lib/math/linalg/matrix.ts";

/** Rows, their groups, and both as other contestants want them. */
export interface Blobs {
  readonly x: Matrix;
  readonly y: Int32Array;
  /** The same rows as plain arrays, made when they are first asked for. */
  readonly rows: number[][];
}

/**
 * `rows` rows of `columns` columns around `groups` centres in [−5, 5]; one draw for all rounds, so that it is handed
 * over once.
 */
export function blobs(
  { rows, columns, groups, spread = 4, seed = 1 }: {
    readonly rows: number;
    readonly columns: number;
    readonly groups: number;
    readonly spread?: number;
    readonly seed?: number;
  },
): Blobs {
  const dice = random(seed);
  const centres = Float64Array.from({ length: groups * columns }, () => 10 * dice.next() - 5);
  const [data, y] = [new Float64Array(rows * columns), new Int32Array(rows)];
  for (let i = 0; i < rows; i++) {
    const group = y[i] = dice.integer(groups);
    for (let j = 0; j < columns; j++) data[i * columns + j] = centres[group * columns + j]! + spread * dice.normal();
  }
  const x = matrixFrom(data, { rows, columns });
  let plain: number[][] | undefined;
  return {
    x,
    y,
    get rows() {
      return plain ??= Array.from(
        { length: rows },
        (_, i) => Array.from(data.subarray(i * columns, (i + 1) * columns)),
      );
    },
  };
}

/** Makes something once, when it is first needed. */
export function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** Rows for Python, in 32 bits. */
export function inFloat32({ rows, columns, data }: Matrix): { values: Float32Array; shape: number[] } {
  return { values: Float32Array.from(data), shape: [rows, columns] };
}

/** Rows for Python. */
export function inFloat64({ rows, columns, data }: Matrix): { values: Float64Array; shape: number[] } {
  return { values: data, shape: [rows, columns] };
}
