import { assert, assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { regionWords } from "@lib/concurrency/shared_lru/_lru_region.ts";
import { ENTRY_WORDS } from "@lib/concurrency/shared_lru/_thread_registry.ts";
import {
  layoutOf,
  readShape,
  type SharedLruShape,
  writeShape,
} from "@lib/concurrency/shared_lru/_shared_lru_layout.ts";
import { REGIONS, SHARD_WORDS } from "@lib/concurrency/shared_lru/shared_lru_shard.ts";

const small: SharedLruShape = {
  ...{ capacity: 7, shards: 3, maxKeyBytes: 5, maxValueBytes: 9, maxThreads: 2, leaseMs: 1, quarantineMs: 2 },
};

// By hand: 7 = 3 + 2 + 2; the largest share, 3 slots, wants a table of at least 6 buckets: 8.
Deno.test("the shards' shares add up to the capacity, and the largest decides the slots", () => {
  const layout = layoutOf(small);
  assertEquals([0, 1, 2].map((shard) => layout.capacityOf(shard)), [3, 2, 2]);
  assertEquals([layout.region.slots, layout.region.buckets], [3, 8]);
});
Deno.test("nothing overlaps, and all begins at multiples of 128 bytes, over 200 random shapes", () => {
  const draw = random(1);
  for (let round = 0; round < 200; round++) {
    const shards = 1 + draw.integer(20);
    const shape = { ...small, shards, capacity: shards + draw.integer(500), maxKeyBytes: 1 + draw.integer(99) };
    const layout = layoutOf(shape);
    const pieces = [[0, 32], [layout.registryAt, shape.maxThreads * ENTRY_WORDS]];
    for (let shard = 0; shard < shards; shard++) {
      pieces.push([layout.shardAt(shard), SHARD_WORDS]);
      for (let number = 0; number < REGIONS; number++) {
        pieces.push([layout.regionAt(shard, number), regionWords(layout.region)]);
      }
    }
    pieces.sort(([one], [other]) => one! - other!);
    let end = 0;
    for (const [at, words] of pieces as [number, number][]) {
      assertEquals([at % 32, at], [0, end], `round ${round}`);
      end = at + words;
    }
    assertEquals(4 * end, layout.byteLength);
    const total = Array.from({ length: shards }, (_, shard) => layout.capacityOf(shard)).reduce((a, b) => a + b);
    assert(total === shape.capacity && layout.region.buckets >= 2 * layout.region.slots);
  }
});
Deno.test("a description is read as it was written, and anything else is refused", () => {
  const buffer = new SharedArrayBuffer(layoutOf(small).byteLength);
  writeShape(buffer, small);
  assertEquals(readShape(buffer), small);
  assertThrows(() => readShape(new SharedArrayBuffer(1024)), TypeError, "must begin with a cache's mark");
});
