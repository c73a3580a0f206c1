import { assertEquals } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { CodeTable, LONGEST_SEARCH } from "@lib/structures/code_table.ts";

/** Integers whose home is the first pair in tables of up to 4096 pairs: the mixer, written again from its source. */
function colliding(count: number): number[] {
  const found: number[] = [];
  for (let code = 1; found.length < count; code++) {
    let mixed = code;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97) >>> 0;
    if (mixed < 2 ** 20) found.push(code); // the 12 high bits are 0
  }
  return found;
}

// By hand
Deno.test("find() returns the slot of a code, and 0 for one that is absent", () => {
  const table = new CodeTable();
  assertEquals(table.find(7), 0);
  assertEquals([table.add(7, 1), table.add(-7, 2), table.add(0, 3)], [[], [], []]);
  assertEquals([7, -7, 0, 1].map((code) => table.find(code)), [1, 2, 3, 0]);
  table.remove(7, 1);
  assertEquals([7, -7, 0].map((code) => table.find(code)), [0, 2, 3]);
});

Deno.test("findKey() tells slots with the same code apart by their keys", () => {
  const table = new CodeTable();
  const keys = ["", "a", "b", "c"];
  for (const slot of [1, 2, 3]) table.add(5, slot);
  const find = (key: string) => table.findKey(key, { code: 5, keys });
  assertEquals(["a", "b", "c", "d"].map(find), [1, 2, 3, 0]);
  table.remove(5, 2);
  assertEquals(["a", "b", "c"].map(find), [1, 0, 3]);
});

// Oracle
Deno.test("CodeTable does what a Map does, over random additions and removals", () => {
  for (let seed = 0; seed < 40; seed++) {
    const draw = random(seed);
    const table = new CodeTable();
    const map = new Map<number, number>();
    const clustered = colliding(60);
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
  const table = new CodeTable();
  for (let n = 1; n <= 100_000; n++) assertEquals(table.add(Math.imul(n, 4096), n).length, 0);
  for (let n = 1; n <= 100_000; n++) if (table.find(Math.imul(n, 4096)) !== n) throw new Error(`lost ${n}`);
});

// Invariants: bounded work against codes chosen to collide
Deno.test("codes that share a home are handed back beyond LONGEST_SEARCH of them, and the others stay", () => {
  const codes = colliding(200);
  const table = new CodeTable();
  const homeless = codes.flatMap((code, n) => table.add(code, n + 1));
  assertEquals(homeless, codes.slice(LONGEST_SEARCH).map((_, n) => LONGEST_SEARCH + n + 1));
  assertEquals(codes.map((code) => table.find(code)), codes.map((_, n) => n < LONGEST_SEARCH ? n + 1 : 0));
});

Deno.test("codes that lose their place when the table doubles are handed back too", () => {
  const codes = colliding(300);
  const table = new CodeTable();
  const lost = new Set<number>();
  for (let n = 0; n < 600; n++) { // every other code is harmless, so that the table must double
    for (const slot of table.add(n % 2 === 0 ? codes[n / 2]! : n, n + 1)) lost.add(slot);
  }
  for (let n = 0; n < 600; n++) {
    const found = table.find(n % 2 === 0 ? codes[n / 2]! : n);
    assertEquals(found, lost.has(n + 1) ? 0 : n + 1);
  }
});
