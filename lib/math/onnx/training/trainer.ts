/**
 * A trainer: parameters that live in time, and one native call for each step.
 *
 * The call computes the whole step, forward, backward and optimizer, as one graph (`_step_graph.ts`). Everything that
 * is carried from step to step (parameters, what the optimizer remembers, state such as running statistics) has two
 * sets of arrays: a step reads one and writes the other, and then they change roles; nothing is copied here.
 *
 * **Invariant.** A step is done wholly or not at all. What fails (a wrong feed, the runtime, a result that is NaN or
 * infinite) leaves parameters, memory and count as they were, because the arrays that it may have written to are the
 * spare ones. So nothing that is carried is ever NaN or infinite, unless it was when it came in.
 *
 * A step is refused with a {@linkcode DivergedError} if its loss is not finite, with `clipNorm` the norm of its
 * gradient, or any element of a parameter, of the optimizer's memory or of the state that it would carry on. A call
 * computes the sum of all those elements (one pass over each tensor); they are looked at one by one only if it is not
 * finite.
 *
 * With `stepsPerCall` k, `steps` runs k steps as one graph. A call costs some 70 µs, and then the runtime's binding
 * copies all outputs once more into new arrays, also those that were given a place: 0.9 ms for the 2.4 MB that a
 * 784-256-10 network carries with Adam, beside 1.5 ms of arithmetic (one thread). k steps share that: 2.4 ms a step by
 * single calls, 1.75 with 4, 1.6 with 8 or 16. What k steps compute is what k calls of `step` compute; the runtime may
 * round differently where it fuses differently.
 *
 * Cost: of a step that of the graph and a call; twice the memory of what is carried.
 *
 * Not here on purpose: loops over epochs and data (the caller's), several devices.
 *
 * @module
 */
import { argumentError, checkOptions, checkPositiveInteger } from "../../../base/argument.ts";
import { type Random, random } from "../../../base/random.ts";
import { compile } from "../native/compile.ts";
import type { CompiledGraph } from "../native/compiled_graph.ts";
import { lengthsFrom } from "../native/feeds.ts";
import { shapeInNumbers } from "../expressions/_symbolic_dims.ts";
import { dropoutMask } from "../layers/dropout.ts";
import type { Expression } from "../expressions/expression.ts";
import type { SessionOptions } from "../native/session.ts";
import type { Tensor, Values } from "../expressions/tensor_type.ts";
import { carriedInputs, DoubleBufferedState, zerosLike } from "./_training_state.ts";
import type { Checkpoint, NamedTensors } from "./checkpoint.ts";
import { DivergedError } from "./diverged_error.ts";
import type { LearningRate } from "./learning_rate.ts";
import type { Dropout } from "./model.ts";
import type { Optimizer } from "./optimizer.ts";
import { motions, type ParameterGroup } from "./parameter_groups.ts";
import {
  accumulationGraph,
  applicationGraph,
  GRADIENT_NORM,
  gradientSumName,
  inputAt,
  LEARNING_RATE,
  LOSS,
  slotName,
  type StepGraph,
  stepGraph,
  STEPS_DONE,
  sumOfFloats,
  unrolled,
} from "./_step_graph.ts";

export type { Expression } from "../expressions/expression.ts";
export type {
  ConvolutionAttributes,
  None,
  OperationName,
  Operations,
  PoolingAttributes,
  ReductionAttributes,
  WindowAttributes,
} from "../expressions/operation.ts";
export type { ArrayOf, Dimension, DType, Shape, Tensor, TensorType, Values } from "../expressions/tensor_type.ts";
export type { Provider, SessionOptions } from "../native/session.ts";
export { DivergedError };
export type { Random, RandomState } from "../../../base/random.ts";
export type { Checkpoint, NamedTensors } from "./checkpoint.ts";
export type { Dropout } from "./model.ts";
export type { ParameterGroup } from "./parameter_groups.ts";
export type { LearningRate } from "./learning_rate.ts";
export type { Optimizer, Slots, StepScalars, Update, UpdateRule } from "./optimizer.ts";

