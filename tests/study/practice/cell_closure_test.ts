import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { closeOver } from "@lib/study/practice/_cell_closure.ts";

/** Names that stand for definitions of other cells: the functions below mention them without having them. */
declare const Node: new (value: number) => { value: number };
declare const half: (x: number) => number;
declare const LIMITS: { low: number; deep: { high: number[] } };
declare const registry: Map<string, number>;

const closed = (given: Record<string, unknown>, cells: Record<string, unknown> = {}) =>
  closeOver(given, (name) => cells[name]);
const run = (definitions: string, expression: string) => new Function(`${definitions}\nreturn ${expression};`)();

Deno.test("helpers of other cells come along, and the helpers of helpers", () => {
  const cells = {
    Node: class Node {
      constructor(readonly value: number) {}
    },
    half: (x: number) => new Node(x / 2).value,
  };
  const { definitions, leftBehind } = closed({ quarter: (x: number) => half(half(x)) }, cells);
  assertEquals(run(definitions, "quarter(8)"), 2);
  assertEquals([...leftBehind], []);
  assert(definitions.indexOf("let Node") < definitions.indexOf("let half"), "what is mentioned comes first");
});
Deno.test("plain data comes along by value, whatever it holds", () => {
  const cells = { LIMITS: { low: -0, deep: { high: [1, NaN, 10n, undefined, null, "</script>"] } } };
  const { definitions } = closed({ f: () => LIMITS.deep.high }, cells);
  assertEquals(run(definitions, "f()"), [1, NaN, 10n, undefined, null, "</script>"]);
  assert(Object.is(run(definitions, "LIMITS.low"), -0));
});
Deno.test("a class finds the class that it extends, and itself by its own name", () => {
  class Base {
    greet() {
      return "hello";
    }
  }
  class Own extends Base {
    static made = 0;
    constructor() {
      super();
      Own.made++;
    }
  }
  const { definitions } = closed({ Given: Own, Base });
  assertEquals(run(definitions, "new Given().greet() + Given.made"), "hello1");
});
Deno.test("functions that mention each other both come along", () => {
  const given = {
    isEven: (n: number): boolean => n === 0 || isOdd(n - 1),
    isOdd: (n: number): boolean => n !== 0 && isEven(n - 1),
  };
  const { isEven, isOdd } = given;
  assertEquals(run(closed({ isEven, isOdd }).definitions, "isEven(10)"), true);
});
Deno.test("what can't travel is named with what it is", () => {
  const { definitions, leftBehind } = closed({ f: () => registry.get("x"), max: Math.max }, { registry: new Map() });
  assertEquals([...leftBehind], [["registry", "a Map"], ["max", "a built-in or bound function"]]);
  assertStringIncludes(definitions, "let f = ");
});
Deno.test("names after a dot, keys and methods are not looked up", () => {
  const asked: string[] = [];
  closeOver({ f: (o: { size: number }) => ({ key: o.size, method() {} }) }, (name) => void asked.push(name));
  assertEquals(asked.includes("size"), false);
  assertEquals(asked.includes("key"), false);
  assertEquals(asked.includes("method"), false);
});
Deno.test("what Deno has by itself is not sent, even where it is written in JavaScript", () => {
  const { definitions } = closeOver({ f: () => [Worker, URL, structuredClone, setTimeout, undefined, NaN] });
  assertEquals(definitions.match(/^let /gm)?.length, 1);
});
Deno.test("a function declared in a cell is found by its name alone", () => {
  (0, eval)("function helperOfACell(x) { return x + 1; }"); // what the kernel does with a cell
  Object.defineProperty(globalThis, "helperOfACell", { configurable: false });
  const use = new Function("return helperOfACell(41)");
  assertEquals(run(closeOver({ use }).definitions, "use()"), 42);
});
Deno.test("a key that is no name is left behind", () => {
  assertEquals(closed({ "my-class": class {} }).definitions, "");
});
