import { assert, assertEquals } from "@std/assert";
import { createCanvas, GlobalFonts } from "@napi-rs/canvas";
import { FONT_FILES } from "@lib/study/figures/_headless_plotly.ts";
import { textWidthPx, wrapText } from "@lib/study/figures/_wrap_text.ts";

const SENTENCES = [
  "Hit ratio grows with the capacity, and LRU stays within 4 % of Belady's optimum (MovieLens-100k)",
  'if (x[i] >= 10 && y != "a") { z |= ~0x7F; } // @home #1 $2 ^3 `q` <b> a\\b?',
  "THE QUICK BROWN FOX JUMPS OVER THE LAZY DOG 0123456789",
  "the quick brown fox jumps over the lazy dog",
];

// Oracle: Skia, with the font itself.
Deno.test("widths are those that the font gives, and never less", () => {
  for (const file of FONT_FILES) GlobalFonts.registerFromPath(file, "DejaVu Sans");
  const pen = createCanvas(8, 8).getContext("2d");
  for (const text of SENTENCES) {
    pen.font = '20px "DejaVu Sans"';
    const ratio = textWidthPx(text, { sizePx: 20 }) / pen.measureText(text).width;
    assert(ratio > 0.999 && ratio < 1.03, `${ratio}: ${text}`);
    pen.font = 'bold 20px "DejaVu Sans"';
    const bold = textWidthPx(text, { sizePx: 20, bold: true }) / pen.measureText(text).width;
    assert(bold > 0.98 && bold < 1.08, `bold ${bold}: ${text}`);
  }
});

// By hand: a is 0.613 wide, so "aaa" at 10 px is 18.39; a space is 3.18; two words take 39.96.
Deno.test("a line takes as many words as fit, to the pixel", () => {
  assertEquals(wrapText("aaa aaa aaa", { sizePx: 10, widthPx: 39.97 }), ["aaa aaa", "aaa"]);
  assertEquals(wrapText("aaa aaa aaa", { sizePx: 10, widthPx: 39.95 }), ["aaa", "aaa", "aaa"]);
});

Deno.test("a word that is too wide stands alone, whole", () => {
  assertEquals(wrapText("a incomprehensibilities b", { sizePx: 10, widthPx: 30 }), [
    "a",
    "incomprehensibilities",
    "b",
  ]);
});

Deno.test("every word is kept, in order; no-break spaces hold", () => {
  const text = SENTENCES.join(" ");
  assertEquals(wrapText(text, { sizePx: 12, widthPx: 200 }).join(" "), text);
  assertEquals(wrapText("8\u00a0×\u00a03 b", { sizePx: 10, widthPx: 1 }), ["8\u00a0×\u00a03", "b"]);
  assertEquals(wrapText("  \n ", { sizePx: 12, widthPx: 200 }), []);
});
