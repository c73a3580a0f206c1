/**
 * Checkpoints: all that a training has to know to go on as if it had never stopped, as a plain record and as bytes.
 *
 * As bytes a checkpoint is a safetensors file (`safetensors.ts`). Its tensors are called `parameters/<name>`,
 * `slots/<slot>/<name>` and `state/<name>`; its metadata say `format`, `optimizer`, `step`, and `random` if there is a
 * generator. Other tools read the parameters as they are.
 *
 * **Invariant.** Every element comes back bit by bit, NaN and −0 included.
 *
 * Not here on purpose: files (the caller's), learning rates (schedules are functions of the step), batches that were
 * seen.
 *
 * @module
 */
import { Random, type RandomState } from "../../../base/random.ts";
import type { Tensor } from "../expressions/tensor_type.ts";
import { fromSafetensors, toSafetensors } from "./safetensors.ts";

/** Tensors by name. */
export type NamedTensors = Readonly<Record<string, Tensor>>;

/** Where a training stands. */
export interface Checkpoint {
  /** Which kind of optimizer moved the parameters. */
  readonly optimizer: string;
  /** How many steps were done. */
  readonly step: number;
  /** Parameters by name. */
  readonly parameters: NamedTensors;
  /** What the optimizer remembers: for each slot a tensor of each parameter. */
  readonly slots: Readonly<Record<string, NamedTensors>>;
  /** State that is carried from step to step, by name. */
  readonly state: NamedTensors;
  /** Where the training's generator stands, which draws masks and orders. */
  readonly random?: RandomState;
}

/** What the metadata call this format. */
const FORMAT = "ml-systems-lab checkpoint 1";

/**
 * A checkpoint as bytes.
 * @throws {RangeError} If a slot's name contains a slash.
 */
export function toBytes({ optimizer, step, parameters, slots, state, random }: Checkpoint): Uint8Array<ArrayBuffer> {
  const tensors: Record<string, Tensor> = {};
  for (const [name, tensor] of Object.entries(parameters)) tensors[`parameters/${name}`] = tensor;
  for (const [name, tensor] of Object.entries(state)) tensors[`state/${name}`] = tensor;
  for (const [slot, named] of Object.entries(slots)) {
    if (slot.includes("/")) {
      throw new RangeError(
        `Cannot write a checkpoint: a slot's name must have no slash: current value is ${JSON.stringify(slot)}`,
      );
    }
    for (const [name, tensor] of Object.entries(named)) tensors[`slots/${slot}/${name}`] = tensor;
  }
  const generator = random === undefined ? {} : { random: JSON.stringify(random) };
  return toSafetensors({ tensors, metadata: { format: FORMAT, optimizer, step: String(step), ...generator } });
}

/**
 * Reads a checkpoint.
 * @throws {SyntaxError} If the bytes are no checkpoint.
 */
export function fromBytes(bytes: Uint8Array): Checkpoint {
  const { tensors, metadata: { format, optimizer, step: steps, random } } = fromSafetensors(bytes);
  const step = Number(steps);
  if (format !== FORMAT || optimizer === undefined || !Number.isSafeInteger(step) || step < 0) {
    throw refusal(`metadata must say format ${FORMAT}, an optimizer and a step`, `${format}, ${optimizer}, ${steps}`);
  }
  const [parameters, state] = [new Map<string, Tensor>(), new Map<string, Tensor>()];
  const slots = new Map<string, Map<string, Tensor>>();
  for (const [path, tensor] of Object.entries(tensors)) {
    const [kind, ...rest] = path.split("/");
    if (kind === "parameters") parameters.set(rest.join("/"), tensor);
    else if (kind === "state") state.set(rest.join("/"), tensor);
    else if (kind === "slots" && rest.length > 1) {
      const [slot, ...name] = rest as [string, ...string[]];
      slots.set(slot, (slots.get(slot) ?? new Map<string, Tensor>()).set(name.join("/"), tensor));
    } else throw refusal("tensors must be called parameters/…, slots/…/… or state/…", JSON.stringify(path));
  }
  return {
    optimizer,
    step,
    parameters: Object.fromEntries(parameters),
    slots: Object.fromEntries([...slots].map(([slot, named]) => [slot, Object.fromEntries(named)])),
    state: Object.fromEntries(state),
    ...random === undefined ? {} : { random: randomStateOf(random) },
  };
}

/** The state of a generator, checked by making one of it. */
function randomStateOf(text: string): RandomState {
  try {
    return Random.from(JSON.parse(text)).state;
  } catch (cause) {
    throw new SyntaxError(
      `Cannot read a checkpoint: random must be the state of a generator: current value is ${JSON.stringify(text)}`,
      { cause },
    );
  }
}

function refusal(rule: string, value: string): SyntaxError {
  return new SyntaxError(`Cannot read a checkpoint: ${rule}: current value is ${value}`);
}
