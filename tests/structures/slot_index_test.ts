import { assertEquals } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { MAX_HASHED_LENGTH, SlotIndex } from "@lib/structures/_slot_index.ts";

/**
 * Strings whose home is the first pair in tables of up to 4096 pairs: FNV-1a and the mixer, written again from their
 * sources.
 */
function collidingStrings(count: number): string[] {
  const found: string[] = [];
  for (let n = 0; found.length < count; n++) {
    const key = `s${n}`;
    let code = key.length;
    for (const unit of key) code = Math.imul(code ^ unit.charCodeAt(0), 16_777_619);
    let mixed = Math.imul(code ^ (code >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97) >>> 0;
    if (mixed < 2 ** 20) found.push(key);
  }
  return found;
}

function collidingIntegers(count: number): number[] {
  const found: number[] = [];
  for (let n = 1; found.length < count; n++) {
    let mixed = Math.imul(n ^ (n >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97) >>> 0;
    if (mixed < 2 ** 20) found.push(n);
  }
  return found;
}

// By hand
Deno.test("find() knows integers, short strings and all other keys, and tells them apart", () => {
  const keys: unknown[] = [
    undefined,
    1,
    "1",
    1.5,
    "x".repeat(MAX_HASHED_LENGTH),
    "x".repeat(MAX_HASHED_LENGTH + 1),
    NaN,
  ];
  const index = new SlotIndex<unknown>(keys);
  for (let slot = 1; slot < keys.length; slot++) index.add(keys[slot], slot);
  for (let slot = 1; slot < keys.length; slot++) assertEquals(index.find(keys[slot]), slot);
  for (const absent of [2, "2", 2.5, "x".repeat(MAX_HASHED_LENGTH - 1), {}, undefined, null]) {
    assertEquals(index.find(absent), 0);
  }
});

Deno.test("findAgain() does not believe an old miss once the key has been added", () => {
  const keys: string[] = ["", "a", "b"];
  const index = new SlotIndex<string>(keys);
  assertEquals([index.find("a"), index.findAgain("a")], [0, 0]);
  index.add("a", 1);
  assertEquals(index.findAgain("a"), 1);
  assertEquals(index.find("b"), 0);
  index.add("b", 2);
  index.remove("b", 2);
  assertEquals([index.findAgain("b"), index.findAgain("a")], [0, 1]);
});

Deno.test("add() hashes its own key, although another one was missed last", () => {
  const keys: string[] = ["", "a"];
  const index = new SlotIndex<string>(keys);
  index.find("b");
  index.add("a", 1);
  assertEquals([index.find("a"), index.find("b")], [1, 0]);
});

// Oracle
const KINDS: Record<string, (n: number) => unknown> = {
  "integers": (n) => n - 100,
  "short strings": (n) => `k${n}`,
  "long strings": (n) => "a string that is longer than the limit ".concat(String(n)),
  "mixed keys": (n) => [n, `${n}`, n / 2 + 0.25, "a string that is longer than the limit ".concat(String(n))][n % 4],
  "integers chosen to collide": ((keys) => (n: number) => keys[n])(collidingIntegers(300)),
  "short strings chosen to collide": ((keys) => (n: number) => keys[n])(collidingStrings(300)),
  "both chosen to collide": ((a, b) => (n: number) => n % 2 === 0 ? a[n / 2] : b[(n - 1) / 2])(
    collidingIntegers(150),
    collidingStrings(150),
  ),
};
for (const [kind, keyOf] of Object.entries(KINDS)) {
  Deno.test(`SlotIndex does what a Map does with ${kind}`, () => {
    for (let seed = 0; seed < 10; seed++) {
      const draw = random(seed);
      const keys: unknown[] = [undefined];
      const index = new SlotIndex<unknown>(keys);
      const map = new Map<unknown, number>();
      const free: number[] = [];
      for (let step = 0; step < 3000; step++) {
        const key = keyOf(draw.integer(300));
        const slot = map.get(key);
        const where = `seed ${seed}, step ${step}, key ${String(key)}`;
        assertEquals(draw.next() < 0.5 ? index.find(key) : index.findAgain(key), slot ?? 0, where);
        if (slot === undefined && draw.next() < 0.7) {
          const taken = free.pop() ?? keys.length;
          keys[taken] = key;
          index.add(key, taken);
          map.set(key, taken);
        } else if (slot !== undefined && draw.next() < 0.5) {
          index.remove(key, slot);
          keys[slot] = undefined;
          free.push(slot);
          map.delete(key);
        }
      }
      for (let n = 0; n < 300; n++) {
        assertEquals(index.find(keyOf(n)), map.get(keyOf(n)) ?? 0, `seed ${seed}, at the end`);
      }
    }
  });
}
