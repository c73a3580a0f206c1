/** One loop; the rule of a step is handed in. */
type Gradient = (x: number[]) => ArrayLike<number>;
type Rule = (g: number, j: number, t: number) => number;

function descend(gradient: Gradient, start: number[], iterations: number, rule: Rule): Float64Array[] {
  const path = [Float64Array.from(start)];
  for (let t = 1; t <= iterations; t++) {
    const g = gradient(Array.from(path[t - 1]!));
    path.push(path[t - 1]!.map((x, j) => x - rule(g[j]!, j, t)));
  }
  return path;
}

export const gradientDescent = (gradient: Gradient, start: number[], options = {}) => {
  const { learningRate, iterations } = { learningRate: 0.01, iterations: 100, ...options };
  return descend(gradient, start, iterations, (g) => learningRate * g);
};

export const momentum = (gradient: Gradient, start: number[], options = {}) => {
  const { learningRate, iterations, beta } = { learningRate: 0.01, iterations: 100, beta: 0.9, ...options };
  const v = new Float64Array(start.length); // v ← βv + g, x ← x − ηv: the same
  return descend(gradient, start, iterations, (g, j) => learningRate * (v[j] = beta * v[j]! + g));
};

export const adam = (gradient: Gradient, start: number[], options = {}) => {
  const defaults = { learningRate: 0.01, iterations: 100, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
  const { learningRate, iterations, beta1, beta2, epsilon } = { ...defaults, ...options };
  const m = new Float64Array(start.length), v = new Float64Array(start.length);
  return descend(gradient, start, iterations, (g, j, t) => {
    m[j]! += (1 - beta1) * (g - m[j]!);
    v[j]! += (1 - beta2) * (g * g - v[j]!);
    return learningRate * (m[j]! / (1 - beta1 ** t)) / (Math.sqrt(v[j]! / (1 - beta2 ** t)) + epsilon);
  });
};
