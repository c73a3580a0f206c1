/**
 * What is carried from step to step: tensors in two sets of arrays, one that a step reads and one that it writes.
 *
 * After a step the sets change roles, so nothing is copied here; if the step failed they do not, and what it may have
 * written is forgotten.
 *
 * **Invariant.** Both sets have the same names, types and shapes, and share no memory with each other or with anything
 * outside, but during a step.
 *
 * Cost: twice the memory of the tensors; changing roles costs nothing.
 *
 * @module
 */
import { type Expression, inOrder, isOperation } from "../expressions/expression.ts";
import { ARRAY_OF, isFloat, showType, type Tensor } from "../expressions/tensor_type.ts";
import type { NamedTensors } from "./checkpoint.ts";

/** Tensors in two sets of arrays, by the names of the inputs that carry them. */
export class DoubleBufferedState {
  #current: NamedTensors;
  #spare: NamedTensors;

  /** Copies of first values. */
  constructor(initial: NamedTensors) {
    this.#current = mapTensors(initial, copyOf);
    this.#spare = mapTensors(initial, zerosLike);
  }

  /** What the next step reads. */
  get current(): NamedTensors {
    return this.#current;
  }

  /** What the next step writes. */
  get spare(): NamedTensors {
    return this.#spare;
  }

  /** What was written is what is read from now on. */
  swap(): void {
    [this.#current, this.#spare] = [this.#spare, this.#current];
  }

  /** A tensor of floats among those that were written, and its first element that is not finite, if there is one. */
  spoiled(): { readonly name: string; readonly value: number } | undefined {
    for (const [name, { dtype, values }] of Object.entries(this.#spare)) {
      if (!isFloat(dtype)) continue;
      const value = (values as Float64Array).find((one) => !Number.isFinite(one));
      if (value !== undefined) return { name, value };
    }
    return undefined;
  }

  /** Copies by other names. */
  copies(names: readonly string[], inputOf: (name: string) => string): Record<string, Tensor> {
    return Object.fromEntries(names.map((name) => [name, copyOf(this.#current[inputOf(name)]!)]));
  }

  /** Refuses other tensors. @throws {RangeError} If they are not of the same names, types and shapes. */
  check(tensors: NamedTensors): void {
    checkSame(tensors, this.#current);
  }

  /**
   * Takes over the values of other tensors.
   * @throws {RangeError} If they are not of the same names, types and shapes. Nothing has changed then.
   */
  replace(tensors: NamedTensors): void {
    checkSame(tensors, this.#current);
    for (const [name, { values }] of Object.entries(tensors)) {
      (this.#current[name]!.values as Float32Array).set(values as Float32Array);
    }
  }
}

/**
 * The inputs that parameters and state are fed to, by name.
 * @throws {RangeError} If one is missing.
 * @throws {TypeError} If one has another type than its first value, or than its next.
 */
export function carriedInputs(
  outputs: readonly Expression[],
  { initial, next }: { readonly initial: NamedTensors; readonly next: Readonly<Record<string, Expression>> },
): Map<string, Expression<"Input">> {
  const inputs = new Map(
    inOrder(outputs).filter((one) => isOperation(one, "Input")).map((one) => [one.attributes.name, one]),
  );
  for (const [name, value] of Object.entries(initial)) {
    const own = inputs.get(name);
    if (own === undefined) {
      throw new RangeError(
        `Cannot create a trainer: parameters and state must be inputs, of ${
          [...inputs.keys()].join(", ")
        }: current value is ${name}`,
      );
    }
    for (const type of [value, Object.hasOwn(next, name) ? next[name]! : own]) {
      if (showType(type) === showType(own)) continue;
      throw new TypeError(
        `Cannot create a trainer: ${name} must be ${showType(own)}, as its input: current value is ${showType(type)}`,
      );
    }
  }
  return inputs;
}

/** @throws {RangeError} If tensors of a checkpoint are not those of a training. */
function checkSame(tensors: NamedTensors, own: NamedTensors): void {
  const strange = Object.keys(tensors).find((name) => !Object.hasOwn(own, name));
  if (strange !== undefined) {
    throw new RangeError(
      `Cannot resume a training: it must have each tensor: current value is ${strange}, which it has not`,
    );
  }
  for (const [name, type] of Object.entries(own)) {
    const given = Object.hasOwn(tensors, name) ? tensors[name] : undefined;
    if (given !== undefined && showType(given) === showType(type) && given.values.length === type.values.length) {
      continue;
    }
    throw new RangeError(
      `Cannot resume a training: the checkpoint must have ${name} as ${showType(type)}: current value is ${
        given === undefined ? "none" : showType(given)
      }`,
    );
  }
}

/** Zeros of the same type and shape. */
export function zerosLike({ dtype, shape, values }: Tensor): Tensor {
  return { dtype, shape, values: new ARRAY_OF[dtype](values.length) };
}

function mapTensors(tensors: NamedTensors, change: (tensor: Tensor) => Tensor): NamedTensors {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, change(tensor)]));
}

function copyOf({ dtype, shape, values }: Tensor): Tensor {
  return { dtype, shape: [...shape], values: values.slice() };
}
