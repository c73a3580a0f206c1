/**
 * The memory that a pool and one of its threads share: a table of slots, and two rings of slot numbers around it.
 *
 * ```
 *            sent →  [ 3 | 0 | 7 | … ]  → the thread takes them in order
 *   pool                 slots: state · delivery · code · form · payload             thread
 *            read ←  [ 0 | 3 | … ]  ← done, or passed over
 * ```
 *
 * A task lives in one slot from the moment the pool hands it over until the pool has read its result, which the thread
 * writes over the arguments. Each ring has as many places as there are slots, so neither can overflow. Two bells wake
 * the sleeping side: words that only grow, for `Atomics.waitAsync`.
 *
 * **Invariant.** The state of a slot moves by compare-and-exchange alone: `ready → running` by the thread, `ready →
 * taken` by the pool. One of them wins, so a task that the pool took back was never begun, and one that a dead thread
 * left `running` was begun.
 *
 * Not here on purpose: what does not fit into a payload; it goes through a `MessagePort`, and the slot says so.
 *
 * Source: the two rings are those of Linux's io_uring (J. Axboe, *Efficient IO with io_uring*, 2019, §4).
 *
 * @module
 */

/** Where everything is, in 32-bit words, but for `payloadStart` and `payloadBytes`, which count bytes. */
export interface RingLayout {
  /** Tasks that a thread can hold, begun or not. A power of two. */
  readonly slots: number;
  /** Rung by the pool. */
  readonly threadDoorbell: number;
  /** Rung by the thread. */
  readonly poolDoorbell: number;
  /** Slot numbers that the pool has sent so far. */
  readonly sent: number;
  /** Slot numbers that the thread has given back so far. */
  readonly done: number;
  /** Not 0 when the thread is to end as soon as it has nothing left to do. */
  readonly stop: number;
  /** Messages that the pool has posted so far and that belong to no slot. */
  readonly poolMessages: number;
  /** Messages that the thread has posted so far and that belong to no slot. */
  readonly threadMessages: number;
  /** First place of the ring of sent slot numbers. */
  readonly sentRing: number;
  /** First place of the ring of slot numbers that came back. */
  readonly doneRing: number;
  /** State of slot 0. */
  readonly state: number;
  /** Number of the delivery in slot 0. */
  readonly delivery: number;
  /** Number of the code of slot 0. */
  readonly code: number;
  /** Flags of slot 0. */
  readonly form: number;
  /** First byte of the payload of slot 0. */
  readonly payloadStart: number;
  /** Bytes of one payload. */
  readonly payloadBytes: number;
  /** Bytes of all. */
  readonly totalBytes: number;
}

/** States of a slot. */
export const READY = 1, RUNNING = 2, TAKEN = 3, DONE = 4;

/**
 * Flags of a slot: on the way there, whether the arguments come through the port, whether a task of this thread asked
 * for it, …
 */
export const BY_PORT = 1, NESTED = 2, TRANSFER_RESULT = 4;
/** … and on the way back, whether the result comes through the port ({@linkcode BY_PORT}) and whether it was thrown. */
export const THROWN = 8;

/** Tasks that a thread can hold: enough that it need not wait for the pool between two short ones. */
const SLOTS = 64;
/** Room for arguments and results that need no port; more would only make copies of large values slower to refuse. */
const PAYLOAD_BYTES = 1024;

/** The layout that all threads have. */
export const LAYOUT: RingLayout = layOut();

function layOut(): RingLayout {
  const line = 16; // words of a cache line: the bells are written by different threads
  const ring = 7 * line;
  const payloadStart = 4 * (ring + 6 * SLOTS);
  return {
    slots: SLOTS,
    threadDoorbell: 0,
    poolDoorbell: line,
    sent: 2 * line,
    done: 3 * line,
    stop: 4 * line,
    poolMessages: 5 * line,
    threadMessages: 6 * line,
    sentRing: ring,
    doneRing: ring + SLOTS,
    state: ring + 2 * SLOTS,
    delivery: ring + 3 * SLOTS,
    code: ring + 4 * SLOTS,
    form: ring + 5 * SLOTS,
    payloadStart,
    payloadBytes: PAYLOAD_BYTES,
    totalBytes: payloadStart + SLOTS * PAYLOAD_BYTES,
  };
}
