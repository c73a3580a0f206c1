/** A Map for the columns, one division that knows 0. */
export function entropy(probabilities: number[]): number {
  let bits = 0;
  for (const p of probabilities) if (p > 0) bits -= p * Math.log2(p);
  return bits;
}

export function oneHotEncode(categories: unknown[]) {
  const columns = new Map<unknown, number>();
  for (const value of categories) if (!columns.has(value)) columns.set(value, columns.size);
  const encoded = categories.map((value) => {
    const row = new Array<number>(columns.size).fill(0);
    row[columns.get(value)!] = 1;
    return row;
  });
  return { encoded, categories: [...columns.keys()] };
}

const ratio = (part: number, whole: number) => whole === 0 ? 0 : part / whole;

export function classificationMetrics(yTrue: number[], yPred: number[]) {
  if (yTrue.length === 0 || yTrue.length !== yPred.length) {
    throw new RangeError("the lists must have one length above 0");
  }
  let hits = 0, predicted = 0, positive = 0, right = 0;
  for (let i = 0; i < yTrue.length; i++) {
    const [truth, answer] = [yTrue[i] === 1, yPred[i] === 1];
    if (truth && answer) hits++;
    if (answer) predicted++;
    if (truth) positive++;
    if (truth === answer) right++;
  }
  const precision = ratio(hits, predicted), recall = ratio(hits, positive);
  const f1 = ratio(2 * precision * recall, precision + recall);
  return { precision, recall, f1, accuracy: right / yTrue.length };
}
