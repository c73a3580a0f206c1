/**
 * Parameter groups: parameters that move in another way than the rest, or not at all.
 *
 * The classic use is weight decay: it belongs to matrices, and a bias or the scale of a norm that decays is a mistake.
 * Others are a smaller rate for layers that were trained before, and layers that stay as they are.
 *
 * **Invariant.** The first group that has a parameter counts. All groups have the trainer's kind of optimizer with the
 * same slots, so a checkpoint does not depend on them.
 *
 * @module
 */
import { checkNonNegative } from "../../../base/argument.ts";
import type { TensorType } from "../expressions/tensor_type.ts";
import type { NamedTensors } from "./checkpoint.ts";
import type { Optimizer } from "./optimizer.ts";

/** Parameters that move alike. */
export interface ParameterGroup {
  /** Which: their names, or a test of name and type. */
  readonly parameters: readonly string[] | ((name: string, type: TensorType) => boolean);
  /** How they move; of the trainer's kind. @default {the trainer's} */
  readonly optimizer?: Optimizer;
  /** What the learning rate is multiplied with. @default {1} */
  readonly rateFactor?: number;
  /** Whether they stay as they are; no gradient of them is computed. @default {false} */
  readonly isFrozen?: boolean;
}

/** How one parameter moves. */
export interface ParameterMotion {
  /** Its optimizer. */
  readonly optimizer: Optimizer;
  /** What the learning rate is multiplied with. */
  readonly rateFactor: number;
  /** Whether it stays as it is. */
  readonly isFrozen: boolean;
}

/**
 * Whether a parameter is a vector or a number: a bias, or the scale of a norm; what weight decay spares.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { adamW } from "./adam.ts";
 * import { isVector, type ParameterGroup } from "./parameter_groups.ts";
 * const spared: ParameterGroup = { parameters: isVector, optimizer: adamW({ weightDecay: 0 }) };
 * assertEquals(isVector("bias", { dtype: "float32", shape: [10] }), true);
 * assertEquals(spared.optimizer?.name, "adamW");
 * ```
 */
export function isVector(_name: string, { shape }: TensorType): boolean {
  return shape.length < 2;
}

/**
 * How each parameter moves.
 * @throws {RangeError} If a group names no parameter, a factor is negative, an optimizer is of another kind, or all are
 * frozen.
 */
export function motions(
  parameters: NamedTensors,
  { optimizer, groups }: { readonly optimizer: Optimizer; readonly groups: readonly ParameterGroup[] },
): ReadonlyMap<string, ParameterMotion> {
  for (const group of groups) checkGroup(group, { parameters, optimizer });
  const found = Object.entries(parameters).map(([name, type]): [string, ParameterMotion] => {
    const group = groups.find(({ parameters: own }) =>
      typeof own === "function" ? own(name, type) : own.includes(name)
    );
    return [name, {
      optimizer: group?.optimizer ?? optimizer,
      rateFactor: group?.rateFactor ?? 1,
      isFrozen: group?.isFrozen ?? false,
    }];
  });
  if (found.length > 0 && found.every(([, { isFrozen }]) => isFrozen)) {
    throw new RangeError("Cannot create a trainer: a parameter must move: current value is all frozen");
  }
  return new Map(found);
}

function checkGroup(
  { parameters: own, optimizer: other, rateFactor = 1 }: ParameterGroup,
  { parameters, optimizer }: { readonly parameters: NamedTensors; readonly optimizer: Optimizer },
): void {
  checkNonNegative(rateFactor, { action: "create a trainer", argument: "rateFactor" });
  const strange = typeof own === "function" ? undefined : own.find((name) => !Object.hasOwn(parameters, name));
  if (strange !== undefined) {
    throw new RangeError(
      `Cannot create a trainer: a group must have parameters of ${
        Object.keys(parameters).join(", ")
      }: current value is ${JSON.stringify(strange)}`,
    );
  }
  if (other === undefined) return;
  if (other.name === optimizer.name && String(other.slots) === String(optimizer.slots)) return;
  throw new RangeError(
    `Cannot create a trainer: a group's optimizer must be ${optimizer.name} too: current value is ${other.name}`,
  );
}
