/**
 * The trainer: what a step is, that it is done wholly or not at all, and that a checkpoint forgets nothing.
 *
 * @module
 */
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { evaluate } from "@lib/math/onnx/evaluate/evaluate.ts";
import { type Expression, input } from "@lib/math/onnx/expressions/expression.ts";
import { add, multiply, square, subtract } from "@lib/math/onnx/operations/arithmetic.ts";
import { sqrt } from "@lib/math/onnx/operations/elementwise.ts";
import { mean, sum } from "@lib/math/onnx/operations/reductions.ts";
import type { Tensor } from "@lib/math/onnx/expressions/tensor_type.ts";
import { adam, adamW } from "@lib/math/onnx/training/adam.ts";
import { fromBytes, toBytes } from "@lib/math/onnx/training/checkpoint.ts";
import { momentum, nesterov, sgd } from "@lib/math/onnx/training/gradient_descent.ts";
import { cosineRate } from "@lib/math/onnx/training/learning_rate.ts";
import type { Optimizer } from "@lib/math/onnx/training/optimizer.ts";
import { rmsProp } from "@lib/math/onnx/training/rms_prop.ts";
import {
  type Batch,
  DivergedError,
  type StepOptions,
  type Trainer,
  trainer,
  type TrainerOptions,
} from "@lib/math/onnx/training/trainer.ts";
import { batchOf, cnn, CNN_SHAPES, mlp, MLP_SHAPES, weightsOf } from "./networks.ts";

const MLP = { shape: [16, 8], classes: 4 };
const CNN = { shape: [8, 1, 8, 8], classes: 3 };

function tensor(values: readonly number[], shape: readonly number[] = [values.length]): Tensor {
  return { dtype: "float32", shape, values: Float32Array.from(values) };
}

/** The mean squared distance of x from a centre. */
function distance(): Expression {
  return mean(square(subtract(input("x", { shape: ["batch"] }), input("centre", { shape: [] }))));
}

function distanceTrainer(options: Partial<TrainerOptions> = {}): Promise<Trainer> {
  const parameters = { centre: tensor([0], []) };
  return trainer({ loss: distance(), parameters, optimizer: sgd(), threads: 1, ...options });
}

function mlpTrainer(options: Partial<TrainerOptions> = {}): Promise<Trainer> {
  return trainer({ ...mlp(weightsOf(MLP_SHAPES)), optimizer: adam(), threads: 1, ...options });
}

function cnnTrainer(options: Partial<TrainerOptions> = {}): Promise<Trainer> {
  return trainer({ ...cnn(weightsOf(CNN_SHAPES)), optimizer: adam(), threads: 1, ...options });
}

function batchesOf(
  count: number,
  { from = 0, ...batch }: { from?: number; shape: readonly number[]; classes: number },
) {
  return Array.from({ length: count }, (_, step) => batchOf(from + step, batch));
}

/** Everything bit by bit, so that NaN is NaN and −0 is not 0. */
function bitsOf(training: Trainer): string {
  return [...toBytes(training.checkpoint())].join();
}

Deno.test("by hand: a step goes down the gradient; the loss is that of before", async () => {
  await using training = await distanceTrainer();
  // d/dc mean((x - c)²) = -2 mean(x - c) = -4 for x = 1, 3 and c = 0; c = 0 + 0.25 · 4
  assertEquals(await training.step({ x: new Float32Array([1, 3]) }, { learningRate: 0.25 }), { loss: 5, report: {} });
  assertEquals(training.parameters(), { centre: tensor([1], []) });
  // mean(0, 4) = 2; gradient -2 · mean(0, 2) = -2
  assertEquals((await training.step({ x: new Float32Array([1, 3]) }, { learningRate: 0.25 })).loss, 2);
  assertEquals(training.parameters(), { centre: tensor([1.5], []) });
  assertEquals(training.stepsDone, 2);
});

