/** The library's step behind the name of the exercise. */
import { type AdamState, adamStep, type AdamStepOptions } from "../../../../math/onnx/training/adam_step.ts";

type Rates = Omit<AdamStepOptions, "gradients" | "state">;

/** One step. */
export function adam(parameters: number[], gradients: number[], state: AdamState, options: Rates = {}) {
  return adamStep(parameters, { ...options, gradients, state });
}
