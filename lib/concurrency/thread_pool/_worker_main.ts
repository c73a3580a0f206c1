/**
 * The program of a thread of a pool: takes tasks out of shared memory, one at a time, and writes down what became of
 * them.
 *
 * It sleeps in `Atomics.waitAsync`, not in `Atomics.wait`, so its event loop stays alive: timers, promises and streams
 * that a task left behind go on, and a mistake in one of them ends the thread now, not at some later task.
 *
 * **Invariant.** Between two tasks nothing of the first is still running, unless it waits for tasks that it submitted
 * itself: only such tasks may run meanwhile.
 *
 * Not here on purpose: who gets which task, what happens when a thread ends (`worker_handle.ts`, `thread_pool.ts`).
 *
 * @module
 */
import type { compile, SerializedFunction } from "./_serialized_function.ts";
import type { DescribedThrow, serializeError } from "./_error_serialization.ts";
import type { RingLayout } from "./_ring_layout.ts";
import type { makeValueCodec } from "./_value_codec.ts";

/** What a thread is started with. */
export interface ThreadBoot {
  /** Shared with the pool. */
  readonly memory: SharedArrayBuffer;
  /** Where everything is in it. */
  readonly layout: RingLayout;
  /** For what does not fit there. */
  readonly port: MessagePort;
}

/** A message of the pool to a thread. */
export type PoolMessage =
  | { readonly kind: "code"; readonly number: number; readonly code: SerializedFunction }
  | { readonly kind: "arguments"; readonly delivery: number; readonly args: unknown[] }
  | { readonly kind: "answer"; readonly request: number; readonly value: unknown }
  | { readonly kind: "refusal"; readonly request: number; readonly thrown: DescribedThrow };

/** A message of a thread to the pool. */
export type ThreadMessage =
  | { readonly kind: "value"; readonly delivery: number; readonly value: unknown }
  | { readonly kind: "thrown"; readonly delivery: number; readonly thrown: DescribedThrow }
  | {
    readonly kind: "request";
    readonly request: number;
    readonly code: SerializedFunction;
    readonly args: unknown[];
  }
  | { readonly kind: "death"; readonly thrown: DescribedThrow };

/** What the program needs, each part complete in itself. */
export interface ThreadParts {
  /** Reads arguments and writes results. */
  readonly makeValueCodec: typeof makeValueCodec;
  /** Packs what a task threw. */
  readonly serializeError: typeof serializeError;
  /** Unpacks what a subtask threw. */
  readonly deserializeError: (described: DescribedThrow) => unknown;
  /** Makes functions of source text. */
  readonly compile: typeof compile;
  /** Imports a module. */
  readonly load: (module: string) => Promise<Readonly<Record<string, unknown>>>;
  /** The next message on the port, if there is one. */
  readonly receive: (port: MessagePort) => { readonly message: PoolMessage } | undefined;
  /** Resolves in the next round of the event loop. */
  readonly nextRound: () => Promise<void>;
  /** Ends the thread. */
  readonly exit: (code: number) => never;
}

