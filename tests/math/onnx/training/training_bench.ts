/**
 * Whole training steps (forward, backward, Adam) against PyTorch on two threads, and how long a training takes to
 * compile.
 *
 * PyTorch runs eagerly with its default Adam, with the fused one, and compiled; the fastest counts. Every run trains
 * many steps from the same weights on the same batch in memory, and the losses of the first three must agree to 1e-4.
 *
 * What bounds ours, from profiles of the runtime (Xeon with AVX-512): the MLP's step on one thread is 46 % matrix
 * products, 37 % the ten passes of Adam over 200,000 weights (PyTorch's fused Adam makes one), 17 % seventy operations
 * on a few numbers each; single calls would add 0.9 ms for copies (`trainer.ts`), so ten steps share one. The
 * transformer's on two threads is two thirds products; transposes for the heads, which the runtime does on one thread,
 * take 6 %, the slope of ReLU in three passes 4 %.
 */
import { inOrder, input, isOperation } from "@lib/math/onnx/expressions/expression.ts";
import { gradient } from "@lib/math/onnx/gradients/gradient.ts";
import { evaluate } from "@lib/math/onnx/evaluate/evaluate.ts";
import { crossEntropy } from "@lib/math/onnx/layers/cross_entropy.ts";
import { linear } from "@lib/math/onnx/layers/linear.ts";
import { pooledConvolution } from "@lib/math/onnx/layers/pooled_convolution.ts";
import { relu } from "@lib/math/onnx/operations/activations.ts";
import { reshape } from "@lib/math/onnx/operations/shape_ops.ts";
import type { Tensor } from "@lib/math/onnx/expressions/tensor_type.ts";
import { adam } from "@lib/math/onnx/training/adam.ts";
import type { Checkpoint } from "@lib/math/onnx/training/checkpoint.ts";
import { type Trainer, trainer } from "@lib/math/onnx/training/trainer.ts";
import { type AsyncContestant, type BenchRow, SelfTimed } from "@lib/study/bench/bench.ts";
import { closeWithin } from "@lib/study/bench/tolerance.ts";
import { type PeerArray, pythonPeer } from "@lib/study/bench/python_peer.ts";
import { batchOf, mlp, type Network, transformer, transformerShapes, weightsOf } from "./networks.ts";

const RATE = 1e-3;
const CLASSES = 10;

/** Our threads watch for work as long as nobody else wants the cores; PyTorch's do so too. */
const SPIN_US = 1000;

/** One of the networks, and how much of it is a run. */
interface Work {
  /** As the peer calls it. */
  readonly name: string;
  readonly network: Network;
  /** The batch's. */
  readonly shape: readonly number[];
  /** Steps in a run. */
  readonly steps: number;
  /** Steps in a call. */
  readonly stepsPerCall?: number;
}

const MLP: Work = {
  name: "mlp",
  network: mlp(
    weightsOf({ "hidden.weight": [784, 256], "hidden.bias": [256], "out.weight": [256, 10], "out.bias": [10] }),
  ),
  shape: [128, 784],
  steps: 100,
  stepsPerCall: 10,
};

const CNN: Work = {
  name: "cnn",
  network: cnn(weightsOf({
    "conv1.weight": [16, 1, 3, 3],
    "conv1.bias": [16],
    "conv2.weight": [32, 16, 3, 3],
    "conv2.bias": [32],
    "out.weight": [32 * 49, 10],
    "out.bias": [10],
  })),
  shape: [64, 1, 28, 28],
  steps: 16,
};

const TRANSFORMER: Work = {
  name: "transformer",
  network: transformer(weightsOf(transformerShapes({ width: 128, inner: 512, classes: CLASSES })), {
    tokens: 64,
    heads: 4,
  }),
  shape: [32, 64, 128],
  steps: 6,
  stepsPerCall: 3,
};

/** Twice convolution, pooling, ReLU; then a linear layer. */
function cnn(parameters: Readonly<Record<string, Tensor>>): Network {
  const p = Object.fromEntries(Object.entries(parameters).map(([name, type]) => [name, input(name, type)]));
  const layer = { padding: "same", pool: 2 } as const;
  const x = input("x", { shape: ["batch", 1, 28, 28] });
  const first = relu(pooledConvolution(x, p["conv1.weight"]!, { ...layer, bias: p["conv1.bias"]! }));
  const second = relu(pooledConvolution(first, p["conv2.weight"]!, { ...layer, bias: p["conv2.bias"]! }));
  const features = reshape(second, ["batch", 32 * 49]);
  const logits = linear(features, { weight: p["out.weight"]!, bias: p["out.bias"]! });
  const targets = input("y", { dtype: "int64", shape: ["batch"] });
  return { loss: crossEntropy(logits, { targets }), parameters, state: {} };
}

