/**
 * Numbers and texts as bytes, sealed so that damage is noticed.
 *
 *     magic (4) · version (1) · CRC-32 of all that follows (4) · length of the payload (4) · payload
 *
 * **Invariant.** {@linkcode openChecksummed} gives back exactly what was sealed, or throws. A change within any one
 * byte, and a cut or an addition anywhere, are noticed for certain; other damage, all but once in 2³².
 *
 * Numbers are written seven bits a byte, so that all machines read the same.
 *
 * Cost: O(bytes).
 *
 * Not here on purpose: protection from people who forge a checksum, compression (the page's server does that).
 *
 * Source: ISO 3309, the CRC of gzip and PNG.
 *
 * @module
 */

const MAGIC = [0x49, 0x4e, 0x56, 0x58]; // "INVX"
const VERSION = 1;
const HEADER_BYTES = 13;

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

/** Bytes that are not a whole, undamaged snapshot of a known version. */
export class SnapshotError extends Error {
  /** Tells it from other errors. */
  override name = "SnapshotError";
}

/** Writes numbers and texts one after the other. */
export class ByteWriter {
  #bytes = new Uint8Array(1024);
  #length = HEADER_BYTES;

  /** Writes an integer from 0 to 2⁵³ − 1. */
  number(number: number): void {
    this.#reserve(8);
    let rest = number;
    while (rest >= 0x80) {
      this.#bytes[this.#length++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#bytes[this.#length++] = rest;
  }

  /** Writes any double. */
  double(number: number): void {
    this.#reserve(8);
    new DataView(this.#bytes.buffer).setFloat64(this.#length, number);
    this.#length += 8;
  }

  /** Writes a text; halves of surrogate pairs that stand alone survive. */
  text(text: string): void {
    this.number(text.length);
    for (let at = 0; at < text.length; at++) this.number(text.charCodeAt(at));
  }

  /** All that was written, sealed. */
  sealed(): Uint8Array {
    const bytes = this.#bytes.slice(0, this.#length);
    const view = new DataView(bytes.buffer);
    bytes.set(MAGIC);
    bytes[4] = VERSION;
    view.setUint32(9, this.#length - HEADER_BYTES);
    view.setUint32(5, crc32(bytes.subarray(9)));
    return bytes;
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#bytes.length) return;
    const longer = new Uint8Array(2 * this.#bytes.length);
    longer.set(this.#bytes);
    this.#bytes = longer;
  }
}

/** Reads what a {@linkcode ByteWriter} wrote, in the same order. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #at = HEADER_BYTES;

  /** A reader of sealed bytes that have been checked: {@linkcode openChecksummed}. */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** The next number. */
  number(): number {
    let number = 0;
    for (let unit = 1;; unit *= 0x80) {
      const byte = this.#bytes[this.#at++]!;
      number += (byte & 0x7f) * unit;
      if (byte < 0x80) return number;
    }
  }

  /** The next double. */
  double(): number {
    const { buffer, byteOffset } = this.#bytes;
    const number = new DataView(buffer, byteOffset).getFloat64(this.#at);
    this.#at += 8;
    return number;
  }

  /** The next text. */
  text(): string {
    const codes = Array.from({ length: this.number() }, () => this.number());
    return codes.map((code) => String.fromCharCode(code)).join("");
  }
}

/**
 * Checks sealed bytes, and returns a reader at their beginning.
 * @throws {SnapshotError} If they are no snapshot, of another version, cut, lengthened or damaged.
 *
 * @example
 * ```ts
 * import { assertEquals, assertThrows } from "@std/assert";
 * import { ByteWriter, openChecksummed, SnapshotError } from "./_checksummed_bytes.ts";
 *
 * const writer = new ByteWriter();
 * writer.number(300);
 * const bytes = writer.sealed();
 * assertEquals(openChecksummed(bytes).number(), 300);
 * assertThrows(() => openChecksummed(bytes.subarray(0, -1)), SnapshotError, "must have");
 * ```
 */
export function openChecksummed(bytes: Uint8Array): ByteReader {
  if (bytes.length < HEADER_BYTES) {
    throw refusal(`it must have ${HEADER_BYTES} bytes at least`, `${bytes.length} bytes`);
  }
  if (MAGIC.some((byte, index) => bytes[index] !== byte)) {
    const shown = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
    throw refusal("it must begin with 49 4e 56 58", shown);
  }
  if (bytes[4] !== VERSION) throw refusal(`its version must be ${VERSION}`, String(bytes[4]));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = HEADER_BYTES + view.getUint32(9);
  if (bytes.length !== length) throw refusal(`it must have ${length} bytes, as it says`, `${bytes.length} bytes`);
  const crc = crc32(bytes.subarray(9));
  if (crc !== view.getUint32(5)) {
    throw refusal(`its checksum must be ${hex(view.getUint32(5))}, as it says: it is damaged`, hex(crc));
  }
  return new ByteReader(bytes);
}

function crc32(bytes: Uint8Array): number {
  let crc = ~0;
  for (let at = 0; at < bytes.length; at++) crc = (crc >>> 8) ^ CRC_TABLE[(crc ^ bytes[at]!) & 0xff]!;
  return ~crc >>> 0;
}

function hex(number: number): string {
  return number.toString(16).padStart(8, "0");
}

function refusal(rule: string, current: string): SnapshotError {
  return new SnapshotError(`Cannot read a snapshot: ${rule}: current value is ${current}`);
}
