import { assert, assertEquals, assertLess } from "@std/assert";
import { Buffer } from "node:buffer";
import { type Broadcaster, flushIopub } from "@lib/study/notebook/iopub_flush.ts";

/** A publisher as the kernel has one: greets, and sends what is broadcast to whoever has subscribed. */
function publisher(
  behaviour: { loses: number },
): { port: number; jupyter: Broadcaster; sent: string[]; close(): void } {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const subscribers = new Set<Deno.TcpConn>();
  const sent: string[] = [];
  const serve = async (connection: Deno.TcpConn) => {
    const greeting = new Uint8Array(64);
    greeting.set([0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0x7f, 3]);
    await connection.write(greeting);
    const buffer = new Uint8Array(256);
    for (let seen = 0; seen < 64;) seen += await connection.read(buffer) ?? 64;
    await connection.write(Uint8Array.of(4, 6, 5, ...Buffer.from("READY")));
    while (await connection.read(buffer) !== null) subscribers.add(connection);
  };
  (async () => {
    for await (const connection of listener) {
      serve(connection).catch(() => {}).finally(() => subscribers.delete(connection));
    }
  })();
  const jupyter: Broadcaster = {
    async broadcast(type, content) {
      const text = JSON.stringify({ type, ...content });
      sent.push(text);
      if (sent.length <= behaviour.loses) return;
      const frame = Uint8Array.of(0, text.length, ...Buffer.from(text)); // below 256 bytes
      for (const connection of subscribers) await connection.write(frame);
    },
  };
  return { port: listener.addr.port, jupyter, sent, close: () => listener.close() };
}

Deno.test("flushIopub() ends when its marker comes out, and sends it again while it is lost", async () => {
  for (const loses of [0, 3]) {
    const { port, jupyter, sent, close } = publisher({ loses });
    assertEquals(await flushIopub({ hostname: "127.0.0.1", port }, { jupyter }), true);
    assert(
      sent.length > loses && sent.every((text) => text.includes('"type":"comm_msg"') && text === sent[0]),
      `${sent}`,
    );
    close();
  }
});

Deno.test("flushIopub() gives up when the marker never comes, or nobody listens", async () => {
  const { port, jupyter, close } = publisher({ loses: Infinity });
  const startMs = performance.now();
  assertEquals(await flushIopub({ hostname: "127.0.0.1", port }, { jupyter, giveUpMs: 50 }), false);
  assertLess(performance.now() - startMs, 10_000);
  close();
  assertEquals(await flushIopub({ hostname: "127.0.0.1", port }, { jupyter, giveUpMs: 50 }), false);
});
