/**
 * A step of Adam on plain lists: by hand, the same as the graph's, and what is refused.
 *
 * @module
 */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { evaluate } from "@lib/math/onnx/evaluate/evaluate.ts";
import { constant } from "@lib/math/onnx/expressions/expression.ts";
import { adamW } from "@lib/math/onnx/training/adam.ts";
import { type AdamState, adamStep, type AdamStepOptions } from "@lib/math/onnx/training/adam_step.ts";
import { assertAllClose } from "@lib/testing/all_close.ts";

Deno.test("by hand: two steps with decay", () => {
  const options = { learningRate: 0.1, beta1: 0.5, beta2: 0.5, epsilon: 1, weightDecay: 0.2 };
  // m = 1, v = 2, corrected 2 and 4: 3 - 0.1 · 2 / (2 + 1) - 0.1 · 0.2 · 3
  const first = adamStep([3], { ...options, gradients: [2], state: {} });
  assertAllClose(first.parameters, [3 - 0.2 / 3 - 0.06]);
  assertEquals(first.state, { step: 1, m: [1], v: [2] });
  // m = 0.5, v = 1, corrected by 3/4: 2/3 and 4/3
  const second = adamStep(first.parameters, { ...options, gradients: [0], state: first.state });
  const expected = first.parameters[0]! * 0.98 - 0.1 * (2 / 3) / (Math.sqrt(4 / 3) + 1);
  assertAllClose(second.parameters, [expected]);
  assertEquals(second.state, { step: 2, m: [0.5], v: [1] });
});

Deno.test("oracle: the graph's AdamW takes the same steps", () => {
  const dice = random(3);
  const options = { learningRate: 0.01, beta1: 0.8, beta2: 0.95, epsilon: 1e-6, weightDecay: 0.1 };
  const optimizer = adamW(options);
  let own = [1, -2, 0.5];
  let state: AdamState = {};
  let graph = { p: own, m: [0, 0, 0], v: [0, 0, 0] };
  for (let step = 1; step <= 10; step++) {
    const gradients = own.map(() => dice.normal());
    const taken = adamStep(own, { ...options, gradients, state });
    [own, state] = [taken.parameters, taken.state];
    const double = (values: readonly number[], shape = [3]) => constant(values, { dtype: "float64", shape });
    const { parameter, slots } = optimizer.at({ learningRate: double([0.01], []), step: double([step], []) })(
      double(graph.p),
      {
        gradient: double(gradients),
        slots: { m: double(graph.m), v: double(graph.v) },
      },
    );
    const [p, m, v] = evaluate([parameter, slots.m!, slots.v!], {}).map(({ values }) => Array.from(values, Number));
    graph = { p: p!, m: m!, v: v! };
    assertAllClose(own, p!, { relative: 1e-12 });
  }
});

Deno.test("invariant: nothing that comes in is changed, and the first step is as long as the rate", () => {
  const parameters = Object.freeze([1, 2]);
  const state = Object.freeze({ step: 4, m: Object.freeze([1, 1]), v: Object.freeze([1, 1]) });
  const next = adamStep(parameters, { gradients: Object.freeze([1, 1]), state });
  assertEquals(next.state.step, 5);
  assert(next.parameters !== parameters && next.state.m !== state.m);
  for (const gradient of [1e-3, 1, 1e6]) {
    assertAllClose(adamStep([0], { gradients: [gradient], state: {}, learningRate: 0.1 }).parameters, [-0.1], {
      relative: 1e-4,
    });
  }
});

Deno.test("refusals: lengths and options", () => {
  const table: readonly (readonly [Partial<AdamStepOptions>, string])[] = [
    [{ gradients: [1, 2] }, "gradients must have one number for each parameter, 1: current value is 2"],
    [{ state: { m: [1, 2] } }, "state.m must have one number"],
    [{ state: { v: [] } }, "state.v must have one number"],
    [{ gradients: [NaN] }, "gradients[0] must be a finite number: current value is NaN"],
    [{ learningRate: -1 }, "learningRate"],
    [{ beta1: 1 }, "1 - beta1 must be a positive finite number"],
    [{ beta2: 2 }, "beta2 must be a number from 0 to 1"],
    [{ epsilon: 0 }, "epsilon"],
    [{ weightDecay: -1 }, "weightDecay"],
  ];
  for (const [options, message] of table) {
    assertThrows(() => adamStep([1], { gradients: [1], state: {}, ...options }), RangeError, message);
  }
});
