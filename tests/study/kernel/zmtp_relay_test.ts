import { assertEquals } from "@std/assert";
import { Dealer, Router } from "zeromq";
import { type Frames, startRelay } from "@lib/study/kernel/zmtp_relay.ts";

const text = (frames: Frames) => frames.map((frame) => new TextDecoder().decode(frame));
const bytes = (words: readonly string[]) => words.map((word) => new TextEncoder().encode(word));

/** Waits for a message without blocking on the socket, whose wake-up Deno sometimes misses. */
async function next(socket: Dealer | Router): Promise<Uint8Array[]> {
  for (const endMs = performance.now() + 10_000; !socket.readable;) {
    if (performance.now() > endMs) throw new Error("Cannot go on: nothing came");
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  return await socket.receive() as Uint8Array[];
}

Deno.test("messages of any size pass both ways; hooks hold, change, drop and add", async () => {
  const server = new Router({ linger: 0 });
  await server.bind("tcp://127.0.0.1:*");
  const target = Number(server.lastEndpoint!.split(":").at(-1));
  const reserved = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = reserved.addr;
  reserved.close();
  const relay = startRelay({
    hostname: "127.0.0.1",
    port,
    connect: () => Deno.connect({ hostname: "127.0.0.1", port: target }),
  }, {
    async fromClient(message, peer) {
      if (text(message)[0] === "drop") return [];
      if (text(message)[0] === "answer") await peer.toClient(bytes(["from the relay"]));
      return text(message)[0] === "twice" ? [message, bytes(["changed"])] : [message];
    },
  });
  const client = new Dealer({ linger: 0 });
  try {
    client.connect(`tcp://127.0.0.1:${port}`);
    const big = new Uint8Array(200_000).fill(7);
    await client.send([new Uint8Array([1]), big, new Uint8Array()]);
    const [identity, first, second, third] = await next(server);
    assertEquals([first!.length, second!.length, third!.length], [1, 200_000, 0]);
    assertEquals(second!.every((byte) => byte === 7), true);
    for (const word of ["drop", "twice", "answer"]) await client.send(word);
    const seen = [await next(server), await next(server), await next(server)].map((message) =>
      text(message.slice(1))[0]
    );
    assertEquals(seen, ["twice", "changed", "answer"]);
    assertEquals(text(await next(client)), ["from the relay"]);
    await server.send([identity!, "back", big]);
    const back = await next(client);
    assertEquals([text(back.slice(0, 1))[0], back[1]!.length], ["back", 200_000]);
    assertEquals(relay.peers.size, 1);
  } finally {
    for (const socket of [server, client]) socket.close();
    relay.close();
  }
});
