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
 * Not here on purpose: loops over epochs and data (the caller's), random numbers (masks are batches' inputs), several
 * devices.
 *
 * @module
 */
import { argumentError, checkOptions, checkPositiveInteger } from "../../../base/argument.ts";
import { compile } from "../native/compile.ts";
import type { CompiledGraph } from "../native/compiled_graph.ts";
import type { Expression } from "../expressions/expression.ts";
import type { SessionOptions } from "../native/session.ts";
import type { Tensor, Values } from "../expressions/tensor_type.ts";
import { carriedInputs, DoubleBufferedState, zerosLike } from "./_training_state.ts";
import type { Checkpoint, NamedTensors } from "./checkpoint.ts";
import type { LearningRate } from "./learning_rate.ts";
import type { Optimizer } from "./optimizer.ts";
import {
  GRADIENT_NORM,
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
export type { Checkpoint, NamedTensors } from "./checkpoint.ts";
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
  /** How many steps `steps` runs in one call. @default {1} */
  readonly stepsPerCall?: number;
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

/** What a step would have carried on although it is not finite. */
export interface SpoiledTensor {
  /** What it is: `"parameter w"`, `"state runningMean"`, `"slot m of w"`. */
  readonly name: string;
  /** The first element that is not finite. */
  readonly value: number;
}

/**
 * A step was refused because its loss, its gradient's norm, or a tensor that it would have carried on is not finite;
 * everything is as it was before.
 */
export class DivergedError extends Error {
  /** Steps done before the one that failed. */
  readonly step: number;
  /** Its loss. */
  readonly loss: number;
  /** Which tensor is not finite; undefined if loss or gradient are not. */
  readonly tensor: string | undefined;

  /** From the number of steps done before, and what the failed one gave. */
  constructor(
    { step, steps = 1, loss, gradientNorm, spoiled }:
      & { readonly step: number; readonly steps?: number; readonly spoiled?: SpoiledTensor }
      & Omit<StepResult, "report">,
  ) {
    const norm = gradientNorm === undefined ? "" : ` with a gradient of norm ${gradientNorm}`;
    super(
      spoiled === undefined
        ? `Cannot take step ${step + 1}: its loss and gradient must be finite: current value is ${loss}${norm}`
        : `Cannot take step${steps === 1 ? "" : "s"} ${step + 1}${
          steps === 1 ? "" : ` to ${step + steps}`
        }: ${spoiled.name} must stay finite: current value is ${spoiled.value}`,
    );
    this.name = "DivergedError";
    this.step = step;
    this.loss = loss;
    this.tensor = spoiled?.name;
  }
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
  const { loss, parameters, optimizer, clipNorm, stepsPerCall = 1, state = {}, report = {}, ...session } = options;
  const count = checkPositiveInteger(stepsPerCall, { action: "create a trainer", argument: "stepsPerCall" });
  const [names, stateNames, reportNames] = [Object.keys(parameters), Object.keys(state), Object.keys(report)];
  if (names.length === 0) {
    throw new RangeError("Cannot create a trainer: there must be parameters: current value is {}");
  }
  const next = Object.fromEntries(stateNames.map((name) => [name, state[name]!.next]));
  const both = names.find((name) => Object.hasOwn(state, name));
  if (both !== undefined) {
    throw new RangeError(
      `Cannot create a trainer: parameters and state must have different names: current value is ${both} twice`,
    );
  }
  const initial = { ...parameters, ...Object.fromEntries(stateNames.map((name) => [name, state[name]!.initial])) };
  const inputs = carriedInputs([loss, ...Object.values(next), ...Object.values(report)], { initial, next });
  const trained = names.map((name) => inputs.get(name)!);
  const one = stepGraph({ loss, parameters: trained, optimizer, clipNorm, state: next, report });
  const graphs = [await compile(outputsOf(one), session)];
  try {
    if (count > 1) graphs.push(await compile(outputsOf(unrolled(one, count)), session));
  } catch (error) {
    await graphs[0]!.dispose();
    throw error;
  }
  return new Trainer({ optimizer, names, stateNames, reportNames, initial, stepsPerCall: count }, graphs);
}

/** What a trainer starts from. */
interface TrainerStart {
  readonly optimizer: Optimizer;
  /** Names of parameters. */
  readonly names: readonly string[];
  readonly stateNames: readonly string[];
  readonly reportNames: readonly string[];
  /** First values of parameters and state. */
  readonly initial: NamedTensors;
  readonly stepsPerCall: number;
}

/** Parameters in training; disposed by who asked for it. */
export class Trainer {
  readonly #start: TrainerStart;
  readonly #graphs: readonly CompiledGraph[];
  readonly #carried: DoubleBufferedState;
  #stepsDone = 0;
  #isStepping = false;

  /** For `trainer`. */
  constructor(start: TrainerStart, graphs: readonly CompiledGraph[]) {
    this.#start = start;
    this.#graphs = graphs;
    const carried: Record<string, Tensor> = { ...start.initial };
    for (const name of start.names) {
      for (const slot of start.optimizer.slots) carried[slotName(slot, name)] = zerosLike(start.initial[name]!);
    }
    this.#carried = new DoubleBufferedState(carried);
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

  /** Copies of the parameters, by name. */
  parameters(): Record<string, Tensor> {
    return this.#carried.copies(this.#start.names, (name) => name);
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
    };
  }

  /**
   * Goes on from a checkpoint, bit by bit as the training that made it would have.
   * @throws {RangeError} If it is of another kind of optimizer, or has more, fewer or other tensors than this training.
   * Nothing has changed then.
   * @throws {Error} If a step is not done yet.
   */
  resume({ optimizer, step, parameters, slots, state }: Checkpoint): void {
    this.#refuseWhileStepping("resume a training");
    const { name } = this.#start.optimizer;
    if (optimizer !== name) {
      throw new RangeError(
        `Cannot resume a training: the optimizer must be ${name}: current value is ${optimizer}`,
      );
    }
    const tensors: Record<string, Tensor> = { ...parameters, ...state };
    for (const [slot, named] of Object.entries(slots)) {
      for (const [name, tensor] of Object.entries(named)) tensors[slotName(slot, name)] = tensor;
    }
    this.#carried.replace(tensors);
    this.#stepsDone = step;
  }

  /** Gives back the native memory; copies can still be asked for. */
  async dispose(): Promise<void> {
    await Promise.all(this.#graphs.map((graph) => graph.dispose()));
  }

  /** For `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }

  /** As many steps as batches in one call. */
  async #run(batches: readonly Batch[], options: StepOptions): Promise<StepResult[]> {
    this.#refuseWhileStepping("take a step");
    const { learningRate } = checkOptions(options, { action: "take a step", argument: "options" });
    const graph = this.#graphs[batches.length === 1 ? 0 : 1]!;
    const feeds = new Map<string, Tensor | Values>();
    for (const [index, batch] of batches.entries()) {
      const step = this.#stepsDone + index;
      checkOptions(batch, { action: "take a step", argument: "batch" });
      for (const [name, values] of Object.entries(batch)) {
        feeds.set(inputAt(batchName(name, this.#carried.current), index), values);
      }
      feeds.set(inputAt(LEARNING_RATE, index), new Float64Array([rateAt(learningRate, step)]));
    }
    if (Object.hasOwn(graph.inputs, STEPS_DONE)) feeds.set(STEPS_DONE, new Float64Array([this.#stepsDone]));
    this.#isStepping = true;
    try {
      const outputs = await graph.run({ ...Object.fromEntries(feeds), ...this.#carried.current }, {
        into: nextNames(this.#carried.spare),
      });
      const results = batches.map((_, index) => this.#resultOf(outputs, index));
      this.#refuseSpoiled(outputs, results);
      this.#carried.swap();
      this.#stepsDone += batches.length;
      return results;
    } finally {
      this.#isStepping = false;
    }
  }

  /** The metrics of the n-th step of a call. */
  #resultOf(outputs: NamedTensors, index: number): StepResult {
    const metric = (name: string) => outputs[metricName(name, index)];
    const loss = Number(metric(LOSS)!.values[0]);
    const norm = metric(GRADIENT_NORM);
    const numbers = { loss, ...norm === undefined ? {} : { gradientNorm: Number(norm.values[0]) } };
    if (!Object.values(numbers).every(Number.isFinite)) {
      throw new DivergedError({ step: this.#stepsDone + index, ...numbers });
    }
    return { ...numbers, report: Object.fromEntries(this.#start.reportNames.map((name) => [name, metric(name)!])) };
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

/** The name of a batch's input. @throws {RangeError} If it is carried. */
function batchName(name: string, carried: NamedTensors): string {
  if (!Object.hasOwn(carried, name)) return name;
  throw new RangeError(`Cannot take a step: a batch must not feed what is carried: current value is ${name}`);
}
