/** The library's splits behind the names of the exercise. */
import { kFold as splits } from "../../../../ml/validation/k_fold.ts";
import type { CrossValidated } from "../exercise.ts";

/** k shuffled splits. */
export function kFold(
  n: number,
  k: number,
  seed: number,
): readonly { train: ArrayLike<number>; test: ArrayLike<number> }[] {
  return splits(n, { folds: k, seed });
}

/** The score of each fold. */
export async function kFoldCv(model: CrossValidated, X: number[][], y: number[], k = 5, seed = 0): Promise<number[]> {
  const scores: number[] = [];
  const pick = <Item>(list: readonly Item[], rows: ArrayLike<number>) => Array.from(rows, (i) => list[i]!);
  for (const { train, test } of kFold(X.length, k, seed)) {
    await model.fit(pick(X, train), pick(y, train));
    scores.push(await model.score(pick(X, test), pick(y, test)));
  }
  return scores;
}
