import { assertEquals, assertStrictEquals } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { type Place, WaitingLine } from "@lib/concurrency/waiting_line.ts";

/** Empties the line from its front. */
function emptied<Person>(line: WaitingLine<Person>): Person[] {
  const people: Person[] = [];
  for (let first = line.first; first; first = line.first) {
    people.push(first.person);
    line.leave(first);
  }
  return people;
}

// By hand
Deno.test("who came first is first, whoever leaves from the front, the middle and the end", () => {
  const line = new WaitingLine<string>();
  const [a, b, c, d] = ["a", "b", "c", "d"].map((name) => line.join(name)) as [Place<string>, ...Place<string>[]];
  assertEquals([line.leave(b!), line.first?.person, line.size], [true, "a", 3]);
  assertEquals([line.leave(a), line.first?.person, line.size], [true, "c", 2]);
  assertEquals([line.leave(d!), line.first?.person, line.size], [true, "c", 1]);
  line.join("e");
  assertEquals([line.leave(c!), line.first?.person, line.size], [true, "e", 1]);
  assertEquals([emptied(line), line.first, line.size], [["e"], undefined, 0]);
});
Deno.test("who has left before can't leave again, alone, first, in the middle or last", () => {
  const line = new WaitingLine<number>();
  const alone = line.join(0);
  assertEquals([line.leave(alone), line.leave(alone), line.size], [true, false, 0]);
  const places = [1, 2, 3].map((n) => line.join(n));
  for (const place of [places[1]!, places[2]!, places[0]!]) {
    assertEquals([line.leave(place), line.leave(place)], [true, false]);
  }
  assertEquals([line.size, line.first], [0, undefined]);
});

// Oracle: an array
Deno.test("a line is an array from which anybody may be taken, over random joins and leaves", () => {
  for (let seed = 0; seed < 100; seed++) {
    const draw = random(seed);
    const line = new WaitingLine<number>();
    const people: Place<number>[] = [];
    for (let step = 0; step < 100; step++) {
      if (draw.next() < 0.55) people.push(line.join(step));
      else if (people.length > 0) line.leave(people.splice(draw.integer(people.length), 1)[0]!);
      assertStrictEquals(line.first, people[0]);
      assertEquals(line.size, people.length);
    }
    assertEquals(emptied(line), people.map((place) => place.person));
  }
});
