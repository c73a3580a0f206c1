/** One loop, with the correction in the rate: the same step in another order. */
export function adam(
  parameters: number[],
  gradients: number[],
  state: { step?: number; m?: number[]; v?: number[] },
  options: Record<string, number> = {},
): unknown {
  const { learningRate = 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 } = options;
  const t = 1 + (state.step || 0);
  const root = Math.sqrt(1 - beta2 ** t);
  const rate = learningRate * root / (1 - beta1 ** t);
  const [next, m, v]: [number[], number[], number[]] = [[], [], []];
  for (let i = 0; i < parameters.length; i++) {
    const g = gradients[i]!;
    m[i] = g + beta1 * ((state.m ? state.m[i]! : 0) - g);
    v[i] = g * g + beta2 * ((state.v ? state.v[i]! : 0) - g * g);
    next[i] = parameters[i]! * (1 - learningRate * weightDecay) - rate * m[i]! / (Math.sqrt(v[i]!) + epsilon * root);
  }
  return { parameters: next, state: { step: t, m, v } };
}
