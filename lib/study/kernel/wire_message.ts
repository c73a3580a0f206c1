/**
 * One message of the Jupyter wire protocol: signed frames to and from a record.
 *
 * A message is `identities…, "<IDS|MSG>", signature, header, parent header, metadata, content, buffers…`; the signature
 * is the HMAC-SHA256 of the four JSON frames, in hexadecimal.
 *
 * **Invariant.** What {@linkcode decodeMessage} returns was signed with the key: a frame that was mixed up with another
 * on the way is refused, never half read.
 *
 * Not here on purpose: sockets, binary buffers (the Deno kernel sends none that a notebook could store).
 *
 * Source: "Messaging in Jupyter" 5.3, The wire protocol.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";

/** A message as the runner sees it. */
export interface WireMessage {
  /** What it is: `stream`, `execute_reply`, … */
  readonly type: string;
  /** Its own id. */
  readonly id: string;
  /** Id of the request that it answers; undefined when it answers none. */
  readonly parentId: string | undefined;
  /** Its fields, which depend on the type. */
  readonly content: Readonly<Record<string, unknown>>;
}

const DELIMITER = "<IDS|MSG>";

/**
 * Frames of a request.
 * @param message Type, id and content of the request.
 * @param options.key Secret of the connection.
 * @param options.session Id that all requests of one client share.
 * @param options.parent Header of the message that this one answers. @default {none}
 */
export function encodeMessage(
  message: Pick<WireMessage, "type" | "id" | "content">,
  options: { key: string; session: string; parent?: object },
): string[] {
  const header = {
    msg_id: message.id,
    msg_type: message.type,
    session: options.session,
    username: "lab",
    date: "1970-01-01T00:00:00.000Z", // the protocol wants a date, the kernel does not read it
    version: "5.3",
  };
  const parts = [header, options.parent ?? {}, {}, message.content].map((part) => JSON.stringify(part));
  return [DELIMITER, sign(parts, options.key), ...parts];
}

/**
 * The message in `frames`.
 * @throws {SyntaxError} If frames are missing, are not JSON or were not signed with `key`: the message is corrupt.
 *
 * @example There and back
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Buffer } from "node:buffer";
 * import { decodeMessage, encodeMessage } from "@lib/study/kernel/wire_message.ts";
 * const message = { type: "stream", id: "1", content: { text: "hi" } };
 * const frames = encodeMessage(message, { key: "secret", session: "s" }).map((frame) => Buffer.from(frame));
 * assertEquals(decodeMessage(frames, "secret"), { ...message, parentId: undefined });
 * ```
 */
export function decodeMessage(frames: readonly Uint8Array[], key: string): WireMessage {
  const start = frames.findIndex((frame) => frame.length === DELIMITER.length && text(frame) === DELIMITER) + 1;
  const parts = frames.slice(start + 1, start + 5);
  if (start === 0 || parts.length < 4) {
    throw new SyntaxError(`Cannot read a kernel message: frames are missing: current value is ${frames.length} frames`);
  }
  if (text(frames[start]!) !== sign(parts, key)) {
    const bytes = parts.reduce((sum, part) => sum + part.length, 0);
    throw new SyntaxError(`Cannot read a kernel message: its signature is wrong: current value is ${bytes} bytes`);
  }
  const [header, parent, , content] = parts.map((part) => JSON.parse(text(part))) as [
    { msg_type: string; msg_id: string },
    { msg_id?: string },
    unknown,
    Record<string, unknown>,
  ];
  return { type: header.msg_type, id: header.msg_id, parentId: parent.msg_id, content };
}

/** The header of a message, as far as it is read. */
export interface Header {
  /** Its id. */
  readonly msg_id: string;
  /** What it is. */
  readonly msg_type: string;
}

/**
 * What the frames of a message say, without looking at the signature; nothing if they are no message.
 * @param frames As they came.
 */
export function readFrames(
  frames: readonly Uint8Array[],
): { header?: Header; parent?: Partial<Header>; content?: Readonly<Record<string, unknown>> } {
  const start = frames.findIndex((frame) => frame.length === DELIMITER.length && text(frame) === DELIMITER);
  if (start === -1 || frames.length < start + 6) return {};
  try {
    const [header, parent, , content] = frames.slice(start + 2, start + 6).map((frame) => JSON.parse(text(frame)));
    return { header, parent, content };
  } catch {
    return {};
  }
}

/**
 * A message with another parent or content, signed again.
 * @param frames As they came; {@linkcode readFrames} can read them.
 * @param change Secret of the connection, and what takes the place of the parent or the content.
 */
export function signedFrames(
  frames: readonly Uint8Array[],
  change: { readonly key: string; readonly parent?: object; readonly content?: object },
): Uint8Array[] {
  const start = frames.findIndex((frame) => frame.length === DELIMITER.length && text(frame) === DELIMITER);
  const changed = [...frames];
  if (change.parent !== undefined) changed[start + 3] = Buffer.from(JSON.stringify(change.parent));
  if (change.content !== undefined) changed[start + 5] = Buffer.from(JSON.stringify(change.content));
  changed[start + 1] = Buffer.from(sign(changed.slice(start + 2, start + 6), change.key));
  return changed;
}

function sign(parts: readonly (string | Uint8Array)[], key: string): string {
  const hmac = createHmac("sha256", key);
  for (const part of parts) hmac.update(part);
  return hmac.digest("hex");
}

function text(frame: Uint8Array): string {
  return Buffer.from(frame.buffer, frame.byteOffset, frame.length).toString("utf8");
}
