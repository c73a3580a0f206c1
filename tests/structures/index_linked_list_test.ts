import { assertEquals } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { IndexLinkedList } from "@lib/structures/index_linked_list.ts";

function forwards(ring: IndexLinkedList): number[] {
  const slots: number[] = [];
  for (let slot = ring.first; slot !== 0 && slots.length < 10_000; slot = ring.after(slot)) slots.push(slot);
  return slots;
}

function backwards(ring: IndexLinkedList): number[] {
  const slots: number[] = [];
  for (let slot = ring.last; slot !== 0 && slots.length < 10_000; slot = ring.before(slot)) slots.push(slot);
  return slots;
}

// By hand
Deno.test("take() hands out 1, 2, 3 in front of one another, and released slots before new ones", () => {
  const ring = new IndexLinkedList();
  assertEquals([ring.first, ring.last], [0, 0]);
  assertEquals([ring.allocate(), ring.allocate(), ring.allocate()], [1, 2, 3]);
  assertEquals(forwards(ring), [3, 2, 1]);
  ring.moveToFront(1);
  assertEquals(forwards(ring), [1, 3, 2]);
  ring.moveToFront(1);
  assertEquals(forwards(ring), [1, 3, 2]);
  ring.free(3);
  ring.free(1);
  assertEquals([forwards(ring), backwards(ring)], [[2], [2]]);
  assertEquals([ring.allocate(), ring.allocate(), ring.allocate()], [1, 3, 4]);
  assertEquals(forwards(ring), [4, 3, 1, 2]);
});

// Oracle
Deno.test("IndexLinkedList keeps the order that an array keeps, over random changes", () => {
  for (let seed = 0; seed < 50; seed++) {
    const draw = random(seed);
    const ring = new IndexLinkedList();
    let order: number[] = [];
    for (let step = 0; step < 600; step++) {
      const chosen = order.length === 0 ? 0 : order[draw.integer(order.length)]!;
      const chance = draw.next();
      if (chance < 0.4 || chosen === 0) order.unshift(ring.allocate());
      else if (chance < 0.7) {
        ring.moveToFront(chosen);
        order = [chosen, ...order.filter((slot) => slot !== chosen)];
      } else {
        ring.free(chosen);
        order = order.filter((slot) => slot !== chosen);
      }
      assertEquals(forwards(ring), order, `seed ${seed}, step ${step}`);
      assertEquals(backwards(ring), order.toReversed(), `seed ${seed}, step ${step}`);
    }
    assertEquals(new Set(order).size, order.length);
  }
});
