import { assertEquals } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { matrixFrom, matrixOf } from "@lib/math/linalg/matrix.ts";
import { anomalyScores, fitIsolationForest } from "@lib/ml/anomaly/isolation_forest.ts";
import { rocAuc } from "@lib/ml/metrics/roc_curve.ts";
import type { BenchRow } from "@lib/study/bench/bench.ts";
import { pythonPeer } from "@lib/study/bench/python_peer.ts";
import { IsolationForest as TheirForest } from "isolation-forest";
import { inFloat64, once } from "../blobs.ts";

/** Normal rows; one in a hundred is thrown somewhere else. */
function drawn(rows: number) {
  const dice = random(5);
  const y = Int32Array.from({ length: rows }, () => Number(dice.next() < 0.01));
  const data = Float64Array.from(
    { length: 10 * rows },
    (_, at) => dice.normal() + y[Math.floor(at / 10)]! * (8 * dice.next() - 4),
  );
  return { x: matrixFrom(data, { rows, columns: 10 }), y };
}
const large = once(() => drawn(100_000));
const small = once(() => drawn(3000));
const input = once(() => ({ x: inFloat64(large().x), y: { values: large().y, shape: [large().y.length] } }));
const onlyRows = once(() => ({ x: input().x }));
const forest = once(() => fitIsolationForest(large().x));
const peer = (prepare: string, of: () => { x: ReturnType<typeof inFloat64> }) =>
  pythonPeer({
    name: "scikit-learn",
    source: new URL("../sklearn_peer.py", import.meta.url),
    prepare,
    packages: ["numpy", "sklearn"],
    input: () => of(),
  });
const check = () => {
  const x = matrixOf([[1], [1]]);
  assertEquals([...anomalyScores(fitIsolationForest(x), x)], [0.5, 0.5]);
};

export const rows: BenchRow[] = [
  {
    row: "isolation_forest: fit of 100 trees, scikit-learn",
    target: 2,
    check,
    ours: { name: "fitIsolationForest", prepare: () => ((x) => () => fitIsolationForest(x).trees.length)(large().x) },
    rounds: 5,
    peers: [peer("isolation_fit", onlyRows)],
  },
  {
    row: "isolation_forest: scores of 100k × 10, scikit-learn",
    target: 2,
    check,
    /** Areas under the ROC curve; ours is taken after the run's clock has stopped, in the check of the answer. */
    agree: (theirs, mine) => Math.abs(Number(theirs) - rocAuc(large().y, mine as Float64Array)) < 0.01,
    ours: {
      name: "anomalyScores",
      prepare: () => ((fitted, x) => () => anomalyScores(fitted, x))(forest(), large().x),
    },
    rounds: 5,
    peers: [peer("isolation_score", input)],
  },
  {
    row: "isolation_forest: fit and scores of 3k × 10, isolation-forest",
    target: 5,
    check,
    agree: (theirs, mine) =>
      Math.abs(rocAuc(small().y, theirs as number[]) - rocAuc(small().y, mine as Float64Array)) < 0.1,
    ours: {
      name: "fitIsolationForest",
      prepare: () => ((x) => () => anomalyScores(fitIsolationForest(x), x))(small().x),
    },
    rounds: 3,
    peers: [{
      name: "isolation-forest",
      prepare: () => {
        const { rows, columns, data } = small().x;
        const records = Array.from(
          { length: rows },
          (_, i) => Object.fromEntries(Array.from({ length: columns }, (_, j) => [`x${j}`, data[i * columns + j]!])),
        );
        return () => {
          const model = new TheirForest();
          model.fit(records);
          return model.scores();
        };
      },
    }],
  },
];
