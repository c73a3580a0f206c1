import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import {
  type ArgumentContext,
  checkFinite,
  checkFunction,
  checkNonNegative,
  checkNonNegativeInteger,
  checkPositive,
  checkPositiveInteger,
  checkProbability,
} from "@lib/base/argument.ts";

const context: ArgumentContext = { action: "stir", argument: "spoons" };
type Check = (value: number, context: ArgumentContext) => number;

// By hand: for each check what it lets through, what is out of range, and the rule it states
const CHECKS: [Check, string, number[], number[]][] = [
  [checkPositiveInteger, "a positive integer", [1, 2, 2 ** 53 - 1], [0, -1, 1.5, 2 ** 53, NaN, Infinity, -Infinity]],
  [checkNonNegativeInteger, "a non-negative integer", [0, -0, 1, 2 ** 53 - 1], [-1, 0.5, 2 ** 53, NaN, Infinity]],
  [checkFinite, "a finite number", [0, -1.5, Number.MAX_VALUE, -Number.MIN_VALUE], [NaN, Infinity, -Infinity]],
  [checkPositive, "a positive finite number", [Number.MIN_VALUE, 1, Number.MAX_VALUE], [0, -0, -1, NaN, Infinity]],
  [checkNonNegative, "a non-negative finite number", [0, -0, 0.1, Number.MAX_VALUE], [
    -Number.MIN_VALUE,
    -1,
    NaN,
    Infinity,
  ]],
  [checkProbability, "a number from 0 to 1", [0, 0.5, 1], [-0.1, 1.1, NaN, Infinity]],
];
for (const [check, rule, allowed, refused] of CHECKS) {
  Deno.test(`${check.name}() returns what it allows`, () => {
    for (const value of allowed) assertEquals(check(value, context), value);
  });

  Deno.test(`${check.name}() refuses what is out of range with a RangeError that states rule and value`, () => {
    for (const value of refused) {
      const error = assertThrows(() => check(value, context), RangeError);
      const shown = Object.is(value, -0) ? "-0" : String(value);
      assertEquals(error.message, `Cannot stir: spoons must be ${rule}: current value is ${shown}`);
    }
  });

  Deno.test(`${check.name}() refuses what is no number with a TypeError that shows it`, () => {
    const shown: [unknown, string][] = [
      ["1", '"1"'],
      ["x".repeat(100), `"${"x".repeat(60)}"…`],
      [1n, "1n"],
      [undefined, "undefined"],
      [null, "null"],
      [true, "true"],
      [[1], "an array"],
      [{}, "an object"],
      [() => 1, "a function"],
      [Symbol("s"), "Symbol(s)"],
    ];
    for (const [value, text] of shown) {
      const error = assertThrows(() => check(value as number, context), TypeError);
      assertEquals(error.message, `Cannot stir: spoons must be ${rule}: current value is ${text}`);
    }
  });
}

Deno.test("checkFunction() returns a function and refuses all else with a TypeError", () => {
  const stir = (n: number) => n;
  assertStrictEquals(checkFunction(stir, context), stir);
  for (const value of [undefined, null, 3, "stir", {}]) {
    const error = assertThrows(() => checkFunction(value as unknown as () => void, context), TypeError);
    assert(error.message.startsWith("Cannot stir: spoons must be a function: current value is "), error.message);
  }
});
