/**
 * The check of a node's id, for everything that deals keys out to nodes.
 *
 * @module
 */
import type { ArgumentContext } from "../base/argument.ts";

export type { ArgumentContext };

/**
 * A text that can name a node: not empty, and without lone surrogates, which all look alike to the hash.
 * @throws {TypeError} If `id` is anything else.
 */
export function checkNodeId(id: string, { action, argument }: ArgumentContext): string {
  if (typeof id === "string" && id !== "" && id.isWellFormed()) return id;
  throw new TypeError(
    `Cannot ${action}: ${argument} must be a non-empty, well-formed text: current value is ${
      typeof id === "string" ? JSON.stringify(id) : String(id)
    }`,
  );
}