Deno.test("by hand: a gradient that is too long is shortened, and its length told", async () => {
  await using training = await distanceTrainer({ clipNorm: 2 });
  const told = await training.step({ x: new Float32Array([1, 3]) }, { learningRate: 0.25 });
  assertEquals(told, { loss: 5, gradientNorm: 4, report: {} });
  const [centre] = training.parameters().centre!.values;
  assert(Math.abs(Number(centre) - 0.5) < 1e-6); // 0.25 · 4 · 2 / 4
});

Deno.test("by hand: a gradient that is short enough is left alone", async () => {
  await using training = await distanceTrainer({ clipNorm: 100 });
  assertEquals((await training.step({ x: new Float32Array([1, 3]) }, { learningRate: 0.25 })).gradientNorm, 4);
  assertEquals(training.parameters(), { centre: tensor([1], []) });
});

Deno.test("by hand: the batch's length may change from step to step", async () => {
  await using training = await distanceTrainer();
  assertEquals((await training.step({ x: new Float32Array([2]) }, { learningRate: 0 })).loss, 4);
  assertEquals((await training.step({ x: new Float32Array([2, 2, 2, 2]) }, { learningRate: 0 })).loss, 4);
});

Deno.test("by hand: reports come with each step, state is carried to the next", async () => {
  const seen = input("seen", { shape: [] });
  const x = input("x", { shape: ["batch"] });
  const options = {
    report: { "sum of x": sum(x) },
    state: { seen: { initial: tensor([0], []), next: add(seen, sum(x)) } },
  };
  for (const stepsPerCall of [1, 2]) {
    const loss = mean(square(subtract(x, input("centre", { shape: [] }))));
    await using training = await distanceTrainer({ ...options, loss, stepsPerCall });
    const told = await training.steps([{ x: new Float32Array([1, 2]) }, { x: new Float32Array([5, 6]) }], {
      learningRate: 0,
    });
    assertEquals(told.map(({ report }) => report["sum of x"]!.values[0]), [3, 11]);
    assertEquals(training.state(), { seen: tensor([14], []) });
  }
});

const OPTIMIZERS: readonly Optimizer[] = [sgd(), momentum(), nesterov(), rmsProp(), adam(), adamW()];

Deno.test("by hand: first steps of the optimizers on a gradient of -4, from 0 by 0.25", async () => {
  const expected = {
    sgd: 1, // 0.25 · 4
    momentum: 1, // the buffer is the gradient
    nesterov: 1.9, // 0.25 · (4 + 0.9 · 4)
    rmsProp: 2.5, // 0.25 · 4 / √(0.01 · 16)
    adam: 0.25, // corrected means are 4 and 16
    adamW: 0.25, // nothing decays from 0
  };
  for (const optimizer of OPTIMIZERS) {
    await using training = await distanceTrainer({ optimizer });
    await training.step({ x: new Float32Array([1, 3]) }, { learningRate: 0.25 });
    const [centre] = training.parameters().centre!.values;
    assert(Math.abs(Number(centre) - expected[optimizer.name as keyof typeof expected]) < 1e-6, optimizer.name);
  }
});