/** Something that a step replaces. */
export interface CarriedState {
  /** What the first step finds. */
  readonly initial: Tensor;
  /** What the next step is to find, in terms of this step's inputs. */
  readonly next: Expression;
}

/** What is trained, and how. */
export interface TrainerOptions extends SessionOptions {
  /** What is to become small: a scalar float. Its inputs that are neither parameters nor state are the batch. */
  readonly loss: Expression;
  /** First values of the parameters, by the names of their inputs. */
  readonly parameters: NamedTensors;
  /** How parameters move. */
  readonly optimizer: Optimizer;
  /** The longest that all gradients together may be; longer ones are shortened. @default {no limit} */
  readonly clipNorm?: number;
  /** Parameters that move in another way than the rest, or not at all. @default {none} */
  readonly groups?: readonly ParameterGroup[];
  /** How many steps `steps` runs in one call. @default {1} */
  readonly stepsPerCall?: number;
  /** Over how many batches `accumulatedStep` takes the mean gradient. @default {it is not there} */
  readonly accumulationSteps?: number;
  /** Masks to draw for each step, by the names of their inputs: a model's `dropouts`. @default {none} */
  readonly dropouts?: Readonly<Record<string, Dropout>>;
  /** What masks and orders are drawn from. @default {0} */
  readonly seed?: number;
  /** What else is carried from step to step, by the names of inputs: running statistics. @default {nothing} */
  readonly state?: Readonly<Record<string, CarriedState>>;
  /** Further metrics of each step, by name. @default {nothing} */
  readonly report?: Readonly<Record<string, Expression>>;
}

/** What a batch's inputs are fed. */
export type Batch = Readonly<Record<string, Tensor | Values>>;

/** How a step is taken. */
export interface StepOptions {
  /** The learning rate, or a schedule: a function of the number of steps done. */
  readonly learningRate: number | LearningRate;
}

/** The metrics of a step. */
export interface StepResult {
  /** The loss of the batch, before the step. */
  readonly loss: number;
  /** With `clipNorm`: how long all gradients together were. */
  readonly gradientNorm?: number;
  /** The metrics that were asked for in `report`. */
  readonly report: NamedTensors;
}

/** The name of the output for the sum of everything that is carried on. */
const SUM_OF_CARRIED = "training:sumOfCarried";

/** Names of the metrics besides reports. */
const BUILT_IN_METRICS: ReadonlySet<string> = new Set([LOSS, GRADIENT_NORM]);

/**
 * Compiles a training.
 * @throws {TypeError} If the loss is no scalar float, or a parameter or a state has another type than its input.
 * @throws {RangeError} If a parameter or a state is no input of the loss, there is no parameter, or stepsPerCall or
 * clipNorm is out of range.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { input } from "../expressions/expression.ts";
 * import { square, subtract } from "../operations/arithmetic.ts";
 * import { mean } from "../operations/reductions.ts";
 * import { sgd } from "./gradient_descent.ts";
 * import { trainer } from "./trainer.ts";
 * const loss = mean(square(subtract(input("x", { shape: ["batch"] }), input("centre", { shape: [] }))));
 * const centre = { dtype: "float32", shape: [], values: new Float32Array([0]) } as const;
 * await using training = await trainer({ loss, parameters: { centre }, optimizer: sgd() });
 * const metrics = await training.step({ x: new Float32Array([1, 3]) }, { learningRate: 0.25 });
 * assertEquals(metrics.loss, 5);
 * assertEquals(training.parameters().centre?.values, new Float32Array([1]));
 * ```
 */
