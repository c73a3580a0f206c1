import { assertEquals, assertThrows } from "@std/assert";
import { ByteWriter, openChecksummed, SnapshotError } from "@lib/ml/retrieval/_checksummed_bytes.ts";

const sealed = (...texts: string[]) => {
  const writer = new ByteWriter();
  for (const text of texts) writer.text(text);
  return writer.sealed();
};

// By hand
Deno.test("numbers, doubles and texts come back in order", () => {
  const writer = new ByteWriter();
  const numbers = [0, 127, 128, 2 ** 31, 2 ** 32 + 5, 2 ** 53 - 1];
  const doubles = [0.1, -0, Infinity, 5e-324];
  const texts = ["", "é", "🎉", "\ud83c", "x".repeat(5000)];
  for (const number of numbers) writer.number(number);
  for (const double of doubles) writer.double(double);
  for (const text of texts) writer.text(text);
  const bytes = writer.sealed();
  const moved = Uint8Array.of(9, 9, 9, ...bytes).subarray(3); // a view that does not begin its buffer
  for (const reader of [openChecksummed(bytes), openChecksummed(moved)]) {
    assertEquals(numbers.map(() => reader.number()), numbers);
    assertEquals(doubles.map(() => reader.double()), doubles);
    assertEquals(texts.map(() => reader.text()), texts);
  }
});

Deno.test("the layout is magic, version, checksum, length, payload", () => {
  // CRC-32 of 00 00 00 02 01 61, from zlib
  assertEquals([...sealed("a")], [0x49, 0x4e, 0x56, 0x58, 1, 0x91, 0xe8, 0x15, 0x42, 0, 0, 0, 2, 1, 0x61]);
});

// Refusals
Deno.test("damage is named: too short, other magic, other version, other length, other checksum", () => {
  const bytes = sealed("a");
  const changed = (at: number, byte: number) => bytes.with(at, byte);
  const cases: [Uint8Array, string][] = [
    [new Uint8Array(0), "it must have 13 bytes at least: current value is 0 bytes"],
    [changed(0, 0x50), "it must begin with 49 4e 56 58: current value is 50 4e 56 58"],
    [changed(4, 2), "its version must be 1: current value is 2"],
    [bytes.subarray(0, 14), "it must have 15 bytes, as it says: current value is 14 bytes"],
    [changed(12, 3), "it must have 16 bytes, as it says: current value is 15 bytes"],
    [Uint8Array.of(...bytes, 0), "it must have 15 bytes, as it says: current value is 16 bytes"],
    [changed(8, 0x43), "its checksum must be 91e81543, as it says: it is damaged: current value is 91e81542"],
  ];
  for (const [damaged, message] of cases) {
    const error = assertThrows(() => openChecksummed(damaged), SnapshotError);
    assertEquals(error.message, `Cannot read a snapshot: ${message}`);
  }
});
