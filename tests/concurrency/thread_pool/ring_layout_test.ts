import { assert, assertEquals } from "@std/assert";
import {
  BY_PORT,
  DONE,
  LAYOUT,
  NESTED,
  READY,
  RUNNING,
  TAKEN,
  THROWN,
  TRANSFER_RESULT,
} from "@lib/concurrency/thread_pool/_ring_layout.ts";

// Invariants
Deno.test("no two parts of the memory overlap, and all are inside", () => {
  const { slots, payloadStart, payloadBytes, totalBytes } = LAYOUT;
  const single = [
    LAYOUT.threadDoorbell,
    LAYOUT.poolDoorbell,
    LAYOUT.sent,
    LAYOUT.done,
    LAYOUT.stop,
    LAYOUT.poolMessages,
    LAYOUT.threadMessages,
  ];
  const tables = [LAYOUT.sentRing, LAYOUT.doneRing, LAYOUT.state, LAYOUT.delivery, LAYOUT.code, LAYOUT.form];
  const words = [...single, ...tables.flatMap((first) => Array.from({ length: slots }, (_, slot) => first + slot))];
  assertEquals(new Set(words).size, single.length + tables.length * slots);
  assert(words.every((word) => word >= 0 && 4 * word < payloadStart));
  assertEquals(totalBytes, payloadStart + slots * payloadBytes);
});

Deno.test("slot numbers wrap with the counters, and bells lie on cache lines of their own", () => {
  assertEquals(2 ** 32 % LAYOUT.slots, 0);
  const bells = [LAYOUT.threadDoorbell, LAYOUT.poolDoorbell].map((word) => Math.floor(4 * word / 64));
  assertEquals(new Set(bells).size, 2);
});

Deno.test("states and flags are told apart", () => {
  assertEquals(new Set([0, READY, RUNNING, TAKEN, DONE]).size, 5);
  assertEquals(BY_PORT | NESTED | TRANSFER_RESULT | THROWN, BY_PORT + NESTED + TRANSFER_RESULT + THROWN);
});
