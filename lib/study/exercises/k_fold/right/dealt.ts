/** Shuffled once, dealt like cards. */
interface CrossValidated {
  fit(X: number[][], y: number[]): unknown;
  score(X: number[][], y: number[]): number | Promise<number>;
}

function generator(seed: number): () => number {
  let state = (seed ^ 0x9e3779b9) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export function kFold(n: number, k: number, seed: number) {
  if (!(k >= 2 && k <= n)) throw new RangeError(`k must lie between 2 and n: k is ${k}, n is ${n}`);
  const next = generator(seed);
  const rows = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [rows[i], rows[j]] = [rows[j]!, rows[i]!];
  }
  return Array.from({ length: k }, (_, fold) => ({
    train: rows.filter((_, i) => i % k !== fold),
    test: rows.filter((_, i) => i % k === fold),
  }));
}

export async function kFoldCv(model: CrossValidated, X: number[][], y: number[], k = 5, seed = 0) {
  const scores: number[] = [];
  for (const { train, test } of kFold(X.length, k, seed)) {
    await model.fit(train.map((i) => X[i]!), train.map((i) => y[i]!));
    scores.push(await model.score(test.map((i) => X[i]!), test.map((i) => y[i]!)));
  }
  return scores;
}
