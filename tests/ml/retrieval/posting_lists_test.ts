import { assertEquals } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { NO_DOCUMENT, PostingCursor } from "@lib/ml/retrieval/_posting_cursor.ts";
import { PostingLists } from "@lib/ml/retrieval/_posting_lists.ts";

type Model = { document: number; positions: number[] }[];

function append(lists: PostingLists, list: number, { document, positions }: Model[number]): void {
  lists.append(list, positions.length, { document, length: 10 + positions.length });
  positions.forEach((position, at) => lists.appendPosition(list, position - (at === 0 ? -1 : positions[at - 1]!) - 1));
}

/** Random lists, grown in turns, and what they should hold. */
function randomLists(seed: number, postings: number): { lists: PostingLists; models: Model[] } {
  const source = random(seed);
  const lists = new PostingLists();
  const models: Model[] = [[], [], []];
  for (const _ of models) lists.addList();
  for (let document = source.integer(3); models.flat().length < postings; document += 1 + source.integer(300)) {
    for (const [list, model] of models.entries()) {
      if (source.integer(list + 1) > 0) continue;
      let position = -1;
      const positions = Array.from({ length: 1 + source.integer(4) }, () => position += 1 + source.integer(200));
      model.push({ document, positions });
      append(lists, list, model.at(-1)!);
    }
  }
  return { lists, models };
}

// By hand
Deno.test("a list says how many documents it has, and its bounds", () => {
  const lists = new PostingLists();
  const list = lists.addList();
  assertEquals([list, lists.addList(), lists.lists], [0, 1, 2]);
  lists.append(list, 1, { document: 0, length: 9 });
  lists.appendPosition(list, 4);
  lists.append(list, 3, { document: 7, length: 12 });
  for (const distance of [0, 0, 200]) lists.appendPosition(list, distance);
  assertEquals([lists.postings(list), lists.maxFrequency(list), lists.minLength(list)], [2, 3, 9]);
  lists.remove(list);
  assertEquals([lists.postings(list), lists.documentFrequency(list)], [2, 1]);
  const cursor = new PostingCursor(lists, list);
  assertEquals([cursor.next(), cursor.frequency, [...cursor.positions()]], [0, 1, [4]]);
  assertEquals([cursor.next(), cursor.frequency, [...cursor.positions()]], [7, 3, [0, 1, 202]]);
  assertEquals([cursor.next(), cursor.next()], [NO_DOCUMENT, NO_DOCUMENT]);
});

// Oracle: plain arrays
Deno.test("a cursor reads back what was appended, whatever it skips", () => {
  for (let seed = 0; seed < 30; seed++) {
    const { lists, models } = randomLists(seed, seed % 2 === 0 ? 40 : 3000);
    const source = random(seed);
    for (const [list, model] of models.entries()) {
      assertEquals(lists.postings(list), model.length);
      const cursor = new PostingCursor(lists, list);
      for (let at = 0; at < model.length;) {
        const jump = source.integer(3) === 0 ? source.integer(500) : 0;
        const target = model[at]!.document + jump;
        at = model.findIndex(({ document }) => document >= target);
        const expected = model[at];
        assertEquals(
          jump === 0 && source.integer(2) === 0 && cursor.document < target
            ? stepTo(cursor, target)
            : cursor.advance(target),
          expected?.document ?? NO_DOCUMENT,
        );
        if (expected === undefined) break;
        assertEquals(cursor.frequency, expected.positions.length);
        assertEquals(cursor.advance(target - 1), expected.document, "it does not go back");
        if (source.integer(3) > 0) assertEquals([...cursor.positions()], expected.positions);
        at++;
      }
    }
  }
});

function stepTo(cursor: PostingCursor, target: number): number {
  while (cursor.document < target) cursor.next();
  return cursor.document;
}

Deno.test("bounds hold for every document of a list, and are reached", () => {
  const { lists, models } = randomLists(99, 2000);
  for (const [list, model] of models.entries()) {
    assertEquals(lists.maxFrequency(list), Math.max(...model.map(({ positions }) => positions.length)));
    assertEquals(lists.minLength(list), Math.min(...model.map(({ positions }) => 10 + positions.length)));
  }
});

// Invariants
Deno.test("compressed: a document costs about two bytes, a position one", () => {
  const lists = new PostingLists();
  const list = lists.addList();
  for (let document = 0; document < 60_000; document += 3) {
    append(lists, list, { document, positions: [document % 100] });
  }
  assertEquals([lists.documents.usedBytes(list), lists.positions.usedBytes(list)], [20_000, 20_000]);
});
