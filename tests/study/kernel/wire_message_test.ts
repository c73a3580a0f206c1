import { assertEquals, assertThrows } from "@std/assert";
import { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";
import { decodeMessage, encodeMessage, readFrames, signedFrames } from "@lib/study/kernel/wire_message.ts";

const options = { key: "secret", session: "s" };

function frames(parts: readonly string[]): Buffer[] {
  return parts.map((part) => Buffer.from(part));
}

// By hand

Deno.test("encodeMessage() puts the delimiter first, then the signature and four JSON frames", () => {
  const [delimiter, signature, header, parent, metadata, content] = encodeMessage(
    { type: "execute_request", id: "7", content: { code: "1" } },
    options,
  );
  assertEquals([delimiter, parent, metadata, content], ["<IDS|MSG>", "{}", "{}", '{"code":"1"}']);
  const { msg_id, msg_type, session, version } = JSON.parse(header!);
  assertEquals([msg_id, msg_type, session, version], ["7", "execute_request", "s", "5.3"]);
  // Oracle: the protocol's definition of the signature
  const expected = createHmac("sha256", "secret").update(header! + "{}{}" + '{"code":"1"}').digest("hex");
  assertEquals(signature, expected);
});

Deno.test("decodeMessage() skips identities and reads the parent's id", () => {
  const parts = ['{"msg_type":"stream","msg_id":"2"}', '{"msg_id":"1"}', "{}", '{"text":"ü"}'];
  const signature = createHmac("sha256", "secret").update(parts.join("")).digest("hex");
  const message = decodeMessage(frames(["peer", "<IDS|MSG>", signature, ...parts]), "secret");
  assertEquals(message, { type: "stream", id: "2", parentId: "1", content: { text: "ü" } });
});

// Refusals

Deno.test("decodeMessage() refuses what was not signed with the key, or is not whole", () => {
  const whole = encodeMessage({ type: "stream", id: "1", content: { text: "hi" } }, options);
  assertThrows(() => decodeMessage(frames(whole), "other"), SyntaxError, "its signature is wrong");
  const changed = whole.with(5, '{"text":"ho"}');
  assertThrows(() => decodeMessage(frames(changed), "secret"), SyntaxError, "its signature is wrong");
  assertThrows(() => decodeMessage(frames(whole.slice(0, 4)), "secret"), SyntaxError, "frames are missing");
  assertThrows(() => decodeMessage(frames(["a", "b"]), "secret"), SyntaxError, "current value is 2 frames");
});

Deno.test("signedFrames() changes parent and content, and signs again", () => {
  const message = { type: "stream", id: "1", content: { text: "hi" } };
  const frames = encodeMessage(message, { key: "k", session: "s", parent: { msg_id: "p" } }).map((one) =>
    Buffer.from(one)
  );
  assertEquals(readFrames(frames).parent, { msg_id: "p" });
  const changed = signedFrames(frames, { key: "k", parent: { msg_id: "q" }, content: { text: "ho" } });
  assertEquals(decodeMessage(changed, "k"), { ...message, parentId: "q", content: { text: "ho" } });
  assertEquals([readFrames([]), readFrames([Buffer.from("<IDS|MSG>"), Buffer.from("")])], [{}, {}]);
});
