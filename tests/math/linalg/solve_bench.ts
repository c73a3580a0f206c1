import { assertAllClose } from "@lib/testing/all_close.ts";
import { random } from "@lib/base/random.ts";
import { cholesky, choleskySolve } from "@lib/math/linalg/cholesky.ts";
import { leastSquares } from "@lib/math/linalg/least_squares.ts";
import { solve } from "@lib/math/linalg/lu.ts";
import { type Matrix, rowsOf } from "@lib/math/linalg/matrix.ts";
import { gram, matvec } from "@lib/math/linalg/products.ts";
import type { BenchRow } from "@lib/study/bench/bench.ts";
import { closeWithin } from "@lib/study/bench/tolerance.ts";
import * as ml from "ml-matrix";
import { gaussianElimination } from "./textbook_elimination.ts";
import { randomMatrix } from "./vectors.ts";

/** A system of equations. */
interface System {
  readonly a: Matrix;
  readonly b: Float64Array;
}

/** One question: the same systems, solved by us, by ml-matrix, and by a textbook's elimination. */
function row(
  { name, draw, solved, mlSolved, reduced = (system) => system }: {
    readonly name: string;
    /** The system of a round. */
    readonly draw: (round: number) => System;
    readonly solved: (system: System) => Float64Array;
    readonly mlSolved: (a: ml.Matrix, b: ml.Matrix) => ml.Matrix;
    /** What a textbook would eliminate in. @default {the system} */
    readonly reduced?: (system: System) => System;
  },
): BenchRow {
  return {
    row: `solve: ${name}`,
    target: 1,
    rounds: 9,
    agree: closeWithin(1e-8),
    ours: { name: "ours", prepare: (round) => ((system) => () => solved(system))(draw(round)) },
    peers: [
      {
        name: "ml-matrix",
        prepare: (round) => {
          const { a, b } = draw(round);
          const [left, right] = [new ml.Matrix(rowsOf(a)), ml.Matrix.columnVector([...b])];
          return () => mlSolved(left, right).to1DArray();
        },
      },
      {
        name: "textbook elimination",
        prepare: (round) => {
          const system = draw(round);
          return () => {
            const { a, b } = reduced(system);
            return gaussianElimination(rowsOf(a), [...b]);
          };
        },
      },
    ],
    check() {
      const { a, b } = draw(0);
      const residual = matvec(a, solved({ a, b })).map((value, i) => value - b[i]!);
      const gradient = matvec({ rows: a.columns, columns: a.rows, data: columnsOf(a) }, residual);
      assertAllClose(gradient, new Float64Array(a.columns), { relative: 0, absolute: 1e-6 });
    },
  };
}

function columnsOf({ rows, columns, data }: Matrix): Float64Array {
  return Float64Array.from({ length: data.length }, (_, at) => data[at % rows * columns + Math.floor(at / rows)]!);
}

const vector = (seed: number, length: number) => randomMatrix(random(seed + 1000), [length, 1]).data;
const square = (round: number): System => ({ a: randomMatrix(random(round), [256, 256]), b: vector(round, 256) });
/** Positive definite. */
const definite = (round: number): System => ({
  a: gram(randomMatrix(random(round), [300, 256])),
  b: vector(round, 256),
});
const tall = (round: number): System => ({ a: randomMatrix(random(round), [1000, 100]), b: vector(round, 1000) });

export const rows: BenchRow[] = [
  row({
    name: "LU, 256 equations",
    draw: square,
    solved: ({ a, b }) => solve(a, b),
    mlSolved: (a, b) => new ml.LuDecomposition(a).solve(b),
  }),
  row({
    name: "Cholesky, 256 equations",
    draw: definite,
    solved: ({ a, b }) => choleskySolve(cholesky(a)!, b),
    mlSolved: (a, b) => new ml.CholeskyDecomposition(a).solve(b),
  }),
  row({
    name: "least squares by QR, 1000 × 100",
    draw: tall,
    solved: ({ a, b }) => leastSquares(a, b).x,
    mlSolved: (a, b) => new ml.QrDecomposition(a).solve(b),
    reduced: ({ a, b }) => ({ a: gram(a), b: matvec({ rows: a.columns, columns: a.rows, data: columnsOf(a) }, b) }),
  }),
];
