/**
 * Waits, inside a Deno kernel, until everything that was printed or displayed so far has left the kernel.
 *
 * The kernel of Deno 2.9 queues the outputs of a cell and sends them from a loop of its own, while it reports the end
 * of the cell at once. A client that stops listening there loses the rest or files it under the next cell. So we do
 * what no sleep can do: subscribe to the kernel's own output port like any client, send a marker down the same queue,
 * and wait until the marker comes out. The queue is first in, first out, and the kernel serves its oldest subscriber
 * first: when our marker arrives, all clients have all that was sent before it.
 *
 * A subscription takes effect some time after it was asked for, and a marker sent before that is lost; therefore the
 * marker is sent again every few milliseconds. Clients ignore its message type.
 *
 * Cost: one connection and a few markers, about 3 ms per call.
 *
 * Not here on purpose: installing itself (`lib/study/notebook.ts` does it for readers, the prelude of
 * `lib/study/kernel/` for the runner).
 *
 * Source: ZMTP 3.0, https://rfc.zeromq.org/spec/23/ (greeting with NULL security, READY, subscription).
 *
 * @module
 */

/** The clock as it is before anybody replaces it: a cell may. */
const { setTimeout: pause, clearTimeout } = globalThis;

/** Type of the marker message: one for a widget that nobody has, which clients pass over without a word. */
const MARKER_TYPE = "comm_msg";

/** Frame that subscribes to everything; sent again it changes nothing. */
const SUBSCRIBE = Uint8Array.of(0, 1, 1);

/** The part of `Deno.jupyter` that a flush needs. */
export interface Broadcaster {
  /** Sends a message to all clients. */
  broadcast(messageType: string, content: Record<string, unknown>): Promise<void>;
}

/** Where the kernel sends its outputs. */
export interface IopubAddress {
  /** Host of the kernel. */
  readonly hostname: string;
  /** Its `iopub_port`. */
  readonly port: number;
}

/**
 * Resolves to true when all outputs so far are out, to false when that took longer than `giveUpMs` or the port does not
 * answer: a lost output is bad, a cell that never ends is worse.
 * @param options.giveUpMs Longest wait, in milliseconds. Defaults to 5000.
 */
export async function flushIopub(
  address: IopubAddress,
  options: { jupyter: Broadcaster; giveUpMs?: number },
): Promise<boolean> {
  const { jupyter, giveUpMs = 5000 } = options;
  let connection: Deno.TcpConn;
  try {
    connection = await Deno.connect({ hostname: address.hostname, port: address.port });
  } catch {
    return false;
  }
  const id = crypto.randomUUID();
  const state = { open: true };
  const close = () => {
    if (state.open) connection.close();
    state.open = false;
  };
  const timer = pause(close, giveUpMs);
  let sending: Promise<void> | undefined;
  try {
    connection.setNoDelay(true);
    await subscribe(connection);
    sending = sendMarkers(jupyter, { id, state });
    return await arrives(connection, id);
  } catch {
    return false; // closed by the timer, or by the kernel
  } finally {
    clearTimeout(timer);
    close();
    await sending;
  }
}

async function sendMarkers(jupyter: Broadcaster, options: { id: string; state: { open: boolean } }): Promise<void> {
  for (let pauseMs = 1; options.state.open; pauseMs = Math.min(20, pauseMs * 2)) {
    await jupyter.broadcast(MARKER_TYPE, { comm_id: "lab_flush", data: { id: options.id } });
    await new Promise((resolve) => pause(resolve, pauseMs));
  }
}

/**
 * Greeting, READY as a SUB socket, and a subscription to everything. Each step waits for the kernel's answer to the one
 * before: an answer that we do not acknowledge by writing is held back for 40 ms by TCP (Nagle, delayed
 * acknowledgement).
 */
async function subscribe(connection: Deno.TcpConn): Promise<void> {
  const text = new TextEncoder();
  const greeting = new Uint8Array(64);
  greeting.set([0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0x7f, 3, 0]);
  greeting.set(text.encode("NULL"), 12);
  await connection.write(greeting);
  await readExactly(connection, 64);
  const property = [...text.encode("Socket-Type")];
  const ready = [5, ...text.encode("READY"), property.length, ...property, 0, 0, 0, 3, ...text.encode("SUB")];
  await connection.write(Uint8Array.from([4, ready.length, ...ready]));
  const [, length] = await readExactly(connection, 2);
  await readExactly(connection, length!);
  await connection.write(SUBSCRIBE);
}

async function readExactly(connection: Deno.TcpConn, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  for (let filled = 0; filled < length;) {
    const count = await connection.read(bytes.subarray(filled));
    if (count === null) throw new Error("Cannot flush the outputs: the kernel closed the connection");
    filled += count;
  }
  return bytes;
}

/** Reads until `id` has passed by; false at the end of the stream. */
async function arrives(connection: Deno.TcpConn, id: string): Promise<boolean> {
  const latin1 = new TextDecoder("latin1"); // one character per byte: cheap, and the id is ASCII
  const buffer = new Uint8Array(65536);
  let tail = "";
  while (true) {
    const count = await connection.read(buffer);
    if (count === null) return false;
    const seen = tail + latin1.decode(buffer.subarray(0, count));
    if (seen.includes(id)) return true;
    await connection.write(SUBSCRIBE); // acknowledges what came, or the kernel would wait 40 ms with the rest
    tail = seen.slice(-id.length);
  }
}
