/** Bits of a list of labels. */
export function entropyOfLabels(y: number[]): number {
  const counts = new Map<number, number>();
  for (const label of y) counts.set(label, (counts.get(label) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) {
    const p = count / y.length;
    bits -= p * Math.log2(p);
  }
  return bits;
}
