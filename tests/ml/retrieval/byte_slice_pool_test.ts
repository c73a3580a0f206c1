import { assert, assertEquals } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { ByteSlicePool, grown } from "@lib/ml/retrieval/_byte_slice_pool.ts";

// By hand
Deno.test("numbers of every size come back", () => {
  const pool = new ByteSlicePool();
  const list = pool.addList();
  const numbers = [0, 1, 127, 128, 16383, 16384, 2 ** 21 - 1, 2 ** 21, 2 ** 28 - 1, 2 ** 28, 2 ** 31 - 1];
  for (const number of numbers) pool.append(list, number);
  assertEquals(pool.numbers(list), numbers);
  assertEquals(pool.usedBytes(list), 1 + 1 + 1 + 2 + 2 + 3 + 3 + 4 + 4 + 5 + 5);
  assertEquals(pool.end(list) - pool.start(list), pool.usedBytes(list));
  assertEquals(pool.numbers(pool.addList()), []);
});

// Oracle: arrays
Deno.test("lists that grow in turns do not touch each other", () => {
  for (let seed = 0; seed < 10; seed++) {
    const source = random(seed);
    const pool = new ByteSlicePool();
    const models: number[][] = Array.from({ length: 200 }, () => []);
    for (const [place] of models.entries()) assertEquals(pool.addList(), place);
    for (let step = 0; step < 20_000; step++) {
      const list = Math.floor(source.next() ** 3 * models.length);
      const number = source.integer(2 ** (1 + source.integer(30)));
      pool.append(list, number);
      models[list]!.push(number);
    }
    assertEquals(models.map((_, list) => pool.numbers(list)), models);
  }
});

// Invariants
Deno.test("regions that lists have left are used again", () => {
  const pool = new ByteSlicePool();
  for (let list = 0; list < 3000; list++) {
    pool.addList();
    for (let byte = 0; byte < 60; byte++) pool.append(list, 1);
  }
  const neededBytes = 3000 * 64;
  assert(pool.memoryBytes < 2.6 * neededBytes, `${pool.memoryBytes} bytes for ${neededBytes}`);
});

Deno.test("grown() doubles and keeps", () => {
  assertEquals(grown(Int32Array.of(3, 4)), Int32Array.of(3, 4, 0, 0));
});
