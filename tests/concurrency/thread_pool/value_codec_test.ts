import { assert, assertEquals } from "@std/assert";
import { type Random, random } from "@lib/base/random.ts";
import { makeValueCodec } from "@lib/concurrency/thread_pool/_value_codec.ts";

const BYTES = 4096;
const codec = makeValueCodec(new SharedArrayBuffer(BYTES));

// By hand: 5 bytes for an integer, 9 for a float, 1 for a constant, 5 and its characters for a text.
Deno.test("each kind of value takes the bytes it should", () => {
  const lengths: [unknown, number][] = [
    [undefined, 1],
    [null, 1],
    [true, 1],
    [-7, 5],
    [0.5, 9],
    [-0, 9],
    [2 ** 31, 9],
    ["abc", 8],
    ["añb", 8],
    ["a→b", 11],
    [[1, 2], 15],
    [{ a: 1 }, 5 + 6 + 5],
  ];
  for (const [value, length] of lengths) {
    assertEquals(codec.encode(value, 10, BYTES), 10 + length);
    assert(Object.is(codec.decode(10), value) || typeof value === "object" || Number.isNaN(value));
  }
});

// Oracle
function randomValue(dice: Random, depth: number): unknown {
  const kinds = depth === 0 ? 7 : 9;
  switch (dice.integer(kinds)) {
    case 0:
      return [undefined, null, true, false, NaN, Infinity, -0, "", 2 ** 53][dice.integer(9)];
    case 1:
      return dice.integer(1000) - 500;
    case 2:
      return dice.normal();
    case 3:
      return dice.uint32() * 2 ** dice.integer(40);
    case 4:
    case 5:
      return String.fromCharCode(...Array.from({ length: dice.integer(20) }, () => dice.integer(200)));
    case 6:
      return String.fromCharCode(...Array.from({ length: dice.integer(20) }, () => dice.integer(65_536)));
    case 7:
      return Array.from({ length: dice.integer(5) }, () => randomValue(dice, depth - 1));
    default:
      return Object.fromEntries(
        Array.from(
          { length: dice.integer(4) },
          (_, n) => [`k${n}→`.slice(0, 2 + dice.integer(2)), randomValue(dice, depth - 1)],
        ),
      );
  }
}

Deno.test("whatever is encoded comes back as structured cloning would bring it, and ends where it says", () => {
  const dice = random(1);
  let encoded = 0;
  for (let round = 0; round < 2000; round++) {
    const value = randomValue(dice, 3);
    const end = codec.encode(value, 0, BYTES);
    if (end === undefined) continue;
    encoded++;
    assertEquals(codec.decode(0), structuredClone(value));
    assertEquals(codec.encode(value, 0, 2 * end + 9), end); // texts ask for the room of wide characters
  }
  assert(encoded > 1900);
});

// Invariants
Deno.test("a value that does not end in time is left alone, whatever the limit", () => {
  const dice = random(2);
  for (let round = 0; round < 500; round++) {
    const value = randomValue(dice, 3);
    const end = codec.encode(value, 0, BYTES);
    if (end === undefined) continue;
    const marks = new Uint8Array(end + 9);
    const small = makeValueCodec(marks.buffer);
    for (let limit = 0; limit < end; limit += 1 + dice.integer(5)) {
      marks.fill(0xee);
      assertEquals(small.encode(value, 0, limit), undefined);
      assert(marks.subarray(limit).every((byte) => byte === 0xee), `wrote beyond ${limit}`);
    }
  }
});

// Refusals
Deno.test("what is not plain is left to structured cloning", () => {
  const shared = { a: 1 };
  const cycle: unknown[] = [];
  cycle.push(cycle);
  const named = Object.assign([1], { name: "x" });
  class Instance {}
  const refused = [
    1n,
    Symbol(),
    () => 1,
    new Date(0),
    new Map(),
    new Uint8Array(1),
    new Instance(),
    Object.create(null),
    JSON.parse('{ "__proto__": 1 }'),
    [shared, shared],
    cycle,
    Array(3),
    named,
    Array.from({ length: 40 }, () => ({})),
    "x".repeat(BYTES),
  ];
  for (const value of refused) {
    assertEquals(codec.encode(value, 0, BYTES), undefined);
    assertEquals(codec.encode({ field: value }, 0, BYTES), undefined);
  }
  assertEquals(codec.encode([shared], 0, BYTES), 5 + 5 + 6 + 5); // nothing is remembered from one value to the next
});