export async function trainer(options: TrainerOptions): Promise<Trainer> {
  const { loss, parameters, optimizer, clipNorm, stepsPerCall = 1, accumulationSteps = 0, ...rest } = options;
  const { state = {}, report = {}, groups = [], dropouts = {}, seed = 0, ...session } = rest;
  const count = checkPositiveInteger(stepsPerCall, { action: "create a trainer", argument: "stepsPerCall" });
  if (options.accumulationSteps !== undefined) {
    checkPositiveInteger(accumulationSteps, { action: "create a trainer", argument: "accumulationSteps" });
  }
  const generator = random(seed);
  if (Object.keys(parameters).length === 0) {
    throw new RangeError("Cannot create a trainer: there must be parameters: current value is {}");
  }
  const stateNames = Object.keys(state);
  const next = Object.fromEntries(stateNames.map((name) => [name, state[name]!.next]));
  const both = stateNames.find((name) => Object.hasOwn(parameters, name));
  if (both !== undefined) {
    throw new RangeError(
      `Cannot create a trainer: parameters and state must have different names: current value is ${both} twice`,
    );
  }
  const initial = { ...parameters, ...Object.fromEntries(stateNames.map((name) => [name, state[name]!.initial])) };
  const inputs = carriedInputs([loss, ...Object.values(next), ...Object.values(report)], { initial, next });
  const moving = motions(parameters, { optimizer, groups });
  const names = Object.keys(parameters).filter((name) => !moving.get(name)!.isFrozen);
  const trained = names.map((name) => inputs.get(name)!);
  const parts = { loss, parameters: trained, motions: moving, clipNorm, state: next, report };
  const one = stepGraph(parts);
  const graphs = [outputsOf(one)];
  if (count > 1) graphs.push(outputsOf(unrolled(one, count)));
  if (accumulationSteps > 0) {
    graphs.push(outputsOf(accumulationGraph(parts, accumulationSteps)), outputsOf(applicationGraph(parts)));
  }
  const start: TrainerStart = {
    optimizer,
    names,
    frozenNames: Object.keys(parameters).filter((name) => moving.get(name)!.isFrozen),
    stateNames,
    reportNames: Object.keys(report),
    initial,
    stepsPerCall: count,
    accumulationSteps,
    dropouts,
    session,
  };
  const [step, ...others] = await compiled(graphs, session);
  const accumulation = accumulationSteps > 0 ? { add: others.at(-2)!, apply: others.at(-1)! } : undefined;
  return new Trainer(start, { step: step!, steps: count > 1 ? others[0] : undefined, accumulation, generator });
}

/** All graphs, or none if one cannot be compiled. */
async function compiled(
  graphs: readonly Readonly<Record<string, Expression>>[],
  session: SessionOptions,
): Promise<CompiledGraph[]> {
  const done: CompiledGraph[] = [];
  try {
    for (const outputs of graphs) done.push(await compile(outputs, session));
  } catch (error) {
    await Promise.all(done.map((graph) => graph.dispose()));
    throw error;
  }
  return done;
}

/** What a trainer starts from. */
interface TrainerStart {
  readonly optimizer: Optimizer;
  /** Names of parameters that move. */
  readonly names: readonly string[];
  readonly frozenNames: readonly string[];
  readonly stateNames: readonly string[];
  readonly reportNames: readonly string[];
  /** First values of parameters and state. */
  readonly initial: NamedTensors;
  readonly stepsPerCall: number;
  readonly accumulationSteps: number;
  readonly dropouts: Readonly<Record<string, Dropout>>;
  readonly session: SessionOptions;
}

/** What a trainer runs. */
interface TrainerParts {
  readonly step: CompiledGraph;
  readonly steps: CompiledGraph | undefined;
  readonly accumulation: { readonly add: CompiledGraph; readonly apply: CompiledGraph } | undefined;
  readonly generator: Random;
}

/** A graph that runs on a training's own weights; disposed by who asked for it. */
export interface Evaluator {
  /**
   * Computes the outputs for a batch, with the weights as they are now.
   * @throws {Error} If a step is under way.
   */
  run(batch: Batch): Promise<Record<string, Tensor>>;
  /** Gives back the native memory. */
  dispose(): Promise<void>;
  /** For `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** Parameters in training; disposed by who asked for it. */
export class Trainer {
  /** What masks are drawn from; draw the order of an epoch from it too, and a training that resumes meets the same. */
  readonly random: Random;
  readonly #start: TrainerStart;
  readonly #parts: TrainerParts;
  readonly #carried: DoubleBufferedState;
  /** Parameters that do not move. */
  readonly #frozen: DoubleBufferedState;
  #stepsDone = 0;
  #isStepping = false;

