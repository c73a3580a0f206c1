import { assert, assertEquals, assertThrows } from "@std/assert";
import { hash64 } from "@lib/base/hash64.ts";
import { random } from "@lib/base/random.ts";

const hash = new Uint32Array(2);
/** The hash as sixteen hexadecimal digits. */
function hex(text: string, seed?: number): string {
  if (seed === undefined) hash64(text, hash);
  else hash64(text, hash, { seed });
  return [...hash].map((half) => half.toString(16).padStart(8, "0")).join("");
}

// By hand: no words, and the length is 0, so every step works on zeros.
Deno.test("the empty text under seed 0 is 0", () => assertEquals(hex(""), "0".repeat(16)));

// Oracle: Python's mmh3 5.3.1, `mmh3.hash64(text, seed, x64arch=False, signed=False)[0]` in 16 hexadecimal digits.
const SEEDS = [0, 42, 4294967295];
const VECTORS: [string, string, string, string][] = [
  ["", "0000000000000000", "95c80cbaaf6d2cb6", "989d49f7051e08a9"],
  ["a", "5556b01ba794933c", "94460fc6517b4f52", "90f0af0878bc24b1"],
  ["ab", "25be3010158451df", "82bc5a64d33999e7", "cd9a354cbbe246cd"],
  ["abc", "a2b006a575cdc6d1", "8741bbe95bcf0fbe", "b5400af6d110201c"],
  ["abcd", "45afc62e96b6ccaa", "b5ddd2d4c4c3e662", "5597fd3096e0578f"],
  ["abcde", "5d24c5bcc5402efb", "09f0e63b583d8e9f", "6ab45f97bfbaef9a"],
  ["abcdefghi", "2206596fad058c1c", "18290c7bc60274fd", "5bec99d81673d067"],
  ["abcdefghijklm", "dbaea1ecc13aa215", "c48a898e25036234", "7e8669b30a35e807"],
  ["0123456789abcdef", "36aed30afb7d4409", "342cc491786271aa", "cc1e97e2b82388dd"],
  ["0123456789abcdef0", "60920c061f8a3855", "44099ef1722ee8c6", "1cd78f7f901a09f8"],
  ["user:profile:section/key:00042", "8dc3c6a40decf875", "f8c0d47a31c3d224", "3cfe87625526a4f0"],
  ["größer", "646ca02076e39f49", "f0f55ca9e8b222bf", "1255242eb6596b52"],
  ["節点", "6248ff61905187f1", "58428b09353ed8b6", "075ab8683218901c"],
  ["🔑 key", "031145745d42d0bc", "6e6b87b9bf457110", "f5d93d7ede287f77"],
  ["The quick brown fox jumps over the lazy dog", "ecee2c672f1583c3", "b1fd95c7b0c69c19", "072cae2d79f8c68a"],
  ["x".repeat(1000), "189b6cff02508d27", "886b7e4eb5b85a9b", "9c63041fe70d7dc5"],
];
Deno.test("the hashes are those of MurmurHash3, whatever was hashed before", () => {
  for (const vectors of [VECTORS, VECTORS.toReversed()]) {
    for (const [text, ...expected] of vectors) assertEquals(SEEDS.map((seed) => hex(text, seed)), expected, text);
  }
});
Deno.test("without a seed it is seed 0", () => assertEquals(hex("abc"), hex("abc", 0)));

// Invariants
Deno.test("a text is hashed by its characters, however it was put together", () => {
  const draw = random(1);
  for (let round = 0; round < 300; round++) {
    const length = draw.integer(40);
    const text = Array.from({ length }, () => "ab0é節🔑"[draw.integer(6)]).join("");
    const cut = draw.integer(length + 1);
    const scattered = `${text.slice(0, cut)}${text.slice(cut)}`;
    assertEquals(hex(scattered), hex(text));
  }
});
Deno.test("each bit of the hash is set for half of the texts, and one more letter changes half of the bits", () => {
  const counts = new Array(64).fill(0);
  let flips = 0;
  for (let n = 0; n < 4000; n++) {
    const before = BigInt(`0x${hex(`key:${n}`)}`);
    const flipped = before ^ BigInt(`0x${hex(`key:${n}x`)}`);
    for (let bit = 0n; bit < 64n; bit++) {
      counts[Number(bit)] += Number(before >> bit & 1n);
      flips += Number(flipped >> bit & 1n);
    }
  }
  // One bit: 2000 ± 32 (a standard deviation); all flips: 128,000 ± 253.
  for (const count of counts) assert(Math.abs(count - 2000) < 5 * 32, `${counts}`);
  assert(Math.abs(flips - 128_000) < 5 * 253, `${flips}`);
});
Deno.test("a hundred thousand near texts have a hundred thousand hashes", () => {
  assertEquals(new Set(Array.from({ length: 100_000 }, (_, n) => hex(`node#${n}`))).size, 100_000);
});
Deno.test("lone surrogates count as U+FFFD", () => assertEquals(hex("a\ud800b"), hex("a\ufffdb")));

// Refusals
Deno.test("a seed that is not 32 bits is refused by value", () => {
  for (const seed of [-1, 1.5, NaN, Infinity]) {
    assertThrows(() => hex("a", seed), RangeError, `seed must be a non-negative integer: current value is ${seed}`);
  }
  assertThrows(() => hex("a", 2 ** 32), RangeError, "seed must be below 2³²: current value is 4294967296");
  assertThrows(() => hex("a", "7" as unknown as number), TypeError, 'current value is "7"');
});
Deno.test("what is no text, and what cannot hold a hash, is refused", () => {
  const half = new Uint32Array(2);
  const refused: [() => void, string][] = [
    [() => hash64(5 as never, half), "Cannot hash a text: text must be a string: current value is 5"],
    [() => hash64(undefined as never, half), "text must be a string: current value is undefined"],
    [() => hash64("a", [0, 0] as never), "into must be a Uint32Array of 2: current value is an array"],
    [() => hash64("a", new Uint32Array(1)), "into must be a Uint32Array of 2: current value is an array"],
    [() => hash64("a", half, null as never), "options must be an object: current value is null"],
  ];
  for (const [call, message] of refused) assertThrows(call, TypeError, message);
});
