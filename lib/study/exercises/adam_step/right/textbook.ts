/** The formulas, one after the other. */
type State = { step?: number; m?: number[]; v?: number[] };
type Options = {
  learningRate?: number;
  beta1?: number;
  beta2?: number;
  epsilon?: number;
  weightDecay?: number;
};

export function adam(
  parameters: number[],
  gradients: number[],
  state: State,
  { learningRate = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 }: Options = {},
): { parameters: number[]; state: State } {
  const step = (state.step ?? 0) + 1;
  const zeros = parameters.map(() => 0);
  const [m0, v0] = [state.m ?? zeros, state.v ?? zeros];
  const m: number[] = parameters.map((_, i) => beta1 * (m0[i] ?? 0) + (1 - beta1) * gradients[i]!);
  const v: number[] = parameters.map((_, i) => beta2 * (v0[i] ?? 0) + (1 - beta2) * gradients[i]! ** 2);
  const next = parameters.map((one, i) => {
    const mean = m[i]! / (1 - beta1 ** step);
    const square = v[i]! / (1 - beta2 ** step);
    return one - learningRate * mean / (Math.sqrt(square) + epsilon) - learningRate * weightDecay * one;
  });
  return { parameters: next, state: { step, m, v } };
}