/** Runs in the thread until it is told to stop. Travels as source text. */
export async function workerMain(boot: ThreadBoot, parts: ThreadParts): Promise<void> {
  const READY = 1, RUNNING = 2, TAKEN = 3, DONE = 4;
  const BY_PORT = 1, NESTED = 2, TRANSFER_RESULT = 4, THROWN = 8;
  const MAX_STRETCH_MS = 4; // without a round of the event loop, while one task follows the other
  const { layout, port, memory } = boot;
  const words = new Int32Array(memory);
  const codec = parts.makeValueCodec(memory);
  const codes = new Map<number, { run?: (...args: unknown[]) => unknown; code: SerializedFunction }>();
  const parcels = new Map<number, unknown[]>();
  const requests = new Map<
    number,
    { task: Running; resolve: (value: unknown) => void; reject: (thrown: unknown) => void }
  >();
  type Running = { readonly slot: number; readonly delivery: number; requests: number; isOver: boolean };
  let lastRequest = 0;
  let mailRead = 0;
  let taken = 0;
  let running = 0;
  let waiting = 0;

  const ring = () => {
    Atomics.add(words, layout.poolDoorbell, 1);
    Atomics.notify(words, layout.poolDoorbell);
  };
  const post = (mail: ThreadMessage, transfer: Transferable[] = []) => {
    port.postMessage(mail, transfer);
    if (mail.kind !== "request" && mail.kind !== "death") return;
    Atomics.add(words, layout.threadMessages, 1);
    ring();
  };
  const giveBack = (slot: number) => {
    const done = words[layout.done]!;
    words[layout.doneRing + done % layout.slots] = slot;
    Atomics.store(words, layout.done, done + 1);
    ring();
  };
  const readMail = () => {
    const posted = Atomics.load(words, layout.poolMessages);
    if (posted === mailRead) return;
    mailRead = posted;
    for (let letter = parts.receive(port); letter !== undefined; letter = parts.receive(port)) {
      const mail = letter.message;
      if (mail.kind === "code") codes.set(mail.number, { code: mail.code });
      else if (mail.kind === "arguments") parcels.set(mail.delivery, mail.args);
      else {
        const { task, resolve, reject } = requests.get(mail.request)!;
        requests.delete(mail.request);
        if (--task.requests === 0 && !task.isOver) waiting--;
        if (mail.kind === "answer") resolve(mail.value);
        else reject(parts.deserializeError(mail.thrown));
      }
    }
  };

  const finish = (task: Running, form: number) => {
    words[layout.form + task.slot] = form;
    if (task.requests > 0) waiting--; // it did not wait for all that it submitted
    task.isOver = true;
    running--;
    Atomics.store(words, layout.state + task.slot, DONE);
    giveBack(task.slot);
  };
  const fail = (task: Running, thrown: unknown, code?: SerializedFunction) => {
    const described = parts.serializeError(thrown);
    const isLost = code !== undefined && "source" in code && described.kind === "error" &&
      described.name === "ReferenceError";
    const why = " (the function was sent as source text, without the variables around it:" +
      " pass what it needs as an argument, or use moduleTask)";
    const told = isLost ? { ...described, message: described.message + why } : described;
    post({ kind: "thrown", delivery: task.delivery, thrown: told });
    finish(task, BY_PORT | THROWN);
  };
  const buffersOf = (value: unknown): Transferable[] => {
    const parts = typeof value === "object" && value !== null && !ArrayBuffer.isView(value)
      ? [value, ...Object.values(value)]
      : [value];
    const buffers = parts.map((part) => ArrayBuffer.isView(part) ? part.buffer : part);
    return [...new Set(buffers.filter((buffer) => buffer instanceof ArrayBuffer))];
  };
  const succeed = (task: Running, value: unknown, form: number) => {
    const start = layout.payloadStart + task.slot * layout.payloadBytes;
    try {
      if (codec.encode(value, start, start + layout.payloadBytes) !== undefined) return finish(task, 0);
      post({ kind: "value", delivery: task.delivery, value }, form & TRANSFER_RESULT ? buffersOf(value) : []);
    } catch (error) {
      return fail(task, error); // it can't be cloned, or a getter of it threw
    }
    finish(task, BY_PORT);
  };

  const load = async (entry: { run?: (...args: unknown[]) => unknown; code: SerializedFunction }) => {
    const { code } = entry;
    if ("source" in code) return entry.run = parts.compile(code.source);
    const run = (await parts.load(code.module))[code.name];
    if (typeof run === "function") return entry.run = run as (...args: unknown[]) => unknown;
    throw new TypeError(
      `Cannot run a task: ${code.module} must export a function ${code.name}: current value is ${typeof run}`,
    );
  };
  const submitFrom = (task: Running) => (fn: unknown, ...args: unknown[]) => {
    const request = ++lastRequest;
    const promise = new Promise<unknown>((resolve, reject) => {
      const code = typeof fn === "function" ? { source: String(fn) } : fn as SerializedFunction;
      post({ kind: "request", request, code, args });
      requests.set(request, { task, resolve, reject });
      if (++task.requests === 1 && !task.isOver) waiting++;
    });
    promise.catch(() => {}); // a caller that asks for the result hears of it
    return { result: () => promise };
  };
  const start = (slot: number): unknown => {
    const delivery = words[layout.delivery + slot]!;
    const form = words[layout.form + slot]!;
    if (Atomics.compareExchange(words, layout.state + slot, READY, RUNNING) !== READY) {
      parcels.delete(delivery);
      return giveBack(slot);
    }
    const task: Running = { slot, delivery, requests: 0, isOver: false };
    running++;
    const entry = codes.get(words[layout.code + slot]!)!;
    const call = () => {
      const args = form & BY_PORT
        ? parcels.get(delivery)!
        : codec.decode(layout.payloadStart + slot * layout.payloadBytes) as unknown[];
      parcels.delete(delivery);
      return entry.run!.apply({ submit: submitFrom(task) }, args);
    };
    try {
      const value = entry.run === undefined ? load(entry).then(call) : call();
      if (value === null || typeof value !== "object" || typeof (value as { then?: unknown }).then !== "function") {
        return succeed(task, value, form);
      }
      Promise.resolve(value).then((value) => succeed(task, value, form), (thrown) => fail(task, thrown, entry.code))
        .then(() => {
          Atomics.add(words, layout.threadDoorbell, 1); // the loop below looks for the next task
          Atomics.notify(words, layout.threadDoorbell);
        });
    } catch (thrown) {
      fail(task, thrown, entry.code);
    }
  };

  let lastRoundMs = performance.now();
  for (;;) {
    const bell = Atomics.load(words, layout.threadDoorbell);
    const isWaiting = taken !== Atomics.load(words, layout.sent);
    readMail(); // after `sent` was read: what a task needs is posted before the task is sent
    const slot = words[layout.sentRing + taken % layout.slots]!;
    const isNested = (words[layout.form + slot]! & NESTED) !== 0;
    if (
      isWaiting &&
      (running === 0 || Atomics.load(words, layout.state + slot) === TAKEN || (isNested && waiting === running))
    ) {
      taken++;
      start(slot);
      await undefined; // what the task left in the queue of microtasks runs before the next task
      if (performance.now() - lastRoundMs > MAX_STRETCH_MS) {
        await parts.nextRound();
        lastRoundMs = performance.now();
      }
      continue;
    }
    if (!isWaiting && running === 0 && Atomics.load(words, layout.stop) !== 0) parts.exit(0);
    const sleep = Atomics.waitAsync(words, layout.threadDoorbell, bell);
    if (sleep.async) {
      await sleep.value;
      lastRoundMs = performance.now();
    }
  }
}
