/**
 * A key that an object in a JSON text has twice; `JSON.parse` keeps the last and says nothing.
 *
 * Cost: O(length of the text).
 *
 * @module
 */

/** A string, whether a colon follows it, or a bracket that opens or closes an object. */
const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|[{}]/g;

/**
 * The first key that comes twice in one object, or undefined. Escapes are resolved: `"a"` and `"\u0061"` are one key.
 * @param json A text that `JSON.parse` takes.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { duplicateKey } from "./_duplicate_key.ts";
 * assertEquals(duplicateKey('{"a": 1, "b": {"a": 2}}'), undefined);
 * assertEquals(duplicateKey('{"a": 1, "\\u0061": 2}'), "a");
 * ```
 */
export function duplicateKey(json: string): string | undefined {
  const open: Set<string>[] = [];
  for (const [token, text, colon] of json.matchAll(TOKEN)) {
    if (token === "{") open.push(new Set());
    else if (token === "}") open.pop();
    else if (text !== undefined && colon !== undefined) {
      const key = JSON.parse(text) as string;
      const keys = open.at(-1)!;
      if (keys.has(key)) return key;
      keys.add(key);
    }
  }
  return undefined;
}
