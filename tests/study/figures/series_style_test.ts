import { assertEquals, assertThrows } from "@std/assert";
import { seriesStyle } from "@lib/study/figures/_series_style.ts";

Deno.test("six series differ in colour, dash and symbol, each on its own", () => {
  const styles = [0, 1, 2, 3, 4, 5].map(seriesStyle);
  for (const part of ["color", "tint", "dash", "symbol"] as const) {
    assertEquals(new Set(styles.map((style) => style[part])).size, 6, part);
  }
});

Deno.test("a seventh series is refused", () => {
  for (const index of [6, -1, 0.5]) assertThrows(() => seriesStyle(index), RangeError, "at most 6 series");
});
