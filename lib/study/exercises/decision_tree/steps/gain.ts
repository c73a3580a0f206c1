/** What a split saves, in bits. */
export function informationGain(parent: number[], left: number[], right: number[]): number {
  const total = (y: number[]) =>
    [...new Set(y)].reduce((sum, label) => {
      const count = y.filter((one) => one === label).length;
      return sum - count * Math.log2(count / y.length);
    }, 0);
  const after = total(left) + total(right);
  return (total(parent) - after) / parent.length;
}
