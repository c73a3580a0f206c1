import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import {
  type ArgumentContext,
  argumentError,
  checkBoolean,
  checkFinite,
  checkFiniteNumbers,
  checkFunction,
  checkInteger,
  checkList,
  checkNonNegative,
  checkNonNegativeInteger,
  checkOneOf,
  checkOpenProbability,
  checkOptions,
  checkPositive,
  checkPositiveInteger,
  checkProbability,
  checkSignal,
  checkString,
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
  [checkInteger, "an integer", [0, -7, 2 ** 53 - 1, 1 - 2 ** 53], [0.5, -(2 ** 53), NaN, Infinity]],
  [checkOpenProbability, "a number strictly between 0 and 1", [Number.MIN_VALUE, 0.5], [0, -0, 1, 2, NaN]],
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

// By hand: the checks that ask for a type alone
const TYPES: [(value: never, context: ArgumentContext) => unknown, string, unknown[], unknown[]][] = [
  [checkString, "a string", ["", "x"], [1, null, undefined, ["x"]]],
  [checkBoolean, "true or false", [true, false], [0, "true", undefined]],
  [checkSignal, "an AbortSignal", [undefined, AbortSignal.abort()], [null, 3, {}, new AbortController()]],
  [checkList, "a list", [[], [1, "a"], new Uint8Array(2)], ["ab", { length: 0 }, null, new Set()]],
  [checkOptions, "an object", [{}, { a: 1 }, new Map()], [null, undefined, 3, "x", [1], () => 1]],
];
for (const [check, rule, allowed, refused] of TYPES) {
  Deno.test(`${check.name}() lets its type through and refuses every other with a TypeError`, () => {
    for (const value of allowed) assertStrictEquals(check(value as never, context), value);
    for (const value of refused) {
      assertThrows(
        () => check(value as never, context),
        TypeError,
        `Cannot stir: spoons must be ${rule}: current value`,
      );
    }
  });
}

Deno.test("checkOneOf() lists the choices: a text that is none is out of range, anything else has the wrong type", () => {
  const choices = ["tea", "table", "soup"] as const;
  assertEquals(checkOneOf("table", { ...context, choices }), "table");
  const rule = 'Cannot stir: spoons must be "tea", "table" or "soup": current value is ';
  assertThrows(() => checkOneOf("fork", { ...context, choices }), RangeError, `${rule}"fork"`);
  assertThrows(() => checkOneOf("toString", { ...context, choices }), RangeError, `${rule}"toString"`);
  assertThrows(() => checkOneOf(0, { ...context, choices }), TypeError, `${rule}0`);
  assertThrows(() => checkOneOf(undefined, { ...context, choices }), TypeError, `${rule}undefined`);
  assertThrows(() => checkOneOf("b", { ...context, choices: ["a"] }), RangeError, 'must be "a": current value is "b"');
});

Deno.test("checkFiniteNumbers() takes lists and typed arrays, and names the item that it refuses", () => {
  const list = [1, -2.5];
  assertStrictEquals(checkFiniteNumbers(list, context), list);
  const typed = Float32Array.of(3);
  assertStrictEquals(checkFiniteNumbers(typed, { ...context, atLeast: 1 }), typed);
  const rule = "must be a finite number: current value is";
  const refusals: [ArrayLike<unknown>, ErrorConstructor, string][] = [
    [[1, NaN], RangeError, `Cannot stir: spoons[1] ${rule} NaN`],
    [Float64Array.of(Infinity), RangeError, `spoons[0] ${rule} Infinity`],
    [["1"], TypeError, `spoons[0] ${rule} "1"`],
    [[1, undefined], TypeError, `spoons[1] ${rule} undefined`],
    [new Array(1), TypeError, `spoons[0] ${rule} undefined`],
    [BigInt64Array.of(4n), TypeError, `spoons[0] ${rule} 4n`],
    ["12", TypeError, 'spoons must be a list of numbers: current value is "12"'],
    [{ length: 0 }, TypeError, "spoons must be a list of numbers: current value is an object"],
    [new DataView(new ArrayBuffer(8)) as unknown as ArrayLike<unknown>, TypeError, "must be a list of numbers"],
  ];
  for (const [values, errorClass, message] of refusals) {
    assertThrows(() => checkFiniteNumbers(values as ArrayLike<number>, context), errorClass, message);
  }
  assertThrows(
    () => checkFiniteNumbers([1], { ...context, atLeast: 2 }),
    RangeError,
    "Cannot stir: spoons must have at least 2 numbers: current value is 1 of them",
  );
  assertThrows(() => checkFiniteNumbers([], { ...context, atLeast: 1 }), RangeError, "at least one number");
});

Deno.test("argumentError() is a RangeError where the type is right and a TypeError where it is not", () => {
  assert(argumentError(3, { ...context, rule: "even" }) instanceof RangeError);
  assert(argumentError("3", { ...context, rule: "even" }) instanceof TypeError);
  assert(argumentError("Ünn", { ...context, rule: "in ASCII", type: "string" }) instanceof RangeError);
  assert(argumentError(3, { ...context, rule: "in ASCII", type: "string" }) instanceof TypeError);
});
