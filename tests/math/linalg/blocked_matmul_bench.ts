import { assertAllClose } from "@lib/testing/all_close.ts";
import { random } from "@lib/base/random.ts";
import { blockedMatmul } from "@lib/math/linalg/blocked_matmul.ts";
import { type Matrix, rowsOf } from "@lib/math/linalg/matrix.ts";
import { naiveMatmul } from "@lib/math/linalg/naive_matmul.ts";
import type { BenchRow, Contestant } from "@lib/study/bench/bench.ts";
import { closeWithin } from "@lib/study/bench/tolerance.ts";
import { Matrix as MlMatrix } from "ml-matrix";
import { randomMatrix } from "./vectors.ts";

/** Two factors for each round. */
function factors(size: number, round: number): [Matrix, Matrix] {
  const dice = random(round);
  return [randomMatrix(dice, [size, size]), randomMatrix(dice, [size, size])];
}

/** The sum of each 97th entry: enough to tell a wrong product, and quick to compare. */
function sample(at: (place: number) => number, length: number): number {
  let sum = 0;
  for (let place = 0; place < length; place += 97) sum += at(place);
  return sum;
}

function product(size: number): BenchRow {
  const own = (name: string, multiply: (a: Matrix, b: Matrix) => Matrix): Contestant => ({
    name,
    prepare: (round) => {
      const [a, b] = factors(size, round);
      return () => {
        const { data } = multiply(a, b);
        return sample((place) => data[place]!, data.length);
      };
    },
  });
  const mlMatrix: Contestant = {
    name: "ml-matrix",
    prepare: (round) => {
      const [a, b] = factors(size, round).map((matrix) => new MlMatrix(rowsOf(matrix))) as [MlMatrix, MlMatrix];
      return () => {
        const result = a.mmul(b);
        return sample((place) => result.get(Math.floor(place / size), place % size), size * size);
      };
    },
  };
  return {
    row: `blocked_matmul: float64, ${size} × ${size}`,
    target: 1,
    rounds: 9,
    agree: closeWithin(1e-9),
    ours: own("blockedMatmul", blockedMatmul),
    peers: [mlMatrix, own("three loops", naiveMatmul)],
    check() {
      const [a, b] = factors(size, 0);
      assertAllClose(blockedMatmul(a, b).data, naiveMatmul(a, b).data, { relative: 0, absolute: 1e-11 });
    },
  };
}

export const rows: BenchRow[] = [product(256), product(512)];
