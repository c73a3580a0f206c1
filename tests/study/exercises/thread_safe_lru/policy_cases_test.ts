import { assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import {
  answersOfViews,
  liveThroughViews,
  policyCases,
  type ViewLife,
} from "@lib/study/exercises/thread_safe_lru/policy_cases.ts";
import { SharedLRU } from "@lib/study/exercises/thread_safe_lru/right/ticks.ts";
import { childTools } from "../child_tools.ts";

const [oldest, mixed] = policyCases as [typeof policyCases[0], typeof policyCases[0]];

// By hand: 1, 2; get 1 → 2 is oldest; 3 evicts 2; overwriting 1 → 3 is oldest; 4 evicts 3.
Deno.test("the oracle follows the policy", () => {
  const life = oldest!.input(random(1)) as ViewLife;
  const nothing = undefined;
  assertEquals(answersOfViews(life), [
    ...[nothing, nothing, 10, nothing, 10, false, 30, nothing, nothing, false, 11, 2, true, false, 1],
  ]);
});
Deno.test("a right cache lives as the oracle says, through either view, and one wrong answer is found", () => {
  for (const seed of [1, 2, 3]) {
    const life = mixed!.input(random(seed)) as ViewLife;
    const evidence = liveThroughViews({ SharedLRU }, life, childTools()) as unknown[];
    assertEquals(mixed!.judge(life, evidence), undefined);
    const at = life.calls.findLastIndex(([, name]) => name === "get");
    const wrong = evidence.with(at, "wrong");
    assertEquals(mixed!.judge(life, wrong), {
      ...{ input: mixed!.show(life, at), expected: String(evidence[at]), got: '"wrong"' },
    });
  }
});
Deno.test("evidence that is not one answer a call is refused", () => {
  const life = oldest!.input(random(1));
  for (const evidence of [undefined, [], "text"]) {
    assertThrows(() => oldest!.judge(life, evidence), TypeError, "one answer a call");
  }
});
Deno.test("a long life is shown by its last calls", () => {
  const life = mixed!.input(random(1)) as ViewLife;
  assertEquals(mixed!.show(life, 2).split("; ").length, 5);
  assertEquals(mixed!.show(life).split("; ").length, 34);
});
