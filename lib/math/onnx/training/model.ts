/**
 * A model as a record: a function from parameters and inputs to expressions, and what follows from it: first values,
 * the forms for training and for inference, and the frozen graph for export.
 *
 * A parameter is declared where it is used, with its shape and how it starts. The function is called twice, once for
 * training and once for inference, which differ in dropout alone (and in what the function itself makes of
 * `isTraining`); both share the same parameters.
 *
 * **Invariant.** A name stands for one parameter: declared twice with the same type it is the same input (tied
 * weights), with another it is refused. The values drawn for a parameter depend on the seed, its name and its shape
 * alone, so a new layer leaves the others as they were.
 *
 * Cost: O(nodes), twice; of first values O(elements).
 *
 * Not here on purpose: classes of layers (`layers/` are functions), losses, and how parameters move (`trainer.ts`).
 *
 * @module
 */
import { checkFunction, checkNonNegativeInteger, checkString } from "../../../base/argument.ts";
import { random } from "../../../base/random.ts";
import { constant, type Expression, inOrder, input, isOperation, node } from "../expressions/expression.ts";
import {
  ARRAY_OF,
  type DType,
  isFloat,
  sameShape,
  showType,
  type Tensor,
  type TensorType,
  type Values,
} from "../expressions/tensor_type.ts";
import { dropout } from "../layers/dropout.ts";
import type { NamedTensors } from "./checkpoint.ts";
import type { Initializer } from "./initializers.ts";

/** A parameter, where it is used. */
export interface ParameterOptions {
  /** Its shape, in numbers. */
  readonly shape: readonly number[];
  /** How it starts. */
  readonly initial: Initializer;
  /** Element type. @default {"float32"} */
  readonly dtype?: DType;
}

/** A dropout of a model: which mask is to be drawn. */
export interface Dropout {
  /** The mask's shape. */
  readonly shape: TensorType["shape"];
  /** Share of elements that are dropped. */
  readonly rate: number;
}

/** What a model's function works with. */
export interface ModelScope {
  /** Whether the form for training is being built. */
  readonly isTraining: boolean;
  /** Declares a parameter and gives its input. @throws {RangeError} If the name stands for another type already. */
  parameter(name: string, options: ParameterOptions): Expression<"Input">;
  /** In training x with a mask of its own, else x. */
  dropout(x: Expression, options: { readonly rate: number }): Expression;
  /** The same scope, in which names begin with a prefix and a dot. */
  within(prefix: string): ModelScope;
}

/** A model's results by name. */
export type ModelOutputs = Readonly<Record<string, Expression>>;

/** What follows from a model's function. */
export interface Model<Outputs extends ModelOutputs> {
  /** Types of the parameters, by name, in the order of their declaration. */
  readonly parameters: Readonly<Record<string, TensorType>>;
  /** Types of what is fed: inputs that are neither parameters nor masks. */
  readonly inputs: Readonly<Record<string, TensorType>>;
  /** Masks that training draws, by the names of their inputs. */
  readonly dropouts: Readonly<Record<string, Dropout>>;
  /** The results in training. */
  readonly training: Outputs;
  /** The results in inference. */
  readonly inference: Outputs;
  /** First values of all parameters. @throws {RangeError} If the seed is no non-negative integer. */
  initial(options: { readonly seed: number }): Record<string, Tensor>;
  /**
   * The results in inference with parameters as constants: what `compile` saves is a model of its own.
   * @throws {RangeError} If a parameter is missing.
   * @throws {TypeError} If one has another type.
   */
  frozen(values: NamedTensors): Outputs;
}

/**
 * A model.
 * @param build From a scope to results; called twice.
 * @throws {RangeError} If it declares one name with two types.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { input } from "../expressions/expression.ts";
 * import { linear } from "../layers/linear.ts";
 * import { relu } from "../operations/activations.ts";
 * import { heNormal, zeros } from "./initializers.ts";
 * import { model } from "./model.ts";
 * const network = model((scope) => {
 *   const x = input("x", { shape: ["batch", 784] });
 *   const weight = scope.parameter("weight", { shape: [784, 10], initial: heNormal() });
 *   const bias = scope.parameter("bias", { shape: [10], initial: zeros() });
 *   return { logits: scope.dropout(relu(linear(x, { weight, bias })), { rate: 0.1 }) };
 * });
 * assertEquals(Object.keys(network.parameters), ["weight", "bias"]);
 * assertEquals(Object.keys(network.inputs), ["x"]);
 * assertEquals(network.initial({ seed: 1 }).bias!.values, new Float32Array(10));
 * ```
 */
