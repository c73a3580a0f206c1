import { assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { LRUCache } from "@lib/study/exercises/lru_cache/right/insertion_order.ts";
import { type Call, judgeLife, type Life, live, oracle, showLife } from "@lib/study/exercises/lru_cache/life.ts";
import { childTools } from "../child_tools.ts";

const LIFE: Life = {
  capacity: 2,
  calls: [
    ["put", "a", 1],
    ["put", "b", 2],
    ["get", "a"],
    ["put", "c", 3],
    ["get", "b"],
    ["get", "a"],
    ["put", "a", 9],
    ["get", "a"],
  ],
};
const child = childTools();

// By hand: a, b; get a → b, a; put c evicts b → a, c; b is gone, a is 1; a becomes 9.
Deno.test("the oracle follows the policy", () => {
  const nothing = undefined;
  assertEquals(oracle(LIFE), [nothing, nothing, 1, nothing, nothing, 1, nothing, 9]);
});
Deno.test("a life is shown as calls, up to the one asked for", () => {
  assertEquals(showLife(LIFE, 2), 'new LRUCache(2); put("a", 1); put("b", 2); get("a")');
  assertEquals(showLife(LIFE).split("; ").length, 9);
});
Deno.test("a right cache lives as the oracle says, whatever the calls", () => {
  const dice = random(3);
  for (let round = 0; round < 200; round++) {
    const calls = Array.from(
      { length: 60 },
      (_, i): Call => dice.next() < 0.5 ? ["put", dice.integer(7), i] : ["get", dice.integer(7)],
    );
    const life = { capacity: 1 + dice.integer(5), calls };
    const evidence = live({ LRUCache: LRUCache as never }, life, child);
    assertEquals(judgeLife(life, evidence), undefined, showLife(life));
  }
});
Deno.test("the first get that differs is reported, with the calls that led to it", () => {
  const evidence = oracle(LIFE);
  evidence[5] = 7;
  evidence[7] = 8;
  assertEquals(judgeLife(LIFE, evidence), { input: showLife(LIFE, 5), expected: "1", got: "7" });
});
Deno.test("what put returns does not matter", () => {
  const evidence = oracle(LIFE);
  evidence[0] = true;
  assertEquals(judgeLife(LIFE, evidence), undefined);
});
Deno.test("evidence that is not one answer a call is refused", () => {
  for (const evidence of [undefined, [], [1], "text", { length: 8 }, oracle(LIFE).slice(1)]) {
    assertThrows(() => judgeLife(LIFE, evidence), TypeError, "one answer a call is needed");
  }
});
