import { assert, assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { snowflakeIds } from "@lib/systems/feed/snowflake_ids.ts";

// By hand: 1,000 = 27 · 36 + 28, digits r and s; a counter of 4 digits, the writer 35 as 0z.
Deno.test("an id is its moment, a counter and its writer", () => {
  const newId = snowflakeIds(35);
  assertEquals(newId(1000.9), "000000000rs" + "0000" + "0z");
  assertEquals(newId(1000), "000000000rs" + "0001" + "0z");
  assertEquals(newId(999), "000000000rs" + "0002" + "0z", "a clock that went back");
  assertEquals(newId(1001), "000000000rt" + "0000" + "0z");
  assertEquals(snowflakeIds()(0), "00000000000" + "0000" + "00");
});

// Invariants
Deno.test("ids of one writer rise whatever the clock does, and all have one length", () => {
  const draw = random(1);
  const newId = snowflakeIds();
  let last = "";
  for (let step = 0; step < 5000; step++) {
    const id = newId(1e12 + draw.integer(2000) - 1000 + step);
    assert(id > last && id.length === 17, `${last} ${id}`);
    last = id;
  }
});
Deno.test("when a millisecond's counter is full the next millisecond begins early", () => {
  const newId = snowflakeIds();
  let last = newId(5);
  for (let n = 1; n < 36 ** 4; n++) last = newId(5);
  assertEquals(last, "00000000005" + "zzzz" + "00");
  assertEquals(newId(5), "00000000006" + "0000" + "00");
  assertEquals(newId(6), "00000000006" + "0001" + "00");
});
Deno.test("writers never make the same id", () => {
  const writers = Array.from({ length: 20 }, (_, writer) => snowflakeIds(writer * 68));
  const ids = writers.flatMap((newId) => [1, 1, 2, 1].map(newId));
  assertEquals(new Set(ids).size, ids.length);
});

// Refusals
Deno.test("writers and times out of range are refused", () => {
  for (const writer of [-1, 1.5, NaN]) {
    assertThrows(
      () => snowflakeIds(writer),
      RangeError,
      `writer must be a non-negative integer: current value is ${writer}`,
    );
  }
  assertThrows(
    () => snowflakeIds(1296),
    RangeError,
    "Cannot make post ids: writer must be below 1296: current value is 1296",
  );
  assertEquals(snowflakeIds(1295)(0).slice(-2), "zz");
  for (const timeMs of [-1, NaN, Infinity]) {
    assertThrows(() => snowflakeIds()(timeMs), RangeError, "timeMs must be a non-negative finite number");
  }
});
