/**
 * A string or some bytes on their way into shared memory and out of it.
 *
 * A string is kept as one byte a character if it has only characters up to U+00FF, else as its UTF-16 code units, two
 * bytes each. UTF-8 would be shorter for some and wrong for others: it cannot write a lone surrogate, so that two
 * different keys would become one. The hash is computed from the characters as they are; nothing is copied before it is
 * stored.
 *
 * **Invariant.** What is read is what was written, code unit by code unit; a string never equals bytes.
 *
 * Cost: O(length) for each method; no allocation but the value that {@linkcode valueOf} returns.
 *
 * Not here on purpose: numbers and objects (serialise them: shared memory holds no references).
 *
 * Source: Austin Appleby's MurmurHash3 (public domain) for the mixing; the loop is FNV-1a over code units.
 *
 * @module
 */

/** What can be kept in shared memory. */
export type Shareable = string | Uint8Array;

/** How the bytes of a value are to be read. */
export type Kind = typeof BYTES | typeof LATIN | typeof WIDE;

/** Bytes. */
export const BYTES = 0;
/** A string of characters up to U+00FF: one byte each. */
export const LATIN = 1;
/** Any string: two bytes a code unit, the lower first. */
export const WIDE = 2;

/** Up to this length a loop is faster than a call that copies. */
const SHORT_BYTES = 48;

/** The length that the engine knows: a subclass may say anything. */
const lengthOf = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), "length")!.get!;

/**
 * A place for one key or value; taken again for the next.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { EncodedValue, valueOf } from "./_encoded_value.ts";
 *
 * const memory = new Uint8Array(new SharedArrayBuffer(16));
 * const hand = new EncodedValue();
 * hand.set("naïve");
 * hand.write(memory, 0);
 * assertEquals([hand.byteLength, valueOf(memory, { byteLength: 5, kind: hand.kind })], [5, "naïve"]);
 * ```
 */
export class EncodedValue {
  /** How the bytes are to be read. */
  kind: Kind = BYTES;
  /** How many bytes it takes. */
  byteLength = 0;
  /** 32 bits, by {@linkcode hashAlso}; 0 until then. */
  hash = 0;
  #text = "";
  #bytes: Uint8Array = new Uint8Array(0);

  /** Takes `value` in hand; false if it is neither a string nor bytes. */
  set(value: Shareable): boolean {
    if (typeof value === "string") {
      let all = 0;
      for (let i = 0; i < value.length; i++) all |= value.charCodeAt(i);
      this.#text = value;
      this.kind = all < 256 ? LATIN : WIDE;
      this.byteLength = all < 256 ? value.length : 2 * value.length;
      return true;
    }
    if (!(value instanceof Uint8Array)) return false;
    this.kind = BYTES;
    this.byteLength = lengthOf.call(value) as number;
    this.#bytes = value;
    return true;
  }

  /** Takes `key` in hand and computes its hash; false if it is neither a string nor bytes. */
  setKey(key: Shareable, seed: number): boolean {
    if (typeof key !== "string") {
      if (!this.set(key)) return false;
      let hash = seed;
      for (let i = 0; i < this.byteLength; i++) hash = Math.imul(hash ^ this.#bytes[i]!, 0x01000193);
      this.hash = mixed(hash ^ this.byteLength);
      return true;
    }
    let hash = seed;
    let all = 0;
    for (let i = 0; i < key.length; i++) {
      const unit = key.charCodeAt(i);
      all |= unit;
      hash = Math.imul(hash ^ unit, 0x01000193);
    }
    this.#text = key;
    this.kind = all < 256 ? LATIN : WIDE;
    this.byteLength = all < 256 ? key.length : 2 * key.length;
    this.hash = mixed(hash ^ key.length);
    return true;
  }

  /** Whether the `byteLength` bytes at `at` are the ones in hand; length and kind have been compared before. */
  equals(memory: Uint8Array, at: number): boolean {
    if (this.kind === LATIN) {
      const text = this.#text;
      for (let i = 0; i < text.length; i++) if (memory[at + i] !== text.charCodeAt(i)) return false;
    } else if (this.kind === BYTES) {
      for (let i = 0; i < this.byteLength; i++) if (memory[at + i] !== this.#bytes[i]) return false;
    } else {
      const text = this.#text;
      for (let i = 0, to = at; i < text.length; i++, to += 2) {
        if ((memory[to]! | memory[to + 1]! << 8) !== text.charCodeAt(i)) return false;
      }
    }
    return true;
  }

  /** Writes what is in hand to `at`: `byteLength` bytes. */
  write(memory: Uint8Array, at: number): void {
    if (this.kind === LATIN) {
      const text = this.#text;
      for (let i = 0; i < text.length; i++) memory[at + i] = text.charCodeAt(i);
    } else if (this.kind === WIDE) {
      const text = this.#text;
      for (let i = 0, to = at; i < text.length; i++, to += 2) {
        const unit = text.charCodeAt(i);
        memory[to] = unit;
        memory[to + 1] = unit >>> 8;
      }
    } else if (this.byteLength <= SHORT_BYTES) {
      for (let i = 0; i < this.byteLength; i++) memory[at + i] = this.#bytes[i]!;
    } else {
      const { buffer, byteOffset } = this.#bytes;
      memory.set(new Uint8Array(buffer, byteOffset, this.byteLength), at); // a view that grew meanwhile is cut
    }
  }
}

/** Copies `length` bytes at `at` to the beginning of `to`. */
export function copyOut(memory: Uint8Array, { at, length, to }: { at: number; length: number; to: Uint8Array }): void {
  if (length <= SHORT_BYTES) { for (let i = 0; i < length; i++) to[i] = memory[at + i]!; }
  else to.set(memory.subarray(at, at + length));
}

/** The value whose first `byteLength` bytes stand at the beginning of `bytes`; bytes are copied. */
export function valueOf(bytes: Uint8Array, { byteLength, kind }: { byteLength: number; kind: Kind }): Shareable {
  if (kind === BYTES) return bytes.slice(0, byteLength);
  return kind === LATIN ? latinText(bytes, byteLength) : wideText(bytes, byteLength);
}

function latinText(bytes: Uint8Array, length: number): string {
  let text = "";
  let i = 0;
  for (; i + 8 <= length; i += 8) {
    // Plain arguments: spreading an array would make one first.
    text += String.fromCharCode(
      bytes[i]!,
      bytes[i + 1]!,
      bytes[i + 2]!,
      bytes[i + 3]!,
      bytes[i + 4]!,
      bytes[i + 5]!,
      bytes[i + 6]!,
      bytes[i + 7]!,
    );
  }
  for (; i < length; i++) text += String.fromCharCode(bytes[i]!);
  return text;
}

function wideText(bytes: Uint8Array, length: number): string {
  let text = "";
  for (let i = 0; i < length; i += 2) text += String.fromCharCode(bytes[i]! | bytes[i + 1]! << 8);
  return text;
}

/** Every bit of the result depends on every bit of `hash`. */
function mixed(hash: number): number {
  hash = Math.imul(hash ^ hash >>> 16, 0x85ebca6b);
  hash = Math.imul(hash ^ hash >>> 13, 0xc2b2ae35);
  return hash ^ hash >>> 16;
}
