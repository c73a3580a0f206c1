/** Sets and filters; F1 from the counts. */
export const entropy = (p: number[]) =>
  0 - p.filter((x) => x !== 0).reduce((sum, x) => sum + x * Math.log(x), 0) / Math.LN2;

export function oneHotEncode(values: unknown[]) {
  const categories = [...new Set(values)];
  const rows = new Map(categories.map((c, i) => [c, i]));
  return {
    categories,
    encoded: values.map((v) => Uint8Array.from({ length: categories.length }, (_, c) => c === rows.get(v) ? 1 : 0)),
  };
}

export function calculateMetrics(yTrue: number[], yPred: number[]) {
  if (!yTrue.length || yTrue.length !== yPred.length) throw new Error("different or no lengths");
  const count = (t: boolean, p: boolean) => yTrue.filter((y, i) => (y === 1) === t && (yPred[i] === 1) === p).length;
  const tp = count(true, true), fp = count(false, true), fn = count(true, false), tn = count(false, false);
  return {
    precision: tp / (tp + fp || 1),
    recall: tp / (tp + fn || 1),
    f1Score: 2 * tp / (2 * tp + fp + fn || 1),
    accuracy: (tp + tn) / yTrue.length,
  };
}
