import { assertAllClose } from "@lib/testing/all_close.ts";
import { random } from "@lib/base/random.ts";
import { blockedMatmul } from "@lib/math/linalg/blocked_matmul.ts";
import { type Matrix, matrixFrom, rowsOf, transpose } from "@lib/math/linalg/matrix.ts";
import { svd } from "@lib/math/linalg/svd.ts";
import { symmetricEigen } from "@lib/math/linalg/symmetric_eigen.ts";
import type { AsyncContestant, BenchRow, Contestant } from "@lib/study/bench/bench.ts";
import { closeWithin } from "@lib/study/bench/tolerance.ts";
import { pythonPeer } from "@lib/study/bench/python_peer.ts";
import * as ml from "ml-matrix";
import { jacobiEigenvalues, jacobiSingularValues } from "./textbook_jacobi.ts";
import { randomMatrix } from "./vectors.ts";

/** A matrix for each round, drawn once and the same object for all contestants. */
function drawn(draw: (round: number) => Matrix): (round: number) => Matrix {
  let last: { readonly round: number; readonly a: Matrix } | undefined;
  return (round) => {
    if (last?.round !== round) last = { round, a: draw(round) };
    return last.a;
  };
}

const tall = drawn((round) => randomMatrix(random(round), [1000, 100]));
const symmetric = drawn((round) => {
  const { data } = randomMatrix(random(round), [256, 256]);
  return matrixFrom(data.map((_, at) => data[at]! + data[at % 256 * 256 + Math.floor(at / 256)]!), {
    rows: 256,
    columns: 256,
  });
});

/** NumPy on the same matrix. */
const numpy = (prepare: string, draw: (round: number) => Matrix) =>
  pythonPeer({
    name: "NumPy",
    source: new URL("./numpy_peer.py", import.meta.url),
    prepare,
    packages: ["numpy"],
    input: (round) => ({ a: { values: draw(round).data, shape: [draw(round).rows, draw(round).columns] } }),
  });

const oursSvd: Contestant = { name: "svd", prepare: (round) => ((a) => () => svd(a).values)(tall(round)) };
const oursEigen: Contestant = {
  name: "symmetricEigen",
  prepare: (round) => ((a) => () => symmetricEigen(a).values)(symmetric(round)),
};

const [mlSvd, mlEigen]: Contestant[] = [
  {
    name: "ml-matrix",
    prepare: (round) => {
      const a = new ml.Matrix(rowsOf(tall(round)));
      return () => new ml.SingularValueDecomposition(a).diagonal;
    },
  },
  {
    name: "ml-matrix",
    prepare: (round) => {
      const a = new ml.Matrix(rowsOf(symmetric(round)));
      return () => new ml.EigenvalueDecomposition(a, { assumeSymmetric: true }).realEigenvalues;
    },
  },
] as [Contestant, Contestant];

const [naiveSvd, naiveEigen]: Contestant[] = [
  {
    name: "textbook Jacobi",
    prepare: (round) => ((columns) => () => jacobiSingularValues(columns))(rowsOf(transpose(tall(round)))),
  },
  {
    name: "textbook Jacobi",
    prepare: (round) => ((rows) => () => jacobiEigenvalues(rows))(rowsOf(symmetric(round))),
  },
] as [Contestant, Contestant];

/** U · diag · Vᵀ is the matrix; with this the vectors are known to be right, the values are compared in every round. */
function assertFactors(a: Matrix, { u, values, v }: { u: Matrix; values: Float64Array; v: Matrix }): void {
  const scaled = matrixFrom(u.data.map((entry, at) => entry * values[at % u.columns]!), u);
  assertAllClose(blockedMatmul(scaled, transpose(v)).data, a.data, { relative: 0, absolute: 1e-11 });
}
const checkSvd = () => assertFactors(tall(0), svd(tall(0)));
const checkEigen = () => {
  const { values, vectors } = symmetricEigen(symmetric(0));
  assertFactors(symmetric(0), { u: vectors, values, v: vectors });
};

interface Question extends Pick<BenchRow, "row" | "target" | "check" | "ours"> {
  readonly peers: readonly AsyncContestant[];
}
const row = (question: Question): BenchRow => ({ ...question, agree: closeWithin(1e-11), rounds: 7 });

export const rows: BenchRow[] = [
  row({
    row: "svd: thin, 1000 × 100, NumPy",
    target: 0.25,
    check: checkSvd,
    ours: oursSvd,
    peers: [numpy("svd", tall)],
  }),
  row({
    row: "svd: thin, 1000 × 100, ml-matrix",
    target: 3,
    check: checkSvd,
    ours: oursSvd,
    peers: [mlSvd!, naiveSvd!],
  }),
  row({
    row: "symmetric_eigen: 256 × 256, NumPy",
    target: 0.25,
    check: checkEigen,
    ours: oursEigen,
    peers: [numpy("symmetric_eigen", symmetric)],
  }),
  row({
    row: "symmetric_eigen: 256 × 256, ml-matrix",
    target: 3,
    check: checkEigen,
    ours: oursEigen,
    peers: [mlEigen!, naiveEigen!],
  }),
];
