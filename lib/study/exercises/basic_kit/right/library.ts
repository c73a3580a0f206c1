/** The library's functions behind the names of the exercise. */
import { accuracy } from "../../../../ml/metrics/confusion_matrix.ts";
import { entropy as bits } from "../../../../ml/metrics/entropy.ts";
import { precisionRecall } from "../../../../ml/metrics/precision_recall.ts";

/** Bits. */
export function entropy(probabilities: number[]): number {
  return bits(probabilities);
}

/** One row of 0 and 1 for each value. */
export function oneHotEncode(values: unknown[]): { encoded: Uint8Array[]; categories: unknown[] } {
  const columns = new Map<unknown, number>();
  for (const value of values) if (!columns.has(value)) columns.set(value, columns.size);
  const encoded = values.map((value) => {
    const row = new Uint8Array(columns.size);
    row[columns.get(value)!] = 1;
    return row;
  });
  return { encoded, categories: [...columns.keys()] };
}

/** Binary metrics; a division by zero gives 0. */
export function classificationMetrics(
  yTrue: number[],
  yPred: number[],
): { precision: number; recall: number; f1: number; accuracy: number } {
  const binary = (y: number[]) => y.map((label) => Number(label === 1));
  const [truth, answer] = [binary(yTrue), binary(yPred)];
  const { precision, recall, f1 } = precisionRecall(truth, answer, { positive: 1 });
  return { precision, recall, f1, accuracy: accuracy(truth, answer) };
}
