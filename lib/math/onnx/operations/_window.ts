/**
 * The window that slides over the spatial axes of a convolution or a pooling: from what people write to one number for
 * each axis, and the lengths that follow.
 *
 * **Invariant.** A window of `kernel` taps, `dilation` apart, spans dilation · (kernel - 1) + 1 places; with `before`
 * and `after` places of padding it stands at floor((length + before + after - span) / stride) + 1 positions, at least
 * one. `"same"` pads so that there are ceil(length / stride) of them; an odd place goes behind the axis.
 *
 * Not here on purpose: spatial axes of symbolic length. Their number of positions would be a quotient of sums, which
 * `dimension.ts` has no name for.
 *
 * Source: ONNX Conv, `auto_pad` SAME_UPPER; PyTorch's `padding="same"`.
 *
 * @module
 */
import type { WindowAttributes } from "../expressions/operation.ts";
import { type Shape, showShape } from "../expressions/tensor_type.ts";

/**
 * Padding: as many places on both sides of every axis, none, as many as keep the length, or before and behind each
 * axis.
 */
export type Padding = number | "valid" | "same" | readonly (readonly [before: number, after: number])[];

/** How a window slides; one number stands for all axes. */
export interface WindowOptions {
  /** Steps from one position to the next. @default {1} */
  readonly strides?: number | readonly number[];
  /** Places around the axes. @default {"valid"} */
  readonly padding?: Padding;
}

/** A window whose positions are asked for. */
export interface WindowQuestion extends WindowOptions {
  /** Its taps along each axis. */
  readonly kernel: readonly number[];
  /** Their distance. @default {1} */
  readonly dilations?: number | readonly number[];
  /** Who asks, for the error text. */
  readonly operation: string;
}

/** A window with one entry for each axis. */
export interface ResolvedWindow extends WindowAttributes {
  /** Distance of neighbouring taps. */
  readonly dilations: readonly number[];
  /** How many places a window spans. */
  readonly spans: readonly number[];
}

/**
 * The lengths of the spatial axes of (n, channels, …), in numbers.
 * @throws {RangeError} If there is none, or one is a symbol.
 *
 * @example
 * ```ts
 * import { assertThrows } from "@std/assert";
 * import { spatialLengths } from "./_window.ts";
 * assertThrows(() => spatialLengths(["batch", 3, "time"], "Conv"), RangeError, 'axis 2 of [batch, 3, time]');
 * ```
 */
export function spatialLengths(shape: Shape, operation: string): number[] {
  if (shape.length < 3) {
    throw new RangeError(
      `Cannot build ${operation}: x must have the axes (batch, channels, spatial …): current value is ${
        showShape(shape)
      }`,
    );
  }
  return shape.slice(1).map((length, index) => {
    if (typeof length === "number") return length;
    throw new RangeError(
      `Cannot build ${operation}: channels and spatial axes must have lengths in numbers: current value is ${length}, axis ${
        index + 1
      } of ${showShape(shape)}`,
    );
  }).slice(1);
}

/**
 * One entry for each axis.
 * @throws {RangeError} If there are more or fewer than axes, or one is below `least` or no integer.
 */
export function perAxis(
  value: number | readonly number[],
  { axes, least, name, operation }: {
    readonly axes: number;
    readonly least: number;
    readonly name: string;
    readonly operation: string;
  },
): number[] {
  const list = typeof value === "number" ? new Array<number>(axes).fill(value) : [...value];
  if (list.length === axes && list.every((one) => Number.isSafeInteger(one) && one >= least)) return list;
  throw new RangeError(
    `Cannot build ${operation}: ${name} must be an integer of at least ${least}, or one for each of ${axes} axes: current value is ${
      typeof value === "number" ? value : `[${value}]`
    }`,
  );
}

/**
 * The window over axes of these lengths.
 * @throws {RangeError} If a number is missing, fractional, or out of range.
 */
export function resolvedWindow(
  lengths: readonly number[],
  { kernel, strides = 1, padding = "valid", dilations = 1, operation }: WindowQuestion,
): ResolvedWindow {
  const index = { axes: lengths.length, least: 1, operation };
  const steps = perAxis(strides, { ...index, name: "strides" });
  const distances = perAxis(dilations, { ...index, name: "dilations" });
  const spans = kernel.map((taps, axis) => distances[axis]! * (taps - 1) + 1);
  const pads = lengths.map((length, axis): readonly [number, number] => {
    if (padding === "valid") return [0, 0];
    if (padding !== "same") return typeof padding === "number" ? [padding, padding] : padding[axis] ?? [-1, -1];
    const total = Math.max(0, (Math.ceil(length / steps[axis]!) - 1) * steps[axis]! + spans[axis]! - length);
    return [Math.floor(total / 2), Math.ceil(total / 2)];
  });
  const rightCount = typeof padding !== "object" || padding.length === lengths.length;
  if (!rightCount || !pads.flat().every((count) => Number.isSafeInteger(count) && count >= 0)) {
    throw new RangeError(
      `Cannot build ${operation}: padding must be "same", "valid", a non-negative integer, or a pair of such for each of ${lengths.length} axes: current value is ${
        JSON.stringify(padding)
      }`,
    );
  }
  return {
    strides: steps,
    padsBefore: pads.map(([before]) => before),
    padsAfter: pads.map(([, after]) => after),
    dilations: distances,
    spans,
  };
}

/** The pads of a window as the builders take them. */
export function paddingPairs(
  { padsBefore, padsAfter }: Pick<WindowAttributes, "padsBefore" | "padsAfter">,
): [before: number, after: number][] {
  return padsBefore.map((before, axis) => [before, padsAfter[axis]!]);
}

/**
 * At how many positions the window stands along each axis.
 * @throws {RangeError} If it is longer than a padded axis; all shapes are named.
 */
export function positionsOf(
  lengths: readonly number[],
  { window, operation, shapes }: {
    readonly window: ResolvedWindow;
    readonly operation: string;
    readonly shapes: readonly Shape[];
  },
): number[] {
  return lengths.map((length, axis) => {
    const room = length + window.padsBefore[axis]! + window.padsAfter[axis]! - window.spans[axis]!;
    if (room >= 0) return Math.floor(room / window.strides[axis]!) + 1;
    throw new RangeError(
      `Cannot build ${operation}: the window must fit into the padded axis ${axis + 2}: current value is ${
        window.spans[axis]
      } places for shapes ${shapes.map(showShape).join(" and ")}`,
    );
  });
}
