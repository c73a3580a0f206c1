import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { colourAt, contrastRatio, inkOn } from "@lib/study/figures/_contrast.ts";

// By hand: #808080 has (128/255 + 0.055) / 1.055 = 0.5280 → ^2.4 = 0.2159; 1.05 / 0.2659 = 3.949.
Deno.test("contrastRatio() of mid-grey to white is that of the definition", () => {
  assertAlmostEquals(contrastRatio("#808080", "#ffffff"), 3.949, 0.001);
  assertAlmostEquals(contrastRatio("#ffffff", "#808080"), 3.949, 0.001);
});

// By hand, one channel each: pure red has L 0.2126, (0.2126 + 0.05) / 0.05 = 5.252 to black.
Deno.test("contrastRatio() weighs red, green and blue as eyes do", () => {
  assertAlmostEquals(contrastRatio("#ff0000", "#000000"), 5.252, 0.001);
  assertAlmostEquals(contrastRatio("#00ff00", "#000000"), 15.304, 0.001);
  assertAlmostEquals(contrastRatio("#0000ff", "#000000"), 2.444, 0.001);
});

Deno.test("inkOn() is readable on every grey and every pure colour", () => {
  for (let value = 0; value < 256; value += 5) {
    const part = value.toString(16).padStart(2, "0");
    for (const colour of [`#${part}${part}${part}`, `#${part}0000`, `#00${part}00`, `#0000${part}`]) {
      assert(contrastRatio(inkOn(colour), colour) >= 4.5, colour);
    }
  }
});

Deno.test("colourAt() meets the stops and is linear between them", () => {
  const scale = [[0, "#000000"], [0.5, "#ffffff"], [1, "#ff0000"]] as const;
  assertEquals(colourAt(scale, 0), "#000000");
  assertEquals(colourAt(scale, 0.25), "#808080");
  assertEquals(colourAt(scale, 0.5), "#ffffff");
  assertEquals(colourAt(scale, 0.75), "#ff8080");
  assertEquals(colourAt(scale, 1), "#ff0000");
});

Deno.test("contrastRatio() refuses what is not #rrggbb", () => {
  for (const colour of ["red", "#fff", "rgb(0, 0, 0)", ""]) {
    assertThrows(() => contrastRatio(colour, "#000000"), SyntaxError, `current value is ${colour}`);
  }
});
