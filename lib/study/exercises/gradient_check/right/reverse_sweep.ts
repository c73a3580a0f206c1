/**
 * The short answer: one loop forwards, one backwards. What to write in an interview.
 */
import type { Line } from "../exercise.ts";

/** The value of the last line and its derivatives. */
export function backpropagate(tape: readonly Line[], x: readonly number[]): { loss: number; gradient: number[] } {
  const value: number[] = [];
  const places: number[] = [];
  for (const [place, line] of tape.entries()) {
    if (line.operation === "input") value.push(x[places.push(place) - 1]!);
    else if (line.operation === "constant") value.push(line.value);
    else {
      const [a, b] = line.inputs.map((input) => value[input]!) as [number, number];
      const results = {
        add: () => a + b,
        multiply: () => a * b,
        exp: () => Math.exp(a),
        tanh: () => Math.tanh(a),
        relu: () => Math.max(0, a),
      };
      value.push(results[line.operation]());
    }
  }
  const derivative = value.map(() => 0);
  derivative[tape.length - 1] = 1;
  for (const [place, line] of [...tape.entries()].reverse()) {
    if (!("inputs" in line)) continue;
    const [a, b = a] = line.inputs;
    const upstream = derivative[place]!;
    if (line.operation === "add") {
      derivative[a]! += upstream;
      derivative[b]! += upstream;
    } else if (line.operation === "multiply") {
      derivative[a]! += upstream * value[b]!;
      derivative[b]! += upstream * value[a]!;
    } else if (line.operation === "exp") derivative[a]! += upstream * value[place]!;
    else if (line.operation === "tanh") derivative[a]! += upstream * (1 - value[place]! ** 2);
    else derivative[a]! += value[a]! > 0 ? upstream : 0;
  }
  return { loss: value.at(-1)!, gradient: places.map((place) => derivative[place]!) };
}

/** Where gradient and differences disagree most. */
export function checkGradient(
  loss: (x: number[]) => number,
  x: number[],
  gradient: readonly number[],
): { place: number; error: number } {
  let worst = { place: 0, error: -1 };
  for (const [place, own] of gradient.entries()) {
    const step = 1e-5 * Math.max(1, Math.abs(x[place]!));
    const difference = (loss(x.with(place, x[place]! + step)) - loss(x.with(place, x[place]! - step))) / (2 * step);
    const error = Math.abs(own - difference) / Math.max(1, Math.abs(own), Math.abs(difference));
    if (error > worst.error) worst = { place, error };
  }
  return worst;
}