Deno.test("oracle: Adam is the textbook's, with means instead of sums", () => {
  const [learningRate, parameter] = [
    input("rate", { dtype: "float64", shape: [] }),
    input("p", { dtype: "float64", shape: [3] }),
  ];
  const gradient = input("g", { dtype: "float64", shape: [3] });
  const slots = { m: input("m", parameter), v: input("v", parameter) };
  const step = input("step", { dtype: "float64", shape: [] });
  const update = adamW({ weightDecay: 0.1 }).at({ learningRate, step })(parameter, { gradient, slots });
  const results = [update.parameter, update.slots.m!, update.slots.v!];
  let [p, m, v] = [[1, -2, 3], [0, 0, 0], [0, 0, 0]];
  let [own, sums, squares] = [p, m, v];
  for (let t = 1; t <= 20; t++) {
    const g = [Math.sin(t), 1e-3 * t, 0];
    m = m.map((one, i) => 0.9 * one + 0.1 * g[i]!);
    v = v.map((one, i) => 0.999 * one + 0.001 * g[i]! ** 2);
    p = p.map((one, i) =>
      one * (1 - 0.01 * 0.1) - 0.01 * (m[i]! / (1 - 0.9 ** t)) / (Math.sqrt(v[i]! / (1 - 0.999 ** t)) + 1e-8)
    );
    const double = (values: readonly number[], shape = [3]): Tensor => ({
      dtype: "float64",
      shape,
      values: Float64Array.from(values),
    });
    const feeds = {
      rate: double([0.01], []),
      step: double([t], []),
      p: double(own),
      g: double(g),
      m: double(sums),
      v: double(squares),
    };
    [own, sums, squares] = evaluate(results, feeds).map(({ values }) => [...values].map(Number)) as [
      number[],
      number[],
      number[],
    ];
    for (const [i, value] of p.entries()) assert(Math.abs(own[i]! - value) < 1e-12, `step ${t}`);
  }
});

Deno.test("invariant: checkpoints forget nothing: a training that resumes goes on bit by bit", async () => {
  for (const optimizer of OPTIMIZERS) {
    const learningRate = cosineRate({ from: 0.05, steps: 20 });
    await using whole = await cnnTrainer({ optimizer });
    await whole.steps(batchesOf(5, CNN), { learningRate });
    const bytes = toBytes(whole.checkpoint());
    await whole.steps(batchesOf(5, { ...CNN, from: 5 }), { learningRate });
    await using resumed = await cnnTrainer({ optimizer });
    await resumed.step(batchOf(99, CNN), { learningRate: 1 });
    resumed.resume(fromBytes(bytes));
    assertEquals(resumed.stepsDone, 5);
    await resumed.steps(batchesOf(5, { ...CNN, from: 5 }), { learningRate });
    assertEquals(bitsOf(resumed), bitsOf(whole), optimizer.name);
  }
});

Deno.test("invariant: several steps in a call do what as many calls do, and what is left over goes one by one", async () => {
  await using single = await mlpTrainer();
  const one = await single.steps(batchesOf(11, MLP), { learningRate: 0.01 });
  await using several = await mlpTrainer({ stepsPerCall: 4 });
  const four = await several.steps(batchesOf(11, MLP), { learningRate: 0.01 });
  assertEquals(several.stepsDone, 11);
  assertEquals(several.stepsPerCall, 4);
  for (const [place, { loss }] of one.entries()) assert(Math.abs(loss - four[place]!.loss) < 1e-5 * loss);
  for (const [name, { values }] of Object.entries(single.parameters())) {
    const other = several.parameters()[name]!.values;
    for (const [place, value] of values.entries()) assert(Math.abs(Number(value) - Number(other[place])) < 1e-5, name);
  }
});

Deno.test("invariant: a schedule is asked with the number of steps done, also within a call", async () => {
  const asked: number[] = [];
  await using training = await distanceTrainer({ stepsPerCall: 2 });
  const batches = new Array(5).fill({ x: new Float32Array([1]) });
  await training.steps(batches, { learningRate: (step) => (asked.push(step), 0) });
  assertEquals(asked, [0, 1, 2, 3, 4]);
});

Deno.test("invariant: what is handed out or in are copies", async () => {
  const centre = tensor([0], []);
  await using training = await distanceTrainer({ parameters: { centre } });
  centre.values[0] = 9;
  training.parameters().centre!.values[0] = 9;
  const checkpoint = training.checkpoint();
  training.resume(checkpoint);
  checkpoint.parameters.centre!.values[0] = 9;
  assertEquals((await training.step({ x: new Float32Array([3]) }, { learningRate: 1 })).loss, 9);
});

