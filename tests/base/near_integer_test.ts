import { assertEquals } from "@std/assert";
import { ceilNearInteger, floorNearInteger } from "@lib/base/near_integer.ts";
import { random } from "@lib/base/random.ts";

// By hand
Deno.test("a quotient that rounding has moved off its integer counts as the integer", () => {
  assertEquals([Math.ceil(1.1 * 100 / 10), ceilNearInteger(1.1 * 100 / 10)], [12, 11]);
  assertEquals([Math.floor(0.3 / 0.1), floorNearInteger(0.3 / 0.1)], [2, 3]);
  assertEquals([ceilNearInteger(-1.1 * 100 / 10), floorNearInteger(-1.1 * 100 / 10)], [-11, -11]);
});
Deno.test("everything else is rounded as ever, and what is no number comes back", () => {
  for (const x of [0, 0.5, 1e-300, -0.5, 2.0001, 2.9999, -7.25, 2 ** 53, 1e300]) {
    assertEquals([ceilNearInteger(x), floorNearInteger(x)], [Math.ceil(x), Math.floor(x)]);
  }
  for (const x of [NaN, Infinity, -Infinity]) assertEquals([ceilNearInteger(x), floorNearInteger(x)], [x, x]);
});

// Oracle: whole numbers
Deno.test("over 20,000 fractions the rounded product is the one that integers give", () => {
  const draw = random(1);
  for (let round = 0; round < 20_000; round++) {
    const [hundredths, pieces, nodes] = [100 + draw.integer(200), 1 + draw.integer(500), 1 + draw.integer(50)];
    const x = hundredths / 100 * pieces / nodes;
    const [whole, rest] = [Math.floor(hundredths * pieces / (100 * nodes)), hundredths * pieces % (100 * nodes)];
    assertEquals([floorNearInteger(x), ceilNearInteger(x)], [whole, rest === 0 ? whole : whole + 1], `${x}`);
  }
});
