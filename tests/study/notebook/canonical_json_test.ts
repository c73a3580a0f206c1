import { assertEquals, assertThrows } from "@std/assert";
import { stableJson } from "@lib/study/notebook/canonical_json.ts";

// By hand

Deno.test("stableJson() sorts keys as text at every depth, integer-like keys too", () => {
  assertEquals(stableJson({ b: { d: 1, c: 2 }, 9: 0, 10: 0 }, { indent: 0 }), '{"10":0,"9":0,"b":{"c":2,"d":1}}');
});

Deno.test("stableJson() leaves empty lists and objects on one line and fields that are undefined out", () => {
  assertEquals(
    stableJson({ list: [], none: undefined, object: { gone: undefined } }),
    '{\n "list": [],\n "object": {}\n}',
  );
});

// Oracle: python3 -c "import json; print(json.dumps([1e-4, 1e-5, -1.5e-5, 1e-7, 1.25e-11, 1e21, 123456.5]))"

Deno.test("stableJson() writes numbers as Python does", () => {
  const numbers = [1e-4, 1e-5, -1.5e-5, 1e-7, 1.25e-11, 1e21, 123456.5];
  assertEquals(stableJson(numbers, { indent: 0 }), "[0.0001,1e-05,-1.5e-05,1e-07,1.25e-11,1e+21,123456.5]");
});

// Invariants

Deno.test("stableJson() writes the same text for every order of the same fields, and JSON.parse reads it back", () => {
  const value = { text: 'a"\n\u2028', list: [1, -0.5, 1e21, null, true, [[]]], deep: { x: { y: { z: "" } } } };
  const turned = Object.fromEntries(Object.entries(value).reverse());
  for (const indent of [0, 1, 2]) {
    assertEquals(stableJson(value, { indent }), stableJson(turned, { indent }));
    assertEquals(JSON.parse(stableJson(value, { indent })), value);
  }
});

// Refusals

Deno.test("stableJson() names the place of a value that JSON has not", () => {
  for (const value of [NaN, Infinity, () => 0, 1n, Symbol("s"), undefined]) {
    assertThrows(() => stableJson({ a: [0, value] }), TypeError, "Cannot write JSON: $.a[1] has no JSON form");
  }
});
