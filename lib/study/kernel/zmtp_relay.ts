/**
 * A relay between the clients of a kernel and one of its sockets: every message passes through, and can be held,
 * changed, dropped or joined by others on the way.
 *
 * Greeting, handshake and subscriptions pass as they are, so that both ends believe that they talk to each other.
 *
 * **Invariant.** A message is written whole, never mixed with another; what no hook touches passes byte for byte.
 *
 * Cost: one copy of each message, about 0.1 ms.
 *
 * Not here on purpose: what messages mean (`interruptible_kernel.ts`), security mechanisms (Jupyter uses none).
 *
 * Source: ZMTP 3.0, https://rfc.zeromq.org/spec/23/.
 *
 * @module
 */

/** The frames of one message. */
export type Frames = readonly Uint8Array[];

/** One client with its own connection to the kernel. */
export interface Peer {
  /** Sends a message to the client, after what is under way. */
  toClient(message: Frames): Promise<void>;
  /** Sends a message to the kernel, after what is under way. */
  toKernel(message: Frames): Promise<void>;
}

/** What to do with messages; each returns what passes instead. */
export interface RelayHooks {
  /** A message from a client. @default {it passes} */
  fromClient?(message: Frames, peer: Peer): readonly Frames[] | Promise<readonly Frames[]>;
  /** A message from the kernel. @default {it passes} */
  fromKernel?(message: Frames, peer: Peer): readonly Frames[] | Promise<readonly Frames[]>;
}

/** A running relay. */
export interface Relay {
  /** Those who are connected. */
  readonly peers: ReadonlySet<Peer>;
  /** Ends it with all connections. */
  close(): void;
}

/** Bytes of a greeting. */
const GREETING = 64;
const MORE = 1;
const LONG = 2;
const COMMAND = 4;

/**
 * Starts a relay.
 * @param options.port Where clients connect.
 * @param options.connect Opens a connection to the kernel, as soon as it listens.
 */
export function startRelay(
  options: { readonly hostname: string; readonly port: number; readonly connect: () => Promise<Deno.TcpConn> },
  hooks: RelayHooks,
): Relay {
  const { hostname, port, connect } = options;
  const listener = Deno.listen({ hostname, port });
  const peers = new Set<Peer>();
  const open = new Set<Deno.TcpConn>();
  const serve = async (client: Deno.TcpConn) => {
    open.add(client);
    let kernel: Deno.TcpConn | undefined;
    try {
      kernel = await connect();
      open.add(kernel);
      for (const end of [client, kernel]) end.setNoDelay(true);
      const [toClient, toKernel] = [new Sender(client), new Sender(kernel)];
      const peer: Peer = {
        toClient: (message) => toClient.send(encoded(message)),
        toKernel: (message) => toKernel.send(encoded(message)),
      };
      peers.add(peer);
      const ways = [
        pump(new Receiver(client), toKernel, (message) => hooks.fromClient?.(message, peer) ?? [message]),
        pump(new Receiver(kernel), toClient, (message) => hooks.fromKernel?.(message, peer) ?? [message]),
      ];
      await Promise.race(ways).finally(() => peers.delete(peer));
    } catch {
      // one end is gone, and so is the other
    } finally {
      for (const end of [client, kernel]) if (end !== undefined) close(end, open);
    }
  };
  (async () => {
    for await (const client of listener) void serve(client);
  })().catch(() => {}); // closed
  return {
    peers,
    close() {
      listener.close();
      for (const end of [...open]) close(end, open);
    },
  };
}

function close(end: Deno.TcpConn, open: Set<Deno.TcpConn>): void {
  if (open.delete(end)) end.close();
}

/** Everything from one end to the other, until one of them closes. */
async function pump(
  from: Receiver,
  to: Sender,
  hook: (message: Frames) => readonly Frames[] | Promise<readonly Frames[]>,
): Promise<void> {
  for (let left = GREETING; left > 0;) { // piece by piece: each end waits for a part of the other's
    const part = await from.some(left);
    await to.send(part);
    left -= part.length;
  }
  let message: Uint8Array[] = [];
  while (true) {
    const [flags] = await from.bytes(1);
    const head = await from.bytes(flags! & LONG ? 8 : 1);
    const view = new DataView(head.buffer, head.byteOffset, head.length);
    const body = await from.bytes(flags! & LONG ? Number(view.getBigUint64(0)) : head[0]!);
    if (flags! & COMMAND) {
      await to.send(frame(body, COMMAND));
      continue;
    }
    message.push(body);
    if (flags! & MORE) continue;
    for (const one of await hook(message)) await to.send(encoded(one));
    message = [];
  }
}

function encoded(message: Frames): Uint8Array {
  const frames = message.map((body, index) => frame(body, index < message.length - 1 ? MORE : 0));
  const bytes = new Uint8Array(frames.reduce((sum, one) => sum + one.length, 0));
  let at = 0;
  for (const one of frames) {
    bytes.set(one, at);
    at += one.length;
  }
  return bytes;
}

function frame(body: Uint8Array, flags: number): Uint8Array {
  const isLong = body.length > 255;
  const head = isLong ? 9 : 2;
  const bytes = new Uint8Array(head + body.length);
  bytes[0] = flags | (isLong ? LONG : 0);
  if (isLong) new DataView(bytes.buffer).setBigUint64(1, BigInt(body.length));
  else bytes[1] = body.length;
  bytes.set(body, head);
  return bytes;
}

/** Writes one thing after the other. */
class Sender {
  readonly #connection: Deno.TcpConn;
  #last: Promise<void> = Promise.resolve();

  constructor(connection: Deno.TcpConn) {
    this.#connection = connection;
  }

  send(bytes: Uint8Array): Promise<void> {
    this.#last = this.#last.then(() => this.#write(bytes));
    return this.#last;
  }

  async #write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length;) at += await this.#connection.write(bytes.subarray(at));
  }
}

/** Reads exactly as many bytes as are asked for, or what there is. */
class Receiver {
  readonly #connection: Deno.TcpConn;
  #buffer = new Uint8Array(65_536);
  #start = 0;
  #end = 0;

  constructor(connection: Deno.TcpConn) {
    this.#connection = connection;
  }

  async bytes(count: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(count);
    for (let filled = 0; filled < count;) {
      const part = await this.some(count - filled);
      bytes.set(part, filled);
      filled += part.length;
    }
    return bytes;
  }

  /** What has come, at least one byte and at most so many. */
  async some(most: number): Promise<Uint8Array> {
    if (this.#start === this.#end) {
      this.#start = 0;
      this.#end = await this.#connection.read(this.#buffer) ?? 0;
      if (this.#end === 0) throw new Deno.errors.ConnectionReset("the other end has closed");
    }
    const end = Math.min(this.#start + most, this.#end);
    const part = this.#buffer.slice(this.#start, end);
    this.#start = end;
    return part;
  }
}