Deno.test("refusals: a step that fails leaves everything as it was", async () => {
  for (const stepsPerCall of [1, 2]) {
    await using training = await mlpTrainer({ stepsPerCall, clipNorm: 1 });
    await training.steps(batchesOf(3, MLP), { learningRate: 0.01 });
    const before = bitsOf(training);
    const good = batchOf(3, MLP);
    const broken = new Float32Array(16 * 8).fill(NaN);
    const failing = [
      { ...good, x: new Float32Array(3) },
      { x: good.x },
      { ...good, z: good.x },
      { ...good, "hidden.bias": good.x },
      { ...good, x: broken },
    ];
    for (const batch of failing) {
      await assertRejects(() => training.steps(stepsPerCall === 1 ? [batch] : [good, batch], { learningRate: 0.01 }));
    }
    for (const learningRate of [-1, NaN, Infinity, () => -1]) {
      await assertRejects(() => training.step(good, { learningRate }), RangeError, "learningRate");
    }
    assertEquals(bitsOf(training), before);
    await training.step(good, { learningRate: 0.01 });
  }
});

Deno.test("refusals: a loss or gradient that is not finite says which step and what it was", async () => {
  await using training = await distanceTrainer({ stepsPerCall: 2 });
  await training.step({ x: new Float32Array([1]) }, { learningRate: 0 });
  const batches = [{ x: new Float32Array([1]) }, { x: new Float32Array([Infinity]) }];
  const error = await assertRejects(
    () => training.steps(batches, { learningRate: 0.1 }),
    DivergedError,
    "Cannot take step 3",
  );
  assertEquals([error.step, error.loss], [2, Infinity]);
  assertEquals(training.stepsDone, 1);
  // √x has a finite value and an infinite slope at 0: seen if the norm is looked at
  const loss = sum(sqrt(input("centre", { shape: [] })));
  await using steep = await distanceTrainer({ loss: add(loss, sum(input("x", { shape: ["batch"] }))), clipNorm: 1 });
  await assertRejects(
    () => steep.step({ x: new Float32Array([1]) }, { learningRate: 0.1 }),
    DivergedError,
    "norm Infinity",
  );
});

Deno.test("refusals: nothing that is not finite is carried on: parameter, state and slot are named, and stay as they were", async () => {
  const x = input("x", { shape: ["batch"] });
  const centre = input("centre", { shape: [] });
  const loss = mean(square(subtract(x, centre)));
  const carried = (next: Expression) => ({ seen: { initial: tensor([1, 2], [2]), next } });
  const seen = input("seen", { shape: [2] });
  const cases: readonly (readonly [Partial<TrainerOptions>, number[], number, string])[] = [
    // √x has a finite value and an infinite slope at 0
    [
      { loss: add(sum(sqrt(centre)), sum(x)) },
      [1],
      .1,
      "parameter centre must stay finite: current value is ",
    ],
    [{ state: carried(multiply(seen, sum(x))) }, [NaN, 0], 0, "loss and gradient must be finite"],
    [{ state: carried(multiply(seen, sqrt(sum(x)))) }, [-1], 0, "state seen must stay finite: current value is "],
    [
      { state: carried(multiply(seen, multiply(sum(x), 1e38))) },
      [9],
      0,
      "state seen must stay finite: current value is ",
    ],
    // the gradient 2e20 is finite, its square is not
    [{ optimizer: adam(), loss: sum(multiply(x, centre)) }, [2e20], .1, "slot "],
    [{ optimizer: rmsProp(), loss: sum(multiply(x, centre)) }, [2e20], .1, "slot "],
  ];
  for (const stepsPerCall of [1, 2]) {
    for (const [options, values, learningRate, message] of cases) {
      await using training = await distanceTrainer({ loss, ...options, stepsPerCall });
      const before = bitsOf(training);
      const batch = { x: Float32Array.from(values) };
      const error = await assertRejects(
        () => training.steps(new Array(stepsPerCall).fill(batch), { learningRate }),
        DivergedError,
        stepsPerCall === 1 ? message : "finite: current value is", // of two steps the second may notice first
      );
      if (stepsPerCall === 1) assertEquals([error.step, error.tensor !== undefined], [0, !message.startsWith("loss")]);
      assertEquals([bitsOf(training), training.stepsDone], [before, 0]);
    }
  }
});

