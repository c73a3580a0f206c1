import { assert, assertEquals } from "@std/assert";
import { pointOn, pointsOn, rectangleAround } from "@lib/study/figures/_geometry.ts";
import { placeLabel } from "@lib/study/figures/_place_label.ts";

const LINE = [{ x: 0, y: 0 }, { x: 100, y: 0 }, { x: 200, y: 0 }, { x: 300, y: 0 }];
const label = { width: 40, height: 14 };

// By hand
Deno.test("a label stands in the middle of its arrow where nothing else is", () => {
  assertEquals(placeLabel(LINE, { label, taken: [], others: [] }), { x: 150, y: 0 });
});
Deno.test("it gives way to what is there, and to other arrows", () => {
  const taken = [rectangleAround({ x: 150, y: 0 }, label)];
  assert(Math.abs(placeLabel(LINE, { label, taken, others: [] }).x - 150) > 30);
  const others = [{ x: 140, y: 0 }, { x: 150, y: 3 }, { x: 160, y: 5 }];
  const { x } = placeLabel(LINE, { label, taken: [], others });
  assert(x < 120 || x > 180, `${x}`);
});
Deno.test("where an arrow only passes, in no length, it has no label", () => {
  const still = Array.from({ length: 4 }, () => ({ x: 0, y: 0 }));
  assertEquals(placeLabel([...still, ...LINE.slice(1)], { label, taken: [], others: [] }), { x: 150, y: 0 });
});

// The geometry below it
Deno.test("a piece of a curve begins and ends in its ends, and a rectangle has its point in the middle", () => {
  assertEquals([pointOn(LINE, 0), pointOn(LINE, 1)], [LINE[0], LINE[3]]);
  assertEquals(rectangleAround({ x: 10, y: 20 }, { width: 4, height: 6 }), { left: 8, top: 17, width: 4, height: 6 });
  const two = [...LINE, { x: 400, y: 0 }, { x: 500, y: 0 }, { x: 600, y: 0 }];
  assertEquals(pointsOn(two).length, 26);
  assertEquals(pointsOn(two).at(-1), { x: 600, y: 0 });
});
