/**
 * A thread of a pool, as the pool sees it: hands tasks over through shared memory, takes back those that have not
 * begun, and reads results; when the thread ends, it says which tasks had begun.
 *
 * **Invariant.** Each task that was given is handed back once: settled, taken back, or, when the thread has ended, in
 * `lost` (begun) or `left` (not begun).
 *
 * Not here on purpose: which task goes where (`thread_pool.ts`).
 *
 * @module
 */
import { receiveMessageOnPort, Worker } from "node:worker_threads";
import { compile, type SerializedFunction } from "./_serialized_function.ts";
import type { PoolTask, TaskHolder } from "./pool_task.ts";
import { BY_PORT, DONE, LAYOUT, NESTED, READY, TAKEN, THROWN } from "./_ring_layout.ts";
import { type PoolMessage, type ThreadMessage, workerMain } from "./_worker_main.ts";
import { deserializeError, serializeError } from "./_error_serialization.ts";
import { makeValueCodec, type ValueCodec } from "./_value_codec.ts";

/** What the pool does when a thread has something to say. */
export interface ThreadOwner {
  /** A task has an outcome. */
  onOutcome(task: PoolTask, outcome: { readonly isValue: boolean; readonly value: unknown }): void;
  /** A task asks for another to be run. */
  onRequest(thread: WorkerHandle, mail: ThreadMessage & { kind: "request" }): void;
  /** All that the thread had to say for now has been said. */
  onQuiet(thread: WorkerHandle): void;
  /** It has ended: `lost` had begun, `left` had not. */
  onEnd(thread: WorkerHandle, end: { lost: PoolTask[]; left: PoolTask[]; cause: unknown; wasAsked: boolean }): void;
}

/**
 * Runs as the text of the thread's only script. Everything in it is complete in itself, so that a pool needs no
 * permission to read files, and works when the library has been bundled into one.
 */
const SCRIPT = `const { workerData, receiveMessageOnPort } = require("node:worker_threads");
const serializeError = ${serializeError};
const port = workerData.port;
const exit = process.exit.bind(process);
const { setImmediate, setInterval } = globalThis;
setInterval(() => {}, 2 ** 30); // waiting for a bell alone does not keep a thread alive
process.on("uncaughtException", (thrown) => {
  port.postMessage({ kind: "death", thrown: serializeError(thrown) });
  Atomics.add(new Int32Array(workerData.memory), workerData.layout.threadMessages, 1);
  exit(1);
});
(${workerMain})(workerData, {
  makeValueCodec: ${makeValueCodec},
  deserializeError: ${deserializeError},
  compile: ${compile},
  load: (module) => import(module),
  serializeError,
  receive: receiveMessageOnPort,
  nextRound: () => new Promise((resolve) => setImmediate(resolve)),
  exit,
});`;

/** A thread, running or ended. */
export class WorkerHandle implements TaskHolder {
  readonly #owner: ThreadOwner;
  readonly #words: Int32Array;
  readonly #codec: ValueCodec;
  readonly #bytes: Uint8Array;
  readonly #port: MessagePort;
  readonly #worker: Worker;
  /** Codes that the thread has been told. */
  readonly #known = new Set<number>();
  /** By slot: the task that is in it. */
  readonly #tasks: (PoolTask | undefined)[] = new Array(LAYOUT.slots).fill(undefined);
  readonly #free: number[] = Array.from({ length: LAYOUT.slots }, (_, slot) => slot);
  /** What came through the port for slots that have not been read yet, by delivery. */
  readonly #parcels = new Map<number, ThreadMessage>();
  /** Tasks given so far: a task that comes again, after others took it back, has a new number. */
  #deliveries = 0;
  #read = 0;
  #mailRead = 0;
  #hasEnded = false;
  #wasAsked = false;
  #cause: unknown;
  /** Tasks that were given and have neither an outcome nor been taken back. */
  outstanding = 0;
  /** Requests of this thread's tasks that have not been answered. */
  requests = 0;
  /** Tasks that its tasks asked for and that no thread has yet, oldest first. */
  readonly children: PoolTask[] = [];
  /** When it last became idle, on the pool's clock. */
  idleSinceMs = 0;
  /** Resolves when it has ended. */
  readonly ended: Promise<void>;