Deno.test("invariant: elements whose sum overflows are carried on all the same", async () => {
  const seen = input("seen", { shape: [3] });
  const x = input("x", { shape: ["batch"] });
  const loss = mean(square(subtract(x, input("centre", { shape: [] }))));
  const state = { seen: { initial: tensor([3e38, 3e38, 3e38]), next: multiply(seen, sum(x)) } };
  await using training = await distanceTrainer({ loss, state });
  await training.step({ x: new Float32Array([1]) }, { learningRate: 0 });
  assertEquals(training.state(), { seen: tensor([3e38, 3e38, 3e38]) });
});

Deno.test("refusals: batches and rates of other types are refused in our words", async () => {
  await using training = await distanceTrainer();
  const x = new Float32Array([1]);
  const table: readonly (readonly [unknown, unknown, ErrorConstructor, string])[] = [
    [
      { x: [1, 2, 3] },
      { learningRate: 1 },
      TypeError,
      "input x must be float32[batch] in a Float32Array: current value is an array",
    ],
    [{ x: "1" }, { learningRate: 1 }, TypeError, 'in a Float32Array: current value is "1"'],
    [{ x: null }, { learningRate: 1 }, TypeError, "in a Float32Array: current value is null"],
    [{ x: new Float64Array(1) }, { learningRate: 1 }, TypeError, "in a Float32Array: current value is Float64Array"],
    [
      { x: { dtype: "float32", shape: [1], values: [1] } },
      { learningRate: 1 },
      TypeError,
      "current value is float32 in an array",
    ],
    [
      { x: { dtype: "float32", values: x } },
      { learningRate: 1 },
      TypeError,
      "shape of input x must be a list of lengths: current value is undefined",
    ],
    [undefined, { learningRate: 1 }, TypeError, "batch must be an object: current value is undefined"],
    [[x], { learningRate: 1 }, TypeError, "batch must be an object"],
    [
      { x },
      {},
      TypeError,
      "Cannot take a step: learningRate must be a non-negative finite number, or a function of the step: current value is undefined",
    ],
    [{ x }, undefined, TypeError, "options must be an object"],
    [{ x }, { learningRate: "0.1" }, TypeError, 'a function of the step: current value is "0.1"'],
    [{ x }, { learningRate: () => "0.1" }, TypeError, 'current value is "0.1"'],
  ];
  for (const [batch, options, kind, message] of table) {
    await assertRejects(() => training.step(batch as Batch, options as StepOptions), kind, message);
  }
  assertEquals(training.stepsDone, 0);
});

Deno.test("invariant: parameters and state may have any names", async () => {
  for (const name of ["__proto__", "constructor", "hasOwnProperty", "toString"]) {
    const parameter = input(name, { shape: [] });
    const loss = mean(square(subtract(input("x", { shape: ["batch"] }), parameter)));
    const parameters = Object.fromEntries([[name, tensor([0], [])]]);
    await using training = await distanceTrainer({ loss, parameters });
    await training.step({ x: new Float32Array([1, 3]) }, { learningRate: 0.25 });
    assertEquals(Object.entries(training.parameters()), [[name, tensor([1], [])]]);
    assertEquals(Object.entries(fromBytes(toBytes(training.checkpoint())).parameters), [[name, tensor([1], [])]]);
  }
});

