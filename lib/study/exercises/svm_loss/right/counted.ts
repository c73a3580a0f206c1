/** The coefficient of every class first, then one product. */
export const svmLoss = (W: number[][], X: number[][], y: number[], reg = 0.01) => {
  const C = W[0]!.length;
  let total = 0;
  const coefficients = X.map((x: number[], i: number) => {
    const s = new Float64Array(C);
    x.forEach((v, d) => W[d]!.forEach((w: number, c: number) => s[c]! += v * w));
    const row = new Float64Array(C);
    for (let c = 0; c < C; c++) {
      const margin = Math.max(0, s[c]! - s[y[i]!]! + (c === y[i] ? 0 : 1));
      total += margin;
      row[c] = margin > 0 ? 1 : 0;
    }
    row[y[i]!] = -row.reduce((a, b) => a + b, 0);
    return row;
  });
  let squares = 0;
  const gradient = W.map((row: number[], d: number) =>
    Float64Array.from(row, (w, c) => {
      squares += w * w;
      return X.reduce((sum: number, x: number[], i: number) => sum + x[d]! * coefficients[i]![c]!, 0) / X.length +
        2 * reg * w;
    })
  );
  return { loss: total / X.length + reg * squares, gradient };
};
