/**
 * Wrong answers of the exercise `gradient-check` in which the check by differences goes wrong.
 *
 * They travel to the child as text, each function alone: what they share with the right answer is repeated, and the mistake is the only thing to see.
 *
 * @module
 */
import type { WorstElement } from "./exercise.ts";

/** Right: what the wrong sweeps are handed in with. */
export function rightCheck(loss: (x: number[]) => number, x: number[], gradient: readonly number[]): WorstElement {
  let worst = { place: 0, error: -1 };
  for (const [place, own] of gradient.entries()) {
    const step = 1e-5 * Math.max(1, Math.abs(x[place]!));
    const difference = (loss(x.with(place, x[place]! + step)) - loss(x.with(place, x[place]! - step))) / (2 * step);
    const error = Math.abs(own - difference) / Math.max(1, Math.abs(own), Math.abs(difference));
    if (error > worst.error) worst = { place, error };
  }
  return worst;
}

/** Looks to one side only. */
export function oneSided(loss: (x: number[]) => number, x: number[], gradient: readonly number[]): WorstElement {
  let worst = { place: 0, error: -1 };
  for (const [place, own] of gradient.entries()) {
    const step = 1e-5 * Math.max(1, Math.abs(x[place]!));
    const difference = (loss(x.with(place, x[place]! + step)) - loss(x)) / step;
    const error = Math.abs(own - difference) / Math.max(1, Math.abs(own), Math.abs(difference));
    if (error > worst.error) worst = { place, error };
  }
  return worst;
}

/** Divides by h instead of 2h. */
export function forgetsTheTwo(loss: (x: number[]) => number, x: number[], gradient: readonly number[]): WorstElement {
  let worst = { place: 0, error: -1 };
  for (const [place, own] of gradient.entries()) {
    const step = 1e-5 * Math.max(1, Math.abs(x[place]!));
    const difference = (loss(x.with(place, x[place]! + step)) - loss(x.with(place, x[place]! - step))) / step;
    const error = Math.abs(own - difference) / Math.max(1, Math.abs(own), Math.abs(difference));
    if (error > worst.error) worst = { place, error };
  }
  return worst;
}

/** The smaller the better: a step that drowns in rounding. */
export function tinyStep(loss: (x: number[]) => number, x: number[], gradient: readonly number[]): WorstElement {
  let worst = { place: 0, error: -1 };
  for (const [place, own] of gradient.entries()) {
    const step = 1e-12 * Math.max(1, Math.abs(x[place]!));
    const difference = (loss(x.with(place, x[place]! + step)) - loss(x.with(place, x[place]! - step))) / (2 * step);
    const error = Math.abs(own - difference) / Math.max(1, Math.abs(own), Math.abs(difference));
    if (error > worst.error) worst = { place, error };
  }
  return worst;
}

/** A step over which the loss bends. */
export function largeStep(loss: (x: number[]) => number, x: number[], gradient: readonly number[]): WorstElement {
  let worst = { place: 0, error: -1 };
  for (const [place, own] of gradient.entries()) {
    const step = 1e-2 * Math.max(1, Math.abs(x[place]!));
    const difference = (loss(x.with(place, x[place]! + step)) - loss(x.with(place, x[place]! - step))) / (2 * step);
    const error = Math.abs(own - difference) / Math.max(1, Math.abs(own), Math.abs(difference));
    if (error > worst.error) worst = { place, error };
  }
  return worst;
}

/** Takes what is too small for an improvement. */
export function signedError(loss: (x: number[]) => number, x: number[], gradient: readonly number[]): WorstElement {
  let worst = { place: 0, error: -1 };
  for (const [place, own] of gradient.entries()) {
    const step = 1e-5 * Math.max(1, Math.abs(x[place]!));
    const difference = (loss(x.with(place, x[place]! + step)) - loss(x.with(place, x[place]! - step))) / (2 * step);
    const error = (own - difference) / Math.max(1, Math.abs(own), Math.abs(difference));
    if (error > worst.error) worst = { place, error };
  }
  return worst;
}

