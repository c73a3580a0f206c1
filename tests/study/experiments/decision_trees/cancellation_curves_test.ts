import { assert, assertEquals } from "@std/assert";
import { cancellationCurves } from "@lib/study/experiments/decision_trees/cancellation_curves.ts";

Deno.test("clean records are learnt, wrong ones by heart, and a leak deserts the test customers", () => {
  for (const seed of [1, 2, 3]) {
    const all = cancellationCurves({ seed, maxDepth: 14 });
    const clean = all["clean records"];
    assertEquals(clean.training.length, 15);
    assert(clean.training.at(-1) === 1 && clean.test.at(-1)! > 0.95, `seed ${seed}: ${clean.test.at(-1)}`);
    const wrong = all["wrong records"];
    assert(wrong.training.at(-1)! > 0.9 && wrong.test.at(-1)! < 0.65, `seed ${seed}: ${wrong.test.at(-1)}`);
    const leak = all["a column from the future"];
    assert(leak.training[1] === 1 && leak.test[1] === leak.test[0], `seed ${seed}: ${leak.test}`);
  }
});

Deno.test("the seed decides", () => {
  const of = (seed: number) => cancellationCurves({ seed, maxDepth: 3 });
  assertEquals(of(1), of(1));
  assert(of(1)["clean records"].test[3] !== of(2)["clean records"].test[3]);
});
