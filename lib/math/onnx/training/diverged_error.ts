/**
 * The error of a step that was refused because its loss, its gradient's norm, or a tensor that it would have carried on
 * has diverged: it is not finite.
 *
 * @module
 */

/** What a step would have carried on although it is not finite. */
export interface SpoiledTensor {
  /** What it is: `"parameter w"`, `"state runningMean"`, `"slot m of w"`. */
  readonly name: string;
  /** The first element that is not finite. */
  readonly value: number;
}

/**
 * A step was refused because its loss, its gradient's norm, or a tensor that it would have carried on is not finite;
 * everything is as it was before.
 */
export class DivergedError extends Error {
  /** Steps done before the one that failed. */
  readonly step: number;
  /** Its loss. */
  readonly loss: number;
  /** Which tensor is not finite; undefined if loss or gradient are not. */
  readonly tensor: string | undefined;

  /** From the number of steps done before, and what the failed one gave. */
  constructor(
    { step, steps = 1, loss, gradientNorm, spoiled }:
      & { readonly step: number; readonly steps?: number; readonly spoiled?: SpoiledTensor }
      & { readonly loss: number; readonly gradientNorm?: number },
  ) {
    const norm = gradientNorm === undefined ? "" : ` with a gradient of norm ${gradientNorm}`;
    super(
      spoiled === undefined
        ? `Cannot take step ${step + 1}: its loss and gradient must be finite: current value is ${loss}${norm}`
        : `Cannot take step${steps === 1 ? "" : "s"} ${step + 1}${
          steps === 1 ? "" : ` to ${step + steps}`
        }: ${spoiled.name} must stay finite: current value is ${spoiled.value}`,
    );
    this.name = "DivergedError";
    this.step = step;
    this.loss = loss;
    this.tensor = spoiled?.name;
  }
}
