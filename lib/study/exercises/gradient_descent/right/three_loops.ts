/** What lives between the steps stands before the loop. */
type Gradient = (x: number[]) => number[];

export function gradientDescent(gradient: Gradient, start: number[], { learningRate = 0.01, iterations = 100 } = {}) {
  const path = [start.slice()];
  for (let t = 1; t <= iterations; t++) {
    const g = gradient(path[t - 1]!.slice());
    path.push(path[t - 1]!.map((x, j) => x - learningRate * g[j]!));
  }
  return path;
}

export function momentum(
  gradient: Gradient,
  start: number[],
  { learningRate = 0.01, iterations = 100, beta = 0.9 } = {},
) {
  const path = [start.slice()];
  let velocity = start.map(() => 0);
  for (let t = 1; t <= iterations; t++) {
    const g = gradient(path[t - 1]!.slice());
    velocity = velocity.map((v, j) => beta * v + learningRate * g[j]!);
    path.push(path[t - 1]!.map((x, j) => x - velocity[j]!));
  }
  return path;
}

export function adam(
  gradient: Gradient,
  start: number[],
  { learningRate = 0.01, iterations = 100, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = {},
) {
  const path = [start.slice()];
  let m = start.map(() => 0), v = start.map(() => 0);
  for (let t = 1; t <= iterations; t++) {
    const g = gradient(path[t - 1]!.slice());
    m = m.map((old, j) => beta1 * old + (1 - beta1) * g[j]!);
    v = v.map((old, j) => beta2 * old + (1 - beta2) * g[j]! ** 2);
    const mean = m.map((value) => value / (1 - beta1 ** t));
    const square = v.map((value) => value / (1 - beta2 ** t));
    path.push(path[t - 1]!.map((x, j) => x - learningRate * mean[j]! / (Math.sqrt(square[j]!) + epsilon)));
  }
  return path;
}