function ours({ network, shape, steps, stepsPerCall = 1 }: Work): AsyncContestant {
  const batches = new Array(steps).fill(batchOf(0, { shape, classes: CLASSES }));
  let training: Trainer | undefined;
  let start: Checkpoint | undefined;
  return {
    name: "trainer",
    async open() {
      training = await trainer({ ...network, optimizer: adam(), stepsPerCall, threads: 2, spinUs: SPIN_US });
      start = training.checkpoint();
    },
    async close() {
      await training?.dispose();
    },
    prepare() {
      training!.resume(start!);
      return async () => {
        const told = await training!.steps(batches, { learningRate: RATE });
        return told.slice(0, 3).map(({ loss }) => loss);
      };
    },
  };
}

function torch({ name: network, network: { parameters }, shape, steps }: Work): AsyncContestant[] {
  const { x, y } = batchOf(0, { shape, classes: CLASSES });
  const given: Record<string, PeerArray> = {
    x: arrayOf(x),
    y: { values: Int32Array.from(y.values, Number), shape: y.shape },
  };
  for (const [name, tensor] of Object.entries(parameters)) given[name] = arrayOf(tensor);
  const modes = { eager: "PyTorch", fused: "PyTorch, fused Adam", compiled: "PyTorch, compiled" };
  return Object.entries(modes).map(([mode, name]) =>
    pythonPeer({
      name,
      source: new URL("./training_peer.py", import.meta.url),
      prepare: "train",
      packages: ["numpy", "torch"],
      input: () => ({ ...given, network, mode, steps, rate: RATE }),
    })
  );
}

function arrayOf({ values, shape }: Tensor): PeerArray {
  return { values: values as Float32Array, shape };
}

/** The naive floor: loss and gradients of one step by plain loops, as long as a run has steps. */
function loops({ network: { loss, parameters }, shape, steps }: Work): AsyncContestant {
  const inputs = inOrder([loss]).filter((node) => isOperation(node, "Input"));
  const wanted = [loss, ...gradient(loss, inputs.filter(({ attributes: { name } }) => name in parameters))];
  const feeds = { ...parameters, ...batchOf(0, { shape, classes: CLASSES }) };
  const run = () => {
    const startMs = performance.now();
    const [first] = evaluate(wanted, feeds);
    return new SelfTimed((performance.now() - startMs) * steps, [...first!.values]);
  };
  return { name: "loops", approximate: "one step without its optimizer, times the steps", prepare: () => run };
}

/** All contestants start from one loss, or weights and batch are not the same. */
async function checkFirstLoss(work: Work): Promise<void> {
  const contestant = ours(work);
  await contestant.open!();
  try {
    const [first] = await (await contestant.prepare(0))() as number[];
    const feeds = { ...work.network.parameters, ...batchOf(0, { shape: work.shape, classes: CLASSES }) };
    const [expected] = evaluate([work.network.loss], feeds)[0]!.values;
    if (closeWithin(1e-5)([first], [Number(expected)])) return;
    throw new Error(`Cannot time ${work.name}: its first loss must be ${expected}: current value is ${first}`);
  } finally {
    await contestant.close!();
  }
}

function rowOf(row: string, work: Work, floor: readonly AsyncContestant[] = []): BenchRow {
  return {
    row: `training step: ${row}, ${work.steps} steps a run`,
    target: 1,
    rounds: 9,
    check: () => checkFirstLoss(work),
    agree: closeWithin(1e-4),
    ours: ours(work),
    peers: [...torch(work), ...floor],
  };
}

/** Builds the network, differentiates it, adds Adam, simplifies, writes the model, opens a session. */
const compileSeconds: AsyncContestant = {
  name: "trainer",
  prepare: () => async () => {
    const startMs = performance.now();
    const network = transformer(TRANSFORMER.network.parameters, { tokens: 64, heads: 4 });
    const training = await trainer({ ...network, optimizer: adam(), threads: 2 });
    const seconds = (performance.now() - startMs) / 1000;
    await training.dispose();
    return seconds;
  },
};

/** What this folder measures. */
export const rows: BenchRow[] = [
  rowOf("MLP 784-256-10, batch 128, Adam", MLP, [loops(MLP)]),
  rowOf("CNN 16-32, batch 64, 28×28, Adam", CNN),
  rowOf("transformer encoder, 2 layers, d 128, 4 heads, 64 tokens, batch 32, Adam", TRANSFORMER),
  {
    row: "compile: the transformer's training graph",
    target: 1,
    unit: "s",
    check() {},
    ours: compileSeconds,
    peers: [{ name: "limit", prepare: () => () => 2 }],
  },
];
