/** The library's softmax behind the names of the exercise. */
import { softmax as ofRow, softmaxJacobian as jacobian } from "../../../../ml/losses/softmax.ts";

/** Probabilities of scores, along the last axis. */
export function softmax(x: number[] | number[][]): ArrayLike<number> | ArrayLike<ArrayLike<number>> {
  return Array.isArray(x[0]) ? (x as number[][]).map((row) => ofRow(row)) : ofRow(x as number[]);
}

/** diag(s) − s·sᵀ. */
export function softmaxJacobian(s: number[]): number[][] {
  const { data, columns } = jacobian(s);
  return s.map((_, i) => Array.from(data.subarray(i * columns, (i + 1) * columns)));
}
