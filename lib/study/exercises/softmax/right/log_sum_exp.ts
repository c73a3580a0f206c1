/** Through the logarithm of the sum. */
export function softmax(x: number[] | number[][]): unknown {
  if (typeof x[0] === "object") return Array.from(x as number[][], softmax);
  x = x as number[];
  const max = Math.max(...x);
  let sum = 0;
  for (const v of x) sum += Math.exp(v - max);
  const logSum = Math.log(sum);
  return Float64Array.from(x, (v: number) => Math.exp(v - max - logSum));
}

export function softmaxDerivative(s: number[]): Float64Array[] {
  return s.map((_, i) => Float64Array.from(s, (sj, j) => s[i]! * ((i === j ? 1 : 0) - sj)));
}
