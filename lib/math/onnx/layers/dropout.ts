/**
 * Dropout: in training some elements are set to 0, and the others grow so that the expected value stays.
 *
 * Which ones is an input, not the graph's own dice: `dropoutMask` draws a mask from a seeded generator, so that a step
 * can be repeated bit by bit.
 *
 * **Invariant.** Kept elements are divided by 1 - rate (inverted dropout), so inference is the identity: leave the
 * layer out.
 *
 * Cost: two passes over x; a draw for each element of the mask.
 *
 * Source: N. Srivastava et al., Dropout: A Simple Way to Prevent Neural Networks from Overfitting, JMLR 15 (2014),
 * section 10 (inverted scaling).
 *
 * @module
 */
import { checkNonNegativeInteger } from "../../../base/argument.ts";
import type { Random } from "../../../base/random.ts";
import type { Expression } from "../expressions/expression.ts";
import { broadcastShapes, sameShape, showShape, showType, type Tensor } from "../expressions/tensor_type.ts";
import { multiply } from "../operations/arithmetic.ts";
import { cast } from "../operations/elementwise.ts";

/** What is dropped. */
export interface DropoutOptions {
  /** Truth values that broadcast to x: true where an element is kept. */
  readonly mask: Expression;
  /** Share of elements that the mask drops, from 0 to below 1. */
  readonly rate: number;
}

/**
 * x where the mask holds, divided by 1 - rate; else 0.
 * @throws {TypeError} If the mask holds no truth values.
 * @throws {RangeError} If it does not broadcast to x, or the rate is not from 0 to below 1.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { input } from "../expressions/expression.ts";
 * import { dropout } from "./dropout.ts";
 * const x = input("x", { shape: ["batch", 64] });
 * const mask = input("kept", { dtype: "bool", shape: ["batch", 64] });
 * assertEquals(dropout(x, { mask, rate: 0.1 }).shape, ["batch", 64]);
 * ```
 */
export function dropout(x: Expression, { mask, rate }: DropoutOptions): Expression {
  checkRate(rate);
  if (mask.dtype !== "bool") {
    throw new TypeError(`Cannot build a dropout: mask must hold truth values: current value is ${showType(mask)}`);
  }
  if (!sameShape(broadcastShapes([mask.shape, x.shape], "a dropout"), x.shape)) {
    throw new RangeError(
      `Cannot build a dropout: mask must broadcast to x: current value is ${showShape(mask.shape)} and ${
        showShape(x.shape)
      }`,
    );
  }
  return multiply(x, multiply(cast(mask, x.dtype), 1 / (1 - rate)));
}

/**
 * Draws a mask: true with probability 1 - rate.
 * @throws {RangeError} If the rate is not from 0 to below 1, or a length is negative or fractional.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { random } from "../../../base/random.ts";
 * import { dropoutMask } from "./dropout.ts";
 * assertEquals([...dropoutMask(random(1), { shape: [4], rate: 0 }).values], [1, 1, 1, 1]);
 * ```
 */
export function dropoutMask(
  generator: Random,
  { shape, rate }: { readonly shape: readonly number[]; readonly rate: number },
): Tensor {
  checkRate(rate);
  for (const length of shape) checkNonNegativeInteger(length, { action: "draw a dropout mask", argument: "a length" });
  const values = new Uint8Array(shape.reduce((count, length) => count * length, 1));
  const dropped = Math.round(rate * 2 ** 32); // of the 2³² draws
  for (let i = 0; i < values.length; i++) values[i] = generator.uint32() < dropped ? 0 : 1;
  return { dtype: "bool", shape, values };
}

function checkRate(rate: number): void {
  if (rate >= 0 && rate < 1) return;
  throw new RangeError(`Cannot build a dropout: rate must be from 0 to below 1: current value is ${rate}`);
}
