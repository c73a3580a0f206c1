import { assertThrows } from "@std/assert";
import { assertAllClose } from "@lib/testing/all_close.ts";

Deno.test("equal numbers are close, infinities and zeros too", () => {
  assertAllClose([1, Infinity, -Infinity, 0, -0], [1, Infinity, -Infinity, -0, 0], { relative: 0 });
  assertAllClose([], []);
  assertAllClose(Float64Array.of(1 + 1e-13), [1]);
});
Deno.test("what is allowed is a share of the expected number, or the same for all, or both", () => {
  assertAllClose([101], [100], { relative: 0.01 });
  assertThrows(
    () => assertAllClose([100], [101.1], { relative: 0.01 - 0.001 }),
    Error,
    "number 0 is 100, expected 101.1",
  );
  assertAllClose([0.5], [0], { absolute: 0.5 });
  assertAllClose([102], [100], { relative: 0.01, absolute: 1 });
  assertThrows(
    () => assertAllClose([102.1], [100], { relative: 0.01, absolute: 1 }),
    Error,
    "1.05 times the tolerance",
  );
});
Deno.test("the worst pair is named, whichever comes first", () => {
  assertThrows(() => assertAllClose([1.2, 5, 1.3], [1, 5, 1], { relative: 0.1 }), Error, "number 2 is 1.3");
  assertThrows(() => assertAllClose([1.3, 5, 1.2], [1, 5, 1], { relative: 0.1 }), Error, "number 0 is 1.3");
});
Deno.test("NaN is close to nothing, and infinities only to themselves", () => {
  for (
    const [actual, expected] of [[NaN, NaN], [NaN, 1], [1, NaN], [Infinity, 1], [1, Infinity], [-Infinity, Infinity]]
  ) {
    assertThrows(() => assertAllClose([actual!], [expected!], { relative: 1, absolute: 1e9 }), Error, "must be close");
  }
});
Deno.test("what can't be compared is refused", () => {
  assertThrows(() => assertAllClose([1], [1, 2]), Error, "There must be 2 numbers: there are 1");
  assertThrows(() => assertAllClose([1], [1], { relative: -1 }), RangeError, "relative");
  assertThrows(() => assertAllClose([1], [1], { absolute: NaN }), RangeError, "absolute");
});
Deno.test("what are no numbers is refused, and does not pass for equal", () => {
  const refused: [unknown, unknown, string][] = [
    [[undefined], [undefined], "Cannot compare numbers: actual[0] must be a number: current value is undefined"],
    [["1"], ["1"], 'actual[0] must be a number: current value is "1"'],
    [[1], ["1"], 'expected[0] must be a number: current value is "1"'],
    ["1", [1], 'actual must be a list: current value is "1"'],
    [[1], undefined, "expected must be a list: current value is undefined"],
  ];
  for (const [actual, expected, message] of refused) {
    assertThrows(() => assertAllClose(actual as number[], expected as number[]), TypeError, message);
  }
});
