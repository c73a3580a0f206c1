import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  add,
  amountIn,
  divide,
  endsIn,
  larger,
  multiply,
  type Quantity,
  quantity,
  show,
  subtract,
  UnitMismatchError,
  unitText,
  wholeUnits,
} from "@lib/base/capacity/quantity.ts";
import { random } from "@lib/base/random.ts";

// By hand
Deno.test("units of time, data and money are converted", () => {
  assertEquals(amountIn(quantity(1, "day"), "s"), 86_400);
  assertEquals(amountIn(quantity(1, "KiB"), "B"), 1024);
  assertEquals(amountIn(quantity(8, "Mbit/s"), "MB/s"), 1);
  assertEquals(amountIn(quantity(250, "cents"), "USD"), 2.5);
  assertEquals(amountIn(quantity(12, "months"), "years"), 1);
  assertEquals(amountIn(quantity(50, "%"), ""), 0.5);
});

Deno.test("a rate is a count over a time, and counts of one word agree in singular and plural", () => {
  const rate = quantity(120, "requests/min");
  assertEquals(rate, { low: 2, high: 2, unit: { request: 1, s: -1 } });
  assertEquals(add(rate, quantity(1, "request/s")).low, 3);
  assertEquals(amountIn(quantity(3, "queries"), "query"), 3);
  assertEquals(amountIn(quantity(3, "people"), "person"), 3);
});

Deno.test("units multiply, divide and cancel", () => {
  const storage = multiply(quantity(2, "TB"), quantity(20, "USD/TB/month"));
  assertEquals(unitText(storage.unit), "USD/s");
  assertEquals(show(multiply(storage, quantity(1, "month")), "USD"), "40 USD");
  assertEquals(divide(quantity(10, "GB"), quantity(5, "GB")), { low: 2, high: 2, unit: {} });
  assertEquals(amountIn(quantity(9, "s^2"), "s*s"), 9);
});

Deno.test("ranges spread as far as their ends allow", () => {
  // [2, 3] · [−1, 4] lies between 3 · −1 and 3 · 4
  assertEquals(multiply(quantity([2, 3], "m"), quantity([-1, 4], "")), { low: -3, high: 12, unit: { m: 1 } });
  assertEquals(subtract(quantity([2, 3], "s"), quantity([2, 3], "s")), { low: -1, high: 1, unit: { s: 1 } });
  assertEquals(divide(quantity([2, 4], "m"), quantity([1, 2], "s")).high, 4);
  assertEquals(larger(quantity([1, 9], "m"), quantity([2, 3], "m")), { low: 2, high: 9, unit: { m: 1 } });
});

Deno.test("wholeUnits() rounds up, but not what rounding noise has moved off a whole number", () => {
  assertEquals(amountIn(wholeUnits(quantity([1.2, 2], ""), ""), ""), 2);
  assertEquals(amountIn(wholeUnits(divide(quantity(0.1 * 3, "s"), 0.1), "s"), "s"), 3); // 3.0000000000000004
  assertEquals(amountIn(wholeUnits(quantity(-0.5, "m"), "m"), "m"), 0);
});

Deno.test("show() gives three digits, and one value where both ends read alike", () => {
  assertEquals(show(quantity(1234.4, "MB"), "MB"), "1,230 MB");
  assertEquals(show(quantity([1.0001, 1.0002], "s")), "1 s");
  assertEquals(show(quantity(0.00012345, "s")), "0.000123 s");
  assertEquals(show(quantity(0, "bytes")), "0 bytes");
  assertEquals(show(quantity(12.5, "%"), "%"), "12.5%");
  assertEquals(show(quantity(5, "1/s")), "5 1/s");
});

// Invariants
Deno.test("the true result lies in the range, whatever the values within the operands' ranges", () => {
  const dice = random(7);
  const draw = (): [Quantity, number] => {
    const a = dice.normal() * 10, b = a + 5 * dice.next();
    return [quantity([a, b], "m"), a + dice.next() * (b - a)];
  };
  for (let round = 0; round < 2000; round++) {
    const [x, a] = draw(), [y, b] = draw();
    const results: [string, Quantity, number][] = [["+", add(x, y), a + b], ["−", subtract(x, y), a - b]];
    results.push(["·", multiply(x, y), a * b]);
    if (y.low > 0 || y.high < 0) results.push(["/", divide(x, y), a / b]);
    for (const [name, { low, high }, value] of results) {
      const slack = 1e-12 * (1 + Math.abs(value));
      assert(
        low <= value + slack && value <= high + slack,
        `round ${round}: ${value} outside ${low}..${high} (${name})`,
      );
    }
  }
});

Deno.test("JSON carries a quantity", () => {
  const speed = quantity([1, 2], "GB/s");
  assertEquals(JSON.parse(JSON.stringify(speed)), speed);
});

// Refusals
Deno.test("apples are not added to pears, nor measured in them", () => {
  const apples = quantity(1, "apples"), pears = quantity(1, "pears");
  for (const act of [add, subtract, larger]) {
    assertThrows(() => act(apples, pears), UnitMismatchError, "apples and pears");
  }
  assertThrows(() => endsIn(apples, "pears"), UnitMismatchError, "Cannot measure apples in pears");
  assertThrows(
    () => add(quantity(1, "requests/s"), quantity(1, "requests")),
    UnitMismatchError,
    "requests/s and requests",
  );
  assertThrows(() => add(quantity(1, ""), quantity(1, "s")), UnitMismatchError, "a plain ratio and s");
});

Deno.test("amounts and units that can't be read are refused", () => {
  const bad: [() => unknown, typeof Error, string][] = [
    [() => quantity(NaN, "s"), TypeError, "current value is NaN"],
    [() => quantity("5" as never, "s"), TypeError, 'current value is "5"'],
    [() => quantity([1] as never, "s"), TypeError, "current value is [1]"],
    [() => quantity([2, 1], "s"), RangeError, "from low to high: current value is [2, 1]"],
    [() => quantity(1, 5 as never), TypeError, "unit must be a string"],
    [() => quantity(1, "requests per s"), SyntaxError, 'current value is "requests per s"'],
    [() => quantity(1, "/s"), SyntaxError, 'current value is "/s"'],
    [() => quantity(1, "3s"), SyntaxError, '"3s" in "3s"'],
    [() => divide(quantity(1, "s"), quantity([-1, 1], "")), RangeError, "must not contain 0: current value is -1 to 1"],
    [() => divide(quantity(1, "s"), 0), RangeError, "must not contain 0"],
    [() => multiply(quantity(1e300, "s"), 1e300), RangeError, "must be finite"],
  ];
  for (const [act, type, message] of bad) assertThrows(act, type as ErrorConstructor, message);
});

Deno.test("what is no quantity is refused in words", () => {
  const one = quantity(1, "s");
  for (const [wrong, shown] of [[undefined, "undefined"], ["5", '"5"'], [{}, "an object"], [null, "null"]] as const) {
    const calls = [add, subtract, multiply, divide, larger].map((combine) => () => combine(one, wrong as never));
    const others = [() => multiply(wrong as never, one), () => show(wrong as never), () => endsIn(wrong as never, "s")];
    for (const call of [...calls, ...others]) {
      assertThrows(call, TypeError, `must be a quantity (see quantity): current value is ${shown}`);
    }
  }
});
Deno.test("words that objects know are ordinary counts", () => {
  assertEquals(show(quantity(2, "constructors")), "2 constructors");
});
