/**
 * What every estimator must do, as cases: the part that the classifier, regressor, clusterer and transformer contracts
 * share.
 *
 * A {@linkcode Subject} is an estimator seen from outside: it learns from rows, and answers each row with a few
 * numbers.
 *
 * @module
 */
import { assertEquals, assertRejects } from "@std/assert";
import { random } from "../base/random.ts";
import { type Matrix, matrixFrom, matrixOf } from "../math/linalg/matrix.ts";
import type { Awaitable } from "../ml/features/estimator.ts";
import { take } from "../math/linalg/rows_and_columns.ts";
import { takeEntries } from "../ml/features/take_entries.ts";
import { assertAllClose } from "./all_close.ts";

/** One demand: `run` throws or rejects when it is not met. */
export interface ContractCase {
  /** The demand, as a sentence. */
  readonly name: string;
  /** Tries it. */
  run(): Promise<void>;
}

/** An estimator, whatever its kind. */
export interface Subject<Model> {
  /** Learns; an estimator without labels ignores `y`. */
  fit(x: Matrix, y: ArrayLike<number>): Awaitable<Model>;
  /** What it says of the rows: equally many numbers for each, row after row. */
  answer(model: Model, x: Matrix): Awaitable<ArrayLike<number>>;
  /** Whether it learns from labels or targets. */
  readonly usesLabels: boolean;
}

/** Three far-apart groups of 2-dimensional rows with labels −1, 4 and 7, in turn: any estimator copes with them. */
export function threeBlobs({ rows = 90, seed = 1 }: { readonly rows?: number; readonly seed?: number } = {}): {
  readonly x: Matrix;
  readonly y: number[];
} {
  const dice = random(seed);
  const centres = [[0, 0], [10, 0], [0, 10]] as const;
  const x = Array.from({ length: rows }, (_, i) => centres[i % 3]!.map((centre) => centre + dice.normal()));
  return { x: matrixOf(x), y: Array.from({ length: rows }, (_, i) => [-1, 4, 7][i % 3]!) };
}

/** The demands that do not depend on the kind. */
export function estimatorCases<Model>(subject: Subject<Model>): ContractCase[] {
  return [
    { name: "the same rows give the same model", run: () => sameModel(subject) },
    { name: "what it is handed does not change", run: () => unchanged(subject) },
    { name: "a model that went through JSON answers the same", run: () => roundTrip(subject) },
    { name: "a row is answered alone as among others, in whatever order", run: () => rowByRow(subject) },
    { name: "constant columns and repeated rows are welcome", run: () => dullData(subject) },
    { name: "NaN and infinities are refused by row and column", run: () => notFinite(subject) },
    { name: "shapes that do not fit are refused", run: () => badShapes(subject) },
  ];
}

async function sameModel<Model>({ fit }: Subject<Model>): Promise<void> {
  const { x, y } = threeBlobs();
  assertEquals(await fit(x, y), await fit(x, y));
}

async function unchanged<Model>({ fit, answer }: Subject<Model>): Promise<void> {
  const { x, y } = threeBlobs();
  const [before, labelsBefore] = [x.data.slice(), y.slice()];
  const model = await fit(x, y);
  const text = JSON.stringify(model);
  const asked = await answer(model, x);
  assertEquals([x.data, y], [before, labelsBefore]);
  const kept = Array.from(asked);
  x.data.fill(1e3); // a model that shares memory with its rows would notice
  y.fill(0);
  assertEquals(JSON.stringify(model), text);
  assertEquals(Array.from(await answer(model, matrixFrom(before, x))), kept);
}

async function roundTrip<Model>({ fit, answer }: Subject<Model>): Promise<void> {
  const { x, y } = threeBlobs();
  const model = await fit(x, y);
  const revived = JSON.parse(JSON.stringify(model)) as Model;
  assertEquals(revived, model, "a model is made of what JSON can carry");
  assertEquals(Array.from(await answer(revived, x)), Array.from(await answer(model, x)));
}

async function rowByRow<Model>({ fit, answer }: Subject<Model>): Promise<void> {
  const { x, y } = threeBlobs();
  const model = await fit(x, y);
  const together = Array.from(await answer(model, x));
  const width = together.length / x.rows;
  const order = random(3).shuffle(Array.from({ length: x.rows }, (_, i) => i));
  const shuffled = Array.from(await answer(model, take(x, order)));
  for (const [place, row] of order.entries()) {
    const expected = together.slice(row * width, (row + 1) * width);
    assertAllClose(shuffled.slice(place * width, (place + 1) * width), expected, { relative: 1e-9, absolute: 1e-12 });
    if (place > 10) continue;
    const alone = await answer(model, take(x, [row]));
    assertAllClose(Array.from(alone), expected, { relative: 1e-9, absolute: 1e-12 });
  }
}

async function dullData<Model>({ fit, answer }: Subject<Model>): Promise<void> {
  const { x, y } = threeBlobs();
  const columns = x.columns + 1;
  const withConstant = matrixFrom(new Float64Array(x.rows * columns).fill(5), { rows: x.rows, columns });
  for (let i = 0; i < x.rows; i++) withConstant.data.set(x.data.subarray(2 * i, 2 * i + 2), i * columns);
  const twice = Array.from({ length: 2 * x.rows }, (_, i) => i >> 1);
  const rows = take(withConstant, twice);
  const answers = Array.from(await answer(await fit(rows, takeEntries(y, twice)), rows));
  const width = answers.length / rows.rows;
  for (let i = 0; i < x.rows; i++) {
    assertEquals(
      answers.slice(2 * i * width, (2 * i + 1) * width),
      answers.slice((2 * i + 1) * width, (2 * i + 2) * width),
    );
  }
  assertEquals(answers.every(Number.isFinite), true);
}

async function notFinite<Model>({ fit, answer }: Subject<Model>): Promise<void> {
  const { x, y } = threeBlobs();
  const model = await fit(x, y);
  for (const value of [NaN, Infinity, -Infinity]) {
    const broken = matrixFrom(x.data.slice(), x);
    broken.data[2 * 17 + 1] = value;
    const why = `(row 17, column 1) must be a finite number: current value is ${value}`;
    await assertRejects(async () => await fit(broken, y), RangeError, why);
    await assertRejects(async () => await answer(model, broken), RangeError, why);
  }
}

async function badShapes<Model>({ fit, answer, usesLabels }: Subject<Model>): Promise<void> {
  const { x, y } = threeBlobs();
  const model = await fit(x, y);
  await assertRejects(async () => await fit(matrixOf([]), []), RangeError, "at least one row and one column");
  await assertRejects(async () => await fit(matrixOf([[], []]), [1, 2]), RangeError, "at least one row and one column");
  await assertRejects(async () => await answer(model, matrixOf([])), RangeError, "at least one row and one column");
  await assertRejects(async () => await answer(model, matrixOf([[1, 2, 3]])), RangeError, "must have 2 columns");
  if (usesLabels) await assertRejects(async () => await fit(x, y.slice(1)), RangeError, "y must have 90");
}
