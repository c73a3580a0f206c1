import { assertEquals } from "@std/assert";
import { pictureSize } from "@lib/study/export/_picture_size.ts";
import { PIXEL } from "./sample_lab.ts";

const svg = (text: string) => pictureSize({ mime: "image/svg+xml", bytes: new TextEncoder().encode(text) });

// By hand
Deno.test("pictureSize() reads PNG, JPEG and SVG", () => {
  assertEquals(pictureSize({ mime: "image/png", bytes: Uint8Array.fromBase64(PIXEL) }), { width: 1, height: 1 });
  // SOI, an APP0 segment of 4 bytes, then a start of frame: precision 8, height 2, width 3.
  const jpeg = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc0, 0, 11, 8, 0, 2, 0, 3, 1, 0, 0, 0]);
  assertEquals(pictureSize({ mime: "image/jpeg", bytes: jpeg }), { width: 3, height: 2 });
  assertEquals(svg('<svg width="30px" height="20" viewBox="0 0 3 2">'), { width: 30, height: 20 });
  assertEquals(svg('<?xml?><svg viewBox="-1 0 300.5 20">'), { width: 300.5, height: 20 });
});

// Oracle: what sharp made of the fixture.
Deno.test("pictureSize() reads the size of a real figure", async () => {
  const notebook = await Deno.readTextFile(new URL("./fixtures/lab/notebooks/structures/ring.ipynb", import.meta.url));
  const png = notebook.match(/"image\/png": "([^"\\]+)/)![1]!;
  assertEquals(pictureSize({ mime: "image/png", bytes: Uint8Array.fromBase64(png) }), { width: 800, height: 450 });
});

// Refusals
Deno.test("bytes that do not say have no size", () => {
  assertEquals(pictureSize({ mime: "image/png", bytes: new Uint8Array(30) }), undefined);
  assertEquals(pictureSize({ mime: "image/png", bytes: new Uint8Array(3) }), undefined);
  assertEquals(pictureSize({ mime: "image/jpeg", bytes: new Uint8Array(3) }), undefined);
  assertEquals(svg("<p>"), undefined);
});
