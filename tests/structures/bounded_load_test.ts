import { assert, assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { BoundedLoad } from "@lib/structures/bounded_load.ts";
import { HashRing } from "@lib/structures/hash_ring.ts";

const ringOf = (nodes: Record<string, number>) => {
  const ring = new HashRing({ virtualNodes: 32 });
  for (const [id, weight] of Object.entries(nodes)) ring.addNode(id, weight);
  return ring;
};

// By hand, factor 1.5 and three nodes: rooms are ⌈1.5 (total + 1) / 3⌉ = ⌈(total + 1) / 2⌉, so 1, 1, 2, 2, 3, 3 for the
// first six. The first goes to the key's own node; the second finds it full, goes on to the next; the third finds room
// at home; and so on.
Deno.test("a hot key spills over to the next nodes, in the order of its replicas", () => {
  const ring = ringOf({ a: 1, b: 1, c: 1 });
  const balancer = new BoundedLoad(ring, { loadFactor: 1.5 });
  const [own, next] = ring.getNodes("hot", 3);
  assertEquals(Array.from({ length: 6 }, () => balancer.acquire("hot")), [own, next, own, next, own, next]);
  assertEquals([balancer.total, balancer.loadOf(own!), balancer.loadOf(next!)], [6, 3, 3]);
  assertEquals([balancer.release(own!), balancer.loadOf(own!), balancer.acquire("hot")], [true, 2, own]);
});
Deno.test("the room is a fair share times the factor, not what rounding adds to it", () => {
  const ids = Array.from({ length: 10 }, (_, n) => `node ${n}`);
  const balancer = new BoundedLoad(ringOf(Object.fromEntries(ids.map((id) => [id, 1]))), { loadFactor: 1.1 });
  for (let n = 0; n < 99; n++) balancer.acquire("hot");
  assertEquals(ids.map((id) => balancer.roomOf(id)), Array(10).fill(11)); // 1.1 · 100 / 10
  balancer.acquire("hot");
  assertEquals(Math.max(...ids.map((id) => balancer.loadOf(id))), 11);
});
Deno.test("without nodes there is nobody to give work to", () => {
  const balancer = new BoundedLoad(new HashRing());
  assertEquals(balancer.roomOf("a"), 0);
  assertEquals([balancer.acquire("a"), balancer.total, balancer.loadOf("a"), balancer.release("a")], [
    undefined,
    0,
    0,
    false,
  ]);
});

// Invariants
Deno.test("no node ever has more than its room, and there is always a node with room, over random histories", () => {
  for (let seed = 0; seed < 40; seed++) {
    const draw = random(seed);
    const loadFactor = [1, 1.1, 1.25, 2][seed % 4]!;
    const ring = ringOf({ a: 1, b: 1, c: 0.5, d: 3 });
    const balancer = new BoundedLoad(ring, { loadFactor });
    const out: string[] = [];
    for (let step = 0; step < 400; step++) {
      if (draw.next() < 0.65 || out.length === 0) {
        const id = balancer.acquire(`key:${Math.floor(20 * draw.next() ** 3)}`);
        assert(id !== undefined, `seed ${seed}, step ${step}: nobody had room`);
        out.push(id);
        const room = Math.ceil(loadFactor * balancer.total * ring.weightOf(id)! / ring.totalWeight);
        assert(balancer.loadOf(id) <= room, `seed ${seed}, step ${step}: ${id} has ${balancer.loadOf(id)} of ${room}`);
      } else {
        const [id] = out.splice(draw.integer(out.length), 1);
        assertEquals(balancer.release(id!), true);
      }
      assertEquals(balancer.total, out.length);
    }
    for (const id of out) balancer.release(id);
    assertEquals([balancer.total, balancer.loadOf("a"), balancer.release("a")], [0, 0, false]);
  }
});
Deno.test("with room everywhere, a key is on its own node", () => {
  const ring = ringOf({ a: 1, b: 1, c: 1 });
  const balancer = new BoundedLoad(ring, { loadFactor: 1000 });
  for (let n = 0; n < 200; n++) assertEquals(balancer.acquire(`key:${n}`), ring.getNode(`key:${n}`));
});
Deno.test("work on a node that has left is counted until it is released", () => {
  const ring = ringOf({ a: 1, b: 1 });
  const balancer = new BoundedLoad(ring, { loadFactor: 1 });
  const first = balancer.acquire("x")!;
  ring.removeNode(first);
  const left = first === "a" ? "b" : "a";
  assertEquals([balancer.roomOf(first), balancer.acquire("x"), balancer.total], [0, left, 2]);
  assertEquals([balancer.release(first), balancer.total], [true, 1]);
});

// Refusals
Deno.test("a factor that leaves no room is refused by value", () => {
  for (const loadFactor of [0.99, 0, -1, NaN, Infinity]) {
    assertThrows(() => new BoundedLoad(new HashRing(), { loadFactor }), RangeError, `current value is ${loadFactor}`);
  }
});
