/**
 * What is called on a cache, and what must come back: a plain list of entries, least recently used first, searched from
 * the front. It is slow and plainly right, and shares nothing with `lib/structures/`.
 *
 * @module
 */
import { ANYTHING, type Call, type Scripted, scripted } from "../script_case.ts";
import type { LruCacheGiven } from "./exercise.ts";

/** `put(key, value)`. */
export const put = (key: unknown, value: unknown): Call => ["put", key, value];
/** `get(key)`. */
export const get = (key: unknown): Call => ["get", key];

const scripts = scripted<LruCacheGiven>({
  construct: "LRUCache",
  oracle({ args: [capacity], calls }) {
    const entries: { key: unknown; value: unknown }[] = [];
    return calls.map(([method, key, value]) => {
      const at = entries.findIndex((entry) => entry.key === key);
      const [entry] = at === -1 ? [] : entries.splice(at, 1);
      if (method === "get") {
        if (entry) entries.push(entry);
        return entry?.value;
      }
      if (!entry && entries.length === capacity) entries.shift();
      entries.push({ key, value });
      return ANYTHING;
    });
  },
});

/** A case that is one script. */
export const scriptCase: Scripted<LruCacheGiven>["scriptCase"] = scripts.scriptCase;
/** A case of many random scripts. */
export const randomScripts: Scripted<LruCacheGiven>["randomScripts"] = scripts.randomScripts;