export function model<Outputs extends ModelOutputs>(build: (scope: ModelScope) => Outputs): Model<Outputs> {
  checkFunction(build, { action: "create a model", argument: "build" });
  const declared = new Map<string, Declaration>();
  const dropouts = new Map<string, Dropout>();
  const training = build(scopeOf({ declared, dropouts, isTraining: true, prefix: "" }));
  const inference = build(scopeOf({ declared, dropouts: new Map(), isTraining: false, prefix: "" }));
  const types = [...declared].map(([name, { input: { dtype, shape } }]) => [name, { dtype, shape }] as const);
  const fed = inOrder([...Object.values(training), ...Object.values(inference)])
    .filter((one) => isOperation(one, "Input"))
    .filter(({ attributes: { name } }) => !declared.has(name) && !dropouts.has(name));
  return {
    parameters: Object.fromEntries(types),
    inputs: Object.fromEntries(fed.map(({ attributes: { name }, dtype, shape }) => [name, { dtype, shape }])),
    dropouts: Object.fromEntries(dropouts),
    training,
    inference,
    initial({ seed }) {
      checkNonNegativeInteger(seed, { action: "initialise a model", argument: "seed" });
      return Object.fromEntries([...declared].map(([name, one]) => [name, firstValues(name, { ...one, seed })]));
    },
    frozen: (values) => frozen(inference, { values, declared }),
  };
}

interface Declaration {
  readonly input: Expression<"Input">;
  readonly initial: Initializer;
}

interface ScopeParts {
  readonly declared: Map<string, Declaration>;
  readonly dropouts: Map<string, Dropout>;
  readonly isTraining: boolean;
  readonly prefix: string;
}

function scopeOf(parts: ScopeParts): ModelScope {
  const { declared, dropouts, isTraining, prefix } = parts;
  return {
    isTraining,
    parameter(name, { shape, initial, dtype = "float32" }) {
      checkString(name, { action: "declare a parameter", argument: "name" });
      checkFunction(initial, { action: `declare parameter ${prefix}${name}`, argument: "initial" });
      const own = input(`${prefix}${name}`, { dtype, shape });
      const known = declared.get(own.attributes.name);
      if (known === undefined) {
        if (!isFloat(dtype) || shape.some((length) => typeof length !== "number")) {
          throw new RangeError(
            `Cannot declare parameter ${own.attributes.name}: it must be floats of a shape in numbers: current value is ${
              showType(own)
            }`,
          );
        }
        declared.set(own.attributes.name, { input: own, initial });
        return own;
      }
      if (known.input.dtype === dtype && sameShape(known.input.shape, own.shape)) return known.input;
      throw new RangeError(
        `Cannot declare parameter ${own.attributes.name}: it must be ${
          showType(known.input)
        } as before: current value is ${showType(own)}`,
      );
    },
    dropout(x, { rate }) {
      const name = `dropout:${dropouts.size}`;
      const mask = input(name, { dtype: "bool", shape: x.shape });
      const dropped = dropout(x, { mask, rate });
      if (!isTraining || rate === 0) return x;
      dropouts.set(name, { shape: mask.shape, rate });
      return dropped;
    },
    within: (name) => scopeOf({ ...parts, prefix: `${prefix}${name}.` }),
  };
}

/** The first values of a parameter, from the seed and its name. */
function firstValues(
  name: string,
  { input: { dtype, shape }, initial, seed }: Declaration & { readonly seed: number },
): Tensor {
  const lengths = shape as readonly number[];
  const elements = initial(lengths, random(seedOf(seed, name)));
  const values = (ARRAY_OF[dtype] as typeof Float64Array).from(elements) as Values;
  const count = lengths.reduce((product, length) => product * length, 1);
  if (values.length !== count) {
    throw new RangeError(
      `Cannot initialise parameter ${name}: its initialiser must give ${count} elements: current value is ${values.length}`,
    );
  }
  return { dtype, shape: lengths, values };
}

/** A seed for a name: FNV-1a of its code units, over the seed. */
function seedOf(seed: number, name: string): number {
  let hash = 0x811c9dc5;
  for (const unit of `${seed} ${name}`) hash = Math.imul(hash ^ unit.codePointAt(0)!, 0x01000193);
  return hash >>> 0;
}

interface FrozenParts {
  readonly values: NamedTensors;
  readonly declared: ReadonlyMap<string, Declaration>;
}

/** A copy of the graph with constants for parameters. */
function frozen<Outputs extends ModelOutputs>(outputs: Outputs, { values, declared }: FrozenParts): Outputs {
  const copies = new Map<Expression, Expression>();
  for (const one of inOrder(Object.values(outputs))) {
    const isParameter = isOperation(one, "Input") && declared.has(one.attributes.name);
    copies.set(
      one,
      isParameter
        ? constantOf(one, values)
        : one.inputs.length === 0
        ? one
        : node(one.operation, one.inputs.map((operand) => copies.get(operand)!), one),
    );
  }
  return Object.fromEntries(Object.entries(outputs).map(([name, one]) => [name, copies.get(one)!])) as Outputs;
}

function constantOf(parameter: Expression<"Input">, values: NamedTensors): Expression {
  const { attributes: { name } } = parameter;
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  if (value === undefined) {
    throw new RangeError(`Cannot freeze a model: parameter ${name} must be given: current value is undefined`);
  }
  if (showType(value) !== showType(parameter)) {
    throw new TypeError(
      `Cannot freeze a model: parameter ${name} must be ${showType(parameter)}: current value is ${showType(value)}`,
    );
  }
  return constant(value.values, { dtype: value.dtype, shape: value.shape });
}