Deno.test("refusals: one step after the other", async () => {
  await using training = await distanceTrainer();
  const x = new Float32Array([1, 3]);
  const first = training.step({ x }, { learningRate: 0.25 });
  await assertRejects(() => training.step({ x }, { learningRate: 0.25 }), Error, "the step before must be done");
  assertThrows(() => training.resume(training.checkpoint()), Error, "the step before must be done");
  await first;
  assertEquals(training.stepsDone, 1);
});

Deno.test("refusals: a trainer that is disposed takes no step, but tells what it learned", async () => {
  const training = await distanceTrainer({ stepsPerCall: 2 });
  await training.dispose();
  await training.dispose();
  await assertRejects(() => training.step({ x: new Float32Array([1]) }, { learningRate: 1 }), Error, "disposed");
  assertEquals(training.parameters(), { centre: tensor([0], []) });
});

Deno.test("refusals: what cannot be trained", async () => {
  const centre = tensor([0], []);
  const table: readonly (readonly [Partial<TrainerOptions>, string])[] = [
    [{ parameters: {} }, "there must be parameters"],
    [{ parameters: { center: centre } }, "must be inputs, of x, centre: current value is center"],
    [{ parameters: { centre: tensor([0]) } }, "centre must be float32[], as its input: current value is float32[1]"],
    [{ parameters: { centre: { ...centre, dtype: "float64" } } }, "must be float32[]"],
    [{ state: { seen: { initial: centre, next: distance() } } }, "current value is seen"],
    [{ state: { x: { initial: tensor([1, 2]), next: distance() } } }, "x must be float32[batch]"],
    [{ loss: input("centre", { shape: [1] }) }, "float32[1], as its input"],
    [{ stepsPerCall: 0 }, "stepsPerCall"],
    [{ clipNorm: 0 }, "maxNorm"],
  ];
  for (const [options, message] of table) await assertRejects(() => distanceTrainer(options), Error, message);
  const vector = { loss: input("centre", { shape: [1] }), parameters: { centre: tensor([0]) } };
  await assertRejects(() => distanceTrainer(vector), TypeError, "loss must be a float of shape []");
  const carried = input("seen", { shape: [] });
  const grows = { seen: { initial: centre, next: multiply(carried, input("x", { shape: ["batch"] })) } };
  await assertRejects(() => distanceTrainer({ state: grows }), TypeError, "seen must be float32[]");
});

Deno.test("refusals: checkpoints of another training change nothing", async () => {
  await using training = await mlpTrainer();
  await training.step(batchOf(0, MLP), { learningRate: 0.1 });
  const own = training.checkpoint();
  const before = bitsOf(training);
  const { "out.bias": bias, ...rest } = own.parameters;
  const table = [
    [{ ...own, optimizer: "sgd" }, "the optimizer must be adam"],
    [{ ...own, parameters: rest }, "must have out.bias as float32[4]: current value is none"],
    [{ ...own, parameters: { ...own.parameters, more: bias! } }, "current value is more"],
    [{ ...own, parameters: { ...rest, "out.bias": tensor([1]) } }, "current value is float32[1]"],
    [{ ...own, parameters: { ...rest, "out.bias": tensor([1], [4]) } }, "must have out.bias"],
    [{ ...own, slots: { m: own.slots.m! } }, "v"],
    [{ ...own, state: { seen: bias! } }, "current value is seen"],
  ] as const;
  for (const [checkpoint, message] of table) assertThrows(() => training.resume(checkpoint), RangeError, message);
  assertEquals(bitsOf(training), before);
});

Deno.test("refusals: options of optimizers", () => {
  const refused = [
    () => momentum({ momentum: 1.5 }),
    () => nesterov({ momentum: -1 }),
    () => rmsProp({ decay: 1 }),
    () => rmsProp({ epsilon: 0 }),
    () => adam({ beta1: 1 }),
    () => adam({ beta2: 1 }),
    () => adam({ beta2: -0.1 }),
    () => adam({ epsilon: 0 }),
    () => adamW({ weightDecay: -1 }),
  ];
  for (const make of refused) assertThrows(make, RangeError);
});
