/** The library behind the names of the exercise: its compiler's gradient of a tape, its central differences. */
import { centralDifference } from "../../../../math/onnx/gradients/central_difference.ts";
import type { Line } from "../exercise.ts";
import { oracle } from "../script.ts";

/** The value of the last line and its derivatives. */
export function backpropagate(tape: readonly Line[], x: readonly number[]): { loss: number; gradient: number[] } {
  const { loss, gradient } = oracle({ tape, x });
  return { loss, gradient: [...gradient] };
}

/** Where gradient and differences disagree most. */
export function checkGradient(
  loss: (x: number[]) => number,
  x: number[],
  gradient: readonly number[],
): { place: number; error: number } {
  const at = Float64Array.from(x);
  const errors = gradient.map((own, place) => {
    const difference = centralDifference((point) => loss([...point]), { at, index: place });
    return Math.abs(own - difference) / Math.max(1, Math.abs(own), Math.abs(difference));
  });
  const error = Math.max(...errors);
  return { place: errors.indexOf(error), error };
}
