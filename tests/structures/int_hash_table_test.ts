import { assert, assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { IntHashTable, MAX_PROBES } from "@lib/structures/_int_hash_table.ts";

/**
 * Integers whose home in a table of 4096 pairs is `near` (and so near / 2 in one of 2048, …): the mixer, written again
 * from its source.
 */
function colliding(count: number, { near = 0 } = {}): number[] {
  const found: number[] = [];
  for (let code = 1; found.length < count; code++) {
    let mixed = code;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97) >>> 0;
    if (mixed >>> 20 === near) found.push(code);
  }
  return found;
}

// By hand
Deno.test("find() returns the slot of a code, and 0 for one that is absent", () => {
  const table = new IntHashTable([]);
  assertEquals(table.find(7), 0);
  assertEquals([table.add(7, 1), table.add(-7, 2), table.add(0, 3)], [true, true, true]);
  assertEquals([7, -7, 0, 1].map((code) => table.find(code)), [1, 2, 3, 0]);
  table.remove(7, 1);
  assertEquals([7, -7, 0].map((code) => table.find(code)), [0, 2, 3]);
});

Deno.test("findKey() tells slots with the same code apart by their keys", () => {
  const keys = ["", "a", "b", "c"];
  const table = new IntHashTable(keys);
  for (const slot of [1, 2, 3]) table.add(5, slot);
  const find = (key: string) => table.findKey(5, key);
  assertEquals(["a", "b", "c", "d"].map(find), [1, 2, 3, 0]);
  table.remove(5, 2);
  assertEquals(["a", "b", "c"].map(find), [1, 0, 3]);
});

// Oracle
Deno.test("IntHashTable does what a Map does, over random additions and removals", () => {
  const clustered = colliding(60);
  for (let seed = 0; seed < 40; seed++) {
    const draw = random(seed);
    const table = new IntHashTable([]);
    const map = new Map<number, number>();
    const codeOf = seed % 2 === 0 ? (n: number) => (n - 30) * 2 ** (seed % 20) : (n: number) => clustered[n]!;
    for (let step = 0; step < 2000; step++) {
      const code = codeOf(draw.integer(60)) | 0;
      const slot = map.get(code);
      assertEquals(table.find(code), slot ?? 0, `seed ${seed}, step ${step}, code ${code}`);
      if (slot === undefined) {
        table.add(code, step + 1);
        map.set(code, step + 1);
      } else {
        table.remove(code, slot);
        map.delete(code);
      }
    }
  }
});

Deno.test("a hundred thousand codes are found again after the table has doubled thirteen times", () => {
  const table = new IntHashTable([]);
  for (let n = 1; n <= 100_000; n++) assertEquals(table.add(Math.imul(n, 4096), n), true);
  for (let n = 1; n <= 100_000; n++) if (table.find(Math.imul(n, 4096)) !== n) throw new Error(`lost ${n}`);
});

// Invariants: bounded work against codes chosen to collide
Deno.test("codes that share a home are refused beyond MAX_PROBES of them, and the others stay", () => {
  const codes = colliding(200);
  const table = new IntHashTable([]);
  assertEquals(codes.map((code, n) => table.add(code, n + 1)), codes.map((_, n) => n < MAX_PROBES));
  assertEquals(codes.map((code) => table.find(code)), codes.map((_, n) => n < MAX_PROBES ? n + 1 : 0));
});

Deno.test("no code loses its place when the table doubles, however crowded their homes are", () => {
  const crowded = [5, 0, 4095].flatMap((near) => colliding(140, { near }));
  for (let seed = 0; seed < 30; seed++) {
    const codes = random(seed).shuffle([...crowded]);
    const table = new IntHashTable([]);
    const held = new Map<number, number>();
    for (let n = 1; n <= 1200; n++) { // every other code is harmless, so that the table doubles
      const code = n % 2 === 0 ? codes[n / 2] ?? n : n;
      if (!held.has(code) && table.add(code, n)) held.set(code, n);
    }
    for (const [code, slot] of held) assertEquals(table.find(code), slot, `seed ${seed}`);
    assert(held.size > 800, `${held.size} codes held`);
  }
});

// Refusals
Deno.test("remove() refuses a slot that is not under the code, and the table is as before", () => {
  const table = new IntHashTable([]);
  table.add(1, 1);
  assertThrows(() => table.remove(1, 2), Error, "Cannot remove a slot: it is not under this code: current value is 2");
  assertEquals(table.find(1), 1);
});
