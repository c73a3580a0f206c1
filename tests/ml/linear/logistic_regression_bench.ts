import { assert } from "@std/assert";
import { matrixFrom } from "@lib/math/linalg/matrix.ts";
import { fitLogisticRegression, score } from "@lib/ml/linear/logistic_regression.ts";
import { loadMnist, TRAINING_DIGITS } from "@lib/storage/datasets/mnist.ts";
import type { BenchRow } from "@lib/study/bench/bench.ts";
import { pythonPeer } from "@lib/study/bench/python_peer.ts";
import { blobs, inFloat32, once } from "../blobs.ts";

const ITERATIONS = 50;
const { images, labels } = await loadMnist();
const digits = once(() => {
  const data = Float64Array.from(images.subarray(0, TRAINING_DIGITS * 784), (grey) => grey / 255);
  return {
    x: matrixFrom(data, { rows: TRAINING_DIGITS, columns: 784 }),
    y: Int32Array.from(labels.subarray(0, TRAINING_DIGITS)),
  };
});
const float32 = once(() => ({
  x: inFloat32(digits().x),
  y: { values: digits().y, shape: [TRAINING_DIGITS] },
  iterations: ITERATIONS,
}));

export const rows: BenchRow[] = [{
  row: "logistic_regression: MNIST, 8k × 784, 50 L-BFGS iterations, scikit-learn in 32 bits",
  target: 2,
  check: async () => {
    const { x, y } = blobs({ rows: 300, columns: 3, groups: 3, spread: 0.5 });
    assert(score(await fitLogisticRegression(x, y), { x, y }) > 0.95);
  },
  /** Costs after as many steps: ours may be lower, and no more than a hundredth higher. */
  agree: (theirs, mine) => Number(mine) < 1.01 * Number(theirs) && Number(mine) > 0.8 * Number(theirs),
  ours: {
    name: "fitLogisticRegression",
    prepare: () => {
      const { x, y } = digits();
      const options = { iterations: ITERATIONS, tolerance: 1e-12, precision: "float32" as const };
      return async () => (await fitLogisticRegression(x, y, options)).cost;
    },
  },
  rounds: 5,
  peers: [pythonPeer({
    name: "scikit-learn",
    source: new URL("../sklearn_peer.py", import.meta.url),
    prepare: "logistic",
    packages: ["numpy", "sklearn"],
    input: () => float32(),
  })],
}];
