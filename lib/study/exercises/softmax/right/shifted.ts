/** The largest score is taken off first. */
type Scores = number[] | number[][];

export function softmax(x: Scores): Scores {
  if (Array.isArray(x[0])) return (x as number[][]).map((row) => softmax(row) as number[]);
  x = x as number[];
  let max = -Infinity;
  for (const v of x) max = Math.max(max, v);
  const exps = x.map((v: number) => Math.exp(v - max));
  const sum = exps.reduce((a: number, b: number) => a + b, 0);
  return exps.map((e: number) => e / sum);
}

export function softmaxJacobian(s: number[]): number[][] {
  return s.map((si, i) => s.map((sj, j) => i === j ? si * (1 - si) : -si * sj));
}
