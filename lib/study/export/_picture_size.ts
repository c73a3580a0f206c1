/**
 * Width and height of a picture in pixels, read from its first bytes, so that a page can keep room for it before it
 * arrives.
 *
 * PNG: 13.2.1 of its specification, the IHDR chunk comes first. JPEG: the first start-of-frame segment. SVG: the
 * `width` and `height` of its root, else its `viewBox`.
 *
 * @returns undefined when the bytes do not say.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { pictureSize } from "./_picture_size.ts";
 * const bytes = new TextEncoder().encode('<svg viewBox="0 0 40 30"/>');
 * assertEquals(pictureSize({ mime: "image/svg+xml", bytes }), { width: 40, height: 30 });
 * ```
 */
export function pictureSize(picture: { mime: string; bytes: Uint8Array }): PictureSize | undefined {
  const { mime, bytes } = picture;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (mime === "image/png") {
    if (bytes.length < 24 || view.getUint32(0) !== 0x89504e47 || view.getUint32(12) !== 0x49484452) return undefined;
    return { width: view.getUint32(16), height: view.getUint32(20) };
  }
  if (mime === "image/jpeg") return jpegSize(view);
  const root = new TextDecoder().decode(bytes.subarray(0, 4096)).match(/<svg[^>]*>/)?.[0] ?? "";
  const box = root.match(/viewBox="[\d.\-]+[ ,]+[\d.\-]+[ ,]+([\d.]+)[ ,]+([\d.]+)"/);
  const width = Number(root.match(/\swidth="([\d.]+)(?:px)?"/)?.[1] ?? box?.[1]);
  const height = Number(root.match(/\sheight="([\d.]+)(?:px)?"/)?.[1] ?? box?.[2]);
  return width > 0 && height > 0 ? { width, height } : undefined;
}

/** In pixels. */
export interface PictureSize {
  /** From left to right. */
  readonly width: number;
  /** From top to bottom. */
  readonly height: number;
}

function jpegSize(view: DataView): PictureSize | undefined {
  let at = 2;
  while (at + 9 < view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}
