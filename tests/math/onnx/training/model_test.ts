/**
 * Models as records: parameters declared where they are used, first values, dropout from one seed, groups of
 * parameters, accumulated gradients, evaluation on live weights; and that a training that resumes is the same training.
 *
 * @module
 */
import { assert, assertEquals, assertNotEquals, assertRejects, assertStrictEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { type Expression, input } from "@lib/math/onnx/expressions/expression.ts";
import type { Tensor } from "@lib/math/onnx/expressions/tensor_type.ts";
import { crossEntropy } from "@lib/math/onnx/layers/cross_entropy.ts";
import { layerNorm } from "@lib/math/onnx/layers/layer_norm.ts";
import { linear } from "@lib/math/onnx/layers/linear.ts";
import { compile } from "@lib/math/onnx/native/compile.ts";
import { loadGraph } from "@lib/math/onnx/native/load_graph.ts";
import { relu } from "@lib/math/onnx/operations/activations.ts";
import { add, multiply, square } from "@lib/math/onnx/operations/arithmetic.ts";
import { matmul } from "@lib/math/onnx/operations/matmul.ts";
import { mean, sum } from "@lib/math/onnx/operations/reductions.ts";
import { transpose } from "@lib/math/onnx/operations/shape_ops.ts";
import { adam, adamW } from "@lib/math/onnx/training/adam.ts";
import { fromBytes, toBytes } from "@lib/math/onnx/training/checkpoint.ts";
import { earlyStopping } from "@lib/math/onnx/training/early_stopping.ts";
import { momentum, sgd } from "@lib/math/onnx/training/gradient_descent.ts";
import {
  filled,
  fromTensor,
  glorotNormal,
  glorotUniform,
  heNormal,
  heUniform,
  type Initializer,
  normal,
  ones,
  orthogonal,
  uniform,
  zeros,
} from "@lib/math/onnx/training/initializers.ts";
import { linearRate, linearWarmUp } from "@lib/math/onnx/training/learning_rate.ts";
import { lengthBuckets } from "@lib/math/onnx/training/length_buckets.ts";
import { model, type ModelScope } from "@lib/math/onnx/training/model.ts";
import { isVector } from "@lib/math/onnx/training/parameter_groups.ts";
import { DivergedError, type Trainer, trainer, type TrainerOptions } from "@lib/math/onnx/training/trainer.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";

function floats(values: readonly number[], shape: readonly number[] = [values.length]): Tensor {
  return { dtype: "float32", shape, values: Float32Array.from(values) };
}

/** Two layers with a norm and dropout between them, and the loss. */
function classifier(scope: ModelScope): { readonly logits: Expression; readonly loss: Expression } {
  const x = input("x", { shape: ["batch", 6] });
  const dense = (inner: ModelScope, from: Expression, [inputs, outputs]: readonly [number, number]) =>
    linear(from, {
      weight: inner.parameter("weight", { shape: [inputs, outputs], initial: heNormal() }),
      bias: inner.parameter("bias", { shape: [outputs], initial: zeros() }),
    });
  const scale = scope.parameter("norm.scale", { shape: [8], initial: ones() });
  const hidden = layerNorm(relu(dense(scope.within("hidden"), x, [6, 8])), { scale });
  const logits = dense(scope.within("output"), scope.dropout(hidden, { rate: 0.5 }), [8, 3]);
  return { logits, loss: crossEntropy(logits, { targets: input("t", { dtype: "int32", shape: ["batch"] }) }) };
}

const NETWORK = model(classifier);

function batchOf(seed: number, count = 4) {
  const dice = random(seed);
  return {
    x: Float32Array.from({ length: 6 * count }, () => dice.normal()),
    t: Int32Array.from({ length: count }, () => dice.integer(3)),
  };
}

function networkTrainer(options: Partial<TrainerOptions> = {}): Promise<Trainer> {
  const { training: { loss }, dropouts } = NETWORK;
  const parameters = NETWORK.initial({ seed: 1 });
  return trainer({ loss, parameters, dropouts, optimizer: adamW(), threads: 1, ...options });
}

function bitsOf(training: Trainer): string {
  return [...toBytes(training.checkpoint())].join();
}

// By hand

Deno.test("by hand: a model's parameters, inputs and masks, in the order of their declaration", () => {
  assertEquals(Object.keys(NETWORK.parameters), [
    "norm.scale",
    "hidden.weight",
    "hidden.bias",
    "output.weight",
    "output.bias",
  ]);
  assertEquals(NETWORK.parameters["hidden.weight"], { dtype: "float32", shape: [6, 8] });
  assertEquals(NETWORK.inputs, {
    x: { dtype: "float32", shape: ["batch", 6] },
    t: { dtype: "int32", shape: ["batch"] },
  });
  assertEquals(NETWORK.dropouts, { "dropout:0": { shape: ["batch", 8], rate: 0.5 } });
  const initial = NETWORK.initial({ seed: 1 });
  assertEquals(initial["norm.scale"], floats(new Array(8).fill(1)));
  assertEquals(initial["output.bias"], floats([0, 0, 0]));
});

Deno.test("by hand: one name is one parameter, so that weights are tied", () => {
  const tied = model((scope) => {
    const table = scope.parameter("table", { shape: [5, 3], initial: normal() });
    const again = scope.parameter("table", { shape: [5, 3], initial: zeros() });
    assertStrictEquals(again, table);
    return { logits: matmul(input("h", { shape: ["n", 3] }), transpose(again)), norm: sum(square(table)) };
  });
  assertEquals(Object.keys(tied.parameters), ["table"]);
  assertNotEquals(tied.initial({ seed: 3 }).table!.values[0], 0);
});

Deno.test("by hand: a decayed bias is a mistake, and groups spare it; a frozen parameter stays, a factor scales", async () => {
  const weight = input("weight", { shape: [1, 1] });
  const [bias, still] = [input("bias", { shape: [1] }), input("still", { shape: [1] })];
  // no gradient but that of x: what moves the weight and the bias is decay alone
  const loss = add(multiply(sum(add(add(weight, bias), still)), 0), sum(square(input("x", { shape: [1] }))));
  const parameters = { weight: floats([1], [1, 1]), bias: floats([1]), still: floats([1]) };
  const optimizer = adamW({ weightDecay: 0.1 });
  const groups = [
    { parameters: ["still"], isFrozen: true },
    { parameters: isVector, optimizer: adamW({ weightDecay: 0 }) },
  ];
  await using plain = await trainer({ loss, parameters, optimizer, threads: 1 });
  await using grouped = await trainer({ loss, parameters, optimizer, groups, threads: 1 });
  await using slow = await trainer({
    loss,
    parameters,
    optimizer,
    groups: [{ parameters: ["bias"], rateFactor: 0.5 }, { parameters: isVector, rateFactor: 0.25 }],
  });
  const x = Float32Array.of(0);
  for (const training of [plain, grouped, slow]) await training.step({ x }, { learningRate: 0.1 });
  const values = (training: Trainer) => Object.values(training.parameters()).map(({ values }) => Number(values[0]));
  assertAllClose(values(plain), [0.99, 0.99, 0.99], { relative: 1e-6 });
  assertEquals(Object.entries(grouped.parameters()).map(([name, { values }]) => [name, values[0]]), [
    ["weight", Math.fround(0.99)],
    ["bias", 1],
    ["still", 1],
  ]);
  assertAllClose(values(slow), [0.99, 0.995, 0.9975], { relative: 1e-6 });
});

Deno.test("by hand: rates that fall in a straight line, behind a warm-up", () => {
  const rate = linearWarmUp(linearRate({ from: 1, to: 0, steps: 10 }), { steps: 2 });
  assertEquals([0, 1, 2, 5, 10, 11].map(rate), [.5, .9, .8, .5, 0, 0]);
});

Deno.test("by hand: early stopping waits for so many that are no better; NaN never is", () => {
  const watch = earlyStopping({ patience: 2, minDelta: 0.1, mode: "max" });
  const verdicts = [NaN, 1, 1.05, 1.2, NaN, 1.25].map((metric) => watch(metric));
  assertEquals(verdicts.map(({ isBest }) => isBest), [false, true, false, true, false, false]);
  assertEquals(verdicts.map(({ shouldStop }) => shouldStop), [false, false, false, false, false, true]);
  assertEquals(verdicts.map(({ best }) => best), [undefined, 1, 1, 1.2, 1.2, 1.2]);
  const strict = earlyStopping({ patience: 1 });
  assertEquals([1, 0.9, 0.9].map((metric) => strict(metric).shouldStop), [false, false, true]); // equal is no better
});

// Oracle

Deno.test("oracle: accumulated batches make the step of one large batch", async () => {
  const { training: { loss } } = model((scope) => classifier({ ...scope, dropout: (x) => x }));
  const parameters = NETWORK.initial({ seed: 2 });
  for (const [optimizer, clipNorm] of [[adamW(), 0.1], [momentum(), undefined]] as const) {
    const options = { loss, parameters, optimizer, threads: 1, ...clipNorm === undefined ? {} : { clipNorm } };
    await using large = await trainer(options);
    await using small = await trainer({ ...options, accumulationSteps: 3 });
    for (let step = 0; step < 4; step++) {
      const parts = [0, 1, 2].map((part) => batchOf(10 * step + part));
      const whole = {
        x: Float32Array.from(parts.flatMap(({ x }) => [...x])),
        t: Int32Array.from(parts.flatMap(({ t }) => [...t])),
      };
      const one = await large.step(whole, { learningRate: 0.01 });
      const three = await small.accumulatedStep(parts, { learningRate: 0.01 });
      assertAllClose([three.loss], [one.loss], { relative: 1e-5 });
      assertAllClose([three.gradientNorm ?? 0], [one.gradientNorm ?? 0], { relative: 1e-4 });
    }
    assertEquals(small.stepsDone, 4);
    const after = small.parameters();
    for (const [name, { values }] of Object.entries(large.parameters())) {
      assertAllClose(Array.from(after[name]!.values as Float32Array), Array.from(values as Float32Array), {
        absolute: 2e-5,
      });
    }
  }
});

Deno.test("oracle: a frozen model computes what the evaluator computes on the live weights, and opens as a file", async () => {
  await using training = await networkTrainer();
  await training.steps([1, 2, 3].map((seed) => batchOf(seed)), { learningRate: 0.01 });
  await using live = await training.evaluator({ logits: NETWORK.inference.logits });
  const { x } = batchOf(9);
  const { logits } = await live.run({ x });
  const { logits: frozen } = NETWORK.frozen(training.parameters());
  await using graph = await compile({ logits: frozen });
  await using opened = await loadGraph(graph.toBytes());
  for (const one of [graph, opened]) {
    assertEquals(Object.keys(one.inputs), ["x"]);
    const results = await one.run({ x });
    assertAllClose(Array.from(results.logits!.values as Float32Array), Array.from(logits!.values as Float32Array), {
      absolute: 1e-6,
    });
  }
  await training.step(batchOf(4), { learningRate: 0.5 });
  assertNotEquals((await live.run({ x })).logits!.values, logits!.values);
});

// Invariants

Deno.test("invariant: initialisers have the variance that they promise, and orthogonal ones keep lengths", () => {
  const shape = [120, 80];
  const count = 9600;
  const table: readonly (readonly [string, Initializer, number])[] = [
    ["heNormal", heNormal(), 2 / 120],
    ["heUniform", heUniform(), 2 / 120],
    ["glorotNormal", glorotNormal(), 2 / 200],
    ["glorotUniform", glorotUniform(), 2 / 200],
    ["normal", normal({ deviation: 0.1 }), 0.01],
    ["uniform", uniform({ limit: 0.3 }), 0.09 / 3],
  ];
  for (const [name, initial, variance] of table) {
    const values = Array.from(initial(shape, random(4)));
    const mean = values.reduce((total, value) => total + value, 0) / count;
    const squares = values.reduce((total, value) => total + value * value, 0) / count;
    assert(Math.abs(mean) < 5 * Math.sqrt(variance / count), `${name}: ${mean}`);
    assert(Math.abs(squares / variance - 1) < 5 * Math.sqrt(2 / count), `${name}: ${squares / variance}`);
    assertEquals(Array.from(initial(shape, random(4))), values, name);
  }
  // (filters, channels, kernel): 9 taps of 16 channels
  const kernel = Array.from(heNormal()([64, 16, 3, 3], random(5)));
  const squares = kernel.reduce((total, value) => total + value * value, 0) / kernel.length;
  assert(Math.abs(squares * 144 / 2 - 1) < 0.1, `${squares}`);
  for (const [rows, columns] of [[4, 9], [9, 4], [5, 5]] as const) {
    const matrix = Array.from(orthogonal({ gain: 2 })([rows, columns], random(6)));
    const [short, at] = rows < columns
      ? [rows, (i: number, k: number) => matrix[i * columns + k]!] as const
      : [columns, (i: number, k: number) => matrix[k * columns + i]!] as const;
    for (let i = 0; i < short; i++) {
      for (let j = 0; j < short; j++) {
        let product = 0;
        for (let k = 0; k < Math.max(rows, columns); k++) product += at(i, k) * at(j, k);
        assertAllClose([product], [i === j ? 4 : 0], { absolute: 1e-12 });
      }
    }
  }
  assertEquals(Array.from(filled(7)([2], random(1))), [7, 7]);
  assertEquals(Array.from(fromTensor(floats([1, 2]))([2], random(1))), [1, 2]);
});

Deno.test("invariant: a parameter's first values do not depend on its neighbours", () => {
  const more = model((scope) => {
    scope.parameter("another", { shape: [3, 3], initial: normal() });
    return classifier(scope);
  });
  const [one, other] = [NETWORK.initial({ seed: 5 }), more.initial({ seed: 5 })];
  for (const name of Object.keys(one)) assertEquals(one[name], other[name]);
  assertNotEquals(NETWORK.initial({ seed: 6 })["hidden.weight"], one["hidden.weight"]);
  const twins = model((scope) => ({
    a: scope.parameter("a", { shape: [2, 2], initial: normal() }),
    b: scope.parameter("b", { shape: [2, 2], initial: normal() }),
  })).initial({ seed: 5 });
  assertNotEquals(twins.a, twins.b);
});

Deno.test("invariant: with dropout and a shuffled epoch, a training that resumes goes on bit by bit", async () => {
  const epoch = async (training: Trainer) => {
    const order = [0, 1, 2, 3, 4, 5];
    training.random.shuffle(order);
    return (await training.steps(order.map((seed) => batchOf(seed)), { learningRate: 0.01 })).map(({ loss }) => loss);
  };
  for (const stepsPerCall of [1, 3]) {
    await using whole = await networkTrainer({ stepsPerCall, seed: 8 });
    await epoch(whole);
    const bytes = toBytes(whole.checkpoint());
    const losses = await epoch(whole);
    await using resumed = await networkTrainer({ stepsPerCall, seed: 99 });
    await resumed.step(batchOf(50), { learningRate: 1 });
    resumed.resume(fromBytes(bytes));
    assertEquals(await epoch(resumed), losses);
    assertEquals(bitsOf(resumed), bitsOf(whole));
  }
});

Deno.test("invariant: what fails leaves weights, memory and the generator as they were", async () => {
  await using training = await networkTrainer({ accumulationSteps: 2 });
  await training.accumulatedStep([batchOf(1), batchOf(2)], { learningRate: 0.01 });
  const before = bitsOf(training);
  const broken = { ...batchOf(3), x: new Float32Array(24).fill(NaN) };
  await assertRejects(() => training.step(broken, { learningRate: 0.01 }), DivergedError);
  await assertRejects(() => training.accumulatedStep([batchOf(3), broken], { learningRate: 0.01 }), DivergedError);
  await assertRejects(
    () => training.accumulatedStep([batchOf(3)], { learningRate: 0.01 }),
    RangeError,
    "2 batches, as accumulationSteps says: current value is 1",
  );
  assertEquals(bitsOf(training), before);
});

Deno.test("invariant: state moves with each accumulated batch", async () => {
  const [seen, w, x] = [input("seen", { shape: [] }), input("w", { shape: [] }), input("x", { shape: ["n"] })];
  const state = { seen: { initial: floats([0], []), next: add(seen, sum(x)) } };
  const loss = mean(square(add(x, w)));
  await using training = await trainer({
    loss,
    parameters: { w: floats([0], []) },
    state,
    optimizer: sgd(),
    accumulationSteps: 2,
  });
  await training.accumulatedStep([{ x: Float32Array.of(1, 2) }, { x: Float32Array.of(4, 5) }], { learningRate: 0.1 });
  assertEquals(training.state().seen!.values, Float32Array.of(12));
  // the gradient is the mean of 2 · 1.5 and 2 · 4.5
  assertAllClose(Array.from(training.parameters().w!.values as Float32Array), [-0.6], { relative: 1e-6 });
});

Deno.test("invariant: masks drop the share that they are to, another set each step, for any batch", async () => {
  const drops = model((scope) => ({ kept: mean(scope.dropout(input("x", { shape: ["n", 1000] }), { rate: 0.25 })) }));
  const w = input("w", { shape: [] });
  const loss = add(multiply(w, 0), drops.training.kept);
  const report = { kept: drops.training.kept };
  await using training = await trainer({
    loss,
    report,
    parameters: { w: floats([1], []) },
    optimizer: sgd(),
    dropouts: drops.dropouts,
  });
  const shares: number[] = [];
  for (const count of [4, 4, 7]) {
    const told = await training.step({ x: new Float32Array(1000 * count).fill(0.75) }, { learningRate: 0 });
    shares.push(told.loss); // 0.75 / (1 - 0.25) for what is kept
  }
  for (const share of shares) assert(Math.abs(share - 0.75) < 0.03, `${share}`);
  assertEquals(new Set(shares).size, 3);
});

Deno.test("property: buckets hold every index once, and lengths in a batch are alike", () => {
  const dice = random(3);
  const lengths = Array.from({ length: 103 }, () => 1 + dice.integer(50));
  const batches = lengthBuckets(lengths, { batchSize: 8, draw: random(4), poolBatches: 6 });
  assertEquals(batches.flat().toSorted((a, b) => a - b), lengths.map((_, index) => index));
  const padding = (all: readonly (readonly number[])[]) =>
    all.reduce((total, batch) => total + Math.max(...batch.map((i) => lengths[i]!)) * batch.length, 0);
  const order = lengths.map((_, index) => index);
  const plain = Array.from({ length: 13 }, (_, i) => order.slice(8 * i, 8 * i + 8));
  assert(padding(batches) < 0.75 * padding(plain), `${padding(batches)} of ${padding(plain)}`);
  assertEquals(lengthBuckets(lengths, { batchSize: 8, draw: random(4), poolBatches: 6 }), batches);
  const contents = (seed: number) =>
    lengthBuckets(lengths, { batchSize: 8, draw: random(seed), poolBatches: 6 })
      .map((batch) => batch.toSorted((a, b) => a - b).join()).sort();
  assertNotEquals(contents(4), contents(5)); // not only the order of batches
});

// Refusals

Deno.test("refusals: models, groups and initialisers", async () => {
  const declare = (shape: readonly (number | string)[], extra: object = {}) => () =>
    model((scope) => ({ p: scope.parameter("p", { shape: shape as number[], initial: zeros(), ...extra }) }));
  const table: readonly (readonly [() => unknown, ErrorConstructor, string])[] = [
    [() => model(7 as never), TypeError, "Cannot create a model: build must be a function: current value is 7"],
    [
      declare(["n"]),
      RangeError,
      "Cannot declare parameter p: it must be floats of a shape in numbers: current value is float32[n]",
    ],
    [declare([2], { dtype: "int32" }), RangeError, "current value is int32[2]"],
    [
      declare([2], { initial: 0 }),
      TypeError,
      "Cannot declare parameter p: initial must be a function: current value is 0",
    ],
    [
      () =>
        model((scope) => {
          scope.parameter("p", { shape: [2], initial: zeros() });
          return { p: scope.parameter("p", { shape: [3], initial: zeros() }) };
        }),
      RangeError,
      "Cannot declare parameter p: it must be float32[2] as before: current value is float32[3]",
    ],
    [() => NETWORK.initial({ seed: -1 }), RangeError, "seed must be a non-negative integer: current value is -1"],
    [() => NETWORK.frozen({}), RangeError, "parameter hidden.weight must be given: current value is undefined"],
    [
      () => NETWORK.frozen({ ...NETWORK.initial({ seed: 1 }), "hidden.weight": floats([1]) }),
      TypeError,
      "parameter hidden.weight must be float32[6, 8]: current value is float32[1]",
    ],
    [
      () => heNormal()([5], random(1)),
      RangeError,
      "(inputs, outputs) or (filters, channels, kernel …): current value is [5]",
    ],
    [
      () => fromTensor(floats([1]))([2], random(1)),
      RangeError,
      "the tensor must have its shape [2]: current value is [1]",
    ],
    [() => normal({ deviation: 0 }), RangeError, "deviation"],
    [() => uniform({ limit: -1 }), RangeError, "limit"],
    [() => orthogonal({ gain: 0 }), RangeError, "gain"],
    [() => filled(NaN), RangeError, "value must be a finite number"],
    [() => earlyStopping({ patience: 0 }), RangeError, "patience must be a positive integer"],
    [
      () => lengthBuckets([1, NaN], { batchSize: 1, draw: random(1) }),
      RangeError,
      "lengths[1] must be a finite number",
    ],
    [() => lengthBuckets([1], { batchSize: 0, draw: random(1) }), RangeError, "batchSize must be a positive integer"],
    [() => linearRate({ from: -1, steps: 2 }), RangeError, "from must be a non-negative finite number"],
  ];
  for (const [attempt, kind, message] of table) assertThrows(attempt, kind, message);
  const trainers: readonly (readonly [Partial<TrainerOptions>, string])[] = [
    [{ groups: [{ parameters: ["nope"] }] }, 'output.bias: current value is "nope"'],
    [{ groups: [{ parameters: () => true, isFrozen: true }] }, "a parameter must move: current value is all frozen"],
    [
      { groups: [{ parameters: isVector, optimizer: adam() }] },
      "a group's optimizer must be adamW too: current value is adam",
    ],
    [{ groups: [{ parameters: isVector, rateFactor: -1 }] }, "rateFactor must be a non-negative finite number"],
    [{ accumulationSteps: 0 }, "accumulationSteps must be a positive integer"],
  ];
  for (const [options, message] of trainers) await assertRejects(() => networkTrainer(options), RangeError, message);
  await using training = await networkTrainer();
  await assertRejects(() => training.accumulatedStep([batchOf(1)], { learningRate: 1 }), RangeError, "0 batches");
  await using live = await training.evaluator({ logits: NETWORK.inference.logits });
  await assertRejects(
    () => live.run({ x: batchOf(1).x, "hidden.bias": new Float32Array(8) }),
    RangeError,
    "hidden.bias",
  );
  const running = training.step(batchOf(1), { learningRate: 0.01 });
  await assertRejects(() => live.run({ x: batchOf(1).x }), Error, "Cannot evaluate: the step before must be done");
  await running;
  const { random: _, ...older } = training.checkpoint();
  training.resume(older);
  const bytes = toBytes({ ...training.checkpoint(), random: { words: [0, 0, 0, 0] } });
  assertThrows(() => fromBytes(bytes), SyntaxError, "random must be the state of a generator");
});
