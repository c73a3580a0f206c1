/**
 * Networks trained side by side with PyTorch: after 50 steps losses and weights agree to 1e-4.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { adam, adamW } from "@lib/math/onnx/training/adam.ts";
import { momentum, nesterov, sgd } from "@lib/math/onnx/training/gradient_descent.ts";
import {
  constantRate,
  cosineRate,
  type LearningRate,
  linearWarmUp,
  stepDecay,
} from "@lib/math/onnx/training/learning_rate.ts";
import type { Optimizer } from "@lib/math/onnx/training/optimizer.ts";
import { rmsProp } from "@lib/math/onnx/training/rms_prop.ts";
import { trainer, type TrainerOptions } from "@lib/math/onnx/training/trainer.ts";
import type { Tensor } from "@lib/math/onnx/expressions/tensor_type.ts";
import {
  batchOf,
  cnn,
  CNN_SHAPES,
  mlp,
  MLP_SHAPES,
  type Network,
  transformer,
  transformerShapes,
  weightsOf,
} from "./networks.ts";
import vectors from "./parity_vectors.json" with { type: "json" };

const STEPS = 50;
const TOLERANCE = 1e-4;

interface Expected {
  readonly losses: readonly number[];
  readonly norms?: readonly number[];
  readonly parameters: Readonly<Record<string, readonly (number | null)[]>>;
  readonly statistics?: Readonly<Record<string, readonly number[]>>;
}

interface How extends Pick<TrainerOptions, "optimizer" | "clipNorm" | "stepsPerCall"> {
  readonly learningRate: number | LearningRate;
  readonly shape: readonly number[];
  readonly classes: number;
}

async function compareWithTorch(network: Network, expected: Expected, how: How): Promise<void> {
  const { learningRate, shape, classes, ...options } = how;
  await using training = await trainer({ ...network, ...options, threads: 1 });
  const batches = Array.from({ length: STEPS }, (_, step) => batchOf(step, { shape, classes }));
  const told = await training.steps(batches, { learningRate });
  assertClose(told.map(({ loss }) => loss), expected.losses, "losses");
  if (expected.norms !== undefined) assertClose(told.map(({ gradientNorm }) => gradientNorm!), expected.norms, "norms");
  assertTensors(training.parameters(), expected.parameters);
  assertTensors(training.state(), expected.statistics ?? {});
}

function assertTensors(
  found: Readonly<Record<string, Tensor>>,
  expected: Readonly<Record<string, readonly (number | null)[]>>,
): void {
  assertEquals(Object.keys(found).sort(), Object.keys(expected).sort());
  for (const [name, values] of Object.entries(expected)) {
    assertClose([...found[name]!.values].map(Number), values, name);
  }
}

/** Errors are relative to the largest number of the tensor, but for losses, each of which is a tensor. */
function assertClose(found: readonly number[], expected: readonly (number | null)[], name: string): void {
  assertEquals(found.length, expected.length, name);
  const largest = Math.max(...expected.map((value) => Math.abs(value ?? 0)));
  for (const [place, value] of expected.entries()) {
    if (value === null) continue;
    const error = Math.abs(found[place]! - value) / (name === "losses" || name === "norms" ? Math.abs(value) : largest);
    assert(error <= TOLERANCE, `${name}[${place}]: ${found[place]} is not ${value} (${error})`);
  }
}

const MLP = { shape: [16, 8], classes: 4 };
const RUNS: Readonly<
  Record<keyof typeof vectors.mlp, { optimizer: Optimizer; learningRate: number | LearningRate; clipNorm?: number }>
> = {
  sgd: { optimizer: sgd(), learningRate: 0.1 },
  momentum: { optimizer: momentum(), learningRate: 0.05 },
  nesterov: { optimizer: nesterov(), learningRate: 0.05 },
  rmsProp: { optimizer: rmsProp(), learningRate: 0.01 },
  adam: { optimizer: adam(), learningRate: 0.01 },
  adamW: { optimizer: adamW({ weightDecay: 0.1 }), learningRate: 0.01 },
  clipped: { optimizer: sgd(), learningRate: 0.5, clipNorm: 0.25 },
  scheduled: { optimizer: adam(), learningRate: (step) => 0.01 * (1 + Math.cos(Math.PI * step / 40)) },
};

for (const [name, run] of Object.entries(RUNS)) {
  Deno.test(`oracle: an MLP trained with ${name} goes PyTorch's way`, async () => {
    const expected: Expected = vectors.mlp[name as keyof typeof vectors.mlp];
    await compareWithTorch(mlp(weightsOf(MLP_SHAPES)), expected, { ...MLP, ...run });
  });
}

Deno.test("oracle: so does one that takes seven steps in a call", async () => {
  const how = { ...MLP, optimizer: adam(), learningRate: 0.01, stepsPerCall: 7 };
  await compareWithTorch(mlp(weightsOf(MLP_SHAPES)), vectors.mlp.adam, how);
});

Deno.test("oracle: a CNN with batch norm goes PyTorch's way, and so do its running statistics", async () => {
  const how = { optimizer: adam(), learningRate: 0.01, shape: [8, 1, 8, 8], classes: 3 };
  await compareWithTorch(cnn(weightsOf(CNN_SHAPES)), vectors.cnn, how);
});

Deno.test("oracle: three steps of the CNN in a call carry its running statistics on", async () => {
  const how = { optimizer: adam(), learningRate: 0.01, shape: [8, 1, 8, 8], classes: 3, stepsPerCall: 3 };
  await compareWithTorch(cnn(weightsOf(CNN_SHAPES)), vectors.cnn, how);
});

Deno.test("oracle: a transformer encoder goes PyTorch's way", async () => {
  const shapes = transformerShapes({ width: 8, inner: 16, classes: 3 });
  const how = { optimizer: adam(), learningRate: 0.005, shape: [6, 5, 8], classes: 3 };
  await compareWithTorch(transformer(weightsOf(shapes), { tokens: 5, heads: 2 }), vectors.transformer, how);
});

Deno.test("oracle: schedules are PyTorch's StepLR, CosineAnnealingLR and LinearLR", () => {
  const schedules: Readonly<Record<keyof typeof vectors.rates, LearningRate>> = {
    stepDecay: stepDecay({ rate: 0.1, factor: 0.5, every: 7 }),
    cosine: cosineRate({ from: 0.1, to: 0.01, steps: 30 }),
    warmUp: linearWarmUp(constantRate(0.1), { steps: 10 }),
  };
  for (const [name, expected] of Object.entries(vectors.rates)) {
    const schedule = schedules[name as keyof typeof vectors.rates];
    for (const [step, rate] of expected.entries()) assert(Math.abs(schedule(step) - rate) < 1e-15, `${name}(${step})`);
  }
});
