/**
 * Forward mode: every line carries its value and its derivatives with respect to all inputs along. Right, without going
 * back at all; it costs inputs times lines, which is why networks with a million inputs and one loss go backwards.
 */
import type { Line } from "../exercise.ts";

/** A value with its derivatives. */
interface Dual {
  readonly value: number;
  readonly slopes: readonly number[];
}

/** The value of the last line and its derivatives. */
export function backpropagate(tape: readonly Line[], x: readonly number[]): { loss: number; gradient: number[] } {
  const lines: Dual[] = [];
  let inputs = 0;
  for (const line of tape) {
    if (line.operation === "input") {
      const own = inputs++;
      lines.push({ value: x[own]!, slopes: x.map((_, other) => Number(other === own)) });
    } else if (line.operation === "constant") lines.push({ value: line.value, slopes: x.map(() => 0) });
    else lines.push(applied(line.operation, line.inputs.map((place) => lines[place]!)));
  }
  const { value, slopes } = lines.at(-1)!;
  return { loss: value, gradient: [...slopes] };
}

function applied(operation: string, [a, b]: readonly Dual[]): Dual {
  if (operation === "add") {
    return {
      value: a!.value + b!.value,
      slopes: a!.slopes.map((slope, place) => slope + b!.slopes[place]!),
    };
  }
  if (operation === "multiply") {
    return {
      value: a!.value * b!.value,
      slopes: a!.slopes.map((slope, place) => slope * b!.value + b!.slopes[place]! * a!.value),
    };
  }
  const result = operation === "exp"
    ? Math.exp(a!.value)
    : operation === "tanh"
    ? Math.tanh(a!.value)
    : Math.max(0, a!.value);
  const slope = operation === "exp" ? result : operation === "tanh" ? 1 - result * result : Number(a!.value > 0);
  return { value: result, slopes: a!.slopes.map((own) => own * slope) };
}

/**
 * Where gradient and differences disagree most; the differences are extrapolated from two steps (L. F. Richardson,
 * 1911).
 */
export function checkGradient(
  loss: (x: number[]) => number,
  x: number[],
  gradient: readonly number[],
): { place: number; error: number } {
  const central = (place: number, step: number) => {
    const point = [...x];
    point[place] = x[place]! + step;
    const above = loss(point);
    point[place] = x[place]! - step;
    return (above - loss(point)) / (2 * step);
  };
  const errors = gradient.map((own, place) => {
    const step = 1e-3 * Math.max(1, Math.abs(x[place]!));
    const difference = (4 * central(place, step / 2) - central(place, step)) / 3;
    return Math.abs(own - difference) / Math.max(1, Math.abs(own), Math.abs(difference));
  });
  const error = Math.max(...errors);
  return { place: errors.indexOf(error), error };
}
