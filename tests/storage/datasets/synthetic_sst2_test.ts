import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { NEGATION, POLAR_WORDS, type Sst2Truth, syntheticSst2 } from "@lib/storage/datasets/synthetic_sst2.ts";

const set = syntheticSst2();
const truth = (set as { truth: Sst2Truth }).truth;
const train = await Array.fromAsync(set.train);

// By hand
Deno.test("a text's score is the sum of its words' weights, turned around after the negation", () => {
  const [[good, weight], [other, second]] = [...truth.weights] as [[string, number], [string, number]];
  assertAlmostEquals(truth.score(`${good} baba ${other}`), weight + second, 1e-12);
  assertAlmostEquals(truth.score(`${NEGATION} ${good} ${other}`), second - weight, 1e-12);
  assertAlmostEquals(truth.score(`${NEGATION} baba ${good}`), weight, 1e-12);
});

// Invariants
Deno.test("it has the public set's sizes and schema", () => {
  assertEquals([set.origin, train.length, set.trainLength, set.dev.length], ["synthetic", 67_349, 67_349, 872]);
  assert([...train, ...set.dev].every(({ text }) => /^[a-z]+( [a-z]+)*$/.test(text)));
  assertEquals(truth.weights.size, POLAR_WORDS);
  assert(set.dev.every(({ text }) => text.split(" ").length >= 6), "whole sentences");
});

Deno.test("every pass is the same, and a seed decides it", async () => {
  assert(JSON.stringify(await Array.fromAsync(set.train)) === JSON.stringify(train), "a pass differs");
  const first = async (seed: number) =>
    (await Array.fromAsync(syntheticSst2({ seed, train: 5, dev: 1 }).train)).map(({ text }) => text);
  assertEquals(await first(3), await first(3));
  assert(String(await first(3)) !== String(await first(4)));
});

Deno.test("the negation is never the last word", () => {
  assert(train.every(({ text }) => !text.endsWith(NEGATION)));
});

// The truth shows in the data: labels are calibrated
Deno.test("texts of a score are positive as often as the truth says", () => {
  for (const [low, high] of [[-3, -1], [-1, -0.1], [0.1, 1], [1, 3]] as const) {
    const bin = train.map(({ text, label }) => ({ score: truth.score(text), label })).filter(({ score }) =>
      score > low && score < high
    );
    const expected = bin.reduce((sum, { score }) => sum + 1 / (1 + Math.exp(-score)), 0) / bin.length;
    const found = bin.filter(({ label }) => label === 1).length / bin.length;
    const error = Math.sqrt(expected * (1 - expected) / bin.length);
    assert(Math.abs(found - expected) < 3.9 * error, `${low}..${high}: ${found}, not ${expected} ± ${error}`);
  }
});

Deno.test("sizes that cannot be are refused by name and value", () => {
  assertThrows(() => syntheticSst2({ train: 0 }), RangeError, "train must be a positive integer: current value is 0");
  assertThrows(() => syntheticSst2({ dev: 1.5 }), RangeError, "dev must be a positive integer: current value is 1.5");
});