/** Leaves the size of the derivative out. */
export function absoluteError(loss: (x: number[]) => number, x: number[], gradient: readonly number[]): WorstElement {
  let worst = { place: 0, error: -1 };
  for (const [place, own] of gradient.entries()) {
    const step = 1e-5 * Math.max(1, Math.abs(x[place]!));
    const difference = (loss(x.with(place, x[place]! + step)) - loss(x.with(place, x[place]! - step))) / (2 * step);
    const error = Math.abs(own - difference);
    if (error > worst.error) worst = { place, error };
  }
  return worst;
}

/** The mean error, in which one wrong element is lost. */
export function meanError(loss: (x: number[]) => number, x: number[], gradient: readonly number[]): WorstElement {
  let sum = 0;
  for (const [place, own] of gradient.entries()) {
    const step = 1e-5 * Math.max(1, Math.abs(x[place]!));
    const difference = (loss(x.with(place, x[place]! + step)) - loss(x.with(place, x[place]! - step))) / (2 * step);
    const error = Math.abs(own - difference) / Math.max(1, Math.abs(own), Math.abs(difference));
    sum += error;
  }
  return { place: 0, error: sum / gradient.length };
}

/** Each element that is not right replaces the one before. */
export function lastWrong(loss: (x: number[]) => number, x: number[], gradient: readonly number[]): WorstElement {
  let worst = { place: 0, error: -1 };
  for (const [place, own] of gradient.entries()) {
    const step = 1e-5 * Math.max(1, Math.abs(x[place]!));
    const difference = (loss(x.with(place, x[place]! + step)) - loss(x.with(place, x[place]! - step))) / (2 * step);
    const error = Math.abs(own - difference) / Math.max(1, Math.abs(own), Math.abs(difference));
    if (error > 1e-6 || worst.error < 0) worst = { place, error };
  }
  return worst;
}

/** Divides by a derivative that may be 0. */
export function dividesByTheGradient(
  loss: (x: number[]) => number,
  x: number[],
  gradient: readonly number[],
): WorstElement {
  let worst = { place: 0, error: -1 };
  for (const [place, own] of gradient.entries()) {
    const step = 1e-5 * Math.max(1, Math.abs(x[place]!));
    const difference = (loss(x.with(place, x[place]! + step)) - loss(x.with(place, x[place]! - step))) / (2 * step);
    const error = Math.abs(own - difference) / Math.abs(own);
    if (!(error <= worst.error)) worst = { place, error };
  }
  return worst;
}

/** The same step near zero and far from it. */
export function fixedStep(loss: (x: number[]) => number, x: number[], gradient: readonly number[]): WorstElement {
  let worst = { place: 0, error: -1 };
  for (const [place, own] of gradient.entries()) {
    const step = 1e-5;
    const difference = (loss(x.with(place, x[place]! + step)) - loss(x.with(place, x[place]! - step))) / (2 * step);
    const error = Math.abs(own - difference) / Math.max(1, Math.abs(own), Math.abs(difference));
    if (error > worst.error) worst = { place, error };
  }
  return worst;
}

/** Goes back by computing what it came from. */
export function nudgesBack(loss: (x: number[]) => number, x: number[], gradient: readonly number[]): WorstElement {
  let worst = { place: 0, error: -1 };
  for (const [place, own] of gradient.entries()) {
    const step = 1e-5 * Math.max(1, Math.abs(x[place]!));
    x[place]! += step;
    const above = loss(x);
    x[place]! -= 2 * step;
    const difference = (above - loss(x)) / (2 * step);
    x[place]! += step;
    const error = Math.abs(own - difference) / Math.max(1, Math.abs(own), Math.abs(difference));
    if (error > worst.error) worst = { place, error };
  }
  return worst;
}

/** Leaves every element where the last difference put it. */
export function leavesTheNudge(loss: (x: number[]) => number, x: number[], gradient: readonly number[]): WorstElement {
  let worst = { place: 0, error: -1 };
  for (const [place, own] of gradient.entries()) {
    const step = 1e-5 * Math.max(1, Math.abs(x[place]!));
    x[place]! += step;
    const above = loss(x);
    x[place]! -= 2 * step;
    const difference = (above - loss(x)) / (2 * step);
    const error = Math.abs(own - difference) / Math.max(1, Math.abs(own), Math.abs(difference));
    if (error > worst.error) worst = { place, error };
  }
  return worst;
}