  /** Starts a thread. */
  constructor(owner: ThreadOwner, { memoryMegabytes }: { memoryMegabytes: number | undefined }) {
    this.#owner = owner;
    const memory = new SharedArrayBuffer(LAYOUT.totalBytes);
    this.#words = new Int32Array(memory);
    this.#bytes = new Uint8Array(memory);
    this.#codec = makeValueCodec(memory);
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#worker = new Worker(SCRIPT, {
      eval: true,
      workerData: { memory, layout: LAYOUT, port: port2 },
      transferList: [port2 as unknown as import("node:worker_threads").MessagePort],
      ...memoryMegabytes === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: memoryMegabytes } },
    });
    this.#worker.on("error", (error: unknown) => this.#cause ??= error);
    this.ended = new Promise((resolve) =>
      this.#worker.on("exit", () => {
        this.#end();
        resolve();
      })
    );
    this.#listen();
  }

  /** Whether another task can be given. */
  get hasRoom(): boolean {
    return this.#free.length > 0 && !this.#hasEnded;
  }

  /** Whether it has begun all that it was given. */
  get hasBegunAll(): boolean {
    return this.#tasks.every((task, slot) => task === undefined || this.#words[LAYOUT.state + slot] !== READY);
  }

  /** Whether it can be given nothing any more. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Gives a task; `isNested` if a task of this very thread asked for it. */
  give(task: PoolTask, { code, isNested }: { code: SerializedFunction; isNested: boolean }): void {
    if (!this.#known.has(task.code)) {
      this.#post({ kind: "code", number: task.code, code });
      this.#known.add(task.code);
    }
    const slot = this.#free.pop()!;
    const start = LAYOUT.payloadStart + slot * LAYOUT.payloadBytes;
    if (task.parcel !== undefined) {
      this.#post({ kind: "arguments", delivery: this.#deliveries + 1, args: task.parcel.args }, task.parcel.transfer);
    } else {
      this.#bytes.set(task.bytes!, start);
      task.bytes = undefined; // the slot has them
    }
    this.#send(task, { slot, isNested });
  }

  #send(task: PoolTask, { slot, isNested }: { slot: number; isNested: boolean }): void {
    const words = this.#words;
    this.#tasks[slot] = task;
    task.holder = this;
    this.outstanding++;
    words[LAYOUT.delivery + slot] = ++this.#deliveries;
    words[LAYOUT.code + slot] = task.code;
    words[LAYOUT.form + slot] = task.form | (task.parcel === undefined ? 0 : BY_PORT) | (isNested ? NESTED : 0);
    Atomics.store(words, LAYOUT.state + slot, READY);
    const sent = words[LAYOUT.sent]!;
    words[LAYOUT.sentRing + sent % LAYOUT.slots] = slot;
    Atomics.store(words, LAYOUT.sent, sent + 1);
    this.#ring();
  }

  /** Takes a task back; false if it has begun. */
  takeBack(task: PoolTask): boolean {
    const slot = this.#tasks.indexOf(task);
    return slot !== -1 && this.#takeSlot(slot);
  }

  /** Takes back up to `most` tasks that have not begun, those that were given last first. */
  takeBackLast(most: number, { childrenToo = false }: { childrenToo?: boolean } = {}): PoolTask[] {
    const taken: PoolTask[] = [];
    const sent = this.#words[LAYOUT.sent]!;
    for (let at = sent - 1; taken.length < most && at >= Math.max(0, sent - LAYOUT.slots); at--) {
      const slot = this.#words[LAYOUT.sentRing + at % LAYOUT.slots]!;
      const task = this.#tasks[slot];
      if (task === undefined || task.parcel?.transfer.length) continue;
      if (!childrenToo && task.request?.home === this) continue;
      if (this.#takeSlot(slot)) taken.push(task);
    }
    return taken;
  }

  /** Whether the task has begun. */
  hasBegun(task: PoolTask): boolean {
    const slot = this.#tasks.indexOf(task);
    return slot !== -1 && Atomics.load(this.#words, LAYOUT.state + slot) !== READY;
  }

  /** Answers a request of one of its tasks. */
  answer(mail: PoolMessage): void {
    if (this.#hasEnded) return;
    this.requests--;
    this.#post(mail);
    this.#ring();
  }

  /** Lets it end when it has nothing left to do. */
  stop(): void {
    this.#wasAsked = true;
    Atomics.store(this.#words, LAYOUT.stop, 1);
    this.#ring();
  }

  /** Ends it at once, in the middle of whatever it does. */
  kill(cause: unknown): void {
    this.#wasAsked = true;
    this.#cause ??= cause;
    this.#worker.terminate();
    this.#end();
  }

  /** Whether it keeps the process alive. */
  keepAlive(does: boolean): void {
    if (does) this.#worker.ref();
    else this.#worker.unref();
  }

  #ring(): void {
    Atomics.add(this.#words, LAYOUT.threadDoorbell, 1);
    Atomics.notify(this.#words, LAYOUT.threadDoorbell);
  }

  #post(mail: PoolMessage, transfer: Transferable[] = []): void {
    this.#port.postMessage(mail, transfer);
    Atomics.add(this.#words, LAYOUT.poolMessages, 1);
  }

  /** Takes back what is in `slot`, if it has not begun. If it has no slot of its own any more, its bytes come along. */
  #takeSlot(slot: number): boolean {
    if (Atomics.compareExchange(this.#words, LAYOUT.state + slot, READY, TAKEN) !== READY) return false;
    const task = this.#tasks[slot]!;
    this.#tasks[slot] = undefined;
    task.holder = undefined;
    this.outstanding--;
    if (task.parcel === undefined) {
      const start = LAYOUT.payloadStart + slot * LAYOUT.payloadBytes;
      task.bytes = this.#bytes.slice(start, start + LAYOUT.payloadBytes);
    }
    return true;
  }

  async #listen(): Promise<void> {
    while (!this.#hasEnded) {
      const bell = Atomics.load(this.#words, LAYOUT.poolDoorbell);
      if (this.#drain()) this.#owner.onQuiet(this);
      const sleep = Atomics.waitAsync(this.#words, LAYOUT.poolDoorbell, bell);
      if (sleep.async) await sleep.value;
    }
  }

  /** Reads everything that the thread has given back or asked for; whether there was anything. */
  #drain(): boolean {
    const words = this.#words;
    const hasMail = Atomics.load(words, LAYOUT.threadMessages) !== this.#mailRead;
    if (hasMail) this.#readMail();
    const firstRead = this.#read;
    for (; this.#read !== Atomics.load(words, LAYOUT.done); this.#read++) {
      const slot = words[LAYOUT.doneRing + this.#read % LAYOUT.slots]!;
      const task = this.#tasks[slot];
      this.#tasks[slot] = undefined;
      this.#free.push(slot);
      if (task === undefined) continue; // it had been taken back
      this.outstanding--;
      this.#owner.onOutcome(task, this.#outcome(slot));
    }
    return hasMail || this.#read !== firstRead;
  }

  #outcome(slot: number): { isValue: boolean; value: unknown } {
    if (this.#words[LAYOUT.state + slot] !== DONE) throw new Error(`Slot ${slot} was given back undone`);
    const form = this.#words[LAYOUT.form + slot]!;
    if ((form & BY_PORT) === 0) {
      return { isValue: true, value: this.#codec.decode(LAYOUT.payloadStart + slot * LAYOUT.payloadBytes) };
    }
    const delivery = this.#words[LAYOUT.delivery + slot]!;
    if (!this.#parcels.has(delivery)) this.#readMail();
    const mail = this.#parcels.get(delivery);
    this.#parcels.delete(delivery);
    if ((form & THROWN) === 0 && mail?.kind === "value") return { isValue: true, value: mail.value };
    return { isValue: false, value: mail?.kind === "thrown" ? deserializeError(mail.thrown) : this.#cause };
  }

  #readMail(): void {
    this.#mailRead = Atomics.load(this.#words, LAYOUT.threadMessages);
    type Receive = (port: MessagePort) => { readonly message: ThreadMessage } | undefined;
    const receive = receiveMessageOnPort as unknown as Receive;
    for (let letter = receive(this.#port); letter !== undefined; letter = receive(this.#port)) {
      const mail = letter.message;
      if (mail.kind === "request") {
        this.requests++;
        this.#owner.onRequest(this, mail);
      } else if (mail.kind === "death") this.#cause = deserializeError(mail.thrown);
      else this.#parcels.set(mail.delivery, mail);
    }
  }

  /** Reads what it still said, and says which tasks are left behind. */
  #end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#drain();
    const lost: PoolTask[] = [];
    const left: PoolTask[] = [];
    const order = this.#tasks.flatMap((task, slot) => task === undefined ? [] : [{ task, slot }])
      .sort((a, b) => a.task.number - b.task.number);
    for (const { task, slot } of order) (this.#takeSlot(slot) ? left : lost).push(task);
    this.outstanding = 0;
    this.#port.close();
    this.#owner.onEnd(this, { lost, left, cause: this.#cause, wasAsked: this.#wasAsked });
  }
}
