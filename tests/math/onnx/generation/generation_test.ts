/**
 * Sampling and beam search: what may be drawn, how often, and that nothing likelier is missed.
 *
 * @module
 */
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { beamSearch, type BeamSearchOptions } from "@lib/math/onnx/generation/beam_search.ts";
import { candidates, sampleToken } from "@lib/math/onnx/generation/sampling.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";

const LOGITS = [1, 3, 2, -Infinity, 0].map((x) => x * Math.LN2); // 2, 8, 4, 0, 1 of 15

Deno.test("by hand: probabilities, temperatures, top-k and top-p, repetition", () => {
  const plain = candidates(LOGITS);
  assertEquals(plain.map(({ token }) => token), [1, 2, 0, 4]);
  assertAllClose(plain.map(({ probability }) => probability), [8 / 15, 4 / 15, 2 / 15, 1 / 15]);
  // squares at half the temperature: 64, 16, 4, 1 of 85
  assertAllClose(
    candidates(LOGITS, { temperature: .5 }).map(({ probability }) => probability),
    [64, 16, 4, 1].map((x) => x / 85),
  );
  assertEquals(candidates(LOGITS, { temperature: 0 }), [{ token: 1, probability: 1 }]);
  assertEquals(candidates([2, 2], { temperature: 0 })[0]!.token, 0);
  assertAllClose(candidates(LOGITS, { topK: 2 }).map(({ probability }) => probability), [2 / 3, 1 / 3]);
  assertEquals(candidates(LOGITS, { topP: 8 / 15 }).length, 1);
  assertEquals(candidates(LOGITS, { topP: 8 / 15 + 1e-9 }).length, 2);
  assertEquals(candidates(LOGITS, { topP: 1e-9 }).length, 1);
  // a positive logit is halved, a negative one doubled
  const punished = candidates([2, -1, 0], { repetitionPenalty: 2, previous: [0, 1, 0] });
  assertAllClose(punished.map(({ probability }) => Math.log(probability / punished[1]!.probability)), [1, 0, -2], {
    absolute: 1e-12,
  });
});

Deno.test("invariant: tokens are drawn as often as they are likely, and a seed repeats them", () => {
  const draw = random(3);
  const counts = new Array(5).fill(0);
  for (let i = 0; i < 15000; i++) counts[sampleToken(LOGITS, { draw })]++;
  // five standard deviations of a count
  for (const [token, share] of [2, 8, 4, 0, 1].entries()) {
    const p = share / 15;
    assert(Math.abs(counts[token] - 15000 * p) <= 5 * Math.sqrt(15000 * p * (1 - p)), `${token}: ${counts[token]}`);
  }
  const drawn = (seed: number) => {
    const draw = random(seed);
    return Array.from({ length: 20 }, () => sampleToken(LOGITS, { draw, topP: .9 }));
  };
  assertEquals(drawn(4), drawn(4));
});

/** A made-up model of three tokens, 2 of which ends; the next depends on all before. */
function made(seed: number): BeamSearchOptions["advance"] {
  return (open) =>
    open.map((tokens) => {
      const dice = random(seed + tokens.reduce((sum, token, i) => sum + (token + 1) * 5 ** i, 0));
      const weights = Array.from({ length: 3 }, () => .05 + dice.next());
      const total = weights.reduce((a, b) => a + b, 0);
      return weights.map((weight) => Math.log(weight / total));
    });
}

/** Every sequence that ends, or is as long as may be. */
async function all(advance: BeamSearchOptions["advance"], maxLength: number) {
  const found: { tokens: number[]; logProbability: number }[] = [];
  const walk = async (tokens: number[], logProbability: number) => {
    if (tokens.at(-1) === 2 || tokens.length === maxLength) return void found.push({ tokens, logProbability });
    const [row] = await advance([tokens], [0]);
    for (const [token, value] of Array.from(row!).entries()) await walk([...tokens, token], logProbability + value);
  };
  await walk([], 0);
  return found;
}

Deno.test("oracle: with enough beams the search finds the best of all sequences, for any length penalty", async () => {
  for (let seed = 1; seed <= 40; seed++) {
    for (const lengthPenalty of [0, 1, 2]) {
      const advance = made(100 * seed);
      const every = (await all(advance, 4)).map((one) => ({
        ...one,
        score: one.logProbability / one.tokens.length ** lengthPenalty,
      }));
      every.sort((a, b) => b.score - a.score);
      const [best] = await beamSearch({ advance, beams: 81, maxLength: 4, endToken: 2, lengthPenalty });
      assertEquals(best!.tokens, every[0]!.tokens, `seed ${seed}, ${lengthPenalty}`);
      assertAllClose([best!.score], [every[0]!.score], { relative: 1e-12 });
    }
  }
});

Deno.test("invariant: one beam is greedy, and each hypothesis continues the parent that it names", async () => {
  const advance = made(7);
  const greedy: number[] = [];
  while (greedy.length < 6) {
    const [row] = await advance([greedy], [0]);
    greedy.push(Array.from(row!).indexOf(Math.max(...Array.from(row!))));
    if (greedy.at(-1) === 2) break;
  }
  const [own] = await beamSearch({ advance, beams: 1, maxLength: 6, endToken: 2 });
  assertEquals(own!.tokens, greedy);
  let before: readonly (readonly number[])[] = [[]];
  await beamSearch({
    beams: 3,
    maxLength: 5,
    advance(open, parents) {
      for (const [i, tokens] of open.entries()) {
        if (tokens.length > 0) assertEquals(tokens.slice(0, -1), before[parents[i]!]);
      }
      before = open;
      return advance(open, parents);
    },
  });
});

Deno.test("refusals: options and logits out of range", async () => {
  const table: readonly (readonly [() => unknown, string])[] = [
    [() => candidates([]), "a token must be allowed: current value is 0 ruled out"],
    [() => candidates([-Infinity, -Infinity]), "a token must be allowed: current value is 2 ruled out"],
    [() => candidates([NaN]), "logits must be numbers below infinity: current value is NaN"],
    [() => candidates([Infinity]), "current value is Infinity"],
    [() => candidates([1], { temperature: -1 }), "temperature must be a non-negative finite number"],
    [() => candidates([1], { topK: 0 }), "topK must be a positive integer"],
    [() => candidates([1], { topP: 0 }), "topP must be above 0 and at most 1: current value is 0"],
    [() => candidates([1], { topP: NaN }), "current value is NaN"],
    [() => candidates([1], { repetitionPenalty: 0 }), "repetitionPenalty must be a positive finite number"],
  ];
  for (const [attempt, message] of table) assertThrows(attempt, RangeError, message);
  const options = { advance: made(1), beams: 1, maxLength: 1 };
  await assertRejects(() => beamSearch({ ...options, beams: 0 }), RangeError, "beams must be a positive integer");
  await assertRejects(() => beamSearch({ ...options, maxLength: 0 }), RangeError, "maxLength");
  await assertRejects(() => beamSearch({ ...options, lengthPenalty: NaN }), RangeError, "lengthPenalty");
  await assertRejects(() => beamSearch({ ...options, advance: 7 as never }), TypeError, "advance must be a function");
});