  /** For `trainer`. */
  constructor(start: TrainerStart, parts: TrainerParts) {
    this.#start = start;
    this.#parts = parts;
    this.random = parts.generator;
    const { names, frozenNames, stateNames, initial, optimizer } = start;
    const slots = names.flatMap((name) =>
      optimizer.slots.map((slot) => [slotName(slot, name), zerosLike(initial[name]!)] as const)
    );
    this.#carried = new DoubleBufferedState({
      ...picked(initial, [...names, ...stateNames]),
      ...Object.fromEntries(slots),
    });
    this.#frozen = new DoubleBufferedState(picked(initial, frozenNames));
  }

  /** How many steps were done. */
  get stepsDone(): number {
    return this.#stepsDone;
  }

  /** How many steps `steps` runs in one call. */
  get stepsPerCall(): number {
    return this.#start.stepsPerCall;
  }

  /**
   * One step.
   * @param batch A tensor, or an array whose shape follows from the type, for each input that is neither parameter nor
   * state.
   * @returns The metrics of the step.
   * @throws {DivergedError} If the loss, or with `clipNorm` the gradient's norm, is not finite.
   * @throws {TypeError | RangeError} If the batch does not fit the inputs, or the rate is negative or not finite.
   * @throws {Error} If another step is not done yet, or the trainer is disposed.
   */
  async step(batch: Batch, options: StepOptions): Promise<StepResult> {
    return (await this.#run([batch], options))[0]!;
  }

  /**
   * A step for each batch, `stepsPerCall` in one call as long as there are so many; the others one by one. A call's
   * steps are done all or none.
   * @param batches Symbolic lengths must agree within a call.
   * @returns The metrics of each step.
   * @throws Whatever {@linkcode step} throws; the steps of calls before stay done.
   */
  async steps(batches: readonly Batch[], options: StepOptions): Promise<StepResult[]> {
    const { stepsPerCall } = this.#start;
    const results: StepResult[] = [];
    while (results.length < batches.length) {
      const left = batches.length - results.length;
      const count = left >= stepsPerCall ? stepsPerCall : 1;
      results.push(...await this.#run(batches.slice(results.length, results.length + count), options));
    }
    return results;
  }

  /**
   * One step with the mean gradient of `accumulationSteps` batches: what a batch of all of them would give, if they are
   * equally large, in the memory of one. State moves with each batch.
   * @returns The metrics of the step: the mean loss, and what the last batch reports.
   * @throws {RangeError} If there are more or fewer batches.
   * @throws Whatever {@linkcode step} throws; nothing has changed then.
   */
  async accumulatedStep(batches: readonly Batch[], options: StepOptions): Promise<StepResult> {
    const { accumulation } = this.#parts;
    const { accumulationSteps, names, stateNames } = this.#start;
    if (accumulation === undefined || batches.length !== accumulationSteps) {
      throw new RangeError(
        `Cannot take a step: there must be ${accumulationSteps} batches, as accumulationSteps says: current value is ${batches.length}`,
      );
    }
    const { learningRate } = checkOptions(options, { action: "take a step", argument: "options" });
    const rate = new Float64Array([rateAt(learningRate, this.#stepsDone)]);
    return await this.#exclusively("take a step", async () => {
      const sums = new DoubleBufferedState({
        ...Object.fromEntries(names.map((name) => [gradientSumName(name), zerosLike(this.#start.initial[name]!)])),
        ...picked(this.#carried.current, stateNames),
      });
      const results: StepResult[] = [];
      for (const batch of batches) {
        const feeds = this.#feedsOf(batch, accumulation.add, 0);
        const { inputs, outputs } = accumulation.add;
        const own = { ...this.#frozen.current, ...picked(this.#carried.current, names), ...sums.current };
        const told = await accumulation.add.run({ ...Object.fromEntries(feeds), ...within(own, inputs) }, {
          into: within(nextNames(sums.spare), outputs),
        });
        results.push(this.#resultOf(told, 0));
        sums.swap();
      }
      const { inputs, outputs } = accumulation.apply;
      const scalars = { [LEARNING_RATE]: rate, [STEPS_DONE]: new Float64Array([this.#stepsDone]) };
      const told = await accumulation.apply.run(
        within({ ...scalars, ...this.#carried.current, ...sums.current }, inputs),
        { into: within(nextNames(this.#carried.spare), outputs) },
      );
      for (const name of stateNames) {
        (this.#carried.spare[name]!.values as Float32Array).set(sums.current[name]!.values as Float32Array);
      }
      const loss = results.reduce((sum, one) => sum + one.loss, 0) / results.length;
      const result = { ...results.at(-1)!, ...this.#checked({ loss, norm: told[GRADIENT_NORM], index: 0 }) };
      this.#refuseSpoiled(told, [result]);
      this.#carried.swap();
      this.#stepsDone++;
      return result;
    });
  }

  /**
   * A graph that is fed this training's parameters and state as they are when it runs, without copying them: for
   * validation between steps.
   * @param outputs By name; their inputs that are neither parameters nor state are the batch.
   */
  async evaluator(outputs: Readonly<Record<string, Expression>>): Promise<Evaluator> {
    const graph = await compile(outputs, this.#start.session);
    return {
      run: (batch) =>
        this.#exclusively("evaluate", () => {
          checkOptions(batch, { action: "evaluate", argument: "batch" });
          const own = within({ ...this.#frozen.current, ...this.#carried.current }, graph.inputs);
          for (const name of Object.keys(batch)) batchName(name, own);
          return graph.run({ ...batch, ...own });
        }),
      dispose: () => graph.dispose(),
      [Symbol.asyncDispose]: () => graph.dispose(),
    };
  }

  /** Copies of the parameters, by name. */
  parameters(): Record<string, Tensor> {
    const { names, frozenNames } = this.#start;
    return {
      ...this.#carried.copies(names, (name) => name),
      ...this.#frozen.copies(frozenNames, (name) => name),
    };
  }

  /** Copies of the carried state, by name. */
  state(): Record<string, Tensor> {
    return this.#carried.copies(this.#start.stateNames, (name) => name);
  }

  /** All that a training has to know to go on, copied. */
  checkpoint(): Checkpoint {
    const { optimizer: { name: optimizer, slots }, names } = this.#start;
    const remembered = slots.map((slot) => [slot, this.#carried.copies(names, (name) => slotName(slot, name))]);
    return {
      optimizer,
      step: this.#stepsDone,
      parameters: this.parameters(),
      slots: Object.fromEntries(remembered),
      state: this.state(),
      random: this.random.state,
    };
  }

  /**
   * Goes on from a checkpoint, bit by bit as the training that made it would have.
   * @throws {RangeError} If it is of another kind of optimizer, or has more, fewer or other tensors than this training.
   * Nothing has changed then.
   * @throws {Error} If a step is not done yet.
   */
  resume({ optimizer, step, parameters, slots, state, random }: Checkpoint): void {
    this.#refuseWhileStepping("resume a training");
    const { optimizer: { name }, frozenNames } = this.#start;
    if (optimizer !== name) {
      throw new RangeError(
        `Cannot resume a training: the optimizer must be ${name}: current value is ${optimizer}`,
      );
    }
    const isFrozen = (name: string) => frozenNames.includes(name);
    const moving = Object.entries(parameters).filter(([name]) => !isFrozen(name));
    const remembered = Object.entries(slots).flatMap(([slot, named]) =>
      Object.entries(named).map(([name, tensor]) => [slotName(slot, name), tensor] as const)
    );
    const tensors = { ...Object.fromEntries(moving), ...state, ...Object.fromEntries(remembered) };
    const resting = Object.fromEntries(Object.entries(parameters).filter(([name]) => isFrozen(name)));
    this.#carried.check(tensors);
    this.#frozen.check(resting);
    if (random !== undefined) this.random.restore(random);
    this.#carried.replace(tensors);
    this.#frozen.replace(resting);
    this.#stepsDone = step;
  }

  /** Gives back the native memory; copies can still be asked for. */
  async dispose(): Promise<void> {
    const { step, steps, accumulation } = this.#parts;
    await Promise.all([step, steps, accumulation?.add, accumulation?.apply].map((graph) => graph?.dispose()));
  }

  /** For `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }

  /** As many steps as batches in one call. */
  async #run(batches: readonly Batch[], options: StepOptions): Promise<StepResult[]> {
    this.#refuseWhileStepping("take a step");
    const { learningRate } = checkOptions(options, { action: "take a step", argument: "options" });
    const graph = batches.length === 1 ? this.#parts.step : this.#parts.steps!;
    const rates = batches.map((_, index) => new Float64Array([rateAt(learningRate, this.#stepsDone + index)]));
    return await this.#exclusively("take a step", async () => {
      const feeds = new Map<string, Tensor | Values>();
      for (const [index, batch] of batches.entries()) {
        for (const [name, values] of this.#feedsOf(batch, graph, index)) feeds.set(name, values);
        feeds.set(inputAt(LEARNING_RATE, index), rates[index]!);
      }
      if (Object.hasOwn(graph.inputs, STEPS_DONE)) feeds.set(STEPS_DONE, new Float64Array([this.#stepsDone]));
      const own = { ...this.#frozen.current, ...this.#carried.current };
      const outputs = await graph.run({ ...Object.fromEntries(feeds), ...own }, {
        into: nextNames(this.#carried.spare),
      });
      const results = batches.map((_, index) => this.#resultOf(outputs, index));
      this.#refuseSpoiled(outputs, results);
      this.#carried.swap();
      this.#stepsDone += batches.length;
      return results;
    });
  }

  /** Does something that no step may come in between; if it fails, the generator stands where it stood. */
  async #exclusively<Result>(action: string, run: () => Promise<Result>): Promise<Result> {
    this.#refuseWhileStepping(action);
    const { state } = this.random;
    this.#isStepping = true;
    try {
      return await run();
    } catch (error) {
      this.random.restore(state);
      throw error;
    } finally {
      this.#isStepping = false;
    }
  }

  /** What the n-th step of a call is fed beside what is carried: a batch, and the masks that are drawn for it. */
  #feedsOf(batch: Batch, { inputs }: CompiledGraph, index: number): Map<string, Tensor | Values> {
    checkOptions(batch, { action: "take a step", argument: "batch" });
    const own = { ...this.#frozen.current, ...this.#carried.current };
    const feeds = new Map(
      Object.entries(batch).map(([name, values]) => [inputAt(batchName(name, own), index), values]),
    );
    const masks = Object.entries(this.#start.dropouts).filter(([name]) => Object.hasOwn(inputs, inputAt(name, index)));
    if (masks.length === 0) return feeds;
    const lengths = lengthsFrom(Object.fromEntries(feeds), { inputs });
    for (const [name, { shape, rate }] of masks) {
      const inNumbers = shapeInNumbers(shape, { lengths, action: "draw a dropout mask" });
      feeds.set(inputAt(name, index), dropoutMask(this.random, { shape: inNumbers, rate }));
    }
    return feeds;
  }

  /** The metrics of the n-th step of a call. */
  #resultOf(outputs: NamedTensors, index: number): StepResult {
    const metric = (name: string) => outputs[metricName(name, index)];
    const loss = Number(metric(LOSS)!.values[0]);
    const report = Object.fromEntries(this.#start.reportNames.map((name) => [name, metric(name)!]));
    return { ...this.#checked({ loss, norm: metric(GRADIENT_NORM), index }), report };
  }

  /** @throws {DivergedError} If the loss or the norm is not finite. */
  #checked(
    { loss, norm, index }: { readonly loss: number; readonly norm: Tensor | undefined; readonly index: number },
  ): { readonly loss: number; readonly gradientNorm?: number } {
    const numbers = { loss, ...norm === undefined ? {} : { gradientNorm: Number(norm.values[0]) } };
    if (Object.values(numbers).every(Number.isFinite)) return numbers;
    throw new DivergedError({ step: this.#stepsDone + index, ...numbers });
  }

  /** Looks for what would be carried on and is not finite, if the sum of all is not, which may only have overflowed. */
  #refuseSpoiled(outputs: NamedTensors, results: readonly StepResult[]): void {
    if (Number.isFinite(Number(outputs[SUM_OF_CARRIED]!.values[0]))) return;
    const spoiled = this.#carried.spoiled();
    if (spoiled === undefined) return;
    const name = carriedLabel(spoiled.name, this.#start);
    throw new DivergedError({
      step: this.#stepsDone,
      steps: results.length,
      loss: results[0]!.loss,
      spoiled: { ...spoiled, name },
    });
  }

  #refuseWhileStepping(action: string): void {
    if (this.#isStepping) {
      throw new Error(`Cannot ${action}: the step before must be done: current value is a step under way`);
    }
  }
}

/** The rate of the step that comes after `step` steps. */
function rateAt(learningRate: number | LearningRate, step: number): number {
  const rate: unknown = typeof learningRate === "function" ? learningRate(step) : learningRate;
  if (typeof rate === "number" && rate >= 0 && rate < Infinity) return rate;
  throw argumentError(rate, {
    action: "take a step",
    argument: "learningRate",
    rule: "a non-negative finite number, or a function of the step",
  });
}

/** What is carried under a name, as people call it. */
function carriedLabel(name: string, { names, stateNames, optimizer }: TrainerStart): string {
  if (names.includes(name)) return `parameter ${name}`;
  if (stateNames.includes(name)) return `state ${name}`;
  const of = names.flatMap((parameter) => optimizer.slots.map((slot) => ({ parameter, slot })))
    .find(({ parameter, slot }) => slotName(slot, parameter) === name);
  return of === undefined ? name : `slot ${of.slot} of ${of.parameter}`;
}

/** The name of the output that a carried input's next value has. */
function nextName(name: string): string {
  return `next:${name}`;
}

function nextNames(carried: NamedTensors): Record<string, Tensor> {
  return Object.fromEntries(Object.entries(carried).map(([name, tensor]) => [nextName(name), tensor]));
}

function outputsOf({ next, metrics }: StepGraph): Record<string, Expression> {
  const outputs: Record<string, Expression> = { [SUM_OF_CARRIED]: sumOfFloats(Object.values(next)) };
  for (const [name, expression] of Object.entries(next)) outputs[nextName(name)] = expression;
  for (const [index, ofStep] of metrics.entries()) {
    for (const [name, expression] of Object.entries(ofStep)) outputs[metricName(name, index)] = expression;
  }
  return outputs;
}

/** The name of the output for a metric of the n-th step. */
function metricName(name: string, index: number): string {
  return inputAt(BUILT_IN_METRICS.has(name) ? name : `report:${name}`, index);
}

/** Some of the tensors, by name. */
function picked(tensors: NamedTensors, names: readonly string[]): NamedTensors {
  return Object.fromEntries(names.map((name) => [name, tensors[name]!]));
}

/** Those that a graph has. */
function within<Value>(values: Readonly<Record<string, Value>>, types: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(Object.entries(values).filter(([name]) => Object.hasOwn(types, name)));
}

/** The name of a batch's input. @throws {RangeError} If it is carried. */
function batchName(name: string, carried: NamedTensors): string {
  if (!Object.hasOwn(carried, name)) return name;
  throw new RangeError(`Cannot take a step: a batch must not feed what is carried: current value is ${name}`);
}
