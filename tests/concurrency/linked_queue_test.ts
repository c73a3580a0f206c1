import { assertEquals, assertStrictEquals } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { LinkedQueue, type QueueNode } from "@lib/concurrency/linked_queue.ts";

/** Empties the line from its front. */
function emptied<Person>(line: LinkedQueue<Person>): Person[] {
  const people: Person[] = [];
  for (let first = line.first; first; first = line.first) {
    people.push(first.item);
    line.remove(first);
  }
  return people;
}

// By hand
Deno.test("who came first is first, whoever leaves from the front, the middle and the end", () => {
  const line = new LinkedQueue<string>();
  const [a, b, c, d] = ["a", "b", "c", "d"].map((name) => line.enqueue(name)) as [
    QueueNode<string>,
    ...QueueNode<string>[],
  ];
  assertEquals([line.remove(b!), line.first?.item, line.size], [true, "a", 3]);
  assertEquals([line.remove(a), line.first?.item, line.size], [true, "c", 2]);
  assertEquals([line.remove(d!), line.first?.item, line.size], [true, "c", 1]);
  line.enqueue("e");
  assertEquals([line.remove(c!), line.first?.item, line.size], [true, "e", 1]);
  assertEquals([emptied(line), line.first, line.size], [["e"], undefined, 0]);
});
Deno.test("who has left before can't leave again, alone, first, in the middle or last", () => {
  const line = new LinkedQueue<number>();
  const alone = line.enqueue(0);
  assertEquals([line.remove(alone), line.remove(alone), line.size], [true, false, 0]);
  const places = [1, 2, 3].map((n) => line.enqueue(n));
  for (const place of [places[1]!, places[2]!, places[0]!]) {
    assertEquals([line.remove(place), line.remove(place)], [true, false]);
  }
  assertEquals([line.size, line.first], [0, undefined]);
});

// Oracle: an array
Deno.test("a line is an array from which anybody may be taken, over random joins and leaves", () => {
  for (let seed = 0; seed < 100; seed++) {
    const draw = random(seed);
    const line = new LinkedQueue<number>();
    const people: QueueNode<number>[] = [];
    for (let step = 0; step < 100; step++) {
      if (draw.next() < 0.55) people.push(line.enqueue(step));
      else if (people.length > 0) line.remove(people.splice(draw.integer(people.length), 1)[0]!);
      assertStrictEquals(line.first, people[0]);
      assertEquals(line.size, people.length);
    }
    assertEquals(emptied(line), people.map((place) => place.item));
  }
});
